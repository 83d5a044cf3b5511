// The access token that a client gets for its signed assertion: what it says, and a MAC that only the gateway
// can make. Nothing of it is stored, so that every node with the same secret, and a restart, accepts it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "gateway/access/scopes.hpp"

namespace gateway {

struct AccessGrant {
  std::string client;
  base::Instant expires{};
  std::vector<Scope> scopes;
  /// HttpRequest::certificate of who asked for it: nobody else may use it; "" = anybody may.
  std::string certificate{};
};

/// Makes and reads them with one secret.
class AccessTokens {
 public:
  explicit AccessTokens(std::string secret) : secret_(std::move(secret)) {}

  /// "precert1.CONTENT.MAC", both in base64url; the MAC is HMAC-SHA256 over all before its dot.
  [[nodiscard]] std::string token_of(const AccessGrant& grant) const;
  /// nullopt when it is none of ours, was changed, or is over. Compares in constant time.
  [[nodiscard]] std::optional<AccessGrant> grant_of(std::string_view token, base::Instant now) const;

 private:
  [[nodiscard]] std::string mac_of(std::string_view text) const;

  std::string secret_;
};

}  // namespace gateway
