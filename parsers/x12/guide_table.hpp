// What a guide file becomes: flat tables of integers that check() walks. Ids and codes are packed into
// integers, so the walk compares no strings. Made by guide_compile.cpp; never changed afterwards.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/x12/segment_view.hpp"

namespace x12 {

/// Up to eight characters in one integer; 0 for an empty or longer text, which therefore matches no code.
[[nodiscard]] constexpr std::uint64_t packed(std::string_view text) {
  if (text.size() > 8) return 0;
  std::uint64_t code = 0;
  for (const char c : text) code = (code << 8U) | static_cast<unsigned char>(c);
  return code;
}

enum class ElementType : std::uint8_t {
  text,
  code,
  whole,
  decimal,
  date,
  time,
  binary,
  composite,
  unchecked
};

/// `guide_required`: the base standard does without it; only this guide wants it (IK304 I8 in place of 3).
enum class Usage : std::uint8_t { not_used, situational, required, guide_required };

/// A run of entries in one of the Guide's vectors.
struct Run {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// One element of one segment, or one component of one composite, with all that can be said of it.
struct ElementSpec {
  std::uint16_t number = 0;  // data element reference number; 0 for a composite, or when nobody knows it
  ElementType type = ElementType::unchecked;
  Usage usage = Usage::not_used;
  std::uint16_t length_min = 0, length_max = 0;  // length_max 0 = not checked
  std::uint8_t repeats_min = 1, repeats_max = 1;  // of an element that is there at all
  std::uint8_t format_position = 0;  // for 1251: where the 1250 stands that tells its format; 0 = nowhere
  bool unverified = false;
  Run codes;       // the guide's; empty = any
  Run dictionary;  // the standard's; empty = not known
  Run components;
  Run conditions;              // of the composite
  std::uint32_t required = 0;  // of the composite: bit n = component n is required
};

/// P, R, E, C or L over the positions of a segment or composite.
struct Condition {
  char kind = 'P';
  std::uint8_t count = 0;
  std::array<std::uint8_t, 5> positions{};
  std::uint32_t mask = 0;  // bit n = position n
};

/// Whether the positions that have a value, the bits of `present`, break the condition: P all or none, R one
/// at least, E one at most, C all where the first is, L another where the first is.
[[nodiscard]] constexpr bool is_broken(const Condition& condition, std::uint32_t present) {
  const std::uint32_t has = present & condition.mask;
  const std::uint32_t lead = 1U << condition.positions[0];
  switch (condition.kind) {
    case 'P': return has != 0 && has != condition.mask;
    case 'R': return has == 0;
    case 'C': return (has & lead) != 0 && has != condition.mask;
    case 'L': return has == lead;
    default: return std::popcount(has) > 1;
  }
}

/// Where a rule looks: [LOOP/][SEGMENT-]ELEMENT[-COMPONENT]. segment 0 = the segment the rule stands in;
/// loop -1 = the loop it stands in; element 0 = the segment as such.
struct Place {
  std::int16_t loop = -1;
  std::uint32_t segment = 0;
  std::uint8_t element = 0, component = 0;
};

/// One part of a rule's "when": any of `places` has one of `codes` / is present; none is present; no such
/// loop follows.
struct Term {
  enum class Kind : std::uint8_t { equals, present, absent, loop_absent };
  Kind kind = Kind::present;
  Run places;
  Run codes;
  std::uint64_t level = 0;  // loop_absent: HL03 of the loop
};

/// A situational rule of a segment or loop; guides/README.md describes each kind.
struct Rule {
  enum class Kind : std::uint8_t {
    need, bar, any, equal, plain, points, sized, npi, unmixed, forbid, require, among
  };
  Kind kind = Kind::need;
  Run targets;                          // Places in the rule's own segment
  Run when;                             // Terms, all of which hold
  Place other;                          // equal, points, sized
  std::array<Run, 2> lists{};           // unmixed: codes of which no two lists are met; among: [0], the codes
  std::uint16_t loop = 0;               // among: the loop, in the rule's own
  std::string_view required_id;         // require: the segment …
  std::string_view required_qualifier;  // … and its element 1
  std::string_view remedy;
  bool unverified = false;
};

struct SegmentSpec {
  std::uint32_t id = 0;
  std::string_view name;
  Usage usage = Usage::situational;
  bool unverified = false;
  std::uint32_t max = 1;  // 0 = unbounded
  Run elements;
  Run conditions;
  Run rules;
  std::uint32_t required = 0;  // bit n = element n is required
};

/// A place in the order of a loop: the segments of one id (unordered among themselves), or the child loops
/// that start with one id.
struct Slot {
  std::uint32_t id = 0;
  bool loops = false;
  Run members;            // into segments or loops
  std::uint8_t seen = 0;  // counter of the first member; the next ones follow
};

struct LoopSpec {
  std::string_view id;    // "" for the header
  std::string_view name;  // our short name: "requester"; may be ""
  Usage usage = Usage::situational;
  std::uint32_t min = 1;  // of those that are there at all
  std::uint32_t max = 1;  // 0 = unbounded
  std::uint8_t rank = 0;  // depth of an HL level, header = 0; `not_a_level` for others
  bool unverified = false;
  std::uint64_t level = 0;  // packed HL03
  Run slots;
  Run rules;
  /// Levels: where it may hang, the usual one first; the counter it has in each.
  struct Parent {
    std::int16_t loop = -1;
    std::uint8_t seen = 0;
  };
  std::array<Parent, 2> parents{};

