// The coverage-information extension on a copy of the client's resource, in the words of one CRD version.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "mappers/fhir/crd_assertion.hpp"
#include "parsers/json/writer.hpp"

namespace mappers {

/// Appends one repetition of the extension.
void write_coverage_information(json::Writer& out, const CoverageInformation& information,
                                CrdVersion version);

/// The resource as the client sent it with these repetitions in place of the earlier ones of the same
/// coverages; nothing else changes, and numbers keep their digits (resp-37). "" when the resource says the
/// same already, but for the day it was said (resp-29, resp-35). `server` is the client's fhirServer:
/// under 2.2 a Coverage on another one is another Coverage, and what was said of it stays.
[[nodiscard]] std::string updated_resource(const json::Value& resource,
                                           std::span<const CoverageInformation> informations,
                                           CrdVersion version, std::string_view server = {});

}  // namespace mappers
