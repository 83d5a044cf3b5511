// HTTPS to a server whose certificate is trusted, or not, or is another's.
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/beast/ssl.hpp>
#include <fstream>

#include "gateway/http/outbound.hpp"
#include "tests/support/listener.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using namespace gateway;

struct Certificate {
  std::string certificate, key;  // PEM
};

template <class Write>
std::string pem(Write write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
  write(bio.get());
  std::string text(8192, '\0');
  const int read = BIO_read(bio.get(), text.data(), static_cast<int>(text.size()));
  text.resize(read > 0 ? static_cast<std::size_t>(read) : 0);
  return text;
}

void add_extension(X509* certificate, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  ASSERT_NE(extension, nullptr);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

/// A certificate of its own authority for one host name, good for an hour.
Certificate self_signed(const std::string& host) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), &EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), &X509_free);
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
  X509_NAME* name = X509_get_subject_name(made.get());
  const std::string words = "test " + host;
  std::vector<unsigned char> common(words.begin(), words.end());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common.data(), static_cast<int>(common.size()), -1, 0);
  X509_set_issuer_name(made.get(), name);
  X509_set_pubkey(made.get(), key.get());
  add_extension(made.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(made.get(), NID_subject_alt_name, ("DNS:" + host).c_str());
  X509_sign(made.get(), key.get(), EVP_sha256());
  Certificate both;
  both.certificate = pem([&](BIO* bio) { PEM_write_bio_X509(bio, made.get()); });
  both.key =
      pem([&](BIO* bio) { PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  return both;
}

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
