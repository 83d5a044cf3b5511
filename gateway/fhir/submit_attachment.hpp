// POST [base]/$submit-attachment: documents for a request that is under review, or will be.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

/// 200 with an OperationOutcome that says how many documents have joined their request, which is decided anew
/// with them (its asker and subscribers hear of what has changed), and how many are held because their
/// request has not come yet. 400 with one OperationOutcome when the Parameters cannot be read; 422 for
/// documents of claims or of another payer; 503 when they cannot be stored. `Final` false changes nothing:
/// what has come counts at once, and more may follow. Rule: CDex 2.1.0 operation submit-attachment, PAS
/// additional information.
[[nodiscard]] boost::asio::awaitable<HttpReply> submit_attachment(const HttpRequest& request,
                                                                  mappers::PasVersion version,
                                                                  Services& services);

}  // namespace gateway
