#include "gateway/edi/batch_resume.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace gateway {
namespace {

constexpr int hexadecimal = 16;

template <class Number>
std::optional<Number> number_from(std::string_view digits, int base) {
  Number number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [rest, fault] = std::from_chars(digits.data(), end, number, base);
  if (fault != std::errc() || rest != end) return std::nullopt;
  return number;
}

std::string hexadecimal_from(std::uint64_t number, std::size_t width) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, hexadecimal).ptr;
  std::string text(digits.data(), end);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

std::uint32_t packed(const x12::Delimiters& four) {
  std::uint32_t all = 0;
  for (const char one : {four.element, four.repetition, four.component, four.segment})
    all = all << 8U | static_cast<unsigned char>(one);
  return all;
}

x12::Delimiters unpacked(std::uint32_t all) {
  const auto at = [all](unsigned shift) { return static_cast<char>(all >> shift & 0xFFU); };
  return {at(24), at(16), at(8), at(0)};
}

void read_clash(std::string_view word, BatchResume& into) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos) return;
  const auto set = number_from<std::uint64_t>(word.substr(0, colon), 10);
  const auto four = number_from<std::uint32_t>(word.substr(colon + 1), hexadecimal);
  if (set && four) into.clashes.emplace(*set, unpacked(*four));
}

void read_word(std::string_view word, BatchResume& into) {
  if (word.empty()) return;
  if (word.front() == '@') return read_clash(word.substr(1), into);
  if (word.front() == '=') {
    into.said = number_from<std::uint64_t>(word.substr(1), hexadecimal).value_or(0);
    return;
  }
  if (const auto number = number_from<std::uint32_t>(word, 10)) into.numbers.push_back(*number);
}

}  // namespace

std::string words_from(const BatchResume& resume) {
  std::string words;
  for (const std::uint32_t number : resume.numbers) words.append(std::to_string(number)).append(" ");
  for (const auto& [set, four] : resume.clashes) {
    words.append("@").append(std::to_string(set)).append(":");
    words.append(hexadecimal_from(packed(four), 8)).append(" ");
  }
  return words.append("=").append(hexadecimal_from(resume.said, 1));
}

BatchResume batch_resume_from(std::string_view words) {
  BatchResume resume;
  while (!words.empty()) {
    const std::size_t end = words.find(' ');
    read_word(words.substr(0, end), resume);
    words.remove_prefix(end == std::string_view::npos ? words.size() : end + 1);
  }
  return resume;
}

}  // namespace gateway
