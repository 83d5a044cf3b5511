// What every backend of the store promises of subscriptions and of what waits for them: events numbered
// without a gap, delivered in order, one at a time; nothing lost by a restart.
#include <future>

#include "tests/contract/store_contract.hpp"

namespace {

using gateway::CommitOutcome;
using gateway::DeliveryOutcome;
using gateway::NotificationKind;
using gateway::NotificationRecord;
using gateway::NotificationState;
using gateway::SubscriptionRecord;
using gateway::SubscriptionState;
using std::chrono::seconds;
using support::noon;
using testing::ElementsAre;
using testing::IsEmpty;

class SubscriptionContract : public support::StoreContract {
 protected:
  SubscriptionRecord subscription(const std::string& id, std::vector<std::string> organizations = {"ORG1"}) {
    SubscriptionRecord record;
    record.id = id;
    record.base = "/fhir";
    record.organizations = std::move(organizations);
    record.made = record.changed = noon;
    record.resource = R"({"resourceType":"Subscription"})";
    return record;
  }
  void save(const SubscriptionRecord& record, bool handshake = true) {
    const auto saved = store().save_subscription(record, handshake);
    ASSERT_TRUE(saved);
    ASSERT_TRUE(*saved);
  }
  /// One that has been handshaken and is active.
  void save_active(const std::string& id, std::vector<std::string> organizations = {"ORG1"}) {
    SubscriptionRecord record = subscription(id, std::move(organizations));
    record.state = SubscriptionState::active;
    save(record, false);
  }
  CommitOutcome notify(const std::string& id, const std::string& bytes = "{}") {
    gateway::Exchange exchange;
    NotificationRecord event;
    event.subscription = id;
    event.case_id = precert::CaseId("C1");
    event.version = 2;
    event.made = event.due = noon;
    event.bytes = bytes;
    exchange.notifications.push_back(event);
    return outcome_of(std::move(exchange));
  }
  std::vector<NotificationRecord> claimed(base::Instant now = noon, std::size_t most = 10) {
    auto found = store().claim_notifications(now, now + seconds(60), most);
    EXPECT_TRUE(found);
    return found ? *found : std::vector<NotificationRecord>();
  }
  void note(const NotificationRecord& notification, NotificationState state, seconds due = seconds(0),
            std::optional<SubscriptionState> subscription = std::nullopt,
            std::optional<base::Instant> heartbeat = std::nullopt) {
    DeliveryOutcome outcome;
    outcome.notification = notification.number;
    outcome.state = state;
    outcome.at = noon;
    outcome.due = noon + due;
    outcome.subscription = subscription;
    outcome.error = state == NotificationState::delivered ? "" : "500";
    outcome.heartbeat = heartbeat;
    ASSERT_TRUE(store().note_delivery(outcome));
  }
  SubscriptionRecord stored(const std::string& id) {
    const auto found = store().subscription(id);
    EXPECT_TRUE(found && *found) << id;
    return found && *found ? **found : SubscriptionRecord();
  }
  std::size_t waiting(const std::string& id) {
    const auto count = store().notifications_waiting(id);
    EXPECT_TRUE(count);
    return count ? *count : 0;
  }
};

std::vector<std::string> ids(const std::vector<SubscriptionRecord>& records) {
  std::vector<std::string> all;
  for (const SubscriptionRecord& one : records) all.push_back(one.id);
  return all;
}

std::vector<std::int64_t> event_numbers(const std::vector<NotificationRecord>& records) {
  std::vector<std::int64_t> all;
  for (const NotificationRecord& one : records) all.push_back(one.event_number);
  return all;
}

INSTANTIATE_TEST_SUITE_P(Backends, SubscriptionContract, testing::ValuesIn(support::backends()),
                         support::backend_name);

TEST_P(SubscriptionContract, KeepsASubscriptionAsItIs) {
  SubscriptionRecord record = subscription("S1", {"ORG1", "1234567893"});
  record.owner = "clinic";
  record.end = noon + seconds(3600);
  save(record);
  reopen();
  const SubscriptionRecord read = stored("S1");
  EXPECT_EQ(read.base, "/fhir");
  EXPECT_EQ(read.owner, "clinic");
  EXPECT_EQ(read.state, SubscriptionState::requested);
  EXPECT_THAT(read.organizations, testing::UnorderedElementsAre("ORG1", "1234567893"));
  EXPECT_EQ(read.end, noon + seconds(3600));
  EXPECT_EQ(read.version, 1);
  EXPECT_EQ(read.resource, record.resource);
}

TEST_P(SubscriptionContract, ReplacesOnlyTheVersionBefore) {
  save(subscription("S1"));
  SubscriptionRecord next = subscription("S1", {"ORG2"});
  next.version = 2;
  save(next);
  EXPECT_THAT(stored("S1").organizations, ElementsAre("ORG2"));
  const auto late = store().save_subscription(next, true);
  ASSERT_TRUE(late);
  EXPECT_FALSE(*late);
}

TEST_P(SubscriptionContract, ListsThoseOfOneBaseAndOwner) {
  SubscriptionRecord mine = subscription("S1"), other = subscription("S2"), older = subscription("S3");
  mine.owner = "a";
  other.owner = "b";
  older.base = "/fhir/2.0.1";
  for (const SubscriptionRecord& one : {mine, other, older}) save(one);
  EXPECT_THAT(ids(*store().subscriptions("/fhir", "a")), ElementsAre("S1"));
  EXPECT_THAT(ids(*store().subscriptions("/fhir", std::nullopt)), ElementsAre("S1", "S2"));
}

TEST_P(SubscriptionContract, FindsThoseThatWantToHearOfAnOrganization) {
  save(subscription("S1", {"ORG1", "ORG2"}));
  save(subscription("S2", {"ORG2"}));
  save(subscription("S3", {}));
  SubscriptionRecord off = subscription("S4", {"ORG1"});
  off.state = SubscriptionState::off;
  save(off, false);
  const std::vector<std::string> both{"ORG1", "ORG2"}, none{"ORG9"};
  EXPECT_THAT(ids(*store().subscriptions_for(both)), testing::UnorderedElementsAre("S1", "S2", "S3"));
  EXPECT_THAT(ids(*store().subscriptions_for(none)), ElementsAre("S3"));
}

TEST_P(SubscriptionContract, LetsTheHandshakeWaitUntilTheReplyIsOut) {
  save(subscription("S1"));
  EXPECT_THAT(claimed(noon), IsEmpty());
  const auto found = claimed(noon + seconds(1));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, NotificationKind::handshake);
  note(found[0], NotificationState::delivered, seconds(0), SubscriptionState::active);
  EXPECT_EQ(stored("S1").state, SubscriptionState::active);
}

