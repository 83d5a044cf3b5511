// The report from the store: one walk over the cases that were decided in the period, and over those that wait. In
// memory are a page of them, ten thousand members, eight rulebooks and four bytes a request.
#pragma once

#include <functional>

#include "base/result.hpp"
#include "gateway/metrics_report/report.hpp"
#include "gateway/store/store.hpp"

namespace gateway {

/// A year later is still a day.
inline constexpr std::int16_t report_year_max = 9998;
inline constexpr base::Date report_until_max{report_year_max + 1, 1, 1};

/// Days of the plan's zone: `from` on, `until` not included and at most report_until_max. Promises of time
/// are those of the rulebook that each case was received under, when the store has kept it. `progress` is
/// told after each case how many were read; it returns false to stop. Errors: store_unavailable; data_invalid
/// when the store holds what this version cannot read, or when it was stopped.
[[nodiscard]] base::Result<MetricsReport> cms_report(Store& store, const precert::Rulebook& rulebook,
                                                     base::Date from, base::Date until, ReportLevel level,
                                                     const std::function<bool(std::size_t)>& progress);

}  // namespace gateway
