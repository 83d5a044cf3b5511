// Numbers that a sender has left out: interchanges that were sent and never came, or never were.
#pragma once

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// GET /x12/gaps?sender=ZZ:SUBMITTER&receiver=ZZ:UMO: the ranges of ISA13 that have not come from this
/// sender, lowest first, as JSON. 400 when the query does not name the two.
[[nodiscard]] HttpReply control_gaps_of(const HttpRequest& request, Services& services);

}  // namespace gateway
