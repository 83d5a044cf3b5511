// 2000E and 2000F of a request -> PatientEvent, ServiceLine, and the documents, notes and answers of their
// level.
#pragma once

#include "mappers/x12/values.hpp"
#include "parsers/x12/loop_view.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// 2000E with 2010EA, EB, EC into `request` (event, documents, notes, answers). Rule: 005010X217 2000E.
void read_event(const x12::LoopView& loop, precert::ReviewRequest& request, ValueReader& read);

/// One 2000F with its 2010F, appended to `request` as line `sequence` (1-based). Rule: 005010X217 2000F.
void read_service(const x12::LoopView& loop, int sequence, precert::ReviewRequest& request,
                  ValueReader& read);

/// TRN of either level: TRN02, 03, 04.
[[nodiscard]] std::vector<precert::Trace> traces_from(const x12::LoopView& loop);
/// HSD of either level.
[[nodiscard]] std::optional<precert::Delivery> delivery_from(const x12::SegmentView& hsd, ValueReader& read);
/// UM04.
[[nodiscard]] std::optional<precert::Place> place_from(const x12::SegmentView& um);
/// HI: every diagnosis of it, in order.
[[nodiscard]] std::vector<precert::Diagnosis> diagnoses_from(const x12::SegmentView& hi, ValueReader& read);
/// C003 at `element`: qualifier, code, four modifiers, description, end of the range.
[[nodiscard]] precert::Procedure procedure_from(const x12::SegmentView& segment, unsigned element);
/// PWK and MSG of either level; service 0 = the event.
void read_supporting(const x12::LoopView& loop, int service, precert::ReviewRequest& request);

}  // namespace mappers
