// The authorization server: SMART Backend Services, for clients that have keys. Without such a client its
// paths are 404.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "gateway/http/router.hpp"

namespace gateway {

inline constexpr const char* oauth_token_path = "/oauth/token";

/// The URL of the token endpoint, which is also the `aud` of assertions.
[[nodiscard]] std::string oauth_token_url(const Config& config);

/// POST /oauth/token (RFC 6749 4.4 with RFC 7523 assertions): an access token for five minutes, or an error
/// as in RFC 6749 5.2. Lifetimes: awaited in place.
[[nodiscard]] boost::asio::awaitable<HttpReply> oauth_token(const HttpRequest& request, const std::string& id,
                                                            Services& services);

/// GET BASE/.well-known/smart-configuration
[[nodiscard]] HttpReply smart_configuration(const HttpRequest& request, const std::string& id,
                                            Services& services);

/// Both, the second under every base of FHIR and at the root.
[[nodiscard]] std::vector<Route> oauth_routes();

}  // namespace gateway
