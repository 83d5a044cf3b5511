// Whether a reviewer may decide so. Inside of precert/engine/: decided() asks before it writes anything.
#pragma once

#include <string>

#include "precert/engine/determine.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {

/// What keeps the decision from being made, all faults at once: conflict (the line does not wait),
/// data_invalid (who may decide it, what a denial has to say, amounts and times that nobody asked for).
[[nodiscard]] base::Issues decision_faults(const PriorCase& pended, const ReviewerDecision& decision,
                                           const Rulebook& rulebook, base::Instant now);

/// The vendor's contract of the day, else the newest; nullptr when the rulebook has no such vendor.
[[nodiscard]] const Vendor* vendor_of(const Rulebook& rulebook, const std::string& id, base::Date day);

}  // namespace precert
