// Writes segments: counts them, suppresses trailing separators, never lets a delimiter into data.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/x12/delimiters.hpp"

namespace x12 {

class Guide;
struct ElementSpec;

/// Looks at each segment before it is written; see Writer::pass().
class SegmentGate {
 public:
  SegmentGate() = default;
  SegmentGate(const SegmentGate&) = delete;
  SegmentGate& operator=(const SegmentGate&) = delete;
  virtual ~SegmentGate() = default;
  /// `segment` from its id to before its terminator, as it would be read. Returns what is written in its place, which is
  /// `segment` itself when nothing is wrong with it, and "" for nothing. Valid until the next call.
  [[nodiscard]] virtual std::string_view taken(std::string_view segment, const Delimiters& delimiters) = 0;
};

/// Which characters some data has; what may separate is chosen among the others.
class CharacterSet {
 public:
  void add(std::string_view text) {
    for (const char c : text) seen_[static_cast<unsigned char>(c)] = true;
  }
  void add(const CharacterSet& others) {
    for (std::size_t i = 0; i < seen_.size(); ++i) seen_[i] = seen_[i] || others.seen_[i];
  }
  [[nodiscard]] bool has(char c) const { return seen_[static_cast<unsigned char>(c)]; }

 private:
  std::array<bool, 256> seen_{};
};

/// What becomes of data that holds a delimiter: X12 has no escape.
enum class DelimiterPolicy : std::uint8_t {
  replace_with_space,
  choose_others,  // everything is written with delimiters that the data does not hold
  refuse,         // Writer writes a blank and counts it; its caller throws the whole away
};

/// Appends one transaction set (or interchange) to a caller's string.
///   Writer w(out, delimiters);
///   w.begin("ST"); w.element("278"); w.element("0001"); w.element("005010X217"); w.end();
///   w.begin("UM"); w.element("HS"); w.element("I"); w.element("62"); w.composite({"22", "B"}); w.end();
/// Texts are UTF-8. Letters that are not in the basic or extended set lose their accents (letters.hpp), unless
/// they are agreed; what has no such spelling becomes a space, and so do delimiters unless the policy is to
/// choose others: `replaced()` counts them. Blanks at the end of a value are dropped, and so are
/// trailing empty elements and components; a segment without any data element is not written at all.
class Writer {
 public:
  /// With DelimiterPolicy::choose_others everything from the present end of `out` on takes the delimiters
  /// that are chosen, when they are.
  Writer(std::string& out, const Delimiters& delimiters,
         DelimiterPolicy policy = DelimiterPolicy::replace_with_space);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// From here on text elements are cut at the longest length that the guide's table gives them; nullptr: no
  /// longer. The guide outlives the Writer.
  void follow(const Guide* guide) { guide_ = guide; }
  /// From here on each segment passes `gate`, which outlives that; nullptr: no longer.
  void pass(SegmentGate* gate) { gate_ = gate; }
  /// Accented letters are agreed with who receives this: they are written in ISO 8859-1, not without accents.
  void agree_on_latin(bool agreed) { latin_ = agreed; }
  [[nodiscard]] bool latin() const { return latin_; }

  void begin(std::string_view segment_id);
  /// One element; "" keeps its place. What is longer than length_max (MSG 264, NM103 60 …), or than the guide
  /// allows a text, is cut; returns how much was.
  std::size_t element(std::string_view value, std::size_t length_max = std::string_view::npos);
  void composite(std::initializer_list<std::string_view> parts);
  /// A repeating element: HCR*A3**0M^0L.
  template <class Range>
  void repeated(const Range& values) {
    open_element();
    const std::size_t longest = element_length_max(0);
    bool first = true;
    for (const std::string_view value : values) {
      if (!first) put(delimiters_.repetition);
      data(value, longest);
      first = false;
    }
  }
  void end();

  /// Whole segment in one call: segment("REF", {"BB", number}).
  void segment(std::string_view id, std::initializer_list<std::string_view> elements);

  /// The segments that another Writer has written to `text`, under the delimiters of this one.
  void append(std::string_view text, const Writer& by);
  /// Data that is written elsewhere with the same delimiters (ISA), or is about to be written here.
  void note(std::string_view text);
  /// Other delimiters, here and in what is written already.
  void redelimit(const Delimiters& delimiters);

