// POST Claim/$inquire: which reviews are found, for whom, and in which form.
#include "fhir_support.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/fhir/original_bundle.hpp"

namespace {

using fhir_conversation::claim_responses;
using fhir_conversation::FhirConversation;
using fhir_conversation::header;
using fhir_conversation::InquiryText;
using fhir_conversation::number_extension;
using fhir_conversation::Read;
using fhir_conversation::replaced_once;
using fhir_conversation::scenario;
using gateway::HttpReply;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr const char* inquire = "/fhir/Claim/$inquire";
constexpr const char* inquire_2_0_1 = "/fhir/2.0.1/Claim/$inquire";
constexpr const char* nothing = R"({"resourceType":"Parameters"})";

/// An item that asks for a CPT code ("" = any service).
std::string item(const std::string& code, const std::string& more = {}) {
  const std::string coding =
      code.empty()
          ? R"("system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"not-applicable")"
          : R"("system":"http://www.ama-assn.org/go/cpt","code":")" + code + "\"";
  return R"(,"item":[{"sequence":1,"productOrService":{"coding":[{)" + coding + "}]}" + more + "}]";
}

std::string with_item(const std::string& members) {
  InquiryText inquiry;
  inquiry.members = members;
  return inquiry.text();
}

class Inquire : public FhirConversation {
 protected:
  std::size_t found(const std::string& body, const std::string& path = inquire) {
    const HttpReply reply = post(path, body);
    EXPECT_EQ(reply.status, 200U) << reply.body;
    const Read answer(reply.body);
    return claim_responses(answer.root()).size();
  }
  std::string number_of(const std::string& id, const std::string& name) {
    const Read read(get("/fhir/ClaimResponse/" + id).body);
    if (name == "certification") return std::string(read.root().find("preAuthRef").string());
    for (const json::Value extension : read.root().find("item").at(0).find("extension").elements()) {
      if (extension.find("url").string().ends_with("administrationReferenceNumber")) {
        return std::string(extension.find("valueString").string());
      }
    }
    return {};
  }
};

TEST_F(Inquire, AnswersWithOneReturnBundleForEachReview) {
  submitted("mri-approved");
  const HttpReply reply = post(inquire, InquiryText{}.text());
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const Read answer(reply.body);
  EXPECT_EQ(answer.root().find("resourceType").string(), "Parameters");
  ASSERT_EQ(answer.root().find("parameter").size(), 1U);
  const json::Value parameter = answer.root().find("parameter").at(0);
  EXPECT_EQ(parameter.find("name").string(), "return");
  const json::Value bundle = parameter.find("resource");
  EXPECT_EQ(bundle.find("type").string(), "collection");
  EXPECT_EQ(bundle.find("entry").at(0).find("resource").find("resourceType").string(), "ClaimResponse");
}

TEST_F(Inquire, AnAdvisoryAnswerIsNoAuthorizationToBeFound) {  // the profiles fix `use`
  gateway::HttpRequest advice;  // not by post(): the profiles of answers know authorizations only
  advice.method = gateway::Method::post;
  advice.path = "/fhir/Claim/$submit";
  advice.content_type = "application/fhir+json";
  advice.body = fhir_conversation::replaced_once(scenario("mri-approved"), "\"preauthorization\"", "\"predetermination\"");
  const HttpReply reply = gateway().answer_now(advice);
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_EQ(found(InquiryText{}.text()), 0U);
}

TEST_F(Inquire, RepeatsTheResourcesOfTheRequestUnderTheirFullUrls) {
  submitted("mri-approved");
  const Read request(scenario("mri-approved"));
  const Read answer(post(inquire, InquiryText{}.text()).body);
  const json::Value response = claim_responses(answer.root()).at(0);
  const json::Value claim = request.root().find("entry").at(0);
  EXPECT_EQ(response.find("request").find("identifier").find("value").string(), "MRI01EV");
  EXPECT_EQ(response.find("patient").find("reference").string(),
            claim.find("resource").find("patient").find("reference").string());
}

TEST_F(Inquire, TheOlderBaseAnswersWithOneBundle) {
  submitted("mri-approved");
  const Read answer(post(inquire_2_0_1, InquiryText{}.text()).body);
  EXPECT_EQ(answer.root().find("resourceType").string(), "Bundle");
  EXPECT_THAT(claim_responses(answer.root()), SizeIs(1));
  const Read none(post(inquire_2_0_1, with_item(item("99999"))).body);
  EXPECT_EQ(none.root().find("entry").at(0).find("resource").find("resourceType").string(),
            "OperationOutcome");
}

