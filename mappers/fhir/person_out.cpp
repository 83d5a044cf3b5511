// Subscriber, dependent and insurance -> Patient and Coverage.
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "mappers/fhir/request_writing.hpp"

namespace mappers {
namespace {

using precert::Gender;
using precert::IdentifierKind;
using precert::Person;
using precert::Relationship;

std::string_view gender_code(Gender gender) {
  switch (gender) {
    case Gender::female: return "female";
    case Gender::male: return "male";
    case Gender::unknown: return "unknown";
    case Gender::unspecified: return {};
  }
  return {};
}

/// What was never said is absent for a reason, which is not the same as unknown.
void write_gender(json::Writer& out, Gender gender) {
  const std::string_view code = gender_code(gender);
  if (!code.empty()) {
    out.field("gender", code);
    return;
  }
  write_unknown(out, "gender");
}

std::string_view relationship_code(Relationship relationship) {
  constexpr std::array<std::pair<Relationship, std::string_view>, 4> codes{{{Relationship::self, "self"},
                                                                            {Relationship::spouse, "spouse"},
                                                                            {Relationship::child, "child"},
                                                                            {Relationship::other, "other"}}};
  for (const auto& [candidate, code] : codes) {
    if (candidate == relationship) return code;
  }
  return {};
}

void write_relationship(json::Writer& out, Relationship relationship) {
  out.object_field("relationship").array_field("coding");
  out.begin_object()
      .field("system", systems::relationship)
      .field("code", x12_code(relationship))
      .end_object();
  out.begin_object()
      .field("system", systems::subscriber_relationship)
      .field("code", relationship_code(relationship))
      .end_object();
  out.end_array().end_object();
}

void write_class(OptionalArray& list, std::string_view type, const std::string& value) {
  if (value.empty()) return;
  json::Writer& out = list.next();
  out.begin_object();
  write_codeable(out, "type", systems::coverage_class, type);
  out.field("value", value).end_object();
}

/// A dependent without a number of his own is identified by the subscriber's.
void write_patient_identifiers(json::Writer& out, const Person& person, const std::string& shared) {
  OptionalArray list(out, "identifier");
  for (const precert::Identifier& one : person.identifiers) write_identifier(list.next(), one);
  const bool numbered = !person.member_id().empty() || shared.empty();
  if (!numbered) write_identifier(list.next(), {IdentifierKind::member_id, shared, {}});
}

}  // namespace

void write_patient(RequestWriter& writer, const Person& person, bool is_subscriber) {
  json::Writer& out = writer.out();
  write_profile(out, is_subscriber ? "subscriber" : "beneficiary");
  Extensions(out).codeable(extensions::military_status, systems::military_status, person.military_status);
  write_patient_identifiers(out, person,
                            is_subscriber ? std::string() : writer.request().subscriber.member_id());
  write_name(out, person.name);
  write_gender(out, person.gender);
  if (person.birth_date) out.field("birthDate", base::iso(*person.birth_date));
  write_address(out, person.address);
  if (person.birth_sequence) out.field("multipleBirthInteger", *person.birth_sequence);
}

void write_coverage(RequestWriter& writer) {
  json::Writer& out = writer.out();
  const precert::ReviewRequest& request = writer.request();
  const std::string shared = request.subscriber.member_id();
  const std::string own = request.patient().member_id();
  write_profile(out, "coverage");
  const std::string& number = own.empty() ? shared : own;
  if (!number.empty()) write_identifiers(out, {{IdentifierKind::member_id, number, {}}});
  out.field("status", "active");
  write_reference(out, "subscriber", writer.subscriber());
  if (!shared.empty()) out.field("subscriberId", shared);
  write_reference(out, "beneficiary", writer.patient());
  write_relationship(out, request.dependent ? request.dependent->relationship : Relationship::self);
  if (request.insurance.period) write_period_value(out.key("period"), *request.insurance.period);
  out.array_field("payor").begin_object().field("reference", writer.insurer()).end_object().end_array();
  OptionalArray classes(out, "class");
  write_class(classes, "group", request.insurance.group);
  write_class(classes, "plan", request.insurance.plan);
}

}  // namespace mappers
