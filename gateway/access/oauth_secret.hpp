// The secret that access tokens are signed with: a file of its own, never in the configuration or the
// database.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace gateway {

/// What stands in `configured`, or, when that is "", in DATA/oauth_secret, which the first start makes (mode
/// 0600, 32 random bytes in hex). Errors (config_invalid): the file cannot be read or made, or holds less
/// than 32 bytes.
[[nodiscard]] base::Result<std::string> oauth_secret(const std::filesystem::path& configured,
                                                     const std::filesystem::path& data_dir);

}  // namespace gateway
