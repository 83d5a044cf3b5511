// One validator for any guide: the walk, its element checks and its rules, reported in reading order.
#include "parsers/x12/check.hpp"

#include "parsers/x12/fault_sink.hpp"
#include "parsers/x12/loop_walk.hpp"

namespace x12 {
namespace {

/// The loop whose own segments include the one at `position`; "" when it stands in none.
std::string_view loop_at(const LoopTree& tree, std::uint32_t position) {
  for (const LoopTree::Node& node : tree.nodes) {
    if (position > node.first_segment && position <= node.first_segment + node.segments) return node.id;
  }
  return {};
}

/// What the reader found where data goes by its length.
void tell_binary_faults(const TransactionSet& set, const LoopTree& tree, FaultSink& sink) {
  for (const Fault& one : set.binary_faults) {
    const SegmentPlace place{one.segment_id, loop_at(tree, one.segment_position), one.segment_position};
    sink.element(one.code, place, {one.element, 0, 0, one.data_element}, {}, one.remedy);
  }
}

}  // namespace

bool check(const TransactionSet& set, const Guide& guide, const CheckOptions& options, LoopTree& tree,
           std::vector<Fault>& faults) {
  tree.clear();
  tree.tokens = &set.tokens;
  FaultSink sink(faults, options.faults_max);
  LoopWalk(set, guide, options, tree, sink).run();
  tell_binary_faults(set, tree, sink);
  if (sink.count() == 0) return set.envelope_faults.empty();
  sink.sort();
  return false;
}

}  // namespace x12
