// The HTTP listener: bounded reading, one io_context a thread, draining shutdown. Knows nothing of what it
// serves.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/tls.hpp"

namespace gateway {

/// Bounds of one connection. Crossing one is answered (413, 431, 408), never followed.
struct HttpLimits {
  std::size_t body_bytes_max = std::size_t{16} * 1024 * 1024;
  std::uint32_t header_bytes_max = 16U * 1024;
  std::chrono::seconds request_timeout{30};  // from the first byte of a request to its last
  std::chrono::seconds idle_timeout{60};     // between requests of one connection
  std::chrono::seconds drain_timeout{10};    // from SIGTERM to cutting what still runs
  std::size_t connections_max = 4096;
  std::size_t spooled_bytes_max = std::size_t{4} << 30U;  // body that goes to a file
  std::chrono::seconds spooled_timeout{600};  // for such a body to arrive, and such a reply to leave
};

/// Bodies that are too long for memory go to a file of this folder, where the route can take them so.
struct HttpSpool {
  std::filesystem::path folder;
  std::function<bool(const std::string& target)> wanted;  // path and query; nullptr = never
  std::size_t from_bytes = std::size_t{1} << 20U;         // shorter ones stay in memory
  /// Asked with the head, before a body is written to the disk; a reply ends it there. nullptr = all may.
  std::function<std::optional<HttpReply>(const HttpRequest& head)> refused{};
};

/// Answers one request. Awaited in place: the request outlives it. An exception becomes a 500 that is logged.
using Handler = std::function<boost::asio::awaitable<HttpReply>(const HttpRequest&)>;

/// Makes the reply for what never reached the handler: status and words, in the media type the path wants.
using Refuser = std::function<HttpReply(unsigned status, const std::string& path, const std::string& words)>;

class HttpServer {
 public:
  HttpServer(HttpLimits limits, unsigned threads, Handler handler, Refuser refuser, HttpSpool spool = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Connections that are accepted from now on speak TLS with these files; any thread, again when the files have
  /// changed. Errors: as tls_context_from(); then all stays as it was.
  [[nodiscard]] base::Result<void> secure(const HttpTls& files);
  /// Binds; port 0 picks one. Returns the port. Errors: config_invalid when the address cannot be bound.
  [[nodiscard]] base::Result<std::uint16_t> listen(const std::string& host, std::uint16_t port);
  /// Serves until drain() has finished; blocks.
  void run();
  /// Stops accepting, lets running requests end (drain_timeout), then run() returns. Any thread, any time.
  void drain();
  [[nodiscard]] std::size_t connections() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gateway
