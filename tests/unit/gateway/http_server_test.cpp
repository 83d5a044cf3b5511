// The listener where it decides before a body is read.
#include <boost/asio.hpp>
#include <thread>

#include "gateway/http/replies.hpp"
#include "gateway/http/server.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

namespace asio = boost::asio;
using gateway::HttpReply;
using gateway::HttpRequest;
using testing::HasSubstr;

/// A listener that spools whatever it may, for as long as it is there.
class Listening {
 public:
  explicit Listening(unsigned refused_with) {
    gateway::HttpSpool spool{folder_.path(), [](const std::string&) { return true; }, 1};
    spool.refused = [refused_with](const HttpRequest& head) -> std::optional<HttpReply> {
      if (head.authorization == "Bearer known") return std::nullopt;
      return gateway::refusal(refused_with, head.path, "not you");
    };
    server_ = std::make_unique<gateway::HttpServer>(
        gateway::HttpLimits{}, 1U,
        [](const HttpRequest&) -> asio::awaitable<HttpReply> { co_return gateway::json_reply("{}"); },
        [](unsigned status, const std::string& path, const std::string& words) {
          return gateway::refusal(status, path, words);
        },
        std::move(spool));
    const auto port = server_->listen("127.0.0.1", 0);
    EXPECT_TRUE(port);
    if (port) port_ = *port;
    thread_ = std::thread([this] { server_->run(); });
  }
  ~Listening() {
    server_->drain();
    thread_.join();
  }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

  /// Sends these bytes and reads until the other side closes, or has sent `until`.
  [[nodiscard]] std::string answer_to(const std::string& bytes, const std::string& until = {}) const {
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    socket.connect({asio::ip::make_address("127.0.0.1"), port_});
    asio::write(socket, asio::buffer(bytes));
    std::string answer;
    boost::system::error_code error;
    if (until.empty()) {
      asio::read(socket, asio::dynamic_buffer(answer), error);
    } else {
      asio::read_until(socket, asio::dynamic_buffer(answer), until, error);
    }
    return answer;
  }
  [[nodiscard]] bool has_spooled() const { return !std::filesystem::is_empty(folder_.path()); }

 private:
  support::TemporaryFolder folder_;
  std::unique_ptr<gateway::HttpServer> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

TEST(HttpServer, RefusesAFileFromItsHeadAlone) {
  const Listening server(401);
  for (const char* const more : {"", "Expect: 100-continue\r\n"}) {
    const std::string answer =
        server.answer_to("POST /x12?mode=batch HTTP/1.1\r\nHost: h\r\nContent-Length: 4000000000\r\n" +
                         std::string(more) + "\r\n");  // and nothing of the body
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 401 ")) << answer;
    EXPECT_FALSE(server.has_spooled());
  }
}

TEST(HttpServer, LetsThoseSendWhomItKnows) {
  const Listening server(401);
  const std::string head = "POST /x12?mode=batch HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer known\r\n";
  EXPECT_THAT(server.answer_to(head + "Content-Length: 3\r\nConnection: close\r\n\r\nabc"),
              HasSubstr("HTTP/1.1 200 "));
  EXPECT_THAT(server.answer_to(head + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n", "\r\n\r\n"),
              HasSubstr("HTTP/1.1 100 "));
}

}  // namespace
