// Model -> 278 X217 response.
#pragma once

#include <string_view>

#include "parsers/x12/writer.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// ST..SE of a 005010X217 response: HCR and AAA at their loops, the request's traces echoed (TRN*2), the
/// UMO's own (TRN*1), REF, DTP, HI*LOI, HSD, PWK, MSG, PER and the facility each line is certified for. Rule:
/// 005010X217 response; loops as in the x12 guide table 005010X217_response.
void write_review_response(x12::Writer& out, const precert::ReviewRequest& request,
                           const precert::Determination& determination, std::string_view control_number,
                           base::Instant at);

}  // namespace mappers
