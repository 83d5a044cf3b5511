// `rules check`: one small broken rulebook for every finding, told with its line and what to do.
#include "precert/rulebook/tables.hpp"
#include "small_payer.hpp"

namespace precert {
namespace {

const std::string good = test::small_head + R"(products:
  - {id: P, name: Plan, out_of_network_words: no, line_of_business: commercial}
  - {id: Q, name: Other, out_of_network_words: no, line_of_business: commercial}
vendors:
  - {id: v, name: Vendor, phone: "5550103"}
categories:
  - {id: mri, title: MRI, service_types: ["62"]}
  - {id: sleep, title: Sleep}
services:
  - {edition: "2026", category: mri, codes: {"70551": MRI of the brain, "70553": other MRI}}
  - {edition: "2026", category: sleep, codes: {"95810": Sleep study}}
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
  - {id: s, title: Sleep, words: vendor, category: sleep, requires: vendor_managed, vendor: v}
)";

std::vector<std::string> findings(const std::string& text, std::optional<base::Date> today = std::nullopt) {
  const std::vector<RulebookFile> files{{"rules.yaml", text}};
  const auto made = rulebook_from(files);
  if (!made) return {"not compiled: " + made.error().first().where + ": " + made.error().first().remedy};
  std::vector<std::string> found;
  for (const base::Issue& issue : findings_of(**made, today))
    found.push_back(issue.where + ": " + issue.remedy);
  return found;
}

TEST(RulebookFindings, ThereAreNoneInAGoodOne) { EXPECT_THAT(findings(good), testing::IsEmpty()); }

struct Broken {
  const char *name, *from, *to, *finding;
};
class BrokenRulebook : public testing::TestWithParam<Broken> {};

TEST_P(BrokenRulebook, IsToldWithLineAndRemedy) {
  std::string text = good;
  const std::size_t at = text.find(GetParam().from);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, std::string(GetParam().from).size(), GetParam().to);
  EXPECT_THAT(findings(text), testing::Contains(testing::HasSubstr(GetParam().finding)));
}

