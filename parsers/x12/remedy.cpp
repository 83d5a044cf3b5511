// The words of the remedies. Lists are cut where nobody would read on; `precert validate --guide` shows them
// whole.
#include "parsers/x12/remedy.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace x12 {
namespace {

constexpr std::size_t listed_max = 16;

std::string unpacked(std::uint64_t code) {
  std::string text;
  for (; code != 0; code >>= 8U) text += static_cast<char>(code & 0xFFU);
  std::reverse(text.begin(), text.end());
  return text;
}

/// "A", "A or B", "A, B or C".
std::string joined(const std::vector<std::string>& words, std::string_view last) {
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) all += i + 1 == words.size() ? " " + std::string(last) + " " : std::string(", ");
    all += words[i];
  }
  return all;
}

std::string counted(std::size_t count, const std::string& unit) {
  return std::to_string(count) + " " + unit + (count == 1 ? "" : "s");
}

const char* unit_of(const ElementSpec& spec) {
  return spec.type == ElementType::whole || spec.type == ElementType::decimal ? "digit" : "character";
}

/// "exactly 10 characters", "at most 35 characters", "3 to 15 characters".
std::string length_in_words(const ElementSpec& spec) {
  if (spec.length_min == spec.length_max) return "exactly " + counted(spec.length_max, unit_of(spec));
  if (spec.length_min <= 1) return "at most " + counted(spec.length_max, unit_of(spec));
  return std::to_string(spec.length_min) + " to " + counted(spec.length_max, unit_of(spec));
}

std::string position_name(std::string_view segment, std::uint16_t element, std::uint16_t position) {
  return element == 0 ? name_of(segment, {position, 0, 0, 0}) : name_of(segment, {element, position, 0, 0});
}

/// The level code is HL03; other loops are told by element 1 of their first segment.
const SegmentSpec& first_segment(const Guide& guide, const LoopSpec& spec) {
  return guide.segments[guide.slots[spec.slots.first].members.first];
}

/// "the header" or "loop 2000E".
std::string loop_in_words(std::string_view loop) {
  return loop.empty() ? "the header" : "loop " + std::string(loop);
}

std::vector<std::string> loops_with(const Guide& guide, std::uint32_t id) {
  std::vector<std::string> found;
  for (const LoopSpec& loop : guide.loops) {
    const std::span<const Slot> slots = of(guide.slots, loop.slots);
    const bool has = std::any_of(slots.begin(), slots.end(),
                                 [&](const Slot& slot) { return !slot.loops && slot.id == id; });
    if (has) found.push_back(loop_in_words(loop.id));
  }
  if (found.size() > listed_max) found.resize(listed_max);
  return found;
}

}  // namespace

std::string codes_in_words(std::span<const std::uint64_t> codes) {
  std::vector<std::string> words;
  for (const std::uint64_t code : codes.first(std::min(codes.size(), listed_max)))
    words.push_back(unpacked(code));
  if (codes.size() > listed_max) {
    words.push_back("one of " + std::to_string(codes.size() - listed_max) + " more codes of the guide");
  }
  return joined(words, "or");
}

std::string allowed(const Guide& guide, const ElementSpec& spec) {
  if (spec.codes.count != 0) return codes_in_words(of(guide.codes, spec.codes));
  switch (spec.type) {
    case ElementType::date: return "a date CCYYMMDD";
    case ElementType::time: return "a time HHMM, HHMMSS, HHMMSSD or HHMMSSDD";
    case ElementType::composite: {
      std::vector<std::string> parts;
      for (std::uint16_t i = 1; i <= spec.components.count; ++i) {
        if ((spec.required >> i & 1U) != 0) parts.push_back(std::to_string(i));
      }
      if (parts.empty()) return "at least one of its components";
      return (parts.size() == 1 ? "its component " : "its components ") + joined(parts, "and");
    }
    case ElementType::whole:
      return spec.length_max == 0 ? "a whole number" : "a whole number, " + length_in_words(spec);
    case ElementType::decimal:
      return spec.length_max == 0 ? "a number" : "a number, " + length_in_words(spec);
    case ElementType::binary: return "data, as many bytes as the element before it says";
    case ElementType::text:
    case ElementType::code:
    case ElementType::unchecked: break;
  }
  const char* what = spec.type == ElementType::code ? "a code, " : "text, ";
  return spec.length_max == 0 ? "a value" : what + length_in_words(spec);
}

std::string element_missing(const NamedElement& element) {
  return element.name + " is required: " + allowed(element.guide, element.spec);
}

std::string too_many(std::string_view what, std::string_view parts, std::size_t count) {
  const std::string unit = count == 1 ? std::string(parts) : std::string(parts) + "s";
  return std::string(what) + " has " + std::to_string(count) + " " + unit + "; take out what stands after " +
         (count == 1 ? "it" : "them");
}

