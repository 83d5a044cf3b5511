// CoverageEligibilityRequest in, CoverageEligibilityResponse out: the same question as a 270, every answer an
// element or an extension that says it.
#include "fhir_eligibility_support.hpp"
#include "mappers/fhir/eligibility_extensions.hpp"

namespace {

using mappers::eligibility::answer_code;
using mappers::eligibility::criteria;
using mappers::eligibility::facility;
using mappers::eligibility::necessity;
using support::AskedEligibility;
using support::EligibilityText;
using support::Household;
using support::question_of;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string request_head =
    "BHT*0022*13*ELG0001*20260105*0900~HL*1**20*1~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
    "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~HL*3*2*22*0~TRN*1*ELG0001T*1999999990~"
    "NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~DMG*D8*19800214*F~DTP*291*D8*20260115~";

std::string extension_text(const json::Value& element, std::string_view url) {
  return std::string(fhir::extension_value(element, url).string());
}
std::string category(const std::string& code) {
  return R"({"category":)" +
         EligibilityText::coded("http://terminology.hl7.org/CodeSystem/ex-benefitcategory", code) + "}";
}
std::string words(const std::string& text) { return R"({"productOrService":{"text":")" + text + "\"}}"; }

/// The answer without what tells the askings apart.
precert::CoverageAnswer content_of(precert::CoverageAnswer answer) {
  answer.numbers = {};
  return answer;
}

// ---- Reading

TEST(ReadAnEligibilityRequest, IntoParties) {
  const AskedEligibility asked(EligibilityText().text());
  ASSERT_THAT(asked.places(), IsEmpty());
  const precert::CoverageQuestion& question = asked.question();
  EXPECT_EQ(question.reference, "ELG0001");
  EXPECT_EQ(question.reference_system, "urn:clinic");
  EXPECT_EQ(base::iso(question.submitted), "2026-01-05T09:00:00Z");
  EXPECT_EQ(question.payer.identifiers.front().value, "EXPL1");
  EXPECT_EQ(question.requester.npi(), "1999000015");
  EXPECT_EQ(question.subscriber.member_id(), "EXM100000001");
  EXPECT_EQ(question.subscriber.name.given, "ALPHA");
  ASSERT_TRUE(question.dates);
  EXPECT_EQ(base::iso(question.dates->start), "2026-01-15");
  ASSERT_EQ(question.items.size(), 1U);
  EXPECT_EQ(question.items[0].procedure.code, "72148");
  EXPECT_EQ(question.items[0].place->code, "22");
  EXPECT_EQ(question.items[0].source.where, "CoverageEligibilityRequest.item[0]");
}

// SC-01: two wires, one answer.
TEST(ReadAnEligibilityRequest, AsksTheSameAsA270) {
  struct Pair {
    std::string eq, item;
  };
  for (const Pair& pair :
       {Pair{"EQ**HC:72148~III*ZZ*22~", EligibilityText::mri("72148")}, Pair{"EQ*62~", category("62")},
        Pair{"EQ*30~", category("30")}, Pair{"EQ**HC:71250~III*ZZ*22~", EligibilityText::mri("71250")}}) {
    EligibilityText text;
    text.items = pair.item;
    const Household household;
    const AskedEligibility fhir(text.text(), household);
    const auto x12 =
        precert::coverage_answer(question_of(request_head + pair.eq), support::demo_rulebook(), household.facts);
    EXPECT_EQ(content_of(fhir.answer()), content_of(x12)) << pair.eq;
  }
}

