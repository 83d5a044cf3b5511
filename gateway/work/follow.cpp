// Following every version of every case. See desk.hpp.
#include <algorithm>
#include <set>

#include "gateway/review/decided_elsewhere.hpp"
#include "gateway/telemetry/log.hpp"
#include "gateway/work/case_change.hpp"
#include "gateway/work/desk.hpp"
#include "gateway/work/events.hpp"
#include "gateway/work/reconcile.hpp"

namespace gateway {
namespace {

constexpr std::string_view worker_name = "work";
constexpr std::size_t versions_of_step = 100;
constexpr int follow_attempts_max = 5;

/// False for a new case that was decided at once, lacks nothing and is at no place that could be compared:
/// most are, and need not be read.
bool may_call_for_work(const CaseRecord& record) {
  return record.version > 1 || record.determination.find("\"lower-cost\"") != std::string::npos ||
         record.determination.find("\"missing\"") != std::string::npos ||
         record.determination.find("\"appealed\"") != std::string::npos;
}

/// Adds what one case calls for. Errors: store_unavailable; a case that this version cannot read is passed
/// over.
base::Result<void> add_work_of(const precert::CaseId& id, Exchange& exchange, Services& services) {
  OpenCase open;
  const base::Result<bool> found = open_case(open, id, services);
  if (!found && found.error().first().code != base::IssueCode::store_unavailable) {
    log::error("case_unreadable", {{"case", id.text()}});
    return {};
  }
  if (!found) return found.error();
  if (!*found || decided_elsewhere(open.prior.determination)) return {};
  base::Result<Reconciled> due =
      reconciled({open.record, open.prior, *open.knowledge.rulebook, open.known.facts, open.work, open.now,
                  std::string(work_event::by_rule)},
                 services.store);
  if (!due) return due.error();
  for (WorkItem& item : due->work) exchange.work.push_back(std::move(item));
  for (CaseEvent& event : due->events) exchange.events.push_back(std::move(event));
  return {};
}

/// One step from where the worker has come to; 0 = there is nothing new, or it was stopped.
base::Result<std::size_t> follow_some(Services& services, bool& again, const std::stop_token& stop) {
  const base::Result<std::int64_t> from = services.store.followed_until(worker_name);
  if (!from) return from.error();
  const base::Result<std::vector<CaseVersion>> versions =
      services.store.versions_after(*from, versions_of_step);
  if (!versions) return versions.error();
  if (versions->empty()) return std::size_t{0};
  Exchange exchange;
  std::set<std::string> looked;  // a case counts as it is now, however often it has changed
  for (const CaseVersion& version : *versions) {
    if (stop.stop_requested()) return std::size_t{0};
    if (!may_call_for_work(version.record) || !looked.insert(version.record.id.text()).second) continue;
    const base::Result<void> added = add_work_of(version.record.id, exchange, services);
    if (!added) return added.error();
  }
  exchange.follow_up = FollowUp{std::string(worker_name), *from, versions->back().position};
  const CommitResult result = commit_now(services, std::move(exchange));
  again = result.outcome == CommitOutcome::version_conflict;
  if (again || result.outcome == CommitOutcome::committed) return versions->size();
  return base::Issues(result.issue);
}

}  // namespace

base::Result<std::size_t> follow_cases(Services& services, const std::stop_token& stop, Pace pace) {
  std::size_t all = 0;
  int attempts = 0;
  const Turn turn(pace, services.traffic);
  while (turn.lasts() && attempts < follow_attempts_max && !stop.stop_requested()) {
    bool again = false;
    const base::Result<std::size_t> some = follow_some(services, again, stop);
    if (!some) return some;
    attempts = again ? attempts + 1 : 0;
    if (again) continue;
    if (*some == 0) break;
    all += *some;
  }
  return all;
}

}  // namespace gateway
