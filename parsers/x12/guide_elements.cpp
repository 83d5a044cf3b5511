// Elements of a segment: the standard's list, then line by line what the guide makes of it.
#include "parsers/x12/guide_elements.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "parsers/x12/guide_rules.hpp"

namespace x12 {
namespace {

using base::IssueCode;

constexpr std::uint16_t date_or_period = 1251, date_format = 1250;

template <class Drafts>
std::uint32_t required_of(const Drafts& drafts) {
  std::uint32_t mask = 0;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (drafts[i].spec.usage >= Usage::required) mask |= 1U << (i + 1);
  }
  return mask;
}

}  // namespace

void ElementCompiler::fault(const SourceLine& line, std::string what) {
  issues_.add(IssueCode::data_invalid, source_place(line), std::move(what));
}

std::vector<const SourceLine*> ElementCompiler::take(const Dictionary::Segment& standard,
                                                     const SegmentBlock& block) {
  drafts_ = standard_elements(standard.positions);
  components_.assign(drafts_.size(), {});
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    const std::string_view composite = standard.positions[i].composite;
    if (composite.empty()) continue;
    const Dictionary::Segment& parts = dictionary_.composites.at(composite);
    components_[i] = standard_elements(parts.positions);
    drafts_[i].spec.conditions = store(parts.conditions);
    drafts_[i].spec.unverified = parts.unverified;
    drafts_[i].note.name = parts.name;
  }
  std::vector<const SourceLine*> rules;
  for (const auto* lines : {&block.body, &block.changes}) {
    for (const SourceLine* line : *lines) {
      if (line->words[0] == "rule") {
        rules.push_back(line);
      } else if (line->words[0] == "rules" && line->words.size() == 2 && line->words[1] == "-") {
        rules.clear();
      } else {
        apply(*line, lines == &block.changes);
      }
    }
  }
  const bool doubtful = block.unverified || block.shape_unverified || standard.unverified;
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    if (doubtful) {
      drafts_[i].spec.unverified = true;
      for (Draft& part : components_[i]) part.spec.unverified = true;
    }
    drafts_[i].spec.components = store(components_[i]);
    drafts_[i].spec.required = required_of(components_[i]);
  }
  required_ = required_of(drafts_);
  elements_ = store(drafts_);
  conditions_ = store(standard.conditions);
  return rules;
}

ElementCompiler::Drafts ElementCompiler::standard_elements(
    const std::vector<Dictionary::Position>& positions) {
  Drafts drafts;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const Dictionary::Position& position = positions[i];
    Draft draft;
    ElementSpec& spec = draft.spec;
    spec.repeats_max = position.repeats_max;
    spec.number = position.number < elements_without_number ? position.number : std::uint16_t{0};
    if (!position.composite.empty()) {
      spec.type = ElementType::composite;
    } else {
      const Dictionary::Element& element = dictionary_.element(position.number, release_);
      spec.type = element.type;
      spec.length_min = element.length_min;
      spec.length_max = element.length_max;
      spec.unverified = element.unverified;
      draft.note.name = element.name;
      const auto known = dictionary_.codes.find(position.number);
      if (known != dictionary_.codes.end()) spec.dictionary = run_of(known->second);
    }
    if (position.number == date_or_period) {
      for (std::size_t before = i; before > 0; --before) {
        if (positions[before - 1].number != date_format) continue;
        spec.format_position = static_cast<std::uint8_t>(before);
        break;
      }
    }
    drafts.push_back(draft);
  }
  return drafts;
}

/// POSITION USAGE codes… | +codes POSITION codes… | -codes POSITION codes… | length POSITION MIN MAX |
/// repeats POSITION [MIN] MAX
void ElementCompiler::apply(const SourceLine& line, bool change) {
  const std::string_view keyword = line.words[0];
  const bool plain = number_from(keyword.substr(0, 2)) >= 0;
  const std::string_view position = plain                   ? keyword
                                    : line.words.size() > 1 ? line.words[1]
                                                            : std::string_view{};
  if (targets_from(position).empty() || (plain && (line.words.size() < 2 || !usage_from(line.words[1])))) {
    fault(line, plain
                    ? "write: POSITION USAGE codes…, a position such as 03, 04-2, 02..12 or 01-3..6"
                    : "write: +codes, -codes, length or repeats, then a position such as 03, 04-2 or 02..12");
    return;
  }
  for (Draft* const draft : targets(line, position)) {
    const bool good = plain                 ? usage(line, change, *draft)
                      : keyword == "+codes" ? add_codes(line, *draft)
                      : keyword == "-codes" ? drop_codes(line, *draft)
                      : keyword == "length" ? length(line, *draft)
                                            : repeats(line, *draft);
    if (!good) return;
    draft->spec.unverified = draft->spec.unverified || line.unverified;
  }
}

std::vector<ElementCompiler::Draft*> ElementCompiler::targets(const SourceLine& line, std::string_view word) {
  std::vector<Draft*> found;
  for (const Place& target : targets_from(word)) {
    const bool simple = target.component == 0;
    const std::size_t at = target.element - std::size_t{1};
    if (target.element > drafts_.size() || (!simple && target.component > components_[at].size())) {
      fault(line, "the segment has no position " + quoted(word));
      return {};
    }
    found.push_back(simple ? &drafts_[at] : &components_[at][target.component - std::size_t{1}]);
  }
  return found;
}

