// POST /x12: a message of interchanges in the body, or a batch in a file beside it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// 200 with the responses, or with TA1 or 999 for what was rejected; `?mode=batch` adds a TA1 (when ISA14 =
/// 1) and a 999 for every group. 400 and problem+json when there is no readable envelope. 503 when it cannot
/// be stored. docs/clearinghouse.md tells which fault is answered by which of them.
[[nodiscard]] boost::asio::awaitable<HttpReply> post_x12(const HttpRequest& request, Services& services);

/// True for requests whose body may come as a file of any size: POST /x12?mode=batch.
[[nodiscard]] bool takes_files(const std::string& target);

}  // namespace gateway
