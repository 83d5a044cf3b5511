// The metrics of CMS-0057-F and those beside them, added up request by request in bounded memory. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/metrics_report/outcome.hpp"

namespace gateway {

/// Decisions issued from the first instant on and before the second.
struct ReportPeriod {
  base::Instant from{}, until{};
  [[nodiscard]] bool holds(base::Instant at) const { return at >= from && at < until; }
};

/// What the figures are given for, besides all together.
enum class ReportLevel : std::uint8_t { all, product, line_of_business };
[[nodiscard]] std::optional<ReportLevel> report_level_from(std::string_view word);

/// One figure. No value = "n/a": there was nothing to divide by, which is not 0.
struct MetricRow {
  std::string id;     // "standard_approved_percent"
  std::string label;  // for people
  int cms = 0;        // number of the metric of CMS-0057-F (docs/metrics.md); 0 = ours
  std::string value;  // "66.7", "n/a", "12"
  std::string unit;   // "percent", "hours", "requests", "questions"
  std::optional<std::uint64_t> numerator, denominator;
};

/// A denial that took more than two business days (SC-63). By number: no patient.
struct LateDenial {
  std::string case_id, reference;
  base::Instant received{}, decided{};
  int business_days = 0;
  std::optional<base::Instant> complete;  // when everything asked for had come
};

/// One code of the Washington report (RCW 48.43.830).
struct CodeFigures {
  std::string code;
  std::uint64_t requests = 0, approved = 0, overturned = 0, inpatient = 0;
};

struct LevelReport {
  std::string level;             // "all", a product, a line of business
  std::string line_of_business;  // of a product; "" when none is said
  std::vector<MetricRow> rows;
  std::vector<LateDenial> late_denials;  // the first thousand; the row has their number
  std::vector<CodeFigures> top_codes;    // ten
};

/// One item or service that requires authorization (metric 1).
struct ListedService {
  std::string system, code, title, category, policy;
  std::vector<std::string> levels;  // products; empty = all
};

struct MetricsReport {
  ReportPeriod period;
  base::Date from, until;           // the days of the period, until not included
  std::vector<LevelReport> levels;  // "all" first, then by name
  std::vector<ListedService> services;
  base::Date services_on;
};

/// Adds requests up.
class MetricsCount {
 public:
  MetricsCount(ReportPeriod period, ReportLevel level) : period_(period), level_(level) {}

  void add(const RequestOutcome& outcome);
  [[nodiscard]] std::vector<LevelReport> levels() const;

  /// Figures of one level.
  struct Sums {
    struct Urgency {
      std::uint64_t requests = 0, approved = 0, in_part = 0, denied = 0;
      std::uint64_t after_appeal = 0, appeals = 0, appeals_overturned = 0;
      std::vector<std::uint32_t> seconds;  // from receipt to decision: 4 bytes a request, for an exact median
    };
    struct Step {
      std::uint64_t all = 0, in_time = 0;
    };
    std::string line_of_business;
    Urgency standard, expedited;
    std::uint64_t extended = 0, extended_approved = 0, withdrawn = 0, closed = 0, not_reviewed = 0, open = 0,
                  not_accepted = 0, drugs = 0, repeated = 0, talks_overturned = 0, late_denials = 0;
    std::map<std::string, Step, std::less<>> promises;
    std::map<std::string, Step, std::less<>> asked, decided;  // CORE, by month "2026-01"
    std::vector<std::uint32_t> questions, answers;            // of requests that were asked anything; of all
    std::map<std::string, CodeFigures, std::less<>> codes;
    std::vector<LateDenial> late;
  };

 private:
  void add_to(Sums& sums, const RequestOutcome& outcome) const;

  ReportPeriod period_;
  ReportLevel level_;
  std::map<std::string, Sums, std::less<>> sums_;
};

/// Everything that requires authorization on a day, drugs left out; sorted by code.
[[nodiscard]] std::vector<ListedService> services_requiring(const precert::Rulebook& rulebook,
                                                            base::Date day);

/// Middle of the values, mean of the two middle ones when their count is even; nullopt without values.
[[nodiscard]] std::optional<double> median_of(std::vector<std::uint32_t> values);
/// "66.7"; "n/a" when there is nothing to divide by.
[[nodiscard]] std::string percent_text(std::uint64_t part, std::uint64_t whole);

}  // namespace gateway
