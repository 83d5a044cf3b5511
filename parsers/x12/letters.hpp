// Letters beyond ASCII: which ones partners may agree on, as ISO 8859-1 on the wire and UTF-8 inside, and how
// the others are written without accents. Rule: X12.6, character sets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace x12 {

struct TransactionSet;
struct LoopTree;

/// Whether this byte of ISO 8859-1 is a letter of the extended character set that partners may agree on:
/// accented Latin letters, and the inverted question and exclamation marks.
[[nodiscard]] bool agreed_letter(unsigned char byte);

/// One letter of a UTF-8 text. A byte that begins none has the code `no_letter` and is one byte long.
struct Letter {
  static constexpr char32_t no_letter = 0xFFFD;
  char32_t code = no_letter;
  std::size_t bytes = 1;
};
/// `text` is not empty.
[[nodiscard]] Letter first_letter(std::string_view text);

/// The byte on the wire of a letter that partners may agree on; '\0' for any other.
[[nodiscard]] char wire_letter(char32_t code);
/// The ASCII that a letter is written with where none are agreed: "U" for Ü, "ss" for ß; "" when there is
/// none.
[[nodiscard]] std::string_view plain_letters(char32_t code);

/// Lets `tree` read the values of `set` as UTF-8 where they hold agreed letters of ISO 8859-1; the data of
/// BIN and BDS stay as they are. A set of ASCII costs one look at each byte. The copies live as long as the
/// tree.
void read_as_utf8(const TransactionSet& set, LoopTree& tree);

}  // namespace x12
