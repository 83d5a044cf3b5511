// UUIDs that are made, not drawn: what is written twice from the same words has the same ids.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mappers {

/// A UUID made from text: the same text gives the same one. Not for secrets.
[[nodiscard]] std::string uuid_from(std::string_view seed, std::string_view name);

/// 128 bits as a UUID of version 8 (RFC 9562: made by a rule of our own), which takes the place of six of them.
[[nodiscard]] std::string uuid_of(std::uint64_t high, std::uint64_t low);

}  // namespace mappers
