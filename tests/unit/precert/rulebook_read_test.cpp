// Reading a rulebook: every fault is told with its file, line and remedy; equal files give equal versions.
#include "precert/rulebook/tables.hpp"
#include "small_payer.hpp"
#include "tests/support/text.hpp"

namespace precert {
namespace {

using ::support::replaced_once;

const std::string& payer = test::small_head;

const std::string small_rules = R"(products:
  - {id: P, name: Plan, out_of_network_words: no, line_of_business: commercial}
categories:
  - {id: mri, title: MRI, service_types: ["62"]}
services:
  - {edition: "2026", category: mri, codes: {"70551": MRI of the brain, "70553": other MRI}}
facts:
  - {id: weeks, type: number, question: "How many weeks?"}
  - {id: exam, type: yes_no, question: "Was there an exam?"}
criteria:
  - id: c
    owner: Test Plan
    title: Criteria
    edition: "1"
    link: https://plan.example
    summary: Six weeks and an exam.
    when: {all: [{fact: weeks, at_least: 6}, {fact: exam}]}
policies:
  - {id: p, title: MRI, words: reviewed, category: mri, requires: required, criteria: c}
)";

base::Result<std::shared_ptr<const Rulebook>> made_of(const std::string& text) {
  const std::vector<RulebookFile> files{{"payer.yaml", payer}, {"small_rules.yaml", text}};
  return rulebook_from(files);
}

/// "small_rules.yaml:2: remedy" of each fault.
std::vector<std::string> faults_of(const std::string& text) {
  std::vector<std::string> faults;
  const auto made = made_of(text);
  if (made) return faults;
  for (const base::Issue& issue : made.error()) faults.push_back(issue.where + ": " + issue.remedy);
  return faults;
}

std::vector<std::string> findings(const std::string& text) {
  std::vector<std::string> found;
  const auto made = made_of(text);
  if (!made) return {"not compiled: " + made.error().first().remedy};
  for (const base::Issue& issue : findings_of(**made)) found.push_back(issue.where + ": " + issue.remedy);
  return found;
}

TEST(ReadRulebook, CompilesWhatIsRight) {
  EXPECT_THAT(faults_of(small_rules), testing::IsEmpty());
  EXPECT_THAT(findings(small_rules), testing::IsEmpty());
  const auto made = made_of(small_rules);
  const Rulebook& book = **made;
  EXPECT_EQ(book.criteria.front().citation(), "Test Plan, Criteria, 1");
  EXPECT_EQ(book.criteria.front().expression.atoms.front().words, "weeks at least 6");
}

struct Fault {
  const char *name, *from, *to, *message;
};
class RulebookFault : public testing::TestWithParam<Fault> {};

TEST_P(RulebookFault, IsToldWithItsPlaceAndRemedy) {
  EXPECT_THAT(faults_of(replaced_once(small_rules, GetParam().from, GetParam().to)),
              testing::Contains(testing::HasSubstr(GetParam().message)));
}
INSTANTIATE_TEST_SUITE_P(
    Kinds, RulebookFault,
    testing::Values(
        Fault{"misspelt_key", "title: MRI,", "titel: MRI,",
              "small_rules.yaml:4: key \"titel\" is not known here; did you mean \"title\"?"},
        Fault{"misspelt_section", "facts:", "fact:",
              "small_rules.yaml:7: section \"fact\" is not known; did you mean \"facts\"?"},
        Fault{"misspelt_comparison", "at_least: 6", "at_leest: 6",
              "key \"at_leest\" is not known here; did you mean \"at_least\"?"},
        Fault{"broken_yaml", "policies:", "policies: [", "is not YAML"},
        Fault{"unquoted_text", "title: MRI,", "title: MRI?,", "goes in quotes"},
        Fault{"unknown_category", "category: mri, codes", "category: mro, codes",
              "small_rules.yaml:6: \"category\" refers to \"mro\", which is defined nowhere; did you mean "
              "\"mri\"?"},
        Fault{"unknown_criterion", "criteria: c}", "criteria: d}",
              "small_rules.yaml:19: \"criteria\" refers to \"d\""},
        Fault{"unknown_fact", "{fact: exam}", "{fact: exan}",
              "small_rules.yaml:17: \"fact\" refers to \"exan\", which is defined nowhere; did you mean "
              "\"exam\"?"},
        Fault{"malformed_code", "\"70553\"", "\"7055\"",
              "small_rules.yaml:6: \"7055\" has not the form of a cpt code"},
        Fault{"repeated_id", "  - {id: exam,", "  - {id: weeks,",
              "small_rules.yaml:9: fact \"weeks\" is already defined at small_rules.yaml:8"},
        Fault{"repeated_key", "name: Plan,", "name: Plan, name: Plan,",
              "small_rules.yaml:2: key \"name\" stands here twice"},
        Fault{"wrong_comparison", "at_least: 6", "one_of: [a]",
              "small_rules.yaml:17: \"one_of\" does not suit the type"},
        Fault{"no_comparison", "{fact: weeks, at_least: 6}", "{fact: weeks}",
              "is not a yes or no; add a comparison"},
        Fault{"two_comparisons", "at_least: 6", "at_least: 6, at_most: 9", "is a second comparison"},
        Fault{"number_expected", "at_least: 6", "at_least: six", "\"at_least\" has to be a number"},
        Fault{"word_expected", "requires: required", "requires: needed",
              "use one of: required, not_required, excluded, vendor_managed"},
        Fault{"nothing_selected", "category: mri, requires", "requires", "needs either category or codes"},
        Fault{"code_not_listed", "category: mri, requires", "codes: [\"70552\"], requires",
              "names \"70552\", which is not in the catalogue"},
        Fault{"exclusion_without_reason", "requires: required, criteria: c", "requires: excluded",
              "\"reason\" is needed"},
        Fault{"reason_without_words", "requires: required, criteria: c", "requires: excluded, reason: \"99\"",
              "reason \"99\" has no words"},
        Fault{"gold_card_of_no_npi", "requires: required, criteria: c",
              "requires: required, gold_card: [\"12\"], criteria: c", "is no NPI"},
        Fault{"gold_card_of_nothing", "requires: required, criteria: c",
              "requires: not_required, gold_card: [\"1999000015\"]", "the plan asks nobody else"},
        Fault{"site_requests_nothing", "requires: required, criteria: c",
              "requires: not_required, rendering_requests: true", "nothing has to be asked for"},
        Fault{"unknown_companion", "requires: required, criteria: c",
              "requires: required, companions: [{code: \"70552\", words: x}], criteria: c",
              "which is not one service of the catalogue"},
        Fault{"vendor_missing", "requires: required, criteria: c", "requires: vendor_managed",
              "\"vendor\" is needed"},
        Fault{"promise_to_nobody", "products:",
              "promises: [{id: cms, lines_of_business: [medicaid], within: hours, count: 72, source: "
              "s}]\nproducts:",
              "names lines that no product is of"},
        Fault{
            "promise_to_an_unknown_line", "products:",
            "promises: [{id: cms, lines_of_business: [medicare], within: hours, count: 72, source: "
            "s}]\nproducts:",
            "use one of: medicare_advantage, medicaid, medicaid_managed, qualified_health_plan, commercial"},
        Fault{"end_before_start", "criteria: c}",
              "criteria: c, effective: {from: 2026-02-01, to: 2026-01-01}}", "lies before"},
        Fault{"text_needed", "title: MRI,", "title: \"\",", "\"title\" is needed"}),
    [](const auto& one) { return one.param.name; });

/// Whoever mends the fact needs the comparison: to remove it is no remedy.
TEST(RulebookReading, DoesNotBlameAComparisonForItsFact) {
  for (const char* const wrong :
       {"{fact: week, at_least: 6}", "{fakt: weeks, at_least: 6}", "{fact: weeks, one_of: [a]}"}) {
    EXPECT_THAT(faults_of(replaced_once(small_rules, "{fact: weeks, at_least: 6}", wrong)),
                testing::AllOf(testing::Not(testing::IsEmpty()),
                               testing::Not(testing::Contains(testing::HasSubstr("remove it")))))
        << wrong;
  }
}

TEST(ReadRulebook, TellsAllFaultsAtOnce) {
  std::string text = replaced_once(small_rules, "title: MRI,", "titel: MRI,");
  text = replaced_once(text, "criteria: c}", "criteria: d}");
  EXPECT_GE(faults_of(text).size(), 3U);  // unknown key, title missing, unknown criterion
}

TEST(ReadRulebook, AnswersWhateverIsMissingOrTurnedOver) {
  int refused = 0;
  for (std::size_t start = 0; start < small_rules.size();) {
    const std::size_t end = small_rules.find('\n', start) + 1;
    refused += made_of(small_rules.substr(0, start) + small_rules.substr(end)) ? 0 : 1;
    refused += made_of(small_rules.substr(0, start) + "  - [1, {2: 3}]\n" + small_rules.substr(start)) ? 0 : 1;
    start = end;
  }
  for (std::size_t at = 0; at < small_rules.size(); ++at) refused += made_of(small_rules.substr(0, at)) ? 0 : 1;
  EXPECT_GT(refused, 100);
}

TEST(ReadRulebook, NeedsAPayer) {
  const std::vector<RulebookFile> files{{"small_rules.yaml", small_rules}};
  const auto made = rulebook_from(files);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().first().remedy, testing::HasSubstr("section \"payer\" is missing"));
}

