// $submit for a payer that decides elsewhere.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

/// nullopt when the insurer has no upstream, or the Bundle cannot be reviewed at all: it is answered here
/// then. Else the reply, after the Bundle is stored as it came (Precert-Message-Id names it, GET /messages/ID
/// gives it back):
///   200  the upstream's decision or refusals (AAA) as PAS Response Bundle, stored as a case
///   422  its 999 or OperationOutcome against what was said: OperationOutcome with its words; final
///   503  not reached, busy, a TA1 or another matter of set-up, or the same request is on its way
///   504  no answer in time, or the connection was lost
///   502  something that is no answer to this request came
/// All three have Retry-After: the same Bundle again asks again, and decides nothing twice.
/// No OperationOutcome in a 5xx. Rules: PAS spec-26, spec-35, use-1, use-2.
[[nodiscard]] boost::asio::awaitable<std::optional<HttpReply>> forwarded_claim(const HttpRequest& request,
                                                                               mappers::PasVersion version,
                                                                               const ReceivedMessage& message,
                                                                               Services& services);

}  // namespace gateway
