// Holds what is written to a guide: a value that the guide does not take at its place is left out and told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/x12/fault.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/segment_view.hpp"
#include "parsers/x12/writer.hpp"

namespace x12 {

struct SegmentSpec;
struct LoopSpec;

/// What a GuideGate did not let pass.
struct LeftOut {
  std::string_view segment;     // "CRC"
  std::uint16_t element = 0;    // 0 = the whole segment
  std::uint16_t component = 0;  // 0 = the whole element
  /// The guide cannot do without the segment: it was written as it is, and the set is not valid.
  bool needed = false;
  std::string remedy;  // what the guide takes there; holds no value
};

/// Stands between a Writer and its text while one set is written. Each segment is held to the line of the
/// guide that it falls under: the loop is known by the HL before it and by the segments that open loops since
/// (NM1, LX, EQ), the line by its first element.
/// What the validator has against a value costs that value; against a pair or composite that is no longer
/// whole, all of it; where a required element is gone, the segment, and with the one that opens a loop the
/// rest of the loop. Situational rules, which look at several segments, are left to faults_of().
class GuideGate final : public SegmentGate {
 public:
  using Told = std::function<void(const LeftOut&)>;

  /// `extended_latin`: accented letters are agreed (Writer::latin). The guide outlives the gate.
  GuideGate(const Guide& guide, bool extended_latin, Told told);

  [[nodiscard]] std::string_view taken(std::string_view segment, const Delimiters& delimiters) override;
  /// Whether `segment` would pass whole in the present loop, which it opens none inside of.
  [[nodiscard]] bool takes(std::string_view segment, const Delimiters& delimiters);

 private:
  [[nodiscard]] const LoopSpec& here() const { return *open_.back(); }
  [[nodiscard]] const SegmentSpec* spec_of(const SegmentView& view);
  void enter_level(const SegmentView& hl);
  void read(std::string_view segment, const Delimiters& delimiters);
  void find_faults(const SegmentSpec& spec, const Delimiters& delimiters);
  [[nodiscard]] std::string_view mended(const SegmentSpec& spec, std::string_view segment,
                                        const Delimiters& delimiters);
  [[nodiscard]] std::string_view given_up(const SegmentSpec& spec, std::string_view segment);

  const Guide& guide_;
  bool extended_latin_;
  Told told_;
  std::vector<const LoopSpec*>
      open_;                     // the level of the last HL, before the first the header, and the loops in it
  bool opens_ = false;           // the segment at hand opens a loop
  std::size_t passed_over_ = 0;  // open_ of a loop whose first segment was left out: the rest goes, too
  Tokens tokens_;                // the segment at hand
  std::vector<Fault> faults_;    // of it
  std::string kept_;             // what is left of it
};

/// What check() has against the set `text`, ST to SE, under `guide`.
[[nodiscard]] std::vector<Fault> faults_of(std::string_view text, const Delimiters& delimiters,
                                           const Guide& guide, bool extended_latin);

}  // namespace x12
