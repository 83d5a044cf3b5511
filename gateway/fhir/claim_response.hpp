// GET [base]/ClaimResponse/ID and GET [base]/ClaimResponse?…: the state of a case, at any time.
#pragma once

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

/// 200 with the current ClaimResponse; 404 when there is no such case.
[[nodiscard]] HttpReply read_claim_response(const HttpRequest& request, const std::string& id,
                                            mappers::PasVersion version, Services& services);

/// `identifier=system|value` (a trace, an authorization or reference number) or `request=FULLURL` of the Claim:
/// 200 with a searchset. 400 when neither is given: a list of everybody's cases is nobody's business.
[[nodiscard]] HttpReply search_claim_responses(const HttpRequest& request, mappers::PasVersion version,
                                               Services& services);

}  // namespace gateway
