// The business level of `precert validate`: what a gateway would answer with AAA, or could not keep.
#pragma once

#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "gateway/cli/validation_report.hpp"
#include "gateway/edi/conversations.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace gateway::cli {

/// By what the business level is judged.
struct BusinessRules {
  const precert::Rulebook* rulebook = nullptr;  // nullptr = the level is left out
  bool any_payer = true;  // the rules speak of nobody in particular: whom a message names as payer is not judged
  base::Instant now{};
};

/// Faults of a set that its guide has nothing against: requests, inquiries, notices and 270s; the level
/// "business", with the AAA03 and the loop of the answer. A value that cannot be kept at all is the 999's
/// (`acknowledgment`). No file of the payer is opened, so whether a member or an earlier case is known shows
/// only in an answer.
[[nodiscard]] std::vector<Finding> business_findings(const CheckedSet& set, std::string_view implementation,
                                                     std::string_view direction, const BusinessRules& rules);

}  // namespace gateway::cli
