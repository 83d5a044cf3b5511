// Diagram -> expression: the condition under which a question is asked, as short as people would write it.
#include <algorithm>

#include "precert/criteria/diagram.hpp"

namespace precert {
namespace {

using Kind = Expression::Kind;

/// A tree while it is put together. A group without children is its neutral element: all = true, any = false.
struct Tree {
  Kind kind = Kind::all;
  std::uint32_t atom = 0;  // of the criterion's expression
  std::vector<Tree> children{};

  [[nodiscard]] bool constant(bool value) const {
    return children.empty() && kind == (value ? Kind::all : Kind::any);
  }
};

Tree literal(std::uint32_t atom, bool positive) {
  Tree leaf{Kind::atom, atom};
  return positive ? leaf : Tree{Kind::negation, 0, {std::move(leaf)}};
}

/// `group` with one more member: constants and groups of the same kind dissolve.
void add(Tree& group, Tree one) {
  const bool of_all = group.kind == Kind::all;
  if (one.constant(of_all)) return;
  if (one.kind == group.kind) {
    for (Tree& child : one.children) group.children.push_back(std::move(child));
  } else {
    group.children.push_back(std::move(one));
  }
}

/// A group of one is its only member.
Tree settled(Tree group) {
  if (group.children.size() == 1 && group.kind != Kind::negation) {
    Tree only = std::move(group.children.front());
    return only;
  }
  return group;
}

Tree group_of(Kind kind, std::vector<Tree> members) {
  Tree group{kind};
  for (Tree& one : members) {
    if (one.constant(kind == Kind::any)) return one;  // decides the group
    add(group, std::move(one));
  }
  return settled(std::move(group));
}

using Ways = std::vector<bool>;  // by way of one variable: whether it belongs

Ways ways_where(const Diagram::Variable& variable, std::size_t atom, bool positive) {
  Ways ways;
  for (const std::vector<Truth>& outcome : variable.outcomes)
    ways.push_back((outcome[atom] == Truth::yes) == positive);
  return ways;
}

Ways joined(const Ways& a, const Ways& b, bool as_all) {
  Ways ways;
  for (std::size_t i = 0; i < a.size(); ++i) ways.push_back(as_all ? a[i] && b[i] : a[i] || b[i]);
  return ways;
}

struct Literal {
  std::uint32_t atom;
  bool positive;
  Ways ways;

  [[nodiscard]] Tree tree() const { return literal(atom, positive); }
};

std::vector<Literal> literals_of(const Diagram::Variable& variable) {
  std::vector<Literal> all;
  for (std::size_t i = 0; i < variable.atoms.size(); ++i) {
    for (const bool positive : {true, false})
      all.push_back({variable.atoms[i], positive, ways_where(variable, i, positive)});
  }
  return all;
}

/// That a fact comes out in one of these ways: one comparison, two of them, else all ways spelled out.
Tree spelled(const Diagram::Variable& variable, const Ways& wanted) {
  if (std::ranges::all_of(wanted, [](bool one) { return one; })) return Tree{Kind::all};
  const std::vector<Literal> literals = literals_of(variable);
  for (const Literal& one : literals) {
    if (one.ways == wanted) return one.tree();
  }
  for (const Literal& a : literals) {
    for (const Literal& b : literals) {
      for (const Kind kind : {Kind::all, Kind::any}) {
        if (joined(a.ways, b.ways, kind == Kind::all) == wanted) return group_of(kind, {a.tree(), b.tree()});
      }
    }
  }
  std::vector<Tree> ways;
  for (std::size_t way = 0; way < wanted.size(); ++way) {
    if (!wanted[way]) continue;
    std::vector<Tree> together;
    for (std::size_t i = 0; i < variable.atoms.size(); ++i)
      together.push_back(literal(variable.atoms[i], variable.outcomes[way][i] == Truth::yes));
    ways.push_back(group_of(Kind::all, std::move(together)));
  }
  return group_of(Kind::any, std::move(ways));
}

void append(const Tree& tree, const Expression& from, Expression& into) {
  const std::size_t at = into.nodes.size();
  into.nodes.push_back({tree.kind, 0, 0});
  if (tree.kind == Kind::atom) {
    into.nodes[at].atom = static_cast<std::uint32_t>(into.atoms.size());
    into.atoms.push_back(from.atoms[tree.atom]);
  }
  for (const Tree& child : tree.children) append(child, from, into);
  into.nodes[at].end = static_cast<std::uint32_t>(into.nodes.size());
}

}  // namespace

class Diagram::Speller {
 public:
  explicit Speller(Diagram& diagram) : diagram_(diagram) {}

  /// What holds whichever way the fact comes out, or the fact comes out so and what follows from that holds.
  Tree tree_of(Node of) {
    if (of <= yes) return Tree{of == yes ? Kind::all : Kind::any};
    const std::vector<Node> branches(diagram_.children(of).begin(), diagram_.children(of).end());
    const Node least = least_of(branches);
    std::vector<Tree> ways;
    for (std::size_t i = 0; i < branches.size(); ++i) {
      const bool seen = std::find(branches.begin(), branches.begin() + static_cast<std::ptrdiff_t>(i),
                                  branches[i]) != branches.begin() + static_cast<std::ptrdiff_t>(i);
      if (seen || branches[i] == least) continue;
      ways.push_back(way_into(of, branches, branches[i]));
    }
    if (least != no) ways.push_back(tree_of(least));
    return group_of(Kind::any, std::move(ways));
  }

 private:
  /// The branch that implies every other; `no` when there is none.
  Node least_of(const std::vector<Node>& branches) {
    for (const Node one : branches) {
      if (std::ranges::all_of(branches, [&](Node other) { return diagram_.implies(one, other); })) return one;
    }
    return no;
  }

  Tree way_into(Node of, const std::vector<Node>& branches, Node into) {
    Ways ways;
    ways.reserve(branches.size());
    for (const Node branch : branches) ways.push_back(diagram_.implies(into, branch));
    const Variable& variable = diagram_.variables_[diagram_.place(of)];
    std::vector<Tree> both;
    both.push_back(spelled(variable, ways));
    both.push_back(tree_of(into));
    return group_of(Kind::all, std::move(both));
  }

  Diagram& diagram_;
};

Expression Diagram::expression_of(Node of) {
  Expression expression;
  const Tree tree = Speller(*this).tree_of(of);
  if (!tree.constant(true)) append(tree, expression_, expression);
  return expression;
}

}  // namespace precert
