// The words that a request can say of what is no question: a comparison with any other never holds.
#pragma once

#include <string_view>
#include <vector>

#include "precert/rulebook/tables.hpp"

namespace precert {

/// All words that this fact can have; none when it may have any (people write it, or it is a code).
[[nodiscard]] std::vector<std::string_view> closed_words(const Fact& fact);

}  // namespace precert
