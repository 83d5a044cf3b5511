// The least that reading X12 can cost: one loop over the bytes that keeps a view of every element of one set.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace bench {

/// Appends the elements of `text` from `at` to the end of the next SE segment, cut at '*' and '~'. Returns
/// where it ended.
std::size_t split_set(std::string_view text, std::size_t at, std::vector<std::string_view>& elements);

}  // namespace bench
