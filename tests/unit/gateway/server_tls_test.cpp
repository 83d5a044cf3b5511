// The listener over TLS: who gets through the handshake, and what it learns of a client's certificate.
#include <dlfcn.h>
#include <openssl/err.h>

#include <atomic>
#include <bit>
#include <boost/asio.hpp>
#include <boost/beast/ssl.hpp>
#include <thread>

#include "gateway/http/replies.hpp"
#include "gateway/http/server.hpp"
#include "tests/support/certificate.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {
std::atomic<int> connections_without_memory{0};  // that many fail
}

/// Stands in front of OpenSSL's own, for a machine that has no memory left.
SSL* SSL_new(SSL_CTX* context) {
  if (connections_without_memory.load() > 0) {
    --connections_without_memory;
    ERR_new();
    ERR_set_error(ERR_LIB_SSL, ERR_R_MALLOC_FAILURE, nullptr);
    return nullptr;
  }
  static const auto own = std::bit_cast<SSL* (*)(SSL_CTX*)>(dlsym(RTLD_NEXT, "SSL_new"));
  return own(context);
}

namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using support::Certificate;
using support::self_signed;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr const char* whole_request = "GET /who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// Answers with the certificate that the client showed.
class SecureListening {
 public:
  explicit SecureListening(const Certificate& own, const Certificate* clients = nullptr)
      : server_(
            gateway::HttpLimits{}, 1U,
            [](const gateway::HttpRequest& request) -> asio::awaitable<gateway::HttpReply> {
              co_return gateway::json_reply("[" + request.certificate + "]");
            },
            [](unsigned status, const std::string& path, const std::string& words) {
              return gateway::refusal(status, path, words);
            }) {
    secure_with(own, clients);
    const auto port = server_.listen("127.0.0.1", 0);
    EXPECT_TRUE(port);
    if (port) port_ = *port;
    thread_ = std::thread([this] { server_.run(); });
  }
  ~SecureListening() { stop(); }
  SecureListening(const SecureListening&) = delete;
  SecureListening& operator=(const SecureListening&) = delete;

  void secure_with(const Certificate& own, const Certificate* clients = nullptr) {
    gateway::HttpTls files{folder_.file("own.pem", own.certificate), folder_.file("own.key", own.key), {}};
    if (clients != nullptr) files.client_authorities = folder_.file("clients.pem", clients->certificate);
    EXPECT_TRUE(server_.secure(files));
  }

  /// How many connections had to be cut.
  std::size_t stop() {
    server_.drain();
    if (thread_.joinable()) thread_.join();
    return server_.connections();
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }

  /// What comes back over plain TCP.
  [[nodiscard]] std::string plain_answer() const {
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    socket.connect({asio::ip::make_address("127.0.0.1"), port_});
    boost::system::error_code error;
    asio::write(socket, asio::buffer(std::string_view(whole_request)), error);
    std::string answer;
    asio::read(socket, asio::dynamic_buffer(answer), error);
    return answer;
  }
  /// What comes back over TLS of at most that version, "" when the handshake fails. Trusts `trusted` alone.
  [[nodiscard]] std::string answer_for(const Certificate& trusted, const Certificate* shown = nullptr,
                                       int version_most = TLS1_3_VERSION) const {
    ssl::context tls(ssl::context::tls_client);
    tls.set_verify_mode(ssl::verify_peer);
    tls.add_certificate_authority(asio::buffer(trusted.certificate));
    SSL_CTX_set_security_level(tls.native_handle(), 0);  // so that it is the server who refuses what is old
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(tls.native_handle(), version_most);
    if (shown != nullptr) {
      tls.use_certificate(asio::buffer(shown->certificate), ssl::context::pem);
      tls.use_private_key(asio::buffer(shown->key), ssl::context::pem);
    }
    asio::io_context context;
    ssl::stream<asio::ip::tcp::socket> stream(context, tls);
    stream.next_layer().connect({asio::ip::make_address("127.0.0.1"), port_});
    boost::system::error_code error;
    stream.handshake(ssl::stream_base::client, error);
    if (error) return {};
    asio::write(stream, asio::buffer(std::string_view(whole_request)), error);
    std::string answer;
    asio::read(stream, asio::dynamic_buffer(answer), error);
    return answer;
  }

