// How long the embedded store keeps what a load of members has replaced.
#include "gateway/store/sqlite_members.hpp"

#include "gateway/store/sqlite_store.hpp"
#include "tests/contract/store_support.hpp"

namespace sqlite_members_test {
namespace {

using gateway::sqlite::Connection;
using support::noon;
using testing::ElementsAre;

class ReplacedMembers : public testing::Test {
 protected:
  void SetUp() override {
    gateway::SqliteConfig config;
    config.path = folder_.path() / "precert.db";
    auto store = gateway::open_sqlite(config);
    ASSERT_TRUE(store) << store.error().first().remedy;
    // C1 is decided a second after noon, and again three hours later.
    gateway::Exchange first = support::exchange("1", "first");
    gateway::Exchange again;
    again.cases.push_back(support::next(first.cases.front(), gateway::CaseState::final));
    again.cases.front().record.decided = noon + std::chrono::hours(3);
    ASSERT_EQ(support::commit(**store, std::move(first)).outcome, gateway::CommitOutcome::committed);
    ASSERT_EQ(support::commit(**store, std::move(again)).outcome, gateway::CommitOutcome::committed);
  }
  void load(const std::string& id, const std::string& family, base::Instant at) {
    precert::MemberRecord member;
    member.id = precert::MemberId(id);
    member.name.family = family;
    gateway::sqlite::write_member(connection(), gateway::sqlite::member_row_from(member), at);
  }
  std::vector<std::int64_t> kept_until(const std::string& id) {  // hours after noon
    gateway::sqlite::Run found(connection(), "SELECT until FROM member_before WHERE id = ?1 ORDER BY until",
                               id);
    std::vector<std::int64_t> hours;
    while (found.next()) hours.push_back((found.integer(0) - noon.time_since_epoch().count()) / 3600);
    return hours;
  }
  Connection& connection() {
    if (!connection_) connection_.emplace(folder_.path() / "precert.db", SQLITE_OPEN_READWRITE);
    return *connection_;
  }

 private:
  support::TemporaryFolder folder_;
  std::optional<Connection> connection_;
};

TEST_F(ReplacedMembers, StayAsLongAsADecisionThatWasMadeWithThem) {
  for (int hour = -1; hour <= 6; ++hour) {
    load("M1", "Name" + std::to_string(hour), noon + std::chrono::hours(hour));
  }
  // What held when C1 was decided, and what was replaced last.
  EXPECT_THAT(kept_until("M1"), ElementsAre(1, 4, 6));
  const auto held = [&](base::Instant at) {
    return gateway::sqlite::member_text_as_of(connection(), precert::MemberId("M1"), at).value_or("");
  };
  EXPECT_THAT(held(noon + std::chrono::seconds(1)), testing::HasSubstr("Name0"));
  EXPECT_THAT(held(noon + std::chrono::hours(3)), testing::HasSubstr("Name3"));
  EXPECT_THAT(held(noon + std::chrono::hours(7)), testing::HasSubstr("Name6"));
}

TEST_F(ReplacedMembers, GoWhereNothingWasDecided) {
  for (int hour = 0; hour < 6; ++hour) {
    load("M2", "Name" + std::to_string(hour), noon + std::chrono::hours(hour));
  }
  EXPECT_THAT(kept_until("M2"), ElementsAre(5));
}

}  // namespace
}  // namespace sqlite_members_test