TEST(ReadAnEligibilityRequest, AloneInParametersAndInABundle) {
  const EligibilityText text;
  const AskedEligibility in_bundle(text.text());
  const AskedEligibility in_parameters(
      R"({"resourceType":"Parameters","parameter":[{"name":"resource","resource":)" + text.text() + "}]}");
  EXPECT_EQ(in_parameters.question(), in_bundle.question());

  EligibilityText contained;
  contained.members =
      R"("contained":[{"resourceType":"Patient","id":"p","name":[{"family":"TESTMEMBER","given":)"
      R"(["ALPHA"]}],"birthDate":"1980-02-14","gender":"female"},{"resourceType":"Coverage","id":"c",)"
      R"("status":"active","subscriberId":"EXM100000001","beneficiary":{"reference":"#p"},"payor":)"
      R"([{"display":"EXAMPLE HEALTH PLAN"}]},{"resourceType":"Organization","id":"o","name":)"
      R"("EXAMPLE CLINIC","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":)"
      R"("1999000015"}]}],"servicedDate":"2026-01-15",)";
  std::string alone = contained.request();
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"Patient/p1", "#p"},
                                 {"Coverage/c1", "#c"},
                                 {"Organization/o1", "#o"}}) {
    alone.replace(alone.find(from), from.size(), to);
  }
  const AskedEligibility by_itself(alone);
  ASSERT_THAT(by_itself.places(), IsEmpty());
  EXPECT_EQ(by_itself.question().subscriber.member_id(), "EXM100000001");
  EXPECT_EQ(by_itself.question().requester.npi(), "1999000015");
  EXPECT_EQ(by_itself.question().payer.identifiers.front().value, "EXPL1");
  EXPECT_TRUE(by_itself.answer().member->active);
}

TEST(ReadAnEligibilityRequest, FromAnOrderInItsDetail) {
  EligibilityText text;
  text.items = R"({"detail":[{"reference":"ServiceRequest/s1"}]})";
  text.more = R"(,{"resource":{"resourceType":"ServiceRequest","id":"s1","status":"draft","intent":"order",)"
              R"("code":)" +
              EligibilityText::coded("http://www.ama-assn.org/go/cpt", "72148") +
              R"(,"subject":{"reference":"Patient/p1"},"occurrenceDateTime":"2026-02-01","reasonCode":[)" +
              EligibilityText::coded("http://hl7.org/fhir/sid/icd-10-cm", "M54.50") + "]}}";
  const AskedEligibility asked(text.text());
  ASSERT_THAT(asked.places(), IsEmpty());
  ASSERT_EQ(asked.question().items.size(), 1U);
  EXPECT_EQ(asked.question().items[0].procedure.code, "72148");
  EXPECT_EQ(base::iso(asked.question().items[0].dates->start), "2026-02-01");
  EXPECT_THAT(asked.question().items[0].diagnosis_pointers, ElementsAre(1));
  ASSERT_EQ(asked.question().diagnoses.size(), 1U);
  EXPECT_EQ(asked.question().diagnoses[0].code, "M5450");
}

TEST(ReadAnEligibilityRequest, WithEvidenceThatIsAtHand) {
  EligibilityText text;
  text.members += R"("supportingInfo":[{"sequence":1,"information":{"reference":"DocumentReference/d1"}}],)";
  text.more = R"(,{"resource":{"resourceType":"DocumentReference","id":"d1","status":"current","type":)" +
              EligibilityText::coded("http://loinc.org", "11488-4") +
              R"(,"content":[{"attachment":{"contentType":"application/pdf"}}]}})";
  const AskedEligibility asked(text.text());
  ASSERT_EQ(asked.question().documents.size(), 1U);
  EXPECT_EQ(asked.question().documents[0].loinc, "11488-4");
  EXPECT_EQ(asked.question().documents[0].service, 0);
}

TEST(ReadAnEligibilityRequest, RefusesAnAmountOfNothingOrLess) {
  for (const std::string amount : {"0", "-3"}) {
    EligibilityText text;
    text.items = R"({"productOrService":)" + EligibilityText::coded("http://www.ama-assn.org/go/cpt", "72148") +
                 R"(,"quantity":{"value":)" + amount + "}}";
    EXPECT_THAT(AskedEligibility(text.text()).places(),
                testing::ElementsAre(testing::EndsWith("item[0].quantity")));
  }
}

