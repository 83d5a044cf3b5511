// The interchange control header: 106 bytes by fixed offsets, and what may be wrong with them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/x12/fault.hpp"
#include "parsers/x12/reader.hpp"

namespace x12 {

/// Reads the ISA at the start of `text` into `header` and appends its ta1 faults in ISA order.
/// Returns the bytes it takes; 0 when no ISA can be made out (then no TA1 can be made either).
/// Rule: X12.5, ISA. With `accept_collapsed` an ISA whose blanks were collapsed is read by its
/// separators and reported: with the note code of the elements that lost their width, else 022.
[[nodiscard]] std::size_t read_isa(std::string_view text, bool accept_collapsed, InterchangeHeader& header,
                                   std::vector<Fault>& faults);

/// Why read_isa took nothing: what to do, naming the first element that is not of its width.
[[nodiscard]] std::string why_no_isa(std::string_view text);

/// True when a text of an envelope holds printable ASCII only: no encoding is agreed for anything else (1.3).
[[nodiscard]] bool plain(std::string_view text);

}  // namespace x12
