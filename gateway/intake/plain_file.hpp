// Reads files of a folder that another program writes into, and that may change or go away at any time.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace gateway {

/// The bytes of a plain file: no link, so that nobody has another file of this machine read, and nothing that
/// would have to be waited for (a pipe). Errors: config_invalid (no plain file, longer than `bytes_max`,
/// cannot be read), conflict (somebody changes its length meanwhile: look again later).
[[nodiscard]] base::Result<std::string> bytes_of_plain_file(const std::filesystem::path& file,
                                                            std::size_t bytes_max);

}  // namespace gateway
