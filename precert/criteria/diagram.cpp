#include "precert/criteria/diagram.hpp"

#include <algorithm>

#include "precert/criteria/atoms.hpp"

namespace precert {
namespace {

void add_outcomes(Diagram::Variable& variable, const Expression& expression) {
  if (variable.atoms.size() == 1) {
    variable.outcomes = {{Truth::no}, {Truth::yes}};
    return;
  }
  constexpr base::Date any_day{2000, 1,
                               1};  // dates are compared with today: which day that is does not matter
  std::vector<const Atom*> atoms;
  for (const std::uint32_t atom : variable.atoms) atoms.push_back(&expression.atoms[atom]);
  for (const AnswerValue& value : representatives(atoms, any_day)) {
    std::vector<Truth> outcome;
    for (const Atom* atom : atoms) outcome.push_back(truth_of(*atom, value, any_day));
    if (std::ranges::find(variable.outcomes, outcome) == variable.outcomes.end())
      variable.outcomes.push_back(std::move(outcome));
  }
}

}  // namespace

Diagram::Diagram(const Expression& expression, std::span<const FactIndex> order, std::size_t limit)
    : expression_(expression), nodes_(2), limit_(limit) {
  add_variables(expression, order);
  const Node all = expression.nodes.empty() ? yes : built(0);
  if (!overflowed_) root_ = all;
}

void Diagram::add_variables(const Expression& expression, std::span<const FactIndex> order) {
  for (const FactIndex fact : order) {
    Variable& variable = variables_.emplace_back(Variable{fact, {}, {}});
    for (std::uint32_t atom = 0; atom < expression.atoms.size(); ++atom) {
      if (expression.atoms[atom].fact == fact) variable.atoms.push_back(atom);
    }
    if (!variable.atoms.empty()) add_outcomes(variable, expression);
  }
}

Diagram::Node Diagram::node(Place place, std::vector<Node> children) {
  const bool alike = std::ranges::all_of(children, [&](Node one) { return one == children.front(); });
  if (alike) return children.front();
  std::pair key(place, std::move(children));
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  if (nodes_.size() >= limit_) {
    overflowed_ = true;
    return no;
  }
  const auto next = static_cast<Node>(nodes_.size());
  nodes_.push_back(Stored{place, key.second});
  known_.emplace(std::move(key), next);
  return next;
}

Diagram::Node Diagram::atom_node(std::uint32_t atom) {
  for (Place place = 0; place < variables_.size(); ++place) {
    const Variable& variable = variables_[place];
    const auto found = std::ranges::find(variable.atoms, atom);
    if (found == variable.atoms.end()) continue;
    const auto at = static_cast<std::size_t>(found - variable.atoms.begin());
    std::vector<Node> children;
    for (const std::vector<Truth>& outcome : variable.outcomes)
      children.push_back(outcome[at] == Truth::yes ? yes : no);
    return node(place, std::move(children));
  }
  return no;
}

Diagram::Node Diagram::built(std::size_t at) {
  using Kind = Expression::Kind;
  const Expression::Node& here = expression_.nodes[at];
  if (here.kind == Kind::atom) return atom_node(here.atom);
  Node result = yes;
  for (std::size_t child = at + 1; child < here.end; child = expression_.nodes[child].end) {
    const Node one = built(child);
    result = both(result, here.kind == Kind::any ? inverse(one) : one);
    if (overflowed_) return no;
  }
  return here.kind == Kind::all ? result : inverse(result);
}

Diagram::Node Diagram::both(Node a, Node b) {
  if (a == no || b == no) return no;
  if (a == yes || a == b) return b;
  if (b == yes) return a;
  const std::pair key(std::min(a, b), std::max(a, b));
  if (const auto found = both_.find(key); found != both_.end()) return found->second;
  if (overflowed_) return no;
  const Place first = std::min(place(a), place(b));
  std::vector<Node> children;
  for (std::size_t way = 0; way < variables_[first].outcomes.size(); ++way) {
    const Node left = place(a) == first ? nodes_[a].children[way] : a;
    const Node right = place(b) == first ? nodes_[b].children[way] : b;
    children.push_back(both(left, right));
  }
  const Node result = node(first, std::move(children));
  both_.emplace(key, result);
  return result;
}

Diagram::Node Diagram::inverse(Node a) {
  if (a <= yes) return a == yes ? no : yes;
  if (const auto found = inverse_.find(a); found != inverse_.end()) return found->second;
  const std::vector<Node> straight = nodes_[a].children;
  std::vector<Node> children;
  for (const Node child : straight) children.push_back(inverse(child));
  const Node result = node(nodes_[a].place, std::move(children));
  inverse_.emplace(a, result);
  inverse_.emplace(result, a);
  return result;
}

Diagram::Node Diagram::given(Node of, Place variable, std::size_t way) {
  std::map<Node, Node> known;  // many ways lead to one node
  return given(of, variable, way, known);
}

Diagram::Node Diagram::given(Node of, Place variable, std::size_t way, std::map<Node, Node>& known) {
  if (place(of) > variable) return of;
  if (place(of) == variable) return nodes_[of].children[way];
  if (const auto found = known.find(of); found != known.end()) return found->second;
  const std::vector<Node> before = nodes_[of].children;
  std::vector<Node> children;
  for (const Node child : before) children.push_back(given(child, variable, way, known));
  const Node result = node(nodes_[of].place, std::move(children));
  known.emplace(of, result);
  return result;
}

std::optional<std::size_t> Diagram::way_of(Place variable, const AnswerValue& value, base::Date today) const {
  std::vector<Truth> outcome;
  for (const std::uint32_t atom : variables_[variable].atoms)
    outcome.push_back(truth_of(expression_.atoms[atom], value, today));
  const auto& ways = variables_[variable].outcomes;
  const auto found = std::ranges::find(ways, outcome);
  if (found == ways.end()) return std::nullopt;
  return static_cast<std::size_t>(found - ways.begin());
}

}  // namespace precert