TEST(ReadAnEligibilityRequest, TellsAllFaultsAtOnceWithTheirPlaces) {
  const AskedEligibility asked(
      R"({"resourceType":"CoverageEligibilityRequest","status":"draft","purpose":["auth-requirements","why"],)"
      R"("servicedDate":"2026","insurance":[{"focal":true},{"focal":true}],"item":[{}]})");
  EXPECT_THAT(
      asked.places(),
      testing::UnorderedElementsAre(
          "CoverageEligibilityRequest.status", "CoverageEligibilityRequest.patient",
          "CoverageEligibilityRequest.insurer", "CoverageEligibilityRequest.serviced",
          "CoverageEligibilityRequest.purpose[1]", "CoverageEligibilityRequest.insurance",
          "CoverageEligibilityRequest.provider", "CoverageEligibilityRequest.item[0].productOrService"));
}

TEST(ReadAnEligibilityRequest, RefusesWhatIsNone) {
  EXPECT_THAT(AskedEligibility(R"({"resourceType":"Patient"})").places(), ElementsAre("Patient"));
  EXPECT_THAT(AskedEligibility(R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":)"
                               R"({"resourceType":"Patient","id":"p"}}]})")
                  .places(),
              ElementsAre("Bundle.entry"));
  EXPECT_FALSE(AskedEligibility("{").issues().empty());
}

// ---- Answering

// SC-10, SC-17, SC-19, SC-20, SC-24: required, and everything that has to be known about it.
TEST(AnswerAnEligibilityRequest, WithAllThatARequiredAuthorizationNeeds) {
  const AskedEligibility asked(EligibilityText().text());
  ASSERT_THAT(asked.places(), IsEmpty());
  const json::Value response = asked.response();
  EXPECT_EQ(fhir::text(response, "outcome"), "complete");
  EXPECT_EQ(fhir::text(response, "preAuthRef"), "NR260001");
  EXPECT_EQ(fhir::text(response.find("request"), "reference"), "CoverageEligibilityRequest/E1");
  EXPECT_EQ(fhir::text(response.find("request").find("identifier"), "value"), "ELG0001");
  EXPECT_TRUE(asked.insurance().find("inforce").boolean());
  EXPECT_EQ(fhir::text(asked.insurance().find("benefitPeriod"), "start"), "2020-01-01");
  const json::Value item = asked.item();
  EXPECT_EQ(fhir::code_of(item.find("productOrService"), "http://www.ama-assn.org/go/cpt"), "72148");
  EXPECT_TRUE(item.find("authorizationRequired").boolean());
  EXPECT_TRUE(item.find("excluded").is_boolean());
  EXPECT_FALSE(item.find("excluded").boolean());
  EXPECT_FALSE(item.find("authorizationSupporting").empty());
  EXPECT_THAT(std::string(fhir::text(item, "authorizationUrl")), HasSubstr("https://"));
  EXPECT_FALSE(extension_text(fhir::extension(item, criteria), "edition").empty());
  EXPECT_FALSE(extension_text(fhir::extension(item, criteria), "owner").empty());
  EXPECT_EQ(extension_text(item, necessity), "before_service");
  EXPECT_THAT(asked.description(),
              AllOf(HasSubstr("Pre-authorization required"), HasSubstr("Send with the request:"),
                    HasSubstr("if requested now"), HasSubstr("Criteria: "), HasSubstr("Example Choice PPO"),
                    HasSubstr("8005550100"), HasSubstr("NR260001")));
}

// SC-11, SC-12, SC-13: not required is said, with its proof.
TEST(AnswerAnEligibilityRequest, WithAnExplicitNo) {
  EligibilityText text;
  text.items = EligibilityText::mri("97161");
  const AskedEligibility asked(text.text());
  ASSERT_TRUE(asked.item().find("authorizationRequired").is_boolean());
  EXPECT_FALSE(asked.item().find("authorizationRequired").boolean());
  EXPECT_EQ(extension_text(asked.item(), answer_code), "not_required");
  EXPECT_THAT(asked.description(), AllOf(HasSubstr("NR260001"), Not(HasSubstr("does not exist"))));
}

