// A stored case, ready to be written as a ClaimResponse.
#pragma once

#include <memory>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/fhir/original_bundle.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "mappers/fhir/review_response.hpp"
#include "precert/engine/facts.hpp"

namespace gateway {

/// A case and the Bundle that it came with, if one did.
struct ReadCase {
  CaseRecord record;
  precert::PriorCase found;
  std::unique_ptr<OriginalBundle> original;
  bool is_part = false;  // lines were taken out: the Claim as it was sent is not for this reader
};

/// Errors: store_unavailable; data_invalid when the store holds what this version cannot read.
[[nodiscard]] base::Result<ReadCase> read_case(CaseRecord record, const Services& services);

/// What writing it needs. `read` must outlive the context.
[[nodiscard]] mappers::ResponseContext context_of(const ReadCase& read, mappers::PasVersion version,
                                                  const Services& services);

}  // namespace gateway
