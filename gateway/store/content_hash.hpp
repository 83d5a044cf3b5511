// The SHA-256 of received bytes: how a repeated message is recognised and how stored bytes are proved
// unchanged.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace gateway {

struct ContentHash {
  std::array<std::uint8_t, 32> bytes{};

  friend bool operator==(const ContentHash&, const ContentHash&) = default;
  friend auto operator<=>(const ContentHash&, const ContentHash&) = default;
};

/// FIPS 180-4 SHA-256 of `content`.
[[nodiscard]] ContentHash content_hash_of(std::string_view content);
/// 64 lower-case hex digits.
[[nodiscard]] std::string hex(const ContentHash& hash);

}  // namespace gateway
