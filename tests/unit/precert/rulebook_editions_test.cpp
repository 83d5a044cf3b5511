// Effective dates: the edition in force on the date of service speaks.
#include "precert/rulebook/tables.hpp"
#include "small_payer.hpp"

namespace precert {
namespace {

const std::string rules = test::small_payer + R"(calendar: {time_zone: UTC}
promises:
  - {id: routine, within: business_days, count: 2, source: two days, effective: {to: 2026-06-30}}
  - {id: routine-later, within: calendar_days, count: 1, source: one day, effective: {from: 2026-07-01}}
  - {id: urgent, urgent: true, within: same_day, source: same day}
products:
  - {id: P, name: Plan, out_of_network_words: no, line_of_business: commercial}
vendors:
  - {id: v, name: First Vendor, phone: "1", effective: {to: 2026-03-31}}
  - {id: v, name: Second Vendor, phone: "2", effective: {from: 2026-04-01}}
categories:
  - {id: mri, title: MRI, service_types: ["62"]}
  - {id: sleep, title: Sleep}
services:
  - {edition: "2026", category: mri, codes: {"70551": MRI of the brain}}
  - {edition: "2026", category: sleep, codes: {"95810": Sleep study}}
facts:
  - {id: weeks, type: number, question: "How many weeks?"}
criteria:
  - {id: c, owner: T, title: Criteria, edition: "2", link: https://plan.example, summary: Four weeks,
     when: {fact: weeks, at_least: 4}, effective: {from: 2026-07-01}}
  - {id: c, owner: T, title: Criteria, edition: "1", link: https://plan.example, summary: Six weeks,
     when: {fact: weeks, at_least: 6}, effective: {to: 2026-06-30}}
policies:
  - {id: p, title: MRI, words: reviewed, category: mri, requires: required, criteria: c}
  - {id: s, title: Sleep, words: vendor, category: sleep, requires: vendor_managed, vendor: v}
)";

const Rulebook& book() {
  static const auto made = rulebook_from(std::vector<RulebookFile>{{"rules.yaml", rules}});
  return **made;
}

const Policy* policy_on(const char* code, base::Date day) {
  const ServiceMatch match = book().match({CodeSystem::cpt, code, {}, {}, {}, {}}, "", {});
  return book().policy_for(match, book().product("P"), day);
}

TEST(EditionsOfCriteria, TheOneOfTheDateOfServiceSpeaks) {
  const auto edition_on = [](base::Date day) {
    return book().criteria[policy_on("70551", day)->criteria].edition;
  };
  EXPECT_EQ(edition_on({2026, 6, 30}), "1");
  EXPECT_EQ(edition_on({2026, 7, 1}), "2");
  EXPECT_EQ(policy_on("70551", {2026, 7, 1})->id, "p");
  EXPECT_EQ(book().criteria[book().criterion("c")].edition, "2");
  EXPECT_EQ(book().criteria[book().criterion_on("c", {2026, 1, 1})].edition, "1");
  EXPECT_EQ(book().criterion_on("none", {2026, 1, 1}), no_index);
}

TEST(EditionsOfVendors, TheContractOfTheDateOfServiceCounts) {
  EXPECT_EQ(book().vendors[policy_on("95810", {2026, 3, 31})->vendor].name, "First Vendor");
  EXPECT_EQ(book().vendors[policy_on("95810", {2026, 4, 1})->vendor].name, "Second Vendor");
}

TEST(EditionsOfPromises, TheOneOfTheDayOfReceiptCounts) {
  const auto sources = [](base::Instant at) {
    std::vector<std::string> all;
    for (const Timeframe& one : book().timeframes("", false, at)) all.push_back(one.source);
    return all;
  };
  EXPECT_THAT(sources(*base::instant_from_iso("2026-06-30T12:00:00Z")), testing::ElementsAre("two days"));
  EXPECT_THAT(sources(*base::instant_from_iso("2026-07-01T12:00:00Z")), testing::ElementsAre("one day"));
}

TEST(EditionsOfCriteria, ThatAreInForceTogetherAreAFault) {
  std::string text = rules;
  text.replace(text.find("effective: {to: 2026-06-30}}\npolicies"), 27, "effective: {to: 2026-07-01}");
  const auto made = rulebook_from(std::vector<RulebookFile>{{"rules.yaml", text}});
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().first().remedy, testing::HasSubstr("is in force at the same time as the one at"));
}

TEST(EditionsOfCriteria, LeaveNoFindingWhenTheirPeriodsMeet) {
  for (const base::Issue& issue : findings_of(book())) ADD_FAILURE() << issue.where << ": " << issue.remedy;
}

}  // namespace
}  // namespace precert
