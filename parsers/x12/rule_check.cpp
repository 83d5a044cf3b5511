// Situational rules. They run only for segments that carry one, and look at their own segment first: most are
// silent after a single comparison.
#include "parsers/x12/rule_check.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "parsers/x12/remedy.hpp"

namespace x12 {
namespace {

std::uint32_t number_of(std::string_view text) {
  std::uint32_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || value > 1000) return 0;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return value;
}

bool well_made_npi(std::string_view number) {
  if (number.size() != 10) return false;
  int sum = 24;  // of the prefix 80840
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] < '0' || number[i] > '9') return false;
    const int digit = (number[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 == 0;
}

}  // namespace

void RuleCheck::segment(const SegmentSpec& spec, const SegmentView& view, const SegmentPlace& place,
                        std::span<const OpenLoop> open) {
  view_ = view;
  place_ = place;
  open_ = open;
  for (const Rule& rule : of(guide_.rules, spec.rules)) apply(rule, spec);
}

void RuleCheck::apply(const Rule& rule, const SegmentSpec& spec) {
  trigger_ = nullptr;
  switch (rule.kind) {
    case Rule::Kind::need: need(rule, spec); break;
    case Rule::Kind::bar: bar(rule, spec); break;
    case Rule::Kind::any: any(rule, spec); break;
    case Rule::Kind::equal: equal(rule, spec); break;
    case Rule::Kind::plain: plain(rule, spec); break;
    case Rule::Kind::points: points(rule, spec); break;
    case Rule::Kind::sized: sized(rule, spec); break;
    case Rule::Kind::forbid:
      if (holds(rule)) tell_trigger(sink_.segment("I9", place_, std::string(rule.remedy)));
      break;
    case Rule::Kind::npi: npi(rule, spec); break;
    case Rule::Kind::unmixed: unmixed(rule, spec); break;
    case Rule::Kind::require:
    case Rule::Kind::among: break;  // of loops only
  }
}

void RuleCheck::need(const Rule& rule, const SegmentSpec& spec) {
  for (const Place& target : of(guide_.places, rule.targets)) {
    if (!present(target) && holds(rule)) report("I9", target, spec, {}, rule);
  }
}

void RuleCheck::bar(const Rule& rule, const SegmentSpec& spec) {
  for (const Place& target : of(guide_.places, rule.targets)) {
    if (present(target) && holds(rule)) report("I13", target, spec, value_of(target), rule);
  }
}

void RuleCheck::any(const Rule& rule, const SegmentSpec& spec) {
  const std::span<const Place> targets = of(guide_.places, rule.targets);
  const bool given =
      std::any_of(targets.begin(), targets.end(), [&](const Place& one) { return present(one); });
  if (!given && holds(rule)) report("I9", targets.front(), spec, {}, rule);
}

void RuleCheck::equal(const Rule& rule, const SegmentSpec& spec) {
  const Place& target = of(guide_.places, rule.targets).front();
  const std::string_view here = value_of(target);
  const std::string_view there = value_of(rule.other);
  trigger_ = &rule.other;
  if (!here.empty() && !there.empty() && here != there) report("I12", target, spec, here, rule);
}

void RuleCheck::plain(const Rule& rule, const SegmentSpec& spec) {
  for (const Place& target : of(guide_.places, rule.targets)) {
    if (target.element > view_.size()) return;
    const std::string_view value = value_of(target);
    // How a code is written, whatever else the set says.
    if (value.find('.') != std::string_view::npos)
      report("I12", target, spec, value, rule).kind = FaultKind::syntax;
  }
}

/// Each component of the target is the number of a position of another segment that has to be filled.
void RuleCheck::points(const Rule& rule, const SegmentSpec& spec) {
  Place target = of(guide_.places, rule.targets).front();
  if (!present(target)) return;
  trigger_ = &rule.other;
  const SegmentView aim = segment_of(rule.other);
  for (target.component = 1; target.component <= 4; ++target.component) {
    const std::string_view pointer = value_of(target);
    if (pointer.empty()) continue;
    if (pointer.find_first_not_of("-0123456789") != pointer.npos) continue;  // no number: told as IK403 6
    const std::uint32_t position = number_of(pointer);
    if (position != 0 && !aim.element(position).empty()) continue;
    report("I12", target, spec, pointer, rule).remedy +=
        aim ? ": the number of a position that is filled, 1 to " + std::to_string(aim.size()) + " at most"
            : ", and none is given: leave it empty";
  }
}

