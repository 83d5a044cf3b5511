// See base64.hpp.
#include "mappers/codes/base64.hpp"

#include <array>
#include <cstdint>

namespace mappers {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t not_base64 = 64;
constexpr std::uint8_t blank = 65;

constexpr std::array<std::uint8_t, 256> sextets = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(not_base64);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  for (const char c : {' ', '\t', '\r', '\n'}) table[static_cast<unsigned char>(c)] = blank;
  return table;
}();

/// What the groups of four add up to. Padding may only end them: nothing but blanks follows it.
class Decoding {
 public:
  explicit Decoding(std::string& bytes) : bytes_(bytes) {}

  bool take(char c) {
    if (c == '=') return ++padding_ <= 2 && count_ + padding_ >= 3;
    const std::uint8_t value = sextets[static_cast<unsigned char>(c)];
    if (value == blank) return true;
    if (value == not_base64 || padding_ > 0) return false;
    group_ = (group_ << 6U) | value;
    if (++count_ == 4) put(3);
    return true;
  }

  /// The last group: two characters and "==" are one byte, three and "=" are two. Bits beyond them are zero.
  bool finish() {
    if (count_ == 0) return padding_ == 0;
    if (count_ + padding_ != 4) return false;
    group_ <<= 6U * padding_;
    const std::uint32_t unused = padding_ == 2 ? 0xFFFFU : 0xFFU;
    if ((group_ & unused) != 0) return false;
    put(3 - padding_);
    return true;
  }

 private:
  void put(unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i) bytes_ += static_cast<char>((group_ >> (16U - 8U * i)) & 0xFFU);
    group_ = 0;
    count_ = 0;
  }

  std::string& bytes_;
  std::uint32_t group_ = 0;
  unsigned count_ = 0, padding_ = 0;
};

}  // namespace

std::optional<std::string> base64_decoded(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  Decoding decoding(bytes);
  for (const char c : text) {
    if (!decoding.take(c)) return std::nullopt;
  }
  if (!decoding.finish()) return std::nullopt;
  return bytes;
}

std::string base64_encoded(std::string_view bytes) {
  std::string text;
  text.reserve(base64_size(bytes.size()));
  const auto byte = [&](std::size_t at) -> std::uint32_t {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
  };
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::uint32_t group = (byte(at) << 16U) | (byte(at + 1) << 8U) | byte(at + 2);
    for (const unsigned shift : {18U, 12U, 6U, 0U}) text += alphabet[(group >> shift) & 0x3FU];
  }
  const std::size_t padding = (3 - bytes.size() % 3) % 3;
  text.replace(text.size() - padding, padding, padding, '=');
  return text;
}

}  // namespace mappers
