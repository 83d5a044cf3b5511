// POST /cds-services/{id}/feedback: what became of the cards (CDS Hooks 2.0 "Feedback").
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// 200 when it is stored; 400 when it is no feedback, 401, 404 as hook_call. Lifetimes: awaited in place.
[[nodiscard]] boost::asio::awaitable<HttpReply> hook_feedback(const HttpRequest& request,
                                                              const std::string& service, Services& services);

}  // namespace gateway
