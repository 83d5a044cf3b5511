// Base64 (RFC 4648, section 4): payloads of batches that are not attached, and HTTP Basic credentials.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gateway {

/// The bytes; blanks and line ends are skipped. nullopt for anything that is not padded base64.
[[nodiscard]] std::optional<std::string> base64_decoded(std::string_view text);

}  // namespace gateway