TEST_F(Inquire, NothingFoundIsAnEmptyAnswer) {
  EXPECT_EQ(post(inquire, InquiryText{}.text()).body, nothing);
  EXPECT_EQ(post(inquire, with_item("," + number_extension("authorizationNumber", "AUTH-NONE"))).body,
            nothing);
}

TEST_F(Inquire, TakesTheBundleInsideParametersToo) {
  submitted("mri-approved");
  const std::string wrapped = R"({"resourceType":"Parameters","parameter":[{"name":"resource","resource":)" +
                              InquiryText{}.text() + "}]}";
  EXPECT_EQ(found(wrapped), 1U);
  const std::string claim = R"({"resourceType":"Parameters","parameter":[{"name":"resource","resource":)" +
                            scenario("mri-pended") + "}]}";
  EXPECT_EQ(post("/fhir/Claim/$submit", claim).status, 200U);
}

// ---- What fits

TEST_F(Inquire, ACodeOrADateThatIsSaidHasToFit) {
  submitted("mri-approved");
  EXPECT_EQ(found(with_item(item("72148"))), 1U);
  EXPECT_EQ(found(with_item(item("70551"))), 0U);
  EXPECT_EQ(found(with_item(item("70551", R"(,"extension":[{"url":"http://hl7.org/fhir/us/davinci-pas/)"
                                          R"(StructureDefinition/extension-productOrServiceCodeEnd",)"
                                          R"("valueCodeableConcept":{"coding":[{"system":)"
                                          R"("http://www.ama-assn.org/go/cpt","code":"73721"}]}}])"))),
            1U);
  EXPECT_EQ(found(with_item(R"(,"billablePeriod":{"start":"2026-01-01","end":"2026-01-31"})")), 1U);
  EXPECT_EQ(found(with_item(R"(,"billablePeriod":{"end":"2025-12-31"})")), 0U);
}

TEST_F(Inquire, NotApplicableMeansAnyService) {
  submitted("mri-approved");
  EXPECT_EQ(found(with_item(item(""))), 1U);
}

TEST_F(Inquire, ACodeThatCannotBeLookedForIsAFaultAndNotAnyService) {
  submitted("mri-approved");
  const std::string snomed =
      R"(,"item":[{"sequence":1,"productOrService":{"coding":[{"system":"http://snomed.info/sct","code":"1"}]}}])";
  const HttpReply reply = post(inquire, with_item(snomed));
  EXPECT_EQ(reply.status, 400U);
  EXPECT_THAT(reply.body, HasSubstr("Bundle.entry[0].resource.item[0].productOrService"));
}

TEST_F(Inquire, TheDecisionAndTheDatesOfTheCertificationAreKeys) {
  submitted("mri-approved");
  const auto action = [](const std::string& code) {
    return R"(,"extension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/)"
           R"(extension-reviewActionCode","valueCodeableConcept":{"coding":[{"system":)"
           R"("https://codesystem.x12.org/005010/306","code":")" +
           code + R"("}]}}])";
  };
  EXPECT_EQ(found(with_item(item("", action("A1")))), 1U);
  EXPECT_EQ(found(with_item(item("", action("A3")))), 0U);
  const auto issued = [](const std::string& day) {
    return R"(,"extension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/)"
           R"(extension-itemCertificationIssueDate","valueDate":")" +
           day + R"("}])";
  };
  EXPECT_EQ(found(with_item(item("72148", issued("2026-01-05")))), 1U);
  EXPECT_EQ(found(with_item(item("72148", issued("2026-01-06")))), 0U);
}

TEST_F(Inquire, SeveralDiagnosesAreAlternatives) {
  submitted("mri-approved");
  const auto diagnosis = [](int sequence, const std::string& code) {
    return R"({"sequence":)" + std::to_string(sequence) +
           R"(,"diagnosisCodeableConcept":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":")" +
           code + R"("}]}})";
  };
  EXPECT_EQ(
      found(with_item(R"(,"diagnosis":[)" + diagnosis(1, "Z00.00") + "," + diagnosis(2, "M54.16") + "]")),
      1U);
  EXPECT_EQ(found(with_item(R"(,"diagnosis":[)" + diagnosis(1, "Z00.00") + "]")), 0U);
}

TEST_F(Inquire, ANumberFindsTheAuthorizationWhateverElseIsSaid) {
  const std::string id = submitted("mri-approved");
  const std::string number = number_of(id, "certification");
  ASSERT_THAT(number, Not(IsEmpty()));
  EXPECT_EQ(found(with_item("," + number_extension("authorizationNumber", number) + item("99999"))), 1U);
  EXPECT_EQ(found(with_item("," + number_extension("administrationReferenceNumber", number))), 1U);
}

