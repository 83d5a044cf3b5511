// See readable.hpp.
#include "mappers/fhir/readable.hpp"

#include <algorithm>
#include <array>

#include "mappers/fhir/identifiers.hpp"

namespace mappers {
namespace {

struct CountingStatus {
  std::string_view type;
  std::array<std::string_view, 3> statuses;  // "" = no further one
  const char* remedy;
};
constexpr std::array<CountingStatus, 3> counting{
    {{"QuestionnaireResponse",
      {"completed", "amended", ""},
      "The answers are kept and not read: they count once the status is completed or amended."},
     {"Observation",
      {"final", "amended", "corrected"},
      "The observation is kept and not read: it counts when its status is final, amended or corrected."},
     {"DocumentReference",
      {"current", "", ""},
      "The document is kept and not read: it counts while its status is current."}}};

/// "Patient/7" of "https://clinic.example/fhir/Patient/7/_history/2"; the whole text when it has no such
/// part.
std::string_view typed_part(std::string_view reference) {
  constexpr std::string_view history = "/_history/";
  reference = reference.substr(0, reference.find(history));
  const std::size_t at = reference.rfind("Patient/");
  return at == std::string_view::npos ? reference : reference.substr(at);
}

bool shares_identifier(const json::Value& one, const json::Value& patient) {
  for (const json::Value other : fhir::list(patient, "identifier")) {
    if (fhir::text(one, "value") == fhir::text(other, "value") &&
        fhir::text(one, "system") == fhir::text(other, "system"))
      return true;
  }
  return false;
}

/// By the resources they lead to, else by what they say.
bool is_same_patient(const RequestReader& reader, const json::Value& subject, const json::Value& patient) {
  const fhir::Target one = reader.bundle.resolve(subject);
  const fhir::Target other = reader.bundle.resolve(patient);
  if (one && other && one.entry == other.entry && one.id() == other.id()) return true;
  const std::string_view said = fhir::reference_of(subject);
  if (said.empty()) return other && shares_identifier(subject.find("identifier"), other.resource);
  if (one && other) return false;
  return typed_part(said) == typed_part(fhir::reference_of(patient)) ||
         (other && typed_part(said) == "Patient/" + std::string(other.id()));
}

/// A record knows patients by numbers of its own: only another member number says that it is somebody else.
bool is_other_member(const RequestReader& reader, const json::Value& subject) {
  if (reader.member == nullptr || reader.member->identifiers.empty()) return false;
  std::vector<precert::Identifier> named = identifiers_from(reader.target(subject));
  if (auto said = identifier_from(subject.find("identifier"))) named.push_back(std::move(*said));
  std::erase_if(
      named, [](const precert::Identifier& one) { return one.kind != precert::IdentifierKind::member_id; });
  return !named.empty() && std::ranges::none_of(named, [&](const precert::Identifier& one) {
    return std::ranges::any_of(reader.member->identifiers,
                               [&](const precert::Identifier& other) { return other.value == one.value; });
  });
}

/// A resource without a subject is about whom the message is about.
bool is_about_patient(const RequestReader& reader, const json::Value& resource) {
  const json::Value subject = resource.find("subject");
  if (!subject.exists()) return true;
  const json::Value patient = reader.patient.exists() ? reader.patient : reader.claim.find("patient");
  return patient.exists() ? is_same_patient(reader, subject, patient) : !is_other_member(reader, subject);
}

bool is_entered_in_error(const json::Value& resource) {
  constexpr std::string_view taken_back = "entered-in-error";
  return fhir::text(resource, "status") == taken_back || fhir::text(resource, "docStatus") == taken_back;
}

}  // namespace

bool counts(const RequestReader& reader, const json::Value& resource) {
  const std::string_view type = fhir::text(resource, "resourceType");
  const auto row = std::ranges::find(counting, type, &CountingStatus::type);
  const std::string_view status = fhir::text(resource, "status");
  if (row != counting.end() && (is_entered_in_error(resource) || status.empty() ||
                                std::ranges::find(row->statuses, status) == row->statuses.end())) {
    reader.skip(base::IssueCode::fhir_value_invalid, resource, row->remedy);
    return false;
  }
  if (is_about_patient(reader, resource)) return true;
  reader.skip(base::IssueCode::fhir_value_invalid, resource.find("subject"),
              "This is about somebody else than the patient of the message: it is kept and not read.");
  return false;
}

bool takes_itself_back(const RequestReader& reader, const json::Value& resource) {
  const std::string_view type = fhir::text(resource, "resourceType");
  return std::ranges::find(counting, type, &CountingStatus::type) != counting.end() &&
         is_entered_in_error(resource) && is_about_patient(reader, resource);
}

}  // namespace mappers
