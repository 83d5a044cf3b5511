// What every backend of the store promises of the work on cases: events, assignments, pieces of work,
// letters, and workers that follow the versions of all cases.
#include "tests/contract/store_contract.hpp"

namespace {

using gateway::CaseEvent;
using gateway::CaseState;
using gateway::CaseVersion;
using gateway::CommitOutcome;
using gateway::Exchange;
using gateway::LetterRecord;
using gateway::LetterState;
using gateway::WorkItem;
using gateway::WorkKind;
using gateway::WorkQuery;
using gateway::WorkState;
using std::chrono::hours;
using support::noon;
using testing::ElementsAre;
using testing::IsEmpty;

class WorkContract : public support::StoreContract {
 protected:
  void open_case(const std::string& id) {
    Exchange exchange;
    exchange.cases.push_back(support::opened(id));
    ASSERT_EQ(outcome_of(std::move(exchange)), CommitOutcome::committed);
  }
  CommitOutcome put(std::vector<WorkItem> items) {
    Exchange exchange;
    exchange.work = std::move(items);
    return outcome_of(std::move(exchange));
  }
  /// With its event, as whoever assigns does it.
  CommitOutcome put(gateway::CaseAssignment assignment) {
    Exchange exchange;
    CaseEvent& said = exchange.events.emplace_back();
    said.case_id = assignment.case_id;
    said.at = assignment.at;
    said.kind = "assigned";
    said.actor = assignment.assignee;
    exchange.assignments.push_back(std::move(assignment));
    return outcome_of(std::move(exchange));
  }
  CommitOutcome put(LetterRecord letter) {
    Exchange exchange;
    exchange.letters.push_back(std::move(letter));
    return outcome_of(std::move(exchange));
  }
  CommitOutcome follow(std::int64_t from, std::int64_t until) {
    Exchange exchange;
    exchange.follow_up = gateway::FollowUp{"letters", from, until};
    return outcome_of(std::move(exchange));
  }
  std::vector<std::string> ids_of(const WorkQuery& query) {
    const auto found = store().work_items(query);
    EXPECT_TRUE(found);
    std::vector<std::string> ids;
    if (found) {
      for (const WorkItem& one : *found) ids.push_back(one.id);
    }
    return ids;
  }
  std::vector<CaseVersion> versions_after(std::int64_t position, std::size_t most = 10) {
    auto found = store().versions_after(position, most);
    EXPECT_TRUE(found);
    return found ? *found : std::vector<CaseVersion>();
  }
  std::vector<std::string> letter_ids(const base::Result<std::vector<LetterRecord>>& found) {
    EXPECT_TRUE(found);
    std::vector<std::string> ids;
    if (found) {
      for (const LetterRecord& one : *found) ids.push_back(one.id);
    }
    return ids;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, WorkContract, testing::ValuesIn(support::backends()),
                         support::backend_name);

CaseEvent event(const std::string& case_id, const std::string& kind, base::Instant at = noon) {
  CaseEvent made;
  made.case_id = precert::CaseId(case_id);
  made.version = 1;
  made.at = at;
  made.kind = kind;
  made.actor = "nurse";
  made.details = "{}";
  return made;
}

WorkItem item(const std::string& id, std::optional<int> due_hours = 1, int priority = 2) {
  WorkItem made;
  made.id = id;
  made.kind = WorkKind::appeal;
  made.case_id = precert::CaseId("C1");
  made.queue = "appeals";
  made.priority = priority;
  made.opened = noon;
  if (due_hours) made.due = noon + hours(*due_hours);
  made.details = R"({"level":1})";
  return made;
}

LetterRecord letter(const std::string& id, LetterState state = LetterState::queued) {
  LetterRecord made;
  made.id = id;
  made.case_id = precert::CaseId("C1");
  made.version = 2;
  made.kind = "approval";
  made.addressee = "member";
  made.channel = "mail";
  made.destination = "+15035550100";
  made.state = state;
  made.made = made.changed = noon;
  made.text = "Dear member";
  made.pdf = std::string("%PDF\0bytes", 10);
  return made;
}

TEST_P(WorkContract, KeepsWhatHappenedToACaseInOrder) {
  Exchange exchange;
  exchange.events = {event("C1", "claimed", noon + hours(1)), event("C2", "claimed"),
                     event("C1", "released")};
  ASSERT_EQ(outcome_of(std::move(exchange)), CommitOutcome::committed);
  reopen();
  const auto found = store().events_of(precert::CaseId("C1"));
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ(found->front().kind, "claimed");
  EXPECT_EQ(found->front().at, noon + hours(1));
  EXPECT_EQ(found->front().actor, "nurse");
  EXPECT_EQ(found->front().details, "{}");
  EXPECT_EQ(found->front().version, 1);
  EXPECT_EQ(found->back().kind, "released");
  EXPECT_LT(found->front().number, found->back().number);
}

TEST_P(WorkContract, ReportsEventsOfASpanOfTimeUntilItHasEnough) {
  Exchange exchange;
  for (int at = 0; at < 2'100; ++at) exchange.events.push_back(event("C1", std::to_string(at)));
  exchange.events.push_back(event("C1", "before", noon - hours(1)));
  exchange.events.push_back(event("C1", "after", noon + hours(1)));
  ASSERT_EQ(outcome_of(std::move(exchange)), CommitOutcome::committed);
  std::vector<std::string> kinds;
  const auto all = [&kinds](const CaseEvent& one) {
    kinds.push_back(one.kind);
    return true;
  };
  ASSERT_TRUE(store().each_event(noon, noon + hours(1), all));
  ASSERT_EQ(kinds.size(), 2'100U);
  EXPECT_EQ(kinds.front(), "0");
  EXPECT_EQ(kinds.back(), "2099");
  int seen = 0;
  ASSERT_TRUE(
      store().each_event(noon - hours(1), noon + hours(2), [&seen](const CaseEvent&) { return ++seen < 3; }));
  EXPECT_EQ(seen, 3);
}

TEST_P(WorkContract, GivesACaseToOneAtATime) {
  open_case("C1");
  open_case("C2");
  const precert::CaseId first("C1");
  const auto assign = [&](const std::string& expected, const std::string& assignee) {
    return put(gateway::CaseAssignment{first, expected, assignee, noon}) == CommitOutcome::committed;
  };
  const auto assignees = [&] {
    const std::vector<precert::CaseId> asked = {precert::CaseId("C2"), first, precert::CaseId("C9")};
    const auto found = store().assignees_of(asked);
    EXPECT_TRUE(found);
    return found ? *found : std::vector<std::string>();
  };
  EXPECT_TRUE(assign("", "nurse"));
  EXPECT_FALSE(assign("", "doctor"));
  reopen();
  EXPECT_THAT(assignees(), ElementsAre("", "nurse", ""));
  EXPECT_TRUE(assign("nurse", "doctor"));
  EXPECT_THAT(assignees(), ElementsAre("", "doctor", ""));
  EXPECT_TRUE(assign("doctor", ""));
  EXPECT_THAT(assignees(), ElementsAre("", "", ""));
  EXPECT_EQ(put(gateway::CaseAssignment{precert::CaseId("C9"), "", "nurse", noon}),
            CommitOutcome::version_conflict);
}

TEST_P(WorkContract, SaysNothingOfAnAssignmentThatCameTooLate) {
  open_case("C1");
  const precert::CaseId first("C1");
  ASSERT_EQ(put(gateway::CaseAssignment{first, "", "nurse", noon}), CommitOutcome::committed);
  ASSERT_EQ(put(gateway::CaseAssignment{first, "", "doctor", noon}), CommitOutcome::version_conflict);
  const auto events = store().events_of(first);
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 1U);
  EXPECT_EQ(events->front().actor, "nurse");
}

TEST_P(WorkContract, KeepsAPieceOfWorkWhole) {
  WorkItem made = item("W1");
  made.assignee = "doctor";
  made.closed = noon + hours(2);
  made.state = WorkState::done;
  ASSERT_EQ(put({made}), CommitOutcome::committed);
  reopen();
  const auto found = store().work_item("W1");
  ASSERT_TRUE(found && *found);
  const WorkItem& kept = **found;
  EXPECT_EQ(kept.kind, WorkKind::appeal);
  EXPECT_EQ(kept.state, WorkState::done);
  EXPECT_EQ(kept.case_id, precert::CaseId("C1"));
  EXPECT_EQ(kept.queue, "appeals");
  EXPECT_EQ(kept.assignee, "doctor");
  EXPECT_EQ(kept.priority, 2);
  EXPECT_EQ(kept.opened, noon);
  EXPECT_EQ(kept.due, noon + hours(1));
  EXPECT_EQ(kept.closed, noon + hours(2));
  EXPECT_EQ(kept.details, R"({"level":1})");
  EXPECT_EQ(kept.version, 1);
  const auto none = store().work_item("W9");
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->has_value());
}

TEST_P(WorkContract, RefusesAPieceOfWorkThatSomebodyElseChanged) {
  ASSERT_EQ(put({item("W1")}), CommitOutcome::committed);
  EXPECT_EQ(put({item("W1")}), CommitOutcome::version_conflict);
  WorkItem second = item("W1");
  second.version = 2;
  second.state = WorkState::done;
  Exchange both;
  both.cases.push_back(support::opened("C7"));
  both.work = {second, item("W2")};
  both.work[1].version = 3;
  EXPECT_EQ(outcome_of(both), CommitOutcome::version_conflict);
  EXPECT_FALSE(exists("C7"));
  EXPECT_EQ(put({second}), CommitOutcome::committed);
  EXPECT_EQ(put({second}), CommitOutcome::version_conflict);
  WorkItem third = second, fourth = second;
  third.version = 3;
  fourth.version = 4;
  EXPECT_EQ(put({third, fourth}), CommitOutcome::committed);
  const auto found = store().work_item("W1");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->version, 4);
}

TEST_P(WorkContract, ListsWorkByDueInstantThenPriorityThenAge) {
  ASSERT_EQ(put({item("W1", std::nullopt), item("W2", 5), item("W3", 5), item("W4", 5, 1), item("W5", 1)}),
            CommitOutcome::committed);
  EXPECT_THAT(ids_of({}), ElementsAre("W5", "W4", "W2", "W3", "W1"));
  WorkQuery query;
  query.count_max = 2;
  EXPECT_THAT(ids_of(query), ElementsAre("W5", "W4"));
  query.count_max = 50;
  query.due_until = noon + hours(4);
  EXPECT_THAT(ids_of(query), ElementsAre("W5"));
}

TEST_P(WorkContract, ListsOnlyTheWorkThatIsAskedFor) {
  WorkItem call = item("W1");
  call.kind = WorkKind::peer_to_peer;
  call.queue = "director";
  call.case_id = precert::CaseId("C2");
  WorkItem done = item("W2");
  done.state = WorkState::done;
  WorkItem taken = item("W3");
  taken.assignee = "doctor";
  ASSERT_EQ(put({call, done, taken}), CommitOutcome::committed);
  EXPECT_THAT(ids_of({}), ElementsAre("W1", "W3"));
  WorkQuery query;
  query.kind = WorkKind::peer_to_peer;
  EXPECT_THAT(ids_of(query), ElementsAre("W1"));
  query = {};
  query.queue = "appeals";
  EXPECT_THAT(ids_of(query), ElementsAre("W3"));
  query = {};
  query.assignee = "doctor";
  EXPECT_THAT(ids_of(query), ElementsAre("W3"));
  query = {};
  query.case_id = precert::CaseId("C1");
  EXPECT_THAT(ids_of(query), ElementsAre("W3"));
  query.state.reset();
  EXPECT_THAT(ids_of(query), ElementsAre("W2", "W3"));
  query.case_id.reset();
  EXPECT_THAT(ids_of(query), ElementsAre("W1", "W2", "W3"));
  query.state = WorkState::done;
  EXPECT_THAT(ids_of(query), ElementsAre("W2"));
}

TEST_P(WorkContract, KeepsALetterWhole) {
  LetterRecord made = letter("L1", LetterState::failed);
  made.attempts = 3;
  made.error = "no answer";
  made.changed = noon + hours(1);
  ASSERT_EQ(put(made), CommitOutcome::committed);
  reopen();
  const auto found = store().letter("L1");
  ASSERT_TRUE(found && *found);
  const LetterRecord& kept = **found;
  EXPECT_EQ(kept.case_id, precert::CaseId("C1"));
  EXPECT_EQ(kept.version, 2);
  EXPECT_EQ(kept.kind, "approval");
  EXPECT_EQ(kept.addressee, "member");
  EXPECT_EQ(kept.channel, "mail");
  EXPECT_EQ(kept.destination, "+15035550100");
  EXPECT_EQ(kept.state, LetterState::failed);
  EXPECT_EQ(kept.attempts, 3);
  EXPECT_EQ(kept.made, noon);
  EXPECT_EQ(kept.changed, noon + hours(1));
  EXPECT_EQ(kept.error, "no answer");
  EXPECT_EQ(kept.text, "Dear member");
  EXPECT_EQ(kept.pdf, made.pdf);
  const auto none = store().letter("L9");
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->has_value());
}

