// 278 X217 response -> model: the decision, and what it repeats of the request that it answers.
#pragma once

#include "base/result.hpp"
#include "mappers/model/answered_review.hpp"
#include "parsers/x12/loop_view.hpp"
#include "parsers/x12/reader.hpp"

namespace mappers {

/// A checked 005010X217 response. With `asked` the lines get the sequences of the request: by the trace that
/// is echoed (TRN*2), then by position; a line that nobody asked for gets the next free sequence and
/// LineDetermination::added. What was certified stands in the determination only where it differs from what
/// was asked; a refusal names the place of the request it is about. A line that the answer does not mention
/// shares the event's decision; after A2, which does not say which lines are meant, it is pended with a note.
///
/// MSG becomes a note of its level, or the words of the refusal that stands there. Errors: x12_element for a
/// value that cannot be kept; x12_set when neither a decision nor a refusal is in it. Rule: 005010X217
/// response.
[[nodiscard]] base::Result<AnsweredReview> answered_review_from(
    const x12::LoopTree& tree, const x12::InterchangeHeader& interchange, const x12::GroupHeader& group,
    const precert::ReviewRequest* asked = nullptr);

}  // namespace mappers
