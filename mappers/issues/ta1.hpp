// Interchange acknowledgment (TA1) from the faults of an interchange.
#pragma once

#include <string>

#include "mappers/x12/envelope.hpp"
#include "parsers/x12/fault.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"

namespace mappers {

/// TA104.
enum class InterchangeVerdict : char { accepted = 'A', accepted_with_errors = 'E', rejected = 'R' };

/// Writes the TA1 of the received interchange. `fault` gives TA105; nullptr = 000.
/// There is one TA105: pass the first fault (they come in ISA order, then 021, 001, 023, 024).
void write_ta1(x12::Writer& writer, const x12::InterchangeHeader& received, InterchangeVerdict verdict,
               const x12::Fault* fault);

/// A whole interchange that holds nothing but the TA1 (ISA14 0, IEA01 0).
[[nodiscard]] std::string ta1_interchange(const Envelope& envelope, const x12::InterchangeHeader& received,
                                          InterchangeVerdict verdict, const x12::Fault* fault);

/// TA105 025, which only the store can find: ISA13 was used before by the same parties.
[[nodiscard]] x12::Fault duplicate_interchange();

}  // namespace mappers