const Broken broken[]{
    {"contradiction", "  - {id: s,",
     "  - {id: p2, title: MRI, words: no, category: mri, requires: not_required}\n  - {id: s,",
     "rules.yaml:39: policy \"p2\" speaks of the same service, product and time as \"p\" (rules.yaml:38); "
     "narrow one"},
    {"contradiction_on_one_line",
     "  - {id: p, title: MRI, words: reviewed, category: mri, requires: required, criteria: c}\n"
     "  - {id: s, title: Sleep, words: vendor, category: sleep, requires: vendor_managed, vendor: v}\n",
     "  [{id: p, title: MRI, words: reviewed, category: mri, requires: required, criteria: c}, {id: p2, title: "
     "MRI, words: no, category: mri, requires: not_required}, {id: s, title: Sleep, words: vendor, category: "
     "sleep, requires: vendor_managed, vendor: v}]\n",
     "policy \"p2\" speaks of the same service, product and time as \"p\""},
    {"contradiction_of_codes", "  - {id: s,",
     "  - {id: a, title: A, words: no, codes: [\"70551\"], products: [P], requires: not_required}\n"
     "  - {id: b, title: B, words: no, codes: [\"70551\", \"70553\"], products: [P, Q], requires: "
     "not_required}\n"
     "  - {id: s,",
     "rules.yaml:40: policy \"b\" speaks of the same service, product and time as \"a\""},
    {"unreachable", "  - {id: s,",
     "  - {id: a, title: A, words: no, category: sleep, products: [P, Q], requires: not_required}\n  - {id: "
     "s,",
     "rules.yaml:40: policy \"s\" never speaks"},
    {"policy_over", "criteria: c}", "criteria: c, effective: {to: 2025-12-31}}",
     "rules.yaml:38: policy \"p\" ended on 2025-12-31"},
    {"idle_limit", "vendor: v}", "vendor: v, limits: [{most: 2, words: two}]}",
     "rules.yaml:39: policy \"s\" has limits that never count"},
    {"silent_category", "categories:\n", "categories:\n  - {id: ct, title: CT}\n",
     "rules.yaml:21: category ct: has no policy"},
    {"silent_codes", "category: mri, requires", "codes: [\"70551\"], requires",
     "rules.yaml:24: code 70553 of category mri stand under no policy for product P"},
    {"days_without_policy", "criteria: c}",
     "criteria: c, effective: {to: 2026-03-31}}\n"
     "  - {id: p2, title: MRI, words: no, category: mri, requires: not_required, effective: {from: "
     "2026-05-01}}",
     "rules.yaml:39: from 2026-04-01 to 2026-04-30 no policy speaks of code 70551 and 1 other for product P: "
     "the "
     "one before (rules.yaml:38) has ended"},
    {"product_of_no_line", "{id: Q, name: Other, out_of_network_words: no, line_of_business: commercial}",
     "{id: Q, name: Other, out_of_network_words: no}",
     "rules.yaml:17: product Q: has no line_of_business; no promise to a line of business holds for it"},
    {"unpromised", "within: same_day,", "within: same_day, products: [P],",
     "rules.yaml:38: from 2026-01-01 no promise says how long urgent requests of turnaround \"\" may take "
     "for "
     "product Q"},
    {"promised_for_appeals_only", "within: same_day,", "within: same_day, for: appeal,",
     "no promise says how long urgent requests of turnaround \"\" may take for product P"},
    {"promise_ends", "within: same_day,", "within: same_day, effective: {to: 2026-06-30},",
     "from 2026-07-01 no promise says how long urgent requests"},
    {"unanswerable", ", question: \"Was there an exam?\"", "",
     "rules.yaml:30: criterion c: uses fact \"exam\" that nobody can supply"},
    {"unanswerable_diagnosis", "question: \"Was there an exam?\"", "from: [{kind: diagnosis, names: [M54]}]",
     "rules.yaml:30: criterion c: uses fact \"exam\" that nobody can supply"},
    {"impossible", "{fact: exam}", "{fact: weeks, at_most: 5}",
     "rules.yaml:30: criterion c: no answers can ever meet it"},
    {"trivial", "{all: [{fact: weeks, at_least: 6}, {fact: exam}]}",
     "{any: [{fact: exam}, {fact: exam, is: false}]}", "rules.yaml:30: criterion c: every answer meets it"},
    {"edition_missing", "    edition: \"1\"", "    edition: \"1\"\n    effective: {to: 2026-06-30}",
     "rules.yaml:39: policy \"p\" speaks on days after 2026-06-30 when no edition of criterion \"c\""},
    {"vendor_gone", "phone: \"5550103\"", "phone: \"5550103\", effective: {from: 2026-02-01}",
     "policy \"s\" speaks on days before 2026-02-01 when no edition of vendor \"v\""},
    {"unused_criterion", ", criteria: c}", "}", "rules.yaml:30: criterion c: no policy uses it"},
    {"unused_fact", "facts:\n", "facts:\n  - {id: extra, type: yes_no, question: \"Why?\"}\n",
     "rules.yaml:27: fact extra: no criterion uses it"},
    {"unused_vendor", "vendors:\n", "vendors:\n  - {id: w, name: Vendor, phone: \"1\"}\n",
     "rules.yaml:19: vendor w: no policy uses it"},
    {"unused_turnaround", "promises:\n",
     "promises:\n  - {id: x, turnarounds: [imaging], within: hours, count: 1, source: x}\n",
     "rules.yaml:13: promise x: no policy has turnaround \"imaging\""},
    {"bad_loinc", "question: \"Was there an exam?\"", "question: \"Was there an exam?\", loinc: 18748-5",
     "rules.yaml:28: fact \"exam\": \"18748-5\" is no LOINC code"},
    {"bad_report_type", "question: \"Was there an exam?\"", "question: \"Was there an exam?\", report_type: QQ",
     "rules.yaml:28: fact \"exam\": \"QQ\" is no report type"},
    {"bad_diagnosis", "question: \"Was there an exam?\"",
     "question: \"Was there an exam?\", from: [{kind: diagnosis, names: [M54.5]}]",
     "fact \"exam\": \"M54.5\" cannot begin a diagnosis"},
    {"bad_taxonomy", "criteria: c}", "criteria: c, taxonomies: [\"207\"]}",
     "rules.yaml:38: \"207\" is no taxonomy code"},
    {"old_edition", "{edition: \"2026\", category: sleep", "{edition: \"2025\", category: sleep",
     "1 codes are of edition 2025, others of 2026"},
};
INSTANTIATE_TEST_SUITE_P(Each, BrokenRulebook, testing::ValuesIn(broken),
                         [](const auto& one) { return std::string(one.param.name); });

