// Reads a byte stream of interchanges as a sequence of events. Holds one transaction set at a time.
//
// Lifetimes: everything handed out points into the input given to the constructor and is valid until the next call of
// next(); the input outlives the Reader.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "parsers/x12/delimiters.hpp"
#include "parsers/x12/fault.hpp"
#include "parsers/x12/segment_view.hpp"

namespace x12 {

/// Bounds of one input; what exceeds them is answered, never followed.
struct Limits {
  std::uint32_t segments_per_set_max = 100'000;
  std::uint32_t elements_per_segment_max = 200;
  std::uint32_t sets_per_interchange_max = 1'000'000;
  std::uint32_t loops_per_set_max = 20'000;
};

/// ISA fields as received (blanks of the fixed width trimmed at the end).
struct InterchangeHeader {
  std::string_view authorization_qualifier, authorization, security_qualifier, security;  // ISA01..04
  std::string_view sender_qualifier, sender, receiver_qualifier, receiver;                // ISA05..08
  std::string_view date, time, version, control_number, acknowledgment_requested, usage;  // ISA09, 10, 12..15
  Delimiters delimiters;
};

struct GroupHeader {
  std::string_view functional_id, sender, receiver, date, time, control_number, agency, version;  // GS01..08
};

/// One ST..SE. `tokens.segments[0]` is ST; SE is the last one when the set is complete.
struct TransactionSet {
  std::string_view id, control_number, implementation;  // ST01, ST02, ST03
  Tokens tokens;
  std::string_view bytes;           // from the S of ST to the terminator of SE, as received
  std::vector<Fault> envelope_faults;  // ik5: SE missing, control number or count wrong, ST02 repeated in the group
};

enum class Event : std::uint8_t {
  interchange,      // ISA read: interchange() is valid
  group,            // GS read: group() is valid
  transaction_set,  // ST..SE read: set() is valid
  group_end,        // GE read or missing: group_faults() and the counts are final
  interchange_end,  // IEA read or missing: interchange_faults() is final
  unreadable,       // bytes that are no interchange: no TA1 can be made; the reader is done
  done,
};

class Reader {
 public:
  explicit Reader(std::string_view input, const Limits& limits = {});

  Event next();

  [[nodiscard]] const InterchangeHeader& interchange() const { return interchange_; }
  [[nodiscard]] const GroupHeader& group() const { return group_; }
  [[nodiscard]] const TransactionSet& set() const { return set_; }
  /// ak9 faults of the group that just ended.
  [[nodiscard]] const std::vector<Fault>& group_faults() const { return group_faults_; }
  [[nodiscard]] std::string_view group_count_received() const { return group_count_text_; }  // GE01 as it stood
  [[nodiscard]] std::uint32_t sets_in_group() const { return sets_in_group_; }
  /// ta1 faults; those of the ISA itself are there already after Event::interchange.
  [[nodiscard]] const std::vector<Fault>& interchange_faults() const { return interchange_faults_; }
  /// Why Event::unreadable was given.
  [[nodiscard]] const Fault& unreadable() const { return unreadable_; }

 private:
  std::string_view input_;
  Limits limits_;
  std::size_t at_ = 0;
  InterchangeHeader interchange_;
  GroupHeader group_;
  TransactionSet set_;
  std::vector<Fault> group_faults_, interchange_faults_;
  std::string_view group_count_text_;
  std::uint32_t sets_in_group_ = 0;
  Fault unreadable_;
};

}  // namespace x12
