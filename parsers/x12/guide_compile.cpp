// The compiler of guide files: blocks (loops, segments, shapes) -> flat tables.
#include "parsers/x12/guide_compile.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "parsers/x12/guide_elements.hpp"
#include "parsers/x12/guide_rules.hpp"

namespace x12 {
namespace {

using base::IssueCode;
using base::Issues;

class Compiler {
 public:
  /// `lines` of each layer point into the texts of `guide`.
  Compiler(std::unique_ptr<Guide> guide, const std::vector<std::vector<SourceLine>>& lines,
           const Dictionary& dictionary)
      : dictionary_(dictionary), guide_(std::move(guide)), lines_(lines), blocks_(dictionary, issues_) {}

  base::Result<std::unique_ptr<const Guide>> run() {
    for (const std::vector<SourceLine>& lines : lines_) blocks_.take(lines);
    guide_->implementation = blocks_.implementation;
    guide_->direction = blocks_.direction;
    guide_->transaction = blocks_.transaction;
    guide_->unverified = blocks_.unverified;
    guide_->recognition = blocks_.recognition;
    for (const LoopBlock& block : blocks_.loops) declare_loop(block);
    if (issues_.empty()) {
      for (std::size_t i = 0; i < blocks_.loops.size(); ++i) fill_loop(i);
    }
    const std::string begin = guide_->texts.front() + ":1";
    if (guide_->implementation.empty()) {
      issues_.add(IssueCode::data_invalid, begin, "start with: guide IMPLEMENTATION DIRECTION SET");
    }
    if (blocks_.loops.empty() || blocks_.loops.front().id != "header") {
      issues_.add(IssueCode::data_invalid, begin, "the first loop has to be: loop header");
    }
    if (!issues_.empty()) return issues_;
    finish();
    return std::unique_ptr<const Guide>(std::move(guide_));
  }

 private:
  void fault(const SourceLine& line, std::string what) {
    issues_.add(IssueCode::data_invalid, source_place(line), std::move(what));
  }

  void declare_loop(const LoopBlock& block);
  void fill_loop(std::size_t index);
  std::uint32_t add_segment(const SegmentBlock& block, std::uint8_t& seen);
  void add_child(std::size_t index, std::size_t child, std::uint8_t& seen);
  SegmentSpec segment_from(const SegmentBlock& block);
  void finish();
  void index_segments();

