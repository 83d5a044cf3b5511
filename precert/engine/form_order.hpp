// Inside of precert/engine: in which order a form asks the facts of its criterion, and which assumptions of
// the rulebook another answer can improve.
#pragma once

#include <cstddef>
#include <vector>

#include "precert/criteria/diagram.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {

/// The facts of a criterion as a form asks them: first those that are assumed and can open a door, then the
/// others, most decisive first; last those that nobody can be asked.
struct FormOrder {
  std::vector<FactIndex> facts;
  std::size_t optional = 0;  // how many of the first
  std::size_t asked = 0;     // how many of the first, the optional ones among them
};

[[nodiscard]] FormOrder form_order_of(const Rulebook& rulebook, const Expression& expression);

/// Nothing said but what the rulebook assumes.
[[nodiscard]] FactValues all_assumed(const Rulebook& rulebook);

/// Whether another answer than the assumed one can make it yes where the assumed one makes it no.
[[nodiscard]] bool opens_a_door(Diagram& diagram, Diagram::Node function, Diagram::Place place,
                                const AnswerValue& assumed, base::Date today);

}  // namespace precert
