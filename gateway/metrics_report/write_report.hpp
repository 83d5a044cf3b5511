// The report as text, JSON, CSV, and as one page that stands alone, prints well and reads aloud well. None
// names a patient.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/metrics_report/report.hpp"

namespace gateway {

enum class ReportFormat : std::uint8_t { text, json, csv, html };
[[nodiscard]] std::optional<ReportFormat> report_format_from(std::string_view word);
[[nodiscard]] std::string_view content_type_of(ReportFormat format);

[[nodiscard]] std::string written(const MetricsReport& report, const std::string& payer, ReportFormat format);

}  // namespace gateway
