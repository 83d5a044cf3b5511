#include "precert/engine/specific_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace precert {
namespace {

/// Words, in order, that every denial could be made of. What is left when they are taken away is about the
/// request.
// clang-format off: a word a line is a hundred lines
constexpr std::array<std::string_view, 126> words_of_any_denial{
    "a", "above", "according", "and", "any", "appeal", "applied", "apply", "appropriate", "approve",
    "approved", "are", "as", "at", "authorization", "authorized", "based", "be", "because", "been", "but",
    "by", "care", "certified", "certify", "clinical", "condition", "considered", "coverage", "covered",
    "criteria", "criterion", "decided", "decision", "deemed", "denial", "denied", "deny", "did", "do",
    "does", "due", "established", "fail", "failed", "fails", "for", "found", "from", "guideline",
    "guidelines", "had", "has", "have", "in", "insufficient", "is", "it", "item", "lack", "lacking",
    "lacks", "medical", "medically", "meet", "meeting", "meets", "member", "met", "must", "necessary",
    "necessitated", "necessity", "need", "needed", "no", "not", "of", "on", "or", "our", "patient", "payer",
    "per", "plan", "policy", "procedure", "reason", "reasons", "request", "requested", "required",
    "requirement", "requirements", "review", "reviewed", "reviewer", "satisfied", "satisfy", "service",
    "services", "standard", "standards", "sufficient", "support", "than", "that", "the", "their", "there",
    "therefore", "these", "this", "those", "to", "treatment", "under", "unnecessary", "upheld", "was", "we",
    "were", "which", "with", "you", "your"};
// clang-format on

/// Every byte of a letter beyond ASCII is a letter: other scripts and accents are words too.
bool is_word_letter(char one) {
  const auto byte = static_cast<unsigned char>(one);
  return byte >= 0x80 || std::isalnum(byte) != 0;
}

/// The UTF-8 beginnings of dashes, quotation marks, blanks and signs that are no letters (U+0080 to U+00BF,
/// U+2000 to U+207F, U+3000 to U+303F).
constexpr std::array<std::string_view, 4> begin_no_letter{"\xC2", "\xE2\x80", "\xE2\x81", "\xE3\x80"};

/// The text with blanks for marks beyond ASCII that are no letters.
std::string without_marks(std::string_view text) {
  std::string plain(text);
  for (const std::string_view begin : begin_no_letter) {
    const std::size_t length = begin.front() == '\xC2' ? 2 : 3;
    for (std::size_t at = plain.find(begin); at != std::string::npos; at = plain.find(begin, at + 1)) {
      const std::size_t end = std::min(at + length, plain.size());
      std::fill(plain.begin() + static_cast<std::ptrdiff_t>(at),
                plain.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    }
  }
  return plain;
}

/// The letters and digits alone, in small letters: two texts that differ in dots and blanks are the same.
std::string bare_letters(std::string_view text) {
  std::string letters;
  for (const char one : text) {
    if (is_word_letter(one)) letters += static_cast<char>(std::tolower(static_cast<unsigned char>(one)));
  }
  return letters;
}

}  // namespace

bool say_why(std::string_view said, std::string_view of_code) {
  const std::string words = without_marks(said);
  if (bare_letters(words) == bare_letters(without_marks(of_code))) return false;
  for (std::size_t at = 0; at < words.size();) {
    const auto begin =
        std::find_if(words.begin() + static_cast<std::ptrdiff_t>(at), words.end(), is_word_letter);
    const auto end = std::find_if_not(begin, words.end(), is_word_letter);
    const std::string word = bare_letters(std::string_view(begin, end));
    if (!word.empty() && !std::ranges::binary_search(words_of_any_denial, word)) return true;
    at = static_cast<std::size_t>(end - words.begin());
  }
  return false;
}

}  // namespace precert
