// Comparisons that cannot do anything: every answer meets them, none does, or what they find never counts.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "precert/criteria/closed_words.hpp"
#include "precert/criteria/relevance.hpp"
#include "precert/rulebook/finding_rows.hpp"

namespace precert {
namespace {

/// What a counted number can be: nobody is younger than newborn, nothing was done less than no times.
struct Bounds {
  base::Decimal least;
  std::optional<base::Decimal> most;
};

/// Nullopt for numbers that may be anything, such as a result of the laboratory.
std::optional<Bounds> bounds_of(const Fact& fact) {
  constexpr int oldest = 150;
  if (fact.least) return Bounds{*fact.least, fact.most};
  using Kind = FactOrigin::Kind;
  const auto learned_from = [&fact](Kind kind) {
    return std::ranges::find(fact.origins, kind, &FactOrigin::kind) != fact.origins.end();
  };
  if (learned_from(Kind::age)) return Bounds{base::Decimal(), base::Decimal(oldest)};
  const bool counted =
      learned_from(Kind::quantity) || learned_from(Kind::history) || learned_from(Kind::treatment);
  return counted ? std::optional(Bounds{base::Decimal(), std::nullopt}) : std::nullopt;
}

/// What the comparison gives for every number within the bounds; unknown when that depends on the number.
Truth whatever_number(const Atom& atom, const Bounds& bounds) {
  const base::Decimal& than = atom.number;
  const auto above_all = [&] { return bounds.most && than > *bounds.most; };
  const auto from_most = [&] { return bounds.most && than >= *bounds.most; };
  switch (atom.comparison) {
    case Comparison::at_least:
      return than <= bounds.least ? Truth::yes : above_all() ? Truth::no : Truth::unknown;
    case Comparison::more_than:
      return than < bounds.least ? Truth::yes : from_most() ? Truth::no : Truth::unknown;
    case Comparison::at_most:
      return than < bounds.least ? Truth::no : from_most() ? Truth::yes : Truth::unknown;
    case Comparison::less_than:
      return than <= bounds.least ? Truth::no : above_all() ? Truth::yes : Truth::unknown;
    case Comparison::equals: return than < bounds.least || above_all() ? Truth::no : Truth::unknown;
    default: return Truth::unknown;
  }
}

Truth whatever_answer(const Atom& atom, const Fact& fact) {
  if (fact.type == FactType::text && !fact.choices.empty()) {
    const bool every = std::ranges::all_of(fact.choices, [&](const std::string& choice) {
      return std::ranges::find(atom.choices, choice) != atom.choices.end();
    });
    return every ? Truth::yes : Truth::unknown;
  }
  const std::optional<Bounds> bounds = fact.type == FactType::number ? bounds_of(fact) : std::nullopt;
  return bounds ? whatever_number(atom, *bounds) : Truth::unknown;
}

/// A misspelt site or sex: the comparison is silently off.
void check_words(const Checked& checked, const Criterion& criterion, const Atom& atom) {
  const std::vector<std::string_view> words = closed_words(checked.book.facts[atom.fact]);
  if (words.empty()) return;
  for (const std::string& choice : atom.choices) {
    if (std::ranges::find(words, choice) != words.end()) continue;
    std::string known;
    for (const std::string_view one : words) known.append(known.empty() ? "" : ", ").append(one);
    checked.error(criterion.where, "criterion " + criterion.id + ": \"" + atom.words +
                                       "\": no request says \"" + choice + "\"; use one of: " + known);
  }
}

void check_comparisons(const Checked& checked, const Criterion& criterion) {
  for (const Atom& atom : criterion.expression.atoms) {
    check_words(checked, criterion, atom);
    const Truth truth = whatever_answer(atom, checked.book.facts[atom.fact]);
    if (truth == Truth::unknown) continue;
    checked.error(criterion.where, "criterion " + criterion.id + ": \"" + atom.words + "\": " +
                                       (truth == Truth::yes ? "every answer meets it; remove the comparison"
                                                            : "no answer can meet it; mend the comparison"));
  }
}

/// A branch that another one holds: any of A and (A and B) is A.
void check_questions(const Checked& checked, const Criterion& criterion) {
  FactValues nothing;
  nothing.values.resize(checked.book.facts.size());
  nothing.today = checked.book.payer.list_date;
  const Assessment open = assessment_of(criterion.expression, nothing);
  if (open.truth != Truth::unknown) return;  // told as such
  std::vector<FactIndex> told;
  for (const Atom& atom : criterion.expression.atoms) {
    const bool known = std::ranges::find(told, atom.fact) != told.end();
    if (known || std::ranges::find(open.decisive, atom.fact) != open.decisive.end()) continue;
    told.push_back(atom.fact);
    checked.error(criterion.where, "criterion " + criterion.id + ": whatever is said of fact \"" +
                                       checked.book.facts[atom.fact].id +
                                       "\", the other conditions decide; remove its branch");
  }
}

}  // namespace

void find_idle_comparisons(const Checked& checked) {
  for (const Criterion& criterion : checked.book.criteria) {
    check_comparisons(checked, criterion);
    check_questions(checked, criterion);
  }
}

}  // namespace precert
