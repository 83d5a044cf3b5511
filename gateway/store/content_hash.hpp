// The SHA-256 of received bytes: how a repeated message is recognised and how stored bytes are proved
// unchanged.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gateway {

struct ContentHash {
  std::array<std::uint8_t, 32> bytes{};

  friend bool operator==(const ContentHash&, const ContentHash&) = default;
  friend auto operator<=>(const ContentHash&, const ContentHash&) = default;
};

/// The fingerprint of content that comes in pieces.
class ContentHasher {
 public:
  ContentHasher();
  ~ContentHasher();
  ContentHasher(const ContentHasher&) = delete;
  ContentHasher& operator=(const ContentHasher&) = delete;
  void add(std::string_view piece);
  /// Of everything added; the last call.
  [[nodiscard]] ContentHash finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// FIPS 180-4 SHA-256 of `content`.
[[nodiscard]] ContentHash content_hash_of(std::string_view content);
/// 64 lower-case hex digits.
[[nodiscard]] std::string hex(const ContentHash& hash);

}  // namespace gateway
