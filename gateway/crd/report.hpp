// GET /crd/metrics: CRD's counts over a time, from the calls that are stored (logical model CRDMetricData).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// JSON. `from` and `until` are dates or instants, 400 days apart at most; without them the last 30 days. 400
/// when they are not. The calls are read in the background. Lifetimes: awaited in place.
[[nodiscard]] boost::asio::awaitable<HttpReply> crd_metrics(const HttpRequest& request, const std::string& id,
                                                            Services& services);

}  // namespace gateway
