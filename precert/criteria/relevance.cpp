#include "precert/criteria/relevance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <memory_resource>
#include <span>

#include "precert/criteria/atoms.hpp"

namespace precert {
namespace {

constexpr std::size_t combinations_max = 65'536;

/// Arithmetic modulo the Mersenne prime 2^61 - 1.
struct Residue {
  static constexpr std::uint64_t prime = (std::uint64_t{1} << 61U) - 1;
  std::uint64_t value = 0;

  /// Of a number below twice the prime.
  static constexpr Residue folded(std::uint64_t sum) { return Residue{sum >= prime ? sum - prime : sum}; }

  friend bool operator==(const Residue&, const Residue&) = default;
  friend Residue operator*(Residue a, Residue b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = Wide{a.value} * b.value;
    const auto low = static_cast<std::uint64_t>(product & prime);
    const auto high = static_cast<std::uint64_t>(product >> 61U);
    return folded(low + high);
  }
  [[nodiscard]] Residue complement() const { return folded(prime + 1 - value); }
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

template <class T>
using Row = std::pmr::vector<T>;  // on the workspace of one assessment

/// The tree as a polynomial of its comparisons' chances, each taken as independent of the others.
class Polynomial {
 public:
  Polynomial(const Expression& expression, std::pmr::memory_resource* memory)
      : nodes_(expression.nodes),
        values_(nodes_.size(), never, memory),
        slopes_(nodes_.size(), never, memory),
        members_(memory) {}

  [[nodiscard]] Chance value(std::span<const Chance> atoms) {
    for (std::size_t at = nodes_.size(); at-- > 0;) {  // children come after their parent
      const Expression::Node& node = nodes_[at];
      if (node.kind == Kind::atom) {
        values_[at] = atoms[node.atom];
        continue;
      }
      Chance product = certain;
      for (std::size_t child = at + 1; child < node.end; child = nodes_[child].end)
        product = product * factor(node, child);
      values_[at] = node.kind == Kind::all ? product : product.complement();
    }
    return values_.front();
  }

  /// Partial derivatives by comparison, but for the sign, at the point of the last value().
  void slopes(std::span<Chance> atoms) {
    slopes_.front() = certain;
    for (std::size_t at = 0; at < nodes_.size(); ++at) {
      const Expression::Node& node = nodes_[at];
      if (node.kind == Kind::atom) {
        atoms[node.atom] = slopes_[at];
        continue;
      }
      members_.clear();
      Chance product = slopes_[at];  // of everything before the child
      for (std::size_t child = at + 1; child < node.end; child = nodes_[child].end) {
        members_.push_back(child);
        slopes_[child] = product;
        product = product * factor(node, child);
      }
      product = certain;  // of everything behind the child
      for (std::size_t i = members_.size(); i-- > 0;) {
        slopes_[members_[i]] = slopes_[members_[i]] * product;
        product = product * factor(node, members_[i]);
      }
    }
  }

 private:
  using Kind = Expression::Kind;

  [[nodiscard]] Chance factor(const Expression::Node& parent, std::size_t child) const {
    return parent.kind == Kind::any ? values_[child].complement() : values_[child];
  }

