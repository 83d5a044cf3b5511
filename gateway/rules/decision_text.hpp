// A decision on one line in a few words, so that two can be told apart.
#pragma once

#include <string>

#include "precert/model/determination.hpp"

namespace gateway {

/// "certified until 2026-04-05", "pended for a, b", "not_certified 0M": action, reasons, what is missing or
/// where it waits, validity and quantity. Equal texts are equal decisions.
[[nodiscard]] std::string decision_text(const precert::LineDetermination& line);
/// "refused 75, 58"; "" when nothing was refused.
[[nodiscard]] std::string refusal_text(const precert::Determination& determination);

}  // namespace gateway
