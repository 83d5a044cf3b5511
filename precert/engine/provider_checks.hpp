// What a review, unlike a question, asks of the providers and the group that are named. Inside of
// precert/engine/.
#pragma once

#include <vector>

#include "precert/engine/line_context.hpp"

namespace precert {

/// AAA 43 of each provider of the event whose NPI has a wrong check digit, unless the payer only notes that
/// (refuse_bad_npi); 78 when the group that was named is none of the member's. Any of them ends the request.
/// Rule: 005010X217 2010EA, 2010C AAA.
[[nodiscard]] std::vector<Refusal> naming_refusals_of(const EventContext& event);

/// AAA 43 of the first such provider of a line. Rule: 005010X217 2010F AAA.
[[nodiscard]] std::vector<Refusal> naming_refusals_of(const LineContext& context);

}  // namespace precert
