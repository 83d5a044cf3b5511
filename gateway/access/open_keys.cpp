#include "gateway/access/open_keys.hpp"

#include <fstream>
#include <iterator>

#include "gateway/access/clients.hpp"
#include "gateway/access/oauth_secret.hpp"
#include "gateway/app/config.hpp"

namespace gateway {

std::shared_ptr<const Outbound> reader_of(const std::vector<std::string>& hosts, bool plain_http) {
  if (hosts.empty()) return nullptr;
  OutboundPolicy policy;
  policy.plain_http = plain_http;
  policy.private_addresses = plain_http;
  policy.hosts = hosts;
  return std::make_shared<const Outbound>(std::move(policy));
}

base::Result<std::shared_ptr<const KeySet>> keys_of(const std::string& client,
                                                    const std::filesystem::path& file, const std::string& url,
                                                    bool plain_http) {
  const auto fault = [&](const std::string& remedy) {
    const std::string where = url.empty() ? file.string() : "keys_url of " + client;
    return base::Issues(base::Issue{base::IssueCode::config_invalid, where, remedy, base::Severity::error});
  };
  if (!url.empty()) {
    const base::Result<OutboundUrl> parts = outbound_url_from(url);
    if (!parts) return fault(parts.error().first().remedy);
    return std::make_shared<const KeySet>(url, reader_of({parts->host}, plain_http));
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) return fault("this file of keys cannot be read.");
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  base::Result<std::vector<SigningKey>> keys = signing_keys_from(text);
  if (!keys) return fault(keys.error().first().remedy);
  return std::make_shared<const KeySet>(std::move(*keys));
}

base::Result<void> Clients::open_keys(const Config& config) {
  bool any = false;
  for (Client& one : clients_) {
    if (one.keys_file.empty() && one.keys_url.empty()) continue;
    base::Result<std::shared_ptr<const KeySet>> keys =
        keys_of(one.id, one.keys_file, one.keys_url, config.crd.plain_http);
    if (!keys) return keys.error();
    one.keys = std::move(*keys);
    any = true;
  }
  if (!any) return {};
  base::Result<std::string> secret = oauth_secret(config.oauth_secret_file, config.data_dir);
  if (!secret) return secret.error();
  access_tokens_ = std::make_shared<const AccessTokens>(std::move(*secret));
  return {};
}

base::Result<std::shared_ptr<const Clients>> clients_of(const Config& config) {
  base::Result<std::shared_ptr<const Clients>> read = load_clients(config.clients);
  if (!read) return read.error();
  if (*read == nullptr) return std::move(*read);
  const auto opened = std::make_shared<Clients>(**read);
  const base::Result<void> keys = opened->open_keys(config);
  if (!keys) return keys.error();
  return std::shared_ptr<const Clients>(opened);
}

}  // namespace gateway