TEST_F(Inquire, TheIdentifierOfTheInquiryIsNoKey) {
  submitted("mri-approved");
  InquiryText inquiry;
  EXPECT_EQ(found(replaced_once(inquiry.text(), "INQ1EV", "MRI01EV")), 1U);
  EXPECT_EQ(found(replaced_once(inquiry.text(), "INQ1EV", "SOMETHING ELSE")), 1U);
}

TEST_F(Inquire, TheSameBytesGetTheStateOfNow) {
  EXPECT_EQ(found(InquiryText{}.text()), 0U);
  submitted("mri-approved");
  const HttpReply again = post(inquire, InquiryText{}.text());
  EXPECT_EQ(header(again, "X-Replayed"), "");
  const Read answer(again.body);
  EXPECT_THAT(claim_responses(answer.root()), SizeIs(1));
}

TEST_F(Inquire, APendedRequestIsFoundSixMonthsAfterTheEndOfItsService) {
  submitted("mri-pended");  // service until 2026-02-12
  clock().move(std::chrono::hours(24) * (38 + 184));
  const HttpReply reply =
      post(inquire, with_item(R"(,"billablePeriod":{"start":"2026-01-01","end":"2026-03-01"})"));
  const Read answer(reply.body);
  ASSERT_THAT(claim_responses(answer.root()), SizeIs(1));
  EXPECT_THAT(reply.body, HasSubstr(R"("code":"A4")"));
}

TEST_F(Inquire, APendedAnswerHasTasksAndTheRequestersRoleButNoCommunicationRequest) {
  const std::string text = scenario("mri-pended");
  const Read read(text);
  const json::Value claim = read.root().find("entry").at(0).find("resource");
  const std::string clinic(claim.find("provider").find("reference").string());
  const std::string doctor(claim.find("careTeam").at(0).find("provider").find("reference").string());
  ASSERT_EQ(post("/fhir/Claim/$submit", replaced_once(text, clinic, doctor)).status, 200U);
  InquiryText asked;
  asked.npi = "1999000049";
  const HttpReply reply = post(inquire, asked.text());
  EXPECT_THAT(reply.body, Not(HasSubstr("ommunicationRequest\"")));
  for (const char* const type : {"Task", "Practitioner", "PractitionerRole"}) {
    EXPECT_THAT(reply.body, HasSubstr(std::string(R"("resourceType":")") + type + "\"")) << type;
  }
}

// ---- Who

TEST_F(Inquire, TheServicingFacilityFindsItButDoesNotLearnTheNameOfTheClaim) {
  submitted("mri-approved");
  InquiryText facility;
  facility.npi = "1999000155";
  const Read answer(post(inquire, facility.text()).body);
  ASSERT_THAT(claim_responses(answer.root()), SizeIs(1));
  const json::Value request = claim_responses(answer.root()).at(0).find("request");
  EXPECT_FALSE(request.find("reference").exists());
  EXPECT_FALSE(request.find("identifier").exists());
  EXPECT_THAT(request.find("extension").at(0).find("url").string(), HasSubstr("data-absent-reason"));
}

TEST_F(Inquire, AStrangerLearnsNothingNotEvenByNumber) {
  const std::string id = submitted("mri-approved");
  InquiryText stranger;
  stranger.npi = "1999000064";
  EXPECT_EQ(post(inquire, stranger.text()).body, nothing);
  stranger.members = "," + number_extension("authorizationNumber", number_of(id, "certification"));
  EXPECT_EQ(post(inquire, stranger.text()).body, nothing);
}

TEST_F(Inquire, AnotherMembersReviewIsNotFoundByItsNumber) {
  const std::string id = submitted("mri-approved");
  InquiryText other;
  other.member = "EXM100000004";
  other.given = "DELTA";
  other.born = "1941-03-17";
  other.members = "," + number_extension("authorizationNumber", number_of(id, "certification"));
  EXPECT_EQ(post(inquire, other.text()).body, nothing);
}

// ---- What is no inquiry, and what cannot be answered

TEST_F(Inquire, RefusesWhatIsNoInquiryWithOneOperationOutcome) {
  const std::string empty =
      R"({"resourceType":"Bundle","identifier":{"value":"A1"},"type":"collection","entry":[]})";
  const std::string no_patient =
      replaced_once(InquiryText{}.text(), R"("patient":{"reference":"Patient/p"},)", "");
  const std::string no_claim =
      replaced_once(InquiryText{}.text(), R"("resourceType":"Claim")", R"("resourceType":"Basic")");
  for (const std::string& body :
       {empty, no_patient, no_claim, std::string("{"), std::string(R"({"resourceType":"Patient"})")}) {
    const HttpReply reply = post(inquire, body);
    EXPECT_EQ(reply.status, 400U) << body;
    const Read outcome(reply.body);
    EXPECT_EQ(outcome.root().find("resourceType").string(), "OperationOutcome");
  }
}