TEST_P(WorkContract, AnEarlierSendingOfALetterReplacesNoLaterOne) {
  LetterRecord again = letter("L1");
  again.sending = 2;
  again.destination = "+15035550188";
  ASSERT_EQ(put(letter("L1")), CommitOutcome::committed);
  ASSERT_EQ(put(again), CommitOutcome::committed);
  ASSERT_EQ(put(letter("L1", LetterState::confirmed)), CommitOutcome::committed);
  const auto found = store().letter("L1");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->sending, 2);
  EXPECT_EQ((*found)->state, LetterState::queued);
  EXPECT_EQ((*found)->destination, "+15035550188");
}

TEST_P(WorkContract, ListsLettersWithoutTheirPdf) {
  ASSERT_EQ(put(letter("L1")), CommitOutcome::committed);
  ASSERT_EQ(put(letter("L2")), CommitOutcome::committed);
  ASSERT_EQ(put(letter("L3", LetterState::confirmed)), CommitOutcome::committed);
  const auto of_case = store().letters_of(precert::CaseId("C1"));
  EXPECT_THAT(letter_ids(of_case), ElementsAre("L3", "L2", "L1"));
  EXPECT_THAT(of_case->front().pdf, IsEmpty());
  EXPECT_THAT(letter_ids(store().letters_in(LetterState::queued, 10)), ElementsAre("L1", "L2"));
  EXPECT_THAT(letter_ids(store().letters_in(LetterState::queued, 1)), ElementsAre("L1"));
  EXPECT_THAT(letter_ids(store().letters_of(precert::CaseId("C2"))), IsEmpty());
}

