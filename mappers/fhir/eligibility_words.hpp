// Inside mappers/fhir: what a CoverageEligibilityResponse says to people.
#pragma once

#include <string>

#include "precert/model/coverage_answer.hpp"

namespace mappers {

/// One item as people need it: covered or not, whether and why an authorization is needed and whose, what to
/// send, what has to have been tried before, by when it is decided, by which criteria and rule, where it
/// costs less, whom to call, and the number that proves the check.
[[nodiscard]] std::string eligibility_words(const precert::CoverageItemAnswer& item,
                                            const precert::CoverageAnswer& answer);

/// What is required of a part of the plan or of a category.
[[nodiscard]] std::string eligibility_words(const precert::ServiceRequirement& part);

/// "Example Vendor, phone 8005550199, https://…"; "" when nothing is known.
[[nodiscard]] std::string contact_words(const precert::Party& party);

}  // namespace mappers
