// The envelope of what this side sends: ISA, GS, ST and their ends. Numbers and the time are handed in;
// nothing here reads a clock or counts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"

namespace mappers {

/// Who sends what to whom. Control numbers are this side's own.
struct Envelope {
  std::string sender_qualifier = "ZZ", sender;      // ISA05, ISA06
  std::string receiver_qualifier = "ZZ", receiver;  // ISA07, ISA08
  std::string group_sender, group_receiver;         // GS02, GS03; "" = ISA06, ISA08
  char usage = 'T';                                 // ISA15: P or T
  bool acknowledgment_requested = false;            // ISA14; never for a TA1 or 999
  std::uint32_t interchange_number = 1;             // ISA13, IEA02: 1 to 999,999,999
  std::uint32_t group_number = 1;                   // GS06 of the first group; the caller counts on
  base::Instant at;                                 // ISA09, ISA10, GS04, GS05, in UTC
  x12::Delimiters delimiters;
};

/// The delimiters an answer is written with: those of the request when they may separate anything, else the
/// usual.
[[nodiscard]] x12::Delimiters answer_delimiters(const x12::Delimiters& received);

/// The envelope of an answer: parties swapped, same usage, delimiters as received. `group` may be nullptr.
[[nodiscard]] Envelope answer_envelope(const x12::InterchangeHeader& received, const x12::GroupHeader* group,
                                       base::Instant at);

/// ISA, 106 characters. Writes straight to `out`: it is no segment of a set and its blanks are significant.
void open_interchange(std::string& out, const Envelope& envelope);
/// IEA; `groups` = number of GS written.
void close_interchange(x12::Writer& writer, const Envelope& envelope, std::uint32_t groups);

/// GS: `functional_id` HI, FA, PI …; `version` 005010X217 …
void open_group(x12::Writer& writer, const Envelope& envelope, std::string_view functional_id,
                std::string_view version, std::uint32_t group_number);
/// GE; `sets` = number of ST written.
void close_group(x12::Writer& writer, std::uint32_t sets, std::uint32_t group_number);

/// ST; starts the count that close_set writes.
void open_set(x12::Writer& writer, std::string_view id, std::string_view control_number,
              std::string_view implementation);
/// SE with the count of everything since open_set.
void close_set(x12::Writer& writer, std::string_view control_number);

/// "0001" for 1: ST02 has at least four characters.
[[nodiscard]] std::string set_number(std::uint32_t number);

}  // namespace mappers
