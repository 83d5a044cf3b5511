// Services the way people look for them, and what each plan requires of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "precert/rulebook/tables.hpp"

namespace precert {

/// What one plan requires of a service on a day.
struct PlanRequirement {
  Index product = no_index;
  const Policy* policy = nullptr;        // nullptr: no policy speaks, not required
  const Criterion* criterion = nullptr;  // in force that day
  const Vendor* vendor = nullptr;

  [[nodiscard]] Requirement requirement() const {
    return policy == nullptr ? Requirement::not_required : policy->requirement;
  }
};

struct ServiceFound {
  const ServiceCode* service = nullptr;
  std::vector<PlanRequirement> plans;
};

/// How many of the services found are what for one plan: "some services require a pre-authorization".
struct PlanSummary {
  Index product = no_index;
  std::size_t required = 0, not_required = 0, excluded = 0, vendor_managed = 0;
};

struct RuleSearch {
  std::vector<ServiceFound> services;  // the best of them
  std::size_t total = 0;               // of all that were found
  std::vector<PlanSummary> summary;    // of all that were found, by plan
  std::string words;                   // when nothing was found: what that means
};

/// Which services `query` means and what is required of them on `day`, the best `count_max` of them in full.
/// `product` = no_index: for every plan offered on that day. A code that is not in the catalogue is answered
/// in `words`: not required when it can be a code, not a code of the edition when it cannot (SC-13).
[[nodiscard]] RuleSearch search_rules(const Rulebook& rulebook, std::string_view query, Index product,
                                      base::Date day, std::size_t count_max);

/// What a plan requires of a service on a day.
[[nodiscard]] PlanRequirement requirement_of(const Rulebook& rulebook, const ServiceCode& service,
                                             Index product, base::Date day);

/// The same as lines for people.
[[nodiscard]] std::string report_of(const Rulebook& rulebook, const RuleSearch& found);

}  // namespace precert
