// What every backend promises of batches, the outbox, documents that wait, and gaps in control numbers.
#include "tests/contract/store_contract.hpp"

namespace support {
namespace {

using gateway::AttachmentRecord;
using gateway::AttachmentState;
using gateway::BatchBytes;
using gateway::BatchRecord;
using gateway::BatchState;
using gateway::CommitOutcome;
using gateway::Exchange;
using testing::ElementsAre;
using testing::IsEmpty;

// ---- Control numbers

Exchange counted(const std::string& id, const std::string& number) {
  Exchange made = support::exchange(id, "bytes of " + id);
  gateway::ControlNumber used;
  used.pair = "A>B";
  used.number = number;
  used.owner = id;
  used.received = noon;
  used.counted = true;
  made.control_numbers = {used};
  return made;
}

TEST_P(StoreContract, TellsOfControlNumbersThatWereLeftOut) {
  EXPECT_THAT(commit(store(), counted("1", "000000007")).gaps, IsEmpty());
  EXPECT_THAT(commit(store(), counted("2", "000000008")).gaps, IsEmpty());
  const std::vector<gateway::ControlGap> gaps = commit(store(), counted("3", "000000012")).gaps;
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].previous, "000000008");
  EXPECT_EQ(gaps[0].number, "000000012");
  EXPECT_THAT(commit(store(), counted("4", "000000010")).gaps, IsEmpty());  // comes late: no new gap

  const auto open = store().control_gaps("A>B", 10);
  ASSERT_TRUE(open);
  ASSERT_EQ(open->size(), 2U);
  EXPECT_EQ((*open)[0].previous + " " + (*open)[0].number, "000000008 000000010");
  EXPECT_EQ((*open)[1].previous + " " + (*open)[1].number, "000000010 000000012");
}

// ---- Batches

BatchRecord batch_of(const std::string& id, const std::string& payload_id, const std::string& bytes) {
  BatchRecord made;
  made.id = id;
  made.sender = "HOSPA";
  made.payload_id = payload_id;
  made.hash = gateway::content_hash_of(bytes);
  made.content_type = "application/edi-x12";
  made.received = noon;
  return made;
}

std::function<std::string_view()> pieces(std::vector<std::string> all) {
  return [all = std::move(all), at = std::size_t{0}]() mutable -> std::string_view {
    return at < all.size() ? std::string_view(all[at++]) : std::string_view();
  };
}

std::string bytes_of(gateway::Store& store, const std::string& batch, BatchBytes kind) {
  std::string bytes;
  EXPECT_TRUE(store.batch_bytes(batch, kind, [&](std::string_view piece) {
    bytes += piece;
    return true;
  }));
  return bytes;
}

Exchange step(const std::string& batch, std::uint64_t before, std::uint64_t sets, BatchState state) {
  Exchange made;
  gateway::BatchStep one;
  one.batch = batch;
  one.sets_before = before;
  one.sets = sets;
  one.accepted = sets;
  one.state = state;
  one.claimed_until = noon + std::chrono::minutes(5);
  one.numbers = "17 18";
  one.responses = "[" + std::to_string(sets) + "]";
  one.acknowledgments = state == BatchState::done ? "acks" : "";
  made.batch = one;
  return made;
}

TEST_P(StoreContract, KeepsABatchInPiecesOverARestart) {
  ASSERT_TRUE(store().add_batch(batch_of("B1", "p1", "onetwo"), pieces({"one", "two"})));
  reopen();
  EXPECT_EQ(bytes_of(store(), "B1", BatchBytes::received), "onetwo");
  const auto found = store().batch("HOSPA", "p1");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->state, BatchState::received);
  EXPECT_EQ((*found)->hash, gateway::content_hash_of("onetwo"));
}

TEST_P(StoreContract, GivesTheEarlierBatchForTheSamePayloadId) {
  ASSERT_TRUE(store().add_batch(batch_of("B1", "p1", "a"), pieces({"a"})));
  const auto again = store().add_batch(batch_of("B2", "p1", "b"), pieces({"b"}));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id, "B1");
  EXPECT_NE(again->hash, gateway::content_hash_of("b"));
  EXPECT_EQ(bytes_of(store(), "B2", BatchBytes::received), "");
}

