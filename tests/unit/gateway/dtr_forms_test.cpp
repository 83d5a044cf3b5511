// Adaptive forms, errors of forms, value sets, and the forms as resources.
#include "dtr_support.hpp"
#include "gateway/telemetry/log.hpp"

namespace {

using dtr::form_names;
using dtr::forms_url;
using fhir_conversation::FhirConversation;
using fhir_conversation::header;
using fhir_conversation::Read;
using fhir_conversation::replaced_once;
using gateway::HttpReply;
using gateway::Method;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// ---- $next-question

constexpr const char* next_path = "/fhir/2.0.1/Questionnaire/$next-question";

/// A response to the adaptive form of that id as a client begins it. `items`: what stands in "item".
std::string begun(const std::string& form, const std::string& items = {}) {
  return R"({"resourceType":"QuestionnaireResponse","contained":[{"resourceType":"Questionnaire","id":"form",)"
         R"("status":"active","title":"x","derivedFrom":[")" +
         form +
         R"("]}],"questionnaire":"#form","status":"in-progress","subject":{"reference":"Patient/p1"},)" +
         R"("authored":"2026-01-05T09:00:00Z","item":[)" + items + "]}";
}
std::string shell() { return forms_url + "mri-spine-adaptive"; }

std::string yes(const std::string& link) {
  return R"({"linkId":")" + link +
         R"(","answer":[{"valueCoding":{"system":"http://loinc.org","code":"LA33-6"}}]})";
}
std::string no(const std::string& link) {
  return R"({"linkId":")" + link +
         R"(","answer":[{"valueCoding":{"system":"http://loinc.org","code":"LA32-8"}}]})";
}
std::string weeks(const std::string& number) {
  return R"({"linkId":"conservative-care-weeks","answer":[{"valueDecimal":)" + number + "}]}";
}

/// Link ids of the questions of the contained form, without displays.
std::vector<std::string> asked_links(const json::Value& response) {
  std::vector<std::string> ids;
  for (const json::Value item : response.find("contained").at(0).find("item").elements()) {
    if (item.find("type").string() != "display") ids.emplace_back(item.find("linkId").string());
  }
  return ids;
}

class NextQuestion : public FhirConversation {};

TEST_F(NextQuestion, AsksAtOnceAllThatMayBeAskedTogether) {
  const HttpReply reply = post(next_path, begun(shell()));
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const Read answer(reply.body);
  EXPECT_EQ(answer.root().find("resourceType").string(), "QuestionnaireResponse");
  EXPECT_EQ(answer.root().find("status").string(), "in-progress");
  EXPECT_THAT(asked_links(answer.root()), Contains("conservative-care-weeks"));
  EXPECT_GT(asked_links(answer.root()).size(), 1U);
  const json::Value form = answer.root().find("contained").at(0);
  EXPECT_THAT(std::string(form.find("derivedFrom").at(0).string()), HasSubstr("mri-spine-adaptive"));
}

TEST_F(NextQuestion, IsCompletedAndSaysSoWhenTheOutcomeIsKnown) {
  const HttpReply reply = post(next_path, begun(shell(), yes("red-flag")));
  const Read answer(reply.body);
  EXPECT_EQ(answer.root().find("status").string(), "completed") << reply.body;
  EXPECT_THAT(reply.body, HasSubstr("Nothing more is needed from you"));  // spec-39
}

TEST_F(NextQuestion, LeavesOutWhatCannotMatterAnyMore) {
  const HttpReply reply = post(next_path, begun(shell(), no("red-flag") + "," + weeks("2")));
  const Read answer(reply.body);
  EXPECT_EQ(answer.root().find("status").string(), "completed") << reply.body;
  EXPECT_THAT(asked_links(answer.root()), Not(Contains("neuro-exam-documented")));
}

