// The routes of a FHIR base, each with what /metadata says of it.
#pragma once

#include <string>
#include <vector>

#include "gateway/http/router.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

/// All but the subscriptions'. Each PAS version has a base of its own: "/fhir", "/fhir/2.0.1".
[[nodiscard]] std::vector<Route> fhir_routes(const std::string& base, mappers::PasVersion version);

}  // namespace gateway
