// What every backend of the store promises; clearinghouse_contract_test.cpp goes on.
#include <atomic>
#include <set>
#include <thread>

#include "tests/contract/store_contract.hpp"

namespace {

using gateway::CaseState;
using gateway::CommitOutcome;
using gateway::CommitResult;
using gateway::Exchange;
using gateway::LookupKind;
using support::noon;
using testing::ElementsAre;
using testing::IsEmpty;

using support::Options;
using support::StoreContract;

INSTANTIATE_TEST_SUITE_P(Backends, StoreContract, testing::ValuesIn(support::backends()),
                         support::backend_name);

// ---- Messages and answers

TEST_P(StoreContract, KeepsTheReceivedBytesAndTheirAnswer) {
  const std::string bytes("ISA*00*\0\xFF\r\n~", 12);
  Exchange sent = support::exchange("1", bytes);
  sent.message->transport = gateway::Transport::fhir;
  sent.message->content_type = "application/fhir+json";
  sent.answer = {201, "application/json", std::string("\0answer", 7)};
  ASSERT_EQ(outcome_of(sent), CommitOutcome::committed);
  reopen();
  const auto read = store().message(precert::MessageId("1"));
  ASSERT_TRUE(read && *read);
  const gateway::ReceivedMessage& message = (*read)->message;
  EXPECT_EQ(message.id.text(), "1");
  EXPECT_EQ(message.transport, gateway::Transport::fhir);
  EXPECT_EQ(message.sender, "clinic");
  EXPECT_EQ(message.received, noon);
  EXPECT_EQ(message.content_type, "application/fhir+json");
  EXPECT_EQ(message.bytes, bytes);
  EXPECT_EQ(message.hash, gateway::content_hash_of(bytes));
  EXPECT_EQ((*read)->answer, sent.answer);
}

TEST_P(StoreContract, KnowsNoMessageThatNeverCame) {
  const auto read = store().message(precert::MessageId("1"));
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->has_value());
}

TEST_P(StoreContract, KeepsEmptyBytesAndAnEmptyAnswer) {
  Exchange sent = support::exchange("1", "");
  sent.answer = {};
  ASSERT_EQ(outcome_of(sent), CommitOutcome::committed);
  const auto read = store().message(precert::MessageId("1"));
  ASSERT_TRUE(read && *read);
  EXPECT_EQ((*read)->message.bytes, "");
  EXPECT_EQ((*read)->answer, gateway::StoredAnswer{});
}

TEST_P(StoreContract, AnswersTheSameBytesOfTheSameSenderAsBefore) {
  ASSERT_EQ(outcome_of(support::exchange("1", "bytes")), CommitOutcome::committed);
  const CommitResult again =
      support::commit(store(), support::exchange("2", "bytes", "clinic", noon + std::chrono::hours(1)));
  ASSERT_EQ(again.outcome, CommitOutcome::replayed);
  ASSERT_TRUE(again.earlier);
  EXPECT_EQ(again.earlier->message.text(), "1");
  EXPECT_EQ(again.earlier->received, noon);
  EXPECT_EQ(again.earlier->answer.bytes, "answer to 1");
  EXPECT_FALSE(exists("C2"));
  const auto second = store().message(precert::MessageId("2"));
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->has_value());
}

TEST_P(StoreContract, DecidesOtherBytesAndOtherSendersAnew) {
  EXPECT_EQ(outcome_of(support::exchange("1", "bytes")), CommitOutcome::committed);
  EXPECT_EQ(outcome_of(support::exchange("2", "bytes", "hospital")), CommitOutcome::committed);
  EXPECT_EQ(outcome_of(support::exchange("3", "bytes ")), CommitOutcome::committed);
}

