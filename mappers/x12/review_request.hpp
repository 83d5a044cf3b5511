// 278 X217 request <-> model.
#pragma once

#include "base/result.hpp"
#include "parsers/x12/loop_view.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// A checked 005010X217 request -> ReviewRequest. What a 999 rejects was settled by x12::check; the few
/// values that can still not be kept (a number of 19 digits) become Issues with their place. Every struct's
/// source is "SEGMENT-EE @POSITION" within the transaction set.
[[nodiscard]] base::Result<precert::ReviewRequest> review_request_from(
    const x12::LoopTree& tree, const x12::InterchangeHeader& interchange, const x12::GroupHeader& group);

/// ST..SE of a 005010X217 request. `control_number` is ST02. What X12 cannot carry (a 13th diagnosis) is
/// reported as warnings, never dropped in silence.
base::Issues write_review_request(x12::Writer& out, const precert::ReviewRequest& request,
                                  std::string_view control_number);

}  // namespace mappers
