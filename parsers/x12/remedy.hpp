// What a person should do about a fault, in words that say what is allowed. They are made from the guide's
// tables alone: no value of a message enters them. Made only once something is wrong, so they may allocate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "parsers/x12/fault_sink.hpp"
#include "parsers/x12/guide_table.hpp"

namespace x12 {

/// The element a remedy speaks of: its table, and its name as people write it ("UM04-2").
struct NamedElement {
  const Guide& guide;
  const ElementSpec& spec;
  std::string name;
};

/// "AR, HS, IN or SC"; "a date CCYYMMDD"; "1 to 35 characters"; "a number of 1 to 15 digits".
[[nodiscard]] std::string allowed(const Guide& guide, const ElementSpec& spec);

/// IK403 1: "UM01 is required: AR, HS, IN or SC".
[[nodiscard]] std::string element_missing(const NamedElement& element);
/// IK403 3 and 13: "UM has 10 elements; take out what stands after UM10".
[[nodiscard]] std::string too_many(std::string_view what, std::string_view parts, std::size_t count);
/// IK403 4, 5: "TRN03 has exactly 10 characters; there are 9".
[[nodiscard]] std::string wrong_length(const NamedElement& element, std::size_t counted);
/// IK403 7, I6: "UM01 is AR, HS, IN or SC".
[[nodiscard]] std::string wrong_code(const NamedElement& element);
/// IK403 12: "HCR03 may be given 5 times".
[[nodiscard]] std::string too_many_repeats(const NamedElement& element);
[[nodiscard]] std::string too_few_repeats(const NamedElement& element);
/// IK403 2 and 10: what the relational condition asks for, "give HSD01 and HSD02 together or not at all".
/// `element` 0: of the segment; else of that composite.
[[nodiscard]] std::string condition_broken(const Condition& condition, std::string_view segment,
                                           std::uint16_t element);

/// "AR, HS, IN or SC": packed codes in words.
[[nodiscard]] std::string codes_in_words(std::span<const std::uint64_t> codes);

/// IK304 3 and I8: "add NM1 with NM101 QC to loop 2010D before this segment".
[[nodiscard]] std::string segment_missing(const Guide& guide, const SegmentSpec& spec, std::string_view loop);
/// IK304 3 and I7: "add loop 2010A before this segment; it begins with NM1 with NM101 PR or X3".
[[nodiscard]] std::string loop_missing(const Guide& guide, const LoopSpec& spec);
/// IK304 4: "loop 2010EA stands here at most 14 times: take this one out".
[[nodiscard]] std::string too_few_loops(const LoopSpec& spec);
[[nodiscard]] std::string too_many_loops(const LoopSpec& spec);
/// IK304 5: "loop 2000F has at most 1 MSG: take this one out".
[[nodiscard]] std::string too_many_segments(const Guide& guide, const SegmentSpec& spec,
                                            std::string_view loop);
/// IK304 2: "loop 2000F has no HI; HI stands in loop 2000E".
[[nodiscard]] std::string unexpected_segment(const Guide& guide, std::string_view loop,
                                             std::string_view segment, std::uint32_t id);
/// IK304 7: "the order of loop 2010EA is NM1 REF N3 N4 PER PRV: move REF to its place".
[[nodiscard]] std::string out_of_order(const Guide& guide, const LoopSpec& loop, std::string_view segment);

}  // namespace x12
