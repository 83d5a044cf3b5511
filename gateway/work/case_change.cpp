#include "gateway/work/case_change.hpp"

#include <future>
#include <memory>

#include "gateway/http/replies.hpp"
#include "gateway/review/announce.hpp"
#include "gateway/review/commit.hpp"
#include "gateway/review/decided_elsewhere.hpp"
#include "gateway/work/case_view.hpp"
#include "gateway/work/reconcile.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/determine.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
using base::IssueCode;
using base::Issues;

constexpr int attempts_max = 3;
constexpr std::size_t work_of_case_max = 200;
constexpr const char* another_payers = "Another payer decides this case; ask it.";
constexpr const char* take_it_over = " works on this case. Take it over with /assign, or let it be released.";
constexpr const char* being_changed = "Somebody else is changing this case; read it again.";

/// 409 when the case is not in a state for it, 422 when the change lacks something, 503 when nobody can say.
unsigned status_of(const Issues& issues) {
  switch (issues.first().code) {
    case IssueCode::conflict: return 409;
    case IssueCode::store_unavailable: return 503;
    default: return 422;
  }
}

std::optional<std::string> seen_other(const CaseRecord& record, std::optional<int> seen) {
  if (!seen || *seen == record.version) return std::nullopt;
  return "You saw version " + std::to_string(*seen) + " of this case; it is version " +
         std::to_string(record.version) + " now. Read it again.";
}

/// Decides a changed request: the next version of the same case.
base::Result<precert::Determination> determined(const OpenCase& open, const precert::ReviewRequest& request,
                                                Services& services) {
  const precert::Payer& payer = open.knowledge.rulebook->payer;
  base::Result<CaseNumbers> drawn =
      case_numbers(services.numbers, payer.certification_prefix, payer.reference_prefix);
  if (!drawn) return drawn.error();
  precert::Facts facts = open.known.facts;
  facts.numbers = std::move(drawn->numbers);
  facts.previous = open.prior;
  precert::Determination made = precert::determine(request, *open.knowledge.rulebook, facts);
  if (!made.refused()) return made;
  return Issues(base::Issue{IssueCode::conflict, "case",
                            "The case cannot be changed so: " + made.refusals.front().words + "."});
}

CaseWrite next_version(const OpenCase& open, const precert::ReviewRequest& request,
                       const precert::Determination& determination) {
  CaseWrite write;
  write.expected_version = open.record.version;
  write.record = record_from(open.record.id, open.record.version + 1, request, determination);
  write.record.submitter = open.record.submitter;
  write.record.received = open.now;
  write.keys = keys_of(request, determination);
  return write;
}

/// Pieces of work and events that follow from the case as `record` holds it.
base::Result<void> add_reconciled(Exchange& exchange, const OpenCase& open, const CaseRecord& record,
                                  const precert::PriorCase& now, std::string_view actor, Services& services) {
  std::vector<WorkItem> known = open.work;
  for (const WorkItem& changed : exchange.work) {
    std::erase_if(known, [&](const WorkItem& one) { return one.id == changed.id; });
    known.push_back(changed);
  }
  const base::Result<Reconciled> due = reconciled(
      {record, now, *open.knowledge.rulebook, open.known.facts, known, open.now, std::string(actor)},
      services.store);
  if (!due) return due.error();
  for (const WorkItem& item : due->work) {
    WorkItem write = item;
    const auto same = [&](const WorkItem& one) { return one.id == item.id; };
    const auto before = std::find_if(open.work.begin(), open.work.end(), same);
    write.version = before == open.work.end() ? 1 : before->version + 1;  // one change a commit
    std::erase_if(exchange.work, same);
    exchange.work.push_back(std::move(write));
  }
  exchange.events.insert(exchange.events.end(), due->events.begin(), due->events.end());
  return {};
}

}  // namespace

base::Result<bool> open_case(OpenCase& into, const precert::CaseId& id, Services& services) {
  base::Result<std::optional<CaseRecord>> record = services.store.find_case(id);
  if (!record) return record.error();
  if (!*record) return false;
  into.record = std::move(**record);
  base::Result<precert::PriorCase> prior = prior_from(into.record);
  if (!prior) return prior.error();
  into.prior = std::move(*prior);
  into.knowledge = services.knowledge.current();
  precert::name_time_zone(*into.knowledge.rulebook, into.prior.determination);
  into.now = services.clock.now();
  const base::Result<void> gathered =
      gather_facts(into.known, into.record.member, into.now, id, services.store, into.knowledge);
  if (!gathered) return gathered.error();
  WorkQuery query;
  query.state = std::nullopt;
  query.case_id = id;
  query.count_max = work_of_case_max;
  base::Result<std::vector<WorkItem>> work = services.store.work_items(query);
  if (!work) return work.error();
  into.work = std::move(*work);
  const base::Result<std::vector<std::string>> assignees = services.store.assignees_of({&id, 1});
  if (!assignees) return assignees.error();
  into.assignee = assignees->empty() ? std::string() : assignees->front();
  return true;
}