// SC-02, SC-48: an exclusion is one, and no form or review is offered.
TEST(AnswerAnEligibilityRequest, WithAnExclusion) {
  Household household;
  household.member.coverage.front().product = "PLAN-B";
  EligibilityText text;
  text.items = EligibilityText::mri("70336");
  const AskedEligibility asked(text.text(), household);
  EXPECT_TRUE(asked.item().find("excluded").boolean());
  EXPECT_FALSE(asked.item().find("authorizationSupporting").exists());
  EXPECT_FALSE(asked.item().find("authorizationRequired").boolean());
  EXPECT_THAT(asked.description(), HasSubstr("Not a covered benefit"));
}

// SC-09: the same service on the same day, for two plans.
TEST(AnswerAnEligibilityRequest, ByThePatientsOwnPlan) {
  EligibilityText text;
  text.items = EligibilityText::mri("71260");
  EXPECT_TRUE(AskedEligibility(text.text()).item().find("authorizationRequired").boolean());
  Household household;
  household.member.coverage.front().product = "PLAN-B";
  const AskedEligibility asked(text.text(), household);
  ASSERT_TRUE(asked.item().find("authorizationRequired").is_boolean());
  EXPECT_FALSE(asked.item().find("authorizationRequired").boolean());
  const json::Value plan = fhir::extension(asked.insurance(), mappers::eligibility::plan);
  EXPECT_EQ(extension_text(plan, "id"), "PLAN-B");
  EXPECT_FALSE(extension_text(asked.response(), mappers::eligibility::rulebook).empty());
}

// SC-06: words instead of a code.
TEST(AnswerAnEligibilityRequest, WithCandidatesForWords) {
  EligibilityText text;
  text.items = words("MRI brain");
  const AskedEligibility asked(text.text());
  ASSERT_THAT(asked.places(), IsEmpty());
  std::vector<std::string> codes;
  for (const json::Value item : fhir::list(asked.insurance(), "item")) {
    codes.emplace_back(fhir::code_of(item.find("productOrService"), "http://www.ama-assn.org/go/cpt"));
    EXPECT_EQ(extension_text(item, mappers::eligibility::candidate_for), "MRI brain");
    EXPECT_FALSE(extension_text(item, answer_code).empty());
  }
  EXPECT_THAT(codes, testing::IsSupersetOf({"70551", "70553"}));
  text.items = words("qqqq zzzz xxxx");
  EXPECT_THAT(AskedEligibility(text.text()).places(),
              ElementsAre("Bundle.entry[0].resource.item[0].productOrService"));
}

// SC-07: a category, with an answer for each service in it and a sum of them.
TEST(AnswerAnEligibilityRequest, WithEveryPartOfACategory) {
  EligibilityText text;
  text.items = category("62");
  const AskedEligibility asked(text.text());
  const std::size_t count = asked.insurance().find("item").size();
  ASSERT_GT(count, 2U);
  std::vector<std::string> codes;
  for (std::size_t i = 1; i < count; ++i) {
    codes.emplace_back(
        fhir::code_of(asked.item(i).find("productOrService"), "http://www.ama-assn.org/go/cpt"));
  }
  EXPECT_THAT(codes, testing::IsSupersetOf({"70551", "72148"}));
}

std::string site(const std::string& npi, const std::string& name) {
  return R"({"identifier":{"system":"http://hl7.org/fhir/sid/us-npi","value":")" + npi + R"("},"display":")" +
         name + "\"}";
}