/// The target has as many bytes as the other place says: binary data is read by its length.
void RuleCheck::sized(const Rule& rule, const SegmentSpec& spec) {
  const Place& target = of(guide_.places, rule.targets).front();
  const std::string_view data = value_of(target);
  std::size_t expected = 0;
  const std::string_view said = value_of(rule.other);
  const auto [stop, error] = std::from_chars(said.data(), said.data() + said.size(), expected);
  if (error != std::errc{} || stop != said.data() + said.size() || data.size() == expected) return;
  report(data.size() < expected ? "4" : "5", target, spec, {}, rule);
}

/// Ten digits, the last of which makes the Luhn sum of 80840 and the number a multiple of ten.
void RuleCheck::npi(const Rule& rule, const SegmentSpec& spec) {
  const Place& target = of(guide_.places, rule.targets).front();
  const std::string_view number = value_of(target);
  if (number.empty() || well_made_npi(number) || !holds(rule)) return;
  report("I12", target, spec, number, rule);
}

/// The first value that stands in the other list than one before it.
void RuleCheck::unmixed(const Rule& rule, const SegmentSpec& spec) {
  std::size_t met = rule.lists.size();
  for (const Place& target : of(guide_.places, rule.targets)) {
    if (target.element > view_.size()) return;
    const std::string_view value = value_of(target);
    for (std::size_t which = 0; which < rule.lists.size(); ++which) {
      const std::span<const std::uint64_t> codes = of(guide_.codes, rule.lists.at(which));
      if (std::find(codes.begin(), codes.end(), packed(value)) == codes.end()) continue;
      if (met == rule.lists.size()) met = which;
      if (met == which) continue;
      report("I12", target, spec, value, rule);
      return;
    }
  }
}

void RuleCheck::loop(const LoopSpec& spec, std::span<const OpenLoop> open) {
  open_ = open;
  view_ = {};
  const LoopView own(tree_, open.back().node);
  for (const Rule& rule : of(guide_.rules, spec.rules)) {
    trigger_ = nullptr;
    if (rule.kind == Rule::Kind::among) {
      among(rule, open.back().node);
    } else {
      require(rule, spec, own);
    }
  }
}

void RuleCheck::require(const Rule& rule, const LoopSpec& spec, const LoopView& own) {
  if (own.segment(rule.required_id, rule.required_qualifier) || !holds(rule)) return;
  const LoopTree::Node& node = tree_.nodes[open_.back().node];
  const SegmentPlace missing{rule.required_id, spec.id, node.first_segment + node.segments + 1};
  std::string remedy = std::string(rule.remedy) + ": add " + std::string(rule.required_id);
  if (!rule.required_qualifier.empty()) {
    remedy += " with " + name_of(rule.required_id, {1, 0, 0, 0}) + " " + std::string(rule.required_qualifier);
  }
  tell_trigger(sink_.segment("I6", missing, remedy + " to loop " + std::string(spec.id)));
}

/// Behind the last of the loops it is told what none of them has. Where there are too few of them, or one has
/// no code of the guide, that is told already.
void RuleCheck::among(const Rule& rule, std::uint32_t own) {
  const LoopSpec& loop = guide_.loops[rule.loop];
  const std::string_view id = loop.id;
  const SegmentSpec& opener = guide_.segments[guide_.slots[loop.slots.first].members.first];
  const std::span<const std::uint64_t> all =
      of(guide_.codes, guide_.elements[opener.elements.first + rule.other.element - 1U].codes);
  const std::span<const std::uint64_t> codes = of(guide_.codes, rule.lists[0]);
  std::uint32_t met = 0, end = 0, count = 0;
  SegmentView first;
  for (std::uint32_t node = own + 1; node < tree_.nodes.size(); ++node) {
    const LoopTree::Node& child = tree_.nodes[node];
    if (child.parent != own || child.id != id) continue;
    first = SegmentView(*tree_.tokens, child.first_segment);
    end = child.first_segment + child.segments;
    ++count;
    const std::uint64_t value = packed(first.element(rule.other.element));
    if (std::find(all.begin(), all.end(), value) == all.end()) return;
    const auto code = std::find(codes.begin(), codes.end(), value);
    if (code != codes.end()) met |= 1U << static_cast<std::uint32_t>(code - codes.begin());
  }
  if (count == 0 || count < loop.min || !holds(rule)) return;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if ((met >> i & 1U) != 0) continue;
    sink_.segment("I6", {first.id(), id, end + 1},
                  std::string(rule.remedy) + ": add loop " + std::string(id) + " with " +
                      name_of(first.id(), {rule.other.element, 0, 0, 0}) + " " +
                      codes_in_words(codes.subspan(i, 1)));
  }
}

