// TA1: what became of an interchange as a whole.
#pragma once

#include <string_view>

#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"

namespace mappers {

/// TA1 with the received ISA13, date and time: A 000, or R and the note code of the fault that is reported (one fits in
/// a TA1: the first in the order of the ISA). Rule: X12 TA1; x12-278 section 9.1.
void write_ta1(x12::Writer& out, const x12::InterchangeHeader& received, std::string_view note_code);

/// A whole interchange that holds nothing but that TA1: sender and receiver swapped.
[[nodiscard]] std::string ta1_interchange(const x12::InterchangeHeader& received, std::string_view note_code,
                                          std::string control_number, base::Instant at);

}  // namespace mappers
