#include "gateway/http/server.hpp"

#include <unistd.h>

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
#include <boost/beast/http.hpp>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "gateway/http/server_stream.hpp"
#include "gateway/http/wire.hpp"
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
  Connection(tcp::socket socket, std::shared_ptr<asio::ssl::context> tls)
      : stream(std::move(socket), std::move(tls)) {}
  ServerStream stream;
  std::string certificate;  // HttpRequest::certificate
  bool busy = false;  // between the first byte of a request and the last of its reply
};

using Head = http::request_parser<http::empty_body>;

/// A file that is gone when this is; "" = none.
class RemovedFile {
 public:
  explicit RemovedFile(std::filesystem::path file) : file_(std::move(file)) {}
  ~RemovedFile() {
    std::error_code ignored;
    if (!file_.empty()) std::filesystem::remove(file_, ignored);
  }
  RemovedFile(const RemovedFile&) = delete;
  RemovedFile& operator=(const RemovedFile&) = delete;

 private:
  std::filesystem::path file_;
};

}  // namespace

struct HttpServer::State {
  State(HttpLimits with, unsigned threads, Handler answer, Refuser refuse, HttpSpool spool_with)
      : limits(with), handler(std::move(answer)), refuser(std::move(refuse)), spool(std::move(spool_with)) {
    for (unsigned i = 0; i < threads; ++i) workers.push_back(std::make_unique<Worker>());
  }

  /// One thread: its context and the connections it owns. Only its own thread touches `connections`.
  struct Worker {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    std::set<std::shared_ptr<Connection>> connections;
  };

  asio::awaitable<void> accept_loop();
  void take_on(Worker& worker, tcp::socket socket);
  asio::awaitable<bool> greet(Connection& connection) const;
  asio::awaitable<void> take_leave(Connection& connection) const;
  asio::awaitable<void> session(Worker& worker, std::shared_ptr<Connection> connection);
  asio::awaitable<bool> exchange(Connection& connection, beast::flat_buffer& buffer);
  asio::awaitable<Error> read_head(Connection& connection, beast::flat_buffer& buffer, Head& head);
  asio::awaitable<Error> let_proceed(Connection& connection, const Head& head, const HttpRequest& request);
  asio::awaitable<Error> read_to_memory(Connection& connection, beast::flat_buffer& buffer, Head& head,
                                        HttpRequest& request);
  asio::awaitable<Error> read_to_file(Connection& connection, beast::flat_buffer& buffer, Head& head,
                                      HttpRequest& request);
  [[nodiscard]] std::shared_ptr<asio::ssl::context> tls_now() const;
  [[nodiscard]] bool too_long(const Head& head) const;
  [[nodiscard]] std::filesystem::path spool_for(const Head& head) const;
  asio::awaitable<HttpReply> answered(const HttpRequest& request);
  asio::awaitable<bool> send(Connection& connection, HttpReply reply, unsigned version, bool keep_alive);
  asio::awaitable<void> cut_after(std::chrono::seconds wait);
  void close_idle(Worker& worker) const;

  HttpLimits limits;
  Handler handler;
  Refuser refuser;
  HttpSpool spool;
  mutable std::atomic<std::uint64_t> spooled{0};  // files named so far
  std::vector<std::unique_ptr<Worker>> workers;
  std::unique_ptr<tcp::acceptor> acceptor;
  mutable std::mutex tls_mutex;
  std::shared_ptr<asio::ssl::context> tls;  // of connections to come; nullptr = plain HTTP
  std::atomic<bool> draining{false};
  std::atomic<std::size_t> open{0};
};

