// What an update leaves of the case it was sent for. See docs/cases.md.
#pragma once

#include <optional>

#include "precert/engine/facts.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace precert {

/// True for a first request that names a case of which everything was withdrawn: it asks anew, and continues
/// nothing. Rule: what is withdrawn stays withdrawn and takes a new request (UM02 = I).
[[nodiscard]] bool asks_anew(const ReviewRequest& request, const PriorCase& named);

/// The next version of `earlier` when lines of an update were refused (AAA in 2000F): they are as they were
/// before it, and what the case never had is no part of it. Nothing when no line was refused: then the case
/// is what was decided.
[[nodiscard]] std::optional<PriorCase> without_refused_lines(const PriorCase& earlier,
                                                             const ReviewRequest& request,
                                                             const Determination& determination);
/// The same, with every line due by the clock of all of them: while a line that was refused waits for papers,
/// promises that pause are due for none. `facts` as the update was decided with.
[[nodiscard]] std::optional<PriorCase> without_refused_lines(const PriorCase& earlier,
                                                             const ReviewRequest& request,
                                                             const Determination& determination,
                                                             const Rulebook& rulebook, const Facts& facts);

}  // namespace precert