TEST_P(SubscriptionContract, NumbersEventsWithoutAGapAndKeepsThemOverARestart) {
  save_active("S1");
  save_active("S2");
  ASSERT_EQ(notify("S1", "first"), CommitOutcome::committed);
  ASSERT_EQ(notify("S2"), CommitOutcome::committed);
  ASSERT_EQ(notify("S1", "second"), CommitOutcome::committed);
  reopen();
  EXPECT_EQ(stored("S1").events, 2);
  const auto first = claimed();
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].subscription, "S1");
  EXPECT_EQ(first[0].event_number, 1);
  EXPECT_EQ(first[0].bytes, "first");
  EXPECT_EQ(first[0].case_id.text(), "C1");
  EXPECT_EQ(first[0].version, 2);
}

TEST_P(SubscriptionContract, HandsOutOneOfASubscriptionAtATimeInOrder) {
  save_active("S1");
  for (int i = 0; i < 3; ++i) ASSERT_EQ(notify("S1"), CommitOutcome::committed);
  for (std::int64_t number = 1; number <= 3; ++number) {
    const auto found = claimed();
    ASSERT_THAT(event_numbers(found), ElementsAre(number));
    EXPECT_THAT(claimed(), IsEmpty()) << "while it is on its way";
    note(found[0], NotificationState::delivered);
  }
  EXPECT_EQ(waiting("S1"), 0U);
}

