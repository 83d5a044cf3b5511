#include "mappers/fhir/uuid.hpp"

#include <algorithm>
#include <array>

namespace mappers {
namespace {

/// FNV-1a, then the finaliser of splitmix64 so that close texts give far apart numbers.
std::uint64_t mixed(std::string_view seed, std::string_view name, std::uint64_t start) {
  std::uint64_t hash = start;
  const auto add = [&](char c) { hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL; };
  std::for_each(seed.begin(), seed.end(), add);
  add('\n');
  std::for_each(name.begin(), name.end(), add);
  hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111ebULL;
  return hash ^ (hash >> 31U);
}

}  // namespace

std::string uuid_from(std::string_view seed, std::string_view name) {
  return uuid_of(mixed(seed, name, 0xcbf29ce484222325ULL), mixed(seed, name, 0x9e3779b97f4a7c15ULL));
}

std::string uuid_of(std::uint64_t high, std::uint64_t low) {
  constexpr std::string_view hex = "0123456789abcdef";
  const std::array<std::uint64_t, 2> halves{(high & 0xffffffffffff0fffULL) | 0x8000ULL,
                                            (low & 0x3fffffffffffffffULL) | 0x8000000000000000ULL};
  std::string out;
  for (unsigned digit = 0; digit < 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) out += '-';
    const unsigned shift = 60U - (digit % 16U) * 4U;
    out += hex[(halves.at(digit / 16U) >> shift) & 15U];
  }
  return out;
}

}  // namespace mappers
