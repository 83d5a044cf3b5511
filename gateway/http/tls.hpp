// TLS of the listener: 1.2 and newer, and certificates of clients where an authority for them is named.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace gateway {

/// The files that the listener speaks TLS with; all empty = it speaks plain HTTP.
struct HttpTls {
  std::filesystem::path certificate;  // PEM: the server's, then its chain; "" = plain HTTP
  std::filesystem::path private_key;  // PEM
  std::filesystem::path client_authorities;  // PEM: who issues clients' certificates; "" = none is asked for

  [[nodiscard]] bool wanted() const { return !certificate.empty(); }
};

/// Half of the settings is no TLS, and nobody who wrote it wants plain HTTP: what is missing. Where = the
/// setting.
[[nodiscard]] base::Issues tls_faults(const HttpTls& files);

/// Reads the files; a private key that wants a password is none. A client need not show a certificate; one
/// that it shows has to be of `client_authorities`. Errors: config_invalid, naming the setting. Rule: PAS
/// spec-4 (HRex security), OR-C1.
[[nodiscard]] base::Result<std::shared_ptr<boost::asio::ssl::context>> tls_context_from(const HttpTls& files);

/// SHA-256 of the certificate that the other side showed, in base64url: "x5t#S256" of RFC 8705; "" = none.
[[nodiscard]] std::string peer_certificate_of(const SSL* connection);

}  // namespace gateway
