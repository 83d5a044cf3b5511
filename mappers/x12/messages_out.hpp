// Notes and answers of a request -> the one MSG that each level of a 278 has.
#pragma once

#include <string>
#include <vector>

#include "mappers/x12/output.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// The text of 2000E's MSG at [0] and of the MSG of request.services[i] at [i + 1]; "" = none.
/// A level's answers come before its notes, because only one of the two fits into its MSG (see
/// docs/answers.md): when the event has both, its notes go to the first line's MSG if that is free (reported
/// as moved); otherwise they are reported as not carried. Several notes of a level are joined by " / " and
/// cut at 264 characters.
[[nodiscard]] std::vector<std::string> messages_of(Output& out, const precert::ReviewRequest& request);

/// "2026-01-07 2359 PST": the plan's day and hour as people are told them (SC-24), without a colon, which is
/// a delimiter in most interchanges. `time_zone` by name; "" = UTC.
[[nodiscard]] std::string due_words(base::Instant due, const std::string& time_zone);

/// Longest MSG01.
inline constexpr std::size_t message_length_max = 264;

}  // namespace mappers
