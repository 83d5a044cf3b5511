// Compiles the rule lines of a guide file.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "base/issue.hpp"
#include "parsers/x12/guide_source.hpp"
#include "parsers/x12/guide_table.hpp"

namespace x12 {

/// "03", "04-2", "02..12", "02..12-1", "01-3..6": every place the word means; empty when it means none.
[[nodiscard]] std::vector<Place> targets_from(std::string_view word);

class RuleCompiler {
 public:
  /// `gone`: loops that a change took out. A rule that needs one of them says nothing any more, and what is
  /// asked for where one is absent is asked for always.
  RuleCompiler(const Dictionary& dictionary, const std::map<std::string_view, std::int16_t>& loops,
               const std::vector<std::string_view>& gone, Guide& guide, base::Issues& issues)
      : dictionary_(dictionary), loops_(loops), gone_(gone), guide_(guide), issues_(issues) {}

  /// `positions` is the number of elements of the segment; 0 for the rules of a loop.
  [[nodiscard]] Run rules_from(const std::vector<const SourceLine*>& lines, std::size_t positions);

 private:
  bool kind_from(std::string_view word, Rule::Kind& kind) const;
  bool place_from(std::string_view word, Place& place) const;
  [[nodiscard]] bool is_gone(std::string_view loop) const;
  [[nodiscard]] bool is_in_gone(std::string_view places) const;
  [[nodiscard]] bool is_void(const SourceLine& line) const;
  bool compile(const SourceLine& line, std::size_t positions, Rule& rule);
  bool compile_among(const SourceLine& line, std::size_t end, Rule& rule);
  /// The words from `from` up to `to`: codes, and lists of them.
  bool compile_codes(const SourceLine& line, std::size_t from, std::size_t to, Run& into);
  bool compile_targets(const SourceLine& line, std::size_t end, std::size_t positions, Rule& rule);
  bool compile_terms(const SourceLine& line, std::size_t at, Rule& rule);
  bool compile_term(const SourceLine& line, std::size_t from, std::size_t to, Term& term);

  const Dictionary& dictionary_;
  const std::map<std::string_view, std::int16_t>& loops_;
  const std::vector<std::string_view>& gone_;
  Guide& guide_;
  base::Issues& issues_;
};

}  // namespace x12