/// In a guide a line without codes takes any code; in a change it leaves the codes as they are.
bool ElementCompiler::usage(const SourceLine& line, bool change, Draft& draft) {
  draft.spec.usage = *usage_from(line.words[1]);
  if (draft.spec.usage != Usage::not_used && draft.spec.type == ElementType::unchecked) {
    fault(line, "this data element has no type in elements.txt");
    return false;
  }
  if (change && line.words.size() == 2) return true;
  const std::vector<std::uint64_t> codes = codes_from(line, 2, dictionary_, issues_);
  draft.spec.codes = codes.empty() ? Run{} : run_of(codes);
  draft.note.lists = lists_of(line, 2);
  return true;
}

std::vector<std::uint64_t> ElementCompiler::codes_of(const ElementSpec& spec) const {
  const auto codes = of(guide_.codes, spec.codes.count != 0 ? spec.codes : spec.dictionary);
  return {codes.begin(), codes.end()};
}

bool ElementCompiler::add_codes(const SourceLine& line, Draft& draft) {
  std::vector<std::uint64_t> all = codes_of(draft.spec);
  const std::vector<std::uint64_t> more = codes_from(line, 2, dictionary_, issues_);
  if (more.empty()) {
    fault(line, "write: +codes POSITION codes…");
    return false;
  }
  if (all.empty()) return true;  // any code is taken here already
  all.insert(all.end(), more.begin(), more.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  draft.spec.codes = run_of(all);
  return true;
}

bool ElementCompiler::drop_codes(const SourceLine& line, Draft& draft) {
  std::vector<std::uint64_t> all = codes_of(draft.spec);
  const std::vector<std::uint64_t> gone = codes_from(line, 2, dictionary_, issues_);
  const bool there = std::includes(all.begin(), all.end(), gone.begin(), gone.end());
  if (gone.empty() || !there || gone.size() >= all.size()) {
    fault(line, "write: -codes POSITION codes…, codes that are taken here, and leave at least one");
    return false;
  }
  std::vector<std::uint64_t> rest;
  std::set_difference(all.begin(), all.end(), gone.begin(), gone.end(), std::back_inserter(rest));
  draft.spec.codes = run_of(rest);
  draft.note.lists = {};  // no longer whole
  return true;
}

bool ElementCompiler::length(const SourceLine& line, Draft& draft) {
  const int low = line.words.size() == 4 ? number_from(line.words[2]) : -1;
  const int high = line.words.size() == 4 ? number_from(line.words[3]) : -1;
  const bool typed = draft.spec.type != ElementType::composite && draft.spec.type != ElementType::unchecked;
  if (low < 0 || high < 1 || high < low || high > 9999 || !typed) {
    fault(line, "write: length POSITION MIN MAX, for a simple element");
    return false;
  }
  draft.spec.length_min = static_cast<std::uint16_t>(low);
  draft.spec.length_max = static_cast<std::uint16_t>(high);
  return true;
}

bool ElementCompiler::repeats(const SourceLine& line, Draft& draft) {
  const std::size_t words = line.words.size();
  const int min = words == 4 ? number_from(line.words[2]) : 1;
  const int max = words == 3 || words == 4 ? number_from(line.words.back()) : -1;
  if (min < 1 || max < min || max > 255) {
    fault(line, "write: repeats POSITION [MIN] MAX, at most 255");
    return false;
  }
  draft.spec.repeats_min = static_cast<std::uint8_t>(min);
  draft.spec.repeats_max = static_cast<std::uint8_t>(max);
  return true;
}

Run ElementCompiler::run_of(const std::vector<std::uint64_t>& codes) {
  const Run run{static_cast<std::uint32_t>(guide_.codes.size()), static_cast<std::uint32_t>(codes.size())};
  guide_.codes.insert(guide_.codes.end(), codes.begin(), codes.end());
  return run;
}

/// The named lists of a line, each told once in the guide.
Run ElementCompiler::lists_of(const SourceLine& line, std::size_t first) {
  Run run{static_cast<std::uint32_t>(guide_.note_lists.size()), 0};
  for (std::size_t i = first; i < line.words.size(); ++i) {
    if (!line.words[i].starts_with('@')) continue;
    const auto list = dictionary_.lists.find(line.words[i].substr(1));
    if (list == dictionary_.lists.end()) continue;
    auto known = std::find_if(guide_.lists.begin(), guide_.lists.end(),
                              [&](const ListNote& one) { return one.name == list->first; });
    if (known == guide_.lists.end()) {
      guide_.lists.push_back(
          {list->first, list->second.release, run_of(list->second.codes), list->second.unverified});
      known = guide_.lists.end() - 1;
    }
    guide_.note_lists.push_back(static_cast<std::uint32_t>(known - guide_.lists.begin()));
    ++run.count;
  }
  return run;
}

Run ElementCompiler::store(const Drafts& drafts) {
  const Run run{static_cast<std::uint32_t>(guide_.elements.size()),
                static_cast<std::uint32_t>(drafts.size())};
  for (const Draft& draft : drafts) {
    guide_.elements.push_back(draft.spec);
    guide_.notes.push_back(draft.note);
  }
  return run;
}

Run ElementCompiler::store(const std::vector<Condition>& conditions) {
  const Run run{static_cast<std::uint32_t>(guide_.conditions.size()),
                static_cast<std::uint32_t>(conditions.size())};
  guide_.conditions.insert(guide_.conditions.end(), conditions.begin(), conditions.end());
  return run;
}

}  // namespace x12
