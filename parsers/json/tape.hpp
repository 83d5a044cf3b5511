// Inside parsers/json: what the reader fills and the Document keeps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/json/document.hpp"

namespace json {

/// An object or array whose end has not been seen yet.
struct OpenNode {
  std::uint32_t node = 0;
  std::uint64_t keys_seen =
      0;  // one bit for each key's hash: two keys on one bit are compared when it closes
  bool compare_keys = false;
};

/// Memory of one Document; cleared, never freed, between messages.
struct Tape {
  std::vector<Node> nodes;
  std::vector<OpenNode> open;
  std::vector<std::string_view> keys;  // scratch to compare the keys of one object
};

enum class Stop : std::uint8_t { none, syntax, too_deep, too_many_nodes, too_many_members, key_twice };

/// Why and where the reader stopped.
struct Ending {
  Stop stop = Stop::none;
  std::size_t byte = 0;
  const char* what = "";  // the reader's own words for a syntax error
};

/// Bytes after the NUL that ends a text which may be read, whatever they hold.
inline constexpr std::size_t slack = 15;

/// Reads `text` (terminated by NUL at text[size], with `slack` behind it) in place into `tape`. In a source
/// file of its own because g++ stops inlining RapidJSON's stream steps when it shares one with other code.
[[nodiscard]] Ending read_tape(char* text, std::size_t size, const Limits& limits, Tape& tape);

/// Offset of the first byte that is not valid UTF-8, npos when all is.
[[nodiscard]] std::size_t invalid_utf8(std::string_view text);

}  // namespace json
