#include "gateway/metrics_report/report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "precert/model/words.hpp"

namespace gateway {
namespace {

using Sums = MetricsCount::Sums;

constexpr std::size_t late_denials_max = 1000;
constexpr std::size_t codes_max = 10;
constexpr double seconds_per_hour = 3600;
constexpr const char* not_applicable = "n/a";

std::string one_decimal(double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

/// The rows of one level, in the order they are read.
class Rows {
 public:
  void percent(int cms, std::string id, std::string label, std::uint64_t part, std::uint64_t whole) {
    made.push_back({std::move(id), std::move(label), cms, percent_text(part, whole), "percent", part, whole});
  }
  void count(std::string id, std::string label, std::uint64_t value) {
    made.push_back({std::move(id), std::move(label), 0, std::to_string(value), "requests", {}, {}});
  }
  void hours(int cms, std::string id, std::string label, std::optional<double> seconds) {
    value(cms, std::move(id), std::move(label), "hours",
          seconds ? std::optional(*seconds / seconds_per_hour) : std::nullopt);
  }
  void value(int cms, std::string id, std::string label, std::string unit, std::optional<double> number) {
    made.push_back({std::move(id),
                    std::move(label),
                    cms,
                    number ? one_decimal(*number) : not_applicable,
                    std::move(unit),
                    {},
                    {}});
  }

  std::vector<MetricRow> made;
};

std::optional<double> average_of(const std::vector<std::uint32_t>& values) {
  if (values.empty()) return std::nullopt;
  std::uint64_t sum = 0;
  for (const std::uint32_t one : values) sum += one;
  return static_cast<double>(sum) / static_cast<double>(values.size());
}

void add_urgency(Rows& rows, const std::string& word, const Sums::Urgency& sums, bool standard) {
  const std::string what = word + " requests";
  rows.count(word + "_requests", "Decisions on " + what, sums.requests);
  rows.percent(standard ? 2 : 6, word + "_approved_percent", "Approved in full, of " + what, sums.approved,
               sums.requests);
  rows.percent(standard ? 2 : 6, word + "_approved_or_partly_percent",
               "Approved in full or in part, of " + what, sums.approved + sums.in_part, sums.requests);
  rows.percent(standard ? 3 : 7, word + "_denied_percent", "Denied in full, of " + what, sums.denied,
               sums.requests);
  rows.percent(standard ? 3 : 7, word + "_denied_or_partly_percent", "Denied in full or in part, of " + what,
               sums.denied + sums.in_part, sums.requests);
  rows.percent(standard ? 4 : 0, word + "_approved_after_appeal_percent", "Approved after appeal, of " + what,
               sums.after_appeal, sums.requests);
  rows.percent(0, word + "_appeals_overturned_percent", "Overturned, of appeals decided on " + what,
               sums.appeals_overturned, sums.appeals);
  const int cms = standard ? 8 : 9;
  rows.hours(cms, word + "_average_hours", "Average time from receipt to decision, " + what,
             average_of(sums.seconds));
  rows.hours(cms, word + "_median_hours", "Median time from receipt to decision, " + what,
             median_of(sums.seconds));
}

void add_steps(Rows& rows, const std::string& id, const std::string& label,
               const std::map<std::string, Sums::Step, std::less<>>& by_month) {
  Sums::Step all;
  for (const auto& [month, step] : by_month) {
    all.all += step.all;
    all.in_time += step.in_time;
  }
  rows.percent(0, id, label, all.in_time, all.all);
  if (by_month.size() < 2) return;
  for (const auto& [month, step] : by_month) {
    rows.percent(0, id + "_" + month, label + ", " + month, step.in_time, step.all);
  }
}

std::vector<MetricRow> rows_of(const Sums& sums) {
  Rows rows;
  add_urgency(rows, "standard", sums.standard, true);
  const std::uint64_t decisions = sums.standard.requests + sums.expedited.requests;
  rows.percent(5, "extended_and_approved_percent",
               "Time for review was extended and the request approved, of all", sums.extended_approved,
               decisions);
  rows.count("extended_requests", "Time for review was extended", sums.extended);
  add_urgency(rows, "expedited", sums.expedited, false);
  rows.count("withdrawn_requests", "Withdrawn before a decision", sums.withdrawn);
  rows.count("closed_requests", "Closed without a decision: information did not come", sums.closed);
  rows.count("not_reviewed_requests", "No authorization needed, or another reviewer's", sums.not_reviewed);
  rows.count("open_requests", "Received in the period and not decided yet", sums.open);
  rows.count("not_accepted_requests", "Could not be reviewed as sent", sums.not_accepted);
  rows.count("drug_requests", "Left out: drugs only", sums.drugs);
  rows.count("repeated_requests", "Left out: all of it had been asked before", sums.repeated);
  for (const auto& [source, step] : sums.promises) {
    rows.percent(0, "on_time_percent", "On time: " + source, step.in_time, step.all);
  }
  rows.count("denials_over_two_business_days", "Denials over two business days", sums.late_denials);
  rows.count("denials_overturned_by_talk", "Denials taken back after a talk with the medical director",
             sums.talks_overturned);
  add_steps(rows, "asked_within_two_business_days_percent",
            "Information asked for within two business days of receipt (CORE)", sums.asked);
  add_steps(rows, "decided_within_two_business_days_percent",
            "Decided within two business days of the last information (CORE)", sums.decided);
  rows.value(0, "questions_median", "Questions asked, median of the requests that were asked any",
             "questions", median_of(sums.questions));
  rows.value(0, "answers_median", "Answers given, median of all requests decided", "answers",
             median_of(sums.answers));
  return std::move(rows.made);
}

std::vector<CodeFigures> top_of(const std::map<std::string, CodeFigures, std::less<>>& codes) {
  std::vector<CodeFigures> all;
  for (const auto& [code, figures] : codes) all.push_back(figures);
  std::stable_sort(all.begin(), all.end(),
                   [](const CodeFigures& a, const CodeFigures& b) { return a.requests > b.requests; });
  if (all.size() > codes_max) all.resize(codes_max);
  return all;
}

void add_step(std::map<std::string, Sums::Step, std::less<>>& steps, const std::string& key, bool in_time) {
  Sums::Step& step = steps[key];
  ++step.all;
  if (in_time) ++step.in_time;
}

std::string month_of(base::Instant at) { return base::iso(at).substr(0, 7); }

bool is_decision(ReportResult result) {
  return result == ReportResult::approved || result == ReportResult::approved_in_part ||
         result == ReportResult::denied;
}

void add_decision(Sums& sums, Sums::Urgency& urgency, const RequestOutcome& outcome) {
  ++urgency.requests;
  const bool denied = outcome.result == ReportResult::denied;
  if (outcome.result == ReportResult::approved) ++urgency.approved;
  if (outcome.result == ReportResult::approved_in_part) ++urgency.in_part;
  if (denied) ++urgency.denied;
  const auto seconds = (outcome.decided - outcome.received).count();
  urgency.seconds.push_back(static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, UINT32_MAX)));
  if (outcome.extended) ++sums.extended;
  if (outcome.extended && !denied) ++sums.extended_approved;
  for (const PromiseKept& promise : outcome.promises) add_step(sums.promises, promise.source, promise.kept);
  if (outcome.complete) add_step(sums.decided, month_of(outcome.decided), outcome.decided_in_time);
  sums.answers.push_back(static_cast<std::uint32_t>(std::max(0, outcome.answers)));
  if (outcome.questions > 0) sums.questions.push_back(static_cast<std::uint32_t>(outcome.questions));
  for (const ReportedItem& item : outcome.items) {
    CodeFigures& figures = sums.codes[item.code];
    figures.code = item.code;
    ++figures.requests;
    if (item.approved) ++figures.approved;
    if (item.overturned) ++figures.overturned;
    if (item.inpatient) ++figures.inpatient;
  }
  constexpr int two = 2;
  const bool adverse = outcome.result != ReportResult::approved;
  if (!adverse || outcome.business_days <= two) return;
  ++sums.late_denials;
  if (sums.late.size() >= late_denials_max) return;
  sums.late.push_back({outcome.case_id, outcome.reference, outcome.received, outcome.decided,
                       outcome.business_days, outcome.complete});
}

void add_appeal(Sums& sums, Sums::Urgency& urgency, const RequestOutcome& outcome,
                const ReportPeriod& period) {
  if (outcome.overturned_by_talk && period.holds(outcome.decided)) ++sums.talks_overturned;
  if (outcome.appeal == AppealResult::none || !period.holds(outcome.appeal_decided)) return;
  ++urgency.appeals;
  if (outcome.appeal != AppealResult::overturned) return;
  ++urgency.appeals_overturned;
  ++urgency.after_appeal;
}

}  // namespace

