// FHIR Quantity and Timing -> Quantity and Delivery (X12 HSD).
#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/quantity_units.hpp"
#include "mappers/fhir/request_reading.hpp"

namespace mappers {
namespace {

using precert::Delivery;

/// "Three times a week": frequency and rhythm. A rhythm that HSD03 has no word for (every 8 hours) is
/// skipped.
void read_rhythm(const RequestReader& reader, const json::Value& repeat, Delivery& delivery) {
  const json::Value unit = repeat.find("periodUnit");
  if (!unit.exists()) return;
  delivery.frequency_unit = frequency_unit_from(unit.string());
  if (delivery.frequency_unit.empty()) {
    reader.skip(base::IssueCode::not_supported, unit, "State the rhythm in days, weeks or months.");
    return;
  }
  if (const auto frequency = reader.exact(repeat.find("frequency"))) delivery.quantity = frequency;
  const auto period = reader.exact(repeat.find("period"));
  if (period && *period != base::Decimal(1)) delivery.every = period;
}

void read_bounds(const RequestReader& reader, const json::Value& repeat, Delivery& delivery) {
  const json::Value duration = repeat.find("boundsDuration");
  const BoundUnit* unit = bound_unit_of(duration);
  if (unit == nullptr) return;
  delivery.period_unit = unit->x12;
  const auto value = reader.exact(duration.find("value"));
  const auto whole = value ? value->whole() : std::nullopt;
  if (whole && *whole > 0 && *whole <= 1'000'000) delivery.periods = static_cast<int>(*whole);
}

void read_patterns(const json::Value& timing, Delivery& delivery) {
  delivery.calendar_pattern =
      bound_code(fhir::extension_value(timing, extensions::timing_calendar), systems::calendar_pattern);
  delivery.time_pattern =
      bound_code(fhir::extension_value(timing, extensions::timing_delivery), systems::time_pattern);
}

}  // namespace

std::optional<precert::Quantity> quantity_from(const RequestReader& reader, const json::Value& quantity) {
  const auto value = reader.exact(quantity.find("value"));
  if (!value) return std::nullopt;
  const auto unit = unit_of(quantity);
  if (!unit && names_unit(quantity)) {
    reader.skip(base::IssueCode::not_supported, quantity,
                "State the amount in units, days, hours, months, visits, minutes or international units.");
  }
  return precert::Quantity{*value, unit.value_or(precert::Unit::unit), reader.source(quantity)};
}

std::optional<Delivery> delivery_from(const RequestReader& reader, const json::Value& timing,
                                      const json::Value& quantity, std::optional<precert::Unit> line_unit) {
  Delivery delivery;
  if (const auto total = reader.exact(quantity.find("value"))) {
    delivery.quantity = total;
    delivery.unit = unit_of(quantity);
  }
  const json::Value repeat = timing.find("repeat");
  if (!delivery.quantity) delivery.quantity = reader.exact(repeat.find("count"));
  read_rhythm(reader, repeat, delivery);
  read_bounds(reader, repeat, delivery);
  read_patterns(timing, delivery);
  if (delivery == Delivery{}) return std::nullopt;
  if (delivery.quantity && !delivery.unit && !quantity.exists()) delivery.unit = line_unit;
  delivery.source = reader.source(timing.exists() ? timing : quantity);
  return delivery;
}

}  // namespace mappers
