// The compiler of guide files: lines -> blocks (loops, segments, shapes) -> flat tables.
#include "parsers/x12/guide_compile.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "parsers/x12/guide_rules.hpp"

namespace x12 {
namespace {

using base::IssueCode;
using base::Issues;

struct SegmentBlock {
  const SourceLine* head = nullptr;
  std::vector<const SourceLine*> body;
};

struct LoopBlock {
  const SourceLine* head = nullptr;
  std::vector<const SourceLine*> rules;
  std::vector<SegmentBlock> segments;
};

/// Bit n for each required position n.
std::uint32_t required_of(const std::vector<ElementSpec>& specs) {
  std::uint32_t mask = 0;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (specs[i].usage >= Usage::required) mask |= 1U << (i + 1);
  }
  return mask;
}

class Compiler {
 public:
  Compiler(std::string_view file, std::string_view text, const Dictionary& dictionary)
      : file_(file), dictionary_(dictionary), guide_(std::make_unique<Guide>()) {
    guide_->text = std::string(text);
    lines_ = source_lines(guide_->text);
  }

  base::Result<std::unique_ptr<const Guide>> run() {
    gather();
    for (const LoopBlock& block : blocks_) declare_loop(block);
    if (issues_.empty()) {
      for (std::size_t i = 0; i < blocks_.size(); ++i) fill_loop(i);
    }
    if (guide_->implementation.empty()) {
      issues_.add(IssueCode::data_invalid, std::string(file_) + ":1",
                  "start with: guide IMPLEMENTATION DIRECTION SET");
    }
    if (blocks_.empty() || guide_->loops.empty() || !guide_->loops.front().id.empty()) {
      issues_.add(IssueCode::data_invalid, std::string(file_) + ":1",
                  "the first loop has to be: loop header");
    }
    if (!issues_.empty()) return issues_;
    finish();
    return std::unique_ptr<const Guide>(std::move(guide_));
  }

 private:
  void fault(const SourceLine& line, std::string what) {
    issues_.add(IssueCode::data_invalid, source_place(file_, line), std::move(what));
  }

  /// Sorts the lines into blocks; a line that belongs to no block is a fault.
  void gather();
  void declare_loop(const LoopBlock& block);
  void fill_loop(std::size_t index);
  void add_children(std::size_t index, std::uint8_t& seen);
  SegmentSpec segment_from(const SegmentBlock& block);
  std::vector<ElementSpec> standard_elements(const std::vector<Dictionary::Position>& positions);
  void apply(const SourceLine& line, std::vector<ElementSpec>& elements,
             std::vector<std::vector<ElementSpec>>& components);
  bool usage_from(std::string_view word, Usage& usage) const;
  Run add_codes(const std::vector<std::uint64_t>& codes);
  void finish();

