// One validator for any guide: the walk, its element checks and its rules, reported in reading order.
#include "parsers/x12/check.hpp"

#include <algorithm>
#include <span>

#include "parsers/x12/fault_sink.hpp"
#include "parsers/x12/letters.hpp"
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

/// True when `told` has a fault of the same element already: a guide may hold data to its length too.
bool known(std::span<const Fault> told, const Fault& fault) {
  return std::any_of(told.begin(), told.end(), [&](const Fault& one) {
    return one.level == FaultLevel::ik4 && one.segment_position == fault.segment_position &&
           one.element == fault.element;
  });
}

/// What the reader found where data goes by its length. Each fault is told once.
void tell_binary_faults(const TransactionSet& set, const LoopTree& tree, const std::vector<Fault>& faults,
                        std::size_t first, FaultSink& sink) {
  for (const Fault& one : set.binary_faults) {
    if (known(std::span(faults).subspan(first), one)) continue;
    const SegmentPlace place{one.segment_id, loop_at(tree, one.segment_position), one.segment_position};
    sink.element(one.code, place, {one.element, 0, 0, one.data_element}, {}, one.remedy);
  }
}

}  // namespace

bool check(const TransactionSet& set, const Guide& guide, const CheckOptions& options, LoopTree& tree,
           std::vector<Fault>& faults) {
  tree.clear();
  tree.tokens = &set.tokens;
  const std::size_t first = faults.size();
  FaultSink sink(faults, options.faults_max);
  LoopWalk(set, guide, options, tree, sink).run();
  tell_binary_faults(set, tree, faults, first, sink);
  if (sink.count() == 0) {
    if (options.extended_latin) read_as_utf8(set, tree);
    return set.envelope_faults.empty();
  }
  sink.sort();
  return false;
}

}  // namespace x12
