// PAS Response Bundle -> model: the decision, and what it repeats of the request that it answers.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "mappers/model/answered_review.hpp"
#include "parsers/fhir/bundle.hpp"

namespace mappers {

/// By what an answer can be told to belong to a request.
struct AskedClaim {
  std::string full_url;                  // of the Claim
  std::string bundle_identifier;         // value of Bundle.identifier
  std::vector<std::string> identifiers;  // values of Claim.identifier
};

/// True when the first ClaimResponse names that request: ClaimResponse.request (reference or identifier),
/// Bundle.identifier or ClaimResponse.identifier. Where one of the identifiers names another request, it is
/// not ours; a reference that is not ours may be the payer's own for the same Claim and says nothing.
[[nodiscard]] bool answers(const fhir::Bundle& response, const AskedClaim& asked);

/// A PAS Response Bundle. Decisions by item.adjudication's reviewAction, else the header's; certified details
/// by addItem (2.0.1: itemAuthorizedDetail), kept where they differ from what was asked; addItem with a
/// sequence that is in no item is a line of the payer's own. processNotes become notes of the lines that
/// point to them; without a decision of its own such an addItem is a note of the event. Outcome `queued`
/// without items pends every line that was asked. Errors: fhir_structure when there is no ClaimResponse, or
/// one that says neither a decision nor an error; fhir_value_invalid for an amount that cannot be kept.
/// `asked` nullptr: `told` is all that is known. Rule: PAS 2.2.1 ClaimResponse.
[[nodiscard]] base::Result<AnsweredReview> answered_review_from(
    const fhir::Bundle& response, PasVersion version, const precert::ReviewRequest* asked = nullptr);

}  // namespace mappers
