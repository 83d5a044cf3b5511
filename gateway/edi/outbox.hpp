// What a partner gets without having asked: the decision of a pended request, as an X12 interchange of its
// own.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "gateway/app/services.hpp"
#include "gateway/edi/partners.hpp"
#include "gateway/http/message.hpp"
#include "gateway/store/records.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace gateway {

/// An unsolicited 278 response for the submitter of a case: its own interchange, parties as in the request
/// with sender and receiver swapped. nullopt when the case did not come over X12, or when its data holds a
/// delimiter and the partner wants such answers refused (which is logged). Errors: store_unavailable.
[[nodiscard]] base::Result<std::optional<OutboxEntry>> unsolicited_response(
    const CaseRecord& record, const precert::ReviewRequest& request,
    const precert::Determination& determination, Services& services, const Partners& partners,
    base::Instant at);

/// GET /x12/outbox?sender=ZZ:SUBMITTER&receiver=ZZ:UMO: the interchanges that wait, oldest first, one after
/// the other; the header Precert-Outbox-Through names the last. 204 when there is none.
[[nodiscard]] HttpReply outbox_of(const HttpRequest& request, Services& services);
/// POST /x12/outbox/taken?sender=…&receiver=…&through=NUMBER: they have arrived and wait no more.
[[nodiscard]] boost::asio::awaitable<HttpReply> outbox_taken(const HttpRequest& request, Services& services);

}  // namespace gateway
