// Evaluates the situational rules of a guide: what is needed, barred or forbidden when something else is so.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "parsers/x12/fault_sink.hpp"
#include "parsers/x12/guide_table.hpp"
#include "parsers/x12/loop_view.hpp"

namespace x12 {

/// One open loop of the walk: which of the guide's loops, and its node in the tree.
struct OpenLoop {
  std::uint32_t loop = 0;
  std::uint32_t node = 0;
};

class RuleCheck {
 public:
  RuleCheck(const Guide& guide, const LoopTree& tree, FaultSink& sink)
      : guide_(guide), tree_(tree), sink_(sink) {}

  /// The rules of a segment; `open` are the loops from the header to the segment's own.
  void segment(const SegmentSpec& spec, const SegmentView& view, const SegmentPlace& place,
               std::span<const OpenLoop> open);
  /// The rules of the last loop of `open`, once all its own segments were read.
  void loop(const LoopSpec& spec, std::span<const OpenLoop> open);

 private:
  void apply(const Rule& rule, const SegmentSpec& spec);
  void need(const Rule& rule, const SegmentSpec& spec);
  void bar(const Rule& rule, const SegmentSpec& spec);
  void any(const Rule& rule, const SegmentSpec& spec);
  void equal(const Rule& rule, const SegmentSpec& spec);
  void plain(const Rule& rule, const SegmentSpec& spec);
  void points(const Rule& rule, const SegmentSpec& spec);
  void sized(const Rule& rule, const SegmentSpec& spec);
  void npi(const Rule& rule, const SegmentSpec& spec);
  void unmixed(const Rule& rule, const SegmentSpec& spec);
  void require(const Rule& rule, const LoopSpec& spec, const LoopView& own);
  void among(const Rule& rule, std::uint32_t own);

  [[nodiscard]] bool holds(const Rule& rule);
  [[nodiscard]] bool holds(const Term& term);
  [[nodiscard]] bool level_follows(std::uint64_t level) const;
  /// The loop a place looks into; nullptr when it is not open.
  [[nodiscard]] const OpenLoop* loop_of(const Place& place) const;
  [[nodiscard]] SegmentView segment_of(const Place& place) const;
  [[nodiscard]] std::string_view value_of(const Place& place) const;
  [[nodiscard]] bool present(const Place& place) const;
  [[nodiscard]] const ElementSpec& spec_of(const Place& target, const SegmentSpec& spec) const;
  Fault& report(std::string_view code, const Place& target, const SegmentSpec& spec, std::string_view value,
                const Rule& rule);
  void tell_trigger(Fault& fault) const;

  const Guide& guide_;
  const LoopTree& tree_;
  FaultSink& sink_;
  SegmentView view_;
  SegmentPlace place_;
  std::span<const OpenLoop> open_;
  const Place* trigger_ = nullptr;  // what made the last `holds` true
};

}  // namespace x12