TEST_P(StoreContract, ReplaysUpToTheEndOfTheWindowAndNotLater) {
  ASSERT_EQ(outcome_of(support::exchange("1", "bytes")), CommitOutcome::committed);
  const base::Instant end = noon + support::replay_window;
  EXPECT_EQ(outcome_of(support::exchange("2", "bytes", "clinic", end)), CommitOutcome::replayed);
  EXPECT_EQ(outcome_of(support::exchange("3", "bytes", "clinic", end + std::chrono::seconds(1))),
            CommitOutcome::committed);
  // From now on the newer answer is the one that is repeated.
  const CommitResult fourth = support::commit(store(), support::exchange("4", "bytes", "clinic", end));
  ASSERT_EQ(fourth.outcome, CommitOutcome::replayed);
  EXPECT_EQ(fourth.earlier->message.text(), "3");
}

TEST_P(StoreContract, ReplaysAfterARestart) {
  ASSERT_EQ(outcome_of(support::exchange("1", "bytes")), CommitOutcome::committed);
  reopen();
  EXPECT_EQ(outcome_of(support::exchange("2", "bytes")), CommitOutcome::replayed);
}

TEST_P(StoreContract, FindsTheAnswerGivenBefore) {
  ASSERT_EQ(outcome_of(support::exchange("1", "bytes")), CommitOutcome::committed);
  const gateway::ContentHash hash = gateway::content_hash_of("bytes");
  const auto found = store().find_answer("clinic", hash, noon);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->answer.bytes, "answer to 1");
  const auto later = store().find_answer("clinic", hash, noon + std::chrono::seconds(1));
  const auto other = store().find_answer("hospital", hash, noon);
  ASSERT_TRUE(later && other);
  EXPECT_FALSE(later->has_value());
  EXPECT_FALSE(other->has_value());
}

// ---- Control numbers

Exchange with_control_number(Exchange exchange, const std::string& pair, const std::string& number) {
  gateway::ControlNumber used;
  used.pair = pair;
  used.number = number;
  used.owner = exchange.message->id.text();
  used.received = exchange.message->received;
  exchange.control_numbers = {used};
  return exchange;
}

TEST_P(StoreContract, RefusesAControlNumberThatSomebodyElseHasUsed) {
  ASSERT_EQ(outcome_of(with_control_number(support::exchange("1", "a"), "A>B", "000000001")),
            CommitOutcome::committed);
  EXPECT_EQ(outcome_of(with_control_number(support::exchange("2", "b"), "A>B", "000000001")),
            CommitOutcome::control_number_reused);
  EXPECT_FALSE(exists("C2"));
  // The refusal itself can be kept: it uses no number up.
  EXPECT_EQ(outcome_of(support::exchange("2", "b")), CommitOutcome::committed);
}

TEST_P(StoreContract, LetsEachPairOfPartnersCountForItself) {
  ASSERT_EQ(outcome_of(with_control_number(support::exchange("1", "a"), "A>B", "000000001")),
            CommitOutcome::committed);
  EXPECT_EQ(outcome_of(with_control_number(support::exchange("2", "b"), "C>B", "000000001")),
            CommitOutcome::committed);
  EXPECT_EQ(outcome_of(with_control_number(support::exchange("3", "c"), "A>B", "000000002")),
            CommitOutcome::committed);
}

TEST_P(StoreContract, RefusesTheSameInterchangeOnceTheReplayWindowIsOver) {
  ASSERT_EQ(outcome_of(with_control_number(support::exchange("1", "a"), "A>B", "1")),
            CommitOutcome::committed);
  const Exchange late = support::exchange("2", "a", "clinic", noon + 2 * support::replay_window);
  EXPECT_EQ(outcome_of(with_control_number(late, "A>B", "1")), CommitOutcome::control_number_reused);
}

TEST_P(StoreContract, ForgetsControlNumbersThatAreOlderThanAgreed) {
  ASSERT_EQ(outcome_of(with_control_number(support::exchange("1", "a"), "A>B", "1")),
            CommitOutcome::committed);
  Exchange late =
      with_control_number(support::exchange("2", "b", "clinic", noon + std::chrono::hours(48)), "A>B", "1");
  late.control_numbers.front().not_before = noon + std::chrono::hours(24);
  EXPECT_EQ(outcome_of(late), CommitOutcome::committed);
}

