// Clients::from_yaml: deploy/clients.yaml shows every key that is read here.
#include <yaml-cpp/yaml.h>

#include <set>

#include "gateway/access/clients.hpp"
#include "gateway/edi/yaml_map.hpp"

namespace gateway {
namespace {

using base::Issues;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// 64 hex digits into the 32 bytes they stand for.
bool read_hash(std::string_view hex, ContentHash& into) {
  if (hex.size() != into.bytes.size() * 2) return false;
  for (std::size_t i = 0; i < into.bytes.size(); ++i) {
    const int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    into.bytes.at(i) = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

/// Reads one file; what several clients must not share is remembered across them.
class Reading {
 public:
  explicit Reading(std::string_view file) : file_(file) {}

  std::vector<Client> clients(const YAML::Node& root) {
    std::vector<Client> read;
    YamlMap keys(root, file_, issues);
    const YAML::Node list = keys.node("clients");
    if (!list || !list.IsSequence()) {
      keys.fault("clients", "give a list: one client after each dash.");
    } else {
      for (const YAML::Node& one : list) read.push_back(client(one));
    }
    const YAML::Node hooks = keys.node("hook_clients");
    if (hooks && !hooks.IsSequence()) {
      keys.fault("hook_clients", "give a list: one client after each dash.");
    } else if (hooks) {
      for (const YAML::Node& one : hooks) hook_clients.push_back(hook_client(one));
    }
    keys.done();
    return read;
  }

  std::vector<HookClient> hook_clients;
  Issues issues;

 private:
  Client client(const YAML::Node& node) {
    Client made;
    YamlMap keys(node, file_, issues);
    keys.text("id", made.id);
    if (!is_plain_name(made.id)) {
      keys.fault("id", "every client has an id of letters, digits and dashes.");
    } else if (!ids_.insert(made.id).second) {
      keys.fault("id", "another client has this id; give each its own.");
    }
    std::string hash;
    keys.text("token_sha256", hash);
    ContentHash token;
    read_keys(keys, made.keys_file, made.keys_url);
    const bool has_keys = !made.keys_file.empty() || !made.keys_url.empty();
    if (hash.empty() && has_keys) {
      // It has access tokens only.
    } else if (!read_hash(hash, token)) {
      keys.fault("token_sha256", "give the 64 hex digits that `printf %s TOKEN | sha256sum` prints.");
    } else if (!tokens_.insert(token).second) {
      keys.fault("token_sha256", "another client has this token; give each its own.");
    } else {
      made.token = token;
    }
    read_scopes(keys, has_keys, made.scopes);
    keys.texts("organizations", made.organizations);
    made.paths = {"/fhir"};
    keys.texts("paths", made.paths);
    for (const std::string& path : made.paths) {
      if (!path.starts_with('/')) keys.fault("paths", "a path begins with a slash, such as /fhir.");
    }
    keys.done();
    return made;
  }

  HookClient hook_client(const YAML::Node& node) {
    HookClient made;
    YamlMap keys(node, file_, issues);
    keys.text("id", made.id);
    if (!is_plain_name(made.id)) keys.fault("id", "every client has an id of letters, digits and dashes.");
    keys.text("issuer", made.issuer);
    if (made.issuer.empty() || !issuers_.insert(made.issuer).second) {
      keys.fault("issuer", "give the `iss` of its tokens, which no other client has.");
    }
    read_keys(keys, made.keys_file, made.keys_url);
    if (made.keys_file.empty() && made.keys_url.empty()) {
      keys.fault("keys_file", "say where its public keys are: keys_file or keys_url, one of them.");
    }
    keys.texts("base_urls", made.base_urls);
    keys.texts("fhir_hosts", made.fhir_hosts);
    keys.done();
    return made;
  }

  /// A relative file lies beside the file of clients.
  void read_keys(YamlMap& keys, std::filesystem::path& file, std::string& url) const {
    std::string name;
    keys.text("keys_file", name);
    keys.text("keys_url", url);
    if (!name.empty() && !url.empty()) {
      keys.fault("keys_file", "say where its public keys are: keys_file or keys_url, one of them.");
    }
    file = name;
    if (file.is_relative() && !name.empty()) file = std::filesystem::path(file_).parent_path() / file;
  }

  static void read_scopes(YamlMap& keys, bool has_keys, std::vector<Scope>& scopes) {
    std::vector<std::string> words;
    keys.texts("scopes", words);
    if (words.empty() == has_keys) {
      keys.fault("scopes", "a client with keys has scopes, and no other has: [\"system/*.rs\"].");
    }
    for (const std::string& word : words) {
      if (std::optional<Scope> scope = scope_from(word)) {
        scopes.push_back(std::move(*scope));
      } else {
        keys.fault("scopes",
                   "a scope is system/TYPE.ACTIONS with letters of cruds, such as system/Claim.cr.");
      }
    }
  }

  std::string_view file_;
  std::set<std::string> issuers_;
  std::set<std::string> ids_;
  std::set<ContentHash> tokens_;
};

}  // namespace

base::Result<Clients> Clients::from_yaml(std::string_view yaml, std::string_view file_name) {
  const std::string file(file_name);
  Issues broken;
  const YAML::Node root = yaml_root(yaml, file, broken);
  if (!broken.empty()) return broken;
  Reading reading(file);
  Clients made;
  made.clients_ = reading.clients(root);
  made.hook_clients_ = std::move(reading.hook_clients);
  if (!reading.issues.empty()) return std::move(reading.issues);
  return made;
}

}  // namespace gateway