  std::string_view file_;
  const Dictionary& dictionary_;
  std::unique_ptr<Guide> guide_;
  std::vector<SourceLine> lines_;
  std::vector<LoopBlock> blocks_;
  std::map<std::string_view, std::vector<const SourceLine*>> shapes_;
  std::map<std::string_view, std::int16_t> loop_index_;
  Issues issues_;
};

void Compiler::gather() {
  std::vector<const SourceLine*>* body = nullptr;
  for (const SourceLine& line : lines_) {
    const std::string_view keyword = line.words[0];
    if (keyword == "guide" && line.words.size() == 4) {
      guide_->implementation = line.words[1];
      guide_->direction = line.words[2];
      guide_->transaction = line.words[3];
    } else if (keyword == "shape" && line.words.size() == 2) {
      body = &shapes_[line.words[1]];
      if (!body->empty()) fault(line, "shape '" + std::string(line.words[1]) + "' is there twice");
    } else if (keyword == "loop" && line.words.size() >= 2) {
      blocks_.push_back({&line, {}, {}});
      body = &blocks_.back().rules;
    } else if (keyword == "segment" && line.words.size() >= 4 && !blocks_.empty()) {
      blocks_.back().segments.push_back({&line, {}});
      body = &blocks_.back().segments.back().body;
    } else if (body != nullptr && (keyword == "rule" || number_from(keyword.substr(0, 2)) >= 0)) {
      body->push_back(&line);
    } else {
      fault(line, "a line starts with guide, shape, loop, segment, rule or a position such as 03 or 04-2");
    }
  }
}

bool Compiler::usage_from(std::string_view word, Usage& usage) const {
  if (word == "R") usage = Usage::required;
  if (word == "RG") usage = Usage::guide_required;
  if (word == "S") usage = Usage::situational;
  if (word == "-") usage = Usage::not_used;
  return word == "R" || word == "RG" || word == "S" || word == "-";
}

/// loop ID in PARENT [PARENT] USAGE MAX [hl CODE], or: loop header
void Compiler::declare_loop(const LoopBlock& block) {
  const SourceLine& line = *block.head;
  const auto& words = line.words;
  LoopSpec loop;
  const auto index = static_cast<std::int16_t>(guide_->loops.size());
  if (words[1] == "header" && words.size() == 2) {
    loop.usage = Usage::required;
    loop_index_[words[1]] = index;
    guide_->loops.push_back(loop);
    return;
  }
  loop.id = words[1];
  loop.rank = LoopSpec::not_a_level;
  std::size_t at = 3;
  for (std::size_t parents = 0; at < words.size() && loop_index_.contains(words[at]) && parents < 2; ++at) {
    loop.parents.at(parents++).loop = loop_index_[words[at]];
  }
  const bool shaped = words.size() >= at + 2 && words[2] == "in" && loop.parents[0].loop >= 0;
  const int max = !shaped ? -1 : words[at + 1] == ">1" ? 0 : number_from(words[at + 1]);
  if (!shaped || max < 0 || !usage_from(words[at], loop.usage)) {
    fault(line, "write: loop ID in PARENT USAGE MAX, with a parent defined before");
    return;
  }
  loop.max = static_cast<std::uint32_t>(max);
  if (words.size() == at + 4 && words[at + 2] == "hl") {
    loop.level = packed(words[at + 3]);
    const LoopSpec::Parent last = loop.parents[1].loop >= 0 ? loop.parents[1] : loop.parents[0];
    loop.rank = static_cast<std::uint8_t>(guide_->loops[static_cast<std::size_t>(last.loop)].rank + 1);
  }
  if (loop.is_level() && loop.rank > levels_max) fault(line, "levels nest at most eight deep");
  if (!loop_index_.emplace(words[1], index).second)
    fault(line, "loop '" + std::string(words[1]) + "' is there twice");
  guide_->loops.push_back(loop);
}

void Compiler::fill_loop(std::size_t index) {
  const LoopBlock& block = blocks_[index];
  const auto first_slot = static_cast<std::uint32_t>(guide_->slots.size());
  if (block.segments.empty()) {
    fault(*block.head, "a loop needs at least one segment");
    return;
  }
  std::vector<Slot> slots;
  std::uint8_t seen = 0;
  for (const SegmentBlock& one : block.segments) {
    const SegmentSpec segment = segment_from(one);
    const auto position = static_cast<std::uint32_t>(guide_->segments.size());
    guide_->segments.push_back(segment);
    if (!slots.empty() && slots.back().id == segment.id) {
      ++slots.back().members.count;
    } else {
      slots.push_back(Slot{segment.id, false, {position, 1}, seen});
    }
    ++seen;
  }
  guide_->slots.insert(guide_->slots.end(), slots.begin(), slots.end());
  LoopSpec& loop = guide_->loops[index];
  loop.slots = {first_slot, static_cast<std::uint32_t>(slots.size())};
  RuleCompiler rules(file_, dictionary_, loop_index_, *guide_, issues_);
  loop.rules = rules.rules_from(block.rules, 0);
  add_children(index, seen);
  if (seen > members_max) fault(*block.head, "a loop has at most 64 segments and child loops");
}

/// Child loops that are no levels become slots; levels get a counter.
void Compiler::add_children(std::size_t index, std::uint8_t& seen) {
  for (std::size_t i = index + 1; i < guide_->loops.size(); ++i) {
    LoopSpec& child = guide_->loops[i];
    for (LoopSpec::Parent& parent : child.parents) {
      if (parent.loop != static_cast<std::int16_t>(index)) continue;
      parent.seen = seen++;
      if (child.is_level()) continue;
      if (blocks_[i].segments.empty()) {
        fault(*blocks_[i].head, "a loop needs at least one segment");
        continue;
      }
      const std::uint32_t id = packed_id(blocks_[i].segments.front().head->words[1]);
      Slot& last = guide_->slots.back();
      if (last.loops && last.id == id && last.members.first + last.members.count == i) {
        ++last.members.count;
      } else {
        guide_->slots.push_back(Slot{id, true, {static_cast<std::uint32_t>(i), 1}, parent.seen});
        ++guide_->loops[index].slots.count;
      }
    }
  }
}

Run Compiler::add_codes(const std::vector<std::uint64_t>& codes) {
  const Run run{static_cast<std::uint32_t>(guide_->codes.size()), static_cast<std::uint32_t>(codes.size())};
  guide_->codes.insert(guide_->codes.end(), codes.begin(), codes.end());
  return run;
}

std::vector<ElementSpec> Compiler::standard_elements(const std::vector<Dictionary::Position>& positions) {
  std::vector<ElementSpec> elements;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const Dictionary::Position& position = positions[i];
    ElementSpec spec;
    spec.repeats_max = position.repeats_max;
    spec.number = position.number;
    if (!position.composite.empty()) {
      spec.type = ElementType::composite;
    } else {
      const Dictionary::Element& element = dictionary_.elements.at(position.number);
      spec.type = element.type;
      spec.length_min = element.length_min;
      spec.length_max = element.length_max;
      const auto known = dictionary_.codes.find(position.number);
      if (known != dictionary_.codes.end()) spec.dictionary = add_codes(known->second);
    }
    if (position.number == 1251) {
      for (std::size_t before = i; before > 0; --before) {
        if (positions[before - 1].number != 1250) continue;
        spec.format_position = static_cast<std::uint8_t>(before);
        break;
      }
    }
    elements.push_back(spec);
  }
  return elements;
}

