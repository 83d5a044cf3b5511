// Who may call, and for whom each may speak: a YAML file of clients, with bearer tokens that were agreed or
// keys that earn them (SMART Backend Services). Whoever admits a request sets HttpRequest::client, and all
// others ask about that id only.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "gateway/access/access_token.hpp"
#include "gateway/access/scopes.hpp"
#include "gateway/http/message.hpp"
#include "gateway/store/content_hash.hpp"

namespace gateway {

struct Config;

class KeySet;

struct Client {
  std::string id;                    // in logs and as owner of what it makes: letters, digits, dashes
  std::optional<ContentHash> token;  // SHA-256 of its bearer token, when it was given one
  std::filesystem::path keys_file;  // its public keys, a JSON Web Key Set, when it asks for access tokens; or
  std::string keys_url;             // where it publishes them
  std::vector<Scope> scopes;        // what its access tokens may allow at most
  std::shared_ptr<const KeySet> keys;      // nullptr = it has none, or nobody opened them yet
  std::vector<std::string> organizations;  // interchange sender ids, NPIs and others it speaks for; "*" = all
  std::vector<std::string> paths;          // what it may call begins so; "/fhir" unless the file says more

  [[nodiscard]] bool speaks_for(std::string_view organization) const;
  [[nodiscard]] bool may_call(std::string_view path) const;
};

/// Who may call CDS Hooks: shows a signed token of its own instead of one that it was given (CDS Hooks 2.0).
struct HookClient {
  std::string id;                       // in logs and records
  std::string issuer;                   // `iss` of its tokens
  std::filesystem::path keys_file;      // its public keys, a JSON Web Key Set; or
  std::string keys_url;                 // where it publishes them
  std::vector<std::string> base_urls;   // besides base_url: what its tokens may be for begins so (`aud`)
  std::vector<std::string> fhir_hosts;  // FHIR servers that may be read for it; none = nothing is read
};

/// Immutable once read; a reload swaps the whole.
class Clients {
 public:
  /// By bearer token, nullptr when nobody has it. Takes the same time for every wrong token.
  [[nodiscard]] const Client* of_token(std::string_view token) const;
  [[nodiscard]] const Client* of_id(std::string_view id) const;
  [[nodiscard]] const std::vector<HookClient>& hook_clients() const { return hook_clients_; }
  /// What signs access tokens; nullptr when no client has keys to ask for one with.
  [[nodiscard]] const AccessTokens* access_tokens() const { return access_tokens_.get(); }
  [[nodiscard]] const std::vector<Client>& all() const { return clients_; }

  /// Reads the keys of every client that has some, and the secret of access tokens when one has. Errors:
  /// config_invalid.
  [[nodiscard]] base::Result<void> open_keys(const Config& config);

  /// Reads a YAML file, deploy/clients.yaml shows every key. Errors (config_unknown_key, config_invalid) name
  /// file, line and remedy, all at once.
  [[nodiscard]] static base::Result<Clients> from_yaml(std::string_view yaml, std::string_view file_name);

 private:
  std::vector<Client> clients_;
  std::vector<HookClient> hook_clients_;
  std::shared_ptr<const AccessTokens> access_tokens_;
};

/// The clients of a file, their keys not opened; `file` empty = nullptr, open access. Errors: config_invalid.
[[nodiscard]] base::Result<std::shared_ptr<const Clients>> load_clients(const std::filesystem::path& file);
/// The clients of a gateway, with their keys; nullptr = open access. Errors: config_invalid.
[[nodiscard]] base::Result<std::shared_ptr<const Clients>> clients_of(const Config& config);

/// True for what everybody may read: /health, /x12/guide, /capabilities, FHIR metadata, /.well-known, the
/// preflights of browsers; and /core, whose envelopes carry access data of their own, and /oauth/token, whose
/// forms do.
[[nodiscard]] bool is_open(const HttpRequest& request);

/// What access control says of one request.
struct Admission {
  std::string client;                // who calls, when admitted
  std::optional<HttpReply> refusal;  // 401 and, for want of a scope, 403 with WWW-Authenticate; 403
};
/// `clients` nullptr = open access: everybody is admitted as "". A client shows the token that it was given,
/// or an access token, whose scopes limit it on the FHIR side; both may call what its paths allow.
[[nodiscard]] Admission admission_of(const HttpRequest& request, const Clients* clients, base::Instant now);

/// A 401 or 403 in the dialect of the path; FHIR issue code `login` or `forbidden`.
[[nodiscard]] HttpReply access_refusal(unsigned status, const std::string& path, const std::string& words);

}  // namespace gateway