  static constexpr std::uint8_t not_a_level = 255;
  [[nodiscard]] bool is_level() const { return rank != not_a_level; }
};

/// How a message shows that it is under a guide: GS01, ST01, and what stands at one place of it.
struct Recognition {
  std::string_view functional_id, set_id;  // "" = none
  std::uint32_t segment = 0;               // 0 = the guide has one direction only
  std::uint8_t element = 0;
  std::vector<std::string_view> values;
};

/// What tree_of() prints of an element; kept apart from ElementSpec, which the check walks.
struct ElementNote {
  std::string_view name;  // short name of the data element
  Run lists;              // of the guide's codes: into lists
};

/// A named code list that the guide uses, and where it comes from.
struct ListNote {
  std::string_view name;     // "service_type"
  std::string_view release;  // "005010"; "external 886 as of 2026-01"
  Run codes;
  bool unverified = false;
};

/// Counters of one open loop; a guide with more members in a loop does not compile.
constexpr std::size_t members_max = 64;
/// Depth of HL levels.
constexpr std::size_t levels_max = 8;

class Guide {
 public:
  std::vector<std::string>
      texts;  // the guide file and what is laid over it: names and remedies point into them
  std::string_view implementation, direction, transaction;
  bool unverified = false;  // as a whole
  Recognition recognition;

  std::vector<LoopSpec> loops;  // 0 = header
  std::vector<Slot> slots;
  std::vector<SegmentSpec> segments;
  std::vector<ElementSpec> elements;
  std::vector<Condition> conditions;
  std::vector<Rule> rules;
  std::vector<Term> terms;
  std::vector<Place> places;
  std::vector<std::uint64_t> codes;
  std::vector<std::uint16_t> levels;  // indices of the HL loops

  std::vector<ElementNote> notes;               // beside `elements`
  std::vector<std::string_view> segment_names;  // beside `segments`
  std::vector<std::uint32_t> note_lists;        // indices into `lists`
  std::vector<ListNote> lists;

  std::vector<std::uint32_t> ids_of_guide, ids_of_transaction, ids_known;  // sorted, packed
  std::vector<std::uint32_t> first_segments;  // beside `ids_of_guide`: the first of `segments` with that id

  Guide() = default;
  Guide(const Guide&) = delete;
  Guide& operator=(const Guide&) = delete;

  /// The first segment with this id, whatever its loop; nullptr when the guide has none.
  [[nodiscard]] const SegmentSpec* first_of(std::uint32_t id) const {
    const auto found = std::lower_bound(ids_of_guide.begin(), ids_of_guide.end(), id);
    if (found == ids_of_guide.end() || *found != id) return nullptr;
    return &segments[first_segments[static_cast<std::size_t>(found - ids_of_guide.begin())]];
  }
};

/// The entries of a Run: of(guide.codes, spec.codes).
template <class T>
[[nodiscard]] std::span<const T> of(const std::vector<T>& all, Run run) {
  return std::span<const T>(all).subspan(run.first, run.count);
}

}  // namespace x12