TEST_P(StoreContract, NamesTheControlNumberThatWasUsedBefore) {
  ASSERT_EQ(outcome_of(with_control_number(support::exchange("1", "a"), "A>B", "000000002")),
            CommitOutcome::committed);
  Exchange two = with_control_number(support::exchange("2", "b"), "A>B", "000000001");
  two.control_numbers.push_back(two.control_numbers.front());
  two.control_numbers.back().number = "000000002";
  const CommitResult refused = support::commit(store(), two);
  EXPECT_EQ(refused.outcome, CommitOutcome::control_number_reused);
  EXPECT_THAT(refused.reused, ElementsAre(1U));
}

TEST_P(StoreContract, TakesAReplayForAReplayBeforeItLooksAtControlNumbers) {
  ASSERT_EQ(outcome_of(with_control_number(support::exchange("1", "a"), "A>B", "1")),
            CommitOutcome::committed);
  EXPECT_EQ(outcome_of(with_control_number(support::exchange("2", "a"), "A>B", "1")),
            CommitOutcome::replayed);
}

// ---- Cases

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

// ---- Many at once

TEST_P(StoreContract, DecidesConcurrentCopiesOfAMessageOnce) {
  constexpr int threads = 8;
  constexpr int rounds = 25;
  std::vector<std::vector<CommitResult>> results(threads);
  {
    std::vector<std::jthread> workers;
    for (int thread = 0; thread < threads; ++thread) {
      workers.emplace_back([&, thread] {
        for (int round = 0; round < rounds; ++round) {
          const std::string id = std::to_string(round) + "-" + std::to_string(thread);
          results[static_cast<std::size_t>(thread)].push_back(
              support::commit(store(), support::exchange(id, "bytes of round " + std::to_string(round))));
        }
      });
    }
  }
  for (std::size_t round = 0; round < rounds; ++round) {
    std::vector<std::string> first;
    std::set<std::string> answers;
    for (std::size_t thread = 0; thread < threads; ++thread) {
      const CommitResult& one = results[thread][round];
      if (one.outcome == CommitOutcome::committed) {
        first.push_back(std::to_string(round) + "-" + std::to_string(thread));
      } else {
        ASSERT_EQ(one.outcome, CommitOutcome::replayed);
        answers.insert(one.earlier->answer.bytes);
      }
    }
    ASSERT_EQ(first.size(), 1U) << "round " << round;
    EXPECT_THAT(answers, ElementsAre("answer to " + first.front()));
  }
  const auto contents = store().contents();
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->cases, static_cast<std::size_t>(rounds));
}

TEST_P(StoreContract, KeepsAllDifferentMessagesOfManyThreads) {
  constexpr int threads = 8;
  constexpr int each = 50;
  std::atomic<int> committed = 0;
  {
    std::vector<std::jthread> workers;
    for (int thread = 0; thread < threads; ++thread) {
      workers.emplace_back([&, thread] {
        for (int at = 0; at < each; ++at) {
          const std::string id = std::to_string(thread) + "-" + std::to_string(at);
          committed += outcome_of(support::exchange(id, "bytes " + id)) == CommitOutcome::committed ? 1 : 0;
          const auto read = store().find_case(precert::CaseId("C" + id));
          EXPECT_TRUE(read && *read) << "what was acknowledged can be read at once: " << id;
        }
      });
    }
  }
  EXPECT_EQ(committed, threads * each);
  EXPECT_EQ(store().counters().committed, static_cast<std::uint64_t>(threads * each));
  reopen();
  const auto contents = store().contents();
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->cases, static_cast<std::size_t>(threads * each));
  EXPECT_EQ(contents->pended, contents->cases);
}

