// Cross-origin requests: which browsers' pages may call, told in one place for all routes.
#pragma once

#include <string>
#include <vector>

#include "gateway/http/message.hpp"

namespace gateway {

/// The answer to OPTIONS: 204 with the methods of the path, and, for a page that may call (see allow_origin),
/// what its requests may carry. It asks for no credentials: browsers send none with a preflight.
[[nodiscard]] HttpReply options_reply(const std::string& allowed_methods);

/// Lets the page that sent `request` read `reply` when its origin is among `origins` ("*" = any page).
/// Nothing for requests without Origin. Cookies are not used, so credentials are never allowed. Rule: Fetch
/// standard, CORS protocol.
void allow_origin(const HttpRequest& request, const std::vector<std::string>& origins, HttpReply& reply);

}  // namespace gateway