TEST_P(SubscriptionContract, NeverLetsALaterEventPassOneThatFailed) {
  save_active("S1");
  ASSERT_EQ(notify("S1"), CommitOutcome::committed);
  ASSERT_EQ(notify("S1"), CommitOutcome::committed);
  note(claimed().at(0), NotificationState::waiting, seconds(30));
  EXPECT_THAT(claimed(noon + seconds(29)), IsEmpty());
  const auto again = claimed(noon + seconds(30));
  ASSERT_THAT(event_numbers(again), ElementsAre(1));
  EXPECT_EQ(again[0].attempts, 1);
}

TEST_P(SubscriptionContract, GivesAClaimThatNobodyEndedToTheNext) {
  save_active("S1");
  ASSERT_EQ(notify("S1"), CommitOutcome::committed);
  ASSERT_EQ(claimed().size(), 1U);
  reopen();
  EXPECT_THAT(claimed(noon + seconds(59)), IsEmpty());
  EXPECT_EQ(claimed(noon + seconds(60)).size(), 1U);
}

TEST_P(SubscriptionContract, KeepsEventsBackUntilTheEndpointHasAnswered) {
  save(subscription("S1"));
  ASSERT_EQ(notify("S1"), CommitOutcome::committed);
  const auto handshake = claimed(noon + seconds(1));
  ASSERT_EQ(handshake.size(), 1U);
  EXPECT_EQ(handshake[0].kind, NotificationKind::handshake);
  note(handshake[0], NotificationState::delivered, seconds(0), SubscriptionState::active);
  EXPECT_THAT(event_numbers(claimed(noon + seconds(1))), ElementsAre(1));
}

TEST_P(SubscriptionContract, StopsAfterGivingUpAndGoesOnAfterANewHandshake) {
  save_active("S1");
  ASSERT_EQ(notify("S1"), CommitOutcome::committed);
  note(claimed().at(0), NotificationState::given_up, seconds(0), SubscriptionState::error);
  EXPECT_EQ(stored("S1").state, SubscriptionState::error);
  EXPECT_EQ(stored("S1").error, "500");
  ASSERT_EQ(notify("S1"), CommitOutcome::committed);
  EXPECT_THAT(claimed(), IsEmpty());
  SubscriptionRecord again = subscription("S1");
  again.version = 2;
  save(again);
  note(claimed(noon + seconds(1)).at(0), NotificationState::delivered, seconds(0), SubscriptionState::active);
  EXPECT_THAT(event_numbers(claimed(noon + seconds(1))), ElementsAre(2));
}

TEST_P(SubscriptionContract, ForgetsTheOutcomeOfAHandshakeThatWasReplaced) {
  save(subscription("S1"));
  const auto old = claimed(noon + seconds(1));
  ASSERT_EQ(old.size(), 1U);
  SubscriptionRecord next = subscription("S1");
  next.version = 2;
  save(next);
  note(old[0], NotificationState::delivered, seconds(0), SubscriptionState::active);
  EXPECT_EQ(stored("S1").state, SubscriptionState::requested);
  EXPECT_EQ(claimed(noon + seconds(1)).size(), 1U);
}

TEST_P(SubscriptionContract, WritesNothingForOneThatIsOffOrGone) {
  SubscriptionRecord off = subscription("S1");
  off.state = SubscriptionState::off;
  save(off, false);
  ASSERT_EQ(notify("S1"), CommitOutcome::committed);
  ASSERT_EQ(notify("S2"), CommitOutcome::committed);
  EXPECT_EQ(waiting("S1"), 0U);
  EXPECT_EQ(waiting("S2"), 0U);
  EXPECT_EQ(stored("S1").events, 0);
}

TEST_P(SubscriptionContract, GivesUpWhatWaitsForOneThatIsSwitchedOff) {
  save_active("S1");
  ASSERT_EQ(notify("S1"), CommitOutcome::committed);
  SubscriptionRecord off = subscription("S1");
  off.state = SubscriptionState::off;
  off.version = 2;
  save(off, false);
  EXPECT_EQ(waiting("S1"), 0U);
}

