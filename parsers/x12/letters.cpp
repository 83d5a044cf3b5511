// See letters.hpp.
#include "parsers/x12/letters.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "parsers/x12/loop_view.hpp"
#include "parsers/x12/reader.hpp"

namespace x12 {
namespace {

/// Bytes of ISO 8859-1 by letter: A E I O U with accents, C cedilla, N tilde, ? and !.
constexpr std::string_view agreed_in_order =
    "\xC0\xC1\xC2\xC4\xE0\xE1\xE2\xE4\xC8\xC9\xCA\xE8\xE9\xEA\xEB\xCC\xCD\xCE\xEC\xED\xEE\xEF"
    "\xD2\xD3\xD4\xD6\xF2\xF3\xF4\xF6\xD9\xDA\xDB\xDC\xF9\xFA\xFB\xFC\xC7\xE7\xD1\xF1\xBF\xA1";

constexpr std::array<bool, 256> agreed_bytes = [] {
  std::array<bool, 256> all{};
  for (const char c : agreed_in_order) all[static_cast<unsigned char>(c)] = true;
  return all;
}();

/// U+00C0 to U+00FF and U+0100 to U+017F, letter by letter; a blank: two letters, or none.
constexpr std::string_view plain_latin_1 = "AAAAAA CEEEEIIIIDNOOOOOxOUUUUY  aaaaaa ceeeeiiiidnooooo ouuuuy y";
constexpr std::string_view plain_latin_a =
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi  JjKkkLlLlLlLlLlNnNnNnnNnOoOoOo  RrRrRrSsSsSsSsTtTtTt"
    "UuUuUuUuUuUuWwYyYZzZzZzs";
static_assert(plain_latin_1.size() == 0x40 && plain_latin_a.size() == 0x80);

struct Spelling {
  char32_t code;
  std::string_view ascii;
};
constexpr std::array<Spelling, 22> spellings{
    {{0x00A0, " "},  {0x00A1, "!"},  {0x00AA, "a"},  {0x00BA, "o"},  {0x00BF, "?"},  {0x00C6, "AE"},
     {0x00DE, "TH"}, {0x00DF, "ss"}, {0x00E6, "ae"}, {0x00FE, "th"}, {0x0132, "IJ"}, {0x0133, "ij"},
     {0x0152, "OE"}, {0x0153, "oe"}, {0x2010, "-"},  {0x2013, "-"},  {0x2014, "-"},  {0x2018, "'"},
     {0x2019, "'"},  {0x201C, "\""}, {0x201D, "\""}, {0x2026, "..."}}};

bool follows(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

bool beyond_ascii(std::string_view text) {
  std::uint8_t all = 0;
  for (const char c : text) all |= static_cast<std::uint8_t>(c);
  return all >= 0x80;
}

void append_utf8(std::string& to, std::string_view latin) {
  for (const char c : latin) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) to += static_cast<char>(0xC0U | (byte >> 6U));
    to += byte < 0x80 ? c : static_cast<char>(0x80U | (byte & 0x3FU));
  }
}

bool holds_data(const Tokens::Segment& segment) {
  return segment.id == packed_id("BIN") || segment.id == packed_id("BDS");
}

}  // namespace

/// The values of a set that were rewritten, and the tokens that point into them.
struct Recoded {
  Tokens tokens;
  std::string text;
};

bool agreed_letter(unsigned char byte) { return agreed_bytes.at(byte); }

Letter first_letter(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t bytes = lead < 0x80                   ? 1
                            : lead >= 0xC2 && lead < 0xE0 ? 2
                            : lead >= 0xE0 && lead < 0xF0 ? 3
                            : lead >= 0xF0 && lead < 0xF5 ? 4
                                                          : 0;
  if (bytes == 0) return {};
  char32_t code = bytes == 1 ? lead : lead & (0x7FU >> bytes);
  for (std::size_t at = 1; at < bytes; ++at) {
    if (!follows(text, at)) return {};
    code = (code << 6U) | (static_cast<unsigned char>(text[at]) & 0x3FU);
  }
  return {code, bytes};
}

char wire_letter(char32_t code) {
  return code < 0x100 && agreed_letter(static_cast<unsigned char>(code)) ? static_cast<char>(code) : '\0';
}

std::string_view plain_letters(char32_t code) {
  const auto* const spelled =
      std::find_if(spellings.begin(), spellings.end(), [&](const Spelling& one) { return one.code == code; });
  if (spelled != spellings.end()) return spelled->ascii;
  std::string_view letter;
  if (code >= 0xC0 && code < 0x100) letter = plain_latin_1.substr(code - 0xC0, 1);
  if (code >= 0x100 && code < 0x180) letter = plain_latin_a.substr(code - 0x100, 1);
  return letter == " " ? std::string_view{} : letter;
}

void read_as_utf8(const TransactionSet& set, LoopTree& tree) {
  if (!beyond_ascii(set.bytes)) return;
  const auto made = std::make_shared<Recoded>();
  made->tokens = set.tokens;
  made->text.reserve(set.bytes.size() * 2);  // the views below stay where they are
  for (const Tokens::Segment& segment : set.tokens.segments) {
    if (holds_data(segment)) continue;
    for (std::uint32_t i = segment.first; i < segment.first + segment.count; ++i) {
      std::string_view& value = made->tokens.elements[i];
      if (!beyond_ascii(value)) continue;
      const std::size_t start = made->text.size();
      append_utf8(made->text, value);
      value = std::string_view(made->text).substr(start);
    }
  }
  tree.recoded = made;
  tree.tokens = &tree.recoded->tokens;
}

}  // namespace x12