/// The good rulebook with its two facts and its condition in other words.
std::vector<std::string> findings_with(const std::string& facts, const std::string& when) {
  std::string text = good;
  const std::size_t begin = text.find("  - {id: weeks"), end = text.find("criteria:\n");
  text.replace(begin, end - begin, facts);
  const std::size_t at = text.find("    when: "), line = text.find('\n', at);
  text.replace(at, line - at, "    when: " + when);
  return findings(text);
}

TEST(RulebookFindings, NameAWordThatNoRequestSays) {
  const auto with = [](const std::string& kind, const std::string& compared) {
    std::string text = good;
    const std::string fact = "  - {id: exam,", condition = "{fact: exam}";
    text.insert(text.find(fact), "  - {id: said, type: text, from: [{kind: " + kind + "}]}\n");
    text.replace(text.find(condition), condition.size(), condition + ", {fact: said, " + compared + "}");
    return findings(text);
  };
  const auto told = [](const char* words) { return testing::Contains(testing::HasSubstr(words)); };
  EXPECT_THAT(with("site", "one_of: [office, ofice]"), told("no request says \"ofice\"; use one of: "));
  EXPECT_THAT(with("site", "one_of: [office, hospice]"), testing::IsEmpty());
  EXPECT_THAT(with("sex", "equals: F"), told("no request says \"F\"; use one of: female, male"));
  EXPECT_THAT(with("level", "equals: emergent"), told("no request says \"emergent\""));
  EXPECT_THAT(with("specialty", "equals: 207X00000X"), testing::IsEmpty());  // a code
}

TEST(RulebookFindings, NameAComparisonThatEveryChoiceMeets) {
  const std::string side = "  - {id: side, type: text, question: \"Which side?\", choices: [left, right]}\n"
                           "  - {id: exam, type: yes_no, question: \"Was there an exam?\"}\n";
  EXPECT_THAT(findings_with(side, "{all: [{fact: exam}, {fact: side, one_of: [left, right]}]}"),
              testing::ElementsAre("rules.yaml:30: criterion c: \"side one of left, right\": every answer meets "
                                   "it; remove the comparison"));
  EXPECT_THAT(findings_with(side, "{all: [{fact: exam}, {fact: side, one_of: [left]}]}"), testing::IsEmpty());
}

TEST(RulebookFindings, NameAnAgeThatNobodyOrEverybodyHas) {
  const std::string age = "  - {id: age, type: number, from: [{kind: age}]}\n"
                          "  - {id: exam, type: yes_no, question: \"Was there an exam?\"}\n";
  const auto found = [&age](const std::string& comparison) {
    return findings_with(age, "{any: [{fact: exam}, {fact: age, " + comparison + "}]}");
  };
  for (const char* const nobody : {"at_least: 200", "less_than: 0", "more_than: 150", "at_most: -1", "equals: 200"})
    EXPECT_THAT(found(nobody), testing::Contains(testing::HasSubstr("no answer can meet it"))) << nobody;
  for (const char* const everybody : {"at_least: 0", "more_than: -1", "at_most: 150", "less_than: 200"})
    EXPECT_THAT(found(everybody), testing::Contains(testing::HasSubstr("every answer meets it"))) << everybody;
  for (const char* const some : {"at_least: 18", "more_than: 0", "at_most: 0", "less_than: 1", "equals: 65"})
    EXPECT_THAT(found(some), testing::IsEmpty()) << some;
}

TEST(RulebookFindings, LetALaboratoryResultBeBelowNothing) {
  EXPECT_THAT(findings_with("  - {id: score, type: number, question: \"T-score?\"}\n"
                            "  - {id: exam, type: yes_no, question: \"Was there an exam?\"}\n",
                            "{all: [{fact: exam}, {fact: score, at_most: -2}]}"),
              testing::IsEmpty());
}

TEST(RulebookFindings, NameABranchThatAnotherOneHolds) {
  const std::string facts = "  - {id: weeks, type: number, question: \"How many weeks?\"}\n"
                            "  - {id: exam, type: yes_no, question: \"Was there an exam?\"}\n";
  EXPECT_THAT(findings_with(facts, "{any: [{fact: exam}, {all: [{fact: exam}, {fact: weeks, at_least: 6}]}]}"),
              testing::ElementsAre("rules.yaml:30: criterion c: whatever is said of fact \"weeks\", the other "
                                   "conditions decide; remove its branch"));
}

/// The good rulebook with more keys in the policy of the scans.
std::vector<std::string> findings_of_policy(const std::string& keys) {
  std::string text = good;
  const std::string end = "criteria: c}";
  text.replace(text.find(end), end.size(), "criteria: c, " + keys + "}");
  return findings(text);
}

