#include "precert/criteria/relevance.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

#include "precert/criteria/atoms.hpp"

namespace precert {
namespace {

constexpr std::size_t combinations_max = 65'536;

/// Arithmetic modulo the Mersenne prime 2^61 - 1.
struct Residue {
  static constexpr std::uint64_t prime = (std::uint64_t{1} << 61U) - 1;
  std::uint64_t value = 0;

  friend bool operator==(const Residue&, const Residue&) = default;
  friend Residue operator*(Residue a, Residue b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = Wide{a.value} * b.value;
    const auto low = static_cast<std::uint64_t>(product & prime);
    const auto high = static_cast<std::uint64_t>(product >> 61U);
    return Residue{(low + high) % prime};
  }
  [[nodiscard]] Residue complement() const { return Residue{(prime + 1 - value) % prime}; }
};

/// Probability of a comparison: as a share for ranking, as a residue for comparing functions.
struct Chance {
  double share = 0;
  Residue residue;

  [[nodiscard]] Chance complement() const { return Chance{1 - share, residue.complement()}; }
  friend Chance operator*(Chance a, Chance b) { return Chance{a.share * b.share, a.residue * b.residue}; }
};
constexpr Chance never{0.0, Residue{0}};
constexpr Chance certain{1.0, Residue{1}};

/// A fixed, well-mixed point for the n-th comparison (splitmix64).
Chance open_chance(std::size_t atom) {
  std::uint64_t mixed = (std::uint64_t{atom} + 1) * 0x9E3779B97F4A7C15U;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
  return Chance{0.5, Residue{(mixed ^ (mixed >> 31U)) % Residue::prime}};
}

Chance chance_of(Truth truth, std::size_t atom) {
  if (truth == Truth::unknown) return open_chance(atom);
  return truth == Truth::yes ? certain : never;
}

/// Probability of the whole tree when every comparison is independent of the others.
Chance chance_of_tree(const Expression& expression, std::span<const Chance> atoms,
                      std::vector<Chance>& scratch) {
  using Kind = Expression::Kind;
  if (expression.nodes.empty()) return certain;
  scratch.assign(expression.nodes.size(), never);
  for (std::size_t at = expression.nodes.size(); at-- > 0;) {
    const Expression::Node& node = expression.nodes[at];
    if (node.kind == Kind::atom) {
      scratch[at] = atoms[node.atom];
      continue;
    }
    Chance product = certain;
    for (std::size_t child = at + 1; child < node.end; child = expression.nodes[child].end) {
      product = product * (node.kind == Kind::any ? scratch[child].complement() : scratch[child]);
    }
    scratch[at] = node.kind == Kind::all ? product : product.complement();
  }
  return scratch.front();
}

/// What may vary: the comparisons of one fact, and the ways they can come out together.
struct Variable {
  FactIndex fact = 0;
  std::vector<std::uint32_t> atoms;          // positions in the expression
  std::vector<std::vector<Truth>> outcomes;  // one truth per atom; of a fact with several comparisons only
  double influence = 0;
  bool decisive = false;
};

/// Comparisons below no decided node: only they can still matter.
std::vector<std::uint32_t> live_atoms(const Expression& expression, const std::vector<Truth>& nodes) {
  std::vector<std::uint32_t> live;
  for (std::size_t at = 0; at < expression.nodes.size();) {
    const Expression::Node& node = expression.nodes[at];
    if (nodes[at] != Truth::unknown) {
      at = node.end;
      continue;
    }
    if (node.kind == Expression::Kind::atom) live.push_back(node.atom);
    ++at;
  }
  return live;
}

std::vector<Variable> variables_of(const Expression& expression, const std::vector<std::uint32_t>& live) {
  std::vector<Variable> variables;
  for (const std::uint32_t atom : live) {
    const FactIndex fact = expression.atoms[atom].fact;
    const auto found = std::ranges::find(variables, fact, &Variable::fact);
    Variable& variable =
        found == variables.end() ? variables.emplace_back(Variable{fact, {}, {}, 0, false}) : *found;
    variable.atoms.push_back(atom);
  }
  return variables;
}

void add_outcomes(Variable& variable, const Expression& expression, base::Date today) {
  std::vector<const Atom*> atoms;
  atoms.reserve(variable.atoms.size());
  for (const std::uint32_t atom : variable.atoms) atoms.push_back(&expression.atoms[atom]);
  for (const AnswerValue& value : representatives(atoms, today)) {
    std::vector<Truth> outcome;
    outcome.reserve(atoms.size());
    for (const Atom* atom : atoms) outcome.push_back(truth_of(*atom, value, today));
    if (std::ranges::find(variable.outcomes, outcome) == variable.outcomes.end()) {
      variable.outcomes.push_back(std::move(outcome));
    }
  }
}

/// Walks all combinations of the facts that have several comparisons and measures what each fact moves.
class Survey {
 public:
  Survey(const Expression& expression, std::vector<Truth> known, std::vector<Variable> variables)
      : expression_(expression), variables_(std::move(variables)) {
    for (std::size_t atom = 0; atom < known.size(); ++atom) chances_.push_back(chance_of(known[atom], atom));
    for (std::size_t i = 0; i < variables_.size(); ++i) {
      (variables_[i].outcomes.empty() ? single_ : several_).push_back(i);
    }
  }

