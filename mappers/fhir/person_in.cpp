// FHIR Patient and Coverage -> subscriber, dependent, insurance.
#include <algorithm>
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "mappers/fhir/request_reading.hpp"

namespace mappers {
namespace {

using precert::Gender;
using precert::IdentifierKind;
using precert::Person;
using precert::Relationship;

struct GenderCode {
  std::string_view code;
  Gender gender;
};
constexpr std::array<GenderCode, 4> genders{{{"female", Gender::female},
                                             {"male", Gender::male},
                                             {"unknown", Gender::unknown},
                                             {"other", Gender::unknown}}};

Gender gender_from(std::string_view code) {
  for (const GenderCode& one : genders) {
    if (one.code == code) return one.gender;
  }
  return Gender::unspecified;
}

precert::PersonName patient_name(const json::Value& patient) {
  json::Value name = fhir::first(patient, "name");
  for (const json::Value one : fhir::list(patient, "name")) {
    if (fhir::text(one, "use") == "official") name = one;
  }
  return name_from(name);
}

Person person_from(const RequestReader& reader, const json::Value& patient) {
  Person person;
  if (!patient.exists()) return person;
  person.name = patient_name(patient);
  person.identifiers = identifiers_from(patient);
  person.address = address_from(fhir::first(patient, "address"));
  person.birth_date = reader.date(patient.find("birthDate"));
  person.gender = gender_from(fhir::text(patient, "gender"));
  if (const auto order = fhir::positive_of(patient.find("multipleBirthInteger"))) {
    person.birth_sequence = static_cast<int>(*order);
  }
  person.military_status =
      bound_code(fhir::extension_value(patient, extensions::military_status), systems::military_status);
  person.source = reader.source(patient);
  return person;
}

json::Value focal_coverage(const RequestReader& reader) {
  json::Value chosen = fhir::first(reader.claim, "insurance");
  for (const json::Value one : fhir::list(reader.claim, "insurance")) {
    if (one.find("focal").boolean()) {
      chosen = one;
      break;
    }
  }
  return reader.target(chosen.find("coverage"));
}

struct RelationshipCode {
  std::string_view code;
  Relationship relationship;
};
constexpr std::array<RelationshipCode, 6> fhir_relationships{{{"self", Relationship::self},
                                                              {"spouse", Relationship::spouse},
                                                              {"common", Relationship::spouse},
                                                              {"child", Relationship::child},
                                                              {"parent", Relationship::other},
                                                              {"other", Relationship::other}}};

/// nullopt when the Coverage does not say.
std::optional<Relationship> relationship_from(const json::Value& codeable) {
  const std::string_view x12 = fhir::code_of(codeable, systems::relationship);
  if (!x12.empty()) return from_x12<Relationship>(x12).value_or(Relationship::other);
  const json::Value coding = fhir::first_coding(codeable);
  if (!coding.exists()) return std::nullopt;
  for (const RelationshipCode& one : fhir_relationships) {
    if (one.code == fhir::text(coding, "code")) return one.relationship;
  }
  return Relationship::other;
}

std::string coverage_member_id(const json::Value& coverage) {
  for (const json::Value one : fhir::list(coverage, "identifier")) {
    const auto identifier = identifier_from(one);
    if (identifier && identifier->kind == IdentifierKind::member_id) return identifier->value;
  }
  return {};
}

/// Puts the member id first; an untyped identifier that has to serve as one stops being `other`.
void set_member_id(Person& person, const std::string& id) {
  std::erase_if(person.identifiers, [](const auto& one) { return one.kind == IdentifierKind::member_id; });
  if (!id.empty()) {
    person.identifiers.insert(person.identifiers.begin(),
                              precert::Identifier{IdentifierKind::member_id, id, {}});
  } else if (!person.identifiers.empty() && person.identifiers.front().kind == IdentifierKind::other) {
    person.identifiers.front() = {IdentifierKind::member_id, person.identifiers.front().value, {}};
  }
}

std::string first_known(std::initializer_list<std::string> candidates) {
  for (const std::string& one : candidates) {
    if (!one.empty()) return one;
  }
  return {};
}

/// The member number may stand in four places (PAS pitfall 9).
void name_subscriber(Person& subscriber, const json::Value& coverage) {
  set_member_id(subscriber, first_known({coverage_member_id(coverage), subscriber.member_id(),
                                         std::string(fhir::text(coverage, "subscriberId"))}));
}

/// With a dependent, Coverage.identifier is the dependent's number and subscriberId the subscriber's.
void name_both(Person& subscriber, Person& dependent, const json::Value& coverage) {
  const std::string of_coverage = coverage_member_id(coverage);
  set_member_id(subscriber, first_known({std::string(fhir::text(coverage, "subscriberId")),
                                         subscriber.member_id(), of_coverage}));
  const std::string shared = subscriber.member_id();
  const std::string own = first_known({dependent.member_id(), of_coverage});
  std::erase_if(dependent.identifiers, [](const auto& one) { return one.kind == IdentifierKind::member_id; });
  if (!own.empty() && own != shared) set_member_id(dependent, own);
}

void read_insurance(const RequestReader& reader, const json::Value& coverage, precert::Insurance& insurance) {
  if (!coverage.exists()) return;
  for (const json::Value one : fhir::list(coverage, "class")) {
    const json::Value type = one.find("type");
    const bool group = fhir::has_code(type, systems::coverage_class, "group");
    const bool plan = fhir::has_code(type, systems::coverage_class, "plan");
    if (group) insurance.group = fhir::text(one, "value");
    if (plan) insurance.plan = fhir::text(one, "value");
  }
  if (coverage.find("period").exists()) insurance.period = reader.period(coverage.find("period"));
  if (!(insurance == precert::Insurance{})) insurance.source = reader.source(coverage);
}

}  // namespace

void read_people(const RequestReader& reader, precert::ReviewRequest& request) {
  read_people_of(reader, reader.target(reader.claim.find("patient")), focal_coverage(reader), request);
}

void read_people_of(const RequestReader& reader, const json::Value& patient, const json::Value& coverage,
                    precert::ReviewRequest& request) {
  const json::Value subscriber = reader.target(coverage.find("subscriber"));
  const auto relationship = relationship_from(coverage.find("relationship"));
  const bool two_people = subscriber.exists() && !subscriber.same_place(patient);
  read_insurance(reader, coverage, request.insurance);
  if (!two_people || relationship == Relationship::self) {
    request.subscriber = person_from(reader, patient.exists() ? patient : subscriber);
    name_subscriber(request.subscriber, coverage);
    return;
  }
  request.subscriber = person_from(reader, subscriber);
  request.dependent = person_from(reader, patient);
  request.dependent->relationship = relationship.value_or(Relationship::other);
  name_both(request.subscriber, *request.dependent, coverage);
}

}  // namespace mappers