 private:
  support::TemporaryFolder folder_;
  gateway::HttpServer server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

TEST(SecureServer, SpeaksTls12And13AndNothingElse) {  // OR-C1, OR-H5
  const Certificate own = self_signed("localhost");
  const SecureListening server(own);
  EXPECT_THAT(server.answer_for(own), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(server.answer_for(own, nullptr, TLS1_2_VERSION), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(server.answer_for(own, nullptr, TLS1_1_VERSION), IsEmpty());
  EXPECT_THAT(server.plain_answer(), Not(HasSubstr("HTTP/1.1 200")));
}

TEST(SecureServer, LearnsTheCertificateThatAClientShows) {
  const Certificate own = self_signed("localhost"), client = self_signed("client"),
                    other = self_signed("other");
  const SecureListening server(own, &client);
  EXPECT_THAT(server.answer_for(own), HasSubstr("[]")) << "none has to be shown";
  const std::string known = server.answer_for(own, &client);
  EXPECT_THAT(known, testing::ContainsRegex("\\[[-_A-Za-z0-9]{43}\\]"));
  EXPECT_EQ(server.answer_for(own, &client), known);
  EXPECT_THAT(server.answer_for(own, &other), Not(HasSubstr("200"))) << "of an authority that is not ours";
}

TEST(SecureServer, AsksForNoCertificateWithoutAnAuthorityForThem) {
  const Certificate own = self_signed("localhost"), client = self_signed("client");
  const SecureListening server(own);
  EXPECT_THAT(server.answer_for(own, &client), HasSubstr("[]"));
}

TEST(SecureServer, TakesARenewedCertificateWhileItRuns) {
  const Certificate first = self_signed("localhost"), second = self_signed("localhost");
  SecureListening server(first);
  EXPECT_THAT(server.answer_for(second), IsEmpty());
  server.secure_with(second);
  EXPECT_THAT(server.answer_for(second), StartsWith("HTTP/1.1 200"));
}

TEST(SecureServer, GoesOnAfterAConnectionThatCouldNotBeMade) {
  const Certificate own = self_signed("localhost");
  const SecureListening server(own);
  connections_without_memory = 1;
  EXPECT_THAT(server.plain_answer(), IsEmpty());
  EXPECT_EQ(connections_without_memory.load(), 0);
  EXPECT_THAT(server.answer_for(own), StartsWith("HTTP/1.1 200"));
}

TEST(SecureServer, DoesNotWaitForSilentCallersAtItsEnd) {
  const Certificate own = self_signed("localhost");
  SecureListening server(own);
  asio::io_context context;
  std::vector<asio::ip::tcp::socket> silent;
  for (int i = 0; i < 8; ++i) {
    silent.emplace_back(context).connect({asio::ip::make_address("127.0.0.1"), server.port()});
  }
  EXPECT_EQ(server.stop(), 0U);
}

TEST(TlsFiles, WithAPasswordAreRefusedAndNobodyIsAsked) {
  const support::TemporaryFolder folder;
  const Certificate own = self_signed("localhost");
  const auto certificate = folder.file("own.pem", own.certificate);
  const auto refused = gateway::tls_context_from(
      {certificate, folder.file("closed.key", support::encrypted(own.key, "secret")), {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().first().code, base::IssueCode::config_invalid);
  EXPECT_EQ(refused.error().first().where, "tls_private_key");
  const auto open = gateway::tls_context_from({certificate, folder.file("own.key", own.key), {}});
  ASSERT_TRUE(open);
  EXPECT_NE(SSL_CTX_get_default_passwd_cb((*open)->native_handle()), nullptr) << "OpenSSL asks by itself";
}

TEST(TlsFiles, ThatCannotBeUsedNameTheirSetting) {
  const support::TemporaryFolder folder;
  const Certificate own = self_signed("localhost"), other = self_signed("localhost");
  const auto certificate = folder.file("own.pem", own.certificate), key = folder.file("own.key", own.key);
  const auto fault_of = [](const gateway::HttpTls& files) {
    const auto made = gateway::tls_context_from(files);
    return made ? std::string() : made.error().first().where;
  };
  EXPECT_EQ(fault_of({certificate, key, {}}), "");
  EXPECT_EQ(fault_of({folder.path() / "none.pem", key, {}}), "tls_certificate");
  EXPECT_EQ(fault_of({certificate, folder.file("other.key", other.key), {}}), "tls_private_key");
  EXPECT_EQ(fault_of({certificate, key, folder.file("empty.pem", "")}), "tls_client_authorities");
}

}  // namespace