TEST_P(StoreContract, LetsOneOfManyConcurrentChangesOfACaseWin) {
  const Exchange first = support::exchange("1", "a");
  ASSERT_EQ(outcome_of(first), CommitOutcome::committed);
  std::vector<Exchange> rivals(8);
  for (Exchange& rival : rivals) rival.cases = {support::next(first.cases.front(), CaseState::final)};
  int won = 0;
  for (const CommitResult& one : support::commit_together(store(), rivals)) {
    won += one.outcome == CommitOutcome::committed ? 1 : 0;
    EXPECT_NE(one.outcome, CommitOutcome::unavailable);
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(found("C1").version, 2);
}

TEST_P(StoreContract, LetsOneFailureOfAGroupFailAlone) {
  std::vector<Exchange> group;
  for (int at = 0; at < 40; ++at) group.push_back(support::exchange(std::to_string(at), std::to_string(at)));
  group[7].message->id = precert::MessageId("3");  // an id twice: the database itself refuses it
  group[9].message = support::message("9", "4");   // the bytes of number 4
  group[11].cases = {support::opened("C5")};       // the case of number 5
  group[13].cases = {support::next(support::opened("C99"), CaseState::final)};
  const std::vector<CommitResult> results = support::commit_together(store(), group);
  for (std::size_t at = 0; at < results.size(); ++at) {
    CommitOutcome wanted = CommitOutcome::committed;
    if (at == 7) wanted = CommitOutcome::unavailable;
    if (at == 9) wanted = CommitOutcome::replayed;
    if (at == 11 || at == 13) wanted = CommitOutcome::version_conflict;
    EXPECT_EQ(results[at].outcome, wanted) << at;
    EXPECT_EQ(exists("C" + std::to_string(at)), wanted == CommitOutcome::committed) << at;
  }
  EXPECT_EQ(results[7].issue.code, base::IssueCode::store_unavailable);
  EXPECT_TRUE(store().check());
}

TEST_P(StoreContract, TurnsCommitsAwayWhenTheQueueIsFull) {
  reopen({.commits_queued_max = 2});
  // The first commit's callback holds the writer until everything else was handed in.
  std::promise<void> holding;
  std::promise<void> go_on;
  store().commit(support::exchange("0", "0"), [&](CommitResult) {
    holding.set_value();
    go_on.get_future().wait();
  });
  holding.get_future().wait();
  std::vector<CommitResult> results(4);
  std::vector<std::promise<void>> finished(4);
  for (std::size_t at = 0; at < results.size(); ++at) {
    const std::string id = std::to_string(at + 1);
    store().commit(support::exchange(id, id), [&, at](CommitResult result) {
      results[at] = std::move(result);
      finished[at].set_value();
    });
  }
  EXPECT_EQ(store().counters().queued, 2U);
  go_on.set_value();
  for (auto& one : finished) one.get_future().wait();
  EXPECT_EQ(results[0].outcome, CommitOutcome::committed);
  EXPECT_EQ(results[1].outcome, CommitOutcome::committed);
  EXPECT_EQ(results[2].outcome, CommitOutcome::unavailable);
  EXPECT_EQ(results[3].outcome, CommitOutcome::unavailable);
  EXPECT_EQ(results[3].issue.code, base::IssueCode::store_unavailable);
  EXPECT_FALSE(exists("C4"));
}

TEST_P(StoreContract, CommitsWhatIsQueuedBeforeItCloses) {
  std::atomic<int> committed = 0;
  for (int at = 0; at < 200; ++at) {
    store().commit(support::exchange(std::to_string(at), std::to_string(at)),
                   [&committed](const CommitResult& result) {
                     committed += result.outcome == CommitOutcome::committed ? 1 : 0;
                   });
  }
  reopen();
  EXPECT_EQ(committed, 200);
  EXPECT_TRUE(exists("C199"));
}

TEST_P(StoreContract, CountsWhatHappened) {
  ASSERT_EQ(outcome_of(with_control_number(support::exchange("1", "a"), "A>B", "1")),
            CommitOutcome::committed);
  ASSERT_EQ(outcome_of(support::exchange("2", "a")), CommitOutcome::replayed);
  ASSERT_EQ(outcome_of(with_control_number(support::exchange("3", "b"), "A>B", "1")),
            CommitOutcome::control_number_reused);
  const gateway::StoreCounters counters = store().counters();
  EXPECT_EQ(counters.committed, 1U);
  EXPECT_EQ(counters.replayed, 1U);
  EXPECT_EQ(counters.refused, 1U);
  EXPECT_EQ(counters.unavailable, 0U);
  EXPECT_GE(counters.groups, 1U);
  EXPECT_EQ(counters.queued, 0U);
}

// ---- Numbers

TEST_P(StoreContract, HandsOutEachNumberOnceAlsoAfterARestart) {
  const auto first = store().next_numbers("case", 10);
  const auto second = store().next_numbers("case", 5);
  const auto other = store().next_numbers("isa13", 1);
  ASSERT_TRUE(first && second && other);
  EXPECT_EQ(first->first, 1);
  EXPECT_EQ(first->count, 10);
  EXPECT_EQ(second->first, 11);
  EXPECT_EQ(other->first, 1);
  reopen();
  const auto third = store().next_numbers("case", 1);
  ASSERT_TRUE(third);
  EXPECT_EQ(third->first, 16);
}

TEST_P(StoreContract, HandsOutEachNumberOnceToManyThreads) {
  std::vector<std::vector<std::int64_t>> taken(8);
  {
    std::vector<std::jthread> workers;
    for (auto& own : taken) {
      workers.emplace_back([&own, this] {
        for (int round = 0; round < 20; ++round) {
          const auto block = store().next_numbers("case", 3);
          ASSERT_TRUE(block);
          for (std::int64_t at = 0; at < block->count; ++at) own.push_back(block->first + at);
        }
      });
    }
  }
  std::set<std::int64_t> all;
  for (const auto& own : taken) all.insert(own.begin(), own.end());
  EXPECT_EQ(all.size(), 8U * 20U * 3U);
  EXPECT_EQ(*all.rbegin(), 480);
}

// ---- Members and facilities

precert::MemberRecord member(const std::string& id, const std::string& family) {
  precert::MemberRecord record;
  record.id = precert::MemberId(id);
  record.name.family = family;
  record.birth_date = base::Date{1980, 5, 17};
  record.coverage.push_back({"gold", "G1", base::Period{base::Date{2026, 1, 1}, std::nullopt}});
  record.dependents.push_back({precert::MemberId(id + "-1"),
                               {family, "Kim", "", "", ""},
                               base::Date{2012, 1, 1},
                               precert::Gender::female,
                               precert::Relationship::child,
                               2});
  return record;
}

TEST_P(StoreContract, LoadsAndReplacesMembers) {
  std::vector<precert::MemberRecord> members;
  for (int at = 0; at < 2500; ++at) members.push_back(member("M" + std::to_string(at), "Sample"));
  ASSERT_TRUE(store().load_members(members));
  const std::vector<precert::MemberRecord> renamed{member("M7", "Changed")};
  ASSERT_TRUE(store().load_members(renamed));
  reopen();
  const auto last = store().member(precert::MemberId("M2499"));
  ASSERT_TRUE(last && *last);
  EXPECT_EQ(**last, members.back());
  const auto changed = store().member(precert::MemberId("M7"));
  ASSERT_TRUE(changed && *changed);
  EXPECT_EQ(**changed, renamed.front());
  const auto nobody = store().member(precert::MemberId("M2500"));
  ASSERT_TRUE(nobody);
  EXPECT_FALSE(nobody->has_value());
  const auto contents = store().contents();
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->members, 2500U);
}

TEST_P(StoreContract, LoadsAndReplacesFacilities) {
  precert::Facility first;
  first.npi = "1000000001";
  first.name = "Sample Imaging";
  first.kind = "imaging_centre";
  first.service_categories = {"mri", "ct"};
  precert::Facility second = first;
  second.npi = "1000000002";
  second.in_network = false;
  ASSERT_TRUE(store().load_facilities(std::vector{second, first}));
  first.cost_tier = 3;
  ASSERT_TRUE(store().load_facilities(std::vector{first}));
  const auto all = store().facilities();
  ASSERT_TRUE(all);
  EXPECT_THAT(*all, ElementsAre(first, second));
}

TEST_P(StoreContract, IsEmptyWhenNew) {
  const auto contents = store().contents();
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->members + contents->facilities + contents->cases + contents->pended, 0U);
  EXPECT_TRUE(store().check());
}

}  // namespace
