// The report as one page: no script, nothing loaded from elsewhere, headings and table headers for screen
// readers, fit for print.
#pragma once

#include <string>

#include "gateway/metrics_report/report.hpp"

namespace gateway {

[[nodiscard]] std::string html_of(const MetricsReport& report, const std::string& payer);

}  // namespace gateway
