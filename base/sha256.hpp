// SHA-256 for the rooms that know no library: what has to be told apart even from what somebody made to look
// alike. Received bytes are hashed by gateway/store/content_hash.hpp, which is faster.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace base {

/// SHA-256 of content that comes in pieces. Rule: FIPS 180-4 section 6.2.
class Sha256 {
 public:
  void add(std::string_view piece);
  /// 64 lower-case hex digits of everything added; the last call.
  [[nodiscard]] std::string hex();

 private:
  static constexpr std::size_t block_bytes = 64;

  void take_block();

  std::array<std::uint32_t, 8> state_{0x6A09E667U, 0xBB67AE85U, 0x3C6EF372U, 0xA54FF53AU,
                                      0x510E527FU, 0x9B05688CU, 0x1F83D9ABU, 0x5BE0CD19U};
  std::array<std::uint8_t, block_bytes> block_{};
  std::uint64_t bytes_ = 0;
};

}  // namespace base