  /// Where a set begins that may have to be written again.
  struct Mark {
    std::size_t size = 0;
    std::uint32_t segments = 0, changed = 0;
  };
  [[nodiscard]] Mark mark() const { return {out_.size(), segments_, changed_}; }
  /// True when a value since then was not written as it is: characters replaced, blanks dropped.
  [[nodiscard]] bool changed_since(const Mark& mark) const { return changed_ != mark.changed; }
  /// The segments since then, under the present delimiters, until more is written.
  [[nodiscard]] std::string_view written_since(const Mark& mark) const {
    return std::string_view(out_).substr(mark.size);
  }
  /// As if nothing had been written since then, between two segments.
  void take_back(const Mark& mark) {
    out_.resize(mark.size);
    segments_ = mark.segments;
  }

  [[nodiscard]] std::uint32_t segments() const { return segments_; }
  void restart_count() { segments_ = 0; }
  [[nodiscard]] std::uint32_t replaced() const { return replaced_; }
  [[nodiscard]] const Delimiters& delimiters() const { return delimiters_; }
  /// The characters of the data so far, the replaced ones included. Letters, digits and blanks may be left
  /// out where they separate nothing.
  [[nodiscard]] const CharacterSet& characters() const { return characters_; }
  /// How many texts so far held a delimiter, as they were then.
  [[nodiscard]] std::uint32_t clashed() const { return clashed_; }
  [[nodiscard]] DelimiterPolicy policy() const { return policy_; }

 private:
  void open_element() {
    put(delimiters_.element);
    ++element_;
  }
  void put(char c) {
    if (at_ == room_end_) make_room(1);
    *at_++ = c;
  }
  void make_room(std::size_t more);
  std::size_t data(std::string_view value, std::size_t length_max);
  std::size_t write_anew(std::string_view value, std::size_t length_max, std::ptrdiff_t from);
  void clash();
  void set_traits();
  [[nodiscard]] std::uint8_t made_of(std::string_view value) const {
    std::uint8_t traits = 0;
    for (const char c : value) traits |= traits_[static_cast<unsigned char>(c)];
    return traits;
  }
  /// Of component `part` of the element that is open; 0 = of the element itself.
  [[nodiscard]] std::size_t element_length_max(std::uint32_t part) const;
  [[nodiscard]] const ElementSpec* spec_of(std::uint32_t number) const;

  std::string& out_;
  std::size_t start_;  // of what takes other delimiters
  Delimiters delimiters_;
  DelimiterPolicy policy_;
  bool latin_ = false;
  const Guide* guide_ = nullptr;
  SegmentGate* gate_ = nullptr;
  std::span<const ElementSpec> specs_;  // of the open segment, in any loop: an element is as long in each
  std::uint32_t element_ = 0;           // of the open segment

  // The open segment is put together here and goes to out_ whole.
  std::vector<char> buffer_;
  char* at_ = nullptr;
  char* room_end_ = nullptr;
  char* data_start_ = nullptr;  // behind the segment id
  char* data_end_ = nullptr;    // where the last non-empty element ended

  std::uint32_t segments_ = 0;
  std::uint32_t replaced_ = 0;
  std::uint32_t changed_ = 0;  // values that were not written as they are
  std::uint32_t clashed_ = 0;
  CharacterSet characters_;
  std::array<std::uint8_t, 256> traits_;  // by byte, under these delimiters
};

/// Lets `write(Writer&)` append to `out` and returns the delimiters that the policy has led to; nullopt, with
/// nothing appended, when the policy is to refuse. An ISA that `write` puts in front takes the delimiters of
/// the Writer it is given; its texts are told by Writer::note before.
template <class Write>
[[nodiscard]] std::optional<Delimiters> written_under(DelimiterPolicy policy, const Delimiters& wanted,
                                                      std::string& out, Write&& write) {
  const std::size_t start = out.size();
  Writer writer(out, wanted, policy);
  write(writer);
  if (policy != DelimiterPolicy::refuse || writer.clashed() == 0) return writer.delimiters();
  out.resize(start);
  return std::nullopt;
}

}  // namespace x12