TEST_F(NextQuestion, AsksAgainWhatIsRequiredAndStaysUnanswered) {
  std::string response = begun(forms_url + "bariatric-adaptive");
  std::vector<std::string> last;
  for (int turn = 0; turn < 6; ++turn) {  // the client sends it back as it came
    const HttpReply reply = post(next_path, response);
    ASSERT_EQ(reply.status, 200U) << reply.body;
    const Read answer(reply.body);
    EXPECT_EQ(answer.root().find("status").string(), "in-progress") << "turn " << turn << reply.body;
    EXPECT_THAT(reply.body, Not(HasSubstr("Nothing more is needed from you")));
    std::vector<std::string> links = asked_links(answer.root());
    EXPECT_EQ(answer.root().find("item").size(), links.size()) << reply.body;
    if (turn >= 4) {
      EXPECT_EQ(links, last);  // it grows no more
    }
    last = std::move(links);
    response = reply.body;
  }
  EXPECT_THAT(last, Contains("obesity-illness"));
}

TEST_F(NextQuestion, EndsWhenWhatIsRequiredIsSaidToBeUnknown) {
  const std::string unknown =
      R"({"linkId":"obesity-illness","answer":[{"valueCoding":{"system":)"
      R"("http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"unknown"}}]})";
  const HttpReply reply =
      post(next_path, begun(forms_url + "bariatric-adaptive",
                            R"({"linkId":"bmi"},{"linkId":"psychology-report.group"},)" + unknown));
  const Read answer(reply.body);
  EXPECT_EQ(answer.root().find("status").string(), "completed") << reply.body;
}

TEST_F(NextQuestion, RefusesAResponseOfThousandsOfItems) {
  std::string items;
  for (int i = 0; i < 3000; ++i) items += std::string(i == 0 ? "" : ",") + R"({"linkId":"x"})";
  const HttpReply reply = post(next_path, begun(shell(), items));
  EXPECT_EQ(reply.status, 400U);
  EXPECT_THAT(reply.body, HasSubstr("more than 2000 items"));
}

TEST_F(NextQuestion, GivesNoAuthorizationAndKeepsNothing) {
  const auto before = gateway().services().store.contents();
  const HttpReply reply = post(next_path, begun(shell(), yes("red-flag")));
  EXPECT_THAT(reply.body, Not(HasSubstr("AUTH")));
  EXPECT_EQ(header(reply, "Precert-Message-Id"), "");
  EXPECT_EQ(gateway().services().store.contents()->cases, before->cases);
}

TEST_F(NextQuestion, RefusesAnswersThatTheFormCannotTake) {
  const std::string reference =
      R"({"linkId":"conservative-care-weeks","answer":[{"valueReference":{"reference":"Patient/p1"}}]})";
  const HttpReply reply = post(next_path, begun(shell(), reference));
  EXPECT_EQ(reply.status, 400U);
  EXPECT_THAT(reply.body, HasSubstr("QuestionnaireResponse.item[0].answer[0]"));
}

TEST_F(NextQuestion, RefusesAFormThatNobodyHereIssued) {
  EXPECT_EQ(post(next_path, begun("https://other.example/Questionnaire/none")).status, 404U);
  EXPECT_EQ(post(next_path, R"({"resourceType":"Patient"})").status, 400U);
  EXPECT_EQ(post(next_path, "{").status, 400U);
}

TEST_F(NextQuestion, AnswersParametersInParameters) {
  const std::string inside =
      R"({"resourceType":"Parameters","parameter":[{"name":"questionnaire-response","resource":)" +
      begun(shell()) + "}]}";
  const HttpReply reply = post("/fhir/Questionnaire/$next-question", inside);
  const Read answer(reply.body);
  EXPECT_EQ(answer.root().find("parameter").at(0).find("name").string(), "return") << reply.body;
  EXPECT_EQ(answer.root().find("parameter").at(0).find("resource").find("resourceType").string(),
            "QuestionnaireResponse");
}

// ---- $log-questionnaire-errors

class QuestionnaireErrors : public FhirConversation {
 protected:
  HttpReply log(const std::string& form, const std::string& outcome,
                const std::string& base = "/fhir/2.0.1") {
    return post(
        base + "/Questionnaire/$log-questionnaire-errors",
        R"({"resourceType":"Parameters","parameter":[{"name":")" + form + R"(","valueCanonical":")" + forms_url +
            R"(mri-spine"},{"name":")" + outcome +
            R"(","resource":{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid"}]}}]})");
  }
};

