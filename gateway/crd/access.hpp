// Who may call the CDS Hooks services, and which FHIR servers may be read for each.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "gateway/access/clients.hpp"
#include "gateway/app/config.hpp"
#include "gateway/access/key_set.hpp"

namespace gateway {

/// A client with what belongs to it.
struct HookCaller {
  HookClient client;                        // id "" = anybody, under open access
  std::shared_ptr<const KeySet> keys;       // nullptr under open access
  std::shared_ptr<const Outbound> servers;  // nullptr = nothing may be read
};

/// Immutable; a reload swaps the whole, and with it the keys that were read.
class HookAccess {
 public:
  HookAccess(bool open, HookCaller anybody, std::map<std::string, HookCaller, std::less<>> by_issuer)
      : open_(open), anybody_(std::move(anybody)), by_issuer_(std::move(by_issuer)) {}

  /// Nobody has to show a token: there is no file of clients.
  [[nodiscard]] bool open() const { return open_; }
  [[nodiscard]] const HookCaller& anybody() const { return anybody_; }
  /// nullptr when nobody is registered under that issuer.
  [[nodiscard]] const HookCaller* of_issuer(std::string_view issuer) const;

 private:
  bool open_;
  HookCaller anybody_;
  std::map<std::string, HookCaller, std::less<>> by_issuer_;
};

/// `clients` nullptr = open access. Errors: config_invalid when a file of keys cannot be read.
[[nodiscard]] base::Result<std::shared_ptr<const HookAccess>> load_hook_access(const CrdSettings& settings,
                                                                               const Clients* clients);

}  // namespace gateway
