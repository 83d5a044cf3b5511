// Writes segments: counts them, suppresses trailing separators, never lets a delimiter into data.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "parsers/x12/delimiters.hpp"

namespace x12 {

/// Appends one transaction set (or interchange) to a caller's string.
///   Writer w(out, delimiters);
///   w.begin("ST"); w.element("278"); w.element("0001"); w.element("005010X217"); w.end();
///   w.begin("UM"); w.element("HS"); w.element("I"); w.element("62"); w.composite({"22", "B"}); w.end();
/// Data characters that are delimiters or not in the basic or extended set become a space; `replaced()`
/// counts them. Trailing empty elements and components are dropped; a segment without any data element is not
/// written at all.
class Writer {
 public:
  Writer(std::string& out, const Delimiters& delimiters) : out_(out), delimiters_(delimiters) {}

  void begin(std::string_view segment_id);
  /// One element; "" keeps its place. The overload with length_max cuts (MSG 264, NM103 60 …) at the end.
  void element(std::string_view value);
  void element(std::string_view value, std::size_t length_max);
  void composite(std::initializer_list<std::string_view> parts);
  /// A repeating element: HCR*A3**0M^0L.
  template <class Range>
  void repeated(const Range& values) {
    open_element();
    bool first = true;
    for (const std::string_view value : values) {
      if (!first) out_ += delimiters_.repetition;
      data(value);
      first = false;
    }
  }
  void end();

  /// Whole segment in one call: segment("REF", {"BB", number}).
  void segment(std::string_view id, std::initializer_list<std::string_view> elements);

  /// Segments written elsewhere with the same delimiters: `text` as it is, `count` of them.
  void append(std::string_view text, std::uint32_t count) {
    out_ += text;
    segments_ += count;
  }

  [[nodiscard]] std::uint32_t segments() const { return segments_; }
  void restart_count() { segments_ = 0; }
  [[nodiscard]] std::uint32_t replaced() const { return replaced_; }
  [[nodiscard]] const Delimiters& delimiters() const { return delimiters_; }

 private:
  void open_element();
  void data(std::string_view value);

  std::string& out_;
  Delimiters delimiters_;
  std::size_t segment_start_ = 0;
  std::size_t data_end_ = 0;  // where the last non-empty element ended
  std::uint32_t segments_ = 0;
  std::uint32_t replaced_ = 0;
};

}  // namespace x12
