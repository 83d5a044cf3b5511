// Base64 (RFC 4648, section 4) as attachments carry it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mappers {

/// The bytes that `text` stands for; nullopt when it is not base64: another character, a length that is no
/// multiple of four, padding in the middle, bits left over that are not zero. Line ends and blanks between
/// are forgiven (FHIR base64Binary allows them, X12 writers wrap).
[[nodiscard]] std::optional<std::string> base64_decoded(std::string_view text);

[[nodiscard]] std::string base64_encoded(std::string_view bytes);

/// How long base64_encoded(n bytes) is.
[[nodiscard]] constexpr std::size_t base64_size(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

}  // namespace mappers
