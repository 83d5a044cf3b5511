// Implementation acknowledgment (999, 005010X231A1) of one functional group, from the faults of its
// transaction sets.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "parsers/x12/fault.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"

namespace mappers {

/// What partners differ in.
struct AckOptions {
  std::size_t segments_max = 100;  // IK3 per transaction set
  // Characters of a group's 999 beyond which further sets get their verdict alone: it is held until its GE.
  std::size_t details_max = std::size_t{8} << 20U;
  std::size_t loop_id_length = 4;  // IK303: element 447 is AN 1/4, so 2010EA becomes 2010
  bool copy_bad_values = true;     // IK404; false where a 999 must not repeat what was sent
  bool name_subscriber = false;    // CTX*SUBSCRIBER NAME NM109:<id>; repeats the member id
};

/// IK501.
enum class SetVerdict : char { accepted = 'A', accepted_with_errors = 'E', rejected = 'R' };

/// Gathers the results of a group set by set, keeps no view into them, then writes the 999.
class Ack999 {
 public:
  /// `delimiters` are those of the answer so far; write() takes what the policy made of them.
  Ack999(const x12::GroupHeader& group, const x12::Delimiters& delimiters, const AckOptions& options = {},
         x12::DelimiterPolicy policy = x12::DelimiterPolicy::replace_with_space);

  Ack999(const Ack999&) = delete;
  Ack999& operator=(const Ack999&) = delete;

  /// One ST of the group. `faults` are check()'s, in reading order; the set's envelope faults are added from
  /// the set.
  void add(const x12::TransactionSet& set, std::span<const x12::Fault> faults, SetVerdict verdict);
  /// With the verdict that follows from the faults: any is a rejection.
  void add(const x12::TransactionSet& set, std::span<const x12::Fault> faults);

  /// Writes ST..SE. With group faults (AK905) the group is rejected as such: no AK2 is written, none is
  /// accepted. `count_received` is GE01 as it stood; "" when GE was missing.
  void write(x12::Writer& writer, std::string_view set_number, std::span<const x12::Fault> group_faults,
             std::string_view count_received) const;

  [[nodiscard]] std::uint32_t received() const { return received_; }
  [[nodiscard]] std::uint32_t accepted() const { return accepted_; }

 private:
  void segment_faults(std::span<const x12::Fault> faults, std::string_view subscriber);
  void segment(const x12::Fault& fault, std::string_view code, std::string_view subscriber);
  void element(const x12::Fault& fault);
  void trigger(const x12::Fault& fault);
  void verdict(std::span<const x12::Fault> envelope, std::span<const x12::Fault> faults, SetVerdict verdict);
  [[nodiscard]] bool may_copy(const x12::Fault& fault) const;

  std::string functional_id_, control_number_, version_;
  AckOptions options_;
  std::string sets_;  // AK2..IK5 of all sets so far
  x12::Writer writer_;
  std::uint32_t received_ = 0, accepted_ = 0, with_errors_ = 0;
};

/// The ik5 fault of a set that this side does not take: 1 not supported, I6 implementation not supported,
/// 18 not in this group, 19 ST03 invalid. `code` outlives the fault.
[[nodiscard]] x12::Fault set_refusal(std::string_view code, std::string_view remedy);

}  // namespace mappers
