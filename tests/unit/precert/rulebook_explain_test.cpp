// `rules explain`: which policy speaks and why the others are silent, criteria as a tree, due instants.
#include "precert/rulebook/explain_rules.hpp"

#include "tests/support/demo_rulebook.hpp"

namespace precert {
namespace {

using testing::HasSubstr;

const Rulebook& demo() { return ::support::demo_rulebook(); }

std::string explained(const std::string& name, const std::string& product = {}) {
  const base::Instant friday = *base::instant_from_iso("2026-03-06T18:00:00Z");
  return rule_explanation_of(demo(), {name, demo().product(product), {2026, 3, 9}, friday});
}

TEST(ExplainRules, SaysWhichPolicySpeaksOfACodeAndWhyTheOthersAreSilent) {
  const std::string a = explained("70336", "PLAN-A"), b = explained("70336", "PLAN-B");
  EXPECT_THAT(a, HasSubstr("  policy mri-jaw (policies.yaml:"));
  EXPECT_THAT(a, HasSubstr("silent: policy mri-jaw-excluded (policies.yaml:"));
  EXPECT_THAT(a, HasSubstr(") is not for this product"));
  EXPECT_THAT(a, HasSubstr(") speaks of the category, the other of the code"));
  EXPECT_THAT(a, testing::Not(HasSubstr("PLAN-B")));
  EXPECT_THAT(b, HasSubstr("  policy mri-jaw-excluded (policies.yaml:"));
  EXPECT_THAT(b, HasSubstr(") speaks of all products, the other of this one"));
  EXPECT_THAT(b, HasSubstr("reason 0M: not a covered benefit"));
}

TEST(ExplainRules, ShowsCriteriaAsATreeWithTheirQuestions) {
  const std::string text = explained("mri-spine");
  EXPECT_THAT(text, HasSubstr("criteria mri-spine: Example Health Plan, MRI of the spine, 2026-01"));
  EXPECT_THAT(text, HasSubstr("  any of:\n    red-flag is true\n        asks: Is there a red flag"));
  EXPECT_THAT(text, HasSubstr("    all of:\n      conservative-care-weeks at least 6\n          asks: "));
  EXPECT_THAT(text, HasSubstr("used by policy mri-spine"));
}

TEST(ExplainRules, ComputesByWhenARequestOfNowIsAnswered) {
  const std::string text = explained("72148", "PLAN-A");
  EXPECT_THAT(
      text,
      HasSubstr("routine request received now: due 2026-03-10 23:59 PDT (plan promise: 2 business days)"));
  EXPECT_THAT(text, HasSubstr("urgent request received now: due 2026-03-06 23:59 PST"));
}

TEST(ExplainRules, NamesTheVendorAndHowToReachIt) {
  for (const Policy& policy : demo().policies) {
    if (policy.vendor == no_index) continue;
    EXPECT_THAT(explained(policy.id), HasSubstr("vendor " + demo().vendors[policy.vendor].name + ", 800555"));
  }
}

TEST(ExplainRules, HasNothingToSayOfWhatIsNotThere) { EXPECT_EQ(explained("no-such-rule"), ""); }

}  // namespace
}  // namespace precert
