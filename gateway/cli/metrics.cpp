// metrics: what a payer reports of its exchanges, from the store of a gateway.
#include "gateway/cli/metrics.hpp"

#include <cstdio>

#include "gateway/cli/cli.hpp"
#include "gateway/cli/open_store.hpp"
#include "gateway/review/exchange_metrics.hpp"

namespace gateway::cli {
namespace {

/// The first instant of a day (UTC); `otherwise` when none is named.
base::Result<base::Instant> start_of(const std::string& day, const char* option, const char* otherwise) {
  const std::string& named = day.empty() ? std::string(otherwise) : day;
  const std::optional<base::Instant> at =
      base::date_from_iso(named) ? base::instant_from_iso(named + "T00:00:00Z") : std::nullopt;
  if (at) return *at;
  return base::Issues(
      base::Issue{base::IssueCode::config_invalid, option, "a day is wanted, as 2026-01-31."});
}

}  // namespace

int metrics(const MetricsOptions& options) {
  const base::Result<base::Instant> from = start_of(options.from, "--from", "1970-01-01");
  const base::Result<base::Instant> until = start_of(options.until, "--until", "9999-12-31");
  if (!from || !until) {
    print(!from ? from.error() : until.error());
    return usage;
  }
  const base::Result<std::unique_ptr<Store>> store = open_store(options.store, options.data);
  if (!store) {
    print(store.error());
    return environment_failed;
  }
  const base::Result<void> told = each_metrics_record(**store, *from, *until, [](std::string_view record) {
    return std::fwrite(record.data(), 1, record.size(), stdout) == record.size() &&
           std::fputc('\n', stdout) == '\n';
  });
  if (!told) print(told.error());
  return told ? good : environment_failed;
}

}  // namespace gateway::cli
