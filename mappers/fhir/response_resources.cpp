#include "mappers/fhir/response_resources.hpp"

#include <initializer_list>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "mappers/fhir/response_elements.hpp"

namespace mappers {
namespace {

void write_text(json::Writer& out, std::string_view name, std::string_view text) {
  if (!text.empty()) out.field(name, text);
}

void write_texts(json::Writer& out, std::string_view name, std::initializer_list<std::string_view> texts) {
  OptionalArray list(out, name);
  for (const std::string_view text : texts) {
    if (!text.empty()) list.next().string(text);
  }
}

/// What a profile wants of a name: a practitioner's has a family name (PAS profile-practitioner, name.family
/// 1..1), a patient's that or a given one (us-core-6). What nobody said is absent for a reason.
enum class NameNeeds : std::uint8_t { family, any_part };

void write_name(json::Writer& out, const precert::PersonName& name, NameNeeds needs) {
  out.array_field("name").begin_object();
  if (needs == NameNeeds::any_part && name.family.empty() && name.given.empty() && name.middle.empty()) {
    Extensions(out).code(extensions::data_absent_reason, "unknown");
  }
  if (!name.family.empty()) {
    out.field("family", name.family);
  } else if (needs == NameNeeds::family) {
    write_unknown(out, "family");
  }
  write_texts(out, "given", {name.given, name.middle});
  write_texts(out, "prefix", {name.prefix});
  write_texts(out, "suffix", {name.suffix});
  out.end_object().end_array();
}

bool is_empty(const precert::Address& address) { return address == precert::Address{}; }

void write_address(json::Writer& out, const std::optional<precert::Address>& address) {
  if (!address || is_empty(*address)) return;
  out.array_field("address").begin_object();
  {
    OptionalArray lines(out, "line");
    for (const std::string& line : address->lines) {
      if (!line.empty()) lines.next().string(line);
    }
  }
  write_text(out, "city", address->city);
  write_text(out, "district", address->subdivision);
  write_text(out, "state", address->state);
  write_text(out, "postalCode", address->postal_code);
  write_text(out, "country", address->country);
  out.end_object().end_array();
}

void write_telecom(json::Writer& out, const precert::Contact& contact) {
  OptionalArray telecom(out, "telecom");
  for (const precert::ContactPoint& point : contact.points) {
    if (point.value.empty()) continue;
    const std::string value = point.extension.empty() ? point.value : point.value + ";ext=" + point.extension;
    telecom.next()
        .begin_object()
        .field("system", telecom_system(point.kind))
        .field("value", value)
        .end_object();
  }
}

std::string_view profile_of(OrganizationPart part) {
  switch (part) {
    case OrganizationPart::insurer: return "insurer";
    case OrganizationPart::requestor: return "requestor";
    case OrganizationPart::other: return "organization";
  }
  return "organization";
}

/// X12 1068 in FHIR's words; FHIR wants a gender, so one that nobody said is unknown.
std::string_view gender_of(precert::Gender gender) {
  if (gender == precert::Gender::female) return "female";
  return gender == precert::Gender::male ? "male" : "unknown";
}

void begin_resource(json::Writer& out, std::string_view type, std::string_view profile, std::string_view id) {
  out.begin_object().field("resourceType", type).field("id", id);
  write_profile(out, profile);
}

}  // namespace

std::string_view telecom_system(precert::ContactKind kind) {
  switch (kind) {
    case precert::ContactKind::phone: return "phone";
    case precert::ContactKind::fax: return "fax";
    case precert::ContactKind::email: return "email";
    case precert::ContactKind::url: return "url";
  }
  return "other";
}

void write_organization(json::Writer& out, const precert::Party& party, OrganizationPart part,
                        const precert::Contact* contact, std::string_view id) {
  begin_resource(out, "Organization", profile_of(part), id);
  write_identifiers(out, party.identifiers);
  out.field("active", true);
  write_codeable_list(out, "type", systems::entity, x12_code(party.role));
  const std::string name = party.display();
  out.field("name", name.empty() ? std::string("unknown") : name);
  if (contact != nullptr) {
    write_telecom(out, *contact);
  } else if (party.contact) {
    write_telecom(out, *party.contact);
  }
  write_address(out, party.address);
  out.end_object();
}

void write_practitioner(json::Writer& out, const precert::Party& party, std::string_view id) {
  begin_resource(out, "Practitioner", "practitioner", id);
  write_needed_identifiers(out, party.identifiers);
  write_name(out, party.person, NameNeeds::family);
  if (party.contact) write_telecom(out, *party.contact);
  write_address(out, party.address);
  out.end_object();
}

void write_practitioner_role(json::Writer& out, const precert::Party& party, std::string_view practitioner,
                             std::string_view id) {
  begin_resource(out, "PractitionerRole", "practitionerrole", id);
  write_reference(out, "practitioner", practitioner);
  write_codeable_list(out, "specialty", systems::taxonomy, party.taxonomy);
  if (party.contact && !party.contact->points.empty()) {
    write_telecom(out, *party.contact);
  } else {  // a role has telecom or endpoint (invariant pd-1): where neither was said, that is said
    out.array_field("endpoint").begin_object();
    Extensions(out).code(extensions::data_absent_reason, "unknown");
    out.end_object().end_array();
  }
  out.end_object();
}

void write_beneficiary(json::Writer& out, const precert::Person& person, const std::string& member_id,
                       std::string_view id) {
  begin_resource(out, "Patient", "beneficiary", id);
  {
    Extensions extensions(out);
    extensions.codeable(extensions::military_status, systems::military_status, person.military_status);
  }
  std::vector<precert::Identifier> identifiers = person.identifiers;
  if (person.member_id().empty() && !member_id.empty()) {
    identifiers.insert(identifiers.begin(),
                       precert::Identifier{precert::IdentifierKind::member_id, member_id, ""});
  }
  write_needed_identifiers(out, identifiers);
  write_name(out, person.name, NameNeeds::any_part);
  out.field("gender", gender_of(person.gender));
  if (person.birth_date) out.field("birthDate", base::iso(*person.birth_date));
  write_address(out, person.address);
  if (person.birth_sequence) out.field("multipleBirthInteger", *person.birth_sequence);
  out.end_object();
}

bool has_identifier(const precert::Party& party) {
  return !party.identifiers.empty() && !party.identifiers.front().value.empty();
}

void write_party_identifier(json::Writer& out, const precert::Party& party) {
  const precert::Identifier* const npi = party.identifier(precert::IdentifierKind::npi);
  if (npi != nullptr || has_identifier(party)) {
    write_identifier(out, npi != nullptr ? *npi : party.identifiers.front());
  } else {  // Identifier.value is 1..1: the name has to do
    const std::string name = party.display();
    write_identifier_value(out, "", name.empty() ? "unknown" : name);
  }
}

}  // namespace mappers
