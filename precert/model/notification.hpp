// A notice that asks for no review (X12 278 X216): a provider tells of an admission or discharge, a UMO of a
// decision.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace precert {

/// BHT02.
enum class NotificationKind : std::uint8_t {
  advance,     // 14: it will happen
  copy,        // 22: for information
  completion,  // CN: it has happened
};

/// A decision that a notice tells of (HCR), at the event (sequence 0) or at a line.
struct NotifiedDecision {
  int sequence = 0;
  ReviewAction action = ReviewAction::certified;
  std::string number;                // HCR02
  std::vector<std::string> reasons;  // HCR03, X12 886

  friend bool operator==(const NotifiedDecision&, const NotifiedDecision&) = default;
};

/// `notice` holds parties, patient, event and services as a request does. Its `requester` is who gives the
/// notice (2010A, information source) and its `umo` who gets it (2010B, information receiver): the other way
/// round than in a request, where the payer stands first.
struct Notification {
  NotificationKind kind = NotificationKind::copy;
  ReviewRequest notice;
  std::vector<NotifiedDecision> decisions;

  friend bool operator==(const Notification&, const Notification&) = default;
};

/// What the receiver says to it. Refusals keep the levels of a request: `requester` is the source, `umo` the
/// receiver.
struct NotificationReceipt {
  std::string number;  // by which the receiver keeps the notice; "" when it was refused
  std::string trace;   // the receiver's own trace
  std::vector<Refusal> refusals;

  [[nodiscard]] bool refused() const { return !refusals.empty(); }
};

}  // namespace precert