// One item that names several facilities, and one item for each, get the same answers.
TEST(AnswerAnEligibilityRequest, AtEachFacilityThatIsNamed) {
  const std::string centre = site("1999000155", "EXAMPLE IMAGING CENTER"), other = site("1999001005", "");
  const std::string product =
      R"({"productOrService":)" + EligibilityText::coded("http://www.ama-assn.org/go/cpt", "70551");
  EligibilityText one_item;
  one_item.items = product + R"(,"facility":)" + centre +
                   R"(,"extension":[{"url":"http://precert.example/fhir/StructureDefinition/at-facility",)"
                   R"("valueReference":)" +
                   other + "}]}";
  EligibilityText two_items;
  two_items.items = product + R"(,"facility":)" + centre + "}," + product + R"(,"facility":)" + other + "}";
  for (const EligibilityText& text : {one_item, two_items}) {
    const AskedEligibility asked(text.text());
    ASSERT_THAT(asked.places(), IsEmpty());
    ASSERT_EQ(asked.insurance().find("item").size(), 2U);
    std::vector<std::string> npis;
    for (const json::Value item : fhir::list(asked.insurance(), "item")) {
      const json::Value at = fhir::extension_value(item, mappers::eligibility::at_facility);
      npis.emplace_back(fhir::text(at.find("identifier"), "value"));
      EXPECT_TRUE(item.find("authorizationRequired").is_boolean());
    }
    EXPECT_THAT(npis, ElementsAre("1999000155", "1999001005"));
    EXPECT_THAT(asked.description(0), HasSubstr("At EXAMPLE IMAGING CENTER: "));
    EXPECT_THAT(asked.description(1), HasSubstr("At NPI 1999001005: "));
  }
}

// SC-10: as many answers as services.
TEST(AnswerAnEligibilityRequest, WithOneItemForEachService) {
  EligibilityText text;
  text.items.clear();
  for (const char* code : {"72148", "71260", "97161", "70551", "73721"}) {
    text.items += (text.items.empty() ? "" : ",") + EligibilityText::mri(code);
  }
  const AskedEligibility asked(text.text());
  EXPECT_EQ(asked.insurance().find("item").size(), 5U);
  for (const json::Value item : fhir::list(asked.insurance(), "item")) {
    EXPECT_TRUE(item.find("authorizationRequired").is_boolean());
  }
}

// SC-13: a code that no list has.
TEST(AnswerAnEligibilityRequest, WithAnErrorForACodeThatNoListHas) {
  EligibilityText text;
  text.items = EligibilityText::mri("9999X") + "," + EligibilityText::mri("72148");
  const AskedEligibility asked(text.text());
  EXPECT_EQ(fhir::text(asked.response(), "outcome"), "partial");
  const json::Value error = fhir::first(asked.response(), "error");
  EXPECT_EQ(fhir::code_of(error.find("code"), "https://codesystem.x12.org/005010/901"), "AG");
  EXPECT_THAT(std::string(fhir::text(error.find("code"), "text")),
              HasSubstr("CoverageEligibilityRequest.item[0]"));
  // SC-10: an item for each service, and which of them is not known.
  ASSERT_EQ(asked.insurance().find("item").size(), 2U);
  const json::Value unknown = asked.insurance().find("item").at(1);
  EXPECT_EQ(fhir::code_of(unknown.find("productOrService"), "http://www.ama-assn.org/go/cpt"), "9999X");
  EXPECT_FALSE(unknown.find("authorizationRequired").exists());
  EXPECT_FALSE(unknown.find("excluded").exists());
  EXPECT_THAT(std::string(fhir::text(unknown, "description")), HasSubstr("edition 2026"));
  EXPECT_THAT(std::string(fhir::text(asked.response(), "disposition")), HasSubstr("9999X: "));
}

// SC-14, SC-18: an unlisted code is answered, with papers of its own.
TEST(AnswerAnEligibilityRequest, ForAnUnlistedCode) {
  EligibilityText text;
  text.items = EligibilityText::mri("76498");
  const AskedEligibility asked(text.text());
  EXPECT_EQ(fhir::text(asked.response(), "outcome"), "complete");
  EXPECT_TRUE(asked.item().find("authorizationRequired").boolean());
  EXPECT_EQ(asked.item().find("authorizationSupporting").size(), 2U);
  EXPECT_THAT(asked.description(), testing::AllOf(HasSubstr("LOINC 11503-0"), HasSubstr("LOINC 28570-0")));
}

