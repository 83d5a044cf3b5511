// A criterion as a reduced ordered decision diagram: which answers lead where. Two diagrams of one space are
// the same function exactly when they are the same node, so "can this still matter" is a look-up. What forms
// are derived from.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "precert/criteria/evaluate.hpp"

namespace precert {

/// All functions over the facts of one criterion, in one order of the facts.
class Diagram {
 public:
  /// A function. Nodes count from 2; each asks the first fact in the order that it depends on.
  using Node = std::uint32_t;
  static constexpr Node no = 0;
  static constexpr Node yes = 1;

  /// One fact and the ways its comparisons can come out together; there is an answer for every way.
  struct Variable {
    FactIndex fact = 0;
    std::vector<std::uint32_t> atoms;          // positions in the criterion's expression
    std::vector<std::vector<Truth>> outcomes;  // by way: one truth for each of the atoms
  };
  using Place = std::uint32_t;  // of a variable in the order
  static constexpr Place end = UINT32_MAX;

  static constexpr std::size_t nodes_max = 262'144;

  /// `order` names every fact of the criterion once. A criterion that needs more nodes than the limit is
  /// given up: root() is nullopt.
  Diagram(const Expression& expression, std::span<const FactIndex> order, std::size_t limit = nodes_max);

  [[nodiscard]] std::optional<Node> root() const { return root_; }
  /// True once a function would have needed more nodes than the limit: that one came out as `no`, and nothing
  /// that was made since can be relied upon.
  [[nodiscard]] bool overflowed() const { return overflowed_; }
  [[nodiscard]] const std::vector<Variable>& variables() const { return variables_; }
  /// Of the fact a node asks; `end` of yes and no.
  [[nodiscard]] Place place(Node node) const { return node <= yes ? end : nodes_[node].place; }
  /// Where each way of the asked fact leads.
  [[nodiscard]] std::span<const Node> children(Node node) const { return nodes_[node].children; }

  [[nodiscard]] Node both(Node a, Node b);
  [[nodiscard]] Node inverse(Node a);
  [[nodiscard]] bool implies(Node a, Node b) { return both(a, inverse(b)) == no; }
  /// The function once a fact is known to come out that way.
  [[nodiscard]] Node given(Node of, Place variable, std::size_t way);
  /// The node that asks this with these branches; the branch itself when all are one.
  [[nodiscard]] Node node(Place place, std::vector<Node> children);

  /// The way in which a value makes the comparisons come out; nullopt when the fact does not occur or the
  /// value is not of its kind.
  [[nodiscard]] std::optional<std::size_t> way_of(Place variable, const AnswerValue& value,
                                                  base::Date today) const;

  /// The function as a tree of comparisons, short rather than shortest; no nodes = always true. `of` is not
  /// `no`.
  [[nodiscard]] Expression expression_of(Node of);

 private:
  struct Stored {
    Place place = end;
    std::vector<Node> children;
  };
  class Speller;

  void add_variables(const Expression& expression, std::span<const FactIndex> order);
  [[nodiscard]] Node atom_node(std::uint32_t atom);
  [[nodiscard]] Node built(std::size_t at);
  [[nodiscard]] Node given(Node of, Place variable, std::size_t way, std::map<Node, Node>& known);

  const Expression& expression_;
  std::vector<Variable> variables_;
  std::vector<Stored> nodes_;
  std::map<std::pair<Place, std::vector<Node>>, Node> known_;
  std::map<std::pair<Node, Node>, Node> both_;
  std::map<Node, Node> inverse_;
  std::optional<Node> root_;
  std::size_t limit_;
  bool overflowed_ = false;
};

}  // namespace precert
