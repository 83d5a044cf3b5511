// Who works on a case or a piece of work. See actions.hpp.
#include "gateway/http/replies.hpp"
#include "gateway/review/commit.hpp"
#include "gateway/work/action_body.hpp"
#include "gateway/work/actions.hpp"
#include "gateway/work/case_view.hpp"
#include "gateway/work/events.hpp"
#include "gateway/work/worklist.hpp"

namespace gateway {
namespace {

using base::Issues;

constexpr const char* somebody_elses = "Somebody else works on it: ";

/// Makes the case `to`'s. `takes` = also from somebody else than the actor.
CaseAction assign(const HttpRequest& request, const std::string& id, std::string_view kind,
                  const Actor& actor, const std::string& to, bool takes, Services& services) {
  const precert::CaseId case_id(id);
  const base::Result<std::optional<CaseRecord>> record = services.store.find_case(case_id);
  if (!record) co_return refusal(503, request.path, record.error());
  if (!*record) co_return refusal(404, request.path, "There is no case with this id.");
  const base::Result<std::vector<std::string>> assignees = services.store.assignees_of({&case_id, 1});
  if (!assignees) co_return refusal(503, request.path, assignees.error());
  const std::string before = assignees->empty() ? std::string() : assignees->front();
  if (!takes && !before.empty() && before != actor.id) {
    co_return refusal(409, request.path, somebody_elses + before + ".");
  }
  const base::Instant now = services.clock.now();
  Exchange exchange;
  exchange.assignments.push_back({case_id, before, to, now});
  exchange.events.push_back(work_event::event_of(
      **record, kind, actor.id, now, [&](json::Writer& out) { out.field("from", before).field("to", to); }));
  const CommitResult result = co_await commit(services, std::move(exchange));
  if (result.outcome == CommitOutcome::version_conflict) {
    co_return refusal(409, request.path, "Somebody else was faster; read the case again.");
  }
  if (result.outcome != CommitOutcome::committed) co_return refusal(503, request.path, Issues(result.issue));
  co_return case_view(request, id, services);
}

/// Makes a piece of work `to`'s.
CaseAction assign_work(const HttpRequest& request, const std::string& id, std::string_view kind,
                       const Actor& actor, const std::string& to, Services& services) {
  const base::Result<std::optional<WorkItem>> found = services.store.work_item(id);
  if (!found) co_return refusal(503, request.path, found.error());
  if (!*found) co_return refusal(404, request.path, "There is no piece of work with this id.");
  WorkItem item = **found;
  if (item.state != WorkState::open) co_return refusal(409, request.path, "It is done.");
  if (!item.assignee.empty() && item.assignee != actor.id) {
    co_return refusal(409, request.path, somebody_elses + item.assignee + ".");
  }
  const base::Result<std::optional<CaseRecord>> record = services.store.find_case(item.case_id);
  if (!record) co_return refusal(503, request.path, record.error());
  item.assignee = to;
  ++item.version;
  Exchange exchange;
  if (*record) {
    exchange.events.push_back(
        work_event::event_of(**record, kind, actor.id, services.clock.now(),
                             [&](json::Writer& out) { out.field("work", item.id).field("to", to); }));
  }
  exchange.work.push_back(std::move(item));
  const CommitResult result = co_await commit(services, std::move(exchange));
  if (result.outcome == CommitOutcome::version_conflict) {
    co_return refusal(409, request.path, "Somebody else was faster; read it again.");
  }
  if (result.outcome != CommitOutcome::committed) co_return refusal(503, request.path, Issues(result.issue));
  co_return work_one(request, id, services);
}

}  // namespace

CaseAction claim_case(const HttpRequest& request, const std::string& id, Services& services) {
  ActionBody body(request.body);
  const Actor actor = body.actor();
  if (!body.good()) co_return refusal(400, request.path, body.issues());
  co_return co_await assign(request, id, work_event::claimed, actor, actor.id, false, services);
}

CaseAction assign_case_to(const HttpRequest& request, const std::string& id, Services& services) {
  ActionBody body(request.body);
  const Actor actor = body.actor();
  const std::string to = body.fields().text("to", true);
  if (!body.good()) co_return refusal(400, request.path, body.issues());
  if (to.find_first_not_of(' ') == std::string::npos) {
    co_return refusal(400, request.path, "$.to names who works on it; /release makes it nobody's.");
  }
  co_return co_await assign(request, id, work_event::assigned, actor, to, true, services);
}

CaseAction release_case(const HttpRequest& request, const std::string& id, Services& services) {
  ActionBody body(request.body);
  const Actor actor = body.actor();
  if (!body.good()) co_return refusal(400, request.path, body.issues());
  const std::string nobody;
  co_return co_await assign(request, id, work_event::released, actor, nobody, false, services);
}

CaseAction claim_work(const HttpRequest& request, const std::string& id, Services& services) {
  ActionBody body(request.body);
  const Actor actor = body.actor();
  if (!body.good()) co_return refusal(400, request.path, body.issues());
  co_return co_await assign_work(request, id, work_event::claimed, actor, actor.id, services);
}

CaseAction release_work(const HttpRequest& request, const std::string& id, Services& services) {
  ActionBody body(request.body);
  const Actor actor = body.actor();
  if (!body.good()) co_return refusal(400, request.path, body.issues());
  const std::string nobody;
  co_return co_await assign_work(request, id, work_event::released, actor, nobody, services);
}

}  // namespace gateway
