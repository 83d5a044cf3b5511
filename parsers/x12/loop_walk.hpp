// Walks the segments of a transaction set along a guide's loops and builds the tree.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "parsers/x12/check.hpp"
#include "parsers/x12/element_check.hpp"
#include "parsers/x12/fault_sink.hpp"
#include "parsers/x12/guide_table.hpp"
#include "parsers/x12/rule_check.hpp"

namespace x12 {

class LoopWalk {
 public:
  LoopWalk(const TransactionSet& set, const Guide& guide, const CheckOptions& options, LoopTree& tree,
           FaultSink& sink);

  void run();

 private:
  /// An open loop: how far in its order, and how often each member was seen.
  struct Frame {
    const LoopSpec* spec = nullptr;
    std::uint32_t slot = 1;      // the first slot is the segment that opened it
    std::string_view hierarchy;  // HL01 of a level
    std::array<std::uint16_t, members_max> seen{};
  };
  static constexpr std::size_t frames_max = levels_max + 4;

  void too_many_loops_at(std::uint32_t index);
  void step(std::uint32_t index);
  void level(std::uint32_t index);
  [[nodiscard]] const LoopSpec* level_of(const SegmentView& hl) const;
  [[nodiscard]] const LoopSpec& guessed_level() const;
  void tell_levels(const SegmentPlace& place);
  void report_missing_levels(const LoopSpec& wanted, std::uint32_t index);
  void count_level(const LoopSpec& opened, const SegmentPlace& place);
  void check_hierarchy(const LoopSpec& opened, const SegmentView& hl, const SegmentPlace& place, bool gap);
  [[nodiscard]] bool has_child(const LoopSpec& opened, std::uint32_t index) const;

  bool place_in(std::size_t depth, std::uint32_t index, std::uint32_t id);
  void take_segment(Frame& frame, const Slot& slot, std::uint32_t index);
  void take_loop(Frame& frame, const Slot& slot, std::uint32_t index);
  bool enter_without_opener(std::uint32_t index, std::uint32_t id);
  void misplaced(std::uint32_t index, std::uint32_t id);
  bool out_of_sequence(std::uint32_t index, std::uint32_t id);
  /// Counts one more of a member; one whose qualifier nobody knows counts for none, its element check says
  /// enough.
  [[nodiscard]] static bool too_often(Frame& frame, const Slot& slot, std::uint32_t member,
                                      std::uint32_t max);
  /// Says of a first element that fits no member of the slot what the members have there.
  void tell_members(const Slot& slot, std::uint32_t index);
  [[nodiscard]] std::uint32_t member_of(const Slot& slot, std::uint64_t qualifier) const;
  [[nodiscard]] const SegmentSpec& opener_of(std::uint32_t loop) const;

  void open(std::uint32_t loop, std::uint32_t index);
  void close(std::uint32_t index);
  void close_above(std::size_t depth, std::uint32_t index);
  void report_skipped(const Frame& frame, std::uint32_t from, std::uint32_t to, std::uint32_t index);
  void check_segment(const SegmentSpec& spec, std::uint32_t index);
  void check_unknown(const SegmentSpec& first, const Slot& slot, std::uint32_t index);
  void extend(std::uint32_t index);

  [[nodiscard]] Frame& top() { return frames_.at(depth_ - 1); }
  [[nodiscard]] std::span<const OpenLoop> open_loops() const { return {open_.data(), depth_}; }
  [[nodiscard]] SegmentPlace place_of(std::uint32_t index, std::string_view name,
                                      std::string_view loop) const {
    return {name, loop, index + 1};
  }

  const TransactionSet& set_;
  const Guide& guide_;
  const CheckOptions& options_;
  LoopTree& tree_;
  FaultSink& sink_;
  ElementCheck elements_;
  RuleCheck rules_;
  std::array<Frame, frames_max> frames_;
  std::array<OpenLoop, frames_max> open_;
  std::size_t depth_ = 0;
  std::uint32_t levels_seen_ = 0;
};

}  // namespace x12
