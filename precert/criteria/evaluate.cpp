#include "precert/criteria/evaluate.hpp"

#include <algorithm>

#include "precert/criteria/atoms.hpp"
#include "precert/criteria/relevance.hpp"

namespace precert {

const FactValue& FactTable::operator[](FactIndex fact) const {
  static const FactValue unknown;
  const auto row = std::ranges::lower_bound(rows_, fact, {}, &std::pair<FactIndex, FactValue>::first);
  return row != rows_.end() && row->first == fact ? row->second : unknown;
}

FactValue* FactTable::fresh(FactIndex fact) {
  const auto row = std::ranges::lower_bound(rows_, fact, {}, &std::pair<FactIndex, FactValue>::first);
  if (row != rows_.end() && row->first == fact) return nullptr;
  return &rows_.emplace(row, fact, FactValue{})->second;
}

FactValue& FactTable::operator[](FactIndex fact) {
  auto row = std::ranges::lower_bound(rows_, fact, {}, &std::pair<FactIndex, FactValue>::first);
  if (row == rows_.end() || row->first != fact) row = rows_.emplace(row, fact, FactValue{});
  return row->second;
}

Truth evaluate(const Expression& expression, const FactValues& values) {
  return assessment_of(expression, values).truth;
}

std::vector<FactIndex> decisive_unknowns(const Expression& expression, const FactValues& values) {
  return assessment_of(expression, values).decisive;
}

std::vector<Source> evidence_of(const Expression& expression, const FactValues& values) {
  std::vector<Source> evidence;
  for (const Atom& atom : expression.atoms) {
    const Source& source = values.values[atom.fact].source;
    const bool seen =
        std::ranges::any_of(evidence, [&](const Source& one) { return one.where == source.where; });
    if (!source.where.empty() && !seen) evidence.push_back(source);
  }
  return evidence;
}

std::string_view truth_word(Truth truth) {
  switch (truth) {
    case Truth::no: return "false";
    case Truth::unknown: return "unknown";
    case Truth::yes: return "true";
  }
  return "unknown";
}

}  // namespace precert
