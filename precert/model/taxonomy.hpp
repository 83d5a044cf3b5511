// Specialties: a code of the NUCC list, or words. Who decides a request is told by either.
#pragma once
#include <algorithm>
#include <string_view>

namespace precert {

/// True for what has the shape of a NUCC specialty code: ten capitals and digits, one digit at least. The
/// list itself is not here.
[[nodiscard]] inline bool is_taxonomy_code(std::string_view specialty) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return specialty.size() == 10 && std::any_of(specialty.begin(), specialty.end(), digit) &&
         std::all_of(specialty.begin(), specialty.end(),
                     [&](char c) { return digit(c) || (c >= 'A' && c <= 'Z'); });
}

}  // namespace precert
