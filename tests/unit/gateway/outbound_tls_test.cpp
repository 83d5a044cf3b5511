// HTTPS to a server whose certificate is trusted, or not, or is another's.
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/ssl.hpp>
#include <fstream>

#include "gateway/http/outbound.hpp"
#include "tests/support/certificate.hpp"
#include "tests/support/listener.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using namespace gateway;

using support::Certificate;
using support::self_signed;

/// Answers 200 to whoever gets through the handshake.
class TlsListener {
 public:
  explicit TlsListener(const Certificate& certificate)
      : acceptor_(context_, {asio::ip::make_address("127.0.0.1"), 0}) {
    tls_.use_certificate(asio::buffer(certificate.certificate), ssl::context::pem);
    tls_.use_private_key(asio::buffer(certificate.key), ssl::context::pem);
    thread_ = std::thread([this] { serve(); });
  }
  ~TlsListener() {
    stopping_ = true;
    boost::system::error_code ignored;
    asio::ip::tcp::socket knock(context_);
    knock.connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }
  TlsListener(const TlsListener&) = delete;
  TlsListener& operator=(const TlsListener&) = delete;

  [[nodiscard]] std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }
  [[nodiscard]] int requests() const { return requests_; }

 private:
  void serve() {
    namespace http = boost::beast::http;
    while (!stopping_) {
      boost::system::error_code error;
      asio::ip::tcp::socket socket(context_);
      acceptor_.accept(socket, error);
      if (error || stopping_) continue;
      ssl::stream<asio::ip::tcp::socket> stream(std::move(socket), tls_);
      stream.handshake(ssl::stream_base::server, error);
      if (error) continue;
      boost::beast::flat_buffer buffer;
      http::request<http::string_body> request;
      http::read(stream, buffer, request, error);
      if (error) continue;
      ++requests_;
      http::response<http::string_body> reply{http::status::ok, 11};
      reply.body() = "over TLS";
      reply.prepare_payload();
      http::write(stream, reply, error);  // and no close_notify, as many servers do
    }
  }

  asio::io_context context_;
  ssl::context tls_{ssl::context::tls_server};
  asio::ip::tcp::acceptor acceptor_;
  std::atomic<int> requests_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

class OutboundTls : public testing::Test {
 protected:
  base::Result<HttpReply> called(const Certificate& trusted) {
    OutboundPolicy policy;
    policy.private_addresses = true;
    const support::TemporaryFolder folder;
    policy.ca_file = folder.file("trusted.pem", trusted.certificate);
    OutboundRequest request;
    request.url = "https://localhost:" + server_.port() + "/hook";
    request.body = "secret";
    return Outbound(policy).call_now(request);
  }

  Certificate certificate_ = self_signed("localhost");
  TlsListener server_{certificate_};
};

TEST_F(OutboundTls, SpeaksToAServerItTrusts) {
  const auto reply = called(certificate_);
  ASSERT_TRUE(reply) << reply.error().first().remedy;
  EXPECT_EQ(reply->status, 200U);
  EXPECT_EQ(reply->body, "over TLS");
}

TEST_F(OutboundTls, SaysNothingToAServerOfAnUnknownAuthority) {
  EXPECT_FALSE(called(self_signed("localhost")));
  EXPECT_EQ(server_.requests(), 0);
}

TEST(OutboundTlsName, SaysNothingToAServerOfAnotherName) {
  const Certificate other = self_signed("other.example.org");
  const TlsListener server(other);
  OutboundPolicy policy;
  policy.private_addresses = true;
  const support::TemporaryFolder folder;
  policy.ca_file = folder.file("trusted.pem", other.certificate);
  OutboundRequest request;
  request.url = "https://localhost:" + server.port() + "/hook";
  EXPECT_FALSE(Outbound(policy).call_now(request));
  EXPECT_EQ(server.requests(), 0);
}

TEST(OutboundTlsFiles, ThatCannotBeReadAreNamedAsConfiguration) {
  OutboundPolicy policy;
  policy.ca_file = "/nonexistent/ca.pem";
  OutboundRequest request;
  request.url = "https://client.example.org/";
  const auto reply = Outbound(policy).call_now(request);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().first().code, base::IssueCode::config_invalid);
}

}  // namespace
