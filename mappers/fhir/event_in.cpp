// Claim, Claim.diagnosis, Claim.accident, Encounter -> PatientEvent.
#include <algorithm>
#include <array>
#include <utility>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/procedure_codes.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "mappers/fhir/request_reading.hpp"

namespace mappers {
namespace {

using precert::DiagnosisKind;
using precert::PatientEvent;
using precert::RelatedCause;

void read_transmission(const RequestReader& reader, precert::Transmission& transmission) {
  const json::Value ids = fhir::extension(reader.claim, extensions::transmission);
  transmission.application_sender = fhir::extension_value(ids, "applicationSenderCode").string();
  transmission.application_receiver = fhir::extension_value(ids, "applicationReceiverCode").string();
  transmission.interchange_sender = fhir::extension_value(ids, "interchangeSenderID").string();
  transmission.interchange_receiver = fhir::extension_value(ids, "interchangeReceiverID").string();
}

void read_level(const RequestReader& reader, PatientEvent& event) {
  event.level = from_x12<precert::LevelOfService>(bound_code(
      fhir::extension_value(reader.claim, extensions::level_of_service), systems::level_of_service));
  const bool immediate = fhir::code_of(reader.claim.find("priority"), systems::process_priority) == "stat";
  if (!event.level && immediate) event.level = precert::LevelOfService::urgent;
}

void read_conditions(const RequestReader& reader, PatientEvent& event) {
  fhir::for_each_extension(reader.claim, extensions::condition_code, [&](const json::Value& extension) {
    precert::ConditionSet set;
    set.category = bound_code(fhir::extension_value(extension, "category"), systems::condition_category);
    const json::Value indicator = fhir::extension_value(extension, "indicator");
    set.applies = !indicator.is_boolean() || indicator.boolean();
    fhir::for_each_extension(extension, "code", [&](const json::Value& one) {
      const std::string code = bound_code(fhir::value_x(one, "value"), systems::condition_indicator);
      if (!code.empty()) set.codes.push_back(code);
    });
    set.source = reader.source(extension);
    event.conditions.push_back(std::move(set));
  });
}

void read_home_health(const RequestReader& reader, PatientEvent& event) {
  const json::Value extension = fhir::extension(reader.claim, extensions::home_health);
  const auto start = reader.date(fhir::extension_value(extension, "date"));
  if (!start) return;
  precert::HomeHealth home;
  home.prognosis = bound_code(fhir::extension_value(extension, "prognosis"), systems::prognosis);
  home.start = *start;
  home.source = reader.source(extension);
  event.home_health = std::move(home);
}

struct CauseCode {
  std::string_view code;
  RelatedCause cause;
};
/// Codes of the lists that FHIR itself has for accidents, for messages that do not use X12's.
constexpr std::array<CauseCode, 6> fhir_causes{{{"auto", RelatedCause::auto_accident},
                                                {"MVA", RelatedCause::auto_accident},
                                                {"work", RelatedCause::employment},
                                                {"WPA", RelatedCause::employment},
                                                {"other", RelatedCause::another_party},
                                                {"third-party", RelatedCause::another_party}}};

std::optional<RelatedCause> cause_from(const json::Value& coding) {
  const std::string_view code = fhir::text(coding, "code");
  if (fhir::text(coding, "system") == systems::related_cause) return from_x12<RelatedCause>(code);
  for (const CauseCode& one : fhir_causes) {
    if (one.code == code) return one.cause;
  }
  return std::nullopt;
}

void read_accident(const RequestReader& reader, PatientEvent& event) {
  const json::Value accident = reader.claim.find("accident");
  if (!accident.is_object()) return;
  precert::RelatedCauses related;
  for (const json::Value coding : fhir::list(accident.find("type"), "coding")) {
    const auto cause = cause_from(coding);
    const bool fresh =
        cause && std::find(related.causes.begin(), related.causes.end(), *cause) == related.causes.end();
    if (fresh) related.causes.push_back(*cause);
  }
  related.state = fhir::text(accident.find("locationAddress"), "state");
  related.country = fhir::text(accident.find("locationAddress"), "country");
  related.accident = reader.date(accident.find("date"));
  related.source = reader.source(accident);
  event.related = std::move(related);
}

void read_encounter(const RequestReader& reader, PatientEvent& event) {
  const json::Value encounter = reader.target(fhir::extension_value(reader.claim, extensions::encounter));
  if (!encounter.exists()) return;
  precert::Admission admission;
  for (const json::Value type : fhir::list(encounter, "type")) {
    if (admission.type.empty()) admission.type = bound_code(type, systems::admission_type);
  }
  admission.source_of =
      bound_code(encounter.find("hospitalization").find("admitSource"), systems::point_of_origin);
  admission.status =
      bound_code(fhir::extension_value(encounter, extensions::patient_status), systems::discharge_status);
  admission.nursing_home_status = bound_code(
      fhir::extension_value(encounter, extensions::nursing_home_status), systems::residential_status);
  if (admission == precert::Admission{}) return;
  admission.source = reader.source(encounter);
  event.admission_details = std::move(admission);
}

struct KindCode {
  std::string_view code;
  DiagnosisKind kind;
};
constexpr std::array<KindCode, 3> kinds{{{"principal", DiagnosisKind::principal},
                                         {"admitting", DiagnosisKind::admitting},
                                         {"patientreasonforvisit", DiagnosisKind::reason_for_visit}}};

DiagnosisKind kind_of(const json::Value& diagnosis, precert::CodeSystem system) {
  if (system == precert::CodeSystem::drg) return DiagnosisKind::drg;
  for (const json::Value type : fhir::list(diagnosis, "type")) {
    for (const KindCode& one : kinds) {
      if (one.code == fhir::text(fhir::first_coding(type), "code")) return one.kind;
    }
  }
  return DiagnosisKind::other;
}

json::Value diagnosis_concept(const RequestReader& reader, const json::Value& diagnosis) {
  const json::Value coded = diagnosis.find("diagnosisCodeableConcept");
  if (coded.exists()) return coded;
  return reader.target(diagnosis.find("diagnosisReference")).find("code");
}

std::optional<precert::Diagnosis> diagnosis_from(const RequestReader& reader, const json::Value& diagnosis) {
  std::optional<precert::Diagnosis> out = diagnosis_of(reader, diagnosis_concept(reader, diagnosis));
  if (!out) return out;
  out->kind = kind_of(diagnosis, out->system);
  out->date = reader.date(fhir::extension_value(diagnosis, extensions::diagnosis_recorded_date));
  out->source = reader.source(diagnosis);
  return out;
}

}  // namespace

/// The first coding that X12 has a place for.
std::optional<precert::Diagnosis> diagnosis_of(const RequestReader& reader, const json::Value& codeable) {
  for (const json::Value coding : fhir::list(codeable, "coding")) {
    const auto system = diagnosis_system_from(fhir::text(coding, "system"));
    if (!system || fhir::text(coding, "code").empty()) continue;
    precert::Diagnosis out;
    out.system = *system;
    out.kind = DiagnosisKind::other;
    out.code = without_dot(fhir::text(coding, "code"));
    out.source = reader.source(codeable);
    return out;
  }
  return std::nullopt;
}

DiagnosisPositions read_diagnoses(const RequestReader& reader, PatientEvent& event) {
  DiagnosisPositions positions;
  for (const json::Value one : fhir::list(reader.claim, "diagnosis")) {
    auto diagnosis = diagnosis_from(reader, one);
    if (!diagnosis) {
      reader.skip(base::IssueCode::fhir_code_invalid, one, "Code the diagnosis in ICD-10-CM.");
      continue;
    }
    event.diagnoses.push_back(std::move(*diagnosis));
    positions.emplace_back(fhir::positive_of(one.find("sequence")).value_or(0),
                           static_cast<int>(event.diagnoses.size()));
  }
  return positions;
}

void read_event(const RequestReader& reader, precert::ReviewRequest& request) {
  PatientEvent& event = request.event;
  for (const json::Value one : fhir::list(reader.claim, "identifier")) {
    precert::Trace trace = trace_from(one, reader.source(one).where);
    if (!trace.number.empty()) event.traces.push_back(std::move(trace));
  }
  read_transmission(reader, request.transmission);
  read_level(reader, event);
  read_conditions(reader, event);
  read_home_health(reader, event);
  read_accident(reader, event);
  read_encounter(reader, event);
  event.previous_certification =
      fhir::extension_value(reader.claim, extensions::authorization_number).string();
  event.previous_reference =
      fhir::extension_value(reader.claim, extensions::administration_reference).string();
  event.source = reader.source(reader.claim);
}

}  // namespace mappers
