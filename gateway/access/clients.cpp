#include "gateway/access/clients.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "gateway/access/bearer.hpp"
#include "gateway/http/replies.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

/// True when `path` is `prefix` or lies below it: "/fhir" covers "/fhir/Claim" and not "/fhirx".
bool lies_below(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return false;
  return prefix.ends_with('/') || path.size() == prefix.size() || path[prefix.size()] == '/';
}

/// Who shows a token, and what an access token among them allows.
struct Shown {
  const Client* client = nullptr;
  std::optional<AccessGrant> grant;
};

Shown shown_by(std::string_view token, const Clients& clients, base::Instant now) {
  Shown shown;
  if (token.empty()) return shown;
  shown.client = clients.of_token(token);
  if (shown.client != nullptr || clients.access_tokens() == nullptr) return shown;
  shown.grant = clients.access_tokens()->grant_of(token, now);
  if (shown.grant) shown.client = clients.of_id(shown.grant->client);
  if (shown.client != nullptr && shown.client->keys == nullptr) shown.client = nullptr;  // they were taken away
  return shown;
}

/// What a client shows that is not enough: RFC 6750 section 3.
HttpReply challenge_of(unsigned status, const std::string& path, const char* words, const char* challenge) {
  HttpReply reply = access_refusal(status, path, words);
  reply.headers.emplace_back("WWW-Authenticate", challenge);
  return reply;
}

}  // namespace

bool Client::speaks_for(std::string_view organization) const {
  return std::any_of(organizations.begin(), organizations.end(),
                     [organization](const std::string& one) { return one == "*" || one == organization; });
}

bool Client::may_call(std::string_view path) const {
  return std::any_of(paths.begin(), paths.end(),
                     [path](const std::string& one) { return lies_below(path, one); });
}

const Client* Clients::of_token(std::string_view token) const {
  const ContentHash given = content_hash_of(token);
  const Client* found = nullptr;
  for (const Client& one : clients_) {  // to the end, whoever it is: how long it takes tells nothing
    if (one.token && CRYPTO_memcmp(given.bytes.data(), one.token->bytes.data(), given.bytes.size()) == 0)
      found = &one;
  }
  return found;
}

const Client* Clients::of_id(std::string_view id) const {
  const auto found =
      std::find_if(clients_.begin(), clients_.end(), [id](const Client& one) { return one.id == id; });
  return found == clients_.end() ? nullptr : &*found;
}

base::Result<std::shared_ptr<const Clients>> load_clients(const std::filesystem::path& file) {
  if (file.empty()) return std::shared_ptr<const Clients>();
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return base::Issues(base::Issue{base::IssueCode::config_invalid, file.string(),
                                    "this file of clients cannot be read.", base::Severity::error});
  }
  const std::string yaml((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  base::Result<Clients> read = Clients::from_yaml(yaml, file.string());
  if (!read) return read.error();
  return std::make_shared<const Clients>(std::move(*read));
}

bool is_open(const HttpRequest& request) {
  const std::string_view path = request.path;
  return request.method == Method::options || lies_below(path, "/health") || path == "/x12/guide" ||
         path == "/capabilities" || lies_below(path, "/.well-known") || lies_below(path, "/core") ||
         lies_below(path, "/cds-services") ||  // its callers sign tokens of their own
         path == "/oauth/token" ||
         (speaks_fhir(request.path) &&
          (path.ends_with("/metadata") || path.find("/.well-known/") != std::string_view::npos));
}

Admission admission_of(const HttpRequest& request, const Clients* clients, base::Instant now) {
  Admission admission;
  if (clients == nullptr) return admission;
  const std::string_view token = bearer_of(request.authorization);
  auto [client, grant] = shown_by(token, *clients, now);
  const bool stolen = grant && !grant->certificate.empty() && grant->certificate != request.certificate;
  if (stolen) client = nullptr;  // tied to a certificate (RFC 8705 section 3) that this connection did not show
  if (client != nullptr) admission.client = client->id;
  if (is_open(request)) return admission;
  if (client == nullptr) {
    admission.refusal = challenge_of(
        401, request.path, "Send Authorization: Bearer with the token of a client.",
        token.empty() ? "Bearer realm=\"precert\"" : "Bearer realm=\"precert\", error=\"invalid_token\"");
  } else if (!client->may_call(request.path)) {
    admission.refusal = access_refusal(403, request.path, "This client may not call this path.");
  } else if (grant && !(permits(grant->scopes, request) && permits(client->scopes, request))) {
    admission.refusal = challenge_of(403, request.path, "The scopes of this access token do not allow this.",
                                     "Bearer realm=\"precert\", error=\"insufficient_scope\"");
  }
  return admission;
}

HttpReply access_refusal(unsigned status, const std::string& path, const std::string& words) {
  HttpReply reply;
  reply.status = status;
  json::Writer out(reply.body);
  if (speaks_fhir(path)) {
    reply.content_type = fhir_json;
    out.begin_object().field("resourceType", "OperationOutcome").array_field("issue").begin_object();
    out.field("severity", "error").field("code", status == 401 ? "login" : "forbidden");
    out.object_field("details").field("text", words).end_object();
    out.end_object().end_array().end_object();
    return reply;
  }
  reply.content_type = "application/problem+json";
  out.begin_object().field("type", "about:blank").field("status", status);
  out.field("title", status == 401 ? "login" : "forbidden").field("detail", words).end_object();
  return reply;
}

}  // namespace gateway
