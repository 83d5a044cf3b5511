// A determination as FHIR: the PAS Response Bundle of $submit, the answers of $inquire, and ClaimResponse by
// itself.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/issue.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/json/writer.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// $inquire answers with a profile of its own, without communicationRequest.
enum class ResponseKind : std::uint8_t { submit, inquire };

/// What an answer needs besides the request and the decision. Everything that could differ between two runs
/// comes from here, so the same input gives the same bytes.
struct ResponseContext {
  PasVersion version = PasVersion::v2_2_1;
  ResponseKind kind = ResponseKind::submit;
  /// The Bundle that asked: what the answer refers to is copied from it, with the same fullUrl (spec-33).
  /// nullptr for a case that came by X12: then it is made from the model, and ClaimResponse.request says
  /// data-absent-reason.
  const fhir::Bundle* request = nullptr;
  std::string case_id;    // ClaimResponse.id: [A-Za-z0-9-.]{1,64}
  std::string base_url;   // of this FHIR base, without a final slash; "" = urn:uuid only
  base::Instant at{};     // Bundle.timestamp
  std::string uuid_seed;  // urn:uuids are derived from it; "" = the case id
  std::string bundle_id;  // Bundle.id; "" = derived too
  /// False when ClaimResponse.request must not name the Claim (the asker may not see it): data-absent-reason
  /// instead.
  bool claim_known = true;
  /// Warnings about the request, sent along as an OperationOutcome; nullptr or empty = none. They
  /// are for technical staff (spec-41).
  const base::Issues* remarks = nullptr;
};

/// Appends a PAS Response Bundle (profile-pas-response-bundle, or the inquiry one): the ClaimResponse first,
/// then every resource that it refers to, each once, and a Task next to each request for information. Never
/// fails: what is missing in the model is left out.
void write_review_response(json::Writer& out, const precert::ReviewRequest& request,
                           const precert::Determination& determination, const ResponseContext& context);
[[nodiscard]] std::string review_response_from(const precert::ReviewRequest& request,
                                               const precert::Determination& determination,
                                               const ResponseContext& context);

/// Appends a bare ClaimResponse that stands alone (GET ClaimResponse/ID): what it refers to is contained,
/// made from the model.
void write_claim_response(json::Writer& out, const precert::ReviewRequest& request,
                          const precert::Determination& determination, const ResponseContext& context);

/// One case that an inquiry or a search found. The pointers must outlive the call.
struct ReviewedCase {
  const precert::ReviewRequest* request = nullptr;
  const precert::Determination* determination = nullptr;
  ResponseContext context;  // its kind, version and time are those of the whole answer
};

/// Appends the answer of $inquire: for 2.2.1 Parameters with one `return` Bundle for each case (none for no
/// case; `context.remarks` in a parameter `remark`), for 2.0.1 one Bundle with a ClaimResponse for each case,
/// or with an OperationOutcome when there is none. `context` gives version, base URL, time, seed and remarks
/// of the whole.
void write_inquiry_response(json::Writer& out, std::span<const ReviewedCase> cases,
                            const ResponseContext& context);

}  // namespace mappers
