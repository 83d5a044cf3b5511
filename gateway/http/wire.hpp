// Inside of gateway/http: requests and replies as Beast reads and writes them.
#pragma once

#include <boost/beast/http.hpp>
#include <string>

#include "gateway/http/message.hpp"

namespace gateway {

/// Everything but the body.
[[nodiscard]] HttpRequest request_from_wire(const boost::beast::http::request_header<>& read);

/// Status and headers of a reply, in whichever form its body goes out.
template <class Body>
[[nodiscard]] boost::beast::http::response<Body> wire_head_of(const HttpReply& reply, unsigned version,
                                                              bool keep_alive) {
  namespace http = boost::beast::http;
  http::response<Body> wire;
  wire.version(version);
  wire.result(reply.status);
  if (!reply.content_type.empty()) wire.set(http::field::content_type, reply.content_type);
  wire.set("X-Content-Type-Options", "nosniff");
  wire.set(http::field::cache_control, "no-store");
  for (const auto& [name, value] : reply.headers) wire.set(name, value);
  wire.keep_alive(keep_alive);
  return wire;
}

/// What a failed read deserves as an answer; 0 = none, the peer went away.
[[nodiscard]] unsigned status_of_failed_read(const boost::system::error_code& error);
/// What is said with it.
[[nodiscard]] std::string words_of_failed_read(unsigned status);

}  // namespace gateway
