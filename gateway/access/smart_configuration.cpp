// GET BASE/.well-known/smart-configuration, and the table of routes of the authorization server.
#include <array>
#include <set>

#include "gateway/access/clients.hpp"
#include "gateway/access/oauth_routes.hpp"
#include "gateway/http/replies.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

constexpr std::string_view discovery_path = "/.well-known/smart-configuration";

void write_words(json::Writer& out, std::string_view name, std::initializer_list<std::string_view> words) {
  out.array_field(name);
  for (const std::string_view word : words) out.string(word);
  out.end_array();
}

}  // namespace

std::string oauth_token_url(const Config& config) {
  std::string base = config.base_url;
  while (base.ends_with('/')) base.pop_back();
  return base + oauth_token_path;
}

HttpReply smart_configuration(const HttpRequest& request, const std::string&, Services& services) {
  const std::shared_ptr<const Clients> clients = services.knowledge.current().clients;
  if (clients == nullptr || clients->access_tokens() == nullptr)
    return refusal(404, request.path, "No client has keys to ask for access tokens with.");
  std::set<std::string> scopes;  // what any client may have; each once
  for (const Client& one : clients->all()) {
    for (const Scope& scope : one.scopes) scopes.insert(text_of({scope}));
  }
  std::string body;
  json::Writer out(body);
  out.begin_object().field("token_endpoint", oauth_token_url(services.config));
  write_words(out, "grant_types_supported", {"client_credentials"});
  write_words(out, "token_endpoint_auth_methods_supported", {"private_key_jwt"});
  write_words(out, "token_endpoint_auth_signing_alg_values_supported", {"RS384", "ES384"});
  out.array_field("scopes_supported");
  for (const std::string& scope : scopes) out.string(scope);
  out.end_array();
  const HttpTls& tls = services.config.tls;
  if (tls.wanted() && !tls.client_authorities.empty())
    out.field("tls_client_certificate_bound_access_tokens", true);  // RFC 8705 3.3
  write_words(out, "capabilities", {"client-confidential-asymmetric", "permission-v2"});
  out.end_object();
  return json_reply(std::move(body));
}

std::vector<Route> oauth_routes() {
  std::vector<Route> routes;
  routes.push_back({Method::post, oauth_token_path, oauth_token});
  for (const char* base : {"", "/fhir", "/fhir/2.0.1"}) {
    routes.push_back({Method::get, base + std::string(discovery_path), at_once(smart_configuration)});
  }
  return routes;
}

}  // namespace gateway
