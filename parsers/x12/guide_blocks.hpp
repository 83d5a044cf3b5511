// The lines of a guide sorted into blocks, before any table is made of them: loops with their segments,
// shapes put in, and further texts (a guide that is like another, a partner's changes) laid over them.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.hpp"
#include "parsers/x12/guide_source.hpp"
#include "parsers/x12/guide_table.hpp"

namespace x12 {

/// One text of a guide: the file it begins with, or one laid over it. `file` is the name that faults mention.
struct GuideLayer {
  std::string_view file, text;
};

struct SegmentBlock {
  const SourceLine* head = nullptr;
  std::string_view id;
  Usage usage = Usage::situational;
  std::uint32_t max = 1;                   // 0 = unbounded
  bool unverified = false;                 // with its elements and rules
  bool shape_unverified = false;           // these alone
  std::vector<const SourceLine*> body;     // of its shape and its own; later lines win
  std::vector<const SourceLine*> changes;  // laid over: a line without codes keeps those that are there
  std::size_t after = 0;                   // stands behind the child loops whose index is smaller
};

struct LoopBlock {
  const SourceLine* head = nullptr;
  std::string_view id, name;
  std::vector<std::string_view> parents;
  Usage usage = Usage::required;
  std::uint32_t min = 1;   // of those that are there at all
  std::uint32_t max = 1;   // 0 = unbounded
  std::string_view level;  // HL03; "" = no level
  bool unverified = false;
  std::vector<const SourceLine*> rules;
  std::vector<SegmentBlock> segments;
};

/// R, RG, S or -.
[[nodiscard]] std::optional<Usage> usage_from(std::string_view word);
/// A number, or ">1" for unbounded (0).
[[nodiscard]] std::optional<std::uint32_t> segment_max_from(std::string_view word);
/// How often a loop is there: its most, or "2..5" for one that is there twice at least once it is there.
struct LoopTimes {
  std::uint32_t least = 1, most = 1;
};
[[nodiscard]] std::optional<LoopTimes> loop_times_from(std::string_view word);

/// Gathers the lines of all layers. Faults go to `issues`; the lines outlive the blocks.
class GuideBlocks {
 public:
  GuideBlocks(const Dictionary& dictionary, base::Issues& issues)
      : dictionary_(dictionary), issues_(issues) {}

  void take(const std::vector<SourceLine>& lines);

  std::string_view implementation, direction, transaction;
  bool unverified = false;  // the guide as a whole
  Recognition recognition;
  std::vector<LoopBlock> loops;
  std::vector<std::string_view> gone;  // loops that a change took out: rules may still speak of them

 private:
  enum class Where : std::uint8_t { nowhere, shape, loop, segment, change };

  void fault(const SourceLine& line, std::string what);
  void take_line(const SourceLine& line);
  void take_guide(const SourceLine& line);
  void take_shape(const SourceLine& line);
  void doubt_all();
  void take_use(const SourceLine& line);
  void take_loop(const SourceLine& line);
  void take_segment(const SourceLine& line);
  void take_body(const SourceLine& line);
  bool shape_of(const SourceLine& line, std::size_t at, SegmentBlock& block);

  void take_change(const SourceLine& line);
  void change_loop(const SourceLine& line, LoopBlock& loop);
  void change_segment(const SourceLine& line, LoopBlock& loop);
  void add_segment(const SourceLine& line, LoopBlock& loop, std::size_t at);
  void remove_loop(std::string_view id);
  [[nodiscard]] bool begins_with(const SegmentBlock& block, std::string_view qualifier);
  [[nodiscard]] LoopBlock* find(std::string_view id);

  const Dictionary& dictionary_;
  base::Issues& issues_;
  struct Shape {
    std::vector<const SourceLine*> body;
    bool unverified = false;
  };
  std::map<std::string_view, Shape> shapes_;
  Where where_ = Where::nowhere;
  std::string_view shape_;
  std::size_t loop_ = 0;                                       // that segments go to
  std::vector<std::pair<std::size_t, std::size_t>> selected_;  // loop and segment that change lines go to
};

}  // namespace x12
