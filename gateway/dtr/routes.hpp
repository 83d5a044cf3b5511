// The routes of DTR at one FHIR base.
#pragma once

#include <string>
#include <vector>

#include "gateway/http/router.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

/// Packages, next question, errors, Questionnaire, Library and ValueSet below `base` ("/fhir").
[[nodiscard]] std::vector<Route> dtr_routes(const std::string& base, mappers::PasVersion version);

}  // namespace gateway