TEST_F(Inquire, AMemberThatIsNotKnownIsAnErrorOfTheClaimResponse) {
  InquiryText unknown;
  unknown.member = "EXM999999999";
  const HttpReply reply = post(inquire, unknown.text());
  ASSERT_EQ(reply.status, 200U);
  const Read answer(reply.body);
  ASSERT_THAT(claim_responses(answer.root()), SizeIs(1));
  const json::Value response = claim_responses(answer.root()).at(0);
  EXPECT_EQ(response.find("outcome").string(), "error");
  EXPECT_THAT(reply.body, HasSubstr(R"("code":"75")"));
  EXPECT_EQ(response.find("patient").find("reference").string(), "http://clinic.example/fhir/Patient/p");
}

TEST_F(Inquire, KeepsTheBytesAndNamesThem) {
  const std::string sent = InquiryText{}.text();
  const HttpReply reply = post(inquire, sent);
  const std::string id = header(reply, "Precert-Message-Id");
  ASSERT_THAT(id, Not(IsEmpty()));
  EXPECT_EQ(get("/messages/" + id).body, sent);
}

// ---- Sensitive services

class SensitiveInquire : public Inquire {
 protected:
  /// The demo rulebook, with imaging as a sensitive type of service.
  void SetUp() override {
    std::filesystem::copy(PRECERT_SOURCE_DIR "/fixtures/rulebook", rulebook_.path());
    std::ifstream in(rulebook_ / "payer.yaml");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    in.close();
    std::ofstream out(rulebook_ / "payer.yaml", std::ios::trunc);
    out << replaced_once(text, "  appeal_days:", "  sensitive_service_types: [\"62\"]\n  appeal_days:");
    out.close();
    gateway::Config config;
    config.rulebook = rulebook_.path();
    open(std::move(config));
  }
  void TearDown() override { close(); }

 private:
  support::TemporaryFolder rulebook_;
};

TEST_F(SensitiveInquire, IsLeftOutForThoseWhoAreOnlyNamedInItWithAWarning) {
  const std::string id = submitted("mri-approved");
  InquiryText orderer;  // named at the event, neither requester nor performing
  orderer.npi = "1999000049";
  const HttpReply reply = post(inquire, orderer.text());
  const Read answer(reply.body);
  EXPECT_THAT(claim_responses(answer.root()), IsEmpty());
  ASSERT_EQ(answer.root().find("parameter").size(), 1U);
  EXPECT_EQ(answer.root().find("parameter").at(0).find("name").string(), "remark");
  EXPECT_THAT(reply.body, HasSubstr(R"("severity":"warning")"));
  EXPECT_THAT(reply.body, HasSubstr("8005550100"));  // another way to it

  orderer.members = "," + number_extension("authorizationNumber", number_of(id, "certification"));
  EXPECT_EQ(found(orderer.text()), 1U);
  EXPECT_EQ(found(InquiryText{}.text()), 1U);  // its requester
}

// ---- The Bundle a case came with

TEST_F(Inquire, TheOriginalBundleIsTheNewestThatASubmitBrought) {
  const std::string id = submitted("mri-approved");
  gateway::Store& store = gateway().services().store;
  const auto record = store.find_case(precert::CaseId(id));
  ASSERT_TRUE(record && *record);
  const auto original = gateway::original_bundle(**record, store);
  ASSERT_TRUE(original);
  ASSERT_NE(*original, nullptr);
  EXPECT_EQ(gateway::bundle_of(*original)->entries().front().type, "Claim");
  EXPECT_EQ(gateway::bundle_of(*original)->identifier_value(), "MRI01");

  gateway::CaseRecord decided_later = **record;  // a reviewer's version has no message
  decided_later.version = 2;
  decided_later.message = precert::MessageId();
  const auto earlier = gateway::original_bundle(decided_later, store);
  ASSERT_TRUE(earlier);
  EXPECT_NE(*earlier, nullptr);
}

TEST_F(Inquire, ACaseThatCameAsX12HasNoOriginalBundleAndIsFoundAllTheSame) {
  const auto sent =
      gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/mri-approved/request.x12");
  ASSERT_TRUE(sent);
  ASSERT_EQ(send(gateway::Method::post, "/x12", *sent, "application/edi-x12").status, 200U);
  const Read answer(post(inquire, InquiryText{}.text()).body);
  ASSERT_THAT(claim_responses(answer.root()), SizeIs(1));
  EXPECT_THAT(
      claim_responses(answer.root()).at(0).find("request").find("extension").at(0).find("url").string(),
      HasSubstr("data-absent-reason"));
}

}  // namespace