base::Result<void> is_open_to(const OpenCase& open, std::string_view actor) {
  if (open.assignee.empty() || open.assignee == actor) return {};
  return Issues(base::Issue{IssueCode::conflict, "case", open.assignee + take_it_over});
}

namespace {

/// Everything that a change stores, announcements and pieces of work included. Errors: store_unavailable.
base::Result<Exchange> exchange_of(const OpenCase& open, CaseChangeMade made, std::string_view actor,
                                   Services& services) {
  Exchange exchange;
  exchange.work = std::move(made.work);
  exchange.events = std::move(made.events);
  if (made.assignee) exchange.assignments.push_back({open.record.id, open.assignee, *made.assignee, open.now});
  if (!made.request && !made.determination) return exchange;
  precert::PriorCase after = open.prior;
  if (made.request) after.request = std::move(*made.request);
  if (made.determination) {
    after.determination = std::move(*made.determination);
  } else {
    base::Result<precert::Determination> determination = determined(open, after.request, services);
    if (!determination) return determination.error();
    after.determination = std::move(*determination);
  }
  exchange.cases.push_back(next_version(open, after.request, after.determination));
  const CaseRecord record = exchange.cases.back().record;
  after.version = record.version;
  for (CaseEvent& event : exchange.events) event.version = record.version;
  const CaseChange change{record, after.request, open.prior.determination, after.determination, true};
  const base::Result<void> told = announce(exchange, change, open.knowledge, open.now, services);
  if (!told) return told.error();
  const base::Result<void> followed = add_reconciled(exchange, open, record, after, actor, services);
  if (!followed) return followed.error();
  return exchange;
}

}  // namespace

asio::awaitable<HttpReply> change_case(const HttpRequest& request, const std::string& id,
                                       std::optional<int> seen, const std::string& actor, Services& services,
                                       const MakeChange& make) {
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    OpenCase open;
    const base::Result<bool> found = open_case(open, precert::CaseId(id), services);
    if (!found) co_return refusal(status_of(found.error()) == 503 ? 503 : 500, request.path, found.error());
    if (!*found) co_return refusal(404, request.path, "There is no case with this id.");
    if (decided_elsewhere(open.prior.determination)) co_return refusal(409, request.path, another_payers);
    if (const auto other = seen_other(open.record, seen)) co_return refusal(409, request.path, *other);
    base::Result<CaseChangeMade> made = make(open);
    if (!made) co_return refusal(status_of(made.error()), request.path, made.error());
    base::Result<Exchange> exchange = exchange_of(open, std::move(*made), actor, services);
    if (!exchange) co_return refusal(status_of(exchange.error()), request.path, exchange.error());
    Exchange whole = std::move(*exchange);
    const CommitResult result = co_await commit(services, std::move(whole));
    if (result.outcome == CommitOutcome::committed) co_return case_view(request, id, services);
    if (result.outcome != CommitOutcome::version_conflict) {
      co_return refusal(503, request.path, Issues(result.issue));
    }
  }
  co_return refusal(409, request.path, being_changed);
}

base::Result<bool> change_case_now(const precert::CaseId& id, std::string_view actor, Services& services,
                                   const MakeChange& make) {
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    OpenCase open;
    const base::Result<bool> found = open_case(open, id, services);
    if (!found) return found.error();
    if (!*found || decided_elsewhere(open.prior.determination)) return false;
    base::Result<CaseChangeMade> made = make(open);
    if (!made && made.error().first().code == IssueCode::conflict) return false;
    if (!made) return made.error();
    base::Result<Exchange> exchange = exchange_of(open, std::move(*made), actor, services);
    if (!exchange) return exchange.error();
    const CommitResult result = commit_now(services, std::move(*exchange));
    if (result.outcome == CommitOutcome::committed) return true;
    if (result.outcome != CommitOutcome::version_conflict) return Issues(result.issue);
  }
  return false;
}

std::string role_from(BodyFields& fields, bool decides_nothing) {
  std::string role = fields.text("role", true);
  const bool known = precert::decides(role) || (decides_nothing && role == role_staff);
  if (!role.empty() && !known) {
    fields.fault("role", decides_nothing ? "is nurse, physician or staff." : "is nurse or physician.");
  }
  return role;
}

Actor actor_from(BodyFields& body, Issues& issues) {
  BodyFields said(body.child("actor"), body.place("actor"), issues);
  Actor actor;
  actor.id = said.text("id", true);
  actor.role = role_from(said, true);
  actor.npi = said.text("npi");
  actor.specialty = said.text("specialty");
  return actor;
}

CommitResult commit_now(Services& services, Exchange exchange) {
  const bool notifies = !exchange.notifications.empty();
  const auto done = std::make_shared<std::promise<CommitResult>>();
  std::future<CommitResult> result = done->get_future();
  services.store.commit(std::move(exchange), [done](CommitResult made) { done->set_value(std::move(made)); });
  CommitResult made = result.get();
  if (notifies && made.outcome == CommitOutcome::committed) services.notifications.ring();
  return made;
}

}  // namespace gateway