TEST_P(StoreContract, CommitsTheStepsOfABatchInOrder) {
  ASSERT_TRUE(store().add_batch(batch_of("B1", "p1", "a"), pieces({"a"})));
  EXPECT_EQ(outcome_of(step("B1", 0, 256, BatchState::running)), CommitOutcome::committed);
  EXPECT_EQ(outcome_of(step("B1", 0, 256, BatchState::running)), CommitOutcome::version_conflict);
  EXPECT_EQ(outcome_of(step("B1", 256, 300, BatchState::done)), CommitOutcome::committed);
  reopen();
  const auto found = store().batch("HOSPA", "p1");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->state, BatchState::done);
  EXPECT_EQ((*found)->sets, 300U);
  EXPECT_EQ((*found)->numbers, "17 18");
  EXPECT_EQ(bytes_of(store(), "B1", BatchBytes::responses), "[256][300]");
  EXPECT_EQ(bytes_of(store(), "B1", BatchBytes::acknowledgments), "acks");
}

TEST_P(StoreContract, LendsABatchToOneWorkerUntilItsTimeIsOver) {
  ASSERT_TRUE(store().add_batch(batch_of("B1", "p1", "a"), pieces({"a"})));
  const base::Instant until = noon + std::chrono::minutes(5);
  const auto first = store().claim_batch(noon, until);
  ASSERT_TRUE(first && *first);
  EXPECT_EQ((*first)->id, "B1");
  const auto second = store().claim_batch(noon, until);
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->has_value());
  const auto later = store().claim_batch(until + std::chrono::seconds(1), until + std::chrono::minutes(5));
  ASSERT_TRUE(later);
  EXPECT_TRUE(later->has_value());
}

TEST_P(StoreContract, HandsAnUnfinishedBatchToWhoTakesItByItsId) {
  for (const char* const id : {"B1", "B2", "B3"}) {
    ASSERT_TRUE(store().add_batch(batch_of(id, id, "a"), pieces({"a"})));
  }
  ASSERT_EQ(outcome_of(step("B2", 0, 1, BatchState::done)), CommitOutcome::committed);
  const base::Instant until = noon + std::chrono::minutes(5);
  ASSERT_TRUE(store().claim_batch(noon, until));
  const auto left = store().unfinished_batches();
  ASSERT_TRUE(left);
  EXPECT_THAT(*left, ElementsAre("B1", "B3"));

  const auto taken = store().take_batch("B1", until + std::chrono::minutes(1));
  ASSERT_TRUE(taken && *taken);
  EXPECT_EQ((*taken)->state, BatchState::running);
  EXPECT_EQ((*taken)->claimed_until, until + std::chrono::minutes(1));
  const auto over = store().take_batch("B2", until);
  ASSERT_TRUE(over);
  EXPECT_FALSE(over->has_value());
  const auto none = store().take_batch("B9", until);
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->has_value());
}

TEST_P(StoreContract, KnowsWhoseNumbersTheBatchesOfASenderUsed) {
  ASSERT_TRUE(store().add_batch(batch_of("B1", "p1", "a"), pieces({"a"})));
  Exchange used = step("B1", 0, 1, BatchState::done);
  used.control_numbers = counted("B1", "000000001").control_numbers;
  ASSERT_EQ(outcome_of(used), CommitOutcome::committed);
  const auto pairs = store().pairs_of_batches("HOSPA");
  ASSERT_TRUE(pairs);
  EXPECT_THAT(*pairs, ElementsAre("A>B"));
  const auto others = store().pairs_of_batches("HOSPB");
  ASSERT_TRUE(others);
  EXPECT_THAT(*others, IsEmpty());
}

// ---- Outbox

TEST_P(StoreContract, KeepsWhatWaitsForADestinationInOrderUntilItIsTaken) {
  Exchange made = support::exchange("1", "a");
  for (const char* bytes : {"first", "second"}) {
    gateway::OutboxEntry entry;
    entry.destination = "x12:A>B";
    entry.case_id = precert::CaseId("C1");
    entry.bytes = bytes;
    made.outbox.push_back(entry);
  }
  ASSERT_EQ(outcome_of(made), CommitOutcome::committed);
  reopen();
  const auto waiting = store().outbox("x12:A>B", 0, 10);
  ASSERT_TRUE(waiting);
  ASSERT_EQ(waiting->size(), 2U);
  EXPECT_EQ((*waiting)[0].bytes + " " + (*waiting)[1].bytes, "first second");
  const auto others = store().outbox("x12:C>B", 0, 10);
  ASSERT_TRUE(others);
  EXPECT_THAT(*others, IsEmpty());

  const std::vector<std::int64_t> taken{(*waiting)[0].number};
  ASSERT_TRUE(store().outbox_taken(taken, noon));
  const auto rest = store().outbox("x12:A>B", 0, 10);
  ASSERT_TRUE(rest);
  ASSERT_EQ(rest->size(), 1U);
  EXPECT_EQ((*rest)[0].bytes, "second");
}

// ---- Documents that wait

