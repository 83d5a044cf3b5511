// The report of one FHIR file: a PAS Bundle of either side, a notification, Parameters or one resource.
#pragma once

#include <string>

#include "gateway/cli/validation_report.hpp"
#include "parsers/fhir/check.hpp"

namespace gateway::cli {

/// With what a file is measured.
struct FhirProfiles {
  fhir::Profiles profiles;
  bool of_package = false;  // --ig: every breach is an error, also in a request
};

/// A request Bundle is checked as a gateway would on its way in (`answer`: accepted or OperationOutcome),
/// everything else to the letter. An inquiry is told by the profiles it claims or by the word in the file's
/// name.
[[nodiscard]] Report fhir_report(const std::string& file, const std::string& text, const FhirProfiles& with);

}  // namespace gateway::cli
