// Asks an upstream and says what came of it. Nothing is stored here and nothing is decided.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/http/message.hpp"
#include "gateway/upstream/upstreams.hpp"
#include "mappers/model/answered_review.hpp"
#include "precert/model/review_request.hpp"

namespace gateway {

enum class AskOutcome : std::uint8_t {
  answered,          // a decision or refusals
  message_refused,   // it does not take what was said (999, OperationOutcome): the same again would fare no
                     // better
  envelope_refused,  // it does not take what this gateway is or sends (TA1, AK905, 401, 404): a matter of
                     // set-up
  unreachable,       // it has not got the request, or says that it is busy: nothing was done
  no_answer,         // it may have the request: time is over, or the connection was lost
  not_an_answer,     // something came that is no answer to this request: garbage, half an answer, somebody
                     // else's
};

struct Asked {
  AskOutcome outcome = AskOutcome::unreachable;
  mappers::AnsweredReview review;  // answered
  std::string words;  // what was said or is wrong, for the asker; a payer of FHIR may name the patient in it
  std::string noted;  // the same for logs: status, codes and places, nothing in a payer's own words
  HttpReply reply;    // as it came; status 0 = none did
};

/// Sends every message of `bytes` (Outgoing::bytes) in its order and reads the answer to the request, which
/// is the last. `asked` is Outgoing::request. All of it within Upstream::timeout. Lifetimes: awaited in
/// place.
[[nodiscard]] boost::asio::awaitable<Asked> asked_upstream(const Upstream& upstream, std::string_view bytes,
                                                           const precert::ReviewRequest& asked);

/// What a reply says: the same when it is read from the store later.
[[nodiscard]] Asked asked_from(const Upstream& upstream, std::string_view bytes,
                               const precert::ReviewRequest& asked, HttpReply reply);

}  // namespace gateway
