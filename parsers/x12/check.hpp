// One validator for any guide: walks the segments of a transaction set along the guide's tables, builds the
// loop tree and reports every fault with its position. No allocation per element; `tree` and `faults` are
// reused by the caller.
#pragma once

#include <cstdint>
#include <vector>

#include "parsers/x12/fault.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/loop_view.hpp"
#include "parsers/x12/reader.hpp"

namespace x12 {

/// What a trading partner may relax.
struct CheckOptions {
  std::uint32_t loops_max = 20'000;  // per set of a guide with HL levels; what comes after them is not looked at
  std::uint32_t faults_max = 100;    // per transaction set; further ones are counted, not kept
  bool extended_latin = false;       // accented letters in ISO 8859-1 are agreed (else IK403 6); read as UTF-8
  bool tolerate_hl_parent = false;   // rebuild a wrong HL02/HL04 silently instead of reporting IK4
};

/// Fills `tree` (as far as it could be built) and appends ik3/ik4 faults in reading order to `faults`.
/// True when the set may be processed: no fault of its own and none of the envelope.
bool check(const TransactionSet& set, const Guide& guide, const CheckOptions& options, LoopTree& tree,
           std::vector<Fault>& faults);

}  // namespace x12
