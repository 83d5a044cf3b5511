// The reason of a coverage-information extension in words: what was decided by which rule, what is asked for,
// by when, and what it was decided without.
#pragma once

#include <string>

#include "mappers/fhir/crd_assertion.hpp"

namespace mappers {

/// Plain sentences; never empty. What the cards say of a request stands here too: a client may have switched
/// them off, and some hooks have none (SC-17, SC-21, SC-24, resp-51).
[[nodiscard]] std::string crd_reason_words(const OrderQuestion& question,
                                           const precert::CoverageAnswer& answer,
                                           const precert::CoverageItemAnswer& item, Finding finding,
                                           const precert::Rulebook& rulebook);

/// True of a fact about treatment that comes before the service: it is learned from the treatments tried, or
/// its name says so. The word treatment alone does not: "will the result change the treatment?".
[[nodiscard]] bool is_earlier_treatment(const precert::MissingInformation& missing,
                                        const precert::Rulebook& rulebook);

}  // namespace mappers
