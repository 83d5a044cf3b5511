#include "gateway/crd/access.hpp"

#include <fstream>
#include <iterator>

namespace gateway {
namespace {

/// A reader of these hosts; nullptr when there are none: without a list nothing is read (an empty list of a
/// policy would mean any host).
std::shared_ptr<const Outbound> reader_of(const std::vector<std::string>& hosts,
                                          const CrdSettings& settings) {
  if (hosts.empty()) return nullptr;
  OutboundPolicy policy;
  policy.plain_http = settings.plain_http;
  policy.private_addresses = settings.plain_http;
  policy.hosts = hosts;
  return std::make_shared<const Outbound>(std::move(policy));
}

base::Result<std::shared_ptr<const KeySet>> keys_of(const HookClient& client, const CrdSettings& settings) {
  const auto fault = [&](const std::string& remedy) {
    const std::string where =
        client.keys_url.empty() ? client.keys_file.string() : "keys_url of " + client.id;
    return base::Issues(base::Issue{base::IssueCode::config_invalid, where, remedy, base::Severity::error});
  };
  if (!client.keys_url.empty()) {
    const base::Result<OutboundUrl> url = outbound_url_from(client.keys_url);
    if (!url) return fault(url.error().first().remedy);
    return std::make_shared<const KeySet>(client.keys_url, reader_of({url->host}, settings));
  }
  std::ifstream in(client.keys_file, std::ios::binary);
  if (!in) return fault("this file of keys cannot be read.");
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  base::Result<std::vector<SigningKey>> keys = signing_keys_from(text);
  if (!keys) return fault(keys.error().first().remedy);
  return std::make_shared<const KeySet>(std::move(*keys));
}

}  // namespace

const HookCaller* HookAccess::of_issuer(std::string_view issuer) const {
  const auto found = by_issuer_.find(issuer);
  return found == by_issuer_.end() ? nullptr : &found->second;
}

base::Result<std::shared_ptr<const HookAccess>> load_hook_access(const CrdSettings& settings,
                                                                 const Clients* clients) {
  HookCaller anybody;
  std::map<std::string, HookCaller, std::less<>> by_issuer;
  if (clients == nullptr) {
    anybody.servers = reader_of(settings.hosts, settings);
    return std::make_shared<const HookAccess>(true, std::move(anybody), std::move(by_issuer));
  }
  for (const HookClient& client : clients->hook_clients()) {
    base::Result<std::shared_ptr<const KeySet>> keys = keys_of(client, settings);
    if (!keys) return keys.error();
    by_issuer.emplace(client.issuer,
                      HookCaller{client, std::move(*keys), reader_of(client.fhir_hosts, settings)});
  }
  return std::make_shared<const HookAccess>(false, std::move(anybody), std::move(by_issuer));
}

}  // namespace gateway
