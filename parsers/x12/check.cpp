// One validator for any guide: the walk, its element checks and its rules, reported in reading order.
#include "parsers/x12/check.hpp"

#include "parsers/x12/fault_sink.hpp"
#include "parsers/x12/loop_walk.hpp"

namespace x12 {

bool check(const TransactionSet& set, const Guide& guide, const CheckOptions& options, LoopTree& tree,
           std::vector<Fault>& faults) {
  tree.clear();
  tree.tokens = &set.tokens;
  FaultSink sink(faults, options.faults_max);
  LoopWalk(set, guide, options, tree, sink).run();
  if (sink.count() == 0) return set.envelope_faults.empty();
  sink.sort();
  return false;
}

}  // namespace x12
