// Which forms a client needs: for orders under a coverage, for what CRD or an eligibility answer named, for
// what a pended request lacks, or by name.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "gateway/dtr/read_form.hpp"
#include "mappers/fhir/questionnaire_package.hpp"

namespace gateway {

/// A form, what the payer knows of its answers, and for which orders it is.
struct WantedForm {
  FoundForm found;
  precert::FactValues known;
  std::vector<std::string> orders;
};

struct WantedForms {
  std::vector<WantedForm> forms;  // each version of a form once
  base::Issues messages;          // warnings and information for the outcome
};

/// Everything that `asked` names. Canonicals restrict the answer to themselves; orders and context add up.
/// Errors: those of the caller are 4xx (not_found: a context nobody was given, or not to this client, and a
/// member who is not on file; not_supported: a Coverage of another payer); store_unavailable. Rule: DTR
/// oper-5 to oper-11, spec-130.
[[nodiscard]] base::Result<WantedForms> wanted_forms(const mappers::PackageRequest& asked,
                                                     const HttpRequest& request, EditionLookup& editions,
                                                     Services& services);

}  // namespace gateway
