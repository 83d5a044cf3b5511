// Reads a byte stream of interchanges as a sequence of events. Holds one transaction set at a time, so that a
// mapped file of any size can be read: of the sets before it only a hash of each ST02 of the open group is
// kept.
//
// Lifetimes: everything handed out points into the input given to the constructor and is valid until the next
// call of next(); the input outlives the Reader.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/x12/delimiters.hpp"
#include "parsers/x12/fault.hpp"
#include "parsers/x12/seen_set.hpp"
#include "parsers/x12/segment_view.hpp"

namespace x12 {

/// Bounds of one input; what exceeds them is answered, never followed.
struct Limits {
  std::uint32_t segments_per_set_max = 100'000;
  std::uint32_t elements_per_segment_max = 200;
  std::uint32_t sets_per_interchange_max = 1'000'000;
  std::size_t binary_bytes_max = std::size_t{64} * 1024 * 1024;  // data of one BIN or BDS; more is refused
};

/// What a trading partner may be forgiven in the envelope. Reference 1.1, reading rules 1 and 2.
struct ReadOptions {
  bool skip_leading_space = true;     // blanks, line ends or a UTF-8 byte order mark before ISA
  bool accept_collapsed_isa = false;  // an ISA whose padding blanks are lost: read, and reported as its fault
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
  std::string_view bytes;  // from the S of ST to the terminator of SE, as received
  std::vector<Fault>
      envelope_faults;  // ik5: SE missing, control number or count wrong, ST02 repeated in the group
  /// ik4 at the data of BIN and BDS: 4 shorter, 5 longer than its stated length or than the limit. check()
  /// tells them with its own, in reading order.
  std::vector<Fault> binary_faults;
};

enum class Event : std::uint8_t {
  interchange,     // ISA read: interchange() is valid
  acknowledgment,  // a TA1 of the interchange read: acknowledgment() is valid; IEA01 and SE01 do not count it
  group,           // GS read: group() is valid
  transaction_set,  // ST..SE read: set() is valid
  group_end,        // GE read or missing: group_faults() and the counts are final
  interchange_end,  // IEA read or missing: interchange_faults() is final
  unreadable,       // bytes that are no interchange: no TA1 can be made; the reader is done
  done,
};

struct InterchangeScan;
struct SetEnd;

class Reader {
 public:
  explicit Reader(std::string_view input, const Limits& limits = {}, const ReadOptions& options = {});

  Event next();

  [[nodiscard]] const InterchangeHeader& interchange() const { return interchange_; }
  /// The TA1 just read: element(1) to element(5) are TA101 to TA105. acknowledgment_fault() of
  /// envelope_check.hpp tells whether it can be worked with. Valid until the next call of next().
  [[nodiscard]] SegmentView acknowledgment() const { return SegmentView(control_, 0); }
  [[nodiscard]] const GroupHeader& group() const { return group_; }
  [[nodiscard]] const TransactionSet& set() const { return set_; }
  /// ak9 faults of the group that just ended.
  [[nodiscard]] const std::vector<Fault>& group_faults() const { return group_faults_; }
  [[nodiscard]] std::string_view group_count_received() const {
    return group_count_text_;
  }  // GE01 as it stood
  [[nodiscard]] std::uint32_t sets_in_group() const { return sets_in_group_; }
  /// ta1 faults; those of the ISA itself are there already after Event::interchange.
  [[nodiscard]] const std::vector<Fault>& interchange_faults() const { return interchange_faults_; }
  /// Why Event::unreadable was given.
  [[nodiscard]] const Fault& unreadable() const { return unreadable_; }

 private:
  enum class State : std::uint8_t { outside, in_interchange, in_group, skipping, finished };
  struct Raw {
    std::string_view id;
    std::size_t end = 0;      // one past its terminator
    bool terminated = false;  // false: the input ended inside the segment
  };

  [[nodiscard]] Event read_outside();
  [[nodiscard]] Event read_in_interchange();
  [[nodiscard]] Event read_in_group();
  [[nodiscard]] Event skip_interchange();
  [[nodiscard]] Event refuse(std::string why);
  [[nodiscard]] Event end_interchange();
  [[nodiscard]] Event end_group();

  void skip_between_interchanges();
  void skip_padding();
  [[nodiscard]] Raw peek() const;
  void split(std::size_t end, Tokens& into);
  void take_group(const Raw& raw);
  void take_group_end(const Raw& raw);
  void take_interchange_end(const Raw& raw);
  void take_set();
  void finish_set(const SetEnd& end);
  void interchange_fault(std::string_view code, std::string_view segment, std::uint16_t element,
                         std::string why);
  void group_fault(std::string_view code, std::string_view segment, std::uint16_t element, std::string why);
  void set_fault(std::string_view code, std::string_view segment, std::uint16_t element, std::string why);

  std::string_view input_;
  Limits limits_;
  ReadOptions options_;
  bool envelope_only_ = false;
  State state_ = State::outside;
  std::size_t at_ = 0;
  std::size_t interchange_start_ = 0;
  std::size_t looked_ahead_ = 0;  // as tokenise_set() says
  InterchangeHeader interchange_;
  GroupHeader group_;
  TransactionSet set_;
  Tokens control_;  // the control segment being read
  std::vector<Fault> group_faults_, interchange_faults_;
  std::string_view group_count_text_;
  std::uint32_t sets_in_group_ = 0, sets_in_interchange_ = 0, groups_ = 0;
  bool any_interchange_ = false;
  bool answered_only_ = false;  // a TA1 was there: an interchange without a group is legal
  SeenSet group_numbers_;       // GS06 of this interchange
  SeenSet set_numbers_;         // ST02 of this group
  Fault unreadable_;

  friend std::vector<InterchangeScan> scan(std::string_view input, const Limits& limits,
                                           const ReadOptions& options,
                                           const std::function<void(std::size_t)>& passed);
};

/// One group of a scanned interchange.
struct GroupScan {
  GroupHeader header;
  std::uint32_t sets = 0;
  std::vector<Fault> faults;  // ak9
};

/// The envelope of one interchange, read without looking into its transaction sets.
struct InterchangeScan {
  InterchangeHeader header;
  std::size_t begin = 0, end = 0;     // of its bytes in the input
  std::vector<GroupScan> groups;      // in the order in which Reader gives Event::group
  std::vector<Fault> faults;          // ta1; the first is the one to report
  std::uint32_t acknowledgments = 0;  // TA1 segments in it
};

/// Runs over the whole input once, about as fast as memory allows: a fault that shows only at GE or IEA
/// (AK905 3, 4, 5; TA105 001, 021, 023) rejects the whole group or interchange, so it has to be known before
/// the first transaction set is processed. Interchanges come in input order; what is unreadable ends the
/// list. `passed` hears after each event how far it is: a caller that maps a large file gives that memory back.
[[nodiscard]] std::vector<InterchangeScan> scan(std::string_view input, const Limits& limits = {},
                                                const ReadOptions& options = {},
                                                const std::function<void(std::size_t)>& passed = nullptr);

/// The ak9 fault of a group whose GS08 stands for `implementation` ("" = for none): AK905 2 when no guide of
/// that name stands in groups, 1 when GS01 does not fit it; nullopt when it is taken. The fault's value points
/// into `group`. Rule: 005010X231A1 AK905.
[[nodiscard]] std::optional<Fault> group_refusal(const GroupHeader& group, std::string_view implementation);

}  // namespace x12
