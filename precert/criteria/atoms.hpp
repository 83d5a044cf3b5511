// One comparison of a criterion against one value, and Kleene's tables over the tree. Inside of
// precert/criteria/.
#pragma once

#include <span>
#include <vector>

#include "base/date.hpp"
#include "precert/criteria/evaluate.hpp"

namespace precert {

/// The comparison's truth for a given value; unknown when the value is not of the comparison's kind.
[[nodiscard]] Truth truth_of(const Atom& atom, const AnswerValue& value, base::Date today);

/// The truth of every atom: unknown where its fact is.
[[nodiscard]] std::vector<Truth> atom_truths(const Expression& expression, const FactValues& values);

/// Kleene's truth of every node, by node index, written into `nodes`: one place for each.
void node_truths(const Expression& expression, std::span<const Truth> atoms, std::span<Truth> nodes);

/// Values of one fact such that every way its comparisons can come out together is met at least once.
[[nodiscard]] std::vector<AnswerValue> representatives(const std::vector<const Atom*>& atoms,
                                                       base::Date today);

}  // namespace precert
