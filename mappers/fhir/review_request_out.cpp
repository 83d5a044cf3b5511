// ReviewRequest -> PAS 2.2.1 request Bundle: puts the parts of request_writing.hpp together.
#include <algorithm>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/request_writing.hpp"
#include "mappers/fhir/review_request.hpp"

namespace mappers {
namespace {

using precert::ReviewRequest;
using precert::ServiceLine;

/// Claim.type, which X12 does not have: dental codes, institutional marks, else professional.
std::string_view claim_type(const ReviewRequest& request) {
  const auto any = [&](auto test) {
    return std::any_of(request.services.begin(), request.services.end(), test);
  };
  if (any([](const ServiceLine& one) { return one.procedure.system == precert::CodeSystem::cdt; }))
    return "oral";
  const bool bill = request.event.place && request.event.place->kind == precert::PlaceKind::type_of_bill;
  const bool institution = bill || request.event.category == precert::RequestCategory::admission ||
                           any([](const ServiceLine& one) { return !one.revenue_code.empty(); });
  return institution ? "institutional" : "professional";
}

bool is_update(const ReviewRequest& request) {
  const auto touched = [](const auto& one) { return one.change != precert::Change::none; };
  return request.event.certification != precert::CertificationType::initial ||
         std::any_of(request.services.begin(), request.services.end(), touched) ||
         std::any_of(request.documents.begin(), request.documents.end(), touched);
}

void write_identifiers(RequestWriter& writer) {
  OptionalArray list(writer.out(), "identifier");
  for (const precert::Trace& trace : writer.request().event.traces) write_trace_value(list.next(), trace);
}

/// The predecessor is not in the model: it is named by the number that the payer gave it. What is asked for
/// the first time has none, whatever its lines are marked as.
void write_related(json::Writer& out, const precert::PatientEvent& event) {
  if (event.certification == precert::CertificationType::initial) return;
  const std::string& number =
      event.previous_certification.empty() ? event.previous_reference : event.previous_certification;
  if (number.empty()) return;
  out.array_field("related").begin_object().object_field("claim").key("identifier");
  write_identifier_value(out, {}, number);
  out.end_object();
  write_codeable(out, "relationship", systems::related_claim, "prior");
  out.end_object().end_array();
}

void write_insurance(RequestWriter& writer) {
  json::Writer& out = writer.out();
  out.array_field("insurance").begin_object().field("sequence", 1).field("focal", true);
  write_reference(out, "coverage", writer.coverage());
  out.end_object().end_array();
}

void write_claim(RequestWriter& writer) {
  json::Writer& out = writer.out();
  const ReviewRequest& request = writer.request();
  const bool update = is_update(request);
  const CareTeamPlan team = care_team_plan(request);
  const InformationPlan information = information_plan(request);
  const bool urgent = request.event.level && *request.event.level != precert::LevelOfService::elective;
  write_profile(out, update ? "claim-update" : "claim");
  write_claim_extensions(writer);
  write_identifiers(writer);
  out.field("status", "active");
  write_codeable(out, "type", systems::claim_type, claim_type(request));
  out.field("use", request.predetermination ? "predetermination" : "preauthorization");
  write_reference(out, "patient", writer.patient());
  out.field("created", base::iso(request.submitted));
  write_reference(out, "insurer", writer.insurer());
  write_reference(out, "provider", add_requester(writer));
  write_codeable(out, "priority", systems::process_priority, urgent ? "stat" : "normal");
  if (update) write_related(out, request.event);
  write_care_team(writer, team);
  write_supporting_info(writer, information);
  write_diagnoses(writer);
  write_insurance(writer);
  write_accident(writer);
  write_items(writer, team, information);
  lose_event_detail(writer);
}

}  // namespace

base::Issues write_review_request(json::Writer& out, const ReviewRequest& request, std::string_view seed) {
  base::Issues lost;
  RequestWriter writer(out, request, seed, lost);
  out.begin_object().field("resourceType", "Bundle");
  write_profile(out, "pas-request-bundle");
  if (!request.reference.empty()) {
    write_identifier_value(out.key("identifier"), request.reference_system, request.reference);
  }
  out.field("type", "collection").field("timestamp", base::iso(request.submitted));
  writer.add("Claim", write_claim);
  writer.write_entries();
  out.end_object();
  return lost;
}

}  // namespace mappers
