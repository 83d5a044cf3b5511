// The part of a request that both dialects can say. What is outside it is listed here and nowhere else.
#pragma once

#include "precert/model/review_request.hpp"

namespace mappers {

/// Drops what only one dialect has words for, so that the two forms of one case can be compared:
/// - X12 only: second and third related cause, UM07..UM10, the onset and pregnancy dates, CR1, CR2, CR5, CR6
///   beyond prognosis and start, a pattern of delivery at the event when every line has its own, transport
///   locations, other UMOs, provider code (PRV01), dental detail, the reservation purpose;
/// - FHIR only: the identifier system of the Bundle, coverage period, documents' LOINC and content, change
///   marks other than cancelled.
[[nodiscard]] precert::ReviewRequest said_by_both(precert::ReviewRequest request);

}  // namespace mappers
