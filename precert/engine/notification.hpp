// Taking a notice in: who sent it about whom. Pure; nothing is reviewed.
#pragma once

#include "precert/engine/facts.hpp"
#include "precert/model/notification.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace precert {

/// Accepts the notice under facts.numbers.reference, or says at which level it cannot be taken: receiver not
/// this payer (T4, 79), source (43), subscriber and dependent (72 to 77), event without any date or
/// discharged before it was admitted (56), dates that end before they begin (57). A date of a line will do:
/// decisions are dated there. Of the facts it reads now, member and numbers.
[[nodiscard]] NotificationReceipt receipt_of(const Notification& notification, const Rulebook& rulebook,
                                             const Facts& facts);

}  // namespace precert
