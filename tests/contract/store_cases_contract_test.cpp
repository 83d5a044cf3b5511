// What every backend of the store promises of cases: their versions, how they are found, the worklist, reports.
#include <set>

#include "tests/contract/store_contract.hpp"

namespace store_contract_test {
namespace {

using gateway::CaseState;
using gateway::CommitOutcome;
using gateway::CommitResult;
using gateway::Exchange;
using gateway::LookupKind;
using support::noon;
using support::StoreContract;
using support::with_control_number;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(StoreContract, KeepsEveryFieldOfACase) {
  Exchange sent = support::exchange("1", "a");
  ASSERT_EQ(outcome_of(sent), CommitOutcome::committed);
  const gateway::CaseRecord& written = sent.cases.front().record;
  const gateway::CaseRecord read = found("C1");
  EXPECT_EQ(read.id, written.id);
  EXPECT_EQ(read.version, written.version);
  EXPECT_EQ(read.member, written.member);
  EXPECT_EQ(read.submitter, written.submitter);
  EXPECT_EQ(read.state, written.state);
  EXPECT_EQ(read.queue, written.queue);
  EXPECT_EQ(read.message, written.message);
  EXPECT_EQ(read.received, written.received);
  EXPECT_EQ(read.decided, written.decided);
  EXPECT_EQ(read.due, written.due);
  EXPECT_EQ(read.request, written.request);
  EXPECT_EQ(read.determination, written.determination);
}

TEST_P(StoreContract, KeepsEveryVersionOfACase) {
  const Exchange first = support::exchange("1", "a");
  ASSERT_EQ(outcome_of(first), CommitOutcome::committed);
  Exchange decision;  // a reviewer's: no message
  decision.cases.push_back(support::next(first.cases.front(), CaseState::final));
  ASSERT_EQ(outcome_of(decision), CommitOutcome::committed);

  EXPECT_EQ(found("C1").version, 2);
  EXPECT_EQ(found("C1").state, CaseState::final);
  const auto history = store().history(precert::CaseId("C1"));
  ASSERT_TRUE(history);
  ASSERT_EQ(history->size(), 2U);
  EXPECT_EQ(history->at(0).version, 1);
  EXPECT_EQ(history->at(0).state, CaseState::pended);
  EXPECT_EQ(history->at(0).determination, first.cases.front().record.determination);
  EXPECT_EQ(history->at(1).version, 2);
  EXPECT_EQ(history->at(1).due, std::nullopt);
}

TEST_P(StoreContract, HasNoHistoryOfAnUnknownCase) {
  const auto history = store().history(precert::CaseId("C1"));
  ASSERT_TRUE(history);
  EXPECT_THAT(*history, IsEmpty());
}

TEST_P(StoreContract, RefusesAChangeOfACaseThatSomebodyElseChanged) {
  const Exchange first = support::exchange("1", "a");
  ASSERT_EQ(outcome_of(first), CommitOutcome::committed);
  Exchange one;
  one.cases.push_back(support::next(first.cases.front(), CaseState::final));
  Exchange other;
  other.cases.push_back(support::next(first.cases.front(), CaseState::cancelled));
  EXPECT_EQ(outcome_of(one), CommitOutcome::committed);
  const CommitResult refused = support::commit(store(), other);
  EXPECT_EQ(refused.outcome, CommitOutcome::version_conflict);
  EXPECT_EQ(refused.conflict.text(), "C1");
  EXPECT_EQ(found("C1").state, CaseState::final);
}

TEST_P(StoreContract, RefusesToOpenACaseTwiceOrToChangeOneThatIsNotThere) {
  ASSERT_EQ(outcome_of(support::exchange("1", "a")), CommitOutcome::committed);
  Exchange twice = support::exchange("2", "b");
  twice.cases = {support::opened("C1")};
  EXPECT_EQ(outcome_of(twice), CommitOutcome::version_conflict);
  Exchange missing = support::exchange("3", "c");
  missing.cases = {support::next(support::opened("C9"), CaseState::final)};
  EXPECT_EQ(outcome_of(missing), CommitOutcome::version_conflict);
}

TEST_P(StoreContract, WritesNothingOfAnExchangeWithOneConflict) {
  ASSERT_EQ(outcome_of(support::exchange("1", "a")), CommitOutcome::committed);
  Exchange mixed = with_control_number(support::exchange("2", "b"), "A>B", "7");
  mixed.cases.push_back(support::opened("C1"));
  EXPECT_EQ(outcome_of(mixed), CommitOutcome::version_conflict);
  EXPECT_FALSE(exists("C2"));
  const auto second = store().message(precert::MessageId("2"));
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->has_value());
  EXPECT_EQ(outcome_of(with_control_number(support::exchange("3", "c"), "A>B", "7")),
            CommitOutcome::committed);
}

TEST_P(StoreContract, WritesTwoVersionsOfACaseInOneExchange) {
  Exchange both = support::exchange("1", "a");
  both.cases.push_back(support::next(both.cases.front(), CaseState::cancelled));
  ASSERT_EQ(outcome_of(both), CommitOutcome::committed);
  EXPECT_EQ(found("C1").version, 2);
}

TEST_P(StoreContract, FindsCasesByEachKindOfKey) {
  for (const char* id : {"1", "2"}) {
    Exchange sent = support::exchange(id, id);
    sent.cases.front().keys = {{LookupKind::trace, "9ORG|T1"},
                               {LookupKind::certification_number, std::string("A") + id},
                               {LookupKind::claim_full_url, ""}};
    ASSERT_EQ(outcome_of(sent), CommitOutcome::committed);
  }
  const auto by_trace = store().cases_with(LookupKind::trace, "9ORG|T1", 10);
  ASSERT_TRUE(by_trace);
  EXPECT_THAT(support::ids(*by_trace), ElementsAre("C2", "C1"));
  const auto newest = store().cases_with(LookupKind::trace, "9ORG|T1", 1);
  ASSERT_TRUE(newest);
  EXPECT_THAT(support::ids(*newest), ElementsAre("C2"));
  const auto by_number = store().cases_with(LookupKind::certification_number, "A1", 10);
  ASSERT_TRUE(by_number);
  EXPECT_THAT(support::ids(*by_number), ElementsAre("C1"));
  for (const auto& [kind, value] :
       {std::pair(LookupKind::reference_number, "A1"), std::pair(LookupKind::trace, "9ORG"),
        std::pair(LookupKind::claim_full_url, "")}) {
    const auto none = store().cases_with(kind, value, 10);
    ASSERT_TRUE(none);
    EXPECT_THAT(*none, IsEmpty());
  }
}

TEST_P(StoreContract, FindsAKeyOfAnySystem) {
  const std::vector<std::pair<const char*, const char*>> keys{
      {"1", "9ORG|T1"},  {"2", "9OR|T1"},  {"3", "|T1"},    {"4", "urn:é|T1"},
      {"5", "9ORG}|T1"}, {"6", "9ORG|T2"}, {"7", "9ORGT1"}, {"8", "9ORG|T1|T1"}};
  for (const auto& [id, key] : keys) {
    Exchange sent = support::exchange(id, id);
    sent.cases.front().keys = {{LookupKind::trace, key}, {LookupKind::claim_identifier, "other|T1"}};
    if (std::string_view(id) == "2") sent.cases.front().keys.push_back({LookupKind::trace, "9ORG|T1"});
    ASSERT_EQ(outcome_of(sent), CommitOutcome::committed);
  }
  const auto found = [&](std::string_view value, std::size_t count_max) {
    const auto cases = store().cases_of_any_system(LookupKind::trace, value, count_max);
    EXPECT_TRUE(cases);
    return cases ? support::ids(*cases) : std::vector<std::string>();
  };
  EXPECT_THAT(found("T1", 10), ElementsAre("C5", "C4", "C3", "C2", "C1"));  // each once, the newest first
  EXPECT_THAT(found("T1", 2), ElementsAre("C5", "C4"));
  EXPECT_THAT(found("T1|T1", 10), ElementsAre("C8"));
  EXPECT_THAT(found("T", 10), IsEmpty());
}

TEST_P(StoreContract, FindsAKeyOfAnySystemHoweverManySystemsThereAre) {
  Exchange sent = support::exchange("1", "a");
  sent.cases.front().keys = {{LookupKind::trace, "one of theirs|T1"}};
  ASSERT_EQ(outcome_of(sent), CommitOutcome::committed);
  Exchange others = support::exchange("2", "b");
  for (std::size_t i = 0; i < 3 * gateway::matching_cases_max; ++i) {
    others.cases.front().keys.push_back({LookupKind::trace, "9ORG" + std::to_string(i) + "|T2"});
  }
  ASSERT_EQ(outcome_of(others), CommitOutcome::committed);
  const auto found = store().cases_of_any_system(LookupKind::trace, "T1", 10);
  ASSERT_TRUE(found);
  EXPECT_THAT(support::ids(*found), ElementsAre("C1"));
  const auto exact = store().cases_with(LookupKind::trace, "9ORG4711|T2", 10);
  ASSERT_TRUE(exact);
  EXPECT_THAT(support::ids(*exact), ElementsAre("C2"));
}

TEST_P(StoreContract, LooksThroughSoManyCasesOfAnySystemAndNoMore) {
  Exchange sent = support::exchange("0", "a");
  for (std::size_t i = 0; i < gateway::matching_cases_max; ++i) {
    const std::string system = "9ORG" + std::to_string(i % 100);
    sent.cases.push_back(support::opened("X" + std::to_string(i)));
    sent.cases.back().keys = {{LookupKind::trace, system + "|T1"}};
  }
  ASSERT_EQ(outcome_of(sent), CommitOutcome::committed);
  const auto found = store().cases_of_any_system(LookupKind::trace, "T1", 3);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->size(), 3U);
  Exchange more = support::exchange("1", "b");
  more.cases.front().keys = {{LookupKind::trace, "9ORG0|T1"}};
  ASSERT_EQ(outcome_of(more), CommitOutcome::committed);
  EXPECT_FALSE(store().cases_of_any_system(LookupKind::trace, "T1", 3));
}

