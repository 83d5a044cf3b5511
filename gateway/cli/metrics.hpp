// `precert metrics --exchanges [--from DATE] [--until DATE]`: one record a line, after PAS's model of
// metrics.
#pragma once

#include <string>

namespace gateway::cli {

/// Cases opened from the first day on and before the second (UTC); "" = no bound.
struct MetricsOptions {
  std::string from, until, data = "data", store;
  bool exchanges = false;
};
[[nodiscard]] int metrics(const MetricsOptions& options);

}  // namespace gateway::cli
