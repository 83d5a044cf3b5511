#include "gateway/access/access_token.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>

#include "gateway/http/base64url.hpp"

namespace gateway {
namespace {

constexpr std::string_view token_prefix = "precert1.";
constexpr std::size_t token_bytes_max = 8192;

/// The text up to the next line end, which is taken away with it.
std::string_view line_of(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

}  // namespace

std::string AccessTokens::mac_of(std::string_view text) const {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(), &size);
  return base64url_of(std::string(mac.begin(), mac.begin() + size));
}

std::string AccessTokens::token_of(const AccessGrant& grant) const {
  const std::string content = grant.client + '\n' + std::to_string(grant.expires.time_since_epoch().count()) +
                              '\n' + text_of(grant.scopes) +
                              (grant.certificate.empty() ? "" : '\n' + grant.certificate);
  const std::string text = std::string(token_prefix) + base64url_of(content);
  return text + '.' + mac_of(text);
}

std::optional<AccessGrant> AccessTokens::grant_of(std::string_view token, base::Instant now) const {
  if (!token.starts_with(token_prefix) || token.size() > token_bytes_max) return std::nullopt;
  const std::size_t dot = token.rfind('.');
  if (dot < token_prefix.size()) return std::nullopt;
  const std::string expected = mac_of(token.substr(0, dot));
  const std::string_view given = token.substr(dot + 1);
  if (given.empty() || given.size() != expected.size() ||
      CRYPTO_memcmp(given.data(), expected.data(), given.size()) != 0)
    return std::nullopt;
  const std::string content =
      bytes_of_base64url(token.substr(token_prefix.size(), dot - token_prefix.size()));
  std::string_view rest = content;
  AccessGrant grant;
  grant.client = line_of(rest);
  const std::string_view expires = line_of(rest);
  std::int64_t seconds = 0;
  std::from_chars(expires.data(), expires.data() + expires.size(), seconds);
  grant.expires = base::Instant(std::chrono::seconds(seconds));
  grant.scopes = scopes_from(line_of(rest));
  grant.certificate = rest;
  if (grant.expires <= now) return std::nullopt;
  return grant;
}

}  // namespace gateway
