#include "gateway/http/outbound.hpp"

#include <openssl/ssl.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>

#include "gateway/http/outbound_issues.hpp"
#include "gateway/http/router.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using Error = boost::system::error_code;
using Tcp = asio::ip::tcp;

base::Issues away(const OutboundUrl& url, const std::string& why) {
  return base::Issues(base::Issue{base::IssueCode::upstream_unavailable, url.host + ":" + url.port,
                                  "no answer: " + why, base::Severity::error});
}

http::verb verb_of(Method method) {
  switch (method) {
    case Method::get: return http::verb::get;
    case Method::post: return http::verb::post;
    case Method::put: return http::verb::put;
    case Method::del: return http::verb::delete_;
    case Method::options: return http::verb::options;
    case Method::other: break;
  }
  return http::verb::unknown;
}

using WireRequest = http::request<http::string_body>;

std::string host_header(const OutboundUrl& url) {
  const std::string host = url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
  const bool usual = url.port == (url.tls ? "443" : "80");
  return usual ? host : host + ":" + url.port;
}

WireRequest wire_from(const OutboundRequest& request, const OutboundUrl& url) {
  WireRequest wire;
  wire.version(11);
  wire.method(verb_of(request.method));
  wire.target(url.target);
  wire.set(http::field::host, host_header(url));
  wire.set(http::field::user_agent, "precert");
  wire.set(http::field::connection, "close");
  for (const auto& [name, value] : request.headers) wire.insert(name, value);
  if (!request.content_type.empty()) wire.set(http::field::content_type, request.content_type);
  wire.body() = request.body;
  wire.prepare_payload();
  return wire;
}

HttpReply reply_from(http::response<http::string_body>&& wire) {
  HttpReply reply;
  reply.status = wire.result_int();
  for (const auto& field : wire) {
    reply.headers.emplace_back(std::string(field.name_string().data(), field.name_string().size()),
                               std::string(field.value().data(), field.value().size()));
  }
  const auto type = wire[http::field::content_type];
  reply.content_type.assign(type.data(), type.size());
  reply.body = std::move(wire.body());
  return reply;
}

/// Writes the request and reads the reply; the deadline is the stream's.
template <class Stream>
asio::awaitable<base::Result<HttpReply>> exchanged(Stream& stream, const OutboundUrl& url,
                                                   const WireRequest& wire, std::size_t reply_bytes_max,
                                                   bool* sent) {
  constexpr std::uint32_t header_bytes_max = 32U * 1024;
  Error error;
  if (sent != nullptr) *sent = true;
  co_await http::async_write(stream, wire, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return away(url, error.message());
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.header_limit(header_bytes_max);
  parser.body_limit(reply_bytes_max);
  co_await http::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
  // A peer that closes TLS without a word after a whole reply has said all there is (seen often).
  if (error && !(error == ssl::error::stream_truncated && parser.is_done())) {
    co_return away(url, error.message());
  }
  co_return reply_from(parser.release());
}

using Clock = std::chrono::steady_clock;

/// A name that is looked up. It outlives whoever stops waiting for it: the system cannot be interrupted.
struct Lookup {
  explicit Lookup(const asio::any_io_executor& executor) : resolver(executor), patience(executor) {}
  Tcp::resolver resolver;
  asio::steady_timer patience;  // ends when the answer is here, or at the deadline
  Tcp::resolver::results_type found;
  Error error = asio::error::timed_out;  // until there is an answer
};

/// The addresses of the host that the policy permits. Errors: upstream_unavailable, data_invalid.
asio::awaitable<base::Result<std::vector<Tcp::endpoint>>> endpoints_of(const OutboundUrl& url,
                                                                       const OutboundPolicy& policy,
                                                                       Clock::time_point deadline) {
  const auto lookup = std::make_shared<Lookup>(co_await asio::this_coro::executor);
  lookup->patience.expires_at(deadline);
  lookup->resolver.async_resolve(url.host, url.port,
                                 [lookup](const Error& error, Tcp::resolver::results_type found) {
                                   lookup->error = error;
                                   lookup->found = std::move(found);
                                   lookup->patience.cancel();
                                 });
  Error ended;
  co_await lookup->patience.async_wait(asio::redirect_error(asio::use_awaitable, ended));
  if (lookup->error) co_return away(url, lookup->error.message());
  std::vector<Tcp::endpoint> permitted_ones;
  for (const auto& entry : lookup->found) {
    if (policy.private_addresses || is_public(entry.endpoint().address())) {
      permitted_ones.push_back(entry.endpoint());
    }
  }
  if (permitted_ones.empty()) co_return unusable_url("the host has no public address.");
  co_return permitted_ones;
}

bool is_address(const std::string& host) {
  Error error;
  asio::ip::make_address(host, error);
  return !error;
}

}  // namespace

