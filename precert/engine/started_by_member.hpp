// A request that a member has started by telephone: care outside the network begins so (SC-51), and then it
// is reviewed like any other (SC-52). Kept as an answer whose source is the call: no message can say it.
#pragma once

#include <algorithm>
#include <string_view>

#include "precert/model/review_request.hpp"

namespace precert {

inline constexpr std::string_view started_by_member_question = "started-by-member";
inline constexpr std::string_view telephone_source = "phone";

[[nodiscard]] inline bool says_member_started(const Answer& answer) {
  return answer.question == started_by_member_question && answer.source.where == telephone_source;
}
[[nodiscard]] inline bool started_by_member(const ReviewRequest& request) {
  return std::ranges::any_of(request.answers, says_member_started);
}
inline void mark_started_by_member(ReviewRequest& request) {
  if (started_by_member(request)) return;
  Answer& answer = request.answers.emplace_back();
  answer.question = started_by_member_question;
  answer.value = true;
  answer.source.where = telephone_source;
}

}  // namespace precert
