// Inside mappers/fhir: one item of a CoverageEligibilityResponse.
#pragma once

#include "mappers/fhir/response_elements.hpp"
#include "parsers/json/value.hpp"
#include "precert/model/coverage_answer.hpp"
#include "precert/model/coverage_question.hpp"

namespace mappers {

/// An answer beside what was asked for it.
struct EligibilityItem {
  const precert::CoverageItemAnswer& said;
  const precert::CoverageAnswer& answer;
  const precert::CoverageItem* item = nullptr;  // nullptr: the plan as a whole
  json::Value asked;                            // request.item; absent: the plan as a whole
  int place = 0;                                // of `asked`, from 1
  bool several_sites = false;                   // the same was asked for more than one facility
};

/// The item, and one for each part of a service that was asked by type (SC-07).
void write_eligibility_item(OptionalArray& items, const EligibilityItem& item);

}  // namespace mappers
