// Services that are asked about in words instead of by a code (SC-06).
#pragma once

#include <string_view>
#include <vector>

#include "precert/model/coverage_question.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace precert {

/// What the words may mean: an item like `item` for each service of the rulebook that they find, the best
/// twelve first, each with the words as its description. Empty when they find none.
[[nodiscard]] std::vector<CoverageItem> items_for_words(const CoverageItem& item, std::string_view words,
                                                        const Rulebook& rulebook);

/// The question with such items in place of every one that names its service in words alone, numbered anew.
/// Words that find nothing stay as they are.
[[nodiscard]] CoverageQuestion with_candidates(CoverageQuestion question, const Rulebook& rulebook);

}  // namespace precert
