// The routes of DTR at one FHIR base.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gateway/dtr/editions.hpp"
#include "gateway/http/router.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

/// Packages, next question, errors, Questionnaire, Library and ValueSet below `base` ("/fhir"). The bases of
/// one gateway share `editions`.
[[nodiscard]] std::vector<Route> dtr_routes(const std::string& base, mappers::PasVersion version,
                                            const std::shared_ptr<KeptEditions>& editions);

}  // namespace gateway
