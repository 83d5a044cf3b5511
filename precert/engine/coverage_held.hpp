// Authorizations that the patient already holds for a service that is asked about. Inside of precert/engine/.
#pragma once

#include <vector>

#include "precert/engine/line_context.hpp"
#include "precert/model/coverage_answer.hpp"

namespace precert {

/// Those on file for the service that are valid on the day and may be told to the asker; which of them cover
/// what is asked about comes first. One covers it when modifiers and teeth are the same, nobody else is to do
/// it, all its days are within the validity and no more is asked for than was certified. A question by
/// service type is covered by any.
[[nodiscard]] std::vector<HeldAuthorization> held_authorizations(const LineContext& context);

}  // namespace precert
