// Completed forms reach the decision by every way that there is, and everything they say can be printed.
#include "dtr_support.hpp"
#include "gateway/cli/cli.hpp"
#include "mappers/codes/base64.hpp"

namespace {

using fhir_conversation::FhirConversation;
using fhir_conversation::Read;
using fhir_conversation::replaced_once;
using gateway::HttpReply;
using testing::HasSubstr;
using testing::Not;

/// The form of the spine, answered as somebody at the client did.
std::string completed(const std::string& form) {
  const std::string by_hand =
      R"("extension":[{"url":"http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin",)"
      R"("extension":[{"url":"source","valueCode":"manual"},{"url":"author","extension":[{"url":"practitioner",)"
      R"("valueReference":{"reference":"Practitioner/d1"}}]}]}])";
  return R"({"resourceType":"QuestionnaireResponse","id":"qr1","questionnaire":")" + form +
         R"(","status":"completed","subject":{"reference":"Patient/p1"},"authored":"2026-01-05T10:00:00Z",)"
         R"("item":[{"linkId":"conservative-care-weeks","text":"How many weeks of conservative care?","answer":[{)" +
         by_hand + R"(,"valueDecimal":8}]},{"linkId":"neuro-exam-documented","answer":[{)" + by_hand +
         R"(,"valueCoding":{"system":"http://loinc.org","code":"LA33-6","display":"Yes"}}]}]})";
}

/// $submit-attachment for the pended MRI.
std::string attachment(const std::string& content) {
  const auto identifier = [](const std::string& name, const std::string& system, const std::string& value) {
    return R"({"name":")" + name + R"(","valueIdentifier":{"system":")" + system + R"(","value":")" + value +
           R"("}},)";
  };
  return R"({"resourceType":"Parameters","parameter":[)" +
         identifier("TrackingId", "urn:test", "TRC0000000001") +
         R"({"name":"AttachTo","valueCode":"preauthorization"},)" +
         identifier("PayerId", "urn:test", "EXPL1") +
         identifier("ProviderId", "http://hl7.org/fhir/sid/us-npi", "1999000015") +
         identifier("MemberId", "urn:test", "EXM100000001") +
         R"({"name":"Attachment","part":[{"name":"Content","resource":)" + content + "}]}]}";
}

