// See party_out.hpp.
#include "mappers/x12/party_out.hpp"

#include <algorithm>

#include "mappers/codes/clinical_codes.hpp"
#include "mappers/model/canonical.hpp"
#include "mappers/x12/code_list.hpp"
#include "mappers/x12/refusals.hpp"

namespace mappers {
namespace {

using precert::EntityType;
using precert::Identifier;

std::string below(std::string_view where, std::string_view field) {
  std::string out(where);
  out += field;
  return out;
}

/// The identifier for NM108/109 of this loop, or nullptr. One that can also be a REF stays a REF unless the
/// loop cannot do without a name identifier.
const Identifier* name_identifier(const PartyLoop& loop, const std::vector<Identifier>& identifiers) {
  const auto fits = [&](const Identifier& one) {
    return holds(loop.name_qualifiers, name_qualifier(one.kind)) && one.value.size() >= 2;
  };
  const Identifier* const naming = naming_identifier(identifiers);
  if (naming == nullptr || fits(*naming)) return naming;
  if (!loop.name_required) return nullptr;
  // A payer is known by the number that payers go by, not by the one that the tax office gave it.
  const auto names_payer = [&](const Identifier& one) {
    using precert::IdentifierKind;
    return fits(one) && (one.kind == IdentifierKind::payer_id || one.kind == IdentifierKind::plan_id);
  };
  auto other = std::find_if(identifiers.begin(), identifiers.end(), names_payer);
  if (other == identifiers.end()) other = std::find_if(identifiers.begin(), identifiers.end(), fits);
  return other == identifiers.end() ? nullptr : &*other;
}

void write_name_identifier(Output& out, const PartyLoop& loop, const Identifier* named,
                           std::string_view where) {
  if (named == nullptr) {
    if (loop.name_required)
      out.missing(below(where, ".identifiers"), "an identifier that X217 can name it by");
    return;
  }
  out.x12().element(name_qualifier(named->kind));
  out.text(named->value, 80, where);
}

void write_person_name(Output& out, const PartyLoop& loop, const precert::PersonName& name,
                       std::string_view where) {
  out.text(name.family, 60, where);
  out.text(name.given, 35, where);
  out.text(name.middle, 25, where);
  if (!loop.prefix && !name.prefix.empty()) out.lost(below(where, ".prefix"), "X217 has no name prefix here");
  out.text(loop.prefix ? std::string_view(name.prefix) : std::string_view{}, 10, where);
  out.text(name.suffix, 10, where);
}

void write_references(Output& out, const PartyLoop& loop, const std::vector<Identifier>& identifiers,
                      const Identifier* named, std::size_t room, std::string_view where) {
  for (const Identifier& one : identifiers) {
    if (&one == named) continue;
    const std::string_view qualifier = x12_code(one.kind);
    if (!holds(loop.references, qualifier) || room == 0) {
      out.lost(below(where, ".identifiers"), room == 0
                                                 ? "more REF segments than X217 allows here"
                                                 : "X217 has no qualifier for this kind of identifier here");
      continue;
    }
    --room;
    x12::Writer& x12 = out.x12();
    x12.begin("REF");
    x12.element(qualifier);
    out.text(one.value, 50, where);
    if (one.kind == precert::IdentifierKind::state_licence) x12.element(one.issuer, 80);
    x12.end();
  }
}

/// N403 holds letters and digits only.
std::string bare_postal_code(std::string_view code) {
  std::string out;
  std::copy_if(code.begin(), code.end(), std::back_inserter(out),
               [](char c) { return c != '-' && c != ' '; });
  return out;
}

void write_city(Output& out, const precert::Address& address, bool country, std::string_view where) {
  if (address.city.size() < 2) {
    if (!address.state.empty() || !address.postal_code.empty()) {
      out.lost(below(where, ".city"), "X217 gives state and postal code only together with a city");
    }
    return;
  }
  x12::Writer& x12 = out.x12();
  x12.begin("N4");
  out.text(address.city, 30, where);
  out.code(address.state, 2, 2, where);
  out.code(bare_postal_code(address.postal_code), 3, 15, where);
  if (country) {
    out.code(address.country, 2, 3, where);
    const bool subdivision = address.state.empty() && !address.country.empty();  // N4: E0207, C0704
    if (!subdivision && !address.subdivision.empty())
      out.lost(below(where, ".subdivision"), "X12 has a state or it");
    x12.element("");
    x12.element("");
    x12.element(subdivision ? std::string_view(address.subdivision) : std::string_view{}, 3);
  }
  x12.end();
}

void write_provider_code(Output& out, const PartyLoop& loop, const precert::Party& party,
                         std::string_view where) {
  if (party.function.empty() && party.taxonomy.empty()) return;
  if (loop.functions.empty() || (loop.taxonomy_required && party.taxonomy.empty())) {
    out.lost(below(where, ".function"),
             "X217 tells it only together with a specialty, and not in every loop");
    return;
  }
  const std::string_view function =
      holds(loop.functions, party.function) ? std::string_view(party.function) : "OT";
  if (!party.function.empty() && function != party.function) {
    out.lost(below(where, ".function"), "written as another provider function: X217 has no code for it here");
  }
  x12::Writer& x12 = out.x12();
  x12.begin("PRV");
  x12.element(function);
  if (!party.taxonomy.empty()) {
    x12.element("PXC");
    out.text(party.taxonomy, 50, where);
  }
  x12.end();
}

void write_party_name(Output& out, const PartyLoop& loop, const precert::Party& party, std::string_view role,
                      const Identifier* named, std::string_view where) {
  x12::Writer& x12 = out.x12();
  x12.begin("NM1");
  x12.element(role);
  const bool place =
      loop.name_qualifiers.empty();  // transport and other UMO: always an organization, by name only
  const bool person = party.entity == EntityType::person && !place;
  x12.element(person ? "1" : "2");
  if (person) {
    write_person_name(out, loop, party.person, where);
  } else {
    out.text(party.display(), 60, where);
    for (int i = 4; i <= 7; ++i) x12.element("");
  }
  if (!place) write_name_identifier(out, loop, named, where);
  x12.end();
}

}  // namespace

void write_address(Output& out, const precert::Address& address, bool country, std::string_view where) {
  x12::Writer& x12 = out.x12();
  x12.begin("N3");
  for (std::size_t i = 0; i < std::min<std::size_t>(address.lines.size(), 2); ++i) {
    out.text(address.lines[i], 55, where);
  }
  x12.end();
  if (address.lines.size() > 2) out.lost(below(where, ".lines"), "X12 has two address lines");
  write_city(out, address, country, where);
}

void write_contact(Output& out, const precert::Contact& contact, std::string_view where) {
  if (contact.name.empty() && contact.points.empty()) return;
  x12::Writer& x12 = out.x12();
  x12.begin("PER");
  x12.element("IC");
  out.text(contact.name, 60, where);
  int room = 3;
  for (const precert::ContactPoint& point : contact.points) {
    const int needed = point.extension.empty() ? 1 : 2;
    if (needed > room) {
      out.lost(below(where, ".points"), "X12 has room for three numbers, an extension counts as one");
      continue;
    }
    room -= needed;
    x12.element(x12_code(point.kind));
    out.text(point.value, 256, where);
    if (needed == 1) continue;
    x12.element("EX");
    out.text(point.extension, 256, where);
  }
  x12.end();
}

bool write_party(Output& out, const PartyLoop& loop, const precert::Party& party, std::string_view where,
                 const LoopRefusals& refused) {
  const std::string_view own_role = x12_code(party.role);
  const std::string_view role = holds(loop.roles, own_role) ? own_role : loop.other_role;
  if (role.empty()) {
    out.lost(std::string(where), "X217 has no code for this role here");
    return false;
  }
  if (role != own_role) {
    out.lost(below(where, ".role"), "written as another role: X217 has no code for it here");
  }
  out.at(where, party.source);
  const Identifier* const named = name_identifier(loop, party.identifiers);
  write_party_name(out, loop, party, role, named, where);
  if (!party.denial_reason.empty()) out.x12().segment("REF", {"ZZ", party.denial_reason});
  write_references(out, loop, party.identifiers, named, loop.references_max, where);
  if (party.denial_date) out.x12().segment("DTP", {"598", "D8", base::ccyymmdd(*party.denial_date)});
  const bool country = !loop.name_qualifiers.empty();
  if (party.address && loop.address) write_address(out, *party.address, country, where);
  if (party.address && !loop.address) out.lost(below(where, ".address"), "X217 has no address here");
  if (party.contact && loop.contact) write_contact(out, *party.contact, where);
  if (party.contact && !loop.contact) out.lost(below(where, ".contact"), "X217 has no contact here");
  write_refusals(out.x12(), refused.level, refused.refusals);
  write_provider_code(out, loop, party, where);
  return true;
}

void write_person(Output& out, const PartyLoop& loop, const precert::Person& person,
                  const precert::Insurance* insurance, std::string_view where, const LoopRefusals& refused) {
  x12::Writer& x12 = out.x12();
  out.at(where, person.source);
  const Identifier* const named = name_identifier(loop, person.identifiers);
  x12.begin("NM1");
  x12.element(loop.other_role);
  x12.element("1");
  write_person_name(out, loop, person.name, where);
  write_name_identifier(out, loop, named, where);
  x12.end();
  std::size_t room = loop.references_max;
  if (insurance != nullptr) {
    for (const auto& [qualifier, value] :
         {std::pair("6P", &insurance->group), std::pair("IG", &insurance->plan)}) {
      if (value->empty()) continue;
      x12.begin("REF");
      x12.element(qualifier);
      out.text(*value, 50, "insurance");
      x12.end();
      --room;
    }
  }
  write_references(out, loop, person.identifiers, named, room, where);
  if (person.address) write_address(out, *person.address, true, where);
  write_refusals(x12, refused.level, refused.refusals);
  if (person.birth_date) {
    x12.segment("DMG", {"D8", base::ccyymmdd(*person.birth_date), x12_code(person.gender)});
  } else if (person.gender != precert::Gender::unspecified) {
    out.lost(below(where, ".gender"), "X217 gives the gender only together with the birth date");
  }
  const bool dependent = insurance == nullptr;
  if (!dependent && person.military_status.empty()) return;
  x12.begin("INS");
  x12.element(dependent ? "N" : "Y");
  x12.element(x12_code(dependent ? person.relationship : precert::Relationship::self));
  for (int i = 3; i <= 7; ++i) x12.element("");
  x12.element(dependent ? std::string_view{} : std::string_view(person.military_status));
  for (int i = 9; i <= 16; ++i) x12.element("");
  if (dependent && person.birth_sequence) x12.element(std::to_string(*person.birth_sequence));
  x12.end();
}

}  // namespace mappers
