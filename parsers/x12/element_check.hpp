// Checks the elements of one segment against its tables: presence, length, type, codes, composites,
// conditions.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "parsers/x12/check.hpp"
#include "parsers/x12/fault_sink.hpp"
#include "parsers/x12/guide_table.hpp"
#include "parsers/x12/remedy.hpp"
#include "parsers/x12/segment_view.hpp"

namespace x12 {

class ElementCheck {
 public:
  ElementCheck(const Guide& guide, const Delimiters& delimiters, bool extended_latin, FaultSink& sink);

  /// Reports every fault of the segment's elements. IK403 codes as 005010X231A1 has them.
  /// Elements whose bit (1 << position) is in `skip` are taken as they are.
  void check(const SegmentSpec& spec, const SegmentView& segment, const SegmentPlace& place,
             std::uint32_t skip = 0);
  /// Only the first element, of a segment whose qualifier is none that the guide has here: which rules the
  /// others would follow is not known. Rule: 005010X231A1.
  void check_qualifier(const SegmentSpec& spec, const SegmentView& segment, const SegmentPlace& place);

 private:
  /// What the bytes of a value are made of.
  enum Trait : std::uint8_t {
    illegal = 1,
    component_mark = 2,
    repetition_mark = 4,
    no_digit = 8,
    no_blank = 16
  };

  [[nodiscard]] std::uint8_t traits(std::string_view value) const {
    std::uint8_t all = 0;
    for (const char c : value) all |= traits_[static_cast<unsigned char>(c)];
    return all;
  }
  void fault(std::string_view code, const ElementPlace& at, std::string_view value, std::string remedy) {
    sink_.element(code, place_, at, value, std::move(remedy));
  }
  /// What a remedy speaks of; made only when there is a fault.
  [[nodiscard]] NamedElement named(const ElementSpec& spec, const ElementPlace& at) const {
    return {guide_, spec, name_of(place_.name, at)};
  }
  void element(const ElementSpec& spec, const SegmentView& segment, ElementPlace at, std::string_view value,
               std::uint8_t traits);
  void not_used(const ElementPlace& at, std::string_view value);
  void repeats(const ElementSpec& spec, ElementPlace at, std::string_view value);
  void composite(const ElementSpec& spec, ElementPlace at, std::string_view value);
  void missing(std::uint32_t positions, Run specs, ElementPlace at, bool components);
  /// `format`: the value of the 1250 that goes with a 1251; "" otherwise.
  void value(const ElementSpec& spec, const ElementPlace& at, std::string_view value, std::uint8_t traits,
             std::string_view format);
  void character(const ElementSpec& spec, const ElementPlace& at, std::string_view value);
  /// False, and reported, when the value is too short or too long: nothing more is said of it then.
  bool length(const ElementSpec& spec, const ElementPlace& at, std::string_view value, std::size_t length) {
    const bool good = spec.length_max == 0 || (length >= spec.length_min && length <= spec.length_max);
    return good || other_length(spec, at, value, length);
  }
  bool other_length(const ElementSpec& spec, const ElementPlace& at, std::string_view value,
                    std::size_t length);
  void date(const ElementSpec& spec, const ElementPlace& at, std::string_view value);
  void time(const ElementSpec& spec, const ElementPlace& at, std::string_view value);
  void dated(const ElementPlace& at, std::string_view value, std::string_view format);
  bool number(const ElementSpec& spec, const ElementPlace& at, std::string_view value, std::uint8_t traits);
  void code(const ElementSpec& spec, const ElementPlace& at, std::string_view value);
  void unlisted(const ElementSpec& spec, const ElementPlace& at, std::string_view value,
                std::uint64_t packed);
  void conditions(Run run, Run specs, std::uint32_t present, std::uint32_t reported,
                  const ElementPlace& composite);

  const Guide& guide_;
  Delimiters delimiters_;
  FaultSink& sink_;
  SegmentPlace place_;
  std::array<std::uint8_t, 256> traits_{};
};

/// 4, 6, 7 or 8 digits HHMM[SS[D[D]]], hours 00-23.
[[nodiscard]] bool real_time(std::string_view text);
/// YYMMDD of this century.
[[nodiscard]] bool real_short_date(std::string_view text);
/// CCYYMMDD-CCYYMMDD, both real, the first not after the second.
[[nodiscard]] bool real_period(std::string_view text);
/// CCYYMMDDHHMM: a real date and a real time.
[[nodiscard]] bool real_moment(std::string_view text);

}  // namespace x12