  Assessment run() {
    std::size_t combinations = 1;
    for (const std::size_t i : several_) combinations *= variables_[i].outcomes.size();
    results_.reserve(combinations);
    for (std::size_t at = 0; at < combinations; ++at) {
      set_combination(at);
      results_.push_back(chance_of_tree(expression_, chances_, scratch_));
      for (const std::size_t i : single_) measure_single(variables_[i]);
    }
    std::size_t stride = 1;
    for (const std::size_t i : several_) {
      measure_several(variables_[i], stride);
      stride *= variables_[i].outcomes.size();
    }
    return assessed();
  }

 private:
  void set_combination(std::size_t at) {
    for (const std::size_t i : several_) {
      const Variable& variable = variables_[i];
      const std::vector<Truth>& outcome = variable.outcomes[at % variable.outcomes.size()];
      at /= variable.outcomes.size();
      for (std::size_t k = 0; k < outcome.size(); ++k) chances_[variable.atoms[k]] = chance_of(outcome[k], 0);
    }
  }

  void measure_single(Variable& variable) {
    for (const std::uint32_t atom : variable.atoms) {
      const Chance open = chances_[atom];
      chances_[atom] = never;
      const Chance without = chance_of_tree(expression_, chances_, scratch_);
      chances_[atom] = certain;
      const Chance with = chance_of_tree(expression_, chances_, scratch_);
      chances_[atom] = open;
      variable.decisive = variable.decisive || with.residue != without.residue;
      variable.influence += std::abs(with.share - without.share);
    }
  }

  /// Compares the results of combinations that differ in this fact alone.
  void measure_several(Variable& variable, std::size_t stride) {
    const std::size_t outcomes = variable.outcomes.size();
    for (std::size_t at = 0; at < results_.size(); ++at) {
      if (at / stride % outcomes != 0) continue;
      double lowest = 1, highest = 0;
      for (std::size_t k = 0; k < outcomes; ++k) {
        const Chance& result = results_[at + k * stride];
        variable.decisive = variable.decisive || result.residue != results_[at].residue;
        lowest = std::min(lowest, result.share);
        highest = std::max(highest, result.share);
      }
      variable.influence += (highest - lowest) * static_cast<double>(outcomes);
    }
  }

  Assessment assessed() {
    const auto constant = [&](Residue value) {
      return std::ranges::all_of(results_, [&](const Chance& one) { return one.residue == value; });
    };
    if (constant(certain.residue)) return {Truth::yes, {}};
    if (constant(never.residue)) return {Truth::no, {}};
    std::ranges::stable_sort(variables_, std::ranges::greater{}, &Variable::influence);
    Assessment assessment;
    for (const Variable& variable : variables_) {
      if (variable.decisive) assessment.decisive.push_back(variable.fact);
    }
    return assessment;
  }

  const Expression& expression_;
  std::vector<Variable> variables_;
  std::vector<std::size_t> single_, several_;
  std::vector<Chance> chances_, results_, scratch_;
};

}  // namespace

Assessment assessment_of(const Expression& expression, const FactValues& values) {
  if (expression.nodes.empty()) return {Truth::yes, {}};
  std::vector<Truth> atoms = atom_truths(expression, values);
  const std::vector<Truth> nodes = node_truths(expression, atoms);
  if (nodes.front() != Truth::unknown) return {nodes.front(), {}};
  std::vector<Variable> variables = variables_of(expression, live_atoms(expression, nodes));
  std::size_t combinations = 1;
  for (Variable& variable : variables) {
    if (variable.atoms.size() == 1) continue;
    add_outcomes(variable, expression, values.today);
    combinations *= variable.outcomes.size();
    if (combinations > combinations_max) break;
  }
  if (combinations > combinations_max) {  // too many: every comparison counts as if it were a fact of its own
    for (Variable& variable : variables) variable.outcomes.clear();
  }
  return Survey(expression, std::move(atoms), std::move(variables)).run();
}

}  // namespace precert
