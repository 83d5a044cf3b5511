// Issues, Result and Strong: what callers rely on.
#include "base/issue.hpp"

#include <set>
#include <unordered_set>

#include "base/result.hpp"
#include "base/strong.hpp"

namespace base {
namespace {

struct MemberTag;
struct CaseTag;
using MemberId = Strong<MemberTag>;
using CaseId = Strong<CaseTag>;
static_assert(!std::is_convertible_v<MemberId, CaseId> && !std::is_constructible_v<CaseId, MemberId>);
static_assert(!std::is_convertible_v<std::string, MemberId>);

Issue issue(IssueCode code, Severity severity) {
  return {code, "2000E/UM-02 @15", "send one of I, R, S.", severity};
}

TEST(IssueName, IsDifferentForEveryCode) {
  std::set<std::string_view> names;
  constexpr auto last = static_cast<int>(IssueCode::upstream_unavailable);
  for (int code = 0; code <= last; ++code) names.insert(name(static_cast<IssueCode>(code)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
  EXPECT_EQ(name(IssueCode::x12_element), "x12_element");
}

TEST(Issues, AreFatalWithOneError) {
  Issues issues;
  EXPECT_FALSE(issues.fatal());
  issues.add(issue(IssueCode::fhir_profile, Severity::warning));
  issues.add(issue(IssueCode::fhir_profile, Severity::information));
  EXPECT_FALSE(issues.fatal());
  issues.add(IssueCode::fhir_structure, "Bundle", "send a Bundle.");
  EXPECT_TRUE(issues.fatal());
}

TEST(Issues, KeepReadingOrderWhenJoined) {
  Issues first{issue(IssueCode::x12_set, Severity::error)};
  first.add(
      Issues{issue(IssueCode::x12_segment, Severity::error), issue(IssueCode::x12_element, Severity::error)});
  std::vector<IssueCode> codes;
  for (const Issue& one : first) codes.push_back(one.code);
  EXPECT_THAT(codes,
              testing::ElementsAre(IssueCode::x12_set, IssueCode::x12_segment, IssueCode::x12_element));
  EXPECT_EQ(first.first().code, IssueCode::x12_set);
}

TEST(Result, HoldsAValueOrItsIssues) {
  const Result<int> good = 7;
  const Result<int> bad = Issue{IssueCode::not_found, "Claim", "name a known case.", Severity::error};
  EXPECT_EQ(good.value(), 7);
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().first().code, IssueCode::not_found);
  EXPECT_THROW((void)bad.value(), std::logic_error);
}

TEST(Strong, ComparesAndHashesByItsText) {
  EXPECT_EQ(MemberId("EXM1"), MemberId("EXM1"));
  EXPECT_LT(MemberId("EXM1"), MemberId("EXM2"));
  EXPECT_TRUE(MemberId().empty());
  const std::unordered_set<MemberId> members{MemberId("EXM1"), MemberId("EXM1"), MemberId("EXM2")};
  EXPECT_EQ(members.size(), 2U);
}

}  // namespace
}  // namespace base
