#include "gateway/crd/access.hpp"

#include "gateway/access/open_keys.hpp"

namespace gateway {

const HookCaller* HookAccess::of_issuer(std::string_view issuer) const {
  const auto found = by_issuer_.find(issuer);
  return found == by_issuer_.end() ? nullptr : &found->second;
}

base::Result<std::shared_ptr<const HookAccess>> load_hook_access(const CrdSettings& settings,
                                                                 const Clients* clients) {
  HookCaller anybody;
  std::map<std::string, HookCaller, std::less<>> by_issuer;
  if (clients == nullptr) {
    anybody.servers = reader_of(settings.hosts, settings.plain_http);
    return std::make_shared<const HookAccess>(true, std::move(anybody), std::move(by_issuer));
  }
  for (const HookClient& client : clients->hook_clients()) {
    base::Result<std::shared_ptr<const KeySet>> keys =
        keys_of(client.id, client.keys_file, client.keys_url, settings.plain_http);
    if (!keys) return keys.error();
    by_issuer.emplace(client.issuer,
                      HookCaller{client, std::move(*keys), reader_of(client.fhir_hosts, settings.plain_http)});
  }
  return std::make_shared<const HookAccess>(false, std::move(anybody), std::move(by_issuer));
}

}  // namespace gateway
