#include "precert/engine/plan_contact.hpp"

#include <algorithm>

#include "precert/engine/line_context.hpp"

namespace precert {
namespace {

bool is_phone(const ContactPoint& point) { return point.kind == ContactKind::phone; }

}  // namespace

std::string phone_in(const Contact& contact) {
  const auto phone = std::ranges::find_if(contact.points, is_phone);
  return phone == contact.points.end() ? std::string() : phone->value;
}

void set_phone(Contact& contact, const std::string& phone) {
  if (phone.empty()) return;
  const auto known = std::ranges::find_if(contact.points, is_phone);
  if (known == contact.points.end()) {
    contact.points.insert(contact.points.begin(), ContactPoint{ContactKind::phone, phone, {}});
  } else if (known->value != phone) {
    *known = ContactPoint{ContactKind::phone, phone, {}};
  }
}

Contact contact_of_product(const Rulebook& rulebook, Index product) {
  Contact contact = rulebook.payer.contact;
  if (product != no_index) set_phone(contact, rulebook.products[product].contact_phone);
  return contact;
}

Contact contact_of_member(const Rulebook& rulebook, const MemberRecord* member, base::Date day) {
  if (member == nullptr) return rulebook.payer.contact;
  const CoverageSpan* span = coverage_on(*member, day);
  if (span == nullptr && !member->coverage.empty()) span = &member->coverage.back();
  return contact_of_product(rulebook, span == nullptr ? no_index : rulebook.product(span->product));
}

}  // namespace precert
