// `rules explain` of what policies refer to: a product, a vendor, a facility of the rulebook.
#pragma once

#include <string>

#include "precert/rulebook/explain_rules.hpp"

namespace precert {

/// A product with the promises that hold for it, a vendor with the policies that send there, or a facility
/// (by its NPI) as the rulebook lists it. "" when nothing has this name.
[[nodiscard]] std::string entry_explanation_of(const Rulebook& rulebook, const RuleQuestion& question);

}  // namespace precert
