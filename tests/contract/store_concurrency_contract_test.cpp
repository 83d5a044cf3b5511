// What every backend of the store promises when many write at once.
#include <atomic>
#include <set>
#include <thread>

#include "tests/contract/store_contract.hpp"

namespace store_contract_test {
namespace {

using gateway::CaseState;
using gateway::CommitOutcome;
using gateway::CommitResult;
using gateway::Exchange;
using support::StoreContract;
using support::with_control_number;
using testing::ElementsAre;

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

}  // namespace
}  // namespace store_contract_test