TEST(AnswerAnEligibilityRequest, ForAnUnlistedCodeThatIsDescribedWithItsReport) {
  for (const char* const code : {"76498", "29999"}) {
    EligibilityText text;
    text.items = EligibilityText::mri(code);
    text.items.replace(text.items.find("{\"coding\""), 1, R"({"text":"upright study under load",)");
    const AskedEligibility asked(text.text());
    EXPECT_EQ(asked.item().find("authorizationSupporting").size(), 1U) << code;
    EXPECT_THAT(asked.description(), HasSubstr("LOINC 28570-0")) << code;
  }
}

// SC-15: no authorization, but a review with the claim.
TEST(AnswerAnEligibilityRequest, WithNecessityApartFromAuthorization) {
  EligibilityText text;
  text.items = EligibilityText::mri("81162");
  const AskedEligibility asked(text.text());
  EXPECT_FALSE(asked.item().find("authorizationRequired").boolean());
  EXPECT_EQ(extension_text(asked.item(), necessity), "after_service");
  EXPECT_THAT(asked.description(), HasSubstr("Medical necessity is reviewed after the service"));
}

// SC-16: a vendor decides.
TEST(AnswerAnEligibilityRequest, WithTheVendorThatDecides) {
  EligibilityText text;
  text.items = EligibilityText::mri("77385");
  const AskedEligibility asked(text.text());
  ASSERT_EQ(extension_text(asked.item(), answer_code), "vendor_managed") << asked.body();
  EXPECT_TRUE(asked.item().find("authorizationRequired").boolean());
  const json::Value vendor = fhir::extension(asked.item(), mappers::eligibility::reviewer);
  EXPECT_EQ(extension_text(vendor, "name"), "Example Oncology Review");
  EXPECT_EQ(extension_text(vendor, "phone"), "8005550200");
  EXPECT_EQ(fhir::text(asked.item(), "authorizationUrl"), "https://oncology-review.example/requests");
  EXPECT_THAT(asked.description(), HasSubstr("Managed by Example Oncology Review"));
}

// SC-21: what has to have been tried is known before anything is sent.
TEST(AnswerAnEligibilityRequest, WithWhatHasToHaveBeenTried) {
  EligibilityText text;
  text.items = EligibilityText::mri("73721");
  const AskedEligibility asked(text.text());
  EXPECT_THAT(asked.description(), testing::ContainsRegex("[Cc]onservative"));
}

// SC-08: a limit is said with what was used of it.
TEST(AnswerAnEligibilityRequest, WithLimitsAndWhatIsUsed) {
  EligibilityText text;
  text.items = category("PT");
  const AskedEligibility asked(text.text());
  const json::Value benefit = fhir::first(asked.item(), "benefit");
  EXPECT_EQ(benefit.find("allowedUnsignedInt").number_text(), "60");
  EXPECT_EQ(benefit.find("usedUnsignedInt").number_text(), "0");
  EXPECT_EQ(fhir::text(benefit.find("type"), "text"), "60 visits a calendar year");
}

