// A model as X12 can say it: its texts without delimiters, control characters and letters that are not agreed.
#pragma once

#include <optional>

#include "base/issue.hpp"
#include "parsers/x12/writer.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// `model` with every such letter written without its accent, every other such character made a blank, blanks
/// at either end dropped, and identifiers, numbers and lines left out that then say nothing; nullopt when
/// there is nothing to change, which is the rule. Each such text is told to `writer` first, which may choose
/// other delimiters for it; what is still changed is reported as a warning at its path. A determination's own
/// words (reasons, rights, notes) are left as they are: a MSG is fitted to the delimiters. Rule: X12.5
/// (no delimiter stands in data), X12.6 (character sets).
[[nodiscard]] std::optional<precert::ReviewRequest> speakable(const precert::ReviewRequest& model,
                                                              x12::Writer& writer, base::Issues& issues);
[[nodiscard]] std::optional<precert::Determination> speakable(const precert::Determination& model,
                                                              x12::Writer& writer, base::Issues& issues);

}  // namespace mappers