TEST_P(WorkContract, AChangeOfALetterLeavesItsPdf) {
  ASSERT_EQ(put(letter("L1")), CommitOutcome::committed);
  auto listed = store().letters_in(LetterState::queued, 10);
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1U);
  listed->front().state = LetterState::handed_over;
  ASSERT_EQ(put(listed->front()), CommitOutcome::committed);
  const auto found = store().letter("L1");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->state, LetterState::handed_over);
  EXPECT_EQ((*found)->pdf, letter("L1").pdf);
}

TEST_P(WorkContract, FollowsTheVersionsOfAllCasesInOrder) {
  open_case("C1");
  open_case("C2");
  Exchange decision;
  decision.cases.push_back(support::next(support::opened("C1"), CaseState::final));
  ASSERT_EQ(outcome_of(std::move(decision)), CommitOutcome::committed);
  reopen();
  const std::vector<CaseVersion> all = versions_after(0);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].record.id, precert::CaseId("C1"));
  EXPECT_EQ(all[1].record.id, precert::CaseId("C2"));
  EXPECT_EQ(all[2].record.id, precert::CaseId("C1"));
  EXPECT_EQ(all[2].record.version, 2);
  EXPECT_EQ(all[2].record.determination, R"({"determination":"C1"}2)");
  EXPECT_EQ(versions_after(all[0].position, 1).front().position, all[1].position);
  EXPECT_THAT(versions_after(all[2].position), IsEmpty());
}

