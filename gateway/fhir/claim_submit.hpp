// POST [base]/Claim/$submit: a PAS Request Bundle in, a PAS Response Bundle out.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "gateway/review/commit.hpp"
#include "gateway/review/submit_review.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "parsers/fhir/bundle.hpp"

namespace gateway {

/// 200 with the Response Bundle, whatever the decision (business errors too: ClaimResponse.error); 400 with
/// one OperationOutcome when the Bundle cannot be reviewed; 415 for anything but JSON; 503 when it cannot be
/// stored. Rule: PAS 2.2.1 specification, operation Claim-submit.
[[nodiscard]] boost::asio::awaitable<HttpReply> claim_submit(const HttpRequest& request, mappers::PasVersion version,
                                                             Services& services);

/// What `claim_submit` does up to the commit: reads, checks, maps, decides, writes the answer. Pure but for
/// the store's reads. Errors: store_unavailable. A Bundle at fault is Prepared too: its bytes and the
/// OperationOutcome are kept.
[[nodiscard]] base::Result<Prepared> prepared_claim(const HttpRequest& request, const ReceivedMessage& message,
                                                    mappers::PasVersion version, Services& services);

/// A mapped Bundle as the review wants it: who sends it, what it is found by later, and what it continues.
[[nodiscard]] Submission submission_from(const fhir::Bundle& bundle, precert::ReviewRequest request,
                                         const ReceivedMessage& message);

/// "http://127.0.0.1:8080/fhir" or ".../fhir/2.0.1": the base of a version as clients see it.
[[nodiscard]] std::string fhir_base(const Services& services, mappers::PasVersion version);

}  // namespace gateway
