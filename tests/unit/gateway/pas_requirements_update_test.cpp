// Requirements of PAS about updates that only a whole gateway can show: conversations of several requests.
// docs/conformance/pas.md names each with its tests.
#include "fhir_support.hpp"
#include "gateway/cli/cli.hpp"
#include "parsers/json/writer.hpp"

namespace {

using fhir_conversation::claim_responses;
using fhir_conversation::FhirConversation;
using fhir_conversation::InquiryText;
using fhir_conversation::number_extension;
using fhir_conversation::Read;
using fhir_conversation::replaced_once;
using fhir_conversation::scenario;
using gateway::HttpReply;
using testing::AllOf;
using testing::IsEmpty;
using testing::Ne;
using testing::Not;
using testing::SizeIs;

constexpr const char* submit = "/fhir/Claim/$submit";

std::string file(const std::string& path) {
  const auto text = gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/" + path);
  EXPECT_TRUE(text) << path;
  return text ? *text : std::string();
}

/// The code of the decision in one adjudication, "" when there is none.
std::string action_in(const json::Value& adjudication) {
  for (const json::Value outer : adjudication.find("extension").elements()) {
    for (const json::Value inner : outer.find("extension").elements()) {
      if (!inner.find("url").string().ends_with("/extension-reviewActionCode")) continue;
      return std::string(inner.find("valueCodeableConcept").find("coding").at(0).find("code").string());
    }
  }
  return {};
}

/// "1:A1 2:A4", what became of each line.
std::string actions(const json::Value& response) {
  std::string all;
  for (const json::Value item : response.find("item").elements()) {
    if (!all.empty()) all += ' ';
    all += std::string(item.find("itemSequence").number_text()) + ":" +
           action_in(item.find("adjudication").at(0));
  }
  return all;
}

class PasUpdate : public FhirConversation {
 protected:
  std::string actions_after(const std::string& text) {
    const HttpReply reply = post(submit, text);
    EXPECT_EQ(reply.status, 200U) << reply.body;
    const Read answer(reply.body);
    return actions(answer.root().find("entry").at(0).find("resource"));
  }
  std::string certification_after(const std::string& text) {
    const HttpReply reply = post(submit, text);
    EXPECT_EQ(reply.status, 200U) << reply.body;
    const Read answer(reply.body);
    return std::string(answer.root().find("entry").at(0).find("resource").find("preAuthRef").string());
  }
};

TEST_F(PasUpdate, AnswersEveryLineThatWasEverSent) {  // spec-46, spec-65, spec-66, prof-4, prof-5, prof-7
  EXPECT_EQ(actions_after(file("claim-update/before.fhir.json")), "1:A1 2:NA 3:A4");
  EXPECT_EQ(actions_after(file("claim-update/request.fhir.json")), "1:A4 2:C 3:A4 4:NA");
  EXPECT_EQ(actions_after(file("claim-update/after.fhir.json")), "1:C 2:C 3:C 4:C");
}

TEST_F(PasUpdate, TakesEitherMarkOnANewLine) {  // spec-71, spec-72, prof-9, prof-10
  actions_after(file("claim-update/before.fhir.json"));
  const std::string changed = replaced_once(file("claim-update/request.fhir.json"), R"("valueCode": "added")",
                                       R"("valueCode": "changed")");
  EXPECT_EQ(actions_after(changed), "1:A4 2:C 3:A4 4:NA");
}

TEST_F(PasUpdate, AnOlderNumberFindsWhatHoldsNow) {  // spec-47, spec-48
  const std::string first = certification_after(file("claim-update/before.fhir.json"));
  EXPECT_EQ(actions_after(file("claim-update/request.fhir.json")), "1:A4 2:C 3:A4 4:NA");
  InquiryText asked;
  asked.member = "EXM100000002";
  asked.given = "BRAVO";
  asked.born = "1965-11-30";
  for (const char* const kind : {"authorizationNumber", "administrationReferenceNumber"}) {
    asked.members = "," + number_extension(kind, first);
    const Read answer(post("/fhir/Claim/$inquire", asked.text()).body);
    const auto found = claim_responses(answer.root());
    ASSERT_THAT(found, SizeIs(1)) << kind;
    EXPECT_EQ(actions(found[0]), "1:A4 2:C 3:A4 4:NA") << kind;
  }
}

TEST_F(PasUpdate, AnExtensionStandsBesideWhatItExtends) {  // docs/cases.md
  const std::string first = certification_after(file("extension/before.fhir.json"));
  const std::string more =
      certification_after(replaced_once(file("extension/request.fhir.json"), "{{certification}}", first));
  ASSERT_NE(first, more);
  InquiryText asked;
  asked.npi = "1999000023";
  asked.member = "EXM100000003";
  asked.given = "CHARLIE";
  asked.born = "1952-06-09";
  for (const std::string& number : {first, more}) {
    asked.members = "," + number_extension("authorizationNumber", number);
    const Read answer(post("/fhir/Claim/$inquire", asked.text()).body);
    const auto found = claim_responses(answer.root());
    ASSERT_THAT(found, SizeIs(1)) << number;
    EXPECT_EQ(found[0].find("preAuthRef").string(), number);
  }
}

TEST_F(PasUpdate, OfSomebodyWhoHasNoPartInTheCaseFindsNothing) {
  EXPECT_EQ(actions_after(file("claim-update/before.fhir.json")), "1:A1 2:NA 3:A4");
  std::string stranger = file("claim-update/after.fhir.json");
  const std::string_view own = "1999000015", other = "1999000999";
  for (std::size_t at = stranger.find(own); at != std::string::npos; at = stranger.find(own, at))
    stranger.replace(at, own.size(), other);
  const HttpReply reply = post(submit, stranger);
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const Read answer(reply.body);
  const json::Value response = answer.root().find("entry").at(0).find("resource");
  EXPECT_EQ(response.find("outcome").string(), "error");
  EXPECT_EQ(response.find("error").at(0).find("code").find("coding").at(0).find("code").string(), "AA");
}

/// The same Claim once more under another fullUrl, as an update of what was sent.
std::string update_of(const std::string& sent) {
  const Read original(sent);
  const json::Value earlier = original.root().find("entry").at(0);
  const std::string url(earlier.find("fullUrl").string());
  std::string predecessor;
  json::Writer(predecessor).raw(earlier);
  std::string update =
      replaced_once(sent, "\"" + url + "\"", R"("urn:uuid:00000000-0000-4000-8000-00000000000a")");
  update = replaced_once(
      update, R"("use": "preauthorization",)",
      R"("use": "preauthorization","related":[{"claim":{"reference":")" + url +
          R"("},"relationship":{"coding":[{"system":)"
          R"("http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship","code":"prior"}]}}],)");
  update.insert(update.rfind(']'), "," + predecessor);
  return update;
}

TEST_F(PasUpdate, OfADenialIsRefusedWithACodeOfX12) {  // spec-64
  const std::string denied = scenario("excluded-benefit");
  EXPECT_EQ(actions_after(denied), "1:A3");
  const HttpReply reply = post(submit, update_of(denied));
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const Read answer(reply.body);
  const json::Value response = answer.root().find("entry").at(0).find("resource");
  EXPECT_EQ(response.find("outcome").string(), "error");
  const json::Value coding = response.find("error").at(0).find("code").find("coding").at(0);
  EXPECT_EQ(coding.find("system").string(), "https://codesystem.x12.org/005010/901");
  EXPECT_EQ(coding.find("code").string(), "33");
}

TEST_F(PasUpdate, OfATwinIsARequestOfItsOwn) {
  const std::string of_quebec = scenario("dependent-patient");
  const auto number_of = [](const HttpReply& reply) {
    return std::string(Read(reply.body).root().find("entry").at(0).find("resource").find("preAuthRef").string());
  };
  const std::string quebecs = number_of(post(submit, of_quebec));
  ASSERT_THAT(quebecs, Not(IsEmpty()));
  const std::string of_romeo = replaced_once(replaced_once(update_of(of_quebec), "\"QUEBEC\"", "\"ROMEO\""),
                                             R"("multipleBirthInteger": 1)", R"("multipleBirthInteger": 2)");
  const HttpReply reply = post(submit, of_romeo);
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_THAT(number_of(reply), AllOf(Not(IsEmpty()), Ne(quebecs)));
  EXPECT_EQ(number_of(post(submit, update_of(of_quebec))), quebecs) << "as it was";
}

}  // namespace
