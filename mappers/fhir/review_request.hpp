// PAS request Bundle <-> model.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/json/writer.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// A PAS request or Claim Update Bundle -> ReviewRequest, in canonical form (mappers/model/canonical.hpp).
/// Tolerant: what the profile wants but the message lacks is left out. Errors: fhir_structure when there is
/// no Claim; fhir_value_invalid for an amount that cannot be kept exactly. Whatever is skipped is added to
/// `skipped` as a warning with its FHIRPath. The predecessor Claim of an update is not read. Every struct's
/// source is a FHIRPath such as "Bundle.entry[0].resource.item[0].quantity". Rule: PAS 2.2.1 sections Claim,
/// Claim Update; X217 mapping table.
[[nodiscard]] base::Result<precert::ReviewRequest> review_request_from(const fhir::Bundle& bundle,
                                                                       PasVersion version,
                                                                       base::Issues* skipped = nullptr);

/// An update that sends only the lines it changes: Claim or Bundle marked SUBSETTED. Rule: PAS 2.0.1, section
/// Claim Update.
[[nodiscard]] bool is_differential(const fhir::Bundle& bundle);

/// Appends a PAS 2.2.1 request Bundle. The fullUrls are urn:uuids drawn from `seed`, so the same request and
/// seed give the same bytes; take a seed that is unique for the message. What PAS cannot carry comes back as
/// warnings whose `where` is the place in the model ("event.transport").
base::Issues write_review_request(json::Writer& out, const precert::ReviewRequest& request,
                                  std::string_view seed);

}  // namespace mappers