  const Dictionary& dictionary_;
  std::unique_ptr<Guide> guide_;
  const std::vector<std::vector<SourceLine>>& lines_;
  Issues issues_;
  GuideBlocks blocks_;
  std::vector<Slot> slots_;  // of the loop that is being filled
  std::map<std::string_view, std::int16_t> loop_index_;
};

void Compiler::declare_loop(const LoopBlock& block) {
  LoopSpec loop;
  loop.usage = block.usage;
  loop.min = block.min;
  loop.max = block.max;
  loop.unverified = block.unverified;
  loop.name = block.name;
  loop_index_.emplace(block.id, static_cast<std::int16_t>(guide_->loops.size()));
  if (block.id == "header") {
    guide_->loops.push_back(loop);
    return;
  }
  loop.id = block.id;
  loop.rank = LoopSpec::not_a_level;
  for (std::size_t i = 0; i < block.parents.size(); ++i) {
    const auto parent = loop_index_.find(block.parents[i]);
    if (parent != loop_index_.end()) loop.parents.at(i).loop = parent->second;
  }
  if (!block.level.empty() && loop.parents[0].loop >= 0) {
    loop.level = packed(block.level);
    const LoopSpec::Parent last = loop.parents[1].loop >= 0 ? loop.parents[1] : loop.parents[0];
    loop.rank = static_cast<std::uint8_t>(guide_->loops[static_cast<std::size_t>(last.loop)].rank + 1);
  }
  if (loop.is_level() && loop.rank > levels_max) fault(*block.head, "levels nest at most eight deep");
  guide_->loops.push_back(loop);
}

/// Segments and child loops in the order of the file: a child stands where it was declared, so that segments
/// which were added after `loop ID again` follow it.
void Compiler::fill_loop(std::size_t index) {
  const LoopBlock& block = blocks_.loops[index];
  if (block.segments.empty()) {
    fault(*block.head, "a loop needs at least one segment");
    return;
  }
  slots_.clear();
  std::uint8_t seen = 0;
  std::size_t child = index + 1;
  for (const SegmentBlock& segment : block.segments) {
    for (; child < segment.after; ++child) add_child(index, child, seen);
    add_segment(segment, seen);
  }
  for (; child < guide_->loops.size(); ++child) add_child(index, child, seen);
  LoopSpec& loop = guide_->loops[index];
  loop.slots = {static_cast<std::uint32_t>(guide_->slots.size()), static_cast<std::uint32_t>(slots_.size())};
  guide_->slots.insert(guide_->slots.end(), slots_.begin(), slots_.end());
  RuleCompiler rules(dictionary_, loop_index_, blocks_.gone, *guide_, issues_);
  loop.rules = rules.rules_from(block.rules, 0);
  if (seen > members_max) fault(*block.head, "a loop has at most 64 segments and child loops");
}

/// A segment of its own slot, or beside neighbours of the same id.
std::uint32_t Compiler::add_segment(const SegmentBlock& block, std::uint8_t& seen) {
  const SegmentSpec segment = segment_from(block);
  const auto position = static_cast<std::uint32_t>(guide_->segments.size());
  guide_->segments.push_back(segment);
  const Dictionary::Segment* const standard = dictionary_.segment(block.id, {});
  guide_->segment_names.push_back(standard == nullptr ? std::string_view{} : standard->name);
  const bool beside = !slots_.empty() && !slots_.back().loops && slots_.back().id == segment.id;
  if (beside) {
    ++slots_.back().members.count;
  } else {
    slots_.push_back(Slot{segment.id, false, {position, 1}, seen});
  }
  ++seen;
  return position;
}

/// A child loop that is no level becomes a slot; a level gets a counter.
void Compiler::add_child(std::size_t index, std::size_t child, std::uint8_t& seen) {
  LoopSpec& loop = guide_->loops[child];
  for (LoopSpec::Parent& parent : loop.parents) {
    if (parent.loop != static_cast<std::int16_t>(index)) continue;
    parent.seen = seen++;
    if (loop.is_level() || blocks_.loops[child].segments.empty()) continue;
    const std::uint32_t id = packed_id(blocks_.loops[child].segments.front().id);
    Slot* const last = slots_.empty() ? nullptr : &slots_.back();
    if (last != nullptr && last->loops && last->id == id &&
        last->members.first + last->members.count == child) {
      ++last->members.count;
    } else {
      slots_.push_back(Slot{id, true, {static_cast<std::uint32_t>(child), 1}, parent.seen});
    }
  }
}

SegmentSpec Compiler::segment_from(const SegmentBlock& block) {
  SegmentSpec segment;
  const std::string_view release = guide_->implementation.substr(0, 6);
  const Dictionary::Segment* const standard = dictionary_.segment(block.id, release);
  if (standard == nullptr) return segment;  // said by the blocks
  segment.name = block.id;
  segment.id = packed_id(block.id);
  segment.usage = block.usage;
  segment.max = block.max;
  segment.unverified = block.unverified || standard->unverified;
  ElementCompiler elements(dictionary_, release, *guide_, issues_);
  const std::vector<const SourceLine*> rules = elements.take(*standard, block);
  segment.elements = elements.elements();
  segment.required = elements.required();
  segment.conditions = elements.conditions();
  RuleCompiler compiler(dictionary_, loop_index_, blocks_.gone, *guide_, issues_);
  segment.rules = compiler.rules_from(rules, segment.elements.count);
  const bool doubtful = segment.unverified || block.shape_unverified;
  for (std::uint32_t i = 0; doubtful && i < segment.rules.count; ++i) {
    guide_->rules[segment.rules.first + i].unverified = true;
  }
  return segment;
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
  index_segments();
}

void Compiler::index_segments() {
  std::vector<std::uint32_t>& ids = guide_->ids_of_guide;
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (const std::uint32_t id : ids) {
    const auto first = std::find_if(guide_->segments.begin(), guide_->segments.end(),
                                    [&](const SegmentSpec& one) { return one.id == id; });
    guide_->first_segments.push_back(static_cast<std::uint32_t>(first - guide_->segments.begin()));
  }
}

bool defines(const SourceLine& line) { return line.words[0] == "define"; }

/// The dictionary with what the guide defines for itself.
base::Result<Dictionary> dictionary_with(const Dictionary& shared, const std::vector<std::vector<SourceLine>>& lines) {
  Dictionary own = shared;
  Issues issues;
  for (const std::vector<SourceLine>& layer : lines) {
    for (const SourceLine& line : layer) {
      if (defines(line)) define(own, line, issues);
    }
  }
  if (!issues.empty()) return issues;
  return own;
}

}  // namespace

base::Result<std::unique_ptr<const Guide>> compile_guide(std::span<const GuideLayer> layers,
                                                         const Dictionary& dictionary) {
  auto guide = std::make_unique<Guide>();
  guide->texts.reserve(layers.size() * 2);  // what points into them is not to move
  std::vector<std::vector<SourceLine>> lines;
  for (const GuideLayer& layer : layers) {
    const std::string& file = guide->texts.emplace_back(layer.file);
    const std::string& text = guide->texts.emplace_back(layer.text);
    lines.push_back(source_lines(text, file));
  }
  const bool own_words = std::ranges::any_of(
      lines, [](const std::vector<SourceLine>& layer) { return std::ranges::any_of(layer, defines); });
  if (!own_words) return Compiler(std::move(guide), lines, dictionary).run();
  const base::Result<Dictionary> own = dictionary_with(dictionary, lines);
  if (!own) return own.error();
  return Compiler(std::move(guide), lines, *own).run();
}

base::Result<std::unique_ptr<const Guide>> compile_guide(std::string_view file, std::string_view text,
                                                         const Dictionary& dictionary) {
  const GuideLayer only{file, text};
  return compile_guide(std::span(&only, 1), dictionary);
}

}  // namespace x12
