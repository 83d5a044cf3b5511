// The HL levels of the walk: which loop an HL opens, where it hangs, and whether its numbers say the same.
#include <algorithm>
#include <charconv>
#include <string>

#include "parsers/x12/loop_walk.hpp"
#include "parsers/x12/remedy.hpp"

namespace x12 {
namespace {

constexpr std::uint16_t own_id = 628, parent_id = 734, child_code = 736;

/// HL02 and HL04, as bits of ElementCheck::check's `skip`.
constexpr std::uint32_t tolerated = (1U << 2U) | (1U << 4U);

/// Written as a number is: no sign, no zero before it.
bool is_number(std::string_view text, std::uint32_t expected) {
  std::uint32_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && stop == text.data() + text.size() && value == expected &&
         text.front() != '0';
}

}  // namespace

const LoopSpec* LoopWalk::level_of(const SegmentView& hl) const {
  const std::uint64_t code = packed(hl.element(3));
  for (const std::uint16_t at : guide_.levels) {
    if (guide_.loops[at].level == code) return &guide_.loops[at];
  }
  return nullptr;
}

/// An HL03 nobody knows: the level below the present one is the best place to go on from.
const LoopSpec& LoopWalk::guessed_level() const {
  std::uint8_t rank = 0;
  for (std::size_t i = 0; i < depth_; ++i) {
    if (frames_.at(i).spec->is_level()) rank = frames_.at(i).spec->rank;
  }
  const LoopSpec* deepest = &guide_.loops[guide_.levels.front()];
  for (const std::uint16_t at : guide_.levels) {
    if (guide_.loops[at].rank == rank + 1) return guide_.loops[at];
    deepest = &guide_.loops[at];
  }
  return *deepest;
}

void LoopWalk::level(std::uint32_t index) {
  const SegmentView view(set_.tokens, index);
  const LoopSpec* const known = level_of(view);
  const LoopSpec& opened = known != nullptr ? *known : guessed_level();
  while (depth_ > 1 && (!top().spec->is_level() || top().spec->rank >= opened.rank)) close(index);

  Frame& parent = top();
  report_skipped(parent, parent.slot, parent.spec->slots.count, index);
  parent.slot = parent.spec->slots.count;
  const auto parent_loop = static_cast<std::int16_t>(open_.at(depth_ - 1).loop);
  const bool gap = std::none_of(opened.parents.begin(), opened.parents.end(),
                                [&](const LoopSpec::Parent& one) { return one.loop == parent_loop; });
  if (gap) report_missing_levels(opened, index);
  count_level(opened, place_of(index, "HL", opened.id));

  const std::string_view parent_number = parent.hierarchy;
  open(static_cast<std::uint32_t>(&opened - guide_.loops.data()), index);
  top().hierarchy = view.element(1);
  const SegmentPlace place = place_of(index, "HL", opened.id);
  elements_.check(opener_of(open_.at(depth_ - 1).loop), view, place,
                  options_.tolerate_hl_parent ? tolerated : 0);
  if (known == nullptr) tell_levels(place);
  ++levels_seen_;
  check_hierarchy(opened, view, place,
                  gap || known == nullptr || parent_number.empty() != (opened.rank == 1));
}

/// An HL03 that is no level at all is measured against all of them, not against the one that was guessed.
void LoopWalk::tell_levels(const SegmentPlace& place) {
  std::vector<std::uint64_t> all;
  for (const std::uint16_t at : guide_.levels) all.push_back(guide_.loops[at].level);
  std::sort(all.begin(), all.end());
  sink_.retell(place.position, 3, "HL03 is " + codes_in_words(all));
}

void LoopWalk::report_missing_levels(const LoopSpec& wanted, std::uint32_t index) {
  for (const std::uint16_t at : guide_.levels) {
    const LoopSpec& between = guide_.loops[at];
    if (between.rank <= top().spec->rank || between.rank >= wanted.rank) continue;
    const bool must = between.usage >= Usage::required || between.rank + 1 == wanted.rank;
    const bool optional_parent = wanted.parents[1].loop == static_cast<std::int16_t>(at);
    if (!must || optional_parent) continue;
    sink_.segment("3", place_of(index, "HL", between.id), loop_missing(guide_, between));
    // Said once: its absence is not to be reported again when the loop above it closes.
    const LoopSpec::Parent& usual = between.parents[0];
    if (usual.loop == static_cast<std::int16_t>(open_.at(depth_ - 1).loop)) ++top().seen.at(usual.seen);
  }
}

void LoopWalk::count_level(const LoopSpec& opened, const SegmentPlace& place) {
  for (std::size_t i = 0; i < depth_; ++i) {
    for (const LoopSpec::Parent& parent : opened.parents) {
      if (parent.loop != static_cast<std::int16_t>(open_.at(i).loop)) continue;
      std::uint16_t& seen = frames_.at(i).seen.at(parent.seen);
      ++seen;
      if (&parent == &opened.parents[0] && opened.max != 0 && seen > opened.max) {
        sink_.segment("4", place, too_many_loops(opened));
      }
    }
  }
}

/// HL01 counts 1, 2, 3…; HL02 is the HL01 of the loop above; HL04 tells whether a level below follows.
void LoopWalk::check_hierarchy(const LoopSpec& opened, const SegmentView& hl, const SegmentPlace& place,
                               bool gap) {
  if (!hl.element(1).empty() && !is_number(hl.element(1), levels_seen_)) {
    sink_.element("7", place, {1, 0, 0, own_id}, hl.element(1),
                  "HL01 is " + std::to_string(levels_seen_) +
                      " here: HL segments count 1, 2, 3 and so on, without gaps or zeros before the number");
  }
  if (options_.tolerate_hl_parent) return;
  if (opened.rank > 1 && !gap && !hl.element(2).empty() &&
      hl.element(2) != frames_.at(depth_ - 2).hierarchy) {
    const LoopTree::Node& parent = tree_.nodes[open_.at(depth_ - 2).node];
    sink_.element("7", place, {2, 0, 0, parent_id}, hl.element(2),
                  "HL02 repeats HL01 of the parent: loop " + std::string(parent.id) + ", segment " +
                      std::to_string(parent.first_segment + 1));
  }
  const std::string_view expected = has_child(opened, place.position) ? "1" : "0";
  const ElementSpec& child = guide_.elements[opener_of(open_.at(depth_ - 1).loop).elements.first + 3];
  const std::span<const std::uint64_t> allowed = of(guide_.codes, child.codes);
  // A code outside the guide's list was reported as such.
  const bool listed = std::find(allowed.begin(), allowed.end(), packed(hl.element(4))) != allowed.end();
  if (listed && hl.element(4) != expected) {
    sink_.element("7", place, {4, 0, 0, child_code}, hl.element(4),
                  expected == "1" ? "HL04 is 1 here: an HL of a level below follows"
                                  : "HL04 is 0 here: no HL of a level below follows");
  }
}

bool LoopWalk::has_child(const LoopSpec& opened, std::uint32_t index) const {
  for (std::uint32_t i = index; i < set_.tokens.segments.size(); ++i) {
    const SegmentView next(set_.tokens, i);
    if (next.id() != "HL") continue;
    const LoopSpec* const level = level_of(next);
    return level != nullptr && level->rank > opened.rank;
  }
  return false;
}

}  // namespace x12
