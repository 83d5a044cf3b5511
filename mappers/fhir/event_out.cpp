// PatientEvent -> Claim extensions, diagnosis, accident, Encounter.
#include <algorithm>
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/procedure_codes.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "mappers/fhir/request_writing.hpp"

namespace mappers {
namespace {

using precert::DiagnosisKind;
using precert::PatientEvent;

void write_transmission(Extensions& all, const precert::Transmission& transmission) {
  Extensions ids(all, extensions::transmission);
  ids.text("applicationSenderCode", transmission.application_sender);
  ids.text("applicationReceiverCode", transmission.application_receiver);
  ids.text("interchangeSenderID", transmission.interchange_sender);
  ids.text("interchangeReceiverID", transmission.interchange_receiver);
}

void write_condition(Extensions& all, const precert::ConditionSet& set) {
  Extensions parts(all, extensions::condition_code);
  parts.codeable("category", systems::condition_category, set.category);
  parts.boolean("indicator", set.applies);
  for (const std::string& code : set.codes) parts.codeable("code", systems::condition_indicator, code);
}

void write_home_health(Extensions& all, const precert::HomeHealth& home) {
  Extensions parts(all, extensions::home_health);
  parts.codeable("prognosis", systems::prognosis, home.prognosis);
  parts.date("date", home.start);
}

void write_encounter(RequestWriter& writer) {
  json::Writer& out = writer.out();
  const precert::PatientEvent& event = writer.request().event;
  if (!event.admission_details) return;
  const precert::Admission& admission = *event.admission_details;
  write_profile(out, "encounter");
  {
    Extensions all(out);
    all.codeable(extensions::patient_status, systems::discharge_status, admission.status);
    all.codeable(extensions::nursing_home_status, systems::residential_status, admission.nursing_home_status);
  }
  const bool inpatient = event.category == precert::RequestCategory::admission;
  out.field("status", "planned");
  out.object_field("class").field("system", systems::act_code).field("code", inpatient ? "IMP" : "AMB");
  out.end_object();
  if (admission.type.empty()) {
    write_codeable_list(out, "type", systems::data_absent, "unknown");
  } else {
    write_codeable_list(out, "type", systems::admission_type, admission.type);
  }
  write_reference(out, "subject", writer.patient());
  if (admission.source_of.empty()) return;
  out.object_field("hospitalization");
  write_codeable(out, "admitSource", systems::point_of_origin, admission.source_of);
  out.end_object();
}

/// Claim.extension[certificationType]: unless every item says the same and nothing is an update, the event
/// has to say it itself.
bool states_certification(const precert::ReviewRequest& request) {
  if (request.event.certification != precert::CertificationType::initial) return true;
  const bool update = std::any_of(request.documents.begin(), request.documents.end(),
                                  [](const auto& one) { return one.change != precert::Change::none; });
  return update || std::any_of(request.services.begin(), request.services.end(), [](const auto& one) {
           return one.certification || one.change != precert::Change::none;
         });
}

struct KindCode {
  DiagnosisKind kind;
  std::string_view code;
};
constexpr std::array<KindCode, 3> kinds{{{DiagnosisKind::principal, "principal"},
                                         {DiagnosisKind::admitting, "admitting"},
                                         {DiagnosisKind::reason_for_visit, "patientreasonforvisit"}}};

void write_diagnosis(json::Writer& out, const precert::Diagnosis& diagnosis, int sequence) {
  out.begin_object();
  if (diagnosis.date) Extensions(out).date(extensions::diagnosis_recorded_date, *diagnosis.date);
  out.field("sequence", sequence);
  write_codeable(out, "diagnosisCodeableConcept", fhir_system_of(diagnosis.system),
                 with_dot(diagnosis.system, diagnosis.code));
  for (const KindCode& one : kinds) {
    if (one.kind == diagnosis.kind) write_codeable_list(out, "type", systems::pas_temp, one.code);
  }
  out.end_object();
}

bool only_prognosis_and_start(const precert::HomeHealth& home) {
  precert::HomeHealth said;
  said.prognosis = home.prognosis;
  said.start = home.start;
  return home == said;
}

}  // namespace

void write_claim_extensions(RequestWriter& writer) {
  const precert::ReviewRequest& request = writer.request();
  const PatientEvent& event = request.event;
  Extensions all(writer.out());
  write_transmission(all, request.transmission);
  if (event.level)
    all.codeable(extensions::level_of_service, systems::level_of_service, x12_code(*event.level));
  for (const precert::ConditionSet& set : event.conditions) write_condition(all, set);
  if (event.home_health) write_home_health(all, *event.home_health);
  all.text(extensions::authorization_number, event.previous_certification);
  all.text(extensions::administration_reference, event.previous_reference);
  if (event.admission_details) all.reference(extensions::encounter, writer.add("Encounter", write_encounter));
  if (states_certification(request)) {
    all.codeable(extensions::certification_type, systems::certification_type, x12_code(event.certification));
  }
  if (request.review_wanted) all.boolean(extensions::review_wanted, true);
}

void write_diagnoses(RequestWriter& writer) {
  OptionalArray list(writer.out(), "diagnosis");
  int sequence = 0;
  for (const precert::Diagnosis& one : writer.request().event.diagnoses) {
    write_diagnosis(list.next(), one, ++sequence);
  }
}

/// X12 knows up to three causes, PAS one concept: the first coding is the cause, the others stand beside it.
void write_accident(RequestWriter& writer) {
  const precert::PatientEvent& event = writer.request().event;
  if (!event.related) return;
  const precert::RelatedCauses& related = *event.related;
  json::Writer& out = writer.out();
  out.object_field("accident");
  if (related.accident) {
    out.field("date", base::iso(*related.accident));
  } else {
    out.object_field("_date");
    Extensions(out).code(extensions::data_absent_reason, "unknown");
    out.end_object();
  }
  if (!related.causes.empty()) {
    out.object_field("type").array_field("coding");
    for (const precert::RelatedCause cause : related.causes) {
      out.begin_object().field("system", systems::related_cause).field("code", x12_code(cause)).end_object();
    }
    out.end_array().end_object();
  }
  precert::Address place;
  place.state = related.state;
  place.country = related.country;
  if (!(place == precert::Address{})) write_address_value(out.key("locationAddress"), place);
  out.end_object();
}

void lose_event_detail(RequestWriter& writer) {
  const PatientEvent& event = writer.request().event;
  const std::array<std::pair<bool, std::string_view>, 12> details{
      {{!event.health_condition.empty(), "event.health_condition"},
       {!event.prognosis.empty(), "event.prognosis"},
       {!event.release.empty(), "event.release"},
       {!event.delay_reason.empty(), "event.delay_reason"},
       {event.onset.has_value(), "event.onset"},
       {event.last_menstrual_period.has_value(), "event.last_menstrual_period"},
       {event.estimated_birth.has_value(), "event.estimated_birth"},
       {event.transport.has_value(), "event.transport"},
       {event.spinal_manipulation.has_value(), "event.spinal_manipulation"},
       {event.oxygen.has_value(), "event.oxygen"},
       {!event.transport_locations.empty(), "event.transport_locations"},
       {!event.other_umos.empty(), "event.other_umos"}}};
  for (const auto& [present, where] : details) {
    if (present) writer.lose(std::string(where));
  }
  if (event.home_health && !only_prognosis_and_start(*event.home_health)) writer.lose("event.home_health");
}

}  // namespace mappers
