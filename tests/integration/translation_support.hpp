// What stands at the other end in the translation tests: a whole gateway behind a real socket, or one that
// misbehaves.
#pragma once

#include <boost/asio.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "gateway/cli/temporary_gateway.hpp"
#include "gateway/http/server.hpp"
#include "tests/support/temporary_folder.hpp"

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

/// A file of a scenario.
[[nodiscard]] std::string file(const std::string& scenario, const std::string& name);
/// A gateway in this process, whose clock stands at noon.
[[nodiscard]] std::unique_ptr<gateway::cli::TemporaryGateway> opened(gateway::Config config);

/// A gateway whose payer EXPL1 is asked elsewhere.
class Intermediary {
 public:
  /// `more`: further keys of the upstream, indented by four.
  Intermediary(const std::string& dialect, const std::string& url, const std::string& more = {});
  Intermediary(const Intermediary&) = delete;
  Intermediary& operator=(const Intermediary&) = delete;

  gateway::HttpReply submit(const std::string& bundle) {
    return gateway_->post("/fhir/Claim/$submit", fhir_type, bundle);
  }
  gateway::HttpReply x12(const std::string& interchange) { return gateway_->post("/x12", edi, interchange); }
  gateway::HttpReply get(const std::string& path) { return gateway_->get(path); }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<gateway::cli::TemporaryGateway> gateway_;
};

/// A payer behind a socket that hands what it is sent to `answer`.
class FaultyPayer : public testing::Test {
 protected:
  void SetUp() override {
    payer_ = opened({});
    server_ = std::make_unique<FaultyServer>([this](const std::string& body) { return honest(body); });
  }
  /// What a payer in order would reply.
  std::optional<std::string> honest(const std::string& body) {
    const bool x12 = body.starts_with("ISA");
    const gateway::HttpReply reply =
        x12 ? payer_->post("/x12", edi, body) : payer_->post("/fhir/Claim/$submit", fhir_type, body);
    return http_reply(reply.body, reply.content_type, static_cast<int>(reply.status));
  }
  /// An honest answer whose body is changed by `change`.
  void change_answers(std::function<std::string(std::string)> change) {
    server_->behave(
        [this, change = std::move(change)](const std::string& body) -> std::optional<std::string> {
          const gateway::HttpReply reply = payer_->post("/x12", edi, body);
          return http_reply(change(reply.body), edi);
        });
  }
  void be_silent() {
    server_->behave([](const std::string&) { return std::optional<std::string>(); });
  }
  void be_honest() {
    server_->behave([this](const std::string& body) { return honest(body); });
  }
  FaultyServer& server() { return *server_; }
  [[nodiscard]] static std::string bundle() { return file("mri-approved", "request.fhir.json"); }
  static void expect_failure(const gateway::HttpReply& reply, unsigned status) {
    EXPECT_EQ(reply.status, status) << reply.body;
    EXPECT_FALSE(header(reply, "Retry-After").empty());
    EXPECT_THAT(reply.body, testing::Not(testing::HasSubstr("OperationOutcome")));
    EXPECT_THAT(reply.body, testing::Not(testing::HasSubstr("ClaimResponse")));
  }

 private:
  std::unique_ptr<gateway::cli::TemporaryGateway> payer_;
  std::unique_ptr<FaultyServer> server_;
};

}  // namespace support
