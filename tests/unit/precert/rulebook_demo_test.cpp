// The demo rulebook: it compiles without findings and answers what the demonstration promises.
#include "precert/criteria/evaluate.hpp"
#include "precert/rulebook/search.hpp"
#include "precert/rulebook/tables.hpp"
#include "tests/support/demo_rulebook.hpp"

namespace precert {
namespace {

std::string lines_of(const base::Issues& issues) {
  std::string lines;
  for (const base::Issue& issue : issues) lines += issue.where + ": " + issue.remedy + "\n";
  return lines;
}

const Rulebook& demo() { return ::support::demo_rulebook(); }

const base::Date january{2026, 1, 15};

const Policy* policy(const char* code, const char* product, base::Date day = january) {
  const ServiceMatch match = demo().match(Procedure{CodeSystem::cpt, code, {}, {}, {}, {}}, "", {});
  return demo().policy_for(match, demo().product(product), day);
}

TEST(DemoRulebook, HasNoFindings) { EXPECT_EQ(lines_of(findings_of(demo())), ""); }

TEST(DemoRulebook, ReviewsCtInOnePlanOnly) {
  EXPECT_EQ(policy("71260", "PLAN-A")->requirement, Requirement::required);
  EXPECT_EQ(policy("71260", "PLAN-B")->requirement, Requirement::not_required);
  EXPECT_EQ(policy("70551", "PLAN-B")->requirement, Requirement::required);
}

TEST(DemoRulebook, ReviewsEveryCodeThatTheChecksName) {
  for (const char* code : {"70551", "70553", "71260", "78815", "73721", "29827"}) {
    ASSERT_NE(demo().service(CodeSystem::cpt, code), nullptr) << code;
    EXPECT_FALSE(demo().service(CodeSystem::cpt, code)->unlisted) << code;
    EXPECT_EQ(policy(code, "PLAN-A")->requirement, Requirement::required) << code;
  }
}

TEST(DemoRulebook, AsksForOtherPapersForUnlistedProcedures) {
  for (const char* code : {"76497", "76498", "78999", "29999"}) {
    ASSERT_NE(demo().service(CodeSystem::cpt, code), nullptr) << code;
    EXPECT_TRUE(demo().service(CodeSystem::cpt, code)->unlisted) << code;
    EXPECT_EQ(policy(code, "PLAN-A")->criteria, demo().criterion("unlisted")) << code;
  }
}

TEST(DemoRulebook, ExcludesByPlanAndReason) {
  EXPECT_EQ(policy("15828", "PLAN-A")->requirement, Requirement::excluded);
  EXPECT_EQ(policy("15828", "PLAN-A")->reason_code, "19");
  EXPECT_EQ(policy("70336", "PLAN-A")->requirement, Requirement::required);
  EXPECT_EQ(policy("70336", "PLAN-B")->requirement, Requirement::excluded);
}

TEST(DemoRulebook, SendsVendorManagedServicesToTheirVendor) {
  const Policy* radiation = policy("77412", "PLAN-A");
  ASSERT_EQ(radiation->requirement, Requirement::vendor_managed);
  EXPECT_EQ(demo().vendors[radiation->vendor].name, "Example Oncology Review");
}

TEST(DemoRulebook, ChangesWithTheDateOfService) {
  EXPECT_EQ(policy("75574", "PLAN-A", {2026, 6, 30})->requirement, Requirement::required);
  EXPECT_EQ(policy("75574", "PLAN-A", {2026, 7, 1})->requirement, Requirement::not_required);
}

TEST(DemoRulebook, TellsAValidCodeFromNone) {
  const auto match = [](const char* code) {
    return demo().match({CodeSystem::cpt, code, {}, {}, {}, {}}, "", {});
  };
  EXPECT_EQ(match("11111").code, nullptr);
  EXPECT_FALSE(match("11111").malformed);
  EXPECT_EQ(demo().policy_for(match("11111"), 0, january), nullptr);
  EXPECT_TRUE(match("99999X").malformed);
  EXPECT_TRUE(match("7055").malformed);
}

TEST(DemoRulebook, MatchesLinesWithoutACodeByTypeCategoryAndRevenueCode) {
  const auto match = [](const char* type, RequestCategory category, const char* revenue) {
    const ServiceMatch found = demo().match({}, type, category, revenue);
    return found.category == no_index ? std::string() : demo().categories[found.category].id;
  };
  EXPECT_EQ(match("3", RequestCategory::specialty_care, ""), "referral");
  EXPECT_EQ(match("2", RequestCategory::admission, ""), "inpatient-admission");
  EXPECT_EQ(match("2", RequestCategory::health_services, ""), "outpatient-surgery");
  EXPECT_EQ(match("1", RequestCategory::health_services, "0120"), "inpatient-admission");
  EXPECT_EQ(match("67", RequestCategory::health_services, ""), "");
}

TEST(DemoRulebook, ReadsAServiceTypeThatStandsInPlaceOfAProcedure) {
  const ServiceMatch match =
      demo().match({CodeSystem::service_type, "3", {}, {}, {}, {}}, "", RequestCategory::health_services);
  EXPECT_EQ(match.category, demo().category("referral"));
}

ReviewRequest lumbar_request() {
  ReviewRequest request;
  request.event.diagnoses = {Diagnosis{DiagnosisKind::principal, CodeSystem::icd10_cm, "M5416", {}, {}}};
  ServiceLine line;
  line.procedure.code = "72148";
  line.dates = base::Period::of(january);
  request.services = {line};
  return request;
}

std::vector<std::string> missing_of(const ReviewRequest& request) {
  const base::Instant now = base::instant_from_iso("2026-01-05T17:30:00Z").value();
  const FactValues values = fact_values_from(demo(), request, &request.services.front(), {}, now);
  const Policy* found = policy(request.services.front().procedure.code.c_str(), "PLAN-A");
  std::vector<std::string> missing;
  for (const FactIndex fact : decisive_unknowns(demo().criteria[found->criteria].expression, values)) {
    missing.push_back(demo().facts[fact].id);
  }
  return missing;
}

TEST(LumbarMri, WithoutAnswersMissesExactlyTwoFacts) {
  EXPECT_THAT(missing_of(lumbar_request()),
              testing::UnorderedElementsAre("conservative-care-weeks", "neuro-exam-documented"));
}

TEST(LumbarMri, MissesOneFactWhenTheOtherIsAnswered) {
  ReviewRequest request = lumbar_request();
  request.answers = {Answer{"conservative-care-weeks", base::Decimal(6), 0, {}}};
  EXPECT_THAT(missing_of(request), testing::ElementsAre("neuro-exam-documented"));
}

TEST(LumbarMri, MissesNothingWithARedFlag) {
  ReviewRequest request = lumbar_request();
  request.event.diagnoses.front().code = "C7951";
  EXPECT_THAT(missing_of(request), testing::IsEmpty());
}

TEST(LumbarMri, AsksNothingMoreWhenTheCareWasTooShort) {
  ReviewRequest request = lumbar_request();
  request.answers = {Answer{"conservative-care-weeks", base::Decimal(2), 0, {}}};
  EXPECT_THAT(missing_of(request), testing::IsEmpty());
}

TEST(TherapyWithoutUnits, AsksForUnitsAndThePlan) {
  ReviewRequest request = lumbar_request();
  request.services.front().procedure.code = "97110";
  EXPECT_THAT(missing_of(request), testing::UnorderedElementsAre("units", "plan-of-care"));
}

TEST(DemoPromises, GiveTheEarliestDueFirstWithItsSource) {
  const base::Instant thursday = base::instant_from_iso("2026-07-02T09:00:00-07:00").value();
  const std::vector<Timeframe> plan = demo().timeframes("imaging", false, thursday, demo().product("PLAN-A"));
  ASSERT_FALSE(plan.empty());
  EXPECT_EQ(demo().calendar.local_date(plan.front().due), (base::Date{2026, 7, 7}));
  EXPECT_EQ(plan.front().source, "plan promise: 2 business days");
  const std::vector<Timeframe> washington =
      demo().timeframes("imaging", false, thursday, demo().product("PLAN-W"));
  EXPECT_EQ(demo().calendar.local_date(washington.front().due), (base::Date{2026, 7, 6}));
  EXPECT_EQ(washington.front().source.substr(0, 3), "RCW");
}

TEST(DemoPromises, AnswerUrgentRequestsTheSameDay) {
  const base::Instant friday = base::instant_from_iso("2026-03-06T10:00:00-08:00").value();
  const std::vector<Timeframe> urgent = demo().timeframes("imaging", true, friday);
  EXPECT_EQ(urgent.front().due, base::instant_from_iso("2026-03-06T23:59:59-08:00").value());
  EXPECT_EQ(urgent.front().category, "urgent");
}

struct Query {
  const char *text, *first_code;
};
class Search : public testing::TestWithParam<Query> {};
TEST_P(Search, FindsTheService) {
  const std::vector<Index> found = services_found(demo(), GetParam().text);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(demo().services[found.front()].code, GetParam().first_code);
}
INSTANTIATE_TEST_SUITE_P(Queries, Search,
                         testing::Values(Query{"70551", "70551"}, Query{"MRI brain", "70551"},
                                         Query{"mri brian", "70551"}, Query{"rotator cuff", "29827"},
                                         Query{"colonoscpy", "45378"}, Query{"imrt", "77385"},
                                         Query{"imaging-pet", "78608"}));

TEST(SearchRulesOfTheDemo, FindsACodeBehindItsSystemAndAWordInTwo) {
  const auto first = [](const char* query) {
    const RuleSearch found = search_rules(demo(), query, no_index, {2026, 3, 1}, 1);
    return found.services.empty() ? std::string() : found.services.front().service->code;
  };
  EXPECT_EQ(first("HCPCS E0601"), "E0601");
  EXPECT_EQ(first("CPT code 70551"), "70551");
  EXPECT_EQ(first("wheel chair"), first("wheelchair"));
  EXPECT_FALSE(first("wheel chair").empty());
  EXPECT_TRUE(first("HCPCS code").empty());
}

TEST(SearchRulesOfTheDemo, TakesNothingForMisspeltThatIsThereAsWritten) {
  const RuleSearch found = search_rules(demo(), "head", no_index, {2026, 3, 1}, SIZE_MAX);
  EXPECT_FALSE(found.services.empty());
  for (const ServiceFound& one : found.services) EXPECT_NE(one.service->code, "36475") << "heat";
}

TEST(SearchReport, ShowsWhatEachProductRequires) {
  const std::string report = search_report(demo(), "71260", "");
  EXPECT_THAT(report, testing::HasSubstr("PLAN-A    required (criteria ct-chest)"));
  EXPECT_THAT(report, testing::HasSubstr("PLAN-B    not_required"));
  EXPECT_THAT(search_report(demo(), "71260", "PLAN-B"), testing::Not(testing::HasSubstr("PLAN-A")));
}

TEST(SearchReport, SaysWhatHoldsForACodeThatIsNotListed) {
  EXPECT_THAT(search_report(demo(), "11111", "PLAN-A"), testing::HasSubstr("No pre-authorization required"));
}

TEST(PayerIds, AreRecognisedInAnyCase) {
  EXPECT_TRUE(demo().is_payer("expl1"));
  EXPECT_TRUE(demo().is_payer("PI-Insurer"));
  EXPECT_FALSE(demo().is_payer("OTHER"));
}

}  // namespace
}  // namespace precert
