#include "gateway/metrics_report/cms_report.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "gateway/review/submit_review.hpp"
#include "gateway/rules/kept_rulebooks.hpp"

namespace gateway {
namespace {

constexpr std::size_t members_kept_max = 10'000;  // the families of a day come again and again
constexpr std::size_t rulebooks_kept_max =
    8;  // compiled; decisions come in order of time, and so do rulebooks

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
  Pass(Store& store, const precert::Rulebook& rulebook, ReportPeriod period, ReportLevel level)
      : store_(store),
        rulebook_(rulebook),
        version_(precert::version_of(rulebook)),
        period_(period),
        count_(period, level) {}

  /// One walk over what was decided in the period and what waits: whatever else is stored is not read.
  base::Result<void> run(const std::function<bool(std::size_t)>& progress) {
    base::Result<void> counted;
    const base::Result<void> walked =
        store_.each_history(period_.from, period_.until, [&](std::span<const CaseRecord> history) {
          counted = add(history);
          if (counted && !progress(++read_)) {
            counted = base::Issues(base::Issue{base::IssueCode::data_invalid, "report", "it was stopped."});
          }
          return counted.has_value();
        });
    return walked ? counted : walked;
  }

  [[nodiscard]] std::vector<LevelReport> levels() const { return count_.levels(); }

 private:
  base::Result<void> add(std::span<const CaseRecord> history) {
    std::vector<ReportVersion> versions;
    for (const CaseRecord& record : history) {
      base::Result<ReportVersion> one = report_version_from(record);
      if (!one) return one.error();
      versions.push_back(std::move(*one));
    }
    const CaseRecord& newest = history.back();
    const base::Result<const precert::MemberRecord*> member = member_of(newest.member);
    if (!member) return member.error();
    const base::Result<const precert::Rulebook*> promised =
        rulebook_of(versions.front().determination.rulebook);
    if (!promised) return promised.error();
    count_.add(outcome_of(newest.id.text(), versions, *member, rulebook_, *promised));
    return {};
  }

  /// The rulebook of a version; today's when it was not kept, or cannot be read any more.
  base::Result<const precert::Rulebook*> rulebook_of(const std::string& version) {
    if (version.empty() || version == version_) return &rulebook_;
    if (versions_seen_.insert(version).second && versions_seen_.size() > rulebooks_kept_max) {
      versions_seen_ = {version};
      kept_.emplace(store_);
    }
    const base::Result<std::shared_ptr<const precert::Rulebook>> found = kept_->of(version);
    if (!found && found.error().first().code == base::IssueCode::store_unavailable) return found.error();
    return found && *found ? found->get() : &rulebook_;
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
  std::string version_;
  ReportPeriod period_;
  MetricsCount count_;
  std::map<std::string, std::optional<precert::MemberRecord>, std::less<>> members_;
  std::optional<KeptRulebooks> kept_{std::in_place, store_};
  std::set<std::string, std::less<>> versions_seen_;  // what kept_ holds
  std::size_t read_ = 0;
};

}  // namespace

base::Result<MetricsReport> cms_report(Store& store, const precert::Rulebook& rulebook, base::Date from,
                                       base::Date until, ReportLevel level,
                                       const std::function<bool(std::size_t)>& progress) {
  const precert::TimeZone& zone = rulebook.calendar.zone();
  MetricsReport report;
  report.from = from;
  report.until = until;
  report.period = {precert::instant_from({from, 0}, zone), precert::instant_from({until, 0}, zone)};
  Pass pass(store, rulebook, report.period, level);
  const base::Result<void> read = pass.run(progress);
  if (!read) return read.error();
  report.levels = pass.levels();
  report.services_on = until.plus_days(-1);
  report.services = services_requiring(rulebook, report.services_on);
  return report;
}

}  // namespace gateway