bool RuleCheck::holds(const Rule& rule) {
  for (const Term& term : of(guide_.terms, rule.when)) {
    if (!holds(term)) return false;
  }
  return true;
}

bool RuleCheck::holds(const Term& term) {
  const std::span<const Place> places = of(guide_.places, term.places);
  const std::span<const std::uint64_t> codes = of(guide_.codes, term.codes);
  switch (term.kind) {
    case Term::Kind::equals:
      for (const Place& place : places) {
        if (std::find(codes.begin(), codes.end(), packed(value_of(place))) == codes.end()) continue;
        if (trigger_ == nullptr) trigger_ = &place;
        return true;
      }
      return false;
    case Term::Kind::present:
      for (const Place& place : places) {
        if (!present(place)) continue;
        if (trigger_ == nullptr) trigger_ = &place;
        return true;
      }
      return false;
    case Term::Kind::absent:
      return std::none_of(places.begin(), places.end(), [&](const Place& place) { return present(place); });
    case Term::Kind::loop_absent: return !level_follows(term.level);
  }
  return false;
}

/// Whether the next HL is of this level: the children of an event follow it before anything else does.
bool RuleCheck::level_follows(std::uint64_t level) const {
  for (std::uint32_t i = place_.position; i < tree_.tokens->segments.size(); ++i) {
    const SegmentView next(*tree_.tokens, i);
    if (next.id() == "HL") return packed(next.element(3)) == level;
  }
  return false;
}

const OpenLoop* RuleCheck::loop_of(const Place& place) const {
  if (place.loop < 0) return &open_.back();
  const auto found = std::find_if(open_.begin(), open_.end(), [&](const OpenLoop& one) {
    return one.loop == static_cast<std::uint32_t>(place.loop);
  });
  return found == open_.end() ? nullptr : &*found;
}

SegmentView RuleCheck::segment_of(const Place& place) const {
  if (place.segment == 0) return view_;
  const OpenLoop* const loop = loop_of(place);
  if (loop == nullptr) return {};
  const LoopTree::Node& node = tree_.nodes[loop->node];
  for (std::uint32_t i = 0; i < node.segments; ++i) {
    const SegmentView candidate(*tree_.tokens, node.first_segment + i);
    if (candidate.packed() == place.segment) return candidate;
  }
  return {};
}

std::string_view RuleCheck::value_of(const Place& place) const {
  const SegmentView segment = segment_of(place);
  return place.component == 0 ? segment.element(place.element)
                              : segment.component(place.element, place.component);
}

bool RuleCheck::present(const Place& place) const {
  if (place.element == 0) return static_cast<bool>(segment_of(place));
  return value_of(place).find_first_not_of(' ') != std::string_view::npos;
}

const ElementSpec& RuleCheck::spec_of(const Place& target, const SegmentSpec& spec) const {
  const ElementSpec& element = guide_.elements[spec.elements.first + target.element - 1U];
  return target.component == 0 ? element : guide_.elements[element.components.first + target.component - 1U];
}

Fault& RuleCheck::report(std::string_view code, const Place& target, const SegmentSpec& spec,
                         std::string_view value, const Rule& rule) {
  const ElementSpec& element = spec_of(target, spec);
  const ElementPlace at{target.element, target.component, 0, element.number};
  std::string remedy(rule.remedy);
  if (code == "I9") remedy += "; " + name_of(place_.name, at) + " is " + allowed(guide_, element);
  if (code == "I13") remedy += "; leave " + name_of(place_.name, at) + " empty";
  Fault& fault = sink_.element(code, place_, at, value, std::move(remedy));
  tell_trigger(fault);
  return fault;
}

void RuleCheck::tell_trigger(Fault& fault) const {
  if (trigger_ == nullptr) return;
  const SegmentView segment = segment_of(*trigger_);
  const OpenLoop* const loop = loop_of(*trigger_);
  if (!segment || loop == nullptr) return;
  const LoopSpec& spec = guide_.loops[loop->loop];
  fault.trigger.segment_id = segment.id();
  fault.trigger.loop = spec.id;
  fault.trigger.position = segment.position();
  fault.trigger.element = trigger_->element;
  fault.trigger.component = trigger_->component;
  if (trigger_->element == 0) return;
  for (const Slot& slot : of(guide_.slots, spec.slots)) {
    if (slot.loops || slot.id != packed_id(segment.id())) continue;
    fault.trigger.data_element = spec_of(*trigger_, guide_.segments[slot.members.first]).number;
  }
}

}  // namespace x12
