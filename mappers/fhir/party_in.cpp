// FHIR Organization, PractitionerRole, Practitioner, Location -> Party.
#include <algorithm>
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "mappers/fhir/request_reading.hpp"

namespace mappers {
namespace {

using precert::ContactKind;
using precert::EntityType;
using precert::Party;
using precert::PartyRole;

bool digit(char c) { return c >= '0' && c <= '9'; }

std::string digits_of(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), digit);
  const bool country_code = text.starts_with("+1") && out.size() == 11;
  return country_code ? out.substr(1) : out;
}

/// "tel:402-999-3456;ext=12" -> 4029993456 and 12.
precert::ContactPoint call_number(ContactKind kind, std::string_view text) {
  const std::size_t mark = text.find_first_of(";xX");
  precert::ContactPoint point{kind, digits_of(text.substr(0, mark)), {}};
  if (mark != std::string_view::npos) point.extension = digits_of(text.substr(mark));
  return point;
}

struct TelecomKind {
  std::string_view system;
  ContactKind kind;
};
constexpr std::array<TelecomKind, 5> telecom_kinds{{{"phone", ContactKind::phone},
                                                    {"sms", ContactKind::phone},
                                                    {"fax", ContactKind::fax},
                                                    {"email", ContactKind::email},
                                                    {"url", ContactKind::url}}};

void read_telecom(const json::Value& element, precert::Contact& contact) {
  for (const json::Value one : fhir::list(element, "telecom")) {
    const std::string_view value = fhir::text(one, "value");
    const std::string_view system = fhir::text(one, "system");
    const auto* const known = std::find_if(telecom_kinds.begin(), telecom_kinds.end(),
                                           [&](const TelecomKind& kind) { return kind.system == system; });
    if (known == telecom_kinds.end() || value.empty()) continue;
    const bool number = known->kind == ContactKind::phone || known->kind == ContactKind::fax;
    contact.points.push_back(number ? call_number(known->kind, value)
                                    : precert::ContactPoint{known->kind, std::string(value), {}});
  }
}

/// HumanName as one line: its text, else "GIVEN FAMILY".
std::string line_of(const json::Value& name) {
  std::string line(fhir::text(name, "text"));
  if (!line.empty()) return line;
  line = fhir::first_text(name, "given");
  const std::string_view family = fhir::text(name, "family");
  if (!line.empty() && !family.empty()) line += ' ';
  return line += family;
}

std::optional<precert::Contact> known(precert::Contact contact) {
  if (contact.name.empty() && contact.points.empty()) return std::nullopt;
  return contact;
}

std::optional<precert::Contact> organization_contact(const json::Value& organization) {
  precert::Contact contact;
  const json::Value person = fhir::first(organization, "contact");
  contact.name = line_of(person.find("name"));
  read_telecom(person, contact);
  if (contact.points.empty()) read_telecom(organization, contact);
  return known(std::move(contact));
}

std::string code_among(const json::Value& codeables, std::string_view system) {
  for (const json::Value one : codeables.elements()) {
    const std::string_view code = fhir::code_of(one, system);
    if (!code.empty()) return std::string(code);
  }
  return {};
}

void read_organization(const json::Value& organization, Party& party) {
  party.entity = EntityType::organization;
  party.organization = fhir::text(organization, "name");
  party.identifiers = identifiers_from(organization);
  party.address = address_from(fhir::first(organization, "address"));
  party.contact = organization_contact(organization);
  party.taxonomy = code_among(organization.find("type"), systems::taxonomy);
  party.function = code_among(organization.find("type"), systems::provider_code);
}

/// Location.address is one object, not a list.
void read_location(const json::Value& location, Party& party) {
  read_organization(location, party);
  party.address = address_from(location.find("address"));
}

void read_practitioner(const json::Value& practitioner, Party& party) {
  party.entity = EntityType::person;
  party.person = name_from(fhir::first(practitioner, "name"));
  party.identifiers = identifiers_from(practitioner);
  party.address = address_from(fhir::first(practitioner, "address"));
  precert::Contact contact;
  read_telecom(practitioner, contact);
  party.contact = known(std::move(contact));
  for (const json::Value one : fhir::list(practitioner, "qualification")) {
    if (party.taxonomy.empty()) party.taxonomy = fhir::code_of(one.find("code"), systems::taxonomy);
  }
}

/// What the role adds to the person, or the organization when it names nobody.
void read_practitioner_role(const RequestReader& reader, const json::Value& role, Party& party) {
  const json::Value practitioner = reader.target(role.find("practitioner"));
  const json::Value organization = reader.target(role.find("organization"));
  if (!practitioner.exists() && organization.exists()) {
    read_organization(organization, party);
  } else {
    read_practitioner(practitioner, party);
  }
  precert::Contact contact;
  read_telecom(role, contact);
  if (!contact.points.empty()) party.contact = std::move(contact);
  if (!party.address) {
    party.address = address_from(reader.target(fhir::first(role, "location")).find("address"));
  }
  const std::string taxonomy = code_among(role.find("specialty"), systems::taxonomy);
  if (!taxonomy.empty()) party.taxonomy = taxonomy;
  party.function = code_among(role.find("code"), systems::provider_code);
}