TEST_F(QuestionnaireErrors, AreKeptInEitherSpelling) {
  const HttpReply reply = log("questionnaire", "operationOutcome");
  EXPECT_EQ(reply.status, 204U) << reply.body;
  EXPECT_THAT(get("/messages/" + header(reply, "Precert-Message-Id")).body, HasSubstr("mri-spine"));
  EXPECT_EQ(log("Questionnaire", "OperationOutcome").status, 204U);
  EXPECT_EQ(log("questionnaire", "operationOutcome", "/fhir").status, 204U);
}

TEST_F(QuestionnaireErrors, HaveToSayOfWhatAndWhatIsWrong) {
  EXPECT_EQ(log("form", "operationOutcome").status, 400U);
  EXPECT_EQ(log("questionnaire", "words").status, 400U);
}

TEST_F(QuestionnaireErrors, OfManyFormsAreLoggedForTheFirstTwenty) {
  std::string parts = R"({"name":"operationOutcome","resource":{"resourceType":"OperationOutcome","issue":[)"
                      R"({"severity":"error","code":"invalid"}]}})";
  for (int i = 0; i < 100; ++i) {
    parts += R"(,{"name":"questionnaire","valueCanonical":"https://other.example/q)" +
             std::to_string(i < 50 ? 0 : i) + R"("})";
  }
  gateway::log::set_level(gateway::log::Level::warning);
  testing::internal::CaptureStderr();
  const HttpReply reply = post("/fhir/Questionnaire/$log-questionnaire-errors",
                               R"({"resourceType":"Parameters","parameter":[)" + parts + "]}");
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_EQ(reply.status, 204U) << reply.body;
  std::size_t named = 0;
  for (std::size_t at = logged.find("another's"); at != std::string::npos; at = logged.find("another's", at + 1))
    ++named;
  EXPECT_EQ(named, 20U) << logged;
}

// ---- Value sets

class ValueSets : public FhirConversation {
 protected:
  HttpReply expand(const std::string& query) { return get("/fhir/ValueSet/$expand?" + query); }
  static std::string url(const std::string& id) { return "url=http://127.0.0.1:8080/fhir/ValueSet/" + id; }
  static std::vector<std::string> codes(const HttpReply& reply) {
    EXPECT_EQ(reply.status, 200U) << reply.body;
    const Read answer(reply.body);
    std::vector<std::string> found;
    for (const json::Value one : answer.root().find("expansion").find("contains").elements()) {
      found.emplace_back(one.find("code").string());
    }
    return found;
  }
};

TEST_F(ValueSets, FindServicesByKeywordSynonymAndMisspelling) {
  EXPECT_THAT(codes(expand(url("services") + "&filter=brain")), Contains("70551"));
  EXPECT_THAT(codes(expand(url("services") + "&filter=lumbr")), Contains("72148"));
  EXPECT_THAT(codes(expand(url("services") + "&filter=70551")), Contains("70551"));
  EXPECT_THAT(codes(expand(url("services") + "&filter=zzzzzzzz")), IsEmpty());
}

TEST_F(ValueSets, ComeInPages) {
  const std::vector<std::string> all = codes(expand(url("services")));
  ASSERT_GT(all.size(), 4U);
  EXPECT_THAT(codes(expand(url("services") + "&count=2&offset=1")), ElementsAre(all[1], all[2]));
  const Read page(expand(url("services") + "&count=2").body);
  EXPECT_EQ(page.root().find("expansion").find("total").number_text(), std::to_string(all.size()));
  EXPECT_THAT(codes(expand(url("services") + "&count=0")), IsEmpty());
}

TEST_F(ValueSets, OfACategoryHoldItsServicesOnly) {
  const std::vector<std::string> mri = codes(expand(url("services-imaging-mri")));
  EXPECT_THAT(mri, Contains("70551"));
  EXPECT_THAT(mri, Not(Contains("E0784")));
}

