// POST [base]/Claim/$inquire: a PAS Inquiry Request Bundle in, the reviews that fit out.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

/// 200 with the reviews that fit as they are now, for whoever asked for them, performs them or is named in
/// them, and only what the client itself may read: Parameters with one `return` Bundle each (PAS 2.2.1), one
/// Bundle with a ClaimResponse each (2.0.1). Nothing found and nothing that may be shown look alike: an empty
/// answer. Faults that keep the parties from being known (payer, provider, member) are a ClaimResponse with
/// outcome `error`, as $submit gives them. Sensitive reviews that are shown by number only are left out with
/// a warning OperationOutcome: as an entry of the last Bundle, or, when nothing else is left, as parameter
/// `remark`. 400 with one OperationOutcome when the Bundle is no inquiry; 503 when it cannot be stored. The
/// same bytes are answered anew each time. Rule: PAS 2.2.1 specification, operation Claim-inquiry, spec-43,
/// 44, 46 to 50, 52, 53.
[[nodiscard]] boost::asio::awaitable<HttpReply> claim_inquire(const HttpRequest& request,
                                                              mappers::PasVersion version,
                                                              Services& services);

}  // namespace gateway
