// The one form a request has in the model, whichever dialect it came in.
//
// FHIR repeats on every item what X12 says once at the event (UM), and X12 lets a line override it. Both
// mappers call make_canonical() last, so that the same request gives equal models.
#pragma once

#include <vector>

#include "precert/model/review_request.hpp"

namespace mappers {

/// Brings `request` into canonical form; what any line effectively asks for does not change. Idempotent.
///
/// Lines and event (005010X217 2000E UM and 2000F UM; PAS item extensions):
/// - service type and place: when every line has an effective value, the event's is the first line's (FHIR
///   knows no other), and a line states its own only where it differs. Without lines the event's own stands.
/// - category: the same, except that admission and reservation at the event stand, and there "health
///   services" at a line says nothing: 2000F has no code for the two.
/// - certification: the event's own always stands (2000E UM02; Claim.extension[certificationType], in its
///   absence the FHIR mapper takes the items' common value); a line states its own only where it differs. It
///   is never lifted: one cancelled line must not cancel the event.
/// - a line whose effective certification is cancellation has change `cancelled`, and the other way round.
///   In a revision a line `added` has certification initial, a line `changed` never has it.
/// - purpose is `cancellation` exactly when the event's certification is, and `reservation` when the event's
///   category is.
///
/// Amounts: HSD that holds only a unit and a number is the line's quantity, when SV gives none; a dental line
/// counts one procedure unless it says otherwise (SV306 is required).
/// Codes: HCPCS D codes are CDT; diagnoses without dot; all of them in upper case.
/// Identifiers: the naming one (see naming_identifier) stands first.
/// Kept as they are: order of parties, traces, documents and notes; diagnosis pointers (none = all);
/// sequences.
void make_canonical(precert::ReviewRequest& request);

/// Which identifier names a party or person (X12 NM108/109): the first kind that X12 has only there (NPI,
/// payer id, plan id, ETIN, member id, unique health id), else the first one. nullptr when there is none.
[[nodiscard]] const precert::Identifier* naming_identifier(
    const std::vector<precert::Identifier>& identifiers);

}  // namespace mappers
