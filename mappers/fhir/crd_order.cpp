#include "mappers/fhir/crd_order.hpp"

#include <array>

#include "parsers/fhir/resource_view.hpp"

namespace mappers {
namespace {

using Values = std::vector<json::Value>;

void add(const json::Value& value, Values& all) {
  if (value.exists()) all.push_back(value);
}
void add_list(const json::Value& element, std::string_view name, Values& all) {
  for (const json::Value one : fhir::list(element, name)) all.push_back(one);
}

void read_like_a_claim_s(const RequestReader& reader, CrdOrder& order) {
  const Order read = order_of(reader, order.resource);
  add(read.code, order.codes);
  order.timing = read.timing;
  order.quantity = read.quantity.exists() ? read.quantity : read.supply;
  order.when = read.when;
  if (!order.when.exists()) order.when = read.timing.find("repeat").find("boundsPeriod");
}

void read_service(const RequestReader& reader, CrdOrder& order) {
  read_like_a_claim_s(reader, order);
  add_list(order.resource, "performer", order.performers);
  add_list(order.resource, "locationReference", order.performers);
}

void read_device(const RequestReader& reader, CrdOrder& order) {
  read_like_a_claim_s(reader, order);
  add(order.resource.find("performer"), order.performers);
}

void read_medication(const RequestReader& reader, CrdOrder& order) {
  read_like_a_claim_s(reader, order);
  add(order.resource.find("performer"), order.performers);
  add(order.resource.find("dispenseRequest").find("performer"), order.performers);
  if (!order.when.exists()) order.when = order.resource.find("dispenseRequest").find("validityPeriod");
}

void read_nutrition(const RequestReader& reader, CrdOrder& order) {
  read_like_a_claim_s(reader, order);
  add_list(order.resource.find("oralDiet"), "type", order.codes);
  add(order.resource.find("enteralFormula").find("baseFormulaType"), order.codes);
  order.requester = order.resource.find("orderer");
}

void read_vision(const RequestReader&, CrdOrder& order) {
  for (const json::Value lens : fhir::list(order.resource, "lensSpecification")) {
    add(lens.find("product"), order.codes);
  }
  order.requester = order.resource.find("prescriber");
}

/// What is communicated about stands in an extension of the payload (CRD profile-communicationrequest).
void read_communication(const RequestReader&, CrdOrder& order) {
  for (const json::Value payload : fhir::list(order.resource, "payload")) {
    for (const json::Value extension : fhir::list(payload, "extension")) {
      add(extension.find("valueCodeableConcept"), order.codes);
    }
  }
  add_list(order.resource, "recipient", order.performers);
}

void read_appointment(const RequestReader&, CrdOrder& order) {
  add_list(order.resource, "serviceType", order.codes);
  order.when = order.resource.find("start");
  if (!order.when.exists()) order.when = fhir::first(order.resource, "requestedPeriod");
  for (const json::Value participant : fhir::list(order.resource, "participant")) {
    const json::Value actor = participant.find("actor");
    if (!fhir::reference_of(actor).starts_with("Patient/")) add(actor, order.performers);
  }
}

void read_encounter(const RequestReader&, CrdOrder& order) {
  add_list(order.resource, "type", order.codes);
  add(order.resource.find("serviceType"), order.codes);
  order.when = order.resource.find("period");
  order.requester = fhir::first(order.resource, "participant").find("individual");
  add(order.resource.find("serviceProvider"), order.performers);
  for (const json::Value place : fhir::list(order.resource, "location")) {
    add(place.find("location"), order.performers);
  }
  for (const json::Value diagnosis : fhir::list(order.resource, "diagnosis")) {
    add(diagnosis.find("condition"), order.reasons);
  }
}

struct Kind {
  std::string_view type;
  void (*read)(const RequestReader&, CrdOrder&);
};
constexpr std::array<Kind, 8> kinds{{{"ServiceRequest", read_service},
                                     {"DeviceRequest", read_device},
                                     {"MedicationRequest", read_medication},
                                     {"NutritionOrder", read_nutrition},
                                     {"VisionPrescription", read_vision},
                                     {"CommunicationRequest", read_communication},
                                     {"Appointment", read_appointment},
                                     {"Encounter", read_encounter}}};

}  // namespace

CrdOrder crd_order_of(const RequestReader& reader, const json::Value& resource) {
  CrdOrder order;
  order.resource = resource;
  for (const Kind& kind : kinds) {
    if (kind.type != fhir::text(resource, "resourceType")) continue;
    order.requester = resource.find("requester");
    add_list(resource, "reasonCode", order.reasons);
    add_list(resource, "reasonReference", order.reasons);
    add_list(resource, "basedOn", order.based_on);
    kind.read(reader, order);
  }
  return order;
}

}  // namespace mappers
