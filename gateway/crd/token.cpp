#include "gateway/crd/token.hpp"

#include <algorithm>

#include "gateway/access/bearer.hpp"
#include "gateway/access/signed_token.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
constexpr std::int64_t lifetime_max = 3600;  // seconds

base::Issues hook_refused(const char* remedy) {
  return base::Issue{base::IssueCode::data_invalid, "Authorization", remedy, base::Severity::error};
}

/// The URL of exactly this call, under one of the names of this gateway.
bool is_for_this_call(const TokenClaims& claims, const HttpRequest& request, const HookClient& client,
                      const Config& config) {
  const auto named = [&](std::string base) {
    while (base.ends_with('/')) base.pop_back();
    return claims.is_for(base + request.path);
  };
  return (!config.base_url.empty() && named(config.base_url)) ||
         std::any_of(client.base_urls.begin(), client.base_urls.end(), named);
}

}  // namespace

asio::awaitable<base::Result<HookCaller>> hook_caller(const HttpRequest& request, Services& services) {
  const std::shared_ptr<const HookAccess> access = services.knowledge.current().hooks;
  if (access->open()) co_return access->anybody();
  const std::string token(bearer_of(request.authorization));
  if (token.empty()) co_return hook_refused("Send Authorization: Bearer with a token that you signed.");
  const auto refused = [](const char* why) {
    log::warning("hook_token_refused", {{"why", why}});
    return hook_refused("The token is not accepted.");
  };
  const base::Result<TokenClaims> claims = token_claims_from(token);
  if (!claims) co_return refused(claims.error().first().remedy.c_str());
  const HookCaller* caller = access->of_issuer(claims->issuer);
  if (caller == nullptr) co_return refused("nobody is registered as its issuer");
  if (claims->issued == 0) co_return refused("iat is missing");
  const base::Instant now = services.clock.now();
  if (const char* fault = fault_of_times(*claims, now, lifetime_max); *fault != '\0') co_return refused(fault);
  if (!is_for_this_call(*claims, request, caller->client, services.config))
    co_return refused("it is for another URL");
  const std::string key = co_await caller->keys->find(claims->key_id);
  if (key.empty() || !is_signed_by(token, claims->algorithm, key))
    co_return refused("its signature is not its issuer's");
  const base::Result<bool> fresh = co_await used_up(services.store, *claims, now);
  if (!fresh) co_return fresh.error();
  if (!*fresh) co_return refused("it was used before");
  co_return *caller;
}

}  // namespace gateway