TEST_P(StoreContract, TakesAKeyForNoOtherWhoseSystemAndValueAreTheOtherWayRound) {
  Exchange sent = support::exchange("1", "a");
  sent.cases.front().keys = {
      {LookupKind::trace, "A|B"}, {LookupKind::trace, "A|B|C"}, {LookupKind::claim_full_url, "X|Y"}};
  ASSERT_EQ(outcome_of(sent), CommitOutcome::committed);
  const auto found = [&](LookupKind kind, std::string_view key) {
    const auto cases = store().cases_with(kind, key, 10);
    EXPECT_TRUE(cases);
    return cases ? cases->size() : 99;
  };
  for (const char* key : {"A|B", "A|B|C"}) EXPECT_EQ(found(LookupKind::trace, key), 1U) << key;
  for (const char* key : {"B|A", "C|A|B", "B|C|A", "A|C", "B", "A"})
    EXPECT_EQ(found(LookupKind::trace, key), 0U) << key;
  EXPECT_EQ(found(LookupKind::claim_full_url, "X|Y"), 1U);
}

TEST_P(StoreContract, AddsKeysWithEachVersionAndFindsTheNewest) {
  Exchange first = support::exchange("1", "a");
  first.cases.front().keys = {{LookupKind::trace, "old"}};
  ASSERT_EQ(outcome_of(first), CommitOutcome::committed);
  Exchange second = support::exchange("2", "b");
  second.cases = {support::next(first.cases.front(), CaseState::final)};
  second.cases.front().keys = {{LookupKind::trace, "old"}, {LookupKind::trace, "new"}};
  ASSERT_EQ(outcome_of(second), CommitOutcome::committed);
  for (const char* key : {"old", "new"}) {
    const auto cases = store().cases_with(LookupKind::trace, key, 10);
    ASSERT_TRUE(cases);
    ASSERT_EQ(cases->size(), 1U) << key;
    EXPECT_EQ(cases->front().version, 2);
  }
}