// SC-72: the 271 and CRD say so, too
TEST(AnswerAnEligibilityRequest, WithAnAuthorizationOnFileAndWhyItDoesNotCoverThis) {
  precert::PriorCase prior;
  prior.id = precert::CaseId("C1");
  prior.request.requester.identifiers = {{precert::IdentifierKind::npi, "1999000015", ""}};
  prior.request.services.resize(1);
  prior.request.services[0].procedure.code = "72148";
  prior.determination.lines.resize(1);
  precert::LineDetermination& decided = prior.determination.lines[0];
  decided.sequence = 1;
  decided.action = precert::ReviewAction::certified;
  decided.certification_number = "AUTH0000000007";
  decided.validity = base::Period{*base::date_from_iso("2026-01-01"), base::date_from_iso("2026-03-31")};
  decided.quantity = precert::Quantity{base::Decimal(1), precert::Unit::unit, {}};
  Household household;
  household.facts.history = {prior};
  EligibilityText text;
  const AskedEligibility one(text.text(), household);
  EXPECT_THAT(one.description(),
              HasSubstr("The service is authorized already. Authorization AUTH0000000007 is on "
                        "file until 2026-03-31."));
  EXPECT_THAT(one.body(), Not(HasSubstr("differs")));
  text.items.insert(1, R"("quantity":{"value":2},)");
  const AskedEligibility two(text.text(), household);
  EXPECT_THAT(
      two.description(),
      AllOf(HasSubstr("but not for what is asked about: it is for a quantity of 1, and 2 are asked for."),
            Not(HasSubstr("authorized already"))));
  EXPECT_THAT(two.body(), HasSubstr(R"({"url":"differs","valueString":"it is for a quantity of 1)"));
}

// SC-50, SC-51: who is outside the network, and what to do then.
TEST(AnswerAnEligibilityRequest, WithTheNetwork) {
  Household household;
  precert::Facility clinic, outside;
  clinic.npi = "1999000015";
  outside.npi = "1999001047";
  outside.in_network = false;
  household.directory = precert::Directory({clinic, outside});
  const auto done_at = [](const std::string& npi) {
    EligibilityText text;
    text.items.pop_back();
    text.items +=
        R"(,"facility":{"identifier":{"system":"http://hl7.org/fhir/sid/us-npi","value":")" + npi + R"("}}})";
    return text.text();
  };
  const AskedEligibility in(done_at("1999000015"), household);
  EXPECT_EQ(fhir::code_of(in.item().find("network"), mappers::eligibility::benefit_network), "in");
  const AskedEligibility out(done_at("1999001047"), household);
  EXPECT_EQ(fhir::code_of(out.item().find("network"), mappers::eligibility::benefit_network), "out");
  EXPECT_THAT(out.description(), AllOf(HasSubstr("1999001047"), HasSubstr("8005550110")));
}

// SC-67: where it can be done, and where it costs less.
TEST(AnswerAnEligibilityRequest, WithFacilitiesAndTheirCost) {
  const AskedEligibility asked(EligibilityText().text());
  const json::Value offer = fhir::extension(asked.item(), facility);
  ASSERT_TRUE(offer.exists()) << asked.body();
  EXPECT_EQ(extension_text(offer, "name"), "EXAMPLE IMAGING CENTER");
  EXPECT_EQ(fhir::text(fhir::extension_value(offer, "identifier"), "value"), "1999000155");
  EXPECT_THAT(asked.description(), HasSubstr("EXAMPLE IMAGING CENTER"));
}

// SC-01: validation says whether the coverage is in force, and nothing of services.
TEST(AnswerAnEligibilityRequest, ToAValidation) {
  EligibilityText text;
  text.purpose = R"(["validation"])";
  const AskedEligibility asked(text.text());
  EXPECT_TRUE(asked.insurance().find("inforce").boolean());
  EXPECT_FALSE(asked.insurance().find("item").exists());
  Household household;
  household.member.coverage.front().period.end = *base::date_from_iso("2025-12-31");
  const AskedEligibility over(text.text(), household);
  EXPECT_TRUE(over.insurance().find("inforce").is_boolean());
  EXPECT_FALSE(over.insurance().find("inforce").boolean());
}

// R4: insurance 0..*. Name and birth date are enough to be asked about; neither is a fault with its place.
TEST(ReadAnEligibilityRequest, WithoutAMemberNumber) {
  EligibilityText text;
  text.member.clear();
  const AskedEligibility named(text.text());
  EXPECT_TRUE(named.issues().empty());
  EXPECT_EQ(named.question().subscriber.member_id(), "");
  EXPECT_EQ(named.question().subscriber.name.family, "TESTMEMBER");
  EXPECT_THAT(AskedEligibility(text.request()).places(),
              testing::Contains("CoverageEligibilityRequest.patient"));
}

TEST(AnswerAnEligibilityRequest, SayingHowMuchItIsAbout) {
  const auto disposition = [](const std::string& purpose, const std::string& items) {
    EligibilityText text;
    text.purpose = purpose;
    text.items = items;
    return std::string(fhir::text(AskedEligibility(text.text()).response(), "disposition"));
  };
  EXPECT_EQ(disposition(R"(["validation"])", ""), "Answered for the coverage.");
  EXPECT_EQ(disposition(R"(["discovery"])", ""), "Answered for the coverage.");
  EXPECT_EQ(disposition(R"(["benefits"])", ""), "Answered for the plan as a whole.");
  EXPECT_EQ(disposition(R"(["benefits"])", EligibilityText::mri("72148")), "Answered for 1 service.");
}

// R4 eligibilityrequest-purpose: discovery reports all coverages that the insurer is aware of.
TEST(AnswerAnEligibilityRequest, ToADiscoveryWithEveryCoverageOnFile) {
  Household household;
  household.member.coverage.insert(
      household.member.coverage.begin(),
      {"PLAN-B", "GRP0002", {*base::date_from_iso("2018-01-01"), *base::date_from_iso("2019-12-31")}});
  EligibilityText text;
  text.purpose = R"(["discovery"])";
  text.items = "";
  const AskedEligibility asked(text.text(), household);
  const json::Value all = asked.response().find("insurance");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all.at(0).find("inforce").boolean());
  EXPECT_FALSE(all.at(1).find("inforce").boolean());
  const json::Value plan = fhir::extension(all.at(1), mappers::eligibility::plan);
  EXPECT_EQ(extension_text(plan, "id"), "PLAN-B");
  EXPECT_EQ(extension_text(plan, "group"), "GRP0002");
  EXPECT_EQ(fhir::text(all.at(1).find("benefitPeriod"), "end"), "2019-12-31");
  EXPECT_EQ(fhir::text(all.at(1).find("coverage").find("identifier"), "value"), "EXM100000001");
  EXPECT_EQ(fhir::text(asked.response(), "disposition"), "Answered for 2 coverages.");
  text.purpose = R"(["validation"])";
  EXPECT_EQ(AskedEligibility(text.text(), household).response().find("insurance").size(), 1U);
}

