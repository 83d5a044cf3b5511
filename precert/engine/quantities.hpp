// How much care is asked for, how much was certified before, and what a policy's limits leave.
#pragma once

#include <optional>

#include "precert/engine/line_context.hpp"

namespace precert {

/// What one limit means for one line.
struct LimitFinding {
  const QuantityLimit* limit = nullptr;
  bool rate = false;                   // per day, week or month, compared with the delivery pattern
  std::optional<base::Decimal> asked;  // absent: the request does not say how much
  base::Decimal used;                  // certified before within the limit's span
  base::Decimal left;                  // what may be certified, never below zero

  [[nodiscard]] bool exceeded() const { return asked && *asked > left; }
};

/// The total a line asks for in a unit: its quantity, else the pattern of delivery multiplied out ("3 visits
/// a week for 9 weeks" = 27). `Unit::unit` counts as any unit. Empty when it is not said or not convertible.
[[nodiscard]] std::optional<base::Decimal> total_asked(const ReviewRequest& request, const ServiceLine& line,
                                                       Unit unit);

/// All that the line asks for, in the unit that a decision about it counts in; empty when it does not add up.
[[nodiscard]] std::optional<base::Decimal> care_asked(const ReviewRequest& request, const ServiceLine& line);

/// The largest number of units, days, months or visits that the line asks for: its amount, or what its pattern of
/// delivery comes to, or one delivery of a pattern without an end. Hours, minutes and international units do not
/// count: many of them are little care. 0 when it names none.
[[nodiscard]] base::Decimal most_counted(const ReviewRequest& request, const ServiceLine& line);

/// Every limit of the line's policy, in the policy's order.
[[nodiscard]] std::vector<LimitFinding> limit_findings_of(const LineContext& context);

/// Reduces a certified line to what a limit leaves: quantity, or the rate of delivery.
void reduce_to(const LineContext& context, const LimitFinding& finding, LineDetermination& out);

}  // namespace precert
