// What stands at the other end in the translation tests: a whole gateway behind a real socket, or one that
// misbehaves.
#pragma once

#include <boost/asio.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gateway/cli/temporary_gateway.hpp"
#include "gateway/http/server.hpp"

namespace support {

/// When the gateways of these tests think it is.
inline const base::Instant noon = *base::instant_from_iso("2026-01-05T17:30:00Z");
inline constexpr const char* edi = "application/edi-x12";
inline constexpr const char* fhir_type = "application/fhir+json";

/// The header of that name, "" when there is none.
inline std::string header(const gateway::HttpReply& reply, const std::string& name) {
  for (const auto& [one, value] : reply.headers) {
    if (one == name) return value;
  }
  return {};
}

/// A gateway that is served over HTTP on a port of its own until it goes out of scope.
class ServedGateway {
 public:
  explicit ServedGateway(gateway::cli::TemporaryGateway& served);
  ~ServedGateway();
  ServedGateway(const ServedGateway&) = delete;
  ServedGateway& operator=(const ServedGateway&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// How many requests have come.
  [[nodiscard]] int requests() const;

 private:
  gateway::cli::TemporaryGateway& served_;
  gateway::HttpServer server_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  int requests_ = 0;
  std::thread thread_;
};

/// Takes HTTP requests one after the other and does with each what `behave` says.
class FaultyServer {
 public:
  /// Whole bytes of an HTTP reply, which are written before the connection is closed; nullopt: nothing is
  /// ever written and the connection stays open until the other side has had enough.
  using Behaviour = std::function<std::optional<std::string>(const std::string& body)>;

  explicit FaultyServer(Behaviour behave);
  ~FaultyServer();
  FaultyServer(const FaultyServer&) = delete;
  FaultyServer& operator=(const FaultyServer&) = delete;

  void behave(Behaviour behave);
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::vector<std::string> bodies() const;

 private:
  void serve();

  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_;
  mutable std::mutex mutex_;
  Behaviour behave_;
  std::vector<std::string> bodies_;
  bool stopping_ = false;
  std::thread thread_;
};

/// A whole reply: status line, length, body.
[[nodiscard]] std::string http_reply(const std::string& body, const std::string& content_type,
                                     int status = 200);
/// A port that nobody listens on.
[[nodiscard]] std::uint16_t closed_port();

}  // namespace support