TEST(Version, IsEqualForEqualFilesInAnyOrder) {
  const std::vector<RulebookFile> files{{"payer.yaml", payer}, {"small_rules.yaml", small_rules}};
  const std::vector<RulebookFile> turned{files[1], files[0]};
  const std::vector<RulebookFile> changed{files[0], {"small_rules.yaml", small_rules + "# a comment\n"}};
  const std::string version = version_of(**rulebook_from(files));
  EXPECT_EQ(version.size(), 32U);
  EXPECT_EQ(version_of(**rulebook_from(turned)), version);
  EXPECT_NE(version_of(**rulebook_from(changed)), version);
}

TEST(Version, SharesNothingWithThatOfFilesWhichDifferInOneDigit) {
  const auto version_with = [](const char* digit) {
    const std::vector<RulebookFile> files{{"payer.yaml", payer}, {"small_rules.yaml", small_rules + "# " + digit + "\n"}};
    return version_of(**rulebook_from(files));
  };
  const std::string one = version_with("1"), two = version_with("2");
  ASSERT_EQ(one.size(), two.size());
  std::size_t alike = 0;
  for (std::size_t i = 0; i < one.size(); ++i) alike += one[i] == two[i] ? 1U : 0U;
  EXPECT_LT(alike, 12U) << one << " " << two;  // of 32 digits 2 are alike by chance
}

