#include "precert/criteria/atoms.hpp"

#include <algorithm>
#include <cstdlib>

namespace precert {
namespace {

constexpr Truth truth(bool holds) { return holds ? Truth::yes : Truth::no; }

Truth truth_of_number(const Atom& atom, const base::Decimal& value) {
  switch (atom.comparison) {
    case Comparison::at_least: return truth(value >= atom.number);
    case Comparison::at_most: return truth(value <= atom.number);
    case Comparison::more_than: return truth(value > atom.number);
    case Comparison::less_than: return truth(value < atom.number);
    case Comparison::equals: return atom.choices.empty() ? truth(value == atom.number) : Truth::unknown;
    default: return Truth::unknown;
  }
}

Truth truth_of_text(const Atom& atom, const std::string& value) {
  if (atom.comparison != Comparison::equals && atom.comparison != Comparison::one_of) return Truth::unknown;
  if (atom.choices.empty()) return Truth::unknown;
  return truth(std::ranges::find(atom.choices, value) != atom.choices.end());
}

Truth truth_of_date(const Atom& atom, base::Date value, base::Date today) {
  const std::int64_t days = atom.number.whole().value_or(0);
  const std::int64_t ago = std::int64_t{today.days()} - value.days();  // negative = still to come
  switch (atom.comparison) {
    case Comparison::within_days: return truth(std::abs(ago) <= days);
    case Comparison::before_days: return truth(ago >= days);
    case Comparison::after_days: return truth(ago <= days);
    default: return Truth::unknown;
  }
}

bool is_date_comparison(Comparison comparison) {
  return comparison == Comparison::within_days || comparison == Comparison::before_days ||
         comparison == Comparison::after_days;
}

std::vector<AnswerValue> numbers_around(const std::vector<const Atom*>& atoms) {
  std::vector<base::Decimal> cuts;
  cuts.reserve(atoms.size());
  for (const Atom* atom : atoms) cuts.push_back(atom->number);
  std::ranges::sort(cuts);
  std::vector<AnswerValue> values{cuts.front() + base::Decimal(-1), cuts.back() + base::Decimal(1)};
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    values.emplace_back(cuts[i]);
    if (i > 0) values.emplace_back((cuts[i - 1] + cuts[i]) * base::Decimal(5, 1));
  }
  return values;
}

std::vector<AnswerValue> dates_around(const std::vector<const Atom*>& atoms, base::Date today) {
  std::vector<AnswerValue> values;
  for (const Atom* atom : atoms) {
    const auto days = static_cast<std::int32_t>(atom->number.whole().value_or(0));
    for (const std::int32_t cut : {-days, days}) {
      for (const std::int32_t near : {-1, 0, 1}) values.emplace_back(today.plus_days(cut + near));
    }
  }
  return values;
}

std::vector<AnswerValue> texts_of(const std::vector<const Atom*>& atoms) {
  std::string other = "(";  // longer than every choice, so equal to none
  std::vector<AnswerValue> values;
  for (const Atom* atom : atoms) {
    for (const std::string& choice : atom->choices) {
      values.emplace_back(choice);
      other += choice;
    }
  }
  values.emplace_back(other);
  return values;
}

}  // namespace

Truth truth_of(const Atom& atom, const AnswerValue& value, base::Date today) {
  if (const bool* yes = std::get_if<bool>(&value)) {
    if (atom.comparison == Comparison::is_true) return truth(*yes);
    return atom.comparison == Comparison::is_false ? truth(!*yes) : Truth::unknown;
  }
  if (const auto* number = std::get_if<base::Decimal>(&value)) return truth_of_number(atom, *number);
  if (const auto* date = std::get_if<base::Date>(&value)) return truth_of_date(atom, *date, today);
  return truth_of_text(atom, std::get<std::string>(value));
}

std::vector<Truth> atom_truths(const Expression& expression, const FactValues& values) {
  std::vector<Truth> truths;
  truths.reserve(expression.atoms.size());
  for (const Atom& atom : expression.atoms) {
    const std::optional<AnswerValue>& value = values.values[atom.fact].value;
    truths.push_back(value ? truth_of(atom, *value, values.today) : Truth::unknown);
  }
  return truths;
}

void node_truths(const Expression& expression, std::span<const Truth> atoms, std::span<Truth> truths) {
  using Kind = Expression::Kind;
  for (std::size_t at = expression.nodes.size(); at-- > 0;) {  // children come after their parent
    const Expression::Node& node = expression.nodes[at];
    if (node.kind == Kind::atom) {
      truths[at] = atoms[node.atom];
      continue;
    }
    Truth lowest = Truth::yes, highest = Truth::no;
    for (std::size_t child = at + 1; child < node.end; child = expression.nodes[child].end) {
      lowest = std::min(lowest, truths[child]);
      highest = std::max(highest, truths[child]);
    }
    if (node.kind == Kind::all) truths[at] = lowest;
    if (node.kind == Kind::any) truths[at] = highest;
    if (node.kind != Kind::negation) continue;
    truths[at] = lowest == Truth::unknown ? Truth::unknown : truth(lowest == Truth::no);
  }
}

std::vector<AnswerValue> representatives(const std::vector<const Atom*>& atoms, base::Date today) {
  const Atom& first = *atoms.front();
  if (first.comparison == Comparison::is_true || first.comparison == Comparison::is_false)
    return {true, false};
  if (is_date_comparison(first.comparison)) return dates_around(atoms, today);
  if (!first.choices.empty()) return texts_of(atoms);
  return numbers_around(atoms);
}

}  // namespace precert
