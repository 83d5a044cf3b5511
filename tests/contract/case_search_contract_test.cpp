// What every backend of the store promises of searches for cases: filters that all hold, pages that neither
// repeat nor lose a case.
#include "tests/contract/store_contract.hpp"

namespace {

using gateway::CaseQuery;
using gateway::CaseState;
using gateway::CommitOutcome;
using std::chrono::hours;
using support::noon;
using testing::ElementsAre;
using testing::IsEmpty;

class CaseSearchContract : public support::StoreContract {
 protected:
  void add(const std::string& id, const std::string& member, const std::string& requester,
           CaseState state = CaseState::final, base::Instant decided = noon) {
    gateway::CaseWrite write = support::opened(id, member);
    write.record.requester = requester;
    write.record.state = state;
    write.record.decided = decided;
    gateway::Exchange exchange;
    exchange.cases.push_back(write);
    ASSERT_EQ(outcome_of(std::move(exchange)), CommitOutcome::committed);
  }
  gateway::CasePage page(const CaseQuery& query) {
    auto found = store().search_cases(query);
    EXPECT_TRUE(found);
    return found ? std::move(*found) : gateway::CasePage();
  }
  std::vector<std::string> found(const CaseQuery& query) { return support::ids(page(query).cases); }
};

INSTANTIATE_TEST_SUITE_P(Backends, CaseSearchContract, testing::ValuesIn(support::backends()),
                         support::backend_name);

TEST_P(CaseSearchContract, FindsByMemberAndRequesterTogether) {
  add("C1", "M1", "N1");
  add("C2", "M1", "N2");
  add("C3", "M2", "N1");
  CaseQuery query;
  query.member = precert::MemberId("M1");
  EXPECT_THAT(found(query), ElementsAre("C2", "C1"));
  query.requester = "N1";
  EXPECT_THAT(found(query), ElementsAre("C1"));
  query.requester = "N9";
  EXPECT_THAT(found(query), IsEmpty());
}

TEST_P(CaseSearchContract, FindsAnyOfSeveralStates) {
  add("C1", "M1", "N1", CaseState::pended);
  add("C2", "M1", "N1", CaseState::final);
  add("C3", "M1", "N1", CaseState::cancelled);
  CaseQuery query;
  query.states = {CaseState::pended, CaseState::cancelled};
  EXPECT_THAT(found(query), ElementsAre("C3", "C1"));
}

TEST_P(CaseSearchContract, FindsByTheTimeOfTheDecisionWithBothEnds) {
  add("C1", "M1", "N1", CaseState::final, noon);
  add("C2", "M1", "N1", CaseState::final, noon + hours(1));
  add("C3", "M1", "N1", CaseState::final, noon + hours(2));
  CaseQuery query;
  query.decided_from = noon + hours(1);
  EXPECT_THAT(found(query), ElementsAre("C3", "C2"));
  query.decided_until = noon + hours(1);
  EXPECT_THAT(found(query), ElementsAre("C2"));
}

TEST_P(CaseSearchContract, GoesThroughThePagesOnceEach) {
  for (int i = 1; i <= 5; ++i) add("C" + std::to_string(i), "M1", "N1");
  CaseQuery query;
  query.count_max = 2;
  std::vector<std::string> all;
  for (int pages = 0; pages < 3; ++pages) {
    const gateway::CasePage one = page(query);
    EXPECT_EQ(one.total, 5U);
    for (const std::string& id : support::ids(one.cases)) all.push_back(id);
    query.after = one.next;
  }
  EXPECT_EQ(query.after, 0) << "the third page is the last";
  EXPECT_THAT(all, ElementsAre("C5", "C4", "C3", "C2", "C1"));
}

TEST_P(CaseSearchContract, KeepsTheNextPageWhenACaseIsOpenedMeanwhile) {
  for (int i = 1; i <= 3; ++i) add("C" + std::to_string(i), "M1", "N1");
  CaseQuery query;
  query.count_max = 2;
  const gateway::CasePage first = page(query);
  ASSERT_THAT(support::ids(first.cases), ElementsAre("C3", "C2"));
  add("C4", "M1", "N1");
  query.after = first.next;
  EXPECT_THAT(found(query), ElementsAre("C1"));
}

TEST_P(CaseSearchContract, LooksAtTheNewestVersion) {
  gateway::CaseWrite write = support::opened("C1");
  write.record.state = CaseState::pended;
  gateway::Exchange opened, changed;
  opened.cases.push_back(write);
  changed.cases.push_back(support::next(write, CaseState::final));
  ASSERT_EQ(outcome_of(opened), CommitOutcome::committed);
  ASSERT_EQ(outcome_of(changed), CommitOutcome::committed);
  CaseQuery query;
  query.states = {CaseState::pended};
  EXPECT_THAT(found(query), IsEmpty());
  query.states = {CaseState::final};
  EXPECT_THAT(found(query), ElementsAre("C1"));
}

}  // namespace
