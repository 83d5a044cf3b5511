// Where check() puts its faults: bounded, with the words that tell a person what to do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/x12/fault.hpp"

namespace x12 {

/// The segment that is being looked at.
struct SegmentPlace {
  std::string_view name;  // as the guide writes it, or as received
  std::string_view loop;
  std::uint32_t position = 0;  // ST = 1
};

/// The element that is being looked at.
struct ElementPlace {
  std::uint16_t element = 0, component = 0, repetition = 0, number = 0;
};

class FaultSink {
 public:
  FaultSink(std::vector<Fault>& faults, std::uint32_t kept_max)
      : faults_(faults), first_(faults.size()), kept_max_(kept_max) {}

  /// An ik3 fault.
  Fault& segment(std::string_view code, const SegmentPlace& place, std::string remedy);
  /// An ik4 fault.
  Fault& element(std::string_view code, const SegmentPlace& segment, const ElementPlace& place,
                 std::string_view value, std::string remedy);

  [[nodiscard]] std::size_t count() const { return count_; }
  /// Takes back a missing-segment fault once the segment was found out of sequence.
  void retract_missing(std::string_view segment, std::string_view loop);
  /// Gives the faults of one element of the segment at `position` another remedy, where the place knows
  /// better than the table what is allowed.
  void retell(std::uint32_t position, std::uint16_t element, const std::string& remedy);
  /// Reading order.
  void sort();

 private:
  Fault& add(Fault one);

  std::vector<Fault>& faults_;
  std::size_t first_;
  std::uint32_t kept_max_;
  std::size_t count_ = 0;
  Fault beyond_;  // stands in for those that are counted, not kept
};

/// "UM02", "UM04-2": an element as people write it.
[[nodiscard]] std::string name_of(std::string_view segment, const ElementPlace& place);

}  // namespace x12
