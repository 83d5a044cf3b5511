// Compiles what a guide says of the elements of one segment.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/issue.hpp"
#include "parsers/x12/guide_blocks.hpp"
#include "parsers/x12/guide_source.hpp"
#include "parsers/x12/guide_table.hpp"

namespace x12 {

class ElementCompiler {
 public:
  /// `release` is that of the guide, "005010": which lengths and element lists hold.
  ElementCompiler(const Dictionary& dictionary, std::string_view release, Guide& guide, base::Issues& issues)
      : dictionary_(dictionary), release_(release), guide_(guide), issues_(issues) {}

  /// Makes the elements of one segment in the guide's tables. Returns the rule lines among those of the
  /// block.
  [[nodiscard]] std::vector<const SourceLine*> take(const Dictionary::Segment& standard,
                                                    const SegmentBlock& block);

  [[nodiscard]] Run elements() const { return elements_; }
  [[nodiscard]] Run conditions() const { return conditions_; }
  [[nodiscard]] std::uint32_t required() const { return required_; }

 private:
  struct Draft {
    ElementSpec spec;
    ElementNote note;
  };
  using Drafts = std::vector<Draft>;

  void fault(const SourceLine& line, std::string what);
  [[nodiscard]] Drafts standard_elements(const std::vector<Dictionary::Position>& positions);
  void apply(const SourceLine& line, bool change);
  bool usage(const SourceLine& line, bool change, Draft& draft);
  bool add_codes(const SourceLine& line, Draft& draft);
  bool drop_codes(const SourceLine& line, Draft& draft);
  bool length(const SourceLine& line, Draft& draft);
  bool repeats(const SourceLine& line, Draft& draft);
  [[nodiscard]] std::vector<Draft*> targets(const SourceLine& line, std::string_view word);
  [[nodiscard]] std::vector<std::uint64_t> codes_of(const ElementSpec& spec) const;
  [[nodiscard]] Run run_of(const std::vector<std::uint64_t>& codes);
  [[nodiscard]] Run lists_of(const SourceLine& line, std::size_t first);
  [[nodiscard]] Run store(const Drafts& drafts);
  [[nodiscard]] Run store(const std::vector<Condition>& conditions);

  const Dictionary& dictionary_;
  std::string_view release_;
  Guide& guide_;
  base::Issues& issues_;
  Drafts drafts_;
  std::vector<Drafts> components_;
  Run elements_, conditions_;
  std::uint32_t required_ = 0;
};

}  // namespace x12
