// What a determination becomes in the coverage-information extension.
#include "crd_support.hpp"
#include "precert/engine/form.hpp"

namespace {

using crd_test::asks;
using crd_test::at_hospital;
using crd_test::CallText;
using crd_test::CrdHousehold;
using crd_test::service;
using crd_test::Told;
using testing::HasSubstr;

struct Row {
  const char* name;
  std::string order;
  std::string covered, pa_needed, doc_needed, info_needed, reason_code;  // in CRD 2.2
  std::string product = "PLAN-A";
  std::string encounter_class = "AMB";
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

class SectionFive : public testing::TestWithParam<Row> {};

TEST_P(SectionFive, IsSaidInBothVersions) {
  const Row& row = GetParam();
  CrdHousehold household;
  household.hold(row.product);
  CallText call;
  call.orders = row.order;
  call.encounter = R"({"resourceType":"Encounter","id":"e1","status":"in-progress","class":{"code":")" +
                   row.encounter_class + R"("}})";
  call.more = asks("2.2");
  const Told newer(call.text(), household);
  ASSERT_FALSE(newer.refused()) << newer.issues().first().remedy;
  EXPECT_EQ(newer.part("coverage"), "Coverage/c1");
  EXPECT_EQ(newer.part("covered"), row.covered);
  EXPECT_EQ(newer.part("pa-needed"), row.pa_needed);
  EXPECT_EQ(newer.part("doc-needed"), row.doc_needed);
  EXPECT_EQ(newer.part("info-needed"), row.info_needed);
  EXPECT_FALSE(newer.reason().empty());
  EXPECT_EQ(newer.part("reason"), row.reason_code);
  EXPECT_EQ(newer.part("date"), "2026-01-05");
  EXPECT_EQ(newer.part("coverage-assertion-id"), "NR1");

  call.more.clear();
  const Told older(call.text(), household);
  const bool condition = older.part("covered") == "conditional" || older.part("pa-needed") == "conditional";
  EXPECT_EQ(!older.part("info-needed").empty(), condition) << "crd-ci-q3";
  EXPECT_EQ(older.part("covered") != "not-covered", !older.part("pa-needed").empty()) << "crd-ci-q2";
  EXPECT_EQ(older.part("detail"), "") << "the version asked for is not known to know it";
  EXPECT_EQ(older.part("expiry-date"), "");
}

std::string excluded_service() { return service("78811", at_hospital); }