TEST_P(StoreContract, ListsAMembersCasesTheNewestFirst) {
  Exchange other = support::exchange("9", "z");
  other.cases = {support::opened("C9", "M2"), support::opened("C10", "")};
  ASSERT_EQ(outcome_of(other), CommitOutcome::committed);
  for (const char* id : {"1", "2", "3"}) {
    ASSERT_EQ(outcome_of(support::exchange(id, id)), CommitOutcome::committed);
  }
  const auto two = store().cases_of(precert::MemberId("M1"), 2);
  ASSERT_TRUE(two);
  EXPECT_THAT(support::ids(*two), ElementsAre("C3", "C2"));
  const auto nobody = store().cases_of(precert::MemberId(""), 10);
  ASSERT_TRUE(nobody);
  EXPECT_THAT(*nobody, IsEmpty());
}

gateway::CaseWrite due(const std::string& id, const std::string& queue, std::optional<int> hours) {
  gateway::CaseWrite write = support::opened(id);
  write.record.queue = queue;
  write.record.due.reset();
  if (hours) write.record.due = noon + std::chrono::hours(*hours);
  return write;
}

TEST_P(StoreContract, PagesThroughTheWorklistByDueInstant) {
  Exchange sent = support::exchange("0", "a");
  sent.cases = {due("C4", "clinician", std::nullopt), due("C3", "clinician", 9), due("C2", "clinician", 5),
                due("C1", "clinician", 5), due("C5", "intake", 1)};
  gateway::CaseWrite decided = support::opened("C6");
  decided.record.state = CaseState::final;
  sent.cases.push_back(decided);
  ASSERT_EQ(outcome_of(sent), CommitOutcome::committed);

  gateway::WorklistQuery query{"clinician", std::nullopt, 2};
  const auto first = store().worklist(query);
  ASSERT_TRUE(first);
  EXPECT_THAT(support::ids(*first), ElementsAre("C1", "C2"));
  query.after = gateway::WorklistPlace{first->back().due, first->back().id};
  const auto second = store().worklist(query);
  ASSERT_TRUE(second);
  EXPECT_THAT(support::ids(*second), ElementsAre("C3", "C4"));
  query.after = gateway::WorklistPlace{second->back().due, second->back().id};
  const auto third = store().worklist(query);
  ASSERT_TRUE(third);
  EXPECT_THAT(*third, IsEmpty());

  const auto all = store().worklist({"", std::nullopt, 50});
  ASSERT_TRUE(all);
  EXPECT_THAT(support::ids(*all), ElementsAre("C5", "C1", "C2", "C3", "C4"));
}

