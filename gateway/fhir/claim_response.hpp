// GET [base]/ClaimResponse/ID and searches for ClaimResponses: the state of cases, at any time.
#pragma once

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

/// 200 with the current ClaimResponse, its ETag the version of the case; 404 when there is no such case.
[[nodiscard]] HttpReply read_claim_response(const HttpRequest& request, const std::string& id,
                                            mappers::PasVersion version, Services& services);

/// GET [base]/ClaimResponse?… and POST [base]/ClaimResponse/_search: 200 with a searchset, the case opened
/// last first, in pages that stay where they are while cases change. One of patient, requestor, identifier,
/// request and _id has to be there: a list of everybody's cases is nobody's business. 400 for a search that
/// is not understood. Links to next pages hold no patient's identifier.
[[nodiscard]] HttpReply search_claim_responses(const HttpRequest& request, mappers::PasVersion version,
                                               Services& services);

}  // namespace gateway
