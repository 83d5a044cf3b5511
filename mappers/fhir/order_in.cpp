// The order behind Claim.item.extension:requestedService, whatever resource it is.
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/request_reading.hpp"

namespace mappers {
namespace {

json::Value service_code(const RequestReader&, const json::Value& order) { return order.find("code"); }

json::Value device_code(const RequestReader& reader, const json::Value& order) {
  const json::Value code = order.find("codeCodeableConcept");
  if (code.exists()) return code;
  return fhir::first(reader.target(order.find("codeReference")), "deviceName");
}

json::Value medication_code(const RequestReader& reader, const json::Value& order) {
  const json::Value code = order.find("medicationCodeableConcept");
  if (code.exists()) return code;
  return reader.target(order.find("medicationReference")).find("code");
}

json::Value nutrition_code(const RequestReader&, const json::Value& order) {
  const json::Value diet = fhir::first(order.find("oralDiet"), "type");
  if (diet.exists()) return diet;
  return order.find("enteralFormula").find("baseFormulaType");
}

json::Value none(const json::Value&) { return {}; }
json::Value occurrence_timing(const json::Value& order) { return order.find("occurrenceTiming"); }
json::Value dosage_timing(const json::Value& order) {
  return fhir::first(order, "dosageInstruction").find("timing");
}
json::Value diet_timing(const json::Value& order) {
  const json::Value schedule = fhir::first(order.find("oralDiet"), "schedule");
  if (schedule.exists()) return schedule;
  return fhir::first(order.find("enteralFormula"), "administration").find("schedule");
}
json::Value service_quantity(const json::Value& order) { return order.find("quantityQuantity"); }
json::Value dispensed(const json::Value& order) { return order.find("dispenseRequest").find("quantity"); }
json::Value occurrence(const json::Value& order) {
  const json::Value period = order.find("occurrencePeriod");
  return period.exists() ? period : order.find("occurrenceDateTime");
}

/// Where each kind of order keeps what a line needs.
struct Kind {
  std::string_view type;
  json::Value (*code)(const RequestReader&, const json::Value&);
  json::Value (*timing)(const json::Value&);
  json::Value (*quantity)(const json::Value&);
  json::Value (*supply)(const json::Value&);
  json::Value (*when)(const json::Value&);
};
constexpr std::array<Kind, 4> kinds{
    {{"ServiceRequest", service_code, occurrence_timing, service_quantity, none, occurrence},
     {"DeviceRequest", device_code, occurrence_timing, none, none, occurrence},
     {"MedicationRequest", medication_code, dosage_timing, none, dispensed, none},
     {"NutritionOrder", nutrition_code, diet_timing, none, none, none}}};

}  // namespace

Order order_from(const RequestReader& reader, const json::Value& item) {
  return order_of(reader, reader.target(fhir::extension_value(item, extensions::requested_service)));
}

Order order_of(const RequestReader& reader, const json::Value& resource) {
  Order order;
  order.resource = resource;
  for (const Kind& kind : kinds) {
    if (kind.type != fhir::text(order.resource, "resourceType")) continue;
    order.code = kind.code(reader, order.resource);
    order.timing = kind.timing(order.resource);
    order.quantity = kind.quantity(order.resource);
    order.supply = kind.supply(order.resource);
    order.when = kind.when(order.resource);
  }
  return order;
}

}  // namespace mappers
