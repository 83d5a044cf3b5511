// A small blocking HTTP client: one request, one reply, every wait bounded. For commands, not for the hot
// path.
#pragma once

#include <chrono>
#include <string>

#include "base/result.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

struct HttpTarget {
  std::string host;
  std::string port;
  bool tls = false;
};

/// "http://127.0.0.1:8080", "https://pa.example.org" -> host, port and TLS. Errors: config_invalid.
[[nodiscard]] base::Result<HttpTarget> target_from(const std::string& url);

/// Sends `request` (path and query as they stand) and waits for the reply; Outbound without its policy. Errors:
/// upstream_unavailable, data_invalid when the path cannot stand in a URL.
[[nodiscard]] base::Result<HttpReply> send(const HttpTarget& target, const HttpRequest& request,
                                           std::chrono::seconds timeout = std::chrono::seconds(30));

}  // namespace gateway
