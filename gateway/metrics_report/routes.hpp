// GET /metrics/cms-0057-f?from=&until=&level=&format=: the report to whoever may read the metrics.
#pragma once

#include <vector>

#include "gateway/http/router.hpp"

namespace gateway {

/// `from` and `until` are days of the plan's zone, until not included; without them the year that has ended
/// last. `level` product (default), line_of_business, all; `format` html, json, csv, text, or as Accept
/// wants.
[[nodiscard]] std::vector<Route> metrics_report_routes();

}  // namespace gateway