const std::string second_policy = "  - {id: q, title: MRI, words: open, ";

TEST(Findings, NameContradictions) {
  EXPECT_THAT(
      findings(small_rules + second_policy + "category: mri, requires: not_required}\n"),
      testing::Contains(testing::HasSubstr("small_rules.yaml:20: policy \"q\" speaks of the same service")));
}

TEST(Findings, LetPoliciesOfDifferentTimesStandSideBySide) {
  const std::string until =
      replaced_once(small_rules, "criteria: c}", "criteria: c, effective: {to: 2026-06-30}}");
  EXPECT_THAT(findings(until + second_policy +
                       "category: mri, requires: not_required, effective: {from: 2026-07-01}}\n"),
              testing::IsEmpty());
}

TEST(Findings, NamePoliciesThatNeverSpeak) {
  const std::string by_code = replaced_once(small_rules, "service_types: [\"62\"]", "service_types: []");
  EXPECT_THAT(findings(by_code + second_policy + "codes: [\"70551\", \"70553\"], requires: not_required}\n"),
              testing::Contains(testing::HasSubstr("policy \"p\" never speaks")));
}

TEST(Findings, NameCriteriaThatNobodyCanMeet) {
  EXPECT_THAT(findings(replaced_once(small_rules, "{fact: exam}", "{fact: weeks, at_most: 5}")),
              testing::Contains(testing::HasSubstr("criterion c: no answers can ever meet it")));
}

TEST(Findings, NameFactsThatNobodyCanSupply) {
  EXPECT_THAT(findings(replaced_once(small_rules, ", question: \"Was there an exam?\"", "")),
              testing::Contains(testing::HasSubstr("uses fact \"exam\" that nobody can supply")));
}

TEST(Findings, NameCategoriesWithoutPolicy) {
  EXPECT_THAT(findings(replaced_once(small_rules, "categories:\n", "categories:\n  - {id: ct, title: CT}\n")),
              testing::Contains(testing::HasSubstr("category ct: has no policy")));
}

TEST(Findings, NameWhatNobodyUses) {
  EXPECT_THAT(findings(replaced_once(small_rules, ", criteria: c}", "}")),
              testing::Contains(testing::HasSubstr("criterion c: no policy uses it")));
}

TEST(PolicyFor, LooksAtTheCodeBeforeTheCategoryAndAtTheProductBeforeAll) {
  const auto made =
      made_of(small_rules + second_policy + "codes: [\"70551\"], products: [P], requires: not_required}\n");
  const Rulebook& book = **made;
  const auto policy = [&](const char* code, Index product) {
    return book
        .policy_for(book.match({CodeSystem::cpt, code, {}, {}, {}, {}}, "", {}), product, {2026, 1, 1})
        ->id;
  };
  EXPECT_EQ(policy("70551", book.product("P")), "q");
  EXPECT_EQ(policy("70551", no_index), "p");
  EXPECT_EQ(policy("70553", book.product("P")), "p");
}

TEST(WellFormedCodes, AreToldByTheirSystem) {
  EXPECT_TRUE(well_formed(CodeSystem::cpt, "0042T"));
  EXPECT_TRUE(well_formed(CodeSystem::cpt, "G0299"));
  EXPECT_FALSE(well_formed(CodeSystem::cpt, "99999X"));
  EXPECT_FALSE(well_formed(CodeSystem::hcpcs, "W0001"));
  EXPECT_TRUE(well_formed(CodeSystem::icd10_pcs, "0SRD0J9"));
  EXPECT_FALSE(well_formed(CodeSystem::icd10_pcs, "0SRO0J9"));
  EXPECT_TRUE(well_formed(CodeSystem::ndc, "00002143380"));
  EXPECT_FALSE(well_formed(CodeSystem::cdt, "2740"));
}

}  // namespace
}  // namespace precert
