#include "gateway/http/client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

namespace gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Error = boost::system::error_code;

base::Issues away(const HttpTarget& target, const Error& error) {
  return base::Issues(base::Issue{base::IssueCode::upstream_unavailable, target.host + ":" + target.port,
                                  "no answer: " + error.message(), base::Severity::error});
}

/// Runs one asynchronous step to its end, so that the stream's deadline applies to it.
template <class Start>
Error step(asio::io_context& context, Start start) {
  Error outcome;
  start([&](const Error& error, auto&&...) { outcome = error; });
  context.restart();
  context.run();
  return outcome;
}

}  // namespace

base::Result<HttpTarget> target_from(const std::string& url) {
  constexpr std::string_view scheme = "http://";
  const base::Issue fault{base::IssueCode::config_invalid, "target", "'" + url + "' is not http://HOST:PORT.",
                          base::Severity::error};
  if (!url.starts_with(scheme)) return base::Issues(fault);
  std::string rest = url.substr(scheme.size());
  rest = rest.substr(0, rest.find('/'));
  const std::size_t colon = rest.rfind(':');
  HttpTarget target{rest.substr(0, colon), colon == std::string::npos ? "80" : rest.substr(colon + 1)};
  if (target.host.empty() || target.port.empty()) return base::Issues(fault);
  return target;
}

base::Result<HttpReply> send(const HttpTarget& target, const HttpRequest& request,
                             std::chrono::seconds timeout) {
  asio::io_context context;
  asio::ip::tcp::resolver resolver(context);
  Error error;
  const auto addresses = resolver.resolve(target.host, target.port, error);
  if (error) return away(target, error);
  beast::tcp_stream stream(context);
  stream.expires_after(timeout);
  error = step(context, [&](auto done) { stream.async_connect(addresses, done); });
  if (error) return away(target, error);

  http::request<http::string_body> wire;
  wire.version(11);
  wire.method(request.method == Method::get ? http::verb::get : http::verb::post);
  wire.target(request.query.empty() ? request.path : request.path + "?" + request.query);
  wire.set(http::field::host, target.host + ":" + target.port);
  wire.set(http::field::connection, "close");
  if (!request.content_type.empty()) wire.set(http::field::content_type, request.content_type);
  wire.body() = request.body;
  wire.prepare_payload();
  error = step(context, [&](auto done) { http::async_write(stream, wire, done); });
  if (error) return away(target, error);

  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(std::uint64_t{1} << 30U);
  error = step(context, [&](auto done) { http::async_read(stream, buffer, parser, done); });
  if (error) return away(target, error);
  HttpReply reply;
  reply.status = parser.get().result_int();
  const auto type = parser.get()[http::field::content_type];
  reply.content_type.assign(type.data(), type.size());
  reply.body = std::move(parser.get().body());
  return reply;
}

}  // namespace gateway
