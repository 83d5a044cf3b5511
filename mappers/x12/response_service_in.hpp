// 2000F of a response, and what 2000E shares with it -> LineDetermination.
#pragma once

#include <string_view>
#include <vector>

#include "parsers/x12/loop_view.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// TRN of one kind: "2" echoes the asker's, "1" is the reviewer's own.
[[nodiscard]] std::vector<precert::Trace> traces_of(const x12::LoopView& loop, std::string_view type);

/// HCR, REF NT and DTP 007/036 of either level, with sequence 0.
[[nodiscard]] precert::LineDetermination event_decision_from(const x12::LoopView& loop);

/// HI*LOI and PWK of either level: what is asked for. A PWK of kind 77 (support data) belongs to the LOINC in
/// the same place of the order, since X12 has no other way to tell; LOINC 102089-0 asks for the payer's
/// questionnaire. Rule: 005010X217 response HI, PWK.
void read_missing(const x12::LoopView& loop, precert::LineDetermination& line);

/// Every 2000F that has a decision, and the notes of all. `told` holds the same lines in the same order,
/// `asked` is the request when it is known.
void read_lines(const x12::LoopView& event, const precert::ReviewRequest& told,
                const precert::ReviewRequest* asked, precert::Determination& determination);

/// Sequences of the 2000F in order: those of the request they answer, else the next free ones.
[[nodiscard]] std::vector<int> sequences_of(const x12::LoopView& event, const precert::ReviewRequest& asked);

}  // namespace mappers
