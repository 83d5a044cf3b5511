#include "gateway/core/base64.hpp"

#include <array>
#include <cstdint>

namespace gateway {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_digit = 0xFF;

constexpr std::array<std::uint8_t, 256> values() {
  std::array<std::uint8_t, 256> table{};
  for (std::uint8_t& value : table) value = no_digit;
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return table;
}
constexpr std::array<std::uint8_t, 256> value_of = values();

}  // namespace

std::optional<std::string> base64_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  unsigned digits = 0;
  unsigned padding = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const std::uint8_t value = value_of[static_cast<unsigned char>(c)];
    if (value == no_digit || padding > 0) return std::nullopt;
    bits = (bits << 6U) | value;
    if (++digits % 4 != 0) continue;
    out += static_cast<char>((bits >> 16U) & 0xFFU);
    out += static_cast<char>((bits >> 8U) & 0xFFU);
    out += static_cast<char>(bits & 0xFFU);
  }
  const unsigned left = digits % 4;
  if (left == 1 || padding != (4 - left) % 4) return std::nullopt;
  if (left >= 2) out += static_cast<char>((bits >> (left == 2 ? 4U : 10U)) & 0xFFU);
  if (left == 3) out += static_cast<char>((bits >> 2U) & 0xFFU);
  return out;
}

}  // namespace gateway
