// The public keys of a client, opened as its entry in the file of clients says.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "gateway/access/key_set.hpp"

namespace gateway {

/// A reader of these hosts; nullptr when there are none: without a list nothing is read (an empty list of a
/// policy would mean any host). `plain_http`: http: and private addresses too.
[[nodiscard]] std::shared_ptr<const Outbound> reader_of(const std::vector<std::string>& hosts,
                                                        bool plain_http);

/// From `url` when it is not "", else from `file`. Errors: config_invalid, naming the file or the client.
[[nodiscard]] base::Result<std::shared_ptr<const KeySet>> keys_of(const std::string& client,
                                                                  const std::filesystem::path& file,
                                                                  const std::string& url, bool plain_http);

}  // namespace gateway
