#include "mappers/fhir/content_hash.hpp"

#include <cstdint>

namespace mappers {
namespace {

constexpr std::uint64_t fnv_start = 14695981039346656037ULL;
constexpr std::uint64_t fnv_prime = 1099511628211ULL;

std::uint64_t step(std::uint64_t hash, std::uint8_t byte) { return (hash ^ byte) * fnv_prime; }

/// 64 for a character that is none of base64 (white space, padding).
std::uint32_t sextet(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a') + 26;
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0') + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return 64;
}

std::string hex(std::uint64_t hash) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out(16, '0');
  for (std::size_t at = out.size(); at > 0; --at, hash >>= 4U) out[at - 1] = digits[hash & 0xFU];
  return out;
}

}  // namespace

std::string content_hash(std::string_view base64) {
  std::uint64_t hash = fnv_start;
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const char c : base64) {
    const std::uint32_t value = sextet(c);
    if (value == 64) continue;
    pending = (pending << 6U) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    hash = step(hash, static_cast<std::uint8_t>((pending >> bits) & 0xFFU));
  }
  return hex(hash);
}

std::string content_hash_of_bytes(std::string_view bytes) {
  std::uint64_t hash = fnv_start;
  for (const char c : bytes) hash = step(hash, static_cast<std::uint8_t>(c));
  return hex(hash);
}

}  // namespace mappers
