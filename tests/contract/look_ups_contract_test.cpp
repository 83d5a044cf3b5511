// What every backend of the store promises of the access log, and of papers whose case people find.
#include "tests/contract/store_contract.hpp"

namespace {

using gateway::AttachmentRecord;
using gateway::AttachmentState;
using gateway::CommitOutcome;
using gateway::Exchange;
using gateway::LookUp;
using gateway::LookUpChannel;
using gateway::LookUpKind;
using gateway::LookUpOutcome;
using gateway::LookUpPage;
using gateway::LookUpQuery;
using gateway::WorkItem;
using gateway::WorkKind;
using gateway::WorkState;
using std::chrono::hours;
using support::noon;
using testing::ElementsAre;
using testing::IsEmpty;

LookUp a_look(const std::string& id, const std::string& person, base::Instant at = noon) {
  LookUp one;
  one.at = at;
  one.channel = LookUpChannel::fhir;
  one.client = "clinic";
  one.person = person;
  one.what = {LookUpKind::letter, "L-" + id, id, LookUpOutcome::shown};
  return one;
}

class LookUpContract : public support::StoreContract {
 protected:
  void note(std::vector<LookUp> all) {
    Exchange exchange;
    exchange.look_ups = std::move(all);
    ASSERT_EQ(outcome_of(std::move(exchange)), CommitOutcome::committed);
  }
  LookUpPage page(const LookUpQuery& query) {
    const auto found = store().look_ups(query);
    EXPECT_TRUE(found);
    return found ? *found : LookUpPage();
  }
  std::vector<std::string> persons(const LookUpQuery& query) {
    std::vector<std::string> all;
    for (const LookUp& one : page(query).look_ups) all.push_back(one.person);
    return all;
  }
};

TEST_P(LookUpContract, KeepsEveryFieldOfALookUpOverARestart) {
  LookUp one = a_look("C1", "rep-7");
  note({one});
  reopen();
  const LookUpPage found = page({});
  ASSERT_EQ(found.look_ups.size(), 1U);
  one.number = found.look_ups.front().number;
  EXPECT_GT(one.number, 0);
  EXPECT_EQ(found.look_ups.front().what, one.what);
  EXPECT_EQ(found.look_ups.front().at, noon);
  EXPECT_EQ(found.look_ups.front().channel, LookUpChannel::fhir);
  EXPECT_EQ(found.look_ups.front().client, "clinic");
  EXPECT_EQ(found.look_ups.front().person, "rep-7");
}

TEST_P(LookUpContract, GivesTheNewestFirstByCaseByPersonByClientByKindAndByTime) {
  note({a_look("C1", "a"), a_look("C2", "b", noon + hours(1)), a_look("C1", "c", noon + hours(2))});
  LookUpQuery query;
  EXPECT_THAT(persons(query), ElementsAre("c", "b", "a"));
  query.case_id = "C1";
  EXPECT_THAT(persons(query), ElementsAre("c", "a"));
  query.person = "a";
  EXPECT_THAT(persons(query), ElementsAre("a"));
  query = {};
  query.client = "clinic";
  query.from = noon + hours(1);
  query.until = noon + hours(2);
  EXPECT_THAT(persons(query), ElementsAre("b"));
  query = {};
  query.kind = LookUpKind::check;
  EXPECT_THAT(persons(query), IsEmpty());
}

TEST_P(LookUpContract, GoesThroughATimeFromItsEndWithoutAGap) {
  note({a_look("C1", "b", noon + hours(1)), a_look("C2", "d", noon + hours(3)), a_look("C3", "c", noon + hours(1)),
        a_look("C4", "a", noon), a_look("C5", "x", noon + hours(5))});
  LookUpQuery query;
  query.kind = LookUpKind::letter;
  EXPECT_THAT(persons(query), ElementsAre("x", "d", "c", "b", "a"));
  query.kind.reset();
  query.until = noon + hours(4);
  EXPECT_THAT(persons(query), ElementsAre("d", "c", "b", "a"));
  query.count_max = 2;
  std::vector<std::string> all;
  do {
    const LookUpPage one = page(query);
    for (const LookUp& found : one.look_ups) all.push_back(found.person);
    query.before = one.next;
  } while (query.before != 0 && all.size() < 9);
  EXPECT_THAT(all, ElementsAre("d", "c", "b", "a"));
}

TEST_P(LookUpContract, GoesPageByPageWithoutAGap) {
  note({a_look("C1", "a"), a_look("C1", "b"), a_look("C1", "c")});
  LookUpQuery query;
  query.case_id = "C1";
  query.count_max = 2;
  const LookUpPage first = page(query);
  ASSERT_EQ(first.look_ups.size(), 2U);
  query.before = first.next;
  EXPECT_THAT(persons(query), ElementsAre("a"));
  EXPECT_EQ(page(query).next, 0);
}

/// A paper that waits, and the work that shows it to people.
class IndexingContract : public support::StoreContract {
 protected:
  static AttachmentRecord waiting() {
    AttachmentRecord paper;
    paper.id = "A7";
    paper.control_number = "ACN7";
    paper.received = noon;
    paper.held_until = noon + hours(24);
    paper.description = "{}";
    paper.content = "PAGES";
    return paper;
  }
  CommitOutcome put(AttachmentRecord paper, std::vector<WorkItem> work = {},
                    std::vector<gateway::CaseEvent> events = {}) {
    Exchange exchange;
    exchange.events = std::move(events);
    exchange.attachments.push_back(std::move(paper));
    exchange.work = std::move(work);
    return outcome_of(std::move(exchange));
  }
  static WorkItem indexing() {
    WorkItem item;
    item.id = gateway::indexing_work_of("A7");
    item.kind = WorkKind::indexing;
    item.queue = "intake";
    item.opened = noon;
    return item;
  }
  WorkItem work() {
    const auto item = store().work_item(gateway::indexing_work_of("A7"));
    EXPECT_TRUE(item && *item);
    return item && *item ? **item : WorkItem();
  }
};

TEST_P(IndexingContract, ADocumentIsFoundByItsIdWithItsContent) {
  ASSERT_EQ(put(waiting()), CommitOutcome::committed);
  const auto found = store().attachment("A7");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->content, "PAGES");
  EXPECT_EQ((*found)->control_number, "ACN7");
  const auto none = store().attachment("A8");
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->has_value());
}