std::string wrong_length(const NamedElement& element, std::size_t count) {
  std::string words = element.name + " has " + length_in_words(element.spec) + "; there " +
                      (count == 1 ? "is " : "are ") + std::to_string(count);
  if (element.spec.codes.count != 0) words += "; it is " + allowed(element.guide, element.spec);
  return words;
}

std::string wrong_code(const NamedElement& element) {
  if (element.spec.codes.count != 0) return element.name + " is " + allowed(element.guide, element.spec);
  return element.name + " is one of " + std::to_string(element.spec.dictionary.count) +
         " codes of X12 data element " + std::to_string(element.spec.number) + ", such as " +
         joined({unpacked(of(element.guide.codes, element.spec.dictionary).front()),
                 unpacked(of(element.guide.codes, element.spec.dictionary).back())},
                "and");
}

std::string too_many_repeats(const NamedElement& element) {
  const unsigned most = element.spec.repeats_max;
  if (most <= 1) return element.name + " is given once; it does not repeat";
  return element.name + " is given at most " + std::to_string(most) + " times";
}

std::string too_few_repeats(const NamedElement& element) {
  return element.name + " is given at least " + std::to_string(element.spec.repeats_min) +
         " times, or not at all";
}

std::string condition_broken(const Condition& condition, std::string_view segment, std::uint16_t element) {
  std::vector<std::string> names;
  for (std::uint8_t i = 0; i < condition.count; ++i) {
    names.push_back(position_name(segment, element, condition.positions.at(i)));
  }
  const std::vector<std::string> others(names.begin() + 1, names.end());
  switch (condition.kind) {
    case 'P': return "give " + joined(names, "and") + " together, or none of them";
    case 'R': return "give at least one of " + joined(names, "and");
    case 'C': return names.front() + " needs " + joined(others, "and") + " too, or leave it empty";
    case 'L':
      return names.front() + " needs at least one of " + joined(others, "and") + ", or leave it empty";
    default: return "give only one of " + joined(names, "and");
  }
}

namespace {

/// "NM1", or "REF with REF01 0B or 1G" where the first element tells segments of one id apart.
std::string segment_in_words(const Guide& guide, const SegmentSpec& spec) {
  std::string words(spec.name);
  const std::span<const ElementSpec> elements = of(guide.elements, spec.elements);
  if (elements.empty() || elements.front().codes.count == 0) return words;
  return words + " with " + name_of(spec.name, {1, 0, 0, 0}) + " " + allowed(guide, elements.front());
}

/// "HL with HL03 21" for a level, else its first segment in words.
std::string opener_in_words(const Guide& guide, const LoopSpec& spec) {
  if (spec.is_level() && spec.level != 0) return "HL with HL03 " + unpacked(spec.level);
  return segment_in_words(guide, first_segment(guide, spec));
}

}  // namespace

std::string segment_missing(const Guide& guide, const SegmentSpec& spec, std::string_view loop) {
  return loop_in_words(loop) + " needs a segment " + segment_in_words(guide, spec) +
         ": add it before the segment that stands here";
}

std::string loop_missing(const Guide& guide, const LoopSpec& spec) {
  return "loop " + std::string(spec.id) + " is required: add it, from " + opener_in_words(guide, spec) +
         " on, before the segment that stands here";
}

std::string too_few_loops(const LoopSpec& spec) {
  return "loop " + std::string(spec.id) + " stands here at least " + std::to_string(spec.min) +
         " times, or not at all: add what is missing before the segment that stands here";
}

std::string too_many_loops(const LoopSpec& spec) {
  const std::string often = spec.max == 1 ? "once" : std::to_string(spec.max) + " times";
  return "loop " + std::string(spec.id) + " stands here at most " + often + ": take this one out";
}

std::string too_many_segments(const Guide& guide, const SegmentSpec& spec, std::string_view loop) {
  return loop_in_words(loop) + " has at most " + std::to_string(spec.max) + " " +
         segment_in_words(guide, spec) + ": take this one out";
}

std::string unexpected_segment(const Guide& guide, std::string_view loop, std::string_view segment,
                               std::uint32_t id) {
  const std::string name(segment);
  const std::string here = loop_in_words(loop);
  const std::vector<std::string> found = loops_with(guide, id);
  if (found.empty()) return here + " has no " + name + "; take it out";
  return here + " has no place for " + name + "; it stands in " + joined(found, "or");
}

std::string out_of_order(const Guide& guide, const LoopSpec& loop, std::string_view segment) {
  std::string order;
  for (const Slot& slot : of(guide.slots, loop.slots)) {
    if (slot.loops) continue;
    order += order.empty() ? "" : " ";
    order += guide.segments[slot.members.first].name;
  }
  return "move " + std::string(segment) + " to its place: the order of " + loop_in_words(loop.id) + " is " +
         order;
}

}  // namespace x12