TEST_P(WorkContract, AFollowerMovesOnOnlyFromWhereItIs) {
  EXPECT_EQ(store().followed_until("letters").value(), 0);
  EXPECT_EQ(follow(0, 5), CommitOutcome::committed);
  EXPECT_EQ(follow(0, 7), CommitOutcome::version_conflict);
  Exchange both;
  both.cases.push_back(support::opened("C7"));
  both.follow_up = gateway::FollowUp{"letters", 4, 9};
  EXPECT_EQ(outcome_of(both), CommitOutcome::version_conflict);
  EXPECT_FALSE(exists("C7"));
  reopen();
  EXPECT_EQ(store().followed_until("letters").value(), 5);
  EXPECT_EQ(follow(5, 7), CommitOutcome::committed);
  EXPECT_EQ(store().followed_until("letters").value(), 7);
  EXPECT_EQ(store().followed_until("others").value(), 0);
}

TEST_P(WorkContract, OfCasesDueAtOnceTheMoreUrgentComesFirst) {
  Exchange exchange;
  const int priorities[] = {2, 0, 1};
  for (int at = 0; at < 3; ++at) {
    exchange.cases.push_back(support::opened("C" + std::to_string(at)));
    exchange.cases.back().record.priority = priorities[at];
  }
  ASSERT_EQ(outcome_of(std::move(exchange)), CommitOutcome::committed);
  gateway::WorklistQuery query;
  query.count_max = 2;
  const auto first = store().worklist(query);
  ASSERT_TRUE(first);
  EXPECT_THAT(support::ids(*first), ElementsAre("C1", "C2"));
  EXPECT_EQ(first->front().priority, 0);
  query.after = gateway::WorklistPlace{first->back().due, first->back().id, first->back().priority};
  const auto second = store().worklist(query);
  ASSERT_TRUE(second);
  EXPECT_THAT(support::ids(*second), ElementsAre("C0"));
  Exchange change;
  change.cases.push_back(support::next(support::opened("C0"), CaseState::pended));
  change.cases.back().record.priority = 0;
  ASSERT_EQ(outcome_of(std::move(change)), CommitOutcome::committed);
  EXPECT_EQ(found("C0").priority, 0);
  const auto now = store().worklist({});
  ASSERT_TRUE(now);
  EXPECT_THAT(support::ids(*now), ElementsAre("C0", "C1", "C2"));
}

TEST_P(WorkContract, AClosedCaseIsFoundAsClosedAndWaitsNowhere) {
  open_case("C1");
  Exchange closing;
  closing.cases.push_back(support::next(support::opened("C1"), CaseState::closed));
  ASSERT_EQ(outcome_of(std::move(closing)), CommitOutcome::committed);
  EXPECT_EQ(found("C1").state, CaseState::closed);
  EXPECT_THAT(*store().worklist({}), IsEmpty());
  gateway::CaseQuery query;
  query.states = {CaseState::closed};
  const auto page = store().search_cases(query);
  ASSERT_TRUE(page);
  EXPECT_THAT(support::ids(page->cases), ElementsAre("C1"));
}

}  // namespace
