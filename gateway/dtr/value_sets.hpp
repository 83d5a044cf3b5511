// The value sets of the rulebook over FHIR: definition and expansion.
#pragma once

#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

/// GET [base]/ValueSet/{id}. 404.
[[nodiscard]] HttpReply read_value_set(const HttpRequest& request, const std::string& id,
                                       mappers::PasVersion version, Services& services);

/// GET [base]/ValueSet/$expand?url=…&filter=…&count=…&offset=…, or POST of the same as Parameters: the codes
/// that are active today. 400 without url or with a count that is no number, 404 for a value set of somebody
/// else. Rule: FHIR R4 valueset-operation-expand, DTR payer CapabilityStatement.
[[nodiscard]] HttpReply expand_value_set(const HttpRequest& request, mappers::PasVersion version,
                                         Services& services);

}  // namespace gateway