AttachmentRecord held(const std::string& id, const std::string& control_number) {
  AttachmentRecord made;
  made.id = id;
  made.control_number = control_number;
  made.sender = "x12:A>B";
  made.message = precert::MessageId("1");
  made.received = noon;
  made.held_until = noon + std::chrono::hours(24);
  made.description = "{}";
  made.content = std::string("%PDF\0\xFF", 6);
  return made;
}

std::vector<std::string> ids_of(const base::Result<std::vector<AttachmentRecord>>& records) {
  std::vector<std::string> all;
  EXPECT_TRUE(records);
  for (const AttachmentRecord& one : *records) all.push_back(one.id);
  return all;
}

TEST_P(StoreContract, HoldsADocumentUntilItsRequestComes) {
  Exchange made = support::exchange("1", "a");
  made.attachments = {held("A1", "ACN1"), held("A2", "ACN2")};
  ASSERT_EQ(outcome_of(made), CommitOutcome::committed);
  reopen();
  const auto waiting = store().held_attachments("ACN1", noon);
  ASSERT_THAT(ids_of(waiting), ElementsAre("A1"));
  EXPECT_EQ(waiting->front().content, std::string("%PDF\0\xFF", 6));

  Exchange found = support::exchange("2", "b");
  found.attachments = {waiting->front()};
  found.attachments.front().state = AttachmentState::attached;
  found.attachments.front().case_id = precert::CaseId("C2");
  ASSERT_EQ(outcome_of(found), CommitOutcome::committed);
  EXPECT_THAT(ids_of(store().held_attachments("ACN1", noon)), IsEmpty());
  EXPECT_THAT(ids_of(store().attachments_of(precert::CaseId("C2"))), ElementsAre("A1"));
}

TEST_P(StoreContract, LetsGoOfDocumentsWhoseTimeIsOver) {
  Exchange made = support::exchange("1", "a");
  made.attachments = {held("A1", "ACN1")};
  ASSERT_EQ(outcome_of(made), CommitOutcome::committed);
  const base::Instant late = noon + std::chrono::hours(25);
  EXPECT_THAT(ids_of(store().held_attachments("ACN1", late)), IsEmpty());
  EXPECT_THAT(ids_of(store().overdue_attachments(noon, 10)), IsEmpty());
  const auto overdue = store().overdue_attachments(late, 10);
  ASSERT_THAT(ids_of(overdue), ElementsAre("A1"));
  EXPECT_EQ(overdue->front().content, "");

  Exchange over = support::exchange("2", "b");
  over.attachments = *overdue;
  over.attachments.front().state = AttachmentState::expired;
  ASSERT_EQ(outcome_of(over), CommitOutcome::committed);
  EXPECT_THAT(ids_of(store().held_attachments("ACN1", noon)), IsEmpty());
  EXPECT_THAT(ids_of(store().overdue_attachments(late, 10)), IsEmpty());
  const auto kept = store().attachment("A1");
  ASSERT_TRUE(kept && *kept);
  EXPECT_EQ((*kept)->content, std::string("%PDF\0\xFF", 6)) << "what expires is kept";

  Exchange again = support::exchange("3", "c");
  again.attachments = over.attachments;
  EXPECT_EQ(outcome_of(again), CommitOutcome::version_conflict) << "it is let go of once";
}

TEST_P(StoreContract, DoesNotAttachADocumentThatExpiredSinceItWasRead) {
  Exchange made = support::exchange("1", "a");
  made.attachments = {held("A1", "ACN1")};
  ASSERT_EQ(outcome_of(made), CommitOutcome::committed);
  const auto attached = [](AttachmentRecord record, const std::string& message) {
    record.state = AttachmentState::attached;
    record.case_id = precert::CaseId("C2");
    Exchange exchange = support::exchange(message, message);
    exchange.attachments = {std::move(record)};
    return exchange;
  };
  const auto read = store().held_attachments("ACN1", noon);
  ASSERT_THAT(ids_of(read), ElementsAre("A1"));
  Exchange over = support::exchange("2", "b");
  over.attachments = {read->front()};
  over.attachments.front().state = AttachmentState::expired;
  ASSERT_EQ(outcome_of(over), CommitOutcome::committed);

  EXPECT_EQ(outcome_of(attached(read->front(), "3")), CommitOutcome::version_conflict) << "its sender was told";
  EXPECT_THAT(ids_of(store().attachments_of(precert::CaseId("C2"))), IsEmpty());
  const auto expired = store().attachment("A1");
  ASSERT_TRUE(expired && *expired);
  EXPECT_EQ(outcome_of(attached(**expired, "4")), CommitOutcome::committed) << "who files it knows that";
  EXPECT_THAT(ids_of(store().attachments_of(precert::CaseId("C2"))), ElementsAre("A1"));
}

}  // namespace
}  // namespace support