TEST_P(StoreContract, TakesADecidedCaseOffTheWorklist) {
  const Exchange first = support::exchange("1", "a");
  ASSERT_EQ(outcome_of(first), CommitOutcome::committed);
  Exchange decision;
  decision.cases = {support::next(first.cases.front(), CaseState::final)};
  ASSERT_EQ(outcome_of(decision), CommitOutcome::committed);
  const auto waiting = store().worklist({"", std::nullopt, 50});
  ASSERT_TRUE(waiting);
  EXPECT_THAT(*waiting, IsEmpty());
}

TEST_P(StoreContract, VisitsTheCasesOpenedInASpanOfTime) {
  std::vector<Exchange> many;
  for (int at = 0; at < 450; ++at) {
    Exchange sent = support::exchange(std::to_string(at), std::to_string(at));
    sent.cases.front().record.received = noon + std::chrono::seconds(at);
    many.push_back(std::move(sent));
  }
  for (const CommitResult& one : support::commit_together(store(), many)) {
    ASSERT_EQ(one.outcome, CommitOutcome::committed);
  }
  Exchange later;
  later.cases = {support::next(many.at(10).cases.front(), CaseState::final)};
  later.cases.front().record.received = noon + std::chrono::hours(30);
  ASSERT_EQ(outcome_of(later), CommitOutcome::committed);

  std::vector<std::string> seen;
  int decided = 0;
  const auto visited = store().each_case(noon + std::chrono::seconds(5), noon + std::chrono::seconds(445),
                                         [&](const gateway::CaseRecord& record) {
                                           seen.push_back(record.id.text());
                                           decided += record.state == CaseState::final ? 1 : 0;
                                           return true;
                                         });
  ASSERT_TRUE(visited);
  ASSERT_EQ(seen.size(), 440U);
  EXPECT_EQ(seen.front(), "C5");
  EXPECT_EQ(seen.back(), "C444");
  EXPECT_EQ(decided, 1);

  int visits = 0;
  ASSERT_TRUE(
      store().each_case(noon, noon + std::chrono::hours(1), [&visits](const auto&) { return ++visits < 3; }));
  EXPECT_EQ(visits, 3);
}

