// AAA of every loop of a response -> Refusal.
#pragma once

#include "parsers/x12/loop_view.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// Appends a Refusal for each AAA. `asked` gives the places: index of provider and line, and where in the
/// request the refused part stood. The element is named where the code of list 901 itself names the datum
/// (64: the patient's id). Words are the MSG of the level. Rule: 005010X217 response AAA.
void read_refusals(const x12::LoopView& set, const precert::ReviewRequest& asked,
                   precert::Determination& determination);

}  // namespace mappers
