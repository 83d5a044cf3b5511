#include "precert/engine/form_order.hpp"

#include <algorithm>
#include <optional>

#include "precert/engine/form.hpp"

namespace precert {
namespace {

/// Nothing said, nothing assumed.
FactValues all_open(const Rulebook& rulebook) {
  FactValues values;
  values.values.resize(rulebook.facts.size());
  values.today = rulebook.payer.list_date;
  return values;
}

void append_new(std::vector<FactIndex>& to, const std::vector<FactIndex>& more) {
  for (const FactIndex fact : more) {
    if (std::ranges::find(to, fact) == to.end()) to.push_back(fact);
  }
}

}  // namespace

FactValues all_assumed(const Rulebook& rulebook) {
  FactValues values = all_open(rulebook);
  for (FactIndex fact = 0; fact < rulebook.facts.size(); ++fact) {
    if (!rulebook.facts[fact].when_absent) continue;
    values.values[fact] = FactValue{rulebook.facts[fact].when_absent, {}, true};
  }
  return values;
}

FormOrder form_order_of(const Rulebook& rulebook, const Expression& expression) {
  std::vector<FactIndex> ranked = decisive_unknowns(expression, all_assumed(rulebook));
  append_new(ranked, decisive_unknowns(expression, all_open(rulebook)));
  FormOrder order;
  const auto take = [&](bool assumed, bool answered) {
    for (const FactIndex fact : ranked) {
      const Fact& one = rulebook.facts[fact];
      if (can_be_answered(one) != answered) continue;
      if (!answered || one.when_absent.has_value() == assumed) append_new(order.facts, {fact});
    }
  };
  take(true, true);
  order.optional = order.facts.size();
  take(false, true);
  order.asked = order.facts.size();
  take(false, false);
  for (const Atom& atom : expression.atoms) append_new(order.facts, {atom.fact});
  return order;
}

bool opens_a_door(Diagram& diagram, Diagram::Node function, Diagram::Place place, const AnswerValue& assumed,
                  base::Date today) {
  const std::optional<std::size_t> way = diagram.way_of(place, assumed, today);
  if (!way) return false;
  const Diagram::Node shut = diagram.inverse(diagram.given(function, place, *way));
  for (std::size_t other = 0; other < diagram.variables()[place].outcomes.size(); ++other) {
    const Diagram::Node open = diagram.given(function, place, other);
    if (diagram.both(open, shut) != Diagram::no) return true;
  }
  return false;
}

}  // namespace precert
