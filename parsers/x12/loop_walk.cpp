// The walk: each segment goes to the first open loop, innermost first, whose order still has a place for it.
// HL levels go by HL03 alone, so that a wrong parent (HL02) is a fault and not a guess. Rule:
// 005010X217 HL, 005010X231A1 IK304.
#include "parsers/x12/loop_walk.hpp"

#include <algorithm>
#include <string>

#include "parsers/x12/remedy.hpp"

namespace x12 {
namespace {

constexpr std::uint32_t hl = packed_id("HL");

/// ST01 and ST02, as bits of ElementCheck::check's `skip`.
constexpr std::uint32_t read_already = (1U << 1U) | (1U << 2U);

bool is_in(const std::vector<std::uint32_t>& sorted, std::uint32_t id) {
  return std::binary_search(sorted.begin(), sorted.end(), id);
}

}  // namespace

LoopWalk::LoopWalk(const TransactionSet& set, const Guide& guide, const CheckOptions& options, LoopTree& tree,
                   FaultSink& sink)
    : set_(set),
      guide_(guide),
      options_(options),
      tree_(tree),
      sink_(sink),
      elements_(guide, set.tokens.delimiters, options.extended_latin, sink),
      rules_(guide, tree, sink) {}

void LoopWalk::run() {
  const auto count = static_cast<std::uint32_t>(set_.tokens.segments.size());
  if (count == 0) return;
  const bool complete = count > 1 && SegmentView(set_.tokens, count - 1).id() == "SE";
  const std::uint32_t end = complete ? count - 1 : count;
  open(0, 0);
  // ST01 and ST02 are the envelope's: the reader has seen to them. A TA1 has no ST.
  const SegmentSpec& opener = opener_of(0);
  elements_.check(opener, SegmentView(set_.tokens, 0), place_of(0, opener.name, {}),
                  opener.name == "ST" ? read_already : 0);
  for (std::uint32_t i = 1; i < end; ++i) {
    // Without levels loops nest no deeper than the table: there are as many as the sets that a 999 answers.
    if (!guide_.levels.empty() && tree_.nodes.size() > options_.loops_max) {
      too_many_loops_at(i);
      break;
    }
    step(i);
  }
  while (depth_ > 0) close(end);
}

void LoopWalk::too_many_loops_at(std::uint32_t index) {
  const std::string_view name = SegmentView(set_.tokens, index).id();
  sink_.segment("4", place_of(index, name.substr(0, 3), top().spec->id),
                "the transaction set has more than " + std::to_string(options_.loops_max) +
                    " loops: split it; what follows was not read");
}

void LoopWalk::step(std::uint32_t index) {
  const std::uint32_t id = SegmentView(set_.tokens, index).packed();
  if (id == hl && !guide_.levels.empty()) {
    level(index);
    return;
  }
  for (std::size_t depth = depth_; depth > 0; --depth) {
    if (id != 0 && place_in(depth - 1, index, id)) return;
    if (frames_.at(depth - 1).spec->is_level()) break;
  }
  if (id != 0 && enter_without_opener(index, id)) return;
  misplaced(index, id);
}

/// A segment of a required loop whose first segment is missing: that one is the fault, not all that follow
/// it.
bool LoopWalk::enter_without_opener(std::uint32_t index, std::uint32_t id) {
  for (std::size_t depth = depth_; depth > 0; --depth) {
    Frame& frame = frames_.at(depth - 1);
    const std::span<const Slot> slots = of(guide_.slots, frame.spec->slots);
    for (std::uint32_t at = frame.slot; at < slots.size(); ++at) {
      const std::uint32_t loop = slots[at].members.first;
      if (!slots[at].loops || guide_.loops[loop].usage < Usage::required ||
          frame.seen.at(slots[at].seen) != 0)
        continue;
      const std::span<const Slot> inner = of(guide_.slots, guide_.loops[loop].slots).subspan(1);
      if (std::none_of(inner.begin(), inner.end(), [&](const Slot& one) { return one.id == id; })) continue;
      close_above(depth - 1, index);
      report_skipped(frame, frame.slot, at + 1, index);
      frame.slot = at;
      ++frame.seen.at(slots[at].seen);
      open(loop, index);
      return place_in(depth_ - 1, index, id);
    }
    if (frame.spec->is_level()) break;
  }
  return false;
}

bool LoopWalk::place_in(std::size_t depth, std::uint32_t index, std::uint32_t id) {
  Frame& frame = frames_.at(depth);
  const std::span<const Slot> slots = of(guide_.slots, frame.spec->slots);
  std::uint32_t at = frame.slot;
  while (at < slots.size() && slots[at].id != id) ++at;
  if (at >= slots.size()) return false;
  close_above(depth, index);
  report_skipped(frame, frame.slot, at, index);
  frame.slot = at;
  if (slots[at].loops) {
    take_loop(frame, slots[at], index);
  } else {
    take_segment(frame, slots[at], index);
  }
  return true;
}

/// Which of the segments or loops of a slot the qualifier (element 1) means; `count` when it means none.
std::uint32_t LoopWalk::member_of(const Slot& slot, std::uint64_t qualifier) const {
  if (slot.members.count == 1) return 0;
  for (std::uint32_t i = 0; i < slot.members.count; ++i) {
    const std::uint32_t member = slot.members.first + i;
    const SegmentSpec& spec = slot.loops ? opener_of(member) : guide_.segments[member];
    const std::span<const std::uint64_t> codes = of(guide_.codes, guide_.elements[spec.elements.first].codes);
    if (std::find(codes.begin(), codes.end(), qualifier) != codes.end()) return i;
  }
  return slot.members.count;
}

bool LoopWalk::too_often(Frame& frame, const Slot& slot, std::uint32_t member, std::uint32_t max) {
  if (member == slot.members.count) return false;
  std::uint16_t& seen = frame.seen.at(slot.seen + member);
  if (seen != UINT16_MAX) ++seen;
  return max != 0 && seen > max;
}

const SegmentSpec& LoopWalk::opener_of(std::uint32_t loop) const {
  return guide_.segments[guide_.slots[guide_.loops[loop].slots.first].members.first];
}

void LoopWalk::take_segment(Frame& frame, const Slot& slot, std::uint32_t index) {
  const std::uint32_t member = member_of(slot, packed(SegmentView(set_.tokens, index).element(1)));
  const SegmentSpec& spec = guide_.segments[slot.members.first + member % slot.members.count];
  if (too_often(frame, slot, member, spec.max)) {
    sink_.segment("5", place_of(index, spec.name, frame.spec->id),
                  too_many_segments(guide_, spec, frame.spec->id));
  }
  extend(index);
  if (member == slot.members.count) return check_unknown(spec, slot, index);
  check_segment(spec, index);
}

void LoopWalk::take_loop(Frame& frame, const Slot& slot, std::uint32_t index) {
  const std::uint32_t member = member_of(slot, packed(SegmentView(set_.tokens, index).element(1)));
  const std::uint32_t loop = slot.members.first + member % slot.members.count;
  const LoopSpec& spec = guide_.loops[loop];
  if (too_often(frame, slot, member, spec.max)) {
    sink_.segment("4", place_of(index, opener_of(loop).name, spec.id), too_many_loops(spec));
  }
  open(loop, index);
  if (member == slot.members.count) return check_unknown(opener_of(loop), slot, index);
  check_segment(opener_of(loop), index);
}

/// Of a segment whose qualifier means no member of the slot only that is said: the first member's other codes
/// and rules are not its own.
void LoopWalk::check_unknown(const SegmentSpec& first, const Slot& slot, std::uint32_t index) {
  elements_.check_qualifier(first, SegmentView(set_.tokens, index),
                            place_of(index, first.name, top().spec->id));
  tell_members(slot, index);
}

void LoopWalk::tell_members(const Slot& slot, std::uint32_t index) {
  std::vector<std::uint64_t> all;
  std::string_view name;
  for (std::uint32_t i = 0; i < slot.members.count; ++i) {
    const std::uint32_t member = slot.members.first + i;
    const SegmentSpec& spec = slot.loops ? opener_of(member) : guide_.segments[member];
    const std::span<const std::uint64_t> codes = of(guide_.codes, guide_.elements[spec.elements.first].codes);
    all.insert(all.end(), codes.begin(), codes.end());
    name = spec.name;
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  sink_.retell(index + 1, 1, name_of(name, {1, 0, 0, 0}) + " is " + codes_in_words(all));
}

void LoopWalk::check_segment(const SegmentSpec& spec, std::uint32_t index) {
  const SegmentView view(set_.tokens, index);
  const SegmentPlace place = place_of(index, spec.name, top().spec->id);
  elements_.check(spec, view, place);
  if (spec.rules.count != 0) rules_.segment(spec, view, place, open_loops());
}

void LoopWalk::extend(std::uint32_t index) {
  LoopTree::Node& node = tree_.nodes[open_.at(depth_ - 1).node];
  node.segments = index - node.first_segment + 1;
}

/// A segment no open loop has a place for: where it could have stood decides what is wrong with it.
void LoopWalk::misplaced(std::uint32_t index, std::uint32_t id) {
  const bool found = id != 0 && out_of_sequence(index, id);
  if (!found) {
    const std::string_view code = id != 0 && is_in(guide_.ids_of_guide, id)         ? "2"
                                  : id != 0 && is_in(guide_.ids_of_transaction, id) ? "I4"
                                  : id != 0 && is_in(guide_.ids_known, id)          ? "6"
                                                                                    : "1";
    const std::string name(SegmentView(set_.tokens, index).id().substr(0, 3));
    const std::string remedy = code == "2"    ? unexpected_segment(guide_, top().spec->id, name, id)
                               : code == "I4" ? "the guide does not use this segment: take it out"
                               : code == "6"
                                   ? "the transaction set has no such segment: take it out"
                                   : "X12 has no segment of this id: mend the id or take the segment out";
    sink_.segment(code, place_of(index, SegmentView(set_.tokens, index).id().substr(0, 3), top().spec->id),
                  remedy);
  }
  extend(index);
}

bool LoopWalk::out_of_sequence(std::uint32_t index, std::uint32_t id) {
  for (std::size_t depth = depth_; depth > 0; --depth) {
    Frame& frame = frames_.at(depth - 1);
    const std::span<const Slot> slots = of(guide_.slots, frame.spec->slots);
    for (std::uint32_t at = 1; at < std::min<std::size_t>(frame.slot, slots.size()); ++at) {
      const Slot& slot = slots[at];
      if (slot.id != id || slot.loops) continue;
      const std::uint32_t member = member_of(slot, packed(SegmentView(set_.tokens, index).element(1)));
      const SegmentSpec& spec = guide_.segments[slot.members.first + member % slot.members.count];
      if (member < slot.members.count && frame.seen.at(slot.seen + member)++ == 0) {
        sink_.retract_missing(spec.name, frame.spec->id);
      }
      const SegmentPlace place = place_of(index, spec.name, frame.spec->id);
      sink_.segment("7", place, out_of_order(guide_, *frame.spec, spec.name));
      if (member == slot.members.count) {
        elements_.check_qualifier(spec, SegmentView(set_.tokens, index), place);
      } else {
        elements_.check(spec, SegmentView(set_.tokens, index), place);
      }
      return true;
    }
    if (frame.spec->is_level()) return false;
  }
  return false;
}

void LoopWalk::open(std::uint32_t loop, std::uint32_t index) {
  const auto node = static_cast<std::uint32_t>(tree_.nodes.size());
  const std::uint32_t parent = depth_ == 0 ? 0 : open_.at(depth_ - 1).node;
  tree_.nodes.push_back({guide_.loops[loop].id, parent, index, 1, node + 1});
  Frame& frame = frames_.at(depth_);
  frame.spec = &guide_.loops[loop];
  frame.slot = 1;
  frame.hierarchy = {};
  frame.seen.fill(0);
  frame.seen[0] = 1;
  open_.at(depth_) = {loop, node};
  ++depth_;
}

/// Closes the innermost loop; `index` is the segment found instead of what may be missing.
void LoopWalk::close(std::uint32_t index) {
  const Frame& frame = top();
  const LoopSpec& spec = *frame.spec;
  report_skipped(frame, frame.slot, spec.slots.count, index);
  if (spec.rules.count != 0) rules_.loop(spec, open_loops());
  for (const std::uint16_t at : guide_.levels) {
    const LoopSpec& child = guide_.loops[at];
    const LoopSpec::Parent& usual = child.parents[0];
    if (child.usage < Usage::required || &guide_.loops[static_cast<std::size_t>(usual.loop)] != &spec)
      continue;
    if (frame.seen.at(usual.seen) != 0) continue;
    sink_.segment("3", place_of(index, "HL", child.id), loop_missing(guide_, child));
  }
  tree_.nodes[open_.at(depth_ - 1).node].next = static_cast<std::uint32_t>(tree_.nodes.size());
  --depth_;
}

void LoopWalk::close_above(std::size_t depth, std::uint32_t index) {
  while (depth_ > depth + 1) close(index);
}

void LoopWalk::report_skipped(const Frame& frame, std::uint32_t from, std::uint32_t to, std::uint32_t index) {
  const std::span<const Slot> slots = of(guide_.slots, frame.spec->slots);
  for (std::uint32_t at = from; at < to; ++at) {
    const Slot& slot = slots[at];
    for (std::uint32_t i = 0; i < slot.members.count; ++i) {
      const std::uint32_t member = slot.members.first + i;
      if (const std::uint32_t seen = frame.seen.at(slot.seen + i); seen != 0) {
        if (slot.loops && seen < guide_.loops[member].min) {
          sink_.segment("I7", place_of(index, opener_of(member).name, guide_.loops[member].id),
                        too_few_loops(guide_.loops[member]));
        }
        continue;
      }
      const Usage usage = slot.loops ? guide_.loops[member].usage : guide_.segments[member].usage;
      if (usage < Usage::required) continue;
      const std::string_view name = slot.loops ? opener_of(member).name : guide_.segments[member].name;
      const std::string_view loop = slot.loops ? guide_.loops[member].id : frame.spec->id;
      const std::string_view by_guide = slot.loops ? "I7" : "I8";
      sink_.segment(usage == Usage::required ? "3" : by_guide, place_of(index, name, loop),
                    slot.loops ? loop_missing(guide_, guide_.loops[member])
                               : segment_missing(guide_, guide_.segments[member], loop));
    }
  }
}

}  // namespace x12
