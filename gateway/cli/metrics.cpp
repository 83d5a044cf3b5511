// metrics: what a payer reports of its exchanges, from the store of a gateway.
#include "gateway/cli/metrics.hpp"

#include <unistd.h>

#include <cstdio>

#include "base/clock.hpp"
#include "gateway/app/knowledge.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/cli/open_store.hpp"
#include "gateway/metrics_report/cms_report.hpp"
#include "gateway/metrics_report/write_report.hpp"
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

int wrong_day(const char* option) {
  print(base::Issue{base::IssueCode::config_invalid, option, "a day is wanted, as 2026-01-31, until after from and not after 9999-01-01."});
  return usage;
}

/// `day`, else `otherwise`; nullopt when it is no day.
std::optional<base::Date> day_or(const std::string& day, base::Date otherwise) {
  return day.empty() ? std::optional(otherwise) : base::date_from_iso(day);
}

int report(const MetricsOptions& options) {
  const auto rulebook = load_rulebook(options.rulebook);
  if (!rulebook) {
    print(rulebook.error());
    return bad_data;
  }
  const base::Instant now = base::SystemClock().now();
  const base::Date today = (*rulebook)->calendar.local_date(now);
  const std::optional<base::Date> from =
      day_or(options.from, base::Date{static_cast<std::int16_t>(today.year - 1), 1, 1});
  if (!from || from->year > report_year_max) return wrong_day("--from");
  const std::optional<base::Date> until =
      day_or(options.until, base::Date{static_cast<std::int16_t>(from->year + 1), 1, 1});
  if (!until || *until <= *from || *until > report_until_max) return wrong_day("--until");
  const base::Result<std::unique_ptr<Store>> store = open_store(options.store, options.data);
  if (!store) {
    print(store.error());
    return environment_failed;
  }
  const bool told = isatty(STDERR_FILENO) == 1;
  const base::Result<MetricsReport> made =
      cms_report(**store, **rulebook, *from, *until, report_level_from(options.level).value_or(ReportLevel::product),
                 [told](std::size_t read) {
                   if (told && read % 100 == 0) std::fprintf(stderr, "\r%zu cases", read);
                   return true;
                 });
  if (told) std::fprintf(stderr, "\r\033[K");
  if (!made) {
    print(made.error());
    return environment_failed;
  }
  const ReportFormat format = report_format_from(options.format).value_or(ReportFormat::text);
  const std::string text = written(*made, (*rulebook)->payer.name, format);
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? good : environment_failed;
}

}  // namespace

int metrics(const MetricsOptions& options) {
  if (!options.exchanges) return report(options);
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
