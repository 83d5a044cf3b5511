// Whom a member's people call: the desk of the payer, by the number of the member's plan.
#pragma once

#include "base/date.hpp"
#include "precert/engine/facts.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {

/// payer.contact with the telephone number of the product (Product::contact_phone) where it has one.
/// no_index: of no product. Rule: one number for each plan (SC-62).
[[nodiscard]] Contact contact_of_product(const Rulebook& rulebook, Index product);

/// The same for the product that the member has on the day, else the last one. nullptr: nobody is known.
[[nodiscard]] Contact contact_of_member(const Rulebook& rulebook, const MemberRecord* member, base::Date day);

/// The first telephone number of a contact; "" when it has none.
[[nodiscard]] std::string phone_in(const Contact& contact);
void set_phone(Contact& contact, const std::string& phone);

}  // namespace precert
