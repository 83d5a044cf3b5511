// What every backend of the store promises of messages: bytes and answers, replays, control numbers.
#include "tests/contract/store_contract.hpp"

namespace store_contract_test {
namespace {

using gateway::CommitOutcome;
using gateway::CommitResult;
using gateway::Exchange;
using support::noon;
using support::StoreContract;
using support::with_control_number;
using testing::ElementsAre;

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

}  // namespace
}  // namespace store_contract_test
