// Model -> 278 X217 response.
#pragma once

#include <string_view>

#include "parsers/x12/writer.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// ST..SE of a 005010X217 response: HCR and AAA at their loops, the request's traces echoed (TRN*2), the
/// UMO's own (TRN*1), REF, DTP, HI*LOI, HSD, PWK, MSG, PER and the facility each line is certified for.
/// The answer ends after the first of 2000A .. 2010D that is refused. Refusal::index is the 1-based provider at
/// event_provider and the line's sequence at service and service_provider; 0 = the first.
/// TRN*1 is assigned by "9" and nine characters of the payer's identifier. Words are cut to the 264 of MSG.
/// Rule: 005010X217 response; loops as in the x12 guide table 005010X217_response.
void write_review_response(x12::Writer& out, const precert::ReviewRequest& request,
                           const precert::Determination& determination, std::string_view control_number,
                           base::Instant at);

}  // namespace mappers
