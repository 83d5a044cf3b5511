#include "gateway/metrics_report/cms_report.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "gateway/review/submit_review.hpp"

namespace gateway {
namespace {

constexpr std::size_t members_kept_max = 10'000;  // the families of a day come again and again

base::Result<ReportVersion> report_version_from(const CaseRecord& record) {
  base::Result<precert::PriorCase> read = prior_from(record);
  if (!read) return read.error();
  ReportVersion version;
  version.request = std::move(read->request);
  version.determination = std::move(read->determination);
  version.received = record.received;
  version.decided = record.decided;
  version.by_message = !record.message.empty();
  return version;
}

class Pass {
 public:
  Pass(Store& store, const precert::Rulebook& rulebook, ReportPeriod period, ReportLevel level,
       base::Instant now)
      : store_(store),
        rulebook_(rulebook),
        period_(period),
        end_(std::min(period.until, now + std::chrono::seconds(1))),
        count_(period, level) {}

  base::Result<void> run(const std::function<bool(std::size_t)>& progress) {
    const base::Result<std::optional<base::Instant>> first = first_opening();
    if (!first) return first.error();
    if (!*first) return {};
    constexpr std::chrono::days day(1);
    for (base::Instant at = **first; at < end_; at += day) {
      const base::Result<void> done = one_day(at, std::min(at + day, end_));
      if (!done) return done;
      if (!progress(read_)) {
        return base::Issues(base::Issue{base::IssueCode::data_invalid, "report", "it was stopped."});
      }
    }
    return {};
  }

  [[nodiscard]] std::vector<LevelReport> levels() const { return count_.levels(); }

 private:
  /// When the oldest case was opened: the newest version does not say it.
  base::Result<std::optional<base::Instant>> first_opening() {
    std::optional<CaseRecord> oldest;
    const base::Result<void> read =
        store_.each_case(base::Instant{}, end_, [&oldest](const CaseRecord& record) {
          oldest = record;
          return false;
        });
    if (!read) return read.error();
    if (!oldest) return std::optional<base::Instant>();
    if (oldest->version == 1) return std::optional(oldest->received);
    const base::Result<std::vector<CaseRecord>> history = store_.history(oldest->id);
    if (!history) return history.error();
    return history->empty() ? std::optional<base::Instant>() : std::optional(history->front().received);
  }

  /// Cases that were decided for good before the period are not even read.
  base::Result<void> one_day(base::Instant from, base::Instant until) {
    std::vector<CaseRecord> cases;
    const base::Result<void> listed = store_.each_case(from, until, [&](const CaseRecord& record) {
      const bool over = record.decided < period_.from && record.state != CaseState::pended;
      if (!over) cases.push_back(record);
      return true;
    });
    if (!listed) return listed;
    for (const CaseRecord& record : cases) {
      const base::Result<void> added = add(record);
      if (!added) return added;
    }
    read_ += cases.size();
    return {};
  }

  base::Result<void> add(const CaseRecord& newest) {
    std::vector<ReportVersion> versions;
    if (newest.version == 1) {
      base::Result<ReportVersion> one = report_version_from(newest);
      if (!one) return one.error();
      versions.push_back(std::move(*one));
    } else {
      const base::Result<std::vector<CaseRecord>> history = store_.history(newest.id);
      if (!history) return history.error();
      for (const CaseRecord& record : *history) {
        base::Result<ReportVersion> one = report_version_from(record);
        if (!one) return one.error();
        versions.push_back(std::move(*one));
      }
    }
    const base::Result<const precert::MemberRecord*> member = member_of(newest.member);
    if (!member) return member.error();
    count_.add(outcome_of(newest.id.text(), versions, *member, rulebook_));
    return {};
  }

  /// nullptr when nobody of that number is on file.
  base::Result<const precert::MemberRecord*> member_of(const precert::MemberId& id) {
    const auto known = members_.find(id.text());
    if (known != members_.end()) return known->second ? &*known->second : nullptr;
    base::Result<std::optional<precert::MemberRecord>> found = store_.member(id);
    if (!found) return found.error();
    if (members_.size() >= members_kept_max) members_.clear();
    const auto kept = members_.emplace(id.text(), std::move(*found)).first;
    return kept->second ? &*kept->second : nullptr;
  }

  Store& store_;
  const precert::Rulebook& rulebook_;
  ReportPeriod period_;
  base::Instant end_;  // of opening: later than now there is none, however long the period
  MetricsCount count_;
  std::map<std::string, std::optional<precert::MemberRecord>, std::less<>> members_;
  std::size_t read_ = 0;
};

}  // namespace

base::Result<MetricsReport> cms_report(Store& store, const precert::Rulebook& rulebook, base::Date from,
                                       base::Date until, ReportLevel level, base::Instant now,
                                       const std::function<bool(std::size_t)>& progress) {
  const precert::TimeZone& zone = rulebook.calendar.zone();
  MetricsReport report;
  report.from = from;
  report.until = until;
  report.period = {precert::instant_from({from, 0}, zone), precert::instant_from({until, 0}, zone)};
  Pass pass(store, rulebook, report.period, level, now);
  const base::Result<void> read = pass.run(progress);
  if (!read) return read.error();
  report.levels = pass.levels();
  report.services_on = until.plus_days(-1);
  report.services = services_requiring(rulebook, report.services_on);
  return report;
}

}  // namespace gateway
