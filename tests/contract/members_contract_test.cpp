// Members as every backend of the store holds them: as of an instant, and by name.
#include <thread>

#include "tests/contract/store_contract.hpp"

namespace members_contract {
namespace {

using gateway::CommitOutcome;
using support::noon;
using testing::ElementsAre;
using testing::IsEmpty;

class MembersContract : public support::StoreContract {
 protected:
  std::vector<std::string> named(const std::string& family, base::Date born, std::size_t count_max = 10) {
    const auto found = store().members_named(family, born, count_max);
    EXPECT_TRUE(found);
    std::vector<std::string> ids;
    if (!found) return ids;
    for (const precert::MemberRecord& one : *found) ids.push_back(one.id.text());
    return ids;
  }
  void load(const precert::MemberRecord& member) {
    EXPECT_TRUE(store().load_members(std::vector<precert::MemberRecord>{member}));
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, MembersContract, testing::ValuesIn(support::backends()),
                         support::backend_name);

constexpr base::Date born{1980, 2, 14};

precert::MemberRecord person(const std::string& id, const std::string& family,
                             const std::string& product = "P1") {
  precert::MemberRecord record;
  record.id = precert::MemberId(id);
  record.name.family = family;
  record.birth_date = born;
  record.coverage.push_back({product, "G", base::Period{{2020, 1, 1}, std::nullopt}});
  return record;
}

TEST_P(MembersContract, KeepsWhatALoadReplaces) {
  load(person("M1", "Sample", "P1"));
  load(person("M1", "Sample", "P1"));  // the same again replaces nothing
  load(person("M1", "Sample", "P2"));
  reopen();
  const auto then = store().member_as_of(precert::MemberId("M1"), noon);
  ASSERT_TRUE(then && *then);
  EXPECT_EQ((*then)->coverage.front().product, "P1");
  const base::Instant later = *base::instant_from_iso("2099-01-01T00:00:00Z");
  const auto now = store().member_as_of(precert::MemberId("M1"), later);
  ASSERT_TRUE(now && *now);
  EXPECT_EQ((*now)->coverage.front().product, "P2");
  const auto nobody = store().member_as_of(precert::MemberId("M2"), noon);
  ASSERT_TRUE(nobody);
  EXPECT_FALSE(nobody->has_value());
}

/// A member with one dependent who has that number of their own.
precert::MemberRecord parent_of(const std::string& number, const std::string& id) {
  precert::MemberRecord parent = person(id, "Sample");
  precert::DependentRecord child;
  child.id = precert::MemberId(number);
  child.name.family = "Sample";
  child.birth_date = {2015, 6, 1};
  parent.dependents.push_back(child);
  return parent;
}

TEST_P(MembersContract, FindsTheMemberByTheNumberThatADependentHas) {
  load(parent_of("C1", "M1"));
  const auto found = [&](const std::string& number) {
    const auto member = store().member(precert::MemberId(number));
    EXPECT_TRUE(member);
    return member && *member ? (*member)->id.text() : std::string();
  };
  EXPECT_EQ(found("C1"), "M1");
  const auto then = store().member_as_of(precert::MemberId("C1"), noon);
  ASSERT_TRUE(then && *then);
  EXPECT_EQ((*then)->id.text(), "M1");
  reopen();
  EXPECT_EQ(found("C1"), "M1");
  load(parent_of("C2", "M1"));
  EXPECT_EQ(found("C1"), "") << "the number that was replaced is nobody's";
  EXPECT_EQ(found("C2"), "M1");
  load(parent_of("C2", "M2"));
  EXPECT_EQ(found("C2"), "") << "two members have such a dependent: neither is meant";
  load(person("C2", "Sample"));
  EXPECT_EQ(found("C2"), "C2") << "a record of their own stands first";
}

TEST_P(MembersContract, FindsPeopleByNameAndBirthDate) {
  precert::MemberRecord parent = person("M2", "O'Sample, Jr.");
  precert::DependentRecord child;
  child.name.family = "Example";
  child.birth_date = {2015, 6, 1};
  parent.dependents.push_back(child);
  load(parent);
  load(person("M1", "OSAMPLE"));
  load(person("M3", "Other"));
  EXPECT_THAT(named("osample", born), ElementsAre("M1", "M2"));
  EXPECT_THAT(named("osample", born, 1), ElementsAre("M1"));
  EXPECT_THAT(named("EXAMPLE", {2015, 6, 1}), ElementsAre("M2"));
  EXPECT_THAT(named("osample", {1980, 2, 15}), IsEmpty());
}

TEST_P(MembersContract, ForgetsANameThatIsNobodysAnyMore) {
  load(person("M1", "Sample"));
  load(person("M1", "Changed"));
  EXPECT_THAT(named("Sample", born), IsEmpty());
  EXPECT_THAT(named("Changed", born), ElementsAre("M1"));
}

/// Of the SQLite backend: a second connection that only reads.
class AStoreThatIsReadOnly : public testing::Test {
 protected:
  base::Result<std::unique_ptr<gateway::Store>> open(bool read_only) {
    gateway::SqliteConfig config;
    config.path = folder_ / "precert.db";
    config.read_only = read_only;
    return gateway::open_sqlite(config);
  }
  support::TemporaryFolder folder_;
};

TEST_F(AStoreThatIsReadOnly, SeesWhatAnotherWritesMeanwhile) {
  const auto writing = open(false);
  ASSERT_TRUE(writing);
  const auto reading = open(true);
  ASSERT_TRUE(reading) << reading.error().first().remedy;
  ASSERT_EQ(support::commit(**writing, support::exchange("1", "first")).outcome, CommitOutcome::committed);
  std::thread more([&] {
    for (int i = 2; i < 30; ++i) {
      const std::string id = std::to_string(i);
      EXPECT_EQ(support::commit(**writing, support::exchange(id, id)).outcome, CommitOutcome::committed);
    }
  });
  std::size_t seen = 0;
  EXPECT_TRUE((*reading)->each_case({}, base::Instant::max(), [&](const gateway::CaseRecord&) {
    ++seen;
    return true;
  }));
  more.join();
  EXPECT_GE(seen, 1U);
  const auto contents = (*reading)->contents();
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->cases, 29U);
}

TEST_F(AStoreThatIsReadOnly, WritesNothing) {
  ASSERT_TRUE(open(false));
  const auto reading = open(true);
  ASSERT_TRUE(reading);
  EXPECT_EQ(support::commit(**reading, support::exchange("1", "first")).outcome, CommitOutcome::unavailable);
  EXPECT_FALSE((*reading)->load_members(std::vector<precert::MemberRecord>{person("M1", "Sample")}));
}

TEST_F(AStoreThatIsReadOnly, IsNotMade) {
  const auto nothing = open(true);
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().first().code, base::IssueCode::store_unavailable);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "precert.db"));
}

}  // namespace
}  // namespace members_contract
