// What every backend of the store promises of numbers, members and facilities. Its messages, cases and concurrent
// writes stand in files of their own; clearinghouse_contract_test.cpp goes on.
#include <set>
#include <thread>

#include "tests/contract/store_contract.hpp"

namespace store_contract_test {
namespace {

using support::StoreContract;
using testing::ElementsAre;

INSTANTIATE_TEST_SUITE_P(Backends, StoreContract, testing::ValuesIn(support::backends()),
                         support::backend_name);

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
}  // namespace store_contract_test
