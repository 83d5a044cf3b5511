// The interchange control header: 106 bytes by fixed offsets, and what may be wrong with them.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "parsers/x12/fault.hpp"
#include "parsers/x12/reader.hpp"

namespace x12 {

/// Reads the ISA at the start of `text` into `header` and appends its ta1 faults in ISA order.
/// Returns the bytes it takes; 0 when no ISA can be made out (then no TA1 can be made either).
/// Rule: x12-278 reference 1.1; an ISA whose blanks were collapsed is read by its separators and reported.
[[nodiscard]] std::size_t read_isa(std::string_view text, InterchangeHeader& header,
                                   std::vector<Fault>& faults);

/// True when a text of an envelope holds printable ASCII only: no encoding is agreed for anything else (1.3).
[[nodiscard]] bool plain(std::string_view text);

}  // namespace x12
