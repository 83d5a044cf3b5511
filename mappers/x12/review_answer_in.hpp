// Everything that may come back for a 278 that was sent: a response, or an acknowledgment that there will be
// none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mappers/model/answered_review.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// By what an answer is known to belong to an interchange with one 278 request, or one 275 that goes ahead of it.
struct SentReview {
  std::string interchange_number;  // ISA13
  std::string group_number;        // GS06
  std::string set_number;          // ST02
  std::string reference;           // BHT03; "" of a 275
};
/// Read from the interchange itself; all "" when there is neither in it.
[[nodiscard]] SentReview sent_review_from(std::string_view interchange);

enum class AnswerKind : std::uint8_t {
  review,                // a 278 response: decisions or refusals
  set_rejected,          // a 999 rejects the transaction set: what was written in it
  interchange_rejected,  // a TA1 or AK905 rejects interchange or group: the envelope
  not_an_answer,         // unreadable, cut off, contradictory, or the answer to something else
};

struct ReviewAnswer {
  AnswerKind kind = AnswerKind::not_an_answer;
  AnsweredReview review;  // of kind review
  std::string words;  // what the acknowledgment says, or why this is no answer; never a value of the message
};

/// Reads all of `bytes`. A response counts only when its envelopes are whole, its guide has nothing against
/// it, and BHT03 is the one that was sent; the same response twice counts once, two that differ count as
/// none. An acknowledgment counts only when it quotes the control numbers that were sent; one that accepts is
/// no answer by itself. Words quote codes and places of a 999, never IK404. Rule: X12.5 TA1,
/// 005010X231A1, 005010X217 response.
[[nodiscard]] ReviewAnswer review_answer_from(std::string_view bytes, const SentReview& sent,
                                              const precert::ReviewRequest& asked);

}  // namespace mappers