INSTANTIATE_TEST_SUITE_P(
    Rows, SectionFive,
    testing::Values(
        Row{"not_required", service("71046", at_hospital), "covered", "no-auth", "", "", ""},
        Row{"required", service("73721", at_hospital), "covered", "auth-needed", "clinical", "", ""},
        Row{"site_requests", service("81225", at_hospital), "covered", "performpa", "", "", ""},
        Row{"vendor_managed", service("95810", at_hospital), "covered", "auth-needed", "", "", ""},
        Row{"excluded", excluded_service(), "not-covered", "", "", "", ""},
        Row{"depends_on_performer", service("73721"), "conditional", "auth-needed", "clinical", "performer",
            "", "PLAN-B"},
        Row{"unlisted", service("76498", at_hospital), "conditional", "auth-needed", "clinical",
            "detail-code", ""},
        Row{"inpatient_imaging", service("73721", at_hospital), "covered", "no-auth", "", "", "", "PLAN-A",
            "IMP"},
        Row{"emergency", service("73721", at_hospital), "covered", "no-auth", "", "", "", "PLAN-A", "EMER"},
        Row{"invalid_code", service("99999X", at_hospital), "conditional", "conditional", "", "detail-code",
            ""},
        Row{"out_of_network_covered",
            service("73721", R"(,"locationReference":[{"reference":"Location/outside"}])"), "covered",
            "auth-needed", "", "", "auth-out-network"},
        Row{"out_of_network_not_covered",
            service("73721", R"(,"locationReference":[{"reference":"Location/outside"}])"), "not-covered", "",
            "", "", "", "PLAN-B"},
        Row{"date_refused", service("73721", R"(,"occurrenceDateTime":"1970-01-01")"), "conditional",
            "conditional", "", "timeframe", ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(CrdAssertion, OfAGoldCardNamesItInBothVersions) {
  CallText call;
  std::string text = call.text();
  const auto known = [](std::string body) {
    body.replace(body.find("1999000049"), 10, "1999002011");
    return body;
  };
  const Told older(known(text));
  EXPECT_EQ(older.part("covered"), "covered");
  EXPECT_EQ(older.part("pa-needed"), "no-auth");
  EXPECT_EQ(older.part("reason"), "gold-card");
  EXPECT_THAT(older.reason(), HasSubstr("the provider is exempt"));
  EXPECT_EQ(Told(text).part("pa-needed"), "auth-needed");
  call.more = asks("2.2");
  const Told newer(known(call.text()));
  EXPECT_EQ(newer.part("reason"), "gold-card");
}

TEST(CrdAssertion, GivesReasonsInBothListsUnder22) {  // prof-15
  CallText call;
  const auto systems = [](const Told& told) {
    std::vector<std::string> all;
    for (const json::Value part : fhir::list(told.information(), "extension")) {
      if (fhir::text(part, "url") != "reason") continue;
      for (const json::Value coding : fhir::list(part.find("valueCodeableConcept"), "coding"))
        all.emplace_back(fhir::text(coding, "system"));
    }
    return all;
  };
  call.coverages = CallText::coverage("c1", "NOBODY");
  EXPECT_THAT(systems(Told(call.text())), testing::IsEmpty()) << "2.0.1 has no code for it";
  call.more = asks("2.2");
  EXPECT_THAT(systems(Told(call.text())),
              testing::ElementsAre("http://hl7.org/fhir/us/davinci-crd/CodeSystem/temp",
                                   "http://terminology.hl7.org/CodeSystem/v3-ActReason"));
}

TEST(CrdAssertion, OfAnUnknownMemberIsNotCoveredWithItsReason) {
  CallText call;
  call.coverages = CallText::coverage("c1", "NOBODY");
  call.more = asks("2.2");
  const Told told(call.text());
  EXPECT_EQ(told.part("covered"), "not-covered");
  EXPECT_EQ(told.part("pa-needed"), "");
  EXPECT_EQ(told.part("reason"), "no-member-found");
}

TEST(CrdAssertion, OfACoverageThatHasEndedSaysSo) {
  CrdHousehold household;
  household.member.coverage.front().period.end = base::date_from_iso("2025-06-30");
  CallText call;
  call.more = asks("2.2");
  const Told told(call.text(), household);
  EXPECT_EQ(told.part("covered"), "not-covered");
  EXPECT_EQ(told.part("reason"), "no-active-coverage");
  household.member.coverage.clear();
  EXPECT_EQ(Told(call.text(), household).part("reason"), "coverage-not-found");
}

precert::PriorCase certified_before() {
  precert::PriorCase prior;
  prior.id = precert::CaseId("C1");
  precert::ServiceLine line;
  line.procedure.code = "73721";
  prior.request.services = {line};
  precert::Identifier npi;  // of whoever asks again: others are not told
  npi.kind = precert::IdentifierKind::npi;
  npi.value = "1999000049";
  prior.request.requester.identifiers = {npi};
  precert::LineDetermination decided;
  decided.sequence = 1;
  decided.action = precert::ReviewAction::certified;
  decided.certification_number = "AUTH0000000007";
  decided.validity = base::Period{*base::date_from_iso("2026-01-01"), base::date_from_iso("2026-03-31")};
  prior.determination.lines = {decided};
  return prior;
}

TEST(CrdAssertion, OfWhatIsAuthorizedAlreadyTellsTheNumber) {
  CrdHousehold household;
  household.facts.history = {certified_before()};
  CallText call;
  call.more = asks("2.2");
  const Told told(call.text(), household);
  EXPECT_EQ(told.part("pa-needed"), "satisfied");
  EXPECT_EQ(told.part("satisfied-pa-id"), "AUTH0000000007");
  EXPECT_EQ(told.part("doc-purpose"), "") << "crd-ci-q4";
  EXPECT_EQ(told.part("expiry-date"), "2026-03-31");
}

TEST(CrdAssertion, OfAnAuthorizationForAnotherPlaceSaysThatAnotherIsNeeded) {
  CrdHousehold household;
  precert::PriorCase elsewhere = certified_before();
  precert::Party centre;
  centre.role = precert::PartyRole::facility;
  centre.identifiers = {{precert::IdentifierKind::npi, "1999000155", ""}};
  elsewhere.determination.lines[0].provider = centre;
  household.facts.history = {elsewhere};
  CallText call;
  call.more = asks("2.2");
  call.orders = service("73721", at_hospital);
  const Told told(call.text(), household);
  EXPECT_EQ(told.part("pa-needed"), "auth-needed");
  EXPECT_EQ(told.part("satisfied-pa-id"), "");
  EXPECT_NE(told.body().find("but not for this order: it is for another provider or place"), std::string::npos);
}

TEST(CrdAssertion, OfWhatIfNeverTellsANumber) {
  CrdHousehold household;
  household.facts.history = {certified_before()};
  CallText call;
  call.more = asks("2.2", R"("unsolicited-determ":false)");
  const Told told(call.text(), household);
  EXPECT_EQ(told.part("pa-needed"), "auth-needed");
  EXPECT_EQ(told.part("satisfied-pa-id"), "");
  EXPECT_EQ(told.body().find("AUTH0000000007"), std::string::npos);
}

TEST(CrdAssertion, OfAClaimReviewedLaterKeepsAuthorizationAndNecessityApart) {  // SC-15
  CallText call;
  call.orders = service("81162", at_hospital);
  const Told told(call.text());
  EXPECT_EQ(told.part("pa-needed"), "no-auth");
  EXPECT_EQ(told.part("doc-needed"), "clinical");
  EXPECT_EQ(told.part("doc-purpose"), "withclaim");
}

TEST(CrdAssertion, NamesTheFormWithItsVersionAndThePurpose) {  // resp-38
  const Told told(CallText().text());
  EXPECT_EQ(told.part("doc-purpose"), "withpa");
  const std::string form = told.part("questionnaire");
  if (told.answer().items.front().form.empty()) {
    EXPECT_EQ(form, "");
  } else {
    EXPECT_THAT(form, testing::StartsWith("https://plan.example/fhir/Questionnaire/" +
                                          told.answer().items.front().form + "|"));
  }
}

TEST(CrdAssertion, NamesRulePlanAndReference) {  // SC-71, found-11
  const Told told(CallText().text());
  EXPECT_THAT(told.reason(),
              testing::AllOf(HasSubstr("Rule mri-joint"), HasSubstr("Plan Example Choice PPO")));
  EXPECT_EQ(told.part("billingCode"), "73721");
}

TEST(CrdAssertion, StatesWhatWasAssumedWhenNoPlaceIsNamed) {  // resp-51
  CallText call;
  call.orders = service("73721");
  EXPECT_THAT(Told(call.text()).reason(), HasSubstr("No place of service was named."));
  EXPECT_THAT(Told(CallText().text()).reason(), testing::Not(HasSubstr("No place of service")));
}

TEST(CrdAssertion, NamesWhatIsMissingWhatComesFirstAndByWhenItIsDecided) {  // SC-17, SC-21, SC-24
  CallText call;
  call.more = asks("2.0.1", R"("therapy-alternatives-req":false,"guideline":false)");
  const std::string reason = Told(call.text()).reason();
  EXPECT_THAT(reason, HasSubstr("To be tried before: Were 6 weeks of conservative treatment tried and failed"));
  EXPECT_THAT(reason, HasSubstr("To be said in the request: "));
  EXPECT_THAT(reason, testing::ContainsRegex("Decided, when routine, by 2026-01-[0-9 :]+ [A-Z]+ if requested now"));
  call.orders = service("71046", at_hospital);
  EXPECT_THAT(Told(call.text()).reason(), testing::Not(HasSubstr("Decided")));
}

TEST(CrdAssertion, StatesWhatCouldNotBeRead) {  // resp-51
  CallText call;
  call.encounter = "null";
  const Told told(call.text());
  EXPECT_EQ(told.part("covered"), "covered");
  EXPECT_EQ(told.part("pa-needed"), "conditional") << "it might be an emergency, or a hospital stay";
  EXPECT_EQ(told.part("info-needed"), "location");
  EXPECT_EQ(told.part("questionnaire"), "");
  EXPECT_THAT(told.reason(), HasSubstr("Encounter/e1 could not be read: the answer does without."));
  call.orders = service("81225", at_hospital);
  EXPECT_EQ(Told(call.text()).part("pa-needed"), "performpa") << "its policy exempts no place";
  call.orders = service("73721", R"(,"reasonReference":[{"reference":"Condition/gone"}],"locationCode":[{"coding":[)"
                                 R"({"system":"https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set","code":"22"}]}])");
  const Told placed(call.text());
  EXPECT_EQ(placed.part("pa-needed"), "auth-needed") << "the order says the place itself";
  EXPECT_THAT(placed.reason(), HasSubstr("Encounter/e1, Condition/gone could not be read"));
}

TEST(CrdAssertion, OfAVendorsServiceNamesWhomToCall) {  // SC-16
  CallText call;
  call.orders = service("95810", at_hospital);
  const Told older(call.text());
  EXPECT_THAT(older.reason(), HasSubstr("Example Sleep Review"));
  EXPECT_THAT(older.body(), HasSubstr("valueContactPoint"));
  call.more = asks("2.2");
  EXPECT_THAT(Told(call.text()).body(), HasSubstr("valueContactDetail"));
}

TEST(CrdAssertion, ConcernsAStayOnlyWhileItLasts) {  // SC-55
  CallText call;
  call.orders = service("73721", at_hospital + R"(,"occurrenceDateTime":"2026-02-01")");
  call.encounter = R"({"resourceType":"Encounter","id":"e1","status":"in-progress","class":{"code":"IMP"},)"
                   R"("period":{"start":"2026-01-02","end":"2026-01-09"}})";
  EXPECT_EQ(Told(call.text()).part("pa-needed"), "auth-needed");
}

TEST(CrdAssertion, IsIndeterminateWhenThisSideFails) {  // resp-43
  mappers::OrderQuestion question;
  question.coverage = "Coverage/c1";
  const auto failed = mappers::failed_assertion(question, "NR7", *base::date_from_iso("2026-01-05"));
  std::string newer, older;
  json::Writer to_newer(newer), to_older(older);
  mappers::write_coverage_information(to_newer, failed, mappers::CrdVersion::v2_2);
  mappers::write_coverage_information(to_older, failed, mappers::CrdVersion::v2_0_1);
  EXPECT_THAT(newer, testing::AllOf(HasSubstr(R"("indeterminate")"), HasSubstr(R"("technical")")));
  EXPECT_THAT(older, testing::AllOf(HasSubstr(R"("conditional")"), HasSubstr(R"("OTH")"),
                                    testing::Not(HasSubstr("indeterminate"))));
}

TEST(CrdAssertion, AsksForNoDocumentsOnSecondaryHooks) {  // hook-19
  CallText call;
  call.hook = "order-select";
  call.context = R"(,"selections":["ServiceRequest/sr1"])";
  const Told told(call.text(), CrdHousehold(), "crd-order-select");
  EXPECT_EQ(told.part("pa-needed"), "auth-needed");
  EXPECT_EQ(told.part("doc-needed") + told.part("doc-purpose") + told.part("questionnaire"), "");
}

TEST(CrdAssertion, IsMadeForEachCodeThatMayBeBilled) {  // billopt-2, billopt-3
  CallText call;
  call.orders = service(
      "73721",
      at_hospital +
          R"(,"extension":[{"url":"http://example.org/ext-billing-options","extension":[)"
          R"({"url":"code","valueCoding":{"system":"http://www.ama-assn.org/go/cpt","code":"73721"}},)"
          R"({"url":"code","valueCoding":{"system":"http://www.ama-assn.org/go/cpt","code":"71046"}}]}])");
  const Told told(call.text());
  EXPECT_EQ(told.part("billingCode"), "73721");
  EXPECT_TRUE(told.information(0, 1).exists()) << "another code, another answer: a repetition of its own";
}

TEST(CrdAssertion, IsMadeForEveryTypeOfOrder) {  // hook-4
  const std::string start = R"(","id":"x1","status":"draft","subject":{"reference":"Patient/p1"},)";
  const std::string code =
      R"({"coding":[{"system":")" + std::string(crd_test::hcpcs) + R"(","code":"E0601"}]})";
  const std::vector<std::pair<std::string, std::string>> orders{
      {"DeviceRequest", R"("codeCodeableConcept":)" + code},
      {"MedicationRequest", R"("medicationCodeableConcept":)" + code},
      {"NutritionOrder", R"("enteralFormula":{"baseFormulaType":)" + code + "}"},
      {"VisionPrescription", R"("lensSpecification":[{"product":)" + code + "}]"},
      {"CommunicationRequest",
       R"("payload":[{"extension":[{"url":"x","valueCodeableConcept":)" + code + "}]}]"}};
  for (const auto& [type, rest] : orders) {
    CallText call;
    call.orders = R"({"resourceType":")" + type + start + rest + "}";
    const Told told(call.text());
    ASSERT_FALSE(told.refused()) << type;
    EXPECT_EQ(told.part("billingCode"), "E0601") << type;
    EXPECT_EQ(told.part("pa-needed"), "auth-needed") << type;
  }
}

TEST(CrdAssertion, NamesTheFormOfTheEditionThatDecides) {
  const Told told(CallText().text());
  const std::string id = told.answer().items.at(0).form;
  ASSERT_FALSE(id.empty());
  precert::Rulebook later = support::demo_rulebook();  // the same with an edition that comes into force later
  const precert::Index now = later.criterion(id);
  precert::Criterion next = later.criteria.at(now);
  next.edition = "2999-01";
  next.effective.start = *base::date_from_iso("2999-01-01");
  later.criteria.at(now).effective.end = base::date_from_iso("2998-12-31");
  later.criteria.push_back(next);
  later.criterion_index[id] = static_cast<precert::Index>(later.criteria.size() - 1);
  later.criterion_editions[id].push_back(later.criterion_index[id]);
  mappers::HookRequest request;
  request.hook = mappers::crd_service("crd-order-sign");
  const mappers::AssertionContext context{request, later, "https://plan.example/"};
  const auto all = mappers::assertions_from(told.questions().front(), told.answer(), context);
  ASSERT_EQ(all.size(), 1U);
  ASSERT_EQ(all[0].questionnaires.size(), 1U);
  EXPECT_EQ(all[0].questionnaires[0],
            "https://plan.example/" + id + "|" + precert::form_of(later, now)->version);
  EXPECT_THAT(all[0].questionnaires[0], testing::Not(HasSubstr("2999-01")));
}

TEST(CrdAssertion, NamesInformationThatIsNeededOnce) {
  CallText call;
  call.orders = service("73721");
  call.more = asks("2.2");
  CrdHousehold household;
  household.hold("PLAN-B");
  const Told told(call.text(), household);
  precert::CoverageAnswer answer = told.answer();
  ASSERT_FALSE(answer.items.empty());
  precert::MissingInformation specialty;
  specialty.fact = "performing-specialty";
  answer.items.front().needed.assign(2, specialty);
  mappers::HookRequest request;
  request.hook = mappers::crd_service("crd-order-sign");
  const mappers::AssertionContext context{request, support::demo_rulebook(), ""};
  const auto all = mappers::assertions_from(told.questions().front(), answer, context);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].info_needed, std::vector<std::string_view>{"performer"});
}

TEST(CrdAssertion, OfACodeNoRuleListKnowsAsksForTheCode) {
  CallText call;
  call.orders =
      R"({"resourceType":"MedicationRequest","id":"m1","status":"draft","medicationCodeableConcept":)"
      R"({"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"1049502"}]}})";
  const Told told(call.text());
  EXPECT_EQ(told.part("pa-needed"), "conditional");
  EXPECT_EQ(told.part("info-needed"), "OTH");
  EXPECT_EQ(told.part("reason"), "detail-code");
}

}  // namespace
