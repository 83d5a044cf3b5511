// Which keys the rulebook's reader asks for: what the published JSON Schema is held to.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "precert/rulebook/rulebook.hpp"

namespace precert {

/// One question of the reader to one mapping.
struct KeyUse {
  enum class Kind : std::uint8_t { text, texts, flag, whole, decimal, date, mapping, list };
  std::string shape;  // which mapping: "policies[].limits[]"
  std::string key;
  Kind kind = Kind::text;
  bool needed = false;             // an entry without it is refused
  std::vector<std::string> words;  // the closed vocabulary of its values; empty = any
  int least = 0, most = 0;         // of a whole number
};

/// Every key that was asked for while these files were read, whether it stood there or not.
[[nodiscard]] std::vector<KeyUse> keys_asked(std::span<const RulebookFile> files);

}  // namespace precert
