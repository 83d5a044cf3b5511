// Party -> Organization, Practitioner, PractitionerRole; Claim.careTeam.
#include <algorithm>
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "mappers/fhir/request_writing.hpp"

namespace mappers {
namespace {

using precert::ContactKind;
using precert::EntityType;
using precert::Party;

std::string_view telecom_system(ContactKind kind) {
  constexpr std::array<std::pair<ContactKind, std::string_view>, 4> systems{{{ContactKind::phone, "phone"},
                                                                             {ContactKind::fax, "fax"},
                                                                             {ContactKind::email, "email"},
                                                                             {ContactKind::url, "url"}}};
  for (const auto& [candidate, system] : systems) {
    if (candidate == kind) return system;
  }
  return "other";
}

void write_telecom(json::Writer& out, const std::optional<precert::Contact>& contact) {
  if (!contact) return;
  OptionalArray list(out, "telecom");
  for (const precert::ContactPoint& point : contact->points) {
    const std::string value = point.extension.empty() ? point.value : point.value + ";ext=" + point.extension;
    list.next().begin_object().field("system", telecom_system(point.kind)).field("value", value).end_object();
  }
}

void write_contact(json::Writer& out, const std::optional<precert::Contact>& contact) {
  if (!contact) return;
  if (contact->name.empty()) {
    write_telecom(out, contact);
    return;
  }
  out.array_field("contact").begin_object();
  out.object_field("name").field("text", contact->name).end_object();
  write_telecom(out, contact);
  out.end_object().end_array();
}

/// One concept with several codings: the list that the profile binds first.
void write_codings(json::Writer& out, std::string_view name,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> codings) {
  const auto known = [](const auto& one) { return !one.second.empty(); };
  if (std::none_of(codings.begin(), codings.end(), known)) return;
  out.object_field(name).array_field("coding");
  for (const auto& [system, code] : codings) {
    if (!code.empty()) out.begin_object().field("system", system).field("code", code).end_object();
  }
  out.end_array().end_object();
}

void write_type(json::Writer& out, const Party& party, bool with_role) {
  const std::string_view role = with_role ? x12_code(party.role) : std::string_view{};
  if (role.empty() && party.taxonomy.empty() && party.function.empty()) return;
  out.array_field("type").begin_object().array_field("coding");
  for (const auto& [system, code] : {std::pair<std::string_view, std::string_view>{systems::entity, role},
                                     {systems::taxonomy, party.taxonomy},
                                     {systems::provider_code, party.function}}) {
    if (!code.empty()) out.begin_object().field("system", system).field("code", code).end_object();
  }
  out.end_array().end_object().end_array();
}

void write_practitioner(RequestWriter& writer, const Party& party) {
  json::Writer& out = writer.out();
  write_profile(out, "practitioner");
  write_identifiers(out, party.identifiers);
  write_name(out, party.person);
  write_address(out, party.address);
}

bool has_person(const Party& party) {
  return !(party.person == precert::PersonName{}) || !party.identifiers.empty() || party.address;
}

/// A role has telecom or endpoint (invariant pd-1): where neither was said, that is said.
void write_unknown_endpoint(json::Writer& out) {
  out.array_field("endpoint").begin_object();
  Extensions(out).code(extensions::data_absent_reason, "unknown");
  out.end_object().end_array();
}

/// PractitionerRole of a person. A specialist not chosen yet is known by specialty alone: a role without
/// practitioner.
void write_role(RequestWriter& writer, const Party& party, bool with_role) {
  json::Writer& out = writer.out();
  write_profile(out, "practitionerrole");
  if (has_person(party)) {
    const std::string practitioner =
        writer.add("Practitioner", [party](RequestWriter& later) { write_practitioner(later, party); });
    write_reference(out, "practitioner", practitioner);
  }
  const std::string_view role = with_role ? x12_code(party.role) : std::string_view{};
  if (!role.empty() || !party.function.empty()) {
    out.array_field("code").begin_object().array_field("coding");
    if (!role.empty()) out.begin_object().field("system", systems::entity).field("code", role).end_object();
    if (!party.function.empty()) {
      out.begin_object().field("system", systems::provider_code).field("code", party.function).end_object();
    }
    out.end_array().end_object().end_array();
  }
  write_codeable_list(out, "specialty", systems::taxonomy, party.taxonomy);
  write_telecom(out, party.contact);
  if (!party.contact || party.contact->points.empty()) write_unknown_endpoint(out);
}

void lose_contact_name(RequestWriter& writer, const Party& party, std::string_view where) {
  const bool unsaid = party.entity == EntityType::person && party.contact && !party.contact->name.empty();
  if (unsaid) writer.lose(std::string(where) + ".contact.name");
}

int sequence_in(std::vector<CareTeamPlan::Member>& members, const Party& party) {
  const auto known = std::find_if(members.begin(), members.end(), [&](const CareTeamPlan::Member& one) {
    return !one.whole_claim && *one.party == party;
  });
  const auto place = known - members.begin();
  if (known == members.end()) members.push_back({&party, false});
  return static_cast<int>(place) + 1;
}

}  // namespace

void write_name(json::Writer& out, const precert::PersonName& name) {
  if (name == precert::PersonName{}) return;
  out.array_field("name").begin_object();
  if (!name.family.empty()) out.field("family", name.family);
  if (!name.given.empty()) {
    out.array_field("given").string(name.given);
    if (!name.middle.empty()) out.string(name.middle);
    out.end_array();
  }
  if (!name.prefix.empty()) out.array_field("prefix").string(name.prefix).end_array();
  if (!name.suffix.empty()) out.array_field("suffix").string(name.suffix).end_array();
  out.end_object().end_array();
}

void write_address_value(json::Writer& out, const precert::Address& address) {
  out.begin_object();
  {
    OptionalArray lines(out, "line");
    for (const std::string& line : address.lines) lines.next().string(line);
  }
  for (const auto& [name, value] : {std::pair<std::string_view, const std::string&>{"city", address.city},
                                    {"district", address.subdivision},
                                    {"state", address.state},
                                    {"postalCode", address.postal_code},
                                    {"country", address.country}}) {
    if (!value.empty()) out.field(name, value);
  }
  out.end_object();
}

void write_address(json::Writer& out, const std::optional<precert::Address>& address) {
  if (!address || *address == precert::Address{}) return;
  write_address_value(out.array_field("address"), *address);
  out.end_array();
}

void write_organization(RequestWriter& writer, const Party& party, std::string_view profile, bool with_type) {
  json::Writer& out = writer.out();
  write_profile(out, profile);
  write_identifiers(out, party.identifiers);
  out.field("active", true);
  write_type(out, party, with_type);
  const std::string name = party.display();
  if (!name.empty()) out.field("name", name);
  write_address(out, party.address);
  write_contact(out, party.contact);
}

std::string add_provider(RequestWriter& writer, const Party& party) {
  if (party.entity == EntityType::person) {
    return writer.add("PractitionerRole", [party](RequestWriter& later) { write_role(later, party, false); });
  }
  return writer.add("Organization", [party](RequestWriter& later) {
    write_organization(later, party, "organization", false);
  });
}

std::string add_requester(RequestWriter& writer) {
  const Party& requester = writer.request().requester;
  if (writer.request().umo.entity == EntityType::person) writer.lose("umo.entity");
  lose_contact_name(writer, requester, "requester");
  if (requester.entity == EntityType::organization) {
    return writer.add("Organization", [&requester](RequestWriter& later) {
      write_organization(later, requester, "requestor", true);
    });
  }
  return writer.add("PractitionerRole", [&requester](RequestWriter& later) {
    write_role(later, requester, requester.role != precert::PartyRole::provider);
  });
}

CareTeamPlan care_team_plan(const precert::ReviewRequest& request) {
  CareTeamPlan plan;
  for (const Party& party : request.event.providers) plan.members.push_back({&party, true});
  for (const precert::ServiceLine& line : request.services) {
    std::vector<int> sequences;
    sequences.reserve(line.providers.size());
    for (const Party& party : line.providers) sequences.push_back(sequence_in(plan.members, party));
    plan.of_services.push_back(std::move(sequences));
  }
  return plan;
}

void write_care_team(RequestWriter& writer, const CareTeamPlan& plan) {
  json::Writer& out = writer.out();
  OptionalArray list(out, "careTeam");
  int sequence = 0;
  for (const auto& [party, whole_claim] : plan.members) {
    list.next().begin_object();
    Extensions(out).boolean(extensions::care_team_claim_scope, whole_claim);
    out.field("sequence", ++sequence);
    write_reference(out, "provider", writer.provider(*party));
    write_codeable(out, "role", systems::entity, x12_code(party->role));
    write_codings(out, "qualification",
                  {{systems::taxonomy, party->taxonomy}, {systems::provider_code, party->function}});
    lose_contact_name(writer, *party, "careTeam");
    out.end_object();
  }
}

}  // namespace mappers
