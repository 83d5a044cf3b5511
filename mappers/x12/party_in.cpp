// See party_in.hpp.
#include "mappers/x12/party_in.hpp"

#include <algorithm>

#include "mappers/codes/clinical_codes.hpp"

namespace mappers {
namespace {

using x12::SegmentView;

precert::PersonName name_from(const SegmentView& nm1) {
  return {text(nm1.element(3)), text(nm1.element(4)), text(nm1.element(5)), text(nm1.element(6)),
          text(nm1.element(7))};
}

void read_name_identifier(const SegmentView& nm1, std::vector<precert::Identifier>& identifiers) {
  const auto kind = kind_of_name(nm1.element(8));
  if (!kind || nm1.element(9).empty()) return;
  precert::Identifier& named = identifiers.emplace_back();
  named.kind = *kind;
  named.value = nm1.element(9);
}

void read_reference(const SegmentView& ref, std::vector<precert::Identifier>& identifiers) {
  const auto kind = from_x12<precert::IdentifierKind>(ref.element(1));
  if (!kind || ref.element(2).empty()) return;
  precert::Identifier& named = identifiers.emplace_back();
  named.kind = *kind;
  named.value = ref.element(2);
  if (kind == precert::IdentifierKind::state_licence) named.issuer = ref.element(3);
}

/// N403 holds no hyphen; people write nine digits with one.
std::string postal_code_from(std::string_view code) {
  const bool nine_digits =
      code.size() == 9 && std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!nine_digits) return text(code);
  return text(code.substr(0, 5)) + "-" + text(code.substr(5));
}

std::optional<precert::Address> address_from(const x12::LoopView& loop) {
  const SegmentView n3 = loop.segment("N3");
  const SegmentView n4 = loop.segment("N4");
  if (!n3 && !n4) return std::nullopt;
  precert::Address address;
  for (const unsigned line : {1U, 2U}) {
    if (!n3.element(line).empty()) address.lines.push_back(text(n3.element(line)));
  }
  address.city = n4.element(1);
  address.state = n4.element(2);
  address.postal_code = postal_code_from(n4.element(3));
  address.country = n4.element(4);
  address.subdivision = n4.element(7);
  return address;
}

std::optional<precert::Contact> contact_from(const SegmentView& per) {
  if (!per) return std::nullopt;
  precert::Contact contact;
  contact.name = per.element(2);
  for (const unsigned at : {3U, 5U, 7U}) {
    const std::string_view qualifier = per.element(at), value = per.element(at + 1);
    if (value.empty()) continue;
    if (qualifier == "EX" && !contact.points.empty()) {
      contact.points.back().extension = value;
    } else if (const auto kind = from_x12<precert::ContactKind>(qualifier)) {
      precert::ContactPoint& point = contact.points.emplace_back();
      point.kind = *kind;
      point.value = value;
    }
  }
  return contact;
}

void read_military_and_relation(const SegmentView& ins, precert::Person& person, ValueReader& read) {
  person.relationship = from_x12<precert::Relationship>(ins.element(2)).value_or(precert::Relationship::self);
  person.military_status = ins.element(8);
  person.birth_sequence = read.whole(ins, 17);
}

}  // namespace

precert::Party party_from(const x12::LoopView& loop, ValueReader& read) {
  const SegmentView nm1 = loop.segment("NM1");
  precert::Party party;
  party.source = source_of(nm1);
  party.role = from_x12<precert::PartyRole>(nm1.element(1)).value_or(precert::PartyRole::provider);
  party.entity = nm1.element(2) == "1" ? precert::EntityType::person : precert::EntityType::organization;
  if (party.entity == precert::EntityType::person) {
    party.person = name_from(nm1);
  } else {
    party.organization = nm1.element(3);
  }
  read_name_identifier(nm1, party.identifiers);
  loop.each_segment("REF", [&](const SegmentView& ref) {
    if (ref.element(1) == "ZZ") {
      party.denial_reason = ref.element(2);
    } else {
      read_reference(ref, party.identifiers);
    }
  });
  party.denial_date = read.date(loop.segment("DTP", "598"), 3);
  party.address = address_from(loop);
  party.contact = contact_from(loop.segment("PER"));
  const SegmentView prv = loop.segment("PRV");
  party.function = prv.element(1);
  party.taxonomy = prv.element(3);
  return party;
}

precert::Person person_from(const x12::LoopView& loop, precert::Insurance& insurance, ValueReader& read) {
  const SegmentView nm1 = loop.segment("NM1");
  precert::Person person;
  person.source = source_of(nm1);
  person.name = name_from(nm1);
  read_name_identifier(nm1, person.identifiers);
  loop.each_segment("REF", [&](const SegmentView& ref) {
    const std::string_view qualifier = ref.element(1);
    const bool group = qualifier == "6P" || qualifier == "1L";
    std::string* const kept = group ? &insurance.group : qualifier == "IG" ? &insurance.plan : nullptr;
    if (kept == nullptr || !kept->empty()) {
      read_reference(ref, person.identifiers);
      return;
    }
    *kept = ref.element(2);
    insurance.source = source_of(ref, 2);
  });
  person.address = address_from(loop);
  const SegmentView dmg = loop.segment("DMG");
  person.birth_date = read.date(dmg, 2);
  person.gender = from_x12<precert::Gender>(dmg.element(3)).value_or(precert::Gender::unspecified);
  read_military_and_relation(loop.segment("INS"), person, read);
  return person;
}

}  // namespace mappers
