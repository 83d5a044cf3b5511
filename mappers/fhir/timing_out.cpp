// Delivery (X12 HSD) -> ServiceRequest with quantity and Timing.
#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/quantity_units.hpp"
#include "mappers/fhir/request_writing.hpp"

namespace mappers {
namespace {

using precert::Delivery;

void write_bounds(json::Writer& out, const Delivery& delivery) {
  const BoundUnit* unit = bound_unit_from_x12(delivery.period_unit);
  if (unit == nullptr) return;
  out.object_field("boundsDuration");
  if (delivery.periods) out.field("value", *delivery.periods);
  out.field("unit", unit->word);
  if (!unit->code.empty()) out.field("system", systems::ucum).field("code", unit->code);
  out.end_object();
}

void write_rhythm(json::Writer& out, const Delivery& delivery) {
  const std::string_view unit = period_unit_from(delivery.frequency_unit);
  if (unit.empty()) return;
  const auto times = delivery.quantity ? delivery.quantity->whole() : std::nullopt;
  if (times && *times > 0) out.field("frequency", *times);
  out.field("period", delivery.every.value_or(base::Decimal(1))).field("periodUnit", unit);
}

bool has_timing(const Delivery& delivery) {
  Delivery amount;
  amount.unit = delivery.unit;
  amount.quantity = delivery.quantity;
  return delivery != amount;
}

void write_timing(json::Writer& out, const Delivery& delivery) {
  if (!has_timing(delivery)) return;
  out.object_field("occurrenceTiming");
  {
    Extensions all(out);
    all.codeable(extensions::timing_calendar, systems::calendar_pattern, delivery.calendar_pattern);
    all.codeable(extensions::timing_delivery, systems::time_pattern, delivery.time_pattern);
  }
  if (!delivery.frequency_unit.empty() || !delivery.period_unit.empty()) {
    out.object_field("repeat");
    write_bounds(out, delivery);
    write_rhythm(out, delivery);
    out.end_object();
  }
  out.end_object();
}

void write_amount(json::Writer& out, const Delivery& delivery) {
  if (!delivery.quantity) return;
  out.key("quantityQuantity");
  if (delivery.unit) {
    write_quantity_value(out, {*delivery.quantity, *delivery.unit, {}});
  } else {
    out.begin_object().field("value", *delivery.quantity).end_object();
  }
}

}  // namespace

std::string add_order(RequestWriter& writer, const Delivery& delivery, const precert::ServiceLine* line) {
  return writer.add("ServiceRequest", [&delivery, line](RequestWriter& later) {
    json::Writer& out = later.out();
    write_profile(out, "servicerequest");
    out.field("status", "active").field("intent", "order");
    if (line != nullptr) write_product(later, "code", *line);
    write_amount(out, delivery);
    write_reference(out, "subject", later.patient());
    write_timing(out, delivery);
  });
}

}  // namespace mappers
