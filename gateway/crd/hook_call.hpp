// POST /cds-services/{id}: one hook call from its bytes to its answer.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "base/issue.hpp"
#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// 200 with cards and systemActions, whatever the rules say of the patient; 400, 412, 422 with an
/// OperationOutcome when the call itself cannot be used, 401 when its token is not accepted, 404 for a
/// service that is not there, 503 when nothing can be stored. What is not known in time
/// (crd_answer_within_ms) is left out. Every call of a service by a known client is stored with its answer
/// and its checks before the answer leaves. Lifetimes: awaited in place.
[[nodiscard]] boost::asio::awaitable<HttpReply> hook_call(const HttpRequest& request,
                                                          const std::string& service, Services& services);

/// A refusal as every CDS Hooks route gives it: an OperationOutcome (hook-10); 5xx with Retry-After.
[[nodiscard]] HttpReply hook_refusal(unsigned status, const base::Issues& issues);
/// 401 with its challenge, or 503 when the store did not answer.
[[nodiscard]] HttpReply caller_refusal(const base::Issues& issues);

}  // namespace gateway
