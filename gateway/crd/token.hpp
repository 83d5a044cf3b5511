// The token a CDS Hooks client signs for one call (JWT, CDS Hooks 2.0 "Trusting CDS clients"; CRD 4.4).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <string_view>

#include "gateway/app/services.hpp"
#include "gateway/crd/access.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// What a token says, before anybody has looked at its signature.
struct TokenClaims {
  std::string algorithm, key_id;         // header: alg, kid
  std::string issuer, token_id;          // iss, jti
  std::vector<std::string> audiences;    // aud
  std::int64_t expires = 0, issued = 0;  // exp, iat: seconds since the epoch
};

/// Errors: data_invalid when it is no signed token with all of these, signed otherwise than RS384 or
/// ES384, or with a `crit` in its header (RFC 7515 4.1.11).
[[nodiscard]] base::Result<TokenClaims> token_claims_from(const std::string& token);

/// True when the key (JSON Web Key) signed it, and is of the kind that the algorithm wants: RSA of 2048 bits
/// or more for RS384, P-384 for ES384.
[[nodiscard]] bool is_signed_by(const std::string& token, const std::string& algorithm,
                                const std::string& key);

/// Who calls. Errors: data_invalid (401: no token, or one that is not accepted), store_unavailable. Uses the
/// token's id up: it is good once. Lifetimes: awaited in place.
[[nodiscard]] boost::asio::awaitable<base::Result<HookCaller>> hook_caller(const HttpRequest& request,
                                                                           Services& services);

}  // namespace gateway