TEST_P(StoreContract, VisitsTheHistoryOfWhatWasDecidedInASpanOfTimeAndOfWhatWaits) {
  using std::chrono::hours;
  std::vector<Exchange> many;
  const auto decided = [&](int number, CaseState state) {
    Exchange sent = support::exchange(std::to_string(number), std::to_string(number));
    sent.cases.front().record.decided = noon + hours(number);
    sent.cases.front().record.state = state;
    many.push_back(std::move(sent));
  };
  for (int number = 0; number < 450; ++number) decided(number, CaseState::final);
  decided(500, CaseState::pended);
  decided(501, CaseState::pended);
  many.back().cases.front().record.decided = noon + hours(20);
  for (const CommitResult& one : support::commit_together(store(), many)) {
    ASSERT_EQ(one.outcome, CommitOutcome::committed);
  }
  Exchange later;  // a case of before the span is decided again inside of it, twice
  later.cases = {support::next(many.at(3).cases.front(), CaseState::final)};
  later.cases.front().record.decided = noon + hours(30);
  ASSERT_EQ(outcome_of(later), CommitOutcome::committed);
  later.cases = {support::next(later.cases.front(), CaseState::final)};
  later.cases.front().record.decided = noon + hours(31);
  ASSERT_EQ(outcome_of(later), CommitOutcome::committed);

  std::vector<std::string> seen;
  std::map<std::string, std::size_t> versions;
  const auto visit = [&](std::span<const gateway::CaseRecord> history) {
    seen.push_back(history.front().id.text());
    versions[seen.back()] = history.size();
    EXPECT_TRUE(store().find_case(history.front().id)) << "a visit may read the store";
    return true;
  };
  ASSERT_TRUE(store().each_history(noon + hours(10), noon + hours(440), visit));
  ASSERT_EQ(seen.size(), 430U + 1 + 1 + 1)
      << "those of the span, the old one, one more of hour 20, one waits";
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), seen.size()) << "each once";
  EXPECT_EQ(seen.front(), "C10");
  EXPECT_EQ(seen.back(), "C500");
  EXPECT_EQ(versions["C3"], 3U);
  EXPECT_EQ(versions["C10"], 1U);

  int visits = 0;
  ASSERT_TRUE(store().each_history(noon, noon + hours(400), [&visits](const auto&) { return ++visits < 3; }));
  EXPECT_EQ(visits, 3);
}

}  // namespace
}  // namespace store_contract_test
