// See readable.hpp.
#include "mappers/fhir/readable.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

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

/// What a subject leads to. Resources in a Bundle within the message bear their contained ones themselves.
json::Value led_to(const RequestReader& reader, const json::Value& subject, const json::Value& resource) {
  const std::string_view said = fhir::reference_of(subject);
  if (said.size() > 1 && said.starts_with('#')) {
    for (const json::Value one : fhir::list(resource, "contained")) {
      if (fhir::text(one, "id") == said.substr(1)) return one;
    }
  }
  return reader.target(subject);
}

enum class Agreement : std::uint8_t { same, other, unsaid };

/// One number of the same issuer tells.
Agreement by_number(const json::Value& number, const json::Value& patient) {
  const std::string_view value = fhir::text(number, "value");
  const std::string_view system = fhir::text(number, "system");
  if (value.empty() || system.empty()) return Agreement::unsaid;
  Agreement found = Agreement::unsaid;
  for (const json::Value other : fhir::list(patient, "identifier")) {
    if (fhir::text(other, "system") != system) continue;
    if (fhir::text(other, "value") == value) return Agreement::same;
    found = Agreement::other;
  }
  return found;
}

/// The number in the reference first, then those of the resource it leads to.
Agreement by_numbers(const json::Value& subject, const json::Value& meant, const json::Value& patient) {
  const Agreement said = by_number(subject.find("identifier"), patient);
  if (said != Agreement::unsaid) return said;
  Agreement found = Agreement::unsaid;
  for (const json::Value one : fhir::list(meant, "identifier")) {
    const Agreement told = by_number(one, patient);
    if (told == Agreement::same) return told;
    if (told == Agreement::other) found = told;
  }
  return found;
}

/// A resource within another has no address: what it says of birth and name must not contradict.
bool may_be(const json::Value& inner, const json::Value& patient) {
  const auto agree = [](std::string_view one, std::string_view other) {
    return one.empty() || other.empty() || one == other;
  };
  return agree(fhir::text(inner, "birthDate"), fhir::text(patient, "birthDate")) &&
         agree(fhir::text(fhir::first(inner, "name"), "family"), fhir::text(fhir::first(patient, "name"), "family"));
}

/// By the resources they lead to, else by their numbers, else by what the references say. A subject that only names
/// somebody in words refers to nobody else.
bool is_same_patient(const RequestReader& reader, const json::Value& subject, const json::Value& resource,
                     const json::Value& patient) {
  const std::string_view said = fhir::reference_of(subject);
  const fhir::Target other = reader.bundle.resolve(patient);
  const bool inside = said.starts_with('#');
  const fhir::Target one = inside ? fhir::Target{} : reader.bundle.resolve(subject);
  if (one && other && one.entry == other.entry && one.id() == other.id()) return true;
  const json::Value meant = inside ? led_to(reader, subject, resource) : one.resource;
  const Agreement numbers = by_numbers(subject, meant, other.resource);
  if (numbers != Agreement::unsaid) return numbers == Agreement::same;
  if (said.empty()) return !subject.find("identifier").exists();
  if (inside) return meant.exists() && fhir::text(meant, "resourceType") == "Patient" && may_be(meant, other.resource);
  if (one && other) return false;
  return typed_part(said) == typed_part(fhir::reference_of(patient)) ||
         (other && typed_part(said) == "Patient/" + std::string(other.id()));
}

/// A record knows patients by numbers of its own: only another member number says that it is somebody else.
bool is_other_member(const RequestReader& reader, const json::Value& subject, const json::Value& resource) {
  if (reader.member == nullptr || reader.member->identifiers.empty()) return false;
  std::vector<precert::Identifier> named = identifiers_from(led_to(reader, subject, resource));
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
  return patient.exists() ? is_same_patient(reader, subject, resource, patient)
                          : !is_other_member(reader, subject, resource);
}

/// A paper may be looked at for several lines and questions: what is to say of it is said once.
void tell_once(const RequestReader& reader, const json::Value& value, const char* remedy) {
  const std::string where = reader.bundle.place(value);
  const bool told = std::any_of(reader.issues.begin(), reader.issues.end(), [&](const base::Issue& one) {
    return one.where == where && one.remedy == remedy;
  });
  if (!told) reader.skip(base::IssueCode::fhir_value_invalid, value, remedy);
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
    tell_once(reader, resource, row->remedy);
    return false;
  }
  if (is_about_patient(reader, resource)) return true;
  tell_once(reader, resource.find("subject"),
            "This is about somebody else than the patient of the message: it is kept and not read.");
  return false;
}

bool takes_itself_back(const RequestReader& reader, const json::Value& resource) {
  const std::string_view type = fhir::text(resource, "resourceType");
  return std::ranges::find(counting, type, &CountingStatus::type) != counting.end() &&
         is_entered_in_error(resource) && is_about_patient(reader, resource);
}

}  // namespace mappers