/// segment ID USAGE MAX [as SHAPE]
SegmentSpec Compiler::segment_from(const SegmentBlock& block) {
  const SourceLine& line = *block.head;
  SegmentSpec segment;
  segment.name = line.words[1];
  segment.id = packed_id(segment.name);
  const auto standard = dictionary_.segments.find(segment.name);
  const int max = line.words[3] == ">1" ? 0 : number_from(line.words[3]);
  if (standard == dictionary_.segments.end() || max < 0 || !usage_from(line.words[2], segment.usage)) {
    fault(line, "write: segment ID USAGE MAX [as SHAPE], with an id of segments.txt");
    return segment;
  }
  segment.max = static_cast<std::uint32_t>(max);
  std::vector<const SourceLine*> body;
  if (line.words.size() == 6 && line.words[4] == "as") {
    const auto shape = shapes_.find(line.words[5]);
    if (shape == shapes_.end()) {
      fault(line, "no shape '" + std::string(line.words[5]) + "' before this");
    } else {
      body = shape->second;
    }
  } else if (line.words.size() != 4) {
    fault(line, "write: segment ID USAGE MAX [as SHAPE]");
  }
  body.insert(body.end(), block.body.begin(), block.body.end());

  std::vector<ElementSpec> elements = standard_elements(standard->second.positions);
  std::vector<std::vector<ElementSpec>> components(elements.size());
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const std::string_view composite = standard->second.positions[i].composite;
    if (composite.empty()) continue;
    const Dictionary::Segment& parts = dictionary_.composites.at(composite);
    components[i] = standard_elements(parts.positions);
    elements[i].conditions = {static_cast<std::uint32_t>(guide_->conditions.size()),
                              static_cast<std::uint32_t>(parts.conditions.size())};
    guide_->conditions.insert(guide_->conditions.end(), parts.conditions.begin(), parts.conditions.end());
  }
  std::vector<const SourceLine*> rules;
  for (const SourceLine* one : body) {
    if (one->words[0] == "rule") {
      rules.push_back(one);
    } else {
      apply(*one, elements, components);
    }
  }
  for (std::size_t i = 0; i < elements.size(); ++i) {
    elements[i].components = {static_cast<std::uint32_t>(guide_->elements.size()),
                              static_cast<std::uint32_t>(components[i].size())};
    elements[i].required = required_of(components[i]);
    guide_->elements.insert(guide_->elements.end(), components[i].begin(), components[i].end());
  }
  segment.elements = {static_cast<std::uint32_t>(guide_->elements.size()),
                      static_cast<std::uint32_t>(elements.size())};
  guide_->elements.insert(guide_->elements.end(), elements.begin(), elements.end());
  segment.conditions = {static_cast<std::uint32_t>(guide_->conditions.size()),
                        static_cast<std::uint32_t>(standard->second.conditions.size())};
  guide_->conditions.insert(guide_->conditions.end(), standard->second.conditions.begin(),
                            standard->second.conditions.end());
  segment.required = required_of(elements);
  RuleCompiler compiler(file_, dictionary_, loop_index_, *guide_, issues_);
  segment.rules = compiler.rules_from(rules, elements.size());
  return segment;
}