TEST_P(SubscriptionContract, RemovesASubscriptionWithAllThatWaits) {
  save_active("S1");
  ASSERT_EQ(notify("S1"), CommitOutcome::committed);
  ASSERT_TRUE(store().remove_subscription("S1"));
  const auto found = store().subscription("S1");
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->has_value());
  EXPECT_EQ(waiting("S1"), 0U);
  EXPECT_THAT(claimed(), IsEmpty());
}

TEST_P(SubscriptionContract, CountsTheHeartbeatFromTheLastDelivery) {
  save_active("S1");
  ASSERT_EQ(notify("S1"), CommitOutcome::committed);
  note(claimed().at(0), NotificationState::delivered, seconds(0), std::nullopt, noon + seconds(60));
  EXPECT_THAT(claimed(noon + seconds(59)), IsEmpty());
  ASSERT_EQ(notify("S1"), CommitOutcome::committed);
  const auto event = claimed(noon + seconds(60));
  ASSERT_THAT(event_numbers(event), ElementsAre(2)) << "an event goes before a heartbeat";
  note(event[0], NotificationState::delivered, seconds(0), std::nullopt, noon + seconds(120));
  EXPECT_THAT(claimed(noon + seconds(60)), IsEmpty());
  const auto beat = claimed(noon + seconds(120));
  ASSERT_EQ(beat.size(), 1U);
  EXPECT_EQ(beat[0].kind, NotificationKind::heartbeat);
  EXPECT_EQ(stored("S1").events, 2);
}

/// What a call that does not wait tells when it is done.
template <class Begin>
auto told(const Begin& begin) {
  std::promise<base::Result<bool>> done;
  auto said = done.get_future();
  begin([&done](base::Result<bool> result) { done.set_value(std::move(result)); });
  return said.get();
}

TEST_P(SubscriptionContract, SavesAndRemovesWithoutWaitingAsItDoesWaiting) {
  SubscriptionRecord record = subscription("S1");
  const auto save = [&](auto done) { store().save_subscription(record, true, std::move(done)); };
  const auto made = told(save);
  ASSERT_TRUE(made);
  EXPECT_TRUE(*made);
  record.version += 1;
  record.state = SubscriptionState::off;
  const auto changed = told(save);
  ASSERT_TRUE(changed && *changed);
  const auto again = told(save);  // the same version once more: somebody else was faster
  ASSERT_TRUE(again);
  EXPECT_FALSE(*again);
  EXPECT_EQ(stored("S1").state, SubscriptionState::off);
  const auto removed = told([&](auto done) {
    store().remove_subscription(std::string("S1"), [done](base::Result<void> result) {
      done(result ? base::Result<bool>(true) : base::Result<bool>(result.error()));
    });
  });
  ASSERT_TRUE(removed);
  const auto gone = store().subscription("S1");
  ASSERT_TRUE(gone);
  EXPECT_FALSE(gone->has_value());
}

TEST_P(SubscriptionContract, TakesAnswersFromTheOutboxWithoutWaiting) {
  gateway::Exchange exchange;
  gateway::OutboxEntry entry;
  entry.destination = "x12:A>B";
  entry.made = noon;
  entry.bytes = "ISA";
  exchange.outbox.push_back(entry);
  ASSERT_EQ(outcome_of(std::move(exchange)), CommitOutcome::committed);
  const auto waits = store().outbox("x12:A>B", 0, 10);
  ASSERT_TRUE(waits);
  ASSERT_EQ(waits->size(), 1U);
  const auto taken = told([&](auto done) {
    store().outbox_taken({waits->front().number}, noon, [done](base::Result<void> result) {
      done(result ? base::Result<bool>(true) : base::Result<bool>(result.error()));
    });
  });
  ASSERT_TRUE(taken);
  const auto left = store().outbox("x12:A>B", 0, 10);
  ASSERT_TRUE(left);
  EXPECT_THAT(*left, IsEmpty());
}

}  // namespace