  std::span<const Expression::Node> nodes_;
  Row<Chance> values_, slopes_;
  Row<std::size_t> members_;
};

/// What may vary: the comparisons of one fact, and the ways they can come out together.
struct Variable {
  FactIndex fact = 0;
  Row<std::uint32_t> atoms;                    // positions in the expression
  std::vector<std::vector<Truth>> outcomes{};  // one truth per atom; of a fact with several comparisons only
  double influence = 0;
  bool decisive = false;
};

/// Facts whose comparisons stand below no decided node: only they can still matter.
Row<Variable> variables_of(const Expression& expression, std::span<const Truth> nodes,
                           std::pmr::memory_resource* memory) {
  Row<Variable> variables(memory);
  variables.reserve(expression.atoms.size());
  for (std::size_t at = 0; at < expression.nodes.size();) {
    const Expression::Node& node = expression.nodes[at];
    if (nodes[at] != Truth::unknown) {
      at = node.end;
      continue;
    }
    ++at;
    if (node.kind != Expression::Kind::atom) continue;
    const FactIndex fact = expression.atoms[node.atom].fact;
    const auto found = std::ranges::find(variables, fact, &Variable::fact);
    Variable& variable = found == variables.end()
                             ? variables.emplace_back(Variable{fact, Row<std::uint32_t>(memory)})
                             : *found;
    variable.atoms.push_back(node.atom);
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
  Survey(const Expression& expression, std::span<const Truth> known, std::span<Variable> variables,
         std::pmr::memory_resource* memory)
      : polynomial_(expression, memory),
        variables_(variables),
        single_(memory),
        several_(memory),
        chances_(memory),
        slopes_(known.size(), never, memory),
        results_(memory) {
    chances_.reserve(known.size());
    for (std::size_t atom = 0; atom < known.size(); ++atom) chances_.push_back(chance_of(known[atom], atom));
    single_.reserve(variables_.size());
    for (Variable& variable : variables_) (variable.outcomes.empty() ? single_ : several_).push_back(&variable);
  }

  void run(Assessment& assessment) {
    std::size_t combinations = 1;
    for (const Variable* variable : several_) combinations *= variable->outcomes.size();
    results_.reserve(combinations);
    for (std::size_t at = 0; at < combinations; ++at) {
      set_combination(at);
      results_.push_back(polynomial_.value(chances_));
      measure_singles();
    }
    std::size_t stride = 1;
    for (Variable* variable : several_) {
      measure_several(*variable, stride);
      stride *= variable->outcomes.size();
    }
    conclude(assessment);
  }

 private:
  void set_combination(std::size_t at) {
    for (const Variable* variable : several_) {
      const std::vector<Truth>& outcome = variable->outcomes[at % variable->outcomes.size()];
      at /= variable->outcomes.size();
      for (std::size_t k = 0; k < outcome.size(); ++k)
        chances_[variable->atoms[k]] = chance_of(outcome[k], 0);
    }
  }

  void measure_singles() {
    if (single_.empty()) return;
    polynomial_.slopes(slopes_);
    for (Variable* variable : single_) {
      for (const std::uint32_t atom : variable->atoms) {
        variable->decisive = variable->decisive || slopes_[atom].residue != never.residue;
        variable->influence += std::abs(slopes_[atom].share);
      }
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

  void conclude(Assessment& assessment) {
    const auto constant = [&](Residue value) {
      return std::ranges::all_of(results_, [&](const Chance& one) { return one.residue == value; });
    };
    if (constant(certain.residue)) assessment.truth = Truth::yes;
    if (constant(never.residue)) assessment.truth = Truth::no;
    if (assessment.truth != Truth::unknown) return;
    single_.clear();  // now: the decisive ones
    for (Variable& variable : variables_) {
      if (variable.decisive) single_.push_back(&variable);
    }
    std::ranges::sort(single_, [](const Variable* a, const Variable* b) {  // as they are read, among equals
      return a->influence != b->influence ? a->influence > b->influence : a < b;
    });
    assessment.decisive.reserve(single_.size());
    for (const Variable* variable : single_) assessment.decisive.push_back(variable->fact);
  }

  Polynomial polynomial_;
  std::span<Variable> variables_;
  Row<Variable*> single_, several_;
  Row<Chance> chances_, slopes_, results_;
};

}  // namespace

Assessment assessment_of(const Expression& expression, const FactValues& values) {
  Assessment assessment{Truth::yes};
  if (expression.nodes.empty()) return assessment;
  std::array<std::byte, 4096> room;  // enough for some forty comparisons; larger criteria take more
  std::pmr::monotonic_buffer_resource memory(room.data(), room.size());
  assessment.atoms = atom_truths(expression, values);
  Row<Truth> nodes(expression.nodes.size(), Truth::unknown, &memory);
  node_truths(expression, assessment.atoms, nodes);
  assessment.truth = nodes.front();
  if (assessment.truth != Truth::unknown) return assessment;
  Row<Variable> variables = variables_of(expression, nodes, &memory);
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
  Survey(expression, assessment.atoms, variables, &memory).run(assessment);
  return assessment;
}

}  // namespace precert
