// Sorts the lines of guide files into blocks; guide_block_changes.cpp lays changes over them.
#include "parsers/x12/guide_blocks.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "parsers/x12/guide_rules.hpp"

namespace x12 {

std::optional<std::uint32_t> segment_max_from(std::string_view word) {
  if (word == ">1") return 0;
  const int max = number_from(word);
  if (max < 0) return std::nullopt;
  return static_cast<std::uint32_t>(max);
}

std::optional<LoopTimes> loop_times_from(std::string_view word) {
  const std::size_t dots = word.find("..");
  const int least = dots == std::string_view::npos ? 1 : number_from(word.substr(0, dots));
  const std::optional<std::uint32_t> most =
      segment_max_from(dots == std::string_view::npos ? word : word.substr(dots + 2));
  if (!most || least < 1 || (*most != 0 && static_cast<std::uint32_t>(least) > *most)) return std::nullopt;
  return LoopTimes{static_cast<std::uint32_t>(least), *most};
}

std::optional<Usage> usage_from(std::string_view word) {
  if (word == "R") return Usage::required;
  if (word == "RG") return Usage::guide_required;
  if (word == "S") return Usage::situational;
  if (word == "-") return Usage::not_used;
  return std::nullopt;
}

void GuideBlocks::fault(const SourceLine& line, std::string what) {
  issues_.add(base::IssueCode::data_invalid, source_place(line), std::move(what));
}

LoopBlock* GuideBlocks::find(std::string_view id) {
  const auto found =
      std::find_if(loops.begin(), loops.end(), [&](const LoopBlock& one) { return one.id == id; });
  return found == loops.end() ? nullptr : &*found;
}

void GuideBlocks::take(const std::vector<SourceLine>& lines) {
  where_ = Where::nowhere;
  for (const SourceLine& line : lines) take_line(line);
}

void GuideBlocks::take_line(const SourceLine& line) {
  const std::string_view keyword = line.words[0];
  if (keyword == "guide" && line.words.size() == 4) {
    take_guide(line);
  } else if (keyword == "use" && line.words.size() >= 3) {
    take_use(line);
  } else if (keyword == "like" && line.words.size() == 3) {
    if (line.unverified) doubt_all();  // which layer lies below: whoever stacked them has read it
  } else if (keyword == "define") {
    where_ = Where::nowhere;  // of the dictionary, which whoever stacked the layers has extended
  } else if (keyword == "shape" && line.words.size() == 2) {
    take_shape(line);
  } else if (keyword == "loop" && line.words.size() >= 2) {
    take_loop(line);
  } else if (keyword == "segment" && line.words.size() >= 4 && !loops.empty()) {
    take_segment(line);
  } else if (keyword == "in" && line.words.size() >= 3) {
    take_change(line);
  } else {
    take_body(line);
  }
}

void GuideBlocks::take_guide(const SourceLine& line) {
  implementation = line.words[1];
  direction = line.words[2];
  transaction = line.words[3];
  unverified = line.unverified;
}

void GuideBlocks::take_shape(const SourceLine& line) {
  shape_ = line.words[1];
  where_ = Where::shape;
  if (!shapes_[shape_].body.empty()) fault(line, "shape " + quoted(shape_) + " is there twice");
  shapes_[shape_].unverified = line.unverified;
}

/// What is taken over from the layers below is not certain, until a change names it.
void GuideBlocks::doubt_all() {
  for (LoopBlock& loop : loops) {
    loop.unverified = loop.unverified || loop.id != "header";
    for (SegmentBlock& segment : loop.segments) segment.unverified = true;
  }
}

/// use GS01 ST01 [SEGMENT-ELEMENT values…]
void GuideBlocks::take_use(const SourceLine& line) {
  const auto& words = line.words;
  recognition = {};
  if (words[1] != "-") recognition.functional_id = words[1];
  recognition.set_id = words[2];
  if (words.size() == 3) return;
  const std::size_t dash = words[3].find('-');
  const int element = dash == std::string_view::npos ? -1 : number_from(words[3].substr(dash + 1));
  recognition.segment = packed_id(words[3].substr(0, dash));
  if (recognition.segment == 0 || element < 1 || element > 31 || words.size() == 4) {
    fault(line, "write: use GS01 ST01 [SEGMENT-ELEMENT values…]");
    return;
  }
  recognition.element = static_cast<std::uint8_t>(element);
  recognition.values.assign(words.begin() + 4, words.end());
}

/// loop header | loop ID again | loop ID in PARENT [PARENT] USAGE MAX [hl CODE]
void GuideBlocks::take_loop(const SourceLine& line) {
  const auto& words = line.words;
  where_ = Where::loop;
  LoopBlock loop;
  loop.head = &line;
  loop.id = words[1];
  loop.name = line.note;
  loop.unverified = line.unverified;
  LoopBlock* const known = find(words[1]);
  if (words.size() == 3 && words[2] == "again" && known != nullptr) {
    loop_ = static_cast<std::size_t>(known - loops.data());
    where_ = Where::nowhere;  // segments only
    return;
  }
  if (known != nullptr) fault(line, "loop " + quoted(words[1]) + " is there twice");
  loop_ = loops.size();
  if (words[1] == "header" && words.size() == 2) {
    loops.push_back(std::move(loop));
    return;
  }
  std::size_t at = 3;
  for (; at < words.size() && find(words[at]) != nullptr && loop.parents.size() < 2; ++at) {
    loop.parents.push_back(words[at]);
  }
  const bool shaped = words.size() >= at + 2 && words[2] == "in" && !loop.parents.empty();
  const std::optional<Usage> usage = shaped ? usage_from(words[at]) : std::nullopt;
  const std::optional<LoopTimes> times = shaped ? loop_times_from(words[at + 1]) : std::nullopt;
  const bool level = words.size() == at + 4 && words[at + 2] == "hl";
  if (!usage || !times || (words.size() != at + 2 && !level) || (level && times->least > 1)) {
    fault(line, "write: loop ID in PARENT USAGE MAX, with a parent defined before");
  } else {
    loop.usage = *usage;
    loop.min = times->least;
    loop.max = times->most;
    if (level) loop.level = words[at + 3];
  }
  loops.push_back(std::move(loop));
}

/// segment ID USAGE MAX [as SHAPE]
void GuideBlocks::take_segment(const SourceLine& line) {
  where_ = Where::segment;
  const auto& words = line.words;
  SegmentBlock block;
  block.head = &line;
  block.id = words[1];
  block.unverified = line.unverified;
  block.after = loops.size();
  const std::optional<Usage> usage = usage_from(words[2]);
  const std::optional<std::uint32_t> max = segment_max_from(words[3]);
  if (!usage || !max || dictionary_.segment(block.id, {}) == nullptr) {
    fault(line, "write: segment ID USAGE MAX [as SHAPE], with an id of segments.txt or of a line "
                "such as: define segment N2 93 93 : further name");
  } else {
    block.usage = *usage;
    block.max = *max;
    shape_of(line, 4, block);
  }
  loops[loop_].segments.push_back(std::move(block));
}

/// [as SHAPE] from word `at` on: puts the shape's lines into the block.
bool GuideBlocks::shape_of(const SourceLine& line, std::size_t at, SegmentBlock& block) {
  const auto& words = line.words;
  if (words.size() == at) return true;
  if (words.size() != at + 2 || words[at] != "as") {
    fault(line, "write: segment ID USAGE MAX [as SHAPE]");
    return false;
  }
  const auto shape = shapes_.find(words[at + 1]);
  if (shape == shapes_.end()) {
    fault(line, "no shape " + quoted(words[at + 1]) + " before this");
    return false;
  }
  block.body = shape->second.body;
  block.shape_unverified = shape->second.unverified;
  return true;
}

/// A rule, or what a position of a segment is like.
void GuideBlocks::take_body(const SourceLine& line) {
  static constexpr std::array<std::string_view, 6> keywords{"rule",   "rules",  "+codes",
                                                            "-codes", "length", "repeats"};
  const std::string_view keyword = line.words[0];
  const bool known = number_from(keyword.substr(0, 2)) >= 0 ||
                     std::find(keywords.begin(), keywords.end(), keyword) != keywords.end();
  if (known && where_ == Where::shape) {
    shapes_[shape_].body.push_back(&line);
  } else if (known && where_ == Where::segment) {
    loops[loop_].segments.back().body.push_back(&line);
  } else if (keyword == "rule" && where_ == Where::loop) {
    loops[loop_].rules.push_back(&line);
  } else if (keyword == "rules" && where_ == Where::loop && line.words.size() == 2 && line.words[1] == "-") {
    loops[loop_].rules.clear();
  } else if (known && where_ == Where::change) {
    for (const auto& [loop, segment] : selected_) loops[loop].segments[segment].changes.push_back(&line);
  } else {
    fault(line,
          "a line starts with guide, define, shape, loop, segment, in, rule or a position such as 03 or 04-2");
  }
}

}  // namespace x12
