// POST /x12: interchanges in, interchanges out.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "gateway/review/commit.hpp"

namespace gateway {

/// 200 with the 278 responses, or with TA1 or 999 for what was rejected; `?mode=batch` adds a TA1 (when ISA14 = 1) and a
/// 999 for every group. 400 and problem+json when there is no readable envelope. 503 when it cannot be stored.
/// Rule: x12-278 section 1.4 tells which fault is answered at which level.
[[nodiscard]] boost::asio::awaitable<HttpReply> exchange_278(const HttpRequest& request, Services& services);

/// What exchange_278 does up to the commit. Errors: store_unavailable.
[[nodiscard]] base::Result<Prepared> prepared_interchanges(const HttpRequest& request, const ReceivedMessage& message,
                                                           Services& services);

}  // namespace gateway
