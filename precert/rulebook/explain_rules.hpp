// `rules explain`: a policy, a criterion, a code, a product, a vendor or a facility in words for people.
#pragma once

#include <string>
#include <string_view>

#include "precert/rulebook/tables.hpp"

namespace precert {

/// What is explained, for whom and when.
struct RuleQuestion {
  std::string name;          // id of a policy, criterion, product or vendor, a code ("70551", "hcpcs:G0299"), an NPI
  Index product = no_index;  // no_index = every product
  base::Date day;            // of service
  base::Instant now{};       // for the due instants
};

/// A code: which policy speaks for each product and why the others that name it do not. A policy: what it
/// requires, for whom, when. A criterion: its tree with the questions. A product, a vendor, a facility: see
/// explain_entries.hpp. "" when nothing has this name.
[[nodiscard]] std::string rule_explanation_of(const Rulebook& rulebook, const RuleQuestion& question);

}  // namespace precert
