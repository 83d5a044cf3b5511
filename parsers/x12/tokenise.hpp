// Cutting bytes into segments and elements: one pass over the bytes, no allocation of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "parsers/x12/reader.hpp"
#include "parsers/x12/segment_view.hpp"

namespace x12 {

/// What may stand between segments for readability: line ends, and the blanks of an indented listing.
[[nodiscard]] constexpr bool is_padding(char c) { return c == '\r' || c == '\n' || c == ' ' || c == '\t'; }

/// Appends the one segment at `at` to `into`; elements beyond `elements_max` are dropped.
/// Returns the position after its terminator, or the end of `text` when there is none.
[[nodiscard]] std::size_t tokenise(std::string_view text, std::size_t at, std::uint32_t elements_max,
                                   Tokens& into);

struct SetEnd {
  std::size_t at = 0;           // after SE, or before the segment that proves SE missing
  bool complete = false;        // SE was there
  bool too_long = false;        // segments beyond the limit were passed over
  bool resynchronised = false;  // a binary length was wrong: what it swallowed was not cut into segments
};

/// Appends the segments from the ST at `at` to its SE. BIN and BDS data is taken by its stated length,
/// delimiters and all (006020X316 BDS); when that is wrong the data reaches to the next control
/// segment, and an ik4 fault of the data element goes into `faults`: 4 shorter, 5 longer than stated or than
/// limits.binary_bytes_max. `looked_ahead` is 0 before the first set of a text and goes from set to set: it
/// bounds what wrong lengths cost, see tokenise.cpp.
[[nodiscard]] SetEnd tokenise_set(std::string_view text, std::size_t at, const Limits& limits, Tokens& into,
                                  std::vector<Fault>& faults, std::size_t& looked_ahead);

/// Finds where the set at `at` ends, as tokenise_set would, and keeps nothing of it.
[[nodiscard]] SetEnd skip_set(std::string_view text, std::size_t at, const Delimiters& delimiters,
                              std::size_t& looked_ahead);

}  // namespace x12
