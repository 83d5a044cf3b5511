// POST /oauth/token
#include <algorithm>
#include <array>

#include "gateway/access/client_assertion.hpp"
#include "gateway/access/oauth_routes.hpp"
#include "gateway/http/replies.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
constexpr std::size_t form_bytes_max = std::size_t{16} << 10U;
constexpr std::size_t scopes_max = 64;               // more would not fit into a header
constexpr std::chrono::seconds token_lifetime{300};  // SMART: no more
constexpr std::string_view assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What an answer of a token endpoint says to caches (RFC 6749 5.1).
HttpReply not_kept(std::string body, unsigned status) {
  HttpReply reply = json_reply(std::move(body), status);
  reply.headers.emplace_back("Cache-Control", "no-store");
  reply.headers.emplace_back("Pragma", "no-cache");
  return reply;
}

HttpReply oauth_error(unsigned status, std::string_view error, std::string_view words) {
  std::string body;
  json::Writer(body).begin_object().field("error", error).field("error_description", words).end_object();
  return not_kept(std::move(body), status);
}

/// The fields of the form. A field that stands there twice makes it unreadable (RFC 6749 3.2).
struct TokenForm {
  std::string grant_type, assertion_type, assertion, scope, client_id;
  bool readable = true;
};

TokenForm form_from(const HttpRequest& request) {
  TokenForm form;
  const std::array<std::pair<std::string_view, std::string*>, 5> fields{
      {{"grant_type", &form.grant_type},
       {"client_assertion_type", &form.assertion_type},
       {"client_assertion", &form.assertion},
       {"scope", &form.scope},
       {"client_id", &form.client_id}}};
  HttpRequest as_query;
  as_query.query = request.body;
  for (auto& [name, value] : as_query.parameters()) {
    const auto field =
        std::ranges::find(fields, std::string_view(name), [](const auto& one) { return one.first; });
    if (field == fields.end()) continue;
    if (!field->second->empty()) form.readable = false;
    *field->second = std::move(value);
  }
  return form;
}

/// What is wrong with a form before anybody has looked who sent it.
std::optional<HttpReply> fault_of_form(const HttpRequest& request, const TokenForm& form) {
  if (media_type(request.content_type) != "application/x-www-form-urlencoded")
    return oauth_error(400, "invalid_request", "Send application/x-www-form-urlencoded.");
  if (!form.readable) return oauth_error(400, "invalid_request", "A field stands there twice.");
  if (form.grant_type.empty()) return oauth_error(400, "invalid_request", "grant_type is missing.");
  if (form.grant_type != "client_credentials")
    return oauth_error(400, "unsupported_grant_type", "Only client_credentials is offered.");
  if (form.assertion_type != assertion_type || form.assertion.empty())
    return oauth_error(401, "invalid_client", "Show a client_assertion of type jwt-bearer.");
  return std::nullopt;
}

/// The token is tied to the certificate that was shown with the request for it (RFC 8705 section 3).
HttpReply granted(const Client& client, std::vector<Scope> scopes, const std::string& certificate,
                  const Clients& clients, base::Instant now) {
  const std::string words = text_of(scopes);
  const std::string token =
      clients.access_tokens()->token_of({client.id, now + token_lifetime, std::move(scopes), certificate});
  std::string body;
  json::Writer out(body);
  out.begin_object().field("access_token", token).field("token_type", "bearer");
  out.field("expires_in", token_lifetime.count()).field("scope", words).end_object();
  return not_kept(std::move(body), 200);
}

}  // namespace

asio::awaitable<HttpReply> oauth_token(const HttpRequest& request, const std::string&, Services& services) {
  const std::shared_ptr<const Clients> clients = services.knowledge.current().clients;
  if (clients == nullptr || clients->access_tokens() == nullptr)
    co_return refusal(404, request.path, "No client has keys to ask for access tokens with.");
  if (request.body.size() > form_bytes_max || !request.body_file.empty())
    co_return oauth_error(413, "invalid_request", "This form is too long.");
  const TokenForm form = form_from(request);
  if (std::optional<HttpReply> fault = fault_of_form(request, form)) co_return std::move(*fault);
  const base::Instant now = services.clock.now();
  const std::string url = oauth_token_url(services.config);
  const base::Result<const Client*> client =
      co_await client_of_assertion(form.assertion, url, *clients, services.store, now);
  if (!client && client.error().first().code == base::IssueCode::store_unavailable)
    co_return refusal(503, request.path, client.error());
  if (!client || (!form.client_id.empty() && form.client_id != (*client)->id))
    co_return oauth_error(401, "invalid_client", "The assertion is not accepted.");
  std::vector<Scope> scopes = common_scopes(scopes_from(form.scope), (*client)->scopes);
  if (scopes.empty() || scopes.size() > scopes_max)
    co_return oauth_error(400, "invalid_scope", "Ask for scopes that this client may have, 64 at most.");
  co_return granted(**client, std::move(scopes), request.certificate, *clients, now);
}

}  // namespace gateway
