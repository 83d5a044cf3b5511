// rule KIND targets… [other] [when CONDITION [and CONDITION]…] : remedy
#include "parsers/x12/guide_rules.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace x12 {
namespace {

bool range_from(std::string_view word, int& low, int& high) {
  const std::size_t dots = word.find("..");
  low = number_from(word.substr(0, dots));
  high = dots == std::string_view::npos ? low : number_from(word.substr(dots + 2));
  return low >= 1 && high >= low && high <= 31;
}

}  // namespace

std::vector<Place> targets_from(std::string_view word) {
  const std::size_t dash = word.find('-');
  int first = 0;
  int last = 0;
  int part_first = 0;
  int part_last = 0;
  if (!range_from(word.substr(0, dash), first, last)) return {};
  if (dash != std::string_view::npos && !range_from(word.substr(dash + 1), part_first, part_last)) return {};
  std::vector<Place> places;
  for (int element = first; element <= last; ++element) {
    for (int part = part_first; part <= part_last; ++part) {
      Place place;
      place.element = static_cast<std::uint8_t>(element);
      place.component = static_cast<std::uint8_t>(part);
      places.push_back(place);
    }
  }
  return places;
}

bool RuleCompiler::kind_from(std::string_view word, Rule::Kind& kind) const {
  static constexpr std::array<std::pair<std::string_view, Rule::Kind>, 12> kinds{
      {{"need", Rule::Kind::need},
       {"bar", Rule::Kind::bar},
       {"any", Rule::Kind::any},
       {"equal", Rule::Kind::equal},
       {"plain", Rule::Kind::plain},
       {"points", Rule::Kind::points},
       {"sized", Rule::Kind::sized},
       {"npi", Rule::Kind::npi},
       {"unmixed", Rule::Kind::unmixed},
       {"among", Rule::Kind::among},
       {"forbid", Rule::Kind::forbid},
       {"require", Rule::Kind::require}}};
  for (const auto& [name, value] : kinds) {
    if (name == word) {
      kind = value;
      return true;
    }
  }
  return false;
}

bool RuleCompiler::place_from(std::string_view word, Place& place) const {
  const std::size_t slash = word.find('/');
  if (slash != std::string_view::npos) {
    const auto loop = loops_.find(word.substr(0, slash));
    if (loop == loops_.end()) return false;
    place.loop = loop->second;
    word = word.substr(slash + 1);
  }
  if (number_from(word.substr(0, word.find('-'))) < 0) {
    const std::size_t dash = word.find('-');
    const std::string_view id = word.substr(0, dash);
    if (!dictionary_.segments.contains(id)) return false;
    place.segment = packed_id(id);
    if (dash == std::string_view::npos) return true;
    word = word.substr(dash + 1);
  }
  const std::vector<Place> one = targets_from(word);
  if (one.size() != 1) return false;
  place.element = one.front().element;
  place.component = one.front().component;
  return true;
}

bool RuleCompiler::is_gone(std::string_view loop) const {
  return std::find(gone_.begin(), gone_.end(), loop) != gone_.end();
}

/// "LOOP/PLACE|…": every one of the places.
bool RuleCompiler::is_in_gone(std::string_view places) const {
  while (!places.empty()) {
    const std::string_view one = places.substr(0, places.find('|'));
    const std::size_t slash = one.find('/');
    if (slash == std::string_view::npos || !is_gone(one.substr(0, slash))) return false;
    places = places.substr(std::min(one.size() + 1, places.size()));
  }
  return true;
}

/// It needs a loop that is gone: to look into it, or as its condition.
bool RuleCompiler::is_void(const SourceLine& line) const {
  const auto& words = line.words;
  if (words.size() > 2 && words[1] == "among" && is_gone(words[2])) return true;
  bool condition = false;
  for (std::size_t i = 2; i < words.size(); ++i) {
    condition = condition || words[i] == "when";
    const bool absent_is_meant = condition && i + 1 < words.size() && words[i + 1] == "absent";
    if (is_in_gone(words[i]) && !absent_is_meant) return true;
  }
  return false;
}

Run RuleCompiler::rules_from(const std::vector<const SourceLine*>& lines, std::size_t positions) {
  std::vector<Rule> rules;
  for (const SourceLine* line : lines) {
    if (is_void(*line)) continue;
    Rule rule;
    if (compile(*line, positions, rule)) {
      rules.push_back(rule);
    } else {
      issues_.add(base::IssueCode::data_invalid, source_place(*line),
                  "the rule is not understood; README.md beside the guides shows each kind");
    }
  }
  const Run run{static_cast<std::uint32_t>(guide_.rules.size()), static_cast<std::uint32_t>(rules.size())};
  guide_.rules.insert(guide_.rules.end(), rules.begin(), rules.end());
  return run;
}