TEST(AnswerAnEligibilityRequest, ForAStrangerCompleteAndNotInForce) {
  Household household;
  household.facts.member = nullptr;
  const AskedEligibility asked(EligibilityText().text(), household);
  EXPECT_EQ(fhir::text(asked.response(), "outcome"), "complete");
  EXPECT_FALSE(asked.insurance().find("inforce").boolean());
  EXPECT_FALSE(asked.response().find("error").exists());
  EXPECT_THAT(std::string(fhir::text(asked.response(), "disposition")), HasSubstr("No coverage was found"));
  EXPECT_EQ(fhir::text(asked.response(), "preAuthRef"), "NR260001");
}

TEST(AnswerAnEligibilityRequest, ForAnotherPayerWithAnError) {
  EligibilityText text;
  text.payer = "NOBODY1";
  const AskedEligibility asked(text.text());
  EXPECT_EQ(fhir::text(asked.response(), "outcome"), "error");
  EXPECT_FALSE(asked.response().find("error").empty());
  EXPECT_FALSE(asked.response().find("insurance").exists());
}

TEST(KeepAnEligibilityRequest, AsItCameUnderItsNewId) {
  const AskedEligibility asked(EligibilityText().text());
  std::string body;
  json::Writer out(body);
  mappers::write_eligibility_request(out, asked.message(), "E7");
  EXPECT_THAT(body,
              testing::StartsWith(R"({"resourceType":"CoverageEligibilityRequest","id":"E7","identifier":)"));
  std::string expected = EligibilityText().request();
  const std::string before = R"("id":"r1")";
  expected.replace(expected.find(before), before.size(), R"("id":"E7")");
  EXPECT_EQ(body, expected);
}

}  // namespace
