// HTTP and HTTPS to others: one request, one reply, every wait and every size bounded. Where it may go is a
// policy, checked on the URL and again on the address the name stands for, so that a URL somebody gave us
// cannot reach what only this machine can (server-side request forgery). Redirects are never followed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

struct OutboundRequest {
  Method method = Method::post;
  std::string url;           // "https://host[:port]/path?query"
  std::string content_type;  // "" = none is sent
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  // besides Host, Content-Type, Content-Length
  std::chrono::milliseconds timeout{20'000};  // from looking the name up to the last byte
  std::size_t reply_bytes_max = std::size_t{1} << 20U;  // body; a longer one is a failure
  bool* sent = nullptr;  // becomes true when the other side may have got the request: after a failure before
                         // that it has done nothing
};

/// Where requests may go, and how the other side is known.
struct OutboundPolicy {
  bool plain_http = false;         // http: too
  bool private_addresses = false;  // loopback, private, link-local and other addresses of no public host
  std::vector<std::string> hosts;  // these only: "hooks.example.org", "*.example.org"; with ":8443" at that
                                   // port only; empty = any
  std::filesystem::path ca_file;   // PEM; trusted besides the system's authorities
  std::filesystem::path certificate_file;  // PEM chain that says who calls (mutual TLS); "" = none
  std::filesystem::path private_key_file;  // PEM of the certificate's key
};

/// A URL in parts.
struct OutboundUrl {
  bool tls = true;
  std::string host;    // lower case, an IPv6 address without its brackets
  std::string port;    // digits
  std::string target;  // path and query, "/" at least
};

/// Errors: data_invalid when it is no http or https URL with a host; user names in URLs are refused.
[[nodiscard]] base::Result<OutboundUrl> outbound_url_from(std::string_view url);

/// What can be said of a URL without looking its name up. Errors: data_invalid with what the policy wants.
[[nodiscard]] base::Result<void> permitted(const OutboundUrl& url, const OutboundPolicy& policy);

/// True for addresses that belong to public hosts (IANA special-purpose registries).
[[nodiscard]] bool is_public(const boost::asio::ip::address& address);

/// True for a header name and value that can be sent as they are: a token, and no control characters.
[[nodiscard]] bool is_header(std::string_view name, std::string_view value);

/// Made once and used for many calls, from any thread: the trusted authorities are read at the first https.
class Outbound {
 public:
  explicit Outbound(OutboundPolicy policy);
  ~Outbound();
  Outbound(const Outbound&) = delete;
  Outbound& operator=(const Outbound&) = delete;

  /// Any reply that came, whatever its status; its headers are in HttpReply::headers. TLS 1.2 or newer, the
  /// peer's certificate and name verified. Errors: data_invalid (URL or header not permitted),
  /// upstream_unavailable (no address, no connection, no TLS, no answer in time, answer too long); `where` is
  /// HOST:PORT, never the path. Lifetimes: awaited in place.
  [[nodiscard]] boost::asio::awaitable<base::Result<HttpReply>> call(const OutboundRequest& request) const;
  /// The same for callers without an event loop.
  [[nodiscard]] base::Result<HttpReply> call_now(const OutboundRequest& request) const;

  [[nodiscard]] const OutboundPolicy& policy() const { return policy_; }

 private:
  struct Trust;
  OutboundPolicy policy_;
  std::unique_ptr<Trust> trust_;
};

}  // namespace gateway
