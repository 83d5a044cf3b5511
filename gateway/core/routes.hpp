// The paths of CORE connectivity: /core/mime, /core/soap, /core/rest and what is below it.
#pragma once

#include <vector>

#include "gateway/http/router.hpp"

namespace gateway {

/// POST /core/mime, POST /core/soap (and GET: the WSDL), POST /core/rest, and for every transaction T of 278,
/// 275 and 270 POST /core/rest/v4/T/real-time, POST /core/rest/v4/T/batch, GET
/// /core/rest/v4/T/batch/{PayloadID}/ack and /results.
[[nodiscard]] std::vector<Route> core_routes();

}  // namespace gateway
