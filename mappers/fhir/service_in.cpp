// Claim.item -> ServiceLine.
#include <algorithm>
#include <utility>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "mappers/fhir/quantity_units.hpp"
#include "mappers/fhir/request_reading.hpp"

namespace mappers {
namespace {

using precert::Change;
using precert::ServiceLine;

Change change_of(const json::Value& item) {
  if (fhir::modifier_extension_value(item, extensions::info_cancelled).boolean()) return Change::cancelled;
  const std::string_view mode = fhir::extension_value(item, extensions::info_changed).string();
  if (mode == "added") return Change::added;
  return mode == "changed" ? Change::changed : Change::none;
}

void read_traces(const RequestReader& reader, const json::Value& item, ServiceLine& line) {
  fhir::for_each_extension(item, extensions::item_trace_number, [&](const json::Value& extension) {
    const json::Value identifier = extension.find("valueIdentifier");
    precert::Trace trace = trace_from(identifier, reader.source(identifier).where);
    if (!trace.number.empty()) line.traces.push_back(std::move(trace));
  });
}

bool cancels_whole(const RequestReader& reader) {
  const json::Value own = fhir::extension_value(reader.claim, extensions::certification_type);
  return bound_code(own, systems::certification_type) == x12_code(precert::CertificationType::cancellation);
}

/// What UM and REF say of a line.
void read_review(const RequestReader& reader, const json::Value& item, ServiceLine& line) {
  line.category = from_x12<precert::RequestCategory>(
      bound_code(fhir::extension_value(item, extensions::request_type), systems::request_category));
  line.certification = from_x12<precert::CertificationType>(
      bound_code(fhir::extension_value(item, extensions::certification_type), systems::certification_type));
  line.service_type = bound_code(item.find("category"), systems::service_type);
  if (line.service_type.empty()) {
    line.service_type = fhir::code_of(item.find("productOrService"), systems::service_type);
  }
  line.place = place_from(reader, item);
  line.previous_certification = fhir::extension_value(item, extensions::authorization_number).string();
  line.previous_reference = fhir::extension_value(item, extensions::administration_reference).string();
  line.change = change_of(item);
  const bool says_cancelled = line.certification == precert::CertificationType::cancellation;
  const bool half_said = says_cancelled != (line.change == Change::cancelled);
  if (half_said && reader.version == PasVersion::v2_2_1 && !cancels_whole(reader)) {
    reader.skip(base::IssueCode::fhir_value_invalid, item,
                "The line counts as cancelled: send infoCancelled and certificationType 3 together.");
  }
}

/// item.net, else unitPrice times quantity: X12 states the amount of the line.
std::optional<base::Decimal> amount_of(const RequestReader& reader, const json::Value& item) {
  if (const auto net = reader.exact(item.find("net").find("value"))) return net;
  const auto price = reader.exact(item.find("unitPrice").find("value"));
  const auto count = reader.exact(item.find("quantity").find("value"));
  if (!price || !count) return price;
  return *price * *count;
}

void read_institution(const json::Value& item, ServiceLine& line) {
  const json::Value revenue = item.find("revenue");
  line.revenue_code = bound_code(revenue, systems::revenue);
  const json::Value epsdt = fhir::extension_value(item, extensions::epsdt);
  if (epsdt.is_boolean()) line.epsdt = epsdt.boolean();
  line.nursing_home_level =
      bound_code(fhir::extension_value(item, extensions::nursing_home_level), systems::level_of_care);
  line.nursing_home_status =
      bound_code(fhir::extension_value(item, extensions::nursing_home_status), systems::residential_status);
}

/// An order without a code speaks for the event: write_review_request makes such ones of an event's HSD.
bool speaks_for_event(const Order& order) {
  return fhir::text(order.resource, "resourceType") == "ServiceRequest" && !order.code.exists();
}

void read_delivery(const RequestReader& reader, const json::Value& item, const Order& order,
                   ServiceLine& line) {
  line.quantity = quantity_from(reader, item.find("quantity"));
  if (!line.quantity) line.quantity = quantity_from(reader, order.supply);
  const auto unit =
      line.quantity && names_unit(item.find("quantity")) ? std::optional(line.quantity->unit) : std::nullopt;
  line.delivery = delivery_from(reader, order.timing, order.quantity, unit);
  if (!line.delivery || !line.quantity || speaks_for_event(order)) return;
  // The order repeats the item's own amount and says nothing more.
  precert::Delivery repeated;
  repeated.unit = line.quantity->unit;
  repeated.quantity = line.quantity->value;
  if (*line.delivery == repeated) line.delivery.reset();
}

void read_dates(const RequestReader& reader, const json::Value& item, const Order& order, ServiceLine& line) {
  const json::Value bounds = order.timing.find("repeat").find("boundsPeriod");
  for (const json::Value& when : {fhir::value_x(item, "serviced"), order.when, bounds}) {
    if (when.exists() && !line.dates) line.dates = reader.period(when);
  }
}

void read_pointers(const json::Value& item, const DiagnosisPositions& diagnoses, ServiceLine& line) {
  for (const json::Value one : fhir::list(item, "diagnosisSequence")) {
    const auto sequence = fhir::positive_of(one);
    for (const auto& [known, position] : diagnoses) {
      if (sequence == known) line.diagnosis_pointers.push_back(position);
    }
  }
}

/// Members of the whole claim stand at the event already.
void read_providers(const json::Value& item, const std::vector<CareTeamMember>& team, ServiceLine& line) {
  for (const json::Value one : fhir::list(item, "careTeamSequence")) {
    const auto sequence = fhir::positive_of(one);
    const auto member = std::find_if(team.begin(), team.end(), [&](const CareTeamMember& candidate) {
      return sequence == candidate.sequence && !candidate.whole_claim;
    });
    if (member != team.end()) line.providers.push_back(member->party);
  }
}

ServiceLine line_from(const RequestReader& reader, const json::Value& item, const Order& order, int place) {
  ServiceLine line;
  const auto sequence = fhir::positive_of(item.find("sequence"));
  line.sequence = sequence ? static_cast<int>(*sequence) : place;
  read_traces(reader, item, line);
  read_review(reader, item, line);
  read_institution(item, line);
  line.procedure = procedure_from(reader, item, order);
  line.amount = amount_of(reader, item);
  line.unit_rate = reader.exact(fhir::extension_value(item, extensions::revenue_rate));
  read_delivery(reader, item, order, line);
  read_dates(reader, item, order, line);
  line.source = reader.source(item);
  return line;
}

/// PAS wants an item even when no service is named (a referral, a cancellation of the event). Such an item
/// has no code ("not-applicable") and says only what belongs to the event.
bool stands_for_event(const json::Value& item, const ServiceLine& line) {
  if (!fhir::has_code(item.find("productOrService"), systems::data_absent, "not-applicable")) return false;
  ServiceLine bare;
  bare.sequence = line.sequence;
  bare.category = line.category;
  bare.certification = line.certification;
  bare.service_type = line.service_type;
  bare.place = line.place;
  bare.procedure = line.procedure;
  bare.delivery = line.delivery;
  bare.change = line.change;
  const bool nothing_listed = item.find("informationSequence").empty();
  return line == bare && line.procedure.code.empty() && line.procedure.description.empty() && nothing_listed;
}

void fold_into_event(const ServiceLine& line, precert::PatientEvent& event) {
  if (line.category) event.category = *line.category;
  event.service_type = line.service_type;
  event.place = line.place;
}

}  // namespace

void read_services(const RequestReader& reader, const std::vector<CareTeamMember>& team,
                   const DiagnosisPositions& diagnoses, precert::ReviewRequest& request) {
  int place = 0;
  for (const json::Value item : fhir::list(reader.claim, "item")) {
    const Order order = order_from(reader, item);
    ServiceLine line = line_from(reader, item, order, ++place);
    if (speaks_for_event(order)) {
      request.event.delivery = std::exchange(line.delivery, std::nullopt);
    }
    read_pointers(item, diagnoses, line);
    read_providers(item, team, line);
    request.services.push_back(std::move(line));
  }
  const json::Value only = fhir::first(reader.claim, "item");
  if (request.services.size() == 1 && stands_for_event(only, request.services.front())) {
    fold_into_event(request.services.front(), request.event);
    request.services.clear();
  }
}

}  // namespace mappers
