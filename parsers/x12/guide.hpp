// Implementation guides as data: parsers/x12/guides/*.guide, compiled once at start into tables that check()
// walks.
#pragma once

#include <string_view>

namespace x12 {

/// A compiled guide: loops, segments, elements, usage, repeats, code lists, relational conditions. Immutable.
class Guide;

/// The guide of a transaction: guide_for("005010X217", "request"); nullptr when there is none. The tables are
/// built at the first call, thread-safe, and live as long as the program. Directions of X217: BHT02 13, 01
/// and 36 are "request", 11 is "response".
[[nodiscard]] const Guide* guide_for(std::string_view implementation, std::string_view direction);

/// "005010X217"; "request".
[[nodiscard]] std::string_view implementation_of(const Guide& guide);
[[nodiscard]] std::string_view direction_of(const Guide& guide);

}  // namespace x12
