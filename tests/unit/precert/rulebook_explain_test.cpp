// `rules explain`: which policy speaks and why the others are silent, criteria as a tree, due instants.
#include "precert/rulebook/explain_rules.hpp"

#include "precert/rulebook/search.hpp"

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
  EXPECT_THAT(text, HasSubstr("cauda equina?\n        counts as no while nobody says\n"));
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

TEST(ExplainRules, SaysWhoIsSparedWhoHasToAskAndWhatElseIsSuggested) {
  EXPECT_THAT(explained("73721", "PLAN-A"),
              HasSubstr("not required when one of these asks or orders (gold card): 1999002011"));
  bool asked = false, companions = false, alternatives = false;
  for (const Policy& policy : demo().policies) {
    const std::string text = explained(policy.id);
    if (policy.rendering_requests) {
      EXPECT_THAT(text, HasSubstr("the provider who does the service has to ask for it"));
      asked = true;
    }
    for (const Suggestion& one : policy.companions) {
      EXPECT_THAT(text, HasSubstr("usually goes with it: " + demo().services[one.code].code + " "));
      EXPECT_THAT(text, HasSubstr(one.words));
      companions = true;
    }
    for (const Suggestion& one : policy.alternatives) {
      EXPECT_THAT(text, HasSubstr("may do instead: " + demo().services[one.code].code + " "));
      alternatives = true;
    }
  }
  EXPECT_TRUE(asked && companions && alternatives) << "the demo has one of each";
}

TEST(SearchedRules, SayInOneLineWhoIsSparedAndWhatElseIsSuggested) {
  EXPECT_THAT(search_report(demo(), "73721", "PLAN-A"), HasSubstr("required (criteria mri-joint) (not of 1 with a gold card)"));
  for (const Policy& policy : demo().policies) {
    if (policy.codes.empty() || policy.alternatives.empty()) continue;
    const std::string text = search_report(demo(), demo().services[policy.codes.front()].code, "");
    EXPECT_THAT(text, HasSubstr("(may do instead: " + demo().services[policy.alternatives.front().code].code));
  }
}

TEST(ExplainRules, TellsOfAProductItsLineOfBusinessAndThePromisesThatHoldForIt) {
  const std::string a = explained("PLAN-A"), w = explained("PLAN-W");
  EXPECT_THAT(a, HasSubstr("product PLAN-A (products.yaml:"));
  EXPECT_THAT(a, HasSubstr("line of business: medicare_advantage"));
  EXPECT_THAT(a, HasSubstr("promise federal-routine: review within 7 calendar days (CMS-0057-F"));
  EXPECT_THAT(a, testing::Not(HasSubstr("RCW 48.43.830")));
  EXPECT_THAT(w, HasSubstr("promise washington-electronic: review within 3 days without holidays (RCW 48.43.830"));
  EXPECT_THAT(w, HasSubstr("promise appeal-expedited: urgent appeal within 72 hours"));
  EXPECT_THAT(w, testing::Not(HasSubstr("CMS-0057-F"))) << "a commercial plan is not under that rule";
}

TEST(ExplainRules, TellsOfAVendorWhatGoesThere) {
  const std::string text = explained("sleep-review");
  EXPECT_THAT(text, HasSubstr("vendor sleep-review (products.yaml:"));
  EXPECT_THAT(text, HasSubstr("phone: 8005550210"));
  EXPECT_THAT(text, HasSubstr("policy: "));
}

TEST(ExplainRules, TellsOfAFacilityOfTheRulebook) {
  std::vector<RulebookFile> files = ::support::demo_rulebook_files();
  files.push_back({"facilities.yaml",
                   "facilities:\n  - {npi: \"1999000155\", name: Example Imaging, kind: imaging_centre, network_tier: "
                   "preferred, cost_tier: 1, service_categories: [imaging-mri], address: {state: WA}}\n"});
  const auto book = rulebook_from(files);
  ASSERT_TRUE(book) << book.error().first().remedy;
  const std::string text = rule_explanation_of(**book, {"1999000155", no_index, {2026, 3, 9}, {}});
  EXPECT_THAT(text, HasSubstr("facility 1999000155 (facilities.yaml:2): Example Imaging"));
  EXPECT_THAT(text, HasSubstr("network: in, tier preferred"));
  EXPECT_THAT(text, HasSubstr("performs: imaging-mri"));
}

TEST(ExplainRules, HasNothingToSayOfWhatIsNotThere) { EXPECT_EQ(explained("no-such-rule"), ""); }

}  // namespace
}  // namespace precert
