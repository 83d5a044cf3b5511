#include "gateway/http/server.hpp"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <set>
#include <thread>
#include <vector>

#include "gateway/telemetry/log.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Error = boost::system::error_code;

constexpr std::size_t first_read_bytes = std::size_t{16} * 1024;  // most requests whole, in one read

/// A connection as the drain sees it.
struct Connection {
  explicit Connection(tcp::socket socket) : stream(std::move(socket)) {}
  beast::tcp_stream stream;
  bool busy = false;  // between the first byte of a request and the last of its reply
};

Method method_from(http::verb verb) {
  switch (verb) {
    case http::verb::get: return Method::get;
    case http::verb::post: return Method::post;
    case http::verb::put: return Method::put;
    case http::verb::delete_: return Method::del;
    default: return Method::other;
  }
}

std::string text_of(beast::string_view view) { return {view.data(), view.size()}; }

HttpRequest request_from(http::request<http::string_body>&& read) {
  HttpRequest request;
  request.method = method_from(read.method());
  const std::string target = text_of(read.target());
  const std::size_t question = target.find('?');
  request.path = percent_decoded(std::string_view(target).substr(0, question));
  if (question != std::string::npos) request.query = target.substr(question + 1);
  request.content_type = text_of(read[http::field::content_type]);
  request.accept = text_of(read[http::field::accept]);
  request.authorization = text_of(read[http::field::authorization]);
  request.body = std::move(read.body());
  return request;
}

http::response<http::string_body> wire_from(HttpReply&& reply, unsigned version, bool keep_alive) {
  http::response<http::string_body> wire;
  wire.version(version);
  wire.result(reply.status);
  if (!reply.content_type.empty()) wire.set(http::field::content_type, reply.content_type);
  wire.set("X-Content-Type-Options", "nosniff");
  wire.set(http::field::cache_control, "no-store");
  for (const auto& [name, value] : reply.headers) wire.set(name, value);
  wire.body() = std::move(reply.body);
  wire.keep_alive(keep_alive);
  wire.prepare_payload();
  return wire;
}

/// What a failed read deserves as an answer; 0 = none, the peer went away.
unsigned status_for(const Error& error) {
  if (error == http::error::body_limit) return 413;
  if (error == http::error::header_limit) return 431;
  if (error == beast::error::timeout) return 408;
  if (error == http::error::end_of_stream || error == http::error::partial_message) return 0;
  if (error.category() == http::make_error_code(http::error::bad_method).category()) return 400;
  return 0;
}

std::string words_for(unsigned status) {
  switch (status) {
    case 413: return "The body is larger than this server takes.";
    case 431: return "The headers are larger than this server takes.";
    case 408: return "The request did not arrive in time.";
    default: return "The request is not readable as HTTP.";
  }
}

}  // namespace

struct HttpServer::State {
  State(HttpLimits with, unsigned threads, Handler answer, Refuser refuse)
      : limits(with), handler(std::move(answer)), refuser(std::move(refuse)) {
    for (unsigned i = 0; i < threads; ++i) workers.push_back(std::make_unique<Worker>());
  }

  /// One thread: its context and the connections it owns. Only its own thread touches `connections`.
  struct Worker {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    std::set<std::shared_ptr<Connection>> connections;
  };

  asio::awaitable<void> accept_loop();
  asio::awaitable<void> session(Worker& worker, std::shared_ptr<Connection> connection);
  asio::awaitable<bool> exchange(Connection& connection, beast::flat_buffer& buffer);
  asio::awaitable<HttpReply> answered(const HttpRequest& request);
  asio::awaitable<bool> send(Connection& connection, HttpReply reply, unsigned version, bool keep_alive);
  asio::awaitable<void> cut_after(std::chrono::seconds wait);
  void close_idle(Worker& worker) const;

  HttpLimits limits;
  Handler handler;
  Refuser refuser;
  std::vector<std::unique_ptr<Worker>> workers;
  std::unique_ptr<tcp::acceptor> acceptor;
  std::atomic<bool> draining{false};
  std::atomic<std::size_t> open{0};
};

