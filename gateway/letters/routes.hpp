// Letters over HTTP: for the payer's people as PDF and text, for FHIR clients as DocumentReference, Binary
// and Communication. X12 has no letters: HCR03 and MSG say the same.
#pragma once

#include <string>
#include <vector>

#include "gateway/http/router.hpp"

namespace gateway {

/// GET /letters?case=ID, GET /letters/{id}, GET /letters/{id}/text, POST /letters/{id}/resend.
[[nodiscard]] std::vector<Route> letter_routes();

/// Of one FHIR base: DocumentReference/{id}, DocumentReference?related=ClaimResponse/ID, Binary/{id},
/// Communication/{id}, Communication?about=ClaimResponse/ID. A client reads letters of cases it may read.
[[nodiscard]] std::vector<Route> letter_fhir_routes(const std::string& base);

/// "queued", "handed_over" …
[[nodiscard]] std::string_view letter_state_word(LetterState state);

}  // namespace gateway
