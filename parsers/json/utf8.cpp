// UTF-8 validation: 32 ASCII bytes a step, then the well-formed sequences of the Unicode Standard, table
// 3-7.
#include <array>
#include <cstring>

#include "parsers/json/tape.hpp"

namespace json {
namespace {

/// What may follow a lead byte: how many bytes, and the range of the first of them (the others are 80..BF).
struct Lead {
  unsigned more = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

Lead lead_of(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {1, 0x80, 0xBF};
  if (byte == 0xE0) return {2, 0xA0, 0xBF};
  if (byte == 0xED) return {2, 0x80, 0x9F};  // the rest are surrogates
  if (byte >= 0xE1 && byte <= 0xEF) return {2, 0x80, 0xBF};
  if (byte == 0xF0) return {3, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {3, 0x80, 0xBF};
  if (byte == 0xF4) return {3, 0x80, 0x8F};
  return {};
}

}  // namespace

std::size_t invalid_utf8(std::string_view text) {
  using Block = std::array<std::uint64_t, 4>;
  constexpr std::uint64_t high_bits = 0x8080808080808080ULL;
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  std::size_t at = 0;
  while (at < text.size()) {
    if (at + sizeof(Block) <= text.size()) {
      Block block;
      std::memcpy(block.data(), text.data() + at, sizeof block);
      if (((block[0] | block[1] | block[2] | block[3]) & high_bits) == 0) {
        at += sizeof block;
        continue;
      }
    }
    if (byte(at) < 0x80) {
      ++at;
      continue;
    }
    const Lead lead = lead_of(byte(at));
    if (lead.more == 0 || at + lead.more >= text.size()) return at;
    if (byte(at + 1) < lead.low || byte(at + 1) > lead.high) return at;
    for (unsigned i = 2; i <= lead.more; ++i) {
      if (byte(at + i) < 0x80 || byte(at + i) > 0xBF) return at;
    }
    at += lead.more + 1;
  }
  return std::string_view::npos;
}

}  // namespace json