asio::awaitable<void> HttpServer::State::accept_loop() {
  std::size_t next = 0;
  while (!draining) {
    Worker& worker = *workers[next++ % workers.size()];
    Error error;
    tcp::socket socket =
        co_await acceptor->async_accept(worker.context, asio::redirect_error(asio::use_awaitable, error));
    if (error) {
      if (draining) co_return;
      asio::steady_timer pause(workers[0]->context,
                               std::chrono::milliseconds(50));  // out of descriptors: not a hot loop
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    if (open.load() >= limits.connections_max) continue;  // the socket closes as it goes out of scope
    socket.set_option(tcp::no_delay(true), error);
    take_on(worker, std::move(socket));
  }
}

/// A connection that cannot be made (no memory for its TLS) is closed: those that come later may be.
void HttpServer::State::take_on(Worker& worker, tcp::socket socket) {
  ++open;
  try {
    auto connection = std::make_shared<Connection>(std::move(socket), tls_now());
    asio::co_spawn(worker.context, session(worker, std::move(connection)), asio::detached);
  } catch (const std::exception& fault) {
    --open;
    log::error("connection_failed", {{"what", fault.what()}});
  }
}

std::shared_ptr<asio::ssl::context> HttpServer::State::tls_now() const {
  const std::scoped_lock lock(tls_mutex);
  return tls;
}

/// The handshake. False: who called speaks no TLS, or none that is safe, or showed a certificate of nobody we
/// know.
asio::awaitable<bool> HttpServer::State::greet(Connection& connection) const {
  auto* const secured = connection.stream.tls();
  if (secured == nullptr) co_return true;
  Error error;
  connection.stream.tcp().expires_after(limits.request_timeout);
  co_await secured->async_handshake(asio::ssl::stream_base::server,
                                    asio::redirect_error(asio::use_awaitable, error));
  if (error) {
    log::info("handshake_failed", {{"what", error.message()}});
    co_return false;
  }
  connection.certificate = peer_certificate_of(secured->native_handle());
  co_return true;
}

asio::awaitable<void> HttpServer::State::take_leave(Connection& connection) const {
  Error ignored;
  if (auto* const secured = connection.stream.tls(); secured != nullptr) {
    connection.stream.tcp().expires_after(std::chrono::seconds(2));
    co_await secured->async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
  }
  connection.stream.tcp().socket().shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<void> HttpServer::State::session(Worker& worker, std::shared_ptr<Connection> connection) {
  try {
    worker.connections.insert(connection);
    beast::flat_buffer buffer;
    // The drain cancels who is idle once: a connection that comes behind it is not to wait for a greeting.
    bool again = false;
    if (!draining) again = co_await greet(*connection);
    if (again) {
      while (again && !draining) again = co_await exchange(*connection, buffer);
      co_await take_leave(*connection);
    }
  } catch (const std::exception& bug) {
    log::error("session_failed", {{"what", bug.what()}});
  }
  worker.connections.erase(connection);
  --open;
}

asio::awaitable<Error> HttpServer::State::read_head(Connection& connection, beast::flat_buffer& buffer,
                                                    Head& head) {
  head.header_limit(limits.header_bytes_max);
  head.body_limit(limits.spooled_bytes_max);
  Error error;
  connection.stream.tcp().expires_after(limits.request_timeout);
  co_await http::async_read_header(connection.stream, buffer, head,
                                   asio::redirect_error(asio::use_awaitable, error));
  co_return error;
}

/// Tells a peer that waits for it to send the body.
asio::awaitable<Error> HttpServer::State::let_proceed(Connection& connection, const Head& head,
                                                      const HttpRequest& request) {
  Error error;
  if (!beast::iequals(head.get()[http::field::expect], "100-continue")) co_return error;
  if (request.body_file.empty() && too_long(head)) co_return http::make_error_code(http::error::body_limit);
  const http::response<http::empty_body> proceed(http::status::continue_, head.get().version());
  co_await http::async_write(connection.stream, proceed, asio::redirect_error(asio::use_awaitable, error));
  co_return error;
}

bool HttpServer::State::too_long(const Head& head) const {
  const auto length = head.content_length();
  return length && *length > limits.body_bytes_max;
}

/// The file a body goes to; empty when it is read into memory.
std::filesystem::path HttpServer::State::spool_for(const Head& head) const {
  const auto length = head.content_length();
  const bool is_long = (length && *length >= spool.from_bytes) || head.chunked();
  if (!is_long || !spool.wanted || !spool.wanted(std::string(head.get().target()))) return {};
  return spool.folder / ("body-" + std::to_string(::getpid()) + "-" + std::to_string(spooled++));
}

asio::awaitable<Error> HttpServer::State::read_to_file(Connection& connection, beast::flat_buffer& buffer,
                                                       Head& head, HttpRequest& request) {
  http::request_parser<http::file_body> parser(std::move(head));
  parser.body_limit(limits.spooled_bytes_max);
  Error error;
  std::filesystem::create_directories(request.body_file.parent_path(), error);
  parser.get().body().open(request.body_file.c_str(), beast::file_mode::write, error);
  if (error) co_return error;
  connection.stream.tcp().expires_after(limits.spooled_timeout);
  co_await http::async_read(connection.stream, buffer, parser,
                            asio::redirect_error(asio::use_awaitable, error));
  co_return error;
}

asio::awaitable<Error> HttpServer::State::read_to_memory(Connection& connection, beast::flat_buffer& buffer,
                                                         Head& head, HttpRequest& request) {
  if (too_long(head)) co_return http::make_error_code(http::error::body_limit);
  http::request_parser<http::string_body> parser(std::move(head));
  parser.body_limit(limits.body_bytes_max);
  Error error;
  co_await http::async_read(connection.stream, buffer, parser,
                            asio::redirect_error(asio::use_awaitable, error));
  request.body = std::move(parser.get().body());
  co_return error;
}

asio::awaitable<bool> HttpServer::State::exchange(Connection& connection, beast::flat_buffer& buffer) {
  Error error;
  if (buffer.size() == 0) {  // wait for the first byte apart, so that an idle connection is no slow request
    connection.stream.tcp().expires_after(limits.idle_timeout);
    const auto space = buffer.prepare(first_read_bytes);
    const std::size_t bytes =
        co_await connection.stream.async_read_some(space, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return false;
    buffer.commit(bytes);
  }
  connection.busy = true;
  Head head;
  error = co_await read_head(connection, buffer, head);
  HttpRequest request = request_from_wire(head.get());
  request.certificate = connection.certificate;
  const bool keep_alive = head.get().keep_alive();
  const unsigned version = head.get().version();
  if (!error) {
    request.body_file = spool_for(head);
    if (!request.body_file.empty() && spool.refused) {
      if (std::optional<HttpReply> refused = spool.refused(request)) {
        log::warning("refused_unread", {{"path", request.path}, {"status", refused->status}});
        co_await send(connection, std::move(*refused), version, false);
        co_return false;
      }
    }
    error = co_await let_proceed(connection, head, request);
  }
  if (!error) {
    if (request.body_file.empty()) {
      error = co_await read_to_memory(connection, buffer, head, request);
    } else {
      error = co_await read_to_file(connection, buffer, head, request);
    }
  }
  const RemovedFile spooled_body(request.body_file);
  if (error) {
    const unsigned status = status_of_failed_read(error);
    if (status == 0) co_return false;
    connection.stream.tcp().expires_after(std::chrono::seconds(5));
    HttpReply reply = refuser(status, request.path, words_of_failed_read(status));
    co_await send(connection, std::move(reply), 11, false);
    co_return false;
  }
  HttpReply reply = co_await answered(request);
  connection.stream.tcp().expires_after(reply.body_file.empty() ? limits.request_timeout
                                                                : limits.spooled_timeout);
  const bool sent = co_await send(connection, std::move(reply), version, keep_alive && !draining);
  connection.busy = false;
  co_return (sent && keep_alive);
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
  Error error;
  if (reply.body_file.empty()) {
    auto wire = wire_head_of<http::string_body>(reply, version, keep_alive);
    wire.body() = std::move(reply.body);
    wire.prepare_payload();
    co_await http::async_write(connection.stream, wire, asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
  }
  const RemovedFile sent(reply.body_file);
  auto wire = wire_head_of<http::file_body>(reply, version, keep_alive);
  wire.body().open(reply.body_file.c_str(), beast::file_mode::scan, error);
  if (error) co_return false;
  wire.prepare_payload();
  co_await http::async_write(connection.stream, wire, asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

void HttpServer::State::close_idle(Worker& worker) const {
  for (const auto& connection : worker.connections) {
    if (!connection->busy) connection->stream.tcp().cancel();
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

HttpServer::HttpServer(HttpLimits limits, unsigned threads, Handler handler, Refuser refuser, HttpSpool spool)
    : state_(std::make_unique<State>(limits, threads == 0 ? 1 : threads, std::move(handler),
                                     std::move(refuser), std::move(spool))) {}

HttpServer::~HttpServer() = default;

base::Result<std::uint16_t> HttpServer::listen(const std::string& host, std::uint16_t port) {
  Error error;
  const asio::ip::address address = asio::ip::make_address(host, error);
  if (error) {
    return base::Issues(
        base::Issue{base::IssueCode::config_invalid, "listen", "'" + host + "' is not an IP address."});
  }
  state_->acceptor = std::make_unique<tcp::acceptor>(state_->workers[0]->context);
  const tcp::endpoint endpoint(address, port);
  state_->acceptor->open(endpoint.protocol(), error);
  if (!error) state_->acceptor->set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) state_->acceptor->bind(endpoint, error);
  if (!error) state_->acceptor->listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return base::Issues(
        base::Issue{base::IssueCode::config_invalid, "listen",
                    "cannot listen on " + host + ":" + std::to_string(port) + ": " + error.message()});
  }
  return state_->acceptor->local_endpoint().port();
}

base::Result<void> HttpServer::secure(const HttpTls& files) {
  base::Result<std::shared_ptr<asio::ssl::context>> made = tls_context_from(files);
  if (!made) return made.error();
  const std::scoped_lock lock(state_->tls_mutex);
  state_->tls = std::move(*made);
  return {};
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
