// Lays the changes of a guide (or of a partner's) over its blocks: the lines that begin with `in`.
#include <algorithm>
#include <utility>

#include "parsers/x12/guide_blocks.hpp"
#include "parsers/x12/guide_rules.hpp"

namespace x12 {

/// in LOOP USAGE [MAX] | in LOOP segment ID [ELEMENT1] [USAGE [MAX]] [after ID] | in LOOP rule …
void GuideBlocks::take_change(const SourceLine& line) {
  where_ = Where::change;
  selected_.clear();
  LoopBlock* const loop = find(line.words[1]);
  if (loop == nullptr) {
    fault(line, "the guide has no loop " + quoted(line.words[1]));
  } else if (line.words[2] == "segment" && line.words.size() >= 4) {
    change_segment(line, *loop);
  } else {
    change_loop(line, *loop);
  }
}

void GuideBlocks::change_loop(const SourceLine& line, LoopBlock& loop) {
  const auto& words = line.words;
  const std::optional<Usage> usage = usage_from(words[2]);
  const std::optional<LoopTimes> times =
      words.size() == 4 ? loop_times_from(words[3]) : std::optional(LoopTimes{loop.min, loop.max});
  const bool level = !loop.level.empty();
  if (!usage || !times || words.size() > 4 || loop.id == "header" || (level && times->least > 1)) {
    fault(line, "write: in LOOP USAGE [MAX], or: in LOOP segment ID …");
    return;
  }
  if (*usage == Usage::not_used) {
    remove_loop(loop.id);
    return;
  }
  loop.usage = *usage;
  loop.min = times->least;
  loop.max = times->most;
  if (!line.note.empty()) loop.name = line.note;
  loop.unverified = line.unverified;
  if (!loop.segments.empty()) loop.segments.front().unverified = line.unverified;  // the one that opens it
  where_ = Where::loop;                                                            // rules may follow
  loop_ = static_cast<std::size_t>(&loop - loops.data());
}

/// A loop goes with the loops that hang on it alone.
void GuideBlocks::remove_loop(std::string_view id) {
  const auto at = static_cast<std::size_t>(find(id) - loops.data());
  gone.push_back(id);
  loops.erase(loops.begin() + static_cast<std::ptrdiff_t>(at));
  for (LoopBlock& loop : loops) {
    std::erase(loop.parents, id);
    for (SegmentBlock& segment : loop.segments) segment.after -= segment.after > at ? 1 : 0;
  }
  for (;;) {
    const auto orphan = std::find_if(loops.begin(), loops.end(), [](const LoopBlock& one) {
      return one.id != "header" && one.parents.empty();
    });
    if (orphan == loops.end()) return;
    remove_loop(orphan->id);
  }
}

void GuideBlocks::change_segment(const SourceLine& line, LoopBlock& loop) {
  const auto& words = line.words;
  std::size_t at = 4;
  std::string_view qualifier;
  if (at < words.size() && !usage_from(words[at]) && words[at] != "after") qualifier = words[at++];
  std::optional<Usage> usage;
  std::optional<std::uint32_t> max;
  bool good = true;
  if (at < words.size() && words[at] != "after") {
    usage = usage_from(words[at++]);
    good = usage.has_value();
  }
  if (good && at < words.size() && words[at] != "after") {
    max = segment_max_from(words[at++]);
    good = max.has_value();
  }
  if (good && usage && max && words.size() == at + 2) {
    add_segment(line, loop, at);
    return;
  }
  if (!good || at != words.size()) {
    fault(line, "write: in LOOP segment ID [ELEMENT1] [USAGE [MAX]], or with a new one: USAGE MAX after ID");
    return;
  }
  const auto index = static_cast<std::size_t>(&loop - loops.data());
  bool found = false;
  for (std::size_t i = 0; i < loop.segments.size(); ++i) {
    SegmentBlock& segment = loop.segments[i];
    if (segment.id != words[3] || (!qualifier.empty() && !begins_with(segment, qualifier))) continue;
    found = true;
    if (usage == Usage::not_used) {
      if (i == 0) fault(line, "the first segment of a loop cannot be left out");
      loop.segments.erase(loop.segments.begin() + static_cast<std::ptrdiff_t>(i--));
      continue;
    }
    segment.usage = usage.value_or(segment.usage);
    segment.max = max.value_or(segment.max);
    if (usage || line.unverified) segment.unverified = line.unverified;
    selected_.emplace_back(index, i);
  }
  if (!found) {
    fault(line, "loop " + quoted(loop.id) +
                    " has no such segment; a new one is added with: in LOOP segment ID "
                    "USAGE MAX after ID");
  }
}

/// in LOOP segment ID USAGE MAX after ID
void GuideBlocks::add_segment(const SourceLine& line, LoopBlock& loop, std::size_t at) {
  const auto& words = line.words;
  const auto last = std::find_if(loop.segments.rbegin(), loop.segments.rend(),
                                 [&](const SegmentBlock& one) { return one.id == words[at + 1]; });
  if (last == loop.segments.rend() || dictionary_.segment(words[3], {}) == nullptr || at != 6) {
    fault(line,
          "a new segment needs an id of segments.txt, or of a line such as: define segment N2 93 93 : further name; "
          "and one of the loop to stand after");
    return;
  }
  SegmentBlock block;
  block.head = &line;
  block.id = words[3];
  block.usage = *usage_from(words[4]);
  block.max = *segment_max_from(words[5]);
  block.unverified = line.unverified;
  block.after = last->after;
  const auto place = loop.segments.insert(last.base(), std::move(block));
  selected_.emplace_back(static_cast<std::size_t>(&loop - loops.data()),
                         static_cast<std::size_t>(place - loop.segments.begin()));
}

/// Whether element 1 of the segment may be `qualifier`.
bool GuideBlocks::begins_with(const SegmentBlock& block, std::string_view qualifier) {
  std::vector<std::uint64_t> codes;
  for (const auto* lines : {&block.body, &block.changes}) {
    for (const SourceLine* line : *lines) {
      const std::vector<Place> targets = targets_from(line->words[0]);
      if (targets.empty() || targets.front().element != 1 || targets.front().component != 0) continue;
      std::vector<std::uint64_t> some = codes_from(*line, 2, dictionary_, issues_);
      if (lines == &block.body || !some.empty()) codes = std::move(some);
    }
  }
  return std::binary_search(codes.begin(), codes.end(), packed(qualifier));
}

}  // namespace x12