std::optional<ReportLevel> report_level_from(std::string_view word) {
  if (word.empty() || word == "product") return ReportLevel::product;
  if (word == "all") return ReportLevel::all;
  if (word == "line_of_business") return ReportLevel::line_of_business;
  return std::nullopt;
}

std::string percent_text(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return not_applicable;
  // In whole numbers, half up: equal counts give equal text on every machine.
  const std::uint64_t tenths = (part * 2000 + whole) / (2 * whole);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::optional<double> median_of(std::vector<std::uint32_t> values) {
  if (values.empty()) return std::nullopt;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return static_cast<double>(*middle);
  const std::uint32_t below = *std::max_element(values.begin(), middle);
  return (static_cast<double>(below) + static_cast<double>(*middle)) / 2;
}

void MetricsCount::add(const RequestOutcome& outcome) {
  add_to(sums_["all"], outcome);
  if (level_ == ReportLevel::all) return;
  const std::string line(precert::line_of_business_word(outcome.line_of_business));
  const std::string name = level_ == ReportLevel::product ? outcome.level
                           : line.empty()                 ? "unspecified"
                                                          : line;
  Sums& sums = sums_[name];
  sums.line_of_business = line;
  add_to(sums, outcome);
}

void MetricsCount::add_to(Sums& sums, const RequestOutcome& outcome) const {
  Sums::Urgency& urgency = outcome.expedited ? sums.expedited : sums.standard;
  add_appeal(sums, urgency, outcome, period_);
  if (outcome.asked && period_.holds(*outcome.asked)) {
    add_step(sums.asked, month_of(*outcome.asked), outcome.asked_in_time);
  }
  if (outcome.result == ReportResult::open) {
    if (period_.holds(outcome.received)) ++sums.open;
    return;
  }
  if (!period_.holds(outcome.decided)) return;
  if (is_decision(outcome.result)) return add_decision(sums, urgency, outcome);
  if (outcome.result == ReportResult::withdrawn) ++sums.withdrawn;
  if (outcome.result == ReportResult::closed) ++sums.closed;
  if (outcome.result == ReportResult::not_reviewed) ++sums.not_reviewed;
  if (outcome.result == ReportResult::not_accepted) ++sums.not_accepted;
  if (outcome.result == ReportResult::drugs_only) ++sums.drugs;
  if (outcome.result == ReportResult::repeated) ++sums.repeated;
}

std::vector<LevelReport> MetricsCount::levels() const {
  std::vector<LevelReport> all;
  const auto add = [&all](const std::string& name, const Sums& sums) {
    all.push_back({name, sums.line_of_business, rows_of(sums), sums.late, top_of(sums.codes)});
  };
  const auto together = sums_.find("all");
  add("all", together == sums_.end() ? Sums() : together->second);
  for (const auto& [name, sums] : sums_) {
    if (name != "all") add(name, sums);
  }
  return all;
}

std::vector<ListedService> services_requiring(const precert::Rulebook& rulebook, base::Date day) {
  std::vector<ListedService> listed;
  for (const precert::ServiceCode& service : rulebook.services) {
    if (service.system == precert::CodeSystem::ndc) continue;
    if (service.category != precert::no_index && rulebook.categories[service.category].drug) continue;
    precert::ServiceMatch match;
    match.code = &service;
    match.category = service.category;
    ListedService one;
    for (precert::Index product = 0; product < rulebook.products.size(); ++product) {
      const precert::Policy* const policy = rulebook.policy_for(match, product, day);
      if (policy == nullptr || (policy->requirement != precert::Requirement::required &&
                                policy->requirement != precert::Requirement::vendor_managed)) {
        continue;
      }
      one.policy = policy->id;
      one.levels.push_back(rulebook.products[product].id);
    }
    if (one.levels.empty()) continue;
    if (one.levels.size() == rulebook.products.size()) one.levels.clear();
    one.system = precert::word(service.system);
    one.code = service.code;
    one.title = service.title;
    if (service.category != precert::no_index) one.category = rulebook.categories[service.category].title;
    listed.push_back(std::move(one));
  }
  std::stable_sort(listed.begin(), listed.end(),
                   [](const ListedService& a, const ListedService& b) { return a.code < b.code; });
  return listed;
}

}  // namespace gateway