TEST_F(ValueSets, OfAnswersAreTheOptionsOfTheForms) {
  EXPECT_THAT(codes(expand(url("yes-no"))), ElementsAre("LA33-6", "LA32-8", "unknown"));
}

TEST_F(ValueSets, AreTakenAsParametersToo) {
  const HttpReply reply = post(
      "/fhir/2.0.1/ValueSet/$expand",
      R"({"resourceType":"Parameters","parameter":[{"name":"url","valueUri":"http://127.0.0.1:8080/fhir/2.0.1/ValueSet/services"},)"
      R"({"name":"filter","valueString":"brain"},{"name":"count","valueInteger":1}]})");
  EXPECT_EQ(codes(reply).size(), 1U);
}

TEST_F(ValueSets, OfSomebodyElseAreNotKnown) {
  EXPECT_EQ(expand("url=https://other.example/ValueSet/none").status, 404U);
  EXPECT_EQ(expand(url("none")).status, 404U);
  EXPECT_EQ(expand("filter=brain").status, 400U);
  EXPECT_EQ(expand(url("services") + "&count=some").status, 400U);
  EXPECT_EQ(get("/fhir/ValueSet/none").status, 404U);
}

TEST_F(ValueSets, AreReadWithTheirDefinition) {
  const HttpReply reply = get("/fhir/ValueSet/services");
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, HasSubstr(R"("compose")"));
}

// ---- Resources

class Forms : public FhirConversation {};

TEST_F(Forms, AreReadById) {
  const Read form(get("/fhir/Questionnaire/mri-spine").body);
  EXPECT_EQ(form.root().find("url").string(), "http://127.0.0.1:8080/fhir/Questionnaire/mri-spine");
  EXPECT_TRUE(form.root().find("effectivePeriod").exists());  // spec-53
  EXPECT_EQ(get("/fhir/Questionnaire/mri-spine-adaptive").status, 200U);
  EXPECT_EQ(get("/fhir/Questionnaire/none").status, 404U);
}

TEST_F(Forms, AreFoundByUrlAndVersion) {
  const Read form(get("/fhir/2.0.1/Questionnaire/mri-spine").body);
  const std::string version(form.root().find("version").string());
  const auto total = [&](const std::string& query) {
    const Read found(get("/fhir/2.0.1/Questionnaire?" + query).body);
    return std::string(found.root().find("total").number_text());
  };
  EXPECT_EQ(total("url=" + forms_url + "mri-spine"), "1");
  EXPECT_EQ(total("url=" + forms_url + "mri-spine&version=" + version), "1");
  EXPECT_EQ(total("url=" + forms_url + "mri-spine%7C" + version), "1");
  EXPECT_EQ(total("url=" + forms_url + "mri-spine&version=other"), "0");
  EXPECT_EQ(total("_id=mri-brain"), "1");
}

TEST_F(Forms, AreAllThereWithTheLibrariesTheyName) {
  const Read all(get("/fhir/2.0.1/Questionnaire").body);
  ASSERT_GT(all.root().find("entry").size(), 20U);
  for (const json::Value entry : all.root().find("entry").elements()) {
    for (const json::Value one : entry.find("resource").find("extension").elements()) {
      if (!one.find("url").string().ends_with("cqf-library")) continue;
      const std::string library(one.find("valueCanonical").string());
      EXPECT_EQ(get(library.substr(library.find("/fhir"))).status, 200U) << library;
    }
  }
  EXPECT_EQ(get("/fhir/Library/none").status, 404U);
}

TEST_F(Forms, AndTheirOperationsAreNamedInTheCapabilityStatement) {
  for (const std::string base : {"/fhir", "/fhir/2.0.1"}) {
    const std::string metadata = get(base + "/metadata").body;
    for (const std::string name :
         {"questionnaire-package", "next-question", "log-questionnaire-errors", "expand"}) {
      EXPECT_THAT(metadata, HasSubstr(R"("name":")" + name + R"(")")) << base;
    }
    EXPECT_THAT(metadata, HasSubstr(R"("type":"Library")"));
  }
}

}  // namespace
