#include "precert/engine/names.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace precert {
namespace {

constexpr std::array<std::string_view, 15> apart{"JR", "SR", "II",  "III", "IV",  "V",   "MD", "RN",
                                                 "DR", "MR", "MRS", "MS",  "PHD", "REV", "ESQ"};

/// U+00C0 … U+00FF, the second byte of a UTF-8 pair led by C3: the plain letters of each ("" = no letter).
constexpr std::array<std::string_view, 64> latin{
    "A", "A", "A", "A", "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I",  "I",
    "D", "N", "O", "O", "O", "O", "O",  "",  "O", "U", "U", "U", "U", "Y", "TH", "SS",
    "A", "A", "A", "A", "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I",  "I",
    "D", "N", "O", "O", "O", "O", "O",  "",  "O", "U", "U", "U", "U", "Y", "TH", "Y"};

/// Code points beyond U+00FF with the plain letters that stand for them; accents that combine with the letter before
/// them, and printers' hyphens and apostrophes, add nothing. In order.
struct Accented {
  char32_t first, last;
  std::string_view plain;
};
constexpr std::array<Accented, 35> accented{
    {{0x100, 0x105, "A"},   {0x106, 0x10D, "C"},   {0x10E, 0x111, "D"},   {0x112, 0x11B, "E"},
     {0x11C, 0x123, "G"},   {0x124, 0x127, "H"},   {0x128, 0x131, "I"},   {0x132, 0x133, "IJ"},
     {0x134, 0x135, "J"},   {0x136, 0x138, "K"},   {0x139, 0x142, "L"},   {0x143, 0x14B, "N"},
     {0x14C, 0x151, "O"},   {0x152, 0x153, "OE"},  {0x154, 0x159, "R"},   {0x15A, 0x161, "S"},
     {0x162, 0x167, "T"},   {0x168, 0x173, "U"},   {0x174, 0x175, "W"},   {0x176, 0x178, "Y"},
     {0x179, 0x17E, "Z"},   {0x17F, 0x17F, "S"},   {0x1A0, 0x1A1, "O"},   {0x1AF, 0x1B0, "U"},
     {0x218, 0x219, "S"},   {0x21A, 0x21B, "T"},   {0x300, 0x36F, ""},    {0x1E9E, 0x1E9E, "SS"},
     {0x1EA0, 0x1EB7, "A"}, {0x1EB8, 0x1EC7, "E"}, {0x1EC8, 0x1ECB, "I"}, {0x1ECC, 0x1EE3, "O"},
     {0x1EE4, 0x1EF1, "U"}, {0x1EF2, 0x1EF9, "Y"}, {0x2010, 0x201F, ""}}};

/// The code point of two or three bytes of UTF-8 that begin at `at`; nothing for any other.
struct Decoded {
  char32_t point = 0;
  std::size_t bytes = 0;
};
constexpr Decoded decoded(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto follows = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(at);
  if (lead >= 0xC2 && lead <= 0xDF && follows(at + 1))
    return {((lead & 0x1FU) << 6U) | (byte(at + 1) & 0x3FU), 2};
  if ((lead & 0xF0U) == 0xE0U && follows(at + 1) && follows(at + 2)) {
    return {((lead & 0x0FU) << 12U) | ((byte(at + 1) & 0x3FU) << 6U) | (byte(at + 2) & 0x3FU), 3};
  }
  return {};
}

const Accented* accented_letter(char32_t point) {
  const auto found = std::find_if(accented.begin(), accented.end(), [&](const Accented& one) {
    return point >= one.first && point <= one.last;
  });
  return found == accented.end() ? nullptr : found;
}

constexpr bool ends_a_word(char c) {
  return c == ' ' || c == ',' || c == '.' || c == ';' || c == '/' || c == '(' || c == ')';
}

constexpr std::string_view plain_letters(char lead, char trail) {
  if (static_cast<unsigned char>(lead) != 0xC3) return {};
  const unsigned index = static_cast<unsigned char>(trail);
  return index < 0x80 || index > 0xBF ? std::string_view() : latin.at(index - 0x80U);
}

/// Capital letters, digits and every byte of other scripts; punctuation is not kept.
constexpr bool is_kept(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

/// The words of a name, letters and digits only. Letters of other scripts stay as they are.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (ends_a_word(c)) {
      if (!words.back().empty()) words.emplace_back();
    } else if (static_cast<unsigned char>(c) == 0xC3 && i + 1 < name.size()) {
      words.back() += plain_letters(c, name[++i]);
    } else if (c >= 'a' && c <= 'z') {
      words.back() += static_cast<char>(c - 'a' + 'A');
    } else if (const Decoded one = static_cast<unsigned char>(c) < 0x80 ? Decoded() : decoded(name, i);
               one.bytes > 0) {
      const Accented* const letter = accented_letter(one.point);
      words.back() += letter != nullptr ? letter->plain : name.substr(i, one.bytes);
      i += one.bytes - 1;
    } else if (is_kept(c)) {
      words.back() += c;
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += word;
  return all;
}

}  // namespace

std::string normalised_family(std::string_view name) {
  std::vector<std::string> words = words_of(name);
  std::vector<std::string> kept;
  std::copy_if(words.begin(), words.end(), std::back_inserter(kept), [](const std::string& word) {
    return std::find(apart.begin(), apart.end(), word) == apart.end();
  });
  return joined(kept.empty() ? words : kept);
}

std::string normalised_given(std::string_view name) { return joined(words_of(name)); }

bool given_names_agree(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::string left = normalised_given(a);
  const std::string right = normalised_given(b);
  if (left.empty() || right.empty()) return true;
  return left.starts_with(right) || right.starts_with(left);
}

}  // namespace precert