bool RuleCompiler::compile(const SourceLine& line, std::size_t positions, Rule& rule) {
  const auto& words = line.words;
  if (words.size() < 3 || words[0] != "rule" || !kind_from(words[1], rule.kind) || line.note.empty())
    return false;
  rule.remedy = line.note;
  rule.unverified = line.unverified;
  const auto when = static_cast<std::size_t>(std::find(words.begin(), words.end(), "when") - words.begin());
  const bool of_loop = rule.kind == Rule::Kind::require || rule.kind == Rule::Kind::among;
  if (of_loop != (positions == 0)) return false;
  if (rule.kind == Rule::Kind::among) {
    if (!compile_among(line, when, rule)) return false;
  } else if (of_loop) {
    if (when != 4 || !dictionary_.segments.contains(words[2])) return false;
    rule.required_id = words[2];
    rule.required_qualifier = words[3];
  } else {
    std::size_t end = when;
    if (rule.kind == Rule::Kind::equal || rule.kind == Rule::Kind::points || rule.kind == Rule::Kind::sized) {
      if (end < 4 || !place_from(words[end - 1], rule.other)) return false;
      --end;
    }
    if (rule.kind == Rule::Kind::unmixed) {  // the last two words are the lists
      if (end < 5) return false;
      end -= 2;
      for (std::size_t i = 0; i < 2; ++i) {
        if (!compile_codes(line, end + i, end + i + 1, rule.lists.at(i))) return false;
      }
    }
    if (!compile_targets(line, end, positions, rule)) return false;
  }
  return when == words.size() || compile_terms(line, when + 1, rule);
}

/// among LOOP SEGMENT-ELEMENT codes…: of the loops of that id, when there are any, one has each of the codes.
bool RuleCompiler::compile_among(const SourceLine& line, std::size_t end, Rule& rule) {
  const auto& words = line.words;
  if (end < 5) return false;
  const auto loop = loops_.find(words[2]);
  if (loop == loops_.end() || !place_from(words[3], rule.other) || rule.other.element == 0) return false;
  rule.loop = static_cast<std::uint16_t>(loop->second);
  return compile_codes(line, 4, end, rule.lists[0]);
}

bool RuleCompiler::compile_codes(const SourceLine& line, std::size_t from, std::size_t to, Run& into) {
  SourceLine values = line;
  values.words.assign(line.words.begin() + static_cast<std::ptrdiff_t>(from),
                      line.words.begin() + static_cast<std::ptrdiff_t>(to));
  const std::vector<std::uint64_t> codes = codes_from(values, 0, dictionary_, issues_);
  into = {static_cast<std::uint32_t>(guide_.codes.size()), static_cast<std::uint32_t>(codes.size())};
  guide_.codes.insert(guide_.codes.end(), codes.begin(), codes.end());
  return !codes.empty();
}

bool RuleCompiler::compile_targets(const SourceLine& line, std::size_t end, std::size_t positions,
                                   Rule& rule) {
  std::vector<Place> targets;
  for (std::size_t i = 2; i < end; ++i) {
    const std::vector<Place> some = targets_from(line.words[i]);
    if (some.empty() || some.back().element > positions) return false;
    targets.insert(targets.end(), some.begin(), some.end());
  }
  if (targets.empty() != (rule.kind == Rule::Kind::forbid)) return false;
  rule.targets = {static_cast<std::uint32_t>(guide_.places.size()),
                  static_cast<std::uint32_t>(targets.size())};
  guide_.places.insert(guide_.places.end(), targets.begin(), targets.end());
  return true;
}

bool RuleCompiler::compile_terms(const SourceLine& line, std::size_t at, Rule& rule) {
  const auto& words = line.words;
  if (at == words.size()) return false;
  std::vector<Term> terms;
  while (at < words.size()) {
    const auto from = words.begin() + static_cast<std::ptrdiff_t>(at);
    const auto to = static_cast<std::size_t>(std::find(from, words.end(), "and") - words.begin());
    const bool of_loop = words[at] == "loop" && to == at + 3 && words[at + 2] == "absent";
    Term term;
    if (of_loop ? !is_gone(words[at + 1]) : !is_in_gone(words[at])) {  // what is gone is absent always
      if (!compile_term(line, at, to, term)) return false;
      terms.push_back(term);
    }
    at = to + 1;
  }
  rule.when = {static_cast<std::uint32_t>(guide_.terms.size()), static_cast<std::uint32_t>(terms.size())};
  guide_.terms.insert(guide_.terms.end(), terms.begin(), terms.end());
  return true;
}

/// PLACES = codes… | PLACES present | PLACES absent | loop ID absent
bool RuleCompiler::compile_term(const SourceLine& line, std::size_t from, std::size_t to, Term& term) {
  const auto& words = line.words;
  if (to < from + 2) return false;
  if (words[from] == "loop") {
    const auto loop = loops_.find(words[from + 1]);
    if (to != from + 3 || words[from + 2] != "absent" || loop == loops_.end()) return false;
    term.kind = Term::Kind::loop_absent;
    term.level = guide_.loops[static_cast<std::size_t>(loop->second)].level;
    return term.level != 0;
  }
  std::vector<Place> places;
  std::string_view rest = words[from];
  while (!rest.empty()) {
    const std::size_t bar = std::min(rest.find('|'), rest.size());
    Place place;
    if (!is_in_gone(rest.substr(0, bar))) {
      if (!place_from(rest.substr(0, bar), place)) return false;
      places.push_back(place);
    }
    rest = rest.substr(std::min(bar + 1, rest.size()));
  }
  term.places = {static_cast<std::uint32_t>(guide_.places.size()), static_cast<std::uint32_t>(places.size())};
  guide_.places.insert(guide_.places.end(), places.begin(), places.end());
  if (words[from + 1] == "=") {
    term.kind = Term::Kind::equals;
    return compile_codes(line, from + 2, to, term.codes);
  }
  term.kind = words[from + 1] == "present" ? Term::Kind::present : Term::Kind::absent;
  return to == from + 2 && (words[from + 1] == "present" || words[from + 1] == "absent");
}

}  // namespace x12
