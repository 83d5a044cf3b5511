// Segments of one transaction set, tokenised once into flat arrays and read in place.
//
// Lifetimes: a SegmentView points into its Tokens, whose views point into the received buffer; both outlive
// it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "parsers/x12/delimiters.hpp"

namespace x12 {

/// Segment ids have two or three characters; 0 for anything else.
[[nodiscard]] constexpr std::uint32_t packed_id(std::string_view id) {
  if (id.size() < 2 || id.size() > 3) return 0;
  std::uint32_t code = 0;
  for (const char c : id) code = (code << 8U) | static_cast<unsigned char>(c);
  return code;
}

/// The flat token store of one transaction set; cleared and refilled for the next, so its memory is allocated
/// once. `elements` holds every element of every segment in order, the segment id included as element 0.
struct Tokens {
  struct Segment {
    std::uint32_t first = 0;  // index into `elements` of the segment id
    std::uint32_t count = 0;  // elements, the id included
    std::uint32_t id = 0;     // packed
  };
  Delimiters delimiters;
  std::vector<Segment> segments;
  std::vector<std::string_view> elements;

  /// The elements from `first` to the last one are a segment.
  void end_segment(std::uint32_t first) {
    segments.push_back(
        {first, static_cast<std::uint32_t>(elements.size()) - first, packed_id(elements[first])});
  }
  void clear() {
    segments.clear();
    elements.clear();
  }
};

/// One segment. An absent segment (default constructed) reads as empty everywhere, so a mapper needs no null
/// checks.
class SegmentView {
 public:
  SegmentView() = default;
  SegmentView(const Tokens& tokens, std::uint32_t index) : tokens_(&tokens), index_(index) {}

  explicit operator bool() const { return tokens_ != nullptr; }
  [[nodiscard]] std::string_view id() const { return element(0); }
  [[nodiscard]] std::uint32_t packed() const { return tokens_ == nullptr ? 0 : tokens_->segments[index_].id; }
  /// 1-based position within the transaction set, ST = 1 (IK302).
  [[nodiscard]] std::uint32_t position() const { return tokens_ == nullptr ? 0 : index_ + 1; }
  /// Elements present after the id: NM1*IL*1 has 2.
  [[nodiscard]] std::uint32_t size() const {
    return tokens_ == nullptr ? 0 : tokens_->segments[index_].count - 1;
  }
  /// element(9) of an NM1 is NM109, composites and repeats undivided. Absent and empty are the same in X12:
  /// "".
  [[nodiscard]] std::string_view element(std::uint32_t number) const {
    if (tokens_ == nullptr) return {};
    const Tokens::Segment& segment = tokens_->segments[index_];
    return number < segment.count ? tokens_->elements[segment.first + number] : std::string_view{};
  }
  /// component(4, 2) is UM04-2 of the first repetition.
  [[nodiscard]] std::string_view component(std::uint32_t number, std::uint32_t part) const {
    if (tokens_ == nullptr) return {};
    return nth(repetition(number, 1), tokens_->delimiters.component, part);
  }
  /// repetition(3, 2) is the second repeat of HCR03.
  [[nodiscard]] std::string_view repetition(std::uint32_t number, std::uint32_t which) const {
    if (tokens_ == nullptr) return {};
    return nth(element(number), tokens_->delimiters.repetition, which);
  }

  /// The nth (1-based) piece of `text` between separators; "" when there are fewer. A '\0' separator never
  /// splits.
  [[nodiscard]] static std::string_view nth(std::string_view text, char separator, std::uint32_t which) {
    if (separator == '\0') return which == 1 ? text : std::string_view{};
    for (; which > 1; --which) {
      const std::size_t cut = text.find(separator);
      if (cut == std::string_view::npos) return {};
      text.remove_prefix(cut + 1);
    }
    return text.substr(0, text.find(separator));
  }

 private:
  const Tokens* tokens_ = nullptr;
  std::uint32_t index_ = 0;
};

}  // namespace x12