/// POSITION USAGE codes…
void Compiler::apply(const SourceLine& line, std::vector<ElementSpec>& elements,
                     std::vector<std::vector<ElementSpec>>& components) {
  const std::vector<Place> targets = targets_from(line.words[0]);
  Usage usage = Usage::situational;
  if (targets.empty() || line.words.size() < 2 || !usage_from(line.words[1], usage)) {
    fault(line, "write: POSITION USAGE codes…, a position such as 03, 04-2, 02..12 or 01-3..6");
    return;
  }
  const std::vector<std::uint64_t> codes = codes_from(line, 2, dictionary_, file_, issues_);
  const Run run = codes.empty() ? Run{} : add_codes(codes);
  for (const Place& target : targets) {
    const bool simple = target.component == 0;
    const std::size_t at = target.element - std::size_t{1};
    if (target.element > elements.size() || (!simple && target.component > components[at].size())) {
      fault(line, "the segment has no position '" + std::string(line.words[0]) + "'");
      return;
    }
    ElementSpec& spec = simple ? elements[at] : components[at][target.component - std::size_t{1}];
    spec.usage = usage;
    spec.codes = run;
    const bool used = usage != Usage::not_used;
    if (used && spec.type == ElementType::unchecked)
      fault(line, "this data element has no type in elements.txt");
  }
}

void Compiler::finish() {
  for (std::size_t i = 0; i < guide_->loops.size(); ++i) {
    if (guide_->loops[i].level != 0) guide_->levels.push_back(static_cast<std::uint16_t>(i));
  }
  for (const SegmentSpec& segment : guide_->segments) guide_->ids_of_guide.push_back(segment.id);
  const auto transaction = dictionary_.transactions.find(guide_->transaction);
  if (transaction != dictionary_.transactions.end()) guide_->ids_of_transaction = transaction->second;
  guide_->ids_known = dictionary_.known;
  for (const auto& [name, segment] : dictionary_.segments) guide_->ids_known.push_back(packed_id(name));
  for (auto* ids : {&guide_->ids_of_guide, &guide_->ids_of_transaction, &guide_->ids_known}) {
    std::sort(ids->begin(), ids->end());
  }
}

}  // namespace

base::Result<std::unique_ptr<const Guide>> compile_guide(std::string_view file, std::string_view text,
                                                         const Dictionary& dictionary) {
  return Compiler(file, text, dictionary).run();
}

}  // namespace x12