TEST(RulebookFindings, NameALimitThatAnotherOneIsUsedUpBefore) {
  const std::string sixty = "{most: 60, unit: visit, per: year, words: 60 a year}";
  for (const char* const behind : {"{most: 80, unit: visit, per: year, words: behind}",
                                   "{most: 70, unit: visit, per: request, words: behind}",
                                   "{most: 60, unit: visit, per: month, words: behind}",
                                   "{most: 800, unit: visit, per: lifetime, words: behind}"}) {
    const bool is_lifetime = std::string_view(behind).find("lifetime") != std::string_view::npos;
    EXPECT_THAT(findings_of_policy("limits: [" + sixty + ", " + behind + "]"),
                is_lifetime ? testing::Matcher<std::vector<std::string>>(testing::IsEmpty())
                            : testing::ElementsAre("rules.yaml:38: policy \"p\": the limit \"behind\" never counts: "
                                                   "\"60 a year\" is used up first; correct or remove it"))
        << behind;
  }
  EXPECT_THAT(findings_of_policy("limits: [{most: 1, unit: visit, per: month, words: one}, {most: 12, unit: visit, "
                                 "per: year, words: twelve}]"),
              testing::ElementsAre(testing::HasSubstr("the limit \"twelve\" never counts")));
  EXPECT_THAT(findings_of_policy("limits: [" + sixty + ", {most: 70, unit: day, per: request, words: days}, "
                                 "{most: 20, unit: visit, per: request, words: twenty}]"),
              testing::IsEmpty());
}

TEST(RulebookFindings, NameAGoldCardOfNobody) {
  EXPECT_THAT(findings_of_policy("gold_card: [\"1999002012\"]"),
              testing::ElementsAre("rules.yaml:38: policy \"p\": gold card \"1999002012\" is no NPI (its check digit is "
                                   "wrong): nobody holds it; correct it"));
  EXPECT_THAT(findings_of_policy("gold_card: [\"1999002011\"]"), testing::IsEmpty());
}

TEST(RulebookFindings, NameASuggestionOfWhatIsAskedForAnyway) {
  std::string text = good;
  text += "  - {id: x, title: No, words: no, codes: [\"70553\"], requires: excluded, reason: \"0M\", "
          "alternatives: [{code: \"70553\", words: the same}]}\n";
  EXPECT_THAT(findings(text), testing::ElementsAre("rules.yaml:40: policy \"x\": alternative \"70553\" is what the "
                                                   "policy itself speaks of; name another code"));
  text.replace(text.rfind("70553"), 5, "70551");
  EXPECT_THAT(findings(text), testing::IsEmpty());
}

TEST(RulebookFindings, NameATurnaroundThatIsAnotherOneMisspelt) {
  std::string text = good;
  text.replace(text.find("vendor: v}"), 10, "vendor: v, turnaround: imagin}");
  text.replace(text.find("criteria: c}"), 12, "criteria: c, turnaround: imaging}");
  EXPECT_THAT(findings(text), testing::IsEmpty()) << "either may be meant";
  text += "  - {id: q, title: One, words: w, codes: [\"70553\"], requires: not_required, turnaround: imaging}\n";
  EXPECT_THAT(findings(text), testing::ElementsAre("rules.yaml:39: policy \"s\": turnaround \"imagin\" is no other "
                                                   "policy's and no promise's; did you mean \"imaging\"?"));
}

TEST(RulebookFindings, NameAProductThatNoPolicySpeaksOf) {
  std::string text = good;
  text.replace(text.find("category: mri, requires"), 14, "category: mri, products: [P],");
  text.replace(text.find("category: sleep, requires"), 16, "category: sleep, products: [P],");
  EXPECT_THAT(findings(text), testing::Contains(testing::HasSubstr("no policy speaks of product Q")));
}

TEST(RulebookFindings, TellWhatIsOverByTheDayAsked) {
  std::string text = good;
  text.replace(text.find("criteria: c}"), 12, "criteria: c, effective: {to: 2026-03-31}}");
  EXPECT_THAT(findings(text), testing::Not(testing::Contains(testing::HasSubstr("ended on"))));
  EXPECT_THAT(findings(text, base::Date{2026, 4, 1}),
              testing::Contains(testing::HasSubstr("ended on 2026-03-31")));
}

}  // namespace
}  // namespace precert
