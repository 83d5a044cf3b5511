#include "gateway/access/signed_token.hpp"

#include <cjose/header.h>
#include <cjose/jwk.h>
#include <cjose/jws.h>
#include <cjose/util.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <functional>
#include <memory>

#include "gateway/app/awaited.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
constexpr std::int64_t skew = 60;  // seconds that clocks may differ
constexpr std::size_t id_bytes_max = 255;

using Jws = std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)>;
using Jwk = std::unique_ptr<cjose_jwk_t, decltype(&cjose_jwk_release)>;

/// cjose ends the program (an assertion) at base64url of a length that none has: it is looked at before.
bool is_base64url(std::string_view text) {
  return text.size() % 4 != 1 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '_';
         });
}

/// Header, payload and signature.
bool is_compact(std::string_view token) {
  for (int part = 1; part <= 3; ++part) {
    const std::size_t dot = token.find('.');
    if ((dot == std::string_view::npos) != (part == 3)) return false;
    if (!is_base64url(token.substr(0, dot))) return false;
    token.remove_prefix(std::min(dot, token.size() - 1) + 1);
  }
  return true;
}

/// Whether each number of a JSON Web Key is base64url.
bool is_readable_key(const std::string& key) {
  json::Document document;
  const base::Result<json::Value> root = document.parse_copy(key);
  if (!root || !root->is_object()) return false;
  return std::ranges::all_of(std::array{"n", "e", "d", "p", "q", "dp", "dq", "qi", "x", "y", "k"},
                             [&](const char* name) { return is_base64url(root->find(name).string()); });
}

Jws jws_from(const std::string& token) {
  if (!is_compact(token)) return {nullptr, &cjose_jws_release};
  cjose_err fault{};
  return {cjose_jws_import(token.data(), token.size(), &fault), &cjose_jws_release};
}

base::Issues not_accepted(const char* remedy) {
  return base::Issue{base::IssueCode::data_invalid, "Authorization", remedy, base::Severity::error};
}

std::string header_text(cjose_header_t* header, const char* name) {
  cjose_err fault{};
  const char* value = cjose_header_get(header, name, &fault);
  return value == nullptr ? std::string() : std::string(value);
}

/// True when the header has such a member, of whatever type.
bool has_header(cjose_header_t* header, const char* name) {
  cjose_err fault{};
  char* value = cjose_header_get_raw(header, name, &fault);
  if (value == nullptr) return false;
  cjose_get_dealloc()(value);
  return true;
}

/// A NumericDate without fraction; 0 when it is none.
std::int64_t seconds_of(const json::Value& number) {
  const std::string_view digits = number.number_text();
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = error == std::errc() && (end == digits.data() + digits.size() || *end == '.');
  return whole ? value : 0;
}

void read_payload(const json::Value& payload, TokenClaims& claims) {
  claims.issuer = fhir::text(payload, "iss");
  claims.subject = fhir::text(payload, "sub");
  claims.token_id = fhir::text(payload, "jti");
  claims.expires = seconds_of(payload.find("exp"));
  claims.issued = seconds_of(payload.find("iat"));
  claims.not_before = seconds_of(payload.find("nbf"));
  const json::Value audience = payload.find("aud");
  if (audience.is_string()) claims.audiences.emplace_back(audience.string());
  for (const json::Value one : audience.elements()) claims.audiences.emplace_back(one.string());
}

}  // namespace

bool TokenClaims::is_for(std::string_view url) const {
  return std::find(audiences.begin(), audiences.end(), url) != audiences.end();
}

base::Result<TokenClaims> token_claims_from(const std::string& token) {
  const Jws jws = jws_from(token);
  if (!jws) return not_accepted("it is no signed token");
  cjose_header_t* header = cjose_jws_get_protected(jws.get());
  TokenClaims claims;
  claims.algorithm = header_text(header, "alg");
  claims.key_id = header_text(header, "kid");
  claims.key_url = header_text(header, "jku");
  if (claims.algorithm != "RS384" && claims.algorithm != "ES384")
    return not_accepted("it is signed otherwise");
  // None of its extensions is understood here, so that a list of those that have to be is never met.
  if (has_header(header, "crit")) return not_accepted("it wants something to be understood that is not");
  cjose_err fault{};
  std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
  if (!cjose_jws_get_plaintext(jws.get(), &bytes, &size, &fault)) return not_accepted("it holds nothing");
  json::Document document;
  const std::string text(bytes, bytes + size);
  const base::Result<json::Value> payload = document.parse_copy(text);
  if (!payload) return not_accepted("it holds no JSON");
  read_payload(*payload, claims);
  const bool whole = !claims.key_id.empty() && !claims.issuer.empty() && !claims.token_id.empty() &&
                     claims.token_id.size() <= id_bytes_max && claims.expires != 0;
  if (!whole) return not_accepted("kid, iss, exp or jti is missing");
  return claims;
}

bool is_signed_by(const std::string& token, const std::string& algorithm, const std::string& key) {
  if (!is_readable_key(key)) return false;
  cjose_err fault{};
  const Jwk jwk(cjose_jwk_import(key.data(), key.size(), &fault), &cjose_jwk_release);
  if (!jwk) return false;
  if (algorithm == "RS384") {
    if (cjose_jwk_get_kty(jwk.get(), &fault) != CJOSE_JWK_KTY_RSA) return false;
    if (cjose_jwk_get_keysize(jwk.get(), &fault) < 2048) return false;
  } else {
    if (cjose_jwk_get_kty(jwk.get(), &fault) != CJOSE_JWK_KTY_EC) return false;
    if (cjose_jwk_EC_get_curve(jwk.get(), &fault) != CJOSE_JWK_EC_P_384) return false;
  }
  const Jws jws = jws_from(token);
  if (!jws || header_text(cjose_jws_get_protected(jws.get()), "alg") != algorithm) return false;
  return cjose_jws_verify(jws.get(), jwk.get(), &fault);
}

const char* fault_of_times(const TokenClaims& claims, base::Instant now, std::int64_t seconds_max) {
  const std::int64_t at = now.time_since_epoch().count();
  if (claims.expires <= at) return "its time is over";
  if (claims.issued > at + skew) return "it is from the future";
  if (claims.not_before > at + skew) return "its time has not come";
  if (claims.expires - at > seconds_max + skew) return "it lives too long";
  return "";
}

asio::awaitable<base::Result<bool>> used_up(Store& store, const TokenClaims& claims, base::Instant now) {
  const base::Instant expires{std::chrono::seconds(claims.expires)};
  const std::function<void(Store::TokenUsed)> use = [&store, &claims, now, expires](Store::TokenUsed done) {
    store.use_token(claims.issuer, claims.token_id, now, expires, std::move(done));
  };
  co_return co_await awaited<base::Result<bool>>(use);
}

}  // namespace gateway
