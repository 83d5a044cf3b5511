#include "gateway/http/tls.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>

#include "gateway/http/base64url.hpp"

namespace gateway {
namespace {

namespace ssl = boost::asio::ssl;
using Error = boost::system::error_code;

base::Issues tls_fault(const char* setting, const std::filesystem::path& file, const Error& error) {
  return base::Issues(base::Issue{base::IssueCode::config_invalid, setting,
                                  file.string() + " cannot be used: " + error.message()});
}

}  // namespace

base::Issues tls_faults(const HttpTls& files) {
  base::Issues faults;
  const auto add = [&](const char* setting, const char* words) {
    faults.add(base::IssueCode::config_invalid, setting, std::string(setting) + ": " + words);
  };
  if (files.wanted()) {
    if (files.private_key.empty()) add("tls_private_key", "is wanted beside tls_certificate.");
    return faults;
  }
  if (!files.private_key.empty()) add("tls_certificate", "is wanted beside tls_private_key.");
  if (!files.client_authorities.empty()) add("tls_certificate", "is wanted beside tls_client_authorities.");
  return faults;
}

base::Result<std::shared_ptr<ssl::context>> tls_context_from(const HttpTls& files) {
  auto made = std::make_shared<ssl::context>(ssl::context::tls_server);
  made->set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                    ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  // OpenSSL's own would ask at the terminal, and wait.
  made->set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); });
  Error error;
  made->use_certificate_chain_file(files.certificate.string(), error);
  if (error) return tls_fault("tls_certificate", files.certificate, error);
  made->use_private_key_file(files.private_key.string(), ssl::context::pem, error);
  if (error) return tls_fault("tls_private_key", files.private_key, error);
  constexpr std::array<unsigned char, 7> name{'p', 'r', 'e', 'c', 'e', 'r', 't'};
  // Sessions that are taken up again keep the client's certificate: OpenSSL wants to know whose they are.
  SSL_CTX_set_session_id_context(made->native_handle(), name.data(), name.size());
  if (files.client_authorities.empty()) return made;
  made->load_verify_file(files.client_authorities.string(), error);
  if (error) return tls_fault("tls_client_authorities", files.client_authorities, error);
  SSL_CTX_set_client_CA_list(made->native_handle(),
                             SSL_load_client_CA_file(files.client_authorities.c_str()));
  made->set_verify_mode(ssl::verify_peer, error);
  if (error) return tls_fault("tls_client_authorities", files.client_authorities, error);
  return made;
}

std::string peer_certificate_of(const SSL* connection) {
  const std::unique_ptr<X509, decltype(&X509_free)> shown(SSL_get1_peer_certificate(connection), &X509_free);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (shown == nullptr || X509_digest(shown.get(), EVP_sha256(), digest.data(), &size) != 1) return {};
  return base64url_of(std::string(digest.begin(), digest.begin() + size));
}

}  // namespace gateway
