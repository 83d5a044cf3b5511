// `precert metrics [--from DATE] [--until DATE] [--level …] [--format …]`: the report of CMS-0057-F.
// `--exchanges`: one record a line, after PAS's model of metrics.
#pragma once

#include <string>

namespace gateway::cli {

/// With `exchanges`: cases opened from the first day on and before the second (UTC); "" = no bound. Without:
/// decisions issued from the first day on and before the second (of the plan's zone); "" = the year that has
/// ended last.
struct MetricsOptions {
  std::string from, until, data = "data", store;
  std::string level = "product", format = "text", rulebook;
  bool exchanges = false;
};
[[nodiscard]] int metrics(const MetricsOptions& options);

}  // namespace gateway::cli
