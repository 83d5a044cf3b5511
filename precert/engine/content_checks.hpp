// What makes an event, or one line of it, impossible to review: wrong dates, codes that cannot be, nothing to
// act on.
#pragma once

#include <vector>

#include "precert/engine/line_context.hpp"

namespace precert {

/// Faults of the event: 33 an amount of nothing, a change of what is denied, a change or an appeal of what is
/// withdrawn, 56 dates, 60 born later, AF diagnosis, AA nothing on file to act on, T5 nothing to review. Any of them
/// ends the request.
/// Rule: 005010X217 2000E AAA.
[[nodiscard]] std::vector<Refusal> event_refusals_of(const EventContext& event);

/// Faults of one line: AG code, 33 an amount of nothing or less, 57 dates, 60 born later, 62 too old or too
/// far ahead, and what reference_refusals_of() finds. The other lines are decided.
/// Rule: 005010X217 2000F AAA.
[[nodiscard]] std::vector<Refusal> line_refusals_of(const LineContext& context);

/// AA of a line that quotes the number of another review, or withdraws what the case does not have: no line of
/// the case may be taken for it. Rule: 005010X217 2000F AAA, REF*BB; PAS: an item keeps its sequence.
[[nodiscard]] std::vector<Refusal> reference_refusals_of(const LineContext& context);

/// True when the whole request, not some lines of it, is taken back.
[[nodiscard]] bool cancels_everything(const ReviewRequest& request);

}  // namespace precert