TEST_P(IndexingContract, TheWorkOnAPaperEndsWithTheCommitThatFindsItsCase) {
  ASSERT_EQ(put(waiting(), {indexing()}), CommitOutcome::committed);
  EXPECT_EQ(work().state, WorkState::open);
  AttachmentRecord attached = waiting();
  attached.state = AttachmentState::attached;
  attached.case_id = precert::CaseId("C1");
  attached.control_number = "ACN8";
  ASSERT_EQ(put(attached), CommitOutcome::committed);
  EXPECT_EQ(work().state, WorkState::done);
  EXPECT_EQ(work().case_id, precert::CaseId("C1"));
  EXPECT_EQ(work().version, 2);
  EXPECT_TRUE(work().closed);
  const auto found = store().attachment("A7");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->control_number, "ACN8") << "what people say of it stays with it";
}

TEST_P(IndexingContract, EndsWhenSomebodyHasIndexedThePaperNotWhenItCame) {
  ASSERT_EQ(put(waiting(), {indexing()}), CommitOutcome::committed);
  AttachmentRecord attached = waiting();
  attached.state = AttachmentState::attached;
  attached.case_id = precert::CaseId("C1");
  gateway::CaseEvent indexed;
  indexed.case_id = attached.case_id;
  indexed.at = noon + hours(5);
  indexed.kind = "document_indexed";
  ASSERT_EQ(put(attached, {}, {indexed}), CommitOutcome::committed);
  EXPECT_EQ(work().closed, noon + hours(5));
}

TEST_P(IndexingContract, TheDocumentsOfACaseAreListedWithoutTheirContents) {
  AttachmentRecord attached = waiting();
  attached.state = AttachmentState::attached;
  attached.case_id = precert::CaseId("C1");
  attached.content = std::string(20'000, 'x');
  ASSERT_EQ(put(attached), CommitOutcome::committed);
  const auto listed = store().outlines_of(precert::CaseId("C1"));
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->front().bytes, 20'000);
  EXPECT_EQ(listed->front().record.id, "A7");
  EXPECT_EQ(listed->front().record.control_number, "ACN7");
  EXPECT_EQ(listed->front().record.received, noon);
  EXPECT_TRUE(listed->front().record.content.empty());
  const auto none = store().outlines_of(precert::CaseId("C2"));
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->empty());
}

TEST_P(IndexingContract, WorkThatIsOpenedWithTheDocumentOfACaseStaysOpen) {
  AttachmentRecord attached = waiting();
  attached.state = AttachmentState::attached;
  attached.case_id = precert::CaseId("C1");
  ASSERT_EQ(put(attached, {indexing()}), CommitOutcome::committed);
  EXPECT_EQ(work().state, WorkState::open);
}

INSTANTIATE_TEST_SUITE_P(Backends, LookUpContract, testing::ValuesIn(support::backends()),
                         support::backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, IndexingContract, testing::ValuesIn(support::backends()),
                         support::backend_name);

}  // namespace
