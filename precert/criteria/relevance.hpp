// Which open facts can still change a criterion. Inside of precert/criteria/ and of the rule for criteria.
//
// Every comparison that is still open gets a probability. A formula in which each comparison occurs once has
// an exact probability by the product rules, and two such formulas are the same function exactly when their
// probabilities agree as polynomials; they are compared at one fixed point modulo the prime 2^61 - 1 (a false
// match has odds of about n in 2^61). How far one comparison moves the probability is its partial derivative:
// one pass up the tree and one down give all of them. A fact with several comparisons ("age at least 50",
// "age at most 75") makes them dependent: its possible outcomes are enumerated, all such facts together, and
// the rest is computed by the product rules for each combination.
#pragma once

#include <vector>

#include "precert/criteria/evaluate.hpp"

namespace precert {

struct Assessment {
  Truth truth = Truth::unknown;
  std::vector<FactIndex> decisive{};  // most decisive first; empty unless truth is unknown
  std::vector<Truth> atoms{};         // of every comparison, in reading order
};

[[nodiscard]] Assessment assessment_of(const Expression& expression, const FactValues& values);

}  // namespace precert
