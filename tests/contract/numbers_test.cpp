// Numbers that come out of a store: every one once, whatever blocks they are drawn in.
#include "gateway/app/numbers.hpp"

#include <atomic>
#include <set>
#include <thread>

#include "gateway/app/drawn_numbers.hpp"
#include "tests/contract/store_contract.hpp"

namespace {

class NumbersOfAStore : public support::StoreContract {};
INSTANTIATE_TEST_SUITE_P(Backends, NumbersOfAStore, testing::ValuesIn(support::backends()),
                         support::backend_name);

TEST_P(NumbersOfAStore, FollowEachOtherOverTheEndsOfBlocks) {
  const auto numbers = gateway::store_numbers(store());
  for (std::int64_t wanted = 1; wanted <= 3'200; ++wanted) {
    const auto number = numbers->next("case");
    ASSERT_TRUE(number);
    ASSERT_EQ(*number, wanted);
  }
  EXPECT_EQ(*numbers->next("isa13"), 1) << "each kind counts by itself";
}

TEST_P(NumbersOfAStore, AreGivenToOneOfManyOnlyAndNeverAgainAfterARestart) {
  constexpr int threads = 4;
  constexpr int each = 700;
  std::mutex mutex;
  std::set<std::int64_t> seen;
  const auto draw = [&](gateway::NumberSource& numbers) {
    for (int i = 0; i < each; ++i) {
      const auto number = numbers.next("case");
      const std::scoped_lock lock(mutex);
      EXPECT_TRUE(number && seen.insert(*number).second);
    }
  };
  {
    const auto numbers = gateway::store_numbers(store());
    std::vector<std::thread> all;
    for (int i = 0; i < threads; ++i) all.emplace_back([&] { draw(*numbers); });
    for (std::thread& one : all) one.join();
  }
  reopen();
  const auto numbers = gateway::store_numbers(store());
  draw(*numbers);
  EXPECT_EQ(seen.size(), static_cast<std::size_t>((threads + 1) * each));
}

TEST(DrawnNumbers, AskAgainWhenTheDrawAheadOfTimeFailed) {
  std::atomic<int> draws = 0;
  const auto numbers = gateway::drawn_numbers(
      [&draws](std::string_view, std::int64_t count) -> base::Result<gateway::NumberBlock> {
        const int draw = ++draws;
        if (draw == 2) return base::Issue{base::IssueCode::store_unavailable, "store", "busy"};
        return gateway::NumberBlock{draw == 1 ? 1 : count + 1, count};
      });
  for (std::int64_t wanted = 1; wanted <= 1'200; ++wanted) {
    const auto number = numbers->next("case");
    ASSERT_TRUE(number) << wanted;
    ASSERT_EQ(*number, wanted);
  }
  EXPECT_EQ(draws, 3);
}

TEST(DrawnNumbers, AreAskedForOnceWhenThereAreNone) {
  int draws = 0;
  const auto numbers = gateway::drawn_numbers(
      [&draws](std::string_view, std::int64_t) -> base::Result<gateway::NumberBlock> {
        ++draws;
        return base::Issue{base::IssueCode::store_unavailable, "store", "busy"};
      });
  EXPECT_FALSE(numbers->next("case"));
  EXPECT_EQ(draws, 1);
}

}  // namespace