class FormAnswers : public FhirConversation {
 protected:
  /// Canonical and version of the form that the pended request is to be answered with.
  std::string form_of_the_case() {
    const HttpReply reply = post(dtr::package_path, dtr::parameters({dtr::context("TRC0000000001")}));
    const Read answer(reply.body);
    const json::Value package = dtr::packages(answer.root()).at(0);
    return std::string(dtr::first_of(package, "QuestionnaireResponse").find("questionnaire").string());
  }
  /// Canonical and version of the form of the spine as it is today.
  std::string spine_form() {
    const HttpReply reply = get("/fhir/Questionnaire/mri-spine");
    const Read form(reply.body);
    return std::string(form.root().find("url").string()) + "|" + std::string(form.root().find("version").string());
  }
  /// The pended request again, as another one, with the completed form among its supporting information.
  HttpReply submitted_with(const std::string& form) {
    std::string request = fhir_conversation::scenario("mri-pended");
    request = replaced_once(
        request, R"("supportingInfo": [)",
        R"("supportingInfo": [{"sequence":90,"category":{"coding":[{"system":)"
        R"("http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes","code":"additionalInformation"}]},)"
        R"("valueReference":{"reference":"http://ehr.example/fhir/QuestionnaireResponse/qr1"}},)");
    const Read sent(request);
    const std::string patient(
        sent.root().find("entry").at(0).find("resource").find("patient").find("reference").string());
    request.insert(request.rfind(']'),
                   R"(,{"fullUrl":"http://ehr.example/fhir/QuestionnaireResponse/qr1","resource":)" +
                       replaced_once(completed(form), "Patient/p1", patient) + "}");
    return post("/fhir/Claim/$submit", request);
  }
  std::string state_of(const std::string& id) { return get("/fhir/ClaimResponse/" + id).body; }
};

TEST_F(FormAnswers, SentAsAttachmentDecideThePendedRequest) {
  const std::string id = submitted("mri-pended");
  const std::string form = form_of_the_case();
  EXPECT_THAT(form, HasSubstr("mri-spine|"));
  EXPECT_EQ(post("/fhir/$submit-attachment", attachment(completed(form))).status, 200U);
  EXPECT_THAT(state_of(id), HasSubstr(R"("code":"A1")"));
  EXPECT_THAT(state_of(id), Not(HasSubstr(R"("code":"A4")")));
}

TEST_F(FormAnswers, SentAsBundleOfDtrDecideThePendedRequest) {
  const std::string id = submitted("mri-pended");
  const std::string bundle = R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":)" +
                             completed(form_of_the_case()) + "}]}";
  EXPECT_EQ(post("/fhir/$submit-attachment", attachment(bundle)).status, 200U);
  EXPECT_THAT(state_of(id), HasSubstr(R"("code":"A1")"));
}

TEST_F(FormAnswers, SentWithTheRequestDecideItAtOnce) {
  const HttpReply reply = submitted_with(spine_form());
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_THAT(reply.body, HasSubstr(R"("code":"A1")")) << reply.body;
}

TEST_F(FormAnswers, NeedNotSayTheVersionOfTheirForm) {
  const HttpReply reply = submitted_with("http://127.0.0.1:8080/fhir/2.0.1/Questionnaire/mri-spine");
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_THAT(reply.body, HasSubstr(R"("code":"A1")")) << reply.body;
}

TEST_F(FormAnswers, ToAFormThatWasNeverIssuedHereAreKeptAndNotRead) {
  const std::string ours = spine_form();
  const std::string version = ours.substr(ours.find('|'));
  for (const std::string& form :
       {"https://other.example/fhir/Questionnaire/mri-spine" + version,  // another payer's, whatever its id
        std::string("http://127.0.0.1:8080/fhir/Questionnaire/mri-spine|1.0"),
        ours + "0", std::string("http://127.0.0.1:8080/fhir/Questionnaire/dogs")}) {
    const HttpReply reply = submitted_with(form);
    ASSERT_EQ(reply.status, 200U) << reply.body;
    EXPECT_THAT(reply.body, HasSubstr(R"("code":"A4")")) << form;
    EXPECT_THAT(reply.body, Not(HasSubstr(R"("code":"A1")"))) << form;
    EXPECT_THAT(reply.body, HasSubstr(form)) << "a warning names it";
  }
}

TEST_F(FormAnswers, ToAFormThatWasNeverIssuedHereAreNotReadFromAnAttachmentEither) {
  const std::string id = submitted("mri-pended");
  const std::string foreign = "https://other.example/fhir/Questionnaire/mri-spine";
  const HttpReply reply = post("/fhir/$submit-attachment", attachment(completed(foreign)));
  EXPECT_EQ(reply.status, 200U) << reply.body;
  EXPECT_THAT(reply.body, HasSubstr(foreign));
  EXPECT_THAT(reply.body, HasSubstr(R"("severity":"warning")"));
  EXPECT_THAT(state_of(id), HasSubstr(R"("code":"A4")"));
  EXPECT_THAT(get("/review/" + id + "/answers").body, HasSubstr(foreign)) << "kept, and printed";
}

TEST_F(FormAnswers, ToAFormOfBeforeAreRead) {
  const std::vector<gateway::IssuedForm> before = {{"mri-spine", "2020-01-abcdef"}};
  ASSERT_TRUE(gateway().services().store.keep_forms(before));
  const HttpReply reply = submitted_with("http://127.0.0.1:8080/fhir/Questionnaire/mri-spine-adaptive|2020-01-abcdef");
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_THAT(reply.body, HasSubstr(R"("code":"A1")")) << reply.body;
}

TEST_F(FormAnswers, ArePrintedWithTheirQuestionsOriginFormAndTimes) {
  const std::string id = submitted("mri-pended");
  const std::string form = form_of_the_case();
  post("/fhir/$submit-attachment", attachment(completed(form)));
  const HttpReply reply = get("/review/" + id + "/answers");
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const Read print(reply.body);
  json::Value weeks;
  for (const json::Value one : print.root().find("answers").elements()) {
    if (one.find("question").string() == "conservative-care-weeks") weeks = one;
  }
  EXPECT_EQ(weeks.find("text").string(), "How many weeks of conservative care?") << reply.body;
  EXPECT_EQ(weeks.find("answer").string(), "8");
  EXPECT_EQ(weeks.find("origin").string(), "manual");
  EXPECT_EQ(weeks.find("author").string(), "Practitioner/d1");
  EXPECT_EQ(weeks.find("form").string(), form);
  EXPECT_EQ(weeks.find("said").string(), "2026-01-05T10:00:00Z");
  EXPECT_EQ(weeks.find("received").string(), "2026-01-05T17:30:00Z");
  EXPECT_EQ(weeks.find("version").number_text(), "2");
}

TEST_F(FormAnswers, ArePrintedAsATableForPeople) {
  const std::string id = submitted("mri-pended");
  std::string spiteful = completed(form_of_the_case());
  spiteful = replaced_once(spiteful, "How many weeks of conservative care?", "<script>alert(1)</script>");
  post("/fhir/$submit-attachment", attachment(spiteful));
  const HttpReply reply = get("/review/" + id + "/answers?format=html");
  EXPECT_EQ(reply.content_type, "text/html; charset=utf-8");
  EXPECT_THAT(reply.body, HasSubstr("<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>"));
  EXPECT_THAT(reply.body, HasSubstr("<td>manual</td>"));
  // A question without words of its own has those of the rulebook.
  EXPECT_THAT(reply.body, HasSubstr("Is a neurological examination documented in this episode?"));
  EXPECT_EQ(get("/review/none/answers").status, 404U);
}

// ---- X12

/// 275 with the form as FHIR document in base64, for the pended MRI of the X12 scenario.
std::string form_275(const std::string& control_number, const std::string& content) {
  const std::string data = mappers::base64_encoded(content);
  const std::string body =
      "BGN*02*ATT1*20260105*1001~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~"
      "NM1*41*2*EXAMPLE CLEARINGHOUSE*****46*CLEARTEST1~NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~"
      "NM1*QC*1*TESTMEMBER*ALPHA****MI*EXM100000001~LX*1~TRN*1*" +
      control_number + "~DTP*368*D8*20260105~CAT*AE*HL~OOI*1*47*ATTACHMENT~BDS*B64*" +
      std::to_string(data.size()) + "*" + data + "~";
  const auto segments = std::count(body.begin(), body.end(), '~') + 2;
  return "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    "
         "*260105*0930*^*00501*000000777*0*T*:~"
         "GS*PI*CLEARTEST1*EXAMPLEPLAN*20260105*0930*777*X*006020X316~ST*275*0001*006020X316~" +
         body + "SE*" + std::to_string(segments) + "*0001~GE*1*777~IEA*1*000000777~";
}

TEST_F(FormAnswers, OfWhichNothingIsAcceptedAreAnsweredWithWhatIsStillMissing) {
  const auto request =
      gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/mri-pended/request.x12");
  ASSERT_TRUE(request);
  const HttpReply pended = send(gateway::Method::post, "/x12", *request, "application/edi-x12");
  const std::size_t number = pended.body.find("*AC*", pended.body.find("PWK*"));
  ASSERT_NE(number, std::string::npos) << pended.body;
  const std::string control =
      pended.body.substr(number + 4, pended.body.find_first_of("*~", number + 4) - number - 4);
  const std::string foreign = completed("https://other.example/fhir/Questionnaire/mri-spine|1.0");
  const HttpReply taken =
      send(gateway::Method::post, "/x12", form_275(control, foreign), "application/edi-x12");
  EXPECT_THAT(taken.body, HasSubstr("AK9*A*1*1*1~"));
  const HttpReply told = get("/x12/outbox?sender=ZZ:CLEARTEST1&receiver=ZZ:EXAMPLEPLAN");
  EXPECT_EQ(told.status, 200U);
  EXPECT_THAT(told.body, HasSubstr("HCR*A4"));
  EXPECT_THAT(told.body, HasSubstr("*AC*" + control));
}

TEST_F(FormAnswers, SentIn275DecideThePendedRequestAndArePrinted) {
  const auto request =
      gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/mri-pended/request.x12");
  ASSERT_TRUE(request);
  const HttpReply pended = send(gateway::Method::post, "/x12", *request, "application/edi-x12");
  const std::size_t at = pended.body.find("PWK*");
  ASSERT_NE(at, std::string::npos) << pended.body;
  const std::size_t number = pended.body.find("*AC*", at);
  ASSERT_NE(number, std::string::npos) << pended.body;
  const std::string control =
      pended.body.substr(number + 4, pended.body.find_first_of("*~", number + 4) - number - 4);
  const std::string form = spine_form();
  const std::string content = completed(form);
  const HttpReply taken =
      send(gateway::Method::post, "/x12", form_275(control, content), "application/edi-x12");
  EXPECT_THAT(taken.body, HasSubstr("AK9*A*1*1*1~"));
  const HttpReply decided = get("/x12/outbox?sender=ZZ:CLEARTEST1&receiver=ZZ:EXAMPLEPLAN");
  EXPECT_THAT(decided.body, HasSubstr("HCR*A1"));
  const auto cases = gateway().services().store.cases_of(precert::MemberId("EXM100000001"), 1);
  ASSERT_TRUE(cases && !cases->empty());
  const std::string printed = get("/review/" + cases->front().id.text() + "/answers").body;
  EXPECT_THAT(printed, HasSubstr(R"("origin":"manual")"));
  EXPECT_THAT(printed, HasSubstr(form));
}

}  // namespace
