// A JSON Web Token that a client signed with a key of its own: for one CDS Hooks call, or to ask for an
// access token (SMART Backend Services). It is good once.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "gateway/store/store.hpp"

namespace gateway {

/// What a token says, before anybody has looked at its signature.
struct TokenClaims {
  std::string algorithm, key_id, key_url;  // header: alg, kid, jku ("" = unsaid)
  std::string issuer, subject, token_id;   // iss, sub ("" = unsaid), jti
  std::vector<std::string> audiences;      // aud
  std::int64_t expires = 0, issued = 0;    // exp, iat (0 = unsaid): seconds since the epoch
  std::int64_t not_before = 0;             // nbf (0 = unsaid)

  [[nodiscard]] bool is_for(std::string_view url) const;
};

/// Errors: data_invalid when it is no signed token with kid, iss, exp and jti, signed otherwise than RS384 or
/// ES384, or with a `crit` in its header (RFC 7515 4.1.11).
[[nodiscard]] base::Result<TokenClaims> token_claims_from(const std::string& token);

/// True when the key (JSON Web Key) signed it, and is of the kind that the algorithm wants: RSA of 2048 bits
/// or more for RS384, P-384 for ES384.
[[nodiscard]] bool is_signed_by(const std::string& token, const std::string& algorithm,
                                const std::string& key);

/// What is wrong with its times, "" when they are right. `seconds_max`: how far ahead `exp` may be; its id is
/// remembered that long. Clocks may differ by a minute.
[[nodiscard]] const char* fault_of_times(const TokenClaims& claims, base::Instant now,
                                         std::int64_t seconds_max);

/// Uses the token's id up; resumes after it is on disk. False when it was used before. Errors:
/// store_unavailable. Lifetimes: awaited in place.
[[nodiscard]] boost::asio::awaitable<base::Result<bool>> used_up(Store& store, const TokenClaims& claims,
                                                                 base::Instant now);

}  // namespace gateway
