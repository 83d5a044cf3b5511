// See guide_gate.hpp.
#include "parsers/x12/guide_gate.hpp"

#include <algorithm>

#include "parsers/x12/check.hpp"
#include "parsers/x12/element_check.hpp"
#include "parsers/x12/fault_sink.hpp"
#include "parsers/x12/guide_table.hpp"
#include "parsers/x12/tokenise.hpp"

namespace x12 {
namespace {

bool names(const Guide& guide, const SegmentSpec& spec, std::uint64_t qualifier) {
  const auto elements = of(guide.elements, spec.elements);
  if (elements.empty() || elements.front().codes.count == 0) return true;
  const auto codes = of(guide.codes, elements.front().codes);
  return std::find(codes.begin(), codes.end(), qualifier) != codes.end();
}

const SegmentSpec& opener_of(const Guide& guide, const LoopSpec& loop) {
  return guide.segments[guide.slots[loop.slots.first].members.first];
}

/// The segment of `loop` with this id and first element; the first of that id when none has it.
const SegmentSpec* own_segment(const Guide& guide, const LoopSpec& loop, const SegmentView& view) {
  for (const Slot& slot : of(guide.slots, loop.slots)) {
    if (slot.loops || slot.id != view.packed()) continue;
    const auto members = of(guide.segments, slot.members);
    const auto known = std::find_if(members.begin(), members.end(), [&](const SegmentSpec& one) {
      return names(guide, one, packed(view.element(1)));
    });
    return known == members.end() ? &members.front() : &*known;
  }
  return nullptr;
}

/// The loop inside `loop` that the segment opens; nullptr when there is none.
const LoopSpec* opened_loop(const Guide& guide, const LoopSpec& loop, const SegmentView& view) {
  for (const Slot& slot : of(guide.slots, loop.slots)) {
    if (!slot.loops || slot.id != view.packed()) continue;
    for (const LoopSpec& one : of(guide.loops, slot.members)) {
      if (names(guide, opener_of(guide, one), packed(view.element(1)))) return &one;
    }
  }
  return nullptr;
}

/// Leaves the element, or the component of it, empty, and what then ends in separators without them.
void empty_at(std::string& segment, const ElementPlace& at, const Delimiters& delimiters) {
  const auto nth = [&](std::size_t begin, std::size_t end, char separator, unsigned which) {
    for (; which > 0 && begin < end; --which) begin = std::min(segment.find(separator, begin), end) + 1;
    begin = std::min(begin, end);
    return std::pair(begin, std::min(segment.find(separator, begin), end));
  };
  auto [begin, end] = nth(0, segment.size(), delimiters.element, at.element);
  if (at.component == 0) {
    segment.erase(begin, end - begin);
  } else {
    const auto [part, part_end] = nth(begin, end, delimiters.component, at.component - 1U);
    segment.erase(part, part_end - part);
    end -= part_end - part;
    while (end > begin && segment[end - 1] == delimiters.component) segment.erase(--end, 1);
  }
  while (!segment.empty() && segment.back() == delimiters.element) segment.pop_back();
}

/// The condition of `run` that speaks of `position` and is broken by `present`.
const Condition* broken_condition(const Guide& guide, Run run, std::uint32_t present,
                                  std::uint16_t position) {
  for (const Condition& one : of(guide.conditions, run)) {
    if (is_broken(one, present) && (one.mask >> position & 1U) != 0) return &one;
  }
  return nullptr;
}

/// What a broken condition costs, as positions: of a pair all, of a list with a lead the lead, of
/// alternatives the later; 0 = everything, since one of them is required.
std::uint32_t cost_of(const Condition& broken, std::uint16_t position) {
  switch (broken.kind) {
    case 'R': return 0;
    case 'P': return broken.mask;
    case 'E': return 1U << position;
    default: return 1U << broken.positions[0];
  }
}

std::uint32_t filled(const SegmentView& view, const ElementPlace& at) {
  std::uint32_t present = 0;
  for (std::uint32_t i = 1; i < 32; ++i) {
    const std::string_view value = at.element == 0 ? view.element(i) : view.component(at.element, i);
    if (!value.empty()) present |= 1U << i;
  }
  return present;
}

std::vector<ElementPlace> places_of_condition(const Guide& guide, const SegmentSpec& spec,
                                              const SegmentView& view, const Fault& fault) {
  const bool inside = fault.component != 0;
  const ElementPlace whole{inside ? fault.element : std::uint16_t{0}, 0, 0, 0};
  const std::uint16_t position = inside ? fault.component : fault.element;
  const Run conditions =
      inside ? guide.elements[spec.elements.first + fault.element - 1U].conditions : spec.conditions;
  const Condition* const broken = broken_condition(guide, conditions, filled(view, whole), position);
  const std::uint32_t cost = broken == nullptr ? 0 : cost_of(*broken, position);
  if (cost == 0) return {whole};
  std::vector<ElementPlace> places;
  for (std::uint16_t i = 1; i < 32; ++i) {
    if ((cost >> i & 1U) == 0) continue;
    places.push_back(inside ? ElementPlace{fault.element, i, 0, 0} : ElementPlace{i, 0, 0, 0});
  }
  return places;
}

/// What is left out because of `fault`; element 0 = the segment. Codes of IK403: 005010X231A1.
std::vector<ElementPlace> places_of(const Guide& guide, const SegmentSpec& spec, const SegmentView& view,
                                    const Fault& fault) {
  const bool missing = fault.code == "1";
  if (missing && fault.component == 0) return {{}};
  if (missing || fault.repetition != 0) return {{fault.element, 0, 0, 0}};
  if (fault.code == "2" || fault.code == "10") return places_of_condition(guide, spec, view, fault);
  return {{fault.element, fault.component, 0, 0}};
}

}  // namespace

GuideGate::GuideGate(const Guide& guide, bool extended_latin, Told told)
    : guide_(guide), extended_latin_(extended_latin), told_(std::move(told)), open_{&guide.loops.front()} {}

void GuideGate::enter_level(const SegmentView& hl) {
  const std::uint64_t code = packed(hl.element(3));
  open_ = {&guide_.loops.front()};
  for (const std::uint16_t at : guide_.levels) {
    if (guide_.loops[at].level == code) open_ = {&guide_.loops[at]};
  }
}

/// The line of the guide for the segment at hand, whose loop is then here(); nullptr when it has none.
const SegmentSpec* GuideGate::spec_of(const SegmentView& view) {
  opens_ = false;
  for (std::size_t depth = open_.size(); depth > 0; --depth) {
    const LoopSpec* const opened = opened_loop(guide_, *open_[depth - 1], view);
    if (opened == nullptr) continue;
    open_.resize(depth);
    open_.push_back(opened);
    opens_ = true;
    return &opener_of(guide_, *opened);
  }
  return own_segment(guide_, here(), view);
}

void GuideGate::read(std::string_view segment, const Delimiters& delimiters) {
  tokens_.clear();
  tokens_.delimiters = delimiters;
  static_cast<void>(tokenise(segment, 0, Limits().elements_per_segment_max, tokens_));
}

void GuideGate::find_faults(const SegmentSpec& spec, const Delimiters& delimiters) {
  constexpr std::uint32_t faults_max = 100;
  faults_.clear();
  FaultSink sink(faults_, faults_max);
  ElementCheck(guide_, delimiters, extended_latin_, sink)
      .check(spec, SegmentView(tokens_, 0), {spec.name, here().id, 1});
}

std::string_view GuideGate::taken(std::string_view segment, const Delimiters& delimiters) {
  read(segment, delimiters);
  const SegmentView view(tokens_, 0);
  if (view.id() == "HL") {
    enter_level(view);
    passed_over_ = 0;
    return segment;
  }
  const SegmentSpec* const spec = spec_of(view);
  // A loop ends where one opens that is not inside of it; the last of a set ends with SE.
  if ((opens_ && open_.size() <= passed_over_) || view.id() == "SE") passed_over_ = 0;
  if (passed_over_ != 0) return {};
  if (spec == nullptr) return segment;
  find_faults(*spec, delimiters);
  return faults_.empty() ? segment : mended(*spec, segment, delimiters);
}

bool GuideGate::takes(std::string_view segment, const Delimiters& delimiters) {
  read(segment, delimiters);
  const SegmentSpec* const spec = own_segment(guide_, here(), SegmentView(tokens_, 0));
  if (spec == nullptr) return false;
  find_faults(*spec, delimiters);
  return faults_.empty();
}

/// One fault after the other, since each thing left out may break, or mend, what belongs to it.
std::string_view GuideGate::mended(const SegmentSpec& spec, std::string_view segment,
                                   const Delimiters& delimiters) {
  kept_ = segment;
  while (!faults_.empty()) {
    const SegmentView view(tokens_, 0);
    const Fault fault = faults_.front();
    const std::vector<ElementPlace> places = places_of(guide_, spec, view, fault);
    const std::size_t before = kept_.size();
    for (const ElementPlace& at : places) {
      if (at.element != 0) empty_at(kept_, at, delimiters);
    }
    if (kept_.size() == before) return given_up(spec, segment);
    told_({spec.name, places.front().element, places.front().component, false, fault.remedy});
    if (kept_.find(delimiters.element) == std::string::npos) return given_up(spec, segment);
    read(kept_, delimiters);
    find_faults(spec, delimiters);
  }
  return kept_;
}

std::string_view GuideGate::given_up(const SegmentSpec& spec, std::string_view segment) {
  const bool needed = spec.usage >= Usage::required && !(opens_ && here().usage < Usage::required);
  told_({spec.name, 0, 0, needed, faults_.front().remedy});
  if (needed) return segment;
  if (opens_) passed_over_ = open_.size();
  return {};
}

std::vector<Fault> faults_of(std::string_view text, const Delimiters& delimiters, const Guide& guide,
                             bool extended_latin) {
  TransactionSet set;
  set.tokens.delimiters = delimiters;
  std::size_t looked_ahead = 0;
  static_cast<void>(tokenise_set(text, 0, Limits(), set.tokens, set.binary_faults, looked_ahead));
  LoopTree tree;
  std::vector<Fault> faults;
  CheckOptions options;
  options.extended_latin = extended_latin;
  static_cast<void>(check(set, guide, options, tree, faults));
  for (Fault& one : faults) one.value = {};
  return faults;
}

}  // namespace x12