/// A reference that nothing in the Bundle answers still says who is meant.
void read_reference(const RequestReader& reader, const json::Value& reference, Party& party) {
  party.organization = fhir::text(reference, "display");
  if (auto identifier = identifier_from(reference.find("identifier"))) {
    party.identifiers.push_back(std::move(*identifier));
  }
  party.source = reader.source(reference);
  if (reference.exists()) {
    reader.skip(base::IssueCode::fhir_reference_unresolved, reference,
                "Include the resource that this reference names in the Bundle.");
  }
}

/// The entity codes that X217 allows there; any other Organization.type ("X3" on a requestor) decides
/// nothing.
PartyRole typed(const RequestReader& reader, const json::Value& reference, PartyRole otherwise,
                std::initializer_list<PartyRole> allowed) {
  const json::Value resource = reader.target(reference);
  const std::string type = code_among(resource.find("type"), systems::entity);
  const std::string code = type.empty() ? code_among(resource.find("code"), systems::entity) : type;
  const auto role = from_x12<PartyRole>(code);
  const bool fits = role && std::find(allowed.begin(), allowed.end(), *role) != allowed.end();
  return fits ? *role : otherwise;
}

struct HlRole {
  std::string_view code;
  PartyRole role;
};
/// FHIR's own care team roles, for messages that do not use X12's.
constexpr std::array<HlRole, 4> hl7_roles{{{"primary", PartyRole::service_provider},
                                           {"assist", PartyRole::assistant_surgeon},
                                           {"supervisor", PartyRole::supervising},
                                           {"other", PartyRole::other_physician}}};

PartyRole care_team_role(const json::Value& role) {
  if (const auto x12 = from_x12<PartyRole>(fhir::code_of(role, systems::entity))) return *x12;
  for (const HlRole& one : hl7_roles) {
    if (fhir::has_code(role, systems::care_team_role, one.code)) return one.role;
  }
  return PartyRole::service_provider;
}

}  // namespace

precert::PersonName name_from(const json::Value& human_name) {
  precert::PersonName out;
  out.family = fhir::text(human_name, "family");
  for (const json::Value given : fhir::list(human_name, "given")) {
    std::string& part = out.given.empty() ? out.given : out.middle;
    if (!part.empty()) part += ' ';
    part += given.string();
  }
  out.prefix = fhir::first_text(human_name, "prefix");
  out.suffix = fhir::first_text(human_name, "suffix");
  return out;
}

std::optional<precert::Address> address_from(const json::Value& address) {
  if (!address.is_object()) return std::nullopt;
  precert::Address out;
  for (const json::Value line : fhir::list(address, "line")) out.lines.emplace_back(line.string());
  out.city = fhir::text(address, "city");
  out.state = fhir::text(address, "state");
  out.postal_code = fhir::text(address, "postalCode");
  const bool nine_digits =
      out.postal_code.size() == 9 && std::all_of(out.postal_code.begin(), out.postal_code.end(), digit);
  if (nine_digits) out.postal_code.insert(5, 1, '-');
  out.country = fhir::text(address, "country");
  out.subdivision = fhir::text(address, "district");
  if (out == precert::Address{}) return std::nullopt;
  return out;
}

Party party_of(const RequestReader& reader, const json::Value& resource, PartyRole role) {
  Party party;
  const std::string_view type = fhir::text(resource, "resourceType");
  if (type == "PractitionerRole") {
    read_practitioner_role(reader, resource, party);
  } else if (type == "Practitioner") {
    read_practitioner(resource, party);
  } else if (type == "Location") {
    read_location(resource, party);
  } else {
    read_organization(resource, party);
  }
  party.role = role;
  party.source = reader.source(resource);
  return party;
}

Party party_from(const RequestReader& reader, const json::Value& reference, PartyRole role) {
  const json::Value resource = reader.target(reference);
  if (resource.exists()) return party_of(reader, resource, role);
  Party party;
  read_reference(reader, reference, party);
  party.role = role;
  return party;
}

Party umo_from(const RequestReader& reader) {
  const json::Value insurer = reader.claim.find("insurer");
  return party_from(reader, insurer,
                    typed(reader, insurer, PartyRole::payer,
                          {PartyRole::umo, PartyRole::payer, PartyRole::administrator, PartyRole::employer}));
}

Party requester_from(const RequestReader& reader) {
  const json::Value provider = reader.claim.find("provider");
  return party_from(reader, provider,
                    typed(reader, provider, PartyRole::provider,
                          {PartyRole::provider, PartyRole::facility, PartyRole::administrator,
                           PartyRole::employer, PartyRole::payer}));
}

std::vector<CareTeamMember> care_team_from(const RequestReader& reader) {
  std::vector<CareTeamMember> team;
  for (const json::Value member : fhir::list(reader.claim, "careTeam")) {
    CareTeamMember one;
    one.sequence = fhir::positive_of(member.find("sequence")).value_or(0);
    const json::Value scope = fhir::extension_value(member, extensions::care_team_claim_scope);
    one.whole_claim = !scope.exists() || scope.boolean();
    one.party = party_from(reader, member.find("provider"), care_team_role(member.find("role")));
    const json::Value qualification = member.find("qualification");
    const std::string_view taxonomy = fhir::code_of(qualification, systems::taxonomy);
    if (!taxonomy.empty()) one.party.taxonomy = taxonomy;
    const std::string_view function = fhir::code_of(qualification, systems::provider_code);
    if (!function.empty()) one.party.function = function;
    team.push_back(std::move(one));
  }
  return team;
}

}  // namespace mappers
