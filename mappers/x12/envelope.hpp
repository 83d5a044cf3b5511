// ISA, GS, GE and IEA of what we send: sender and receiver swapped, delimiters as the partner uses them, own numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "parsers/x12/delimiters.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"

namespace mappers {

struct Envelope {
  std::string sender_qualifier = "ZZ", sender, receiver_qualifier = "ZZ", receiver;  // ISA05..08
  std::string application_sender, application_receiver;                              // GS02, GS03
  std::string usage = "P";                                                           // ISA15
  std::string control_number;  // ISA13, nine digits; GS06 is the same number without leading zeros, counted on
  base::Instant at{};
  x12::Delimiters delimiters;
};

/// The envelope of an answer: who received it sends it back.
[[nodiscard]] Envelope answering(const x12::InterchangeHeader& received, std::string_view application_sender,
                                 std::string_view application_receiver, std::string control_number, base::Instant at);

/// Appends ISA (106 characters, ISA14 = 0: nobody acknowledges an acknowledgment).
void open_interchange(std::string& out, const Envelope& envelope);
/// GS. `group` is 1-based within the interchange; GS06 = control number + group - 1.
void open_group(x12::Writer& out, const Envelope& envelope, std::string_view functional_id, std::string_view version,
                std::uint32_t group);
void close_group(x12::Writer& out, const Envelope& envelope, std::uint32_t sets, std::uint32_t group);
void close_interchange(x12::Writer& out, const Envelope& envelope, std::uint32_t groups);

}  // namespace mappers
