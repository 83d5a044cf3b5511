// The report of one X12 file: interchange by interchange, group by group, set by set, all faults in one pass.
#pragma once

#include <string>

#include "gateway/cli/validate_business.hpp"
#include "gateway/cli/validation_report.hpp"
#include "gateway/edi/partners.hpp"

namespace gateway::cli {

/// Checks `text` as a gateway of these partners would. `named`: as this partner, whoever the sender says it
/// is; nullptr: by ISA05 and ISA06. Sets of a group or interchange that is rejected are checked all the same. With
/// `rules` also what would be answered with AAA.
[[nodiscard]] Report x12_report(const std::string& file, const std::string& text, const Partners& partners,
                                const Partner* named, const BusinessRules& rules = {});

}  // namespace gateway::cli
