#include "gateway/access/client_assertion.hpp"

#include "gateway/access/key_set.hpp"
#include "gateway/access/signed_token.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {
namespace {

constexpr std::int64_t assertion_seconds_max = 300;

/// What is wrong before anybody has looked at the signature, "" when nothing is.
const char* fault_of_assertion(const TokenClaims& claims, const Client* client, const std::string& token_url,
                               base::Instant now) {
  if (client == nullptr || client->keys == nullptr) return "nobody is registered as its issuer";
  if (claims.subject != claims.issuer) return "its subject is not its issuer";
  if (!claims.is_for(token_url)) return "it is for another URL";
  if (!claims.key_url.empty() && claims.key_url != client->keys_url)
    return "its jku is not the registered one";
  return fault_of_times(claims, now, assertion_seconds_max);
}

}  // namespace

boost::asio::awaitable<base::Result<const Client*>> client_of_assertion(const std::string& assertion,
                                                                        const std::string& token_url,
                                                                        const Clients& clients, Store& store,
                                                                        base::Instant now) {
  const auto refused = [](const char* why) {
    log::warning("client_assertion_refused", {{"why", why}});
    return base::Issues(base::Issue{base::IssueCode::data_invalid, "client_assertion",
                                    "The assertion is not accepted.", base::Severity::error});
  };
  const base::Result<TokenClaims> claims = token_claims_from(assertion);
  if (!claims) co_return refused(claims.error().first().remedy.c_str());
  const Client* client = clients.of_id(claims->issuer);
  const char* fault = fault_of_assertion(*claims, client, token_url, now);
  if (*fault != '\0') co_return refused(fault);
  const std::string key = co_await client->keys->find(claims->key_id);
  if (key.empty() || !is_signed_by(assertion, claims->algorithm, key))
    co_return refused("its signature is not its issuer's");
  const base::Result<bool> fresh = co_await used_up(store, *claims, now);
  if (!fresh) co_return fresh.error();
  if (!*fresh) co_return refused("it was used before");
  co_return client;
}

}  // namespace gateway
