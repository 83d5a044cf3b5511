// What an answer in either dialect says.
#pragma once

#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// A decision, and what its message repeats of the request that it answers: parties, patient, event and lines
/// as the reviewer has them. What only a request can say (papers that were announced, answers, pointers) is
/// not in `told`.
struct AnsweredReview {
  precert::ReviewRequest told;
  precert::Determination determination;
};

}  // namespace mappers
