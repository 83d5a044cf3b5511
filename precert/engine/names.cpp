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
