// Small expressions built in place, for the tests of criteria.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "precert/criteria/evaluate.hpp"

namespace precert::support {

inline Expression atom(FactIndex fact, Comparison comparison, base::Decimal number = {},
                       std::vector<std::string> choices = {}) {
  Expression made;
  made.atoms = {Atom{fact, comparison, number, std::move(choices), "fact " + std::to_string(fact)}};
  made.nodes = {{Expression::Kind::atom, 0, 1}};
  return made;
}

inline Expression yes(FactIndex fact) { return atom(fact, Comparison::is_true); }
inline Expression at_least(FactIndex fact, int number) {
  return atom(fact, Comparison::at_least, base::Decimal(number));
}
inline Expression at_most(FactIndex fact, int number) {
  return atom(fact, Comparison::at_most, base::Decimal(number));
}

inline Expression group(Expression::Kind kind, const std::vector<Expression>& children) {
  Expression made;
  made.nodes.push_back({kind, 0, 0});
  for (const Expression& child : children) {
    const auto node_base = static_cast<std::uint32_t>(made.nodes.size());
    const auto atom_base = static_cast<std::uint32_t>(made.atoms.size());
    for (Expression::Node node : child.nodes) {
      node.end += node_base;
      node.atom += atom_base;
      made.nodes.push_back(node);
    }
    made.atoms.insert(made.atoms.end(), child.atoms.begin(), child.atoms.end());
  }
  made.nodes.front().end = static_cast<std::uint32_t>(made.nodes.size());
  return made;
}
inline Expression all(const std::vector<Expression>& children) {
  return group(Expression::Kind::all, children);
}
inline Expression any(const std::vector<Expression>& children) {
  return group(Expression::Kind::any, children);
}
inline Expression negation(const Expression& child) { return group(Expression::Kind::negation, {child}); }

constexpr base::Date today{2026, 1, 15};

/// `count` facts, nothing known but what is given.
inline FactValues known(std::size_t count,
                        std::initializer_list<std::pair<FactIndex, AnswerValue>> given = {}) {
  FactValues values;
  values.values.resize(count);
  values.today = today;
  for (const auto& [fact, value] : given) values.values[fact].value = value;
  return values;
}

}  // namespace precert::support
