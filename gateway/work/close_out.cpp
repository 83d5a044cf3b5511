// Cases that wait in vain, and cases that are answered late. See desk.hpp.
#include <algorithm>
#include <set>

#include "gateway/telemetry/log.hpp"
#include "gateway/work/case_change.hpp"
#include "gateway/work/desk.hpp"
#include "gateway/work/events.hpp"
#include "precert/engine/after_pending.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

constexpr std::size_t cases_of_step = 100;

base::Result<CaseChangeMade> close(const OpenCase& open) {
  base::Result<precert::Determination> made =
      precert::closed_out(open.prior, *open.knowledge.rulebook, open.now);
  if (!made) return made.error();
  CaseChangeMade change;
  change.determination = std::move(*made);
  change.events.push_back(work_event::event_of(
      open.record, work_event::closed_out, work_event::by_rule, open.now, [&](json::Writer& out) {
        out.field("rule", "OR-I3").field("business_days", open.knowledge.rulebook->payer.close_out_days);
      }));
  return change;
}

/// True when it was noted for this due instant before.
bool is_noted(const std::vector<CaseEvent>& events, const CaseEvent& late) {
  return std::ranges::any_of(
      events, [&](const CaseEvent& one) { return one.kind == late.kind && one.details == late.details; });
}

base::Result<bool> note_late(const CaseRecord& record, Services& services) {
  const base::Result<std::vector<CaseEvent>> events = services.store.events_of(record.id);
  if (!events) return events.error();
  CaseEvent late = work_event::event_of(
      record, work_event::overdue, work_event::by_rule, services.clock.now(),
      [&](json::Writer& out) { out.field("due", base::iso(*record.due)).field("queue", record.queue); });
  if (is_noted(*events, late)) return false;
  Exchange exchange;
  exchange.events.push_back(std::move(late));
  const CommitResult result = commit_now(services, std::move(exchange));
  if (result.outcome != CommitOutcome::committed) return base::Issues(result.issue);
  log::warning("case_overdue", {{"case", record.id.text()}, {"queue", record.queue}});
  return true;
}

/// One case that cannot be read or written keeps nobody from the others; without a store nothing goes on.
template <class T>
bool stops_all(const base::Result<T>& done, const precert::CaseId& id) {
  if (done) return false;
  if (done.error().first().code == base::IssueCode::store_unavailable) return true;
  log::error("case_passed_over", {{"case", id.text()}, {"what", done.error().first().remedy}});
  return false;
}

}  // namespace

base::Result<std::size_t> close_out_due(Services& services, const std::stop_token& stop) {
  WorkQuery query;
  query.kind = WorkKind::information_request;
  query.due_until = services.clock.now();
  std::size_t closed = 0;
  std::set<std::string> looked_at;  // what stays due though it was looked at is read again before what is behind it
  while (true) {
    query.count_max = cases_of_step + looked_at.size();
    const base::Result<std::vector<WorkItem>> items = services.store.work_items(query);
    if (!items) return items.error();
    for (const WorkItem& item : *items) {
      if (stop.stop_requested()) return closed;
      if (!looked_at.insert(item.id).second) continue;
      const base::Result<bool> done = change_case_now(item.case_id, work_event::by_rule, services, close);
      if (stops_all(done, item.case_id)) return done.error();
      if (done && *done) ++closed;
    }
    if (items->size() < query.count_max) return closed;
  }
}

base::Result<std::size_t> note_overdue(Services& services, const std::stop_token& stop) {
  WorklistQuery query;
  query.count_max = cases_of_step;
  std::size_t noted = 0;
  const base::Instant now = services.clock.now();
  while (true) {
    const base::Result<std::vector<CaseRecord>> page = services.store.worklist(query);
    if (!page) return page.error();
    for (const CaseRecord& record : *page) {
      if (stop.stop_requested()) return noted;
      if (!record.due || *record.due >= now) return noted;  // they come by due instant
      const base::Result<bool> late = note_late(record, services);
      if (stops_all(late, record.id)) return late.error();
      if (late && *late) ++noted;
    }
    if (page->size() < query.count_max) return noted;
    query.after = WorklistPlace{page->back().due, page->back().id, page->back().priority};
  }
}

}  // namespace gateway