asio::awaitable<void> HttpServer::State::accept_loop() {
  std::size_t next = 0;
  while (!draining) {
    Worker& worker = *workers[next++ % workers.size()];
    Error error;
    tcp::socket socket = co_await acceptor->async_accept(worker.context, asio::redirect_error(asio::use_awaitable, error));
    if (error) {
      if (draining) co_return;
      asio::steady_timer pause(workers[0]->context, std::chrono::milliseconds(50));  // out of descriptors: not a hot loop
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    if (open.load() >= limits.connections_max) continue;  // the socket closes as it goes out of scope
    socket.set_option(tcp::no_delay(true), error);
    auto connection = std::make_shared<Connection>(std::move(socket));
    ++open;
    asio::co_spawn(worker.context, session(worker, std::move(connection)), asio::detached);
  }
}

asio::awaitable<void> HttpServer::State::session(Worker& worker, std::shared_ptr<Connection> connection) {
  worker.connections.insert(connection);
  try {
    beast::flat_buffer buffer;
    bool again = true;
    while (again && !draining) again = co_await exchange(*connection, buffer);
    Error ignored;
    connection->stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  } catch (const std::exception& bug) {
    log::error("session_failed", {{"what", bug.what()}});
  }
  worker.connections.erase(connection);
  --open;
}

asio::awaitable<bool> HttpServer::State::exchange(Connection& connection, beast::flat_buffer& buffer) {
  http::request_parser<http::string_body> parser;
  parser.body_limit(limits.body_bytes_max);
  parser.header_limit(limits.header_bytes_max);
  Error error;
  if (buffer.size() == 0) {  // wait for the first byte apart, so that an idle connection is no slow request
    connection.stream.expires_after(limits.idle_timeout);
    const auto space = buffer.prepare(first_read_bytes);
    const std::size_t bytes =
        co_await connection.stream.async_read_some(space, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return false;
    buffer.commit(bytes);
  }
  connection.busy = true;
  connection.stream.expires_after(limits.request_timeout);
  co_await http::async_read_header(connection.stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
  if (!error && beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    const http::response<http::empty_body> proceed(http::status::continue_, parser.get().version());
    co_await http::async_write(connection.stream, proceed, asio::redirect_error(asio::use_awaitable, error));
  }
  if (!error) {
    co_await http::async_read(connection.stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
  }
  if (error) {
    const unsigned status = status_for(error);
    if (status == 0) co_return false;
    connection.stream.expires_after(std::chrono::seconds(5));
    HttpReply reply = refuser(status, percent_decoded(text_of(parser.get().target())), words_for(status));
    co_await send(connection, std::move(reply), 11, false);
    co_return false;
  }
  const bool keep_alive = parser.get().keep_alive();
  const unsigned version = parser.get().version();
  const HttpRequest request = request_from(parser.release());
  HttpReply reply = co_await answered(request);
  connection.stream.expires_after(limits.request_timeout);
  const bool sent = co_await send(connection, std::move(reply), version, keep_alive && !draining);
  connection.busy = false;
  co_return sent && keep_alive;
}

asio::awaitable<HttpReply> HttpServer::State::answered(const HttpRequest& request) {
  std::string failure;
  try {
    HttpReply reply = co_await handler(request);
    co_return reply;
  } catch (const std::exception& bug) {
    failure = bug.what();
  }
  log::error("request_failed", {{"path", request.path}, {"what", failure}});
  co_return refuser(500, request.path, "This server failed; the request may be sent again.");
}

asio::awaitable<bool> HttpServer::State::send(Connection& connection, HttpReply reply, unsigned version,
                                              bool keep_alive) {
  const http::response<http::string_body> wire = wire_from(std::move(reply), version, keep_alive);
  Error error;
  co_await http::async_write(connection.stream, wire, asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

void HttpServer::State::close_idle(Worker& worker) const {
  for (const auto& connection : worker.connections) {
    if (!connection->busy) connection->stream.cancel();
  }
}

asio::awaitable<void> HttpServer::State::cut_after(std::chrono::seconds wait) {
  const auto deadline = std::chrono::steady_clock::now() + wait;
  asio::steady_timer timer(workers[0]->context);
  while (open.load() > 0 && std::chrono::steady_clock::now() < deadline) {
    timer.expires_after(std::chrono::milliseconds(20));
    Error error;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
  for (const auto& worker : workers) worker->context.stop();
}

HttpServer::HttpServer(HttpLimits limits, unsigned threads, Handler handler, Refuser refuser)
    : state_(std::make_unique<State>(limits, threads == 0 ? 1 : threads, std::move(handler), std::move(refuser))) {}

HttpServer::~HttpServer() = default;

base::Result<std::uint16_t> HttpServer::listen(const std::string& host, std::uint16_t port) {
  Error error;
  const asio::ip::address address = asio::ip::make_address(host, error);
  if (error) {
    return base::Issues(base::Issue{base::IssueCode::config_invalid, "listen", "'" + host + "' is not an IP address."});
  }
  state_->acceptor = std::make_unique<tcp::acceptor>(state_->workers[0]->context);
  const tcp::endpoint endpoint(address, port);
  state_->acceptor->open(endpoint.protocol(), error);
  if (!error) state_->acceptor->set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) state_->acceptor->bind(endpoint, error);
  if (!error) state_->acceptor->listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return base::Issues(base::Issue{base::IssueCode::config_invalid, "listen",
                                    "cannot listen on " + host + ":" + std::to_string(port) + ": " + error.message()});
  }
  return state_->acceptor->local_endpoint().port();
}

void HttpServer::run() {
  asio::co_spawn(state_->workers[0]->context, state_->accept_loop(), asio::detached);
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < state_->workers.size(); ++i) {
    threads.emplace_back([worker = state_->workers[i].get()] { worker->context.run(); });
  }
  state_->workers[0]->context.run();
  for (std::thread& thread : threads) thread.join();
}

void HttpServer::drain() {
  if (state_->draining.exchange(true)) return;
  for (const auto& worker : state_->workers) {
    asio::post(worker->context, [state = state_.get(), one = worker.get()] { state->close_idle(*one); });
  }
  asio::post(state_->workers[0]->context, [state = state_.get()] {
    Error ignored;
    if (state->acceptor) state->acceptor->close(ignored);
    asio::co_spawn(state->workers[0]->context, state->cut_after(state->limits.drain_timeout), asio::detached);
  });
}

std::size_t HttpServer::connections() const { return state_->open.load(); }

}  // namespace gateway