/// The authorities that are trusted, read when they are first needed.
struct Outbound::Trust {
  /// Errors: config_invalid when a file cannot be read.
  [[nodiscard]] base::Result<ssl::context*> context(const OutboundPolicy& policy) {
    const std::scoped_lock lock(mutex);
    if (made) return &*made;
    ssl::context fresh(ssl::context::tls_client);
    fresh.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 |
                      ssl::context::no_sslv2 | ssl::context::no_sslv3);
    fresh.set_verify_mode(ssl::verify_peer);
    Error error;
    fresh.set_default_verify_paths(error);
    if (!error && !policy.ca_file.empty()) fresh.load_verify_file(policy.ca_file.string(), error);
    if (!error && !policy.certificate_file.empty()) {
      // A key that wants a password is none; OpenSSL's own way would ask at the terminal, and wait.
      fresh.set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); });
      fresh.use_certificate_chain_file(policy.certificate_file.string(), error);
      if (!error) fresh.use_private_key_file(policy.private_key_file.string(), ssl::context::pem, error);
    }
    if (error) {
      return base::Issues(base::Issue{base::IssueCode::config_invalid, "certificates",
                                      "a certificate file cannot be used: " + error.message(),
                                      base::Severity::error});
    }
    made.emplace(std::move(fresh));
    return &*made;
  }

  std::mutex mutex;
  std::optional<ssl::context> made;
};

Outbound::Outbound(OutboundPolicy policy) : policy_(std::move(policy)), trust_(std::make_unique<Trust>()) {}
Outbound::~Outbound() = default;

namespace {

/// TLS over a connection that stands: the name is asked for (SNI) and verified.
asio::awaitable<base::Result<HttpReply>> over_tls(beast::tcp_stream plain, ssl::context& context,
                                                  const OutboundUrl& url, const WireRequest& wire,
                                                  std::size_t reply_bytes_max, bool* sent) {
  beast::ssl_stream<beast::tcp_stream> stream(std::move(plain), context);
  std::string name = url.host;  // SSL_ctrl wants it to be writable
  constexpr long type = TLSEXT_NAMETYPE_host_name;
  if (!is_address(name) &&
      SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, type, name.data()) != 1) {
    co_return away(url, "the host's name cannot be sent");
  }
  stream.set_verify_callback(ssl::host_name_verification(url.host));
  Error error;
  co_await stream.async_handshake(ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return away(url, "TLS: " + error.message());
  base::Result<HttpReply> reply = co_await exchanged(stream, url, wire, reply_bytes_max, sent);
  co_return reply;
}

}  // namespace

asio::awaitable<base::Result<HttpReply>> Outbound::call(const OutboundRequest& request) const {
  const base::Result<OutboundUrl> url = outbound_url_from(request.url);
  if (!url) co_return url.error();
  const base::Result<void> may = permitted(*url, policy_);
  if (!may) co_return may.error();
  for (const auto& [name, value] : request.headers) {
    if (!is_header(name, value)) co_return unusable_url("a header cannot be sent as it is.");
  }
  ssl::context* context = nullptr;
  if (url->tls) {
    const base::Result<ssl::context*> trusted = trust_->context(policy_);
    if (!trusted) co_return trusted.error();
    context = *trusted;
  }
  const Clock::time_point deadline = Clock::now() + request.timeout;
  const base::Result<std::vector<Tcp::endpoint>> endpoints = co_await endpoints_of(*url, policy_, deadline);
  if (!endpoints) co_return endpoints.error();

  beast::tcp_stream stream(co_await asio::this_coro::executor);
  stream.expires_at(deadline);
  Error error;
  co_await stream.async_connect(*endpoints, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return away(*url, error.message());
  const WireRequest wire = wire_from(request, *url);
  if (context == nullptr) {
    base::Result<HttpReply> plain =
        co_await exchanged(stream, *url, wire, request.reply_bytes_max, request.sent);
    co_return plain;
  }
  base::Result<HttpReply> secret =
      co_await over_tls(std::move(stream), *context, *url, wire, request.reply_bytes_max, request.sent);
  co_return secret;
}

base::Result<HttpReply> Outbound::call_now(const OutboundRequest& request) const {
  asio::io_context context;
  std::optional<base::Result<HttpReply>> made;
  std::exception_ptr failure;
  asio::co_spawn(context, call(request),
                 [&](const std::exception_ptr& thrown, base::Result<HttpReply> reply) {
                   failure = thrown;
                   made.emplace(std::move(reply));
                 });
  context.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*made);
}

}  // namespace gateway
