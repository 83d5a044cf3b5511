// What leaves this side has to keep the profiles to the letter.
#include "parsers/fhir/check.hpp"
#include "parsers/json/document.hpp"
#include "tests/unit/fhir/answer_bundle.hpp"
#include "tests/unit/fhir/request_bundle.hpp"

namespace fhir {
namespace {

using support::changed;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> lines_of(const base::Issues& issues) {
  std::vector<std::string> lines;
  for (const base::Issue& one : issues) {
    EXPECT_EQ(one.severity, base::Severity::error) << one.where;
    EXPECT_FALSE(one.remedy.empty()) << one.where;
    lines.push_back(std::string(base::name(one.code)) + " " + one.where);
  }
  return lines;
}

std::vector<std::string> said_of_answer(const std::string& text, Purpose purpose = Purpose::submit,
                              Version version = Version::pas_2_2_1) {
  json::Document document;
  const base::Result<Bundle> bundle = bundle_from(document.parse_copy(text).value());
  return lines_of(bundle ? check_response(*bundle, Profiles::of(version).value(), purpose) : bundle.error());
}

std::vector<std::string> said_of(std::string_view text, Version version = Version::pas_2_2_1) {
  json::Document document;
  return lines_of(check_resource(document.parse_copy(text).value(), Profiles::of(version).value()));
}

std::string answer(std::string_view from = {}, std::string_view to = {}) {
  const std::string text(support::answer_text);
  return from.empty() ? text : changed(from, to, text);
}
std::string task(std::string_view from, std::string_view to) {
  return changed(from, to, std::string(support::task_text));
}

TEST(CheckResponse, FindsNothingInAnAnswerThatKeepsEveryRule) {
  EXPECT_THAT(said_of_answer(answer()), IsEmpty());
  EXPECT_THAT(said_of_answer(answer(), Purpose::inquire), IsEmpty());
  EXPECT_THAT(said_of_answer(answer(), Purpose::submit, Version::pas_2_0_1), IsEmpty());
}

TEST(CheckResponse, CallsEveryBreachAnError) {
  EXPECT_THAT(said_of_answer(answer(R"("timestamp":"2026-05-04T09:30:01-05:00",)", "")),
              ElementsAre("fhir_profile Bundle.timestamp"));
  EXPECT_THAT(said_of_answer(answer("1234567893", "1234567890")),
              ElementsAre("fhir_value_invalid Bundle.entry[2].resource.identifier[0].value"));
  EXPECT_THAT(said_of_answer(answer("005010/306", "005010/307")),
              ElementsAre("fhir_code_invalid Bundle.entry[0].resource.item[0].adjudication[0].extension[0]"
                          ".extension[0].value"));
  EXPECT_THAT(said_of_answer(answer(R"("outcome":"complete")", R"("outcome":"queued")")),
              ElementsAre("fhir_code_invalid Bundle.entry[0].resource.outcome"));
  EXPECT_THAT(said_of_answer(answer(R"("created":"2026-05-04T09:30:01-05:00")", R"("created":"2026-05-04T09:30:01")")),
              ElementsAre("fhir_value_invalid Bundle.entry[0].resource.created"));
}

TEST(CheckResponse, WantsTheClaimResponseFirst) {
  EXPECT_THAT(said_of_answer(answer(R"("resourceType":"ClaimResponse")", R"("resourceType":"Basic")")),
              ElementsAre("fhir_profile Bundle.entry", "fhir_structure Bundle.entry[0].resource"));
  const std::string outcome =
      R"({"resourceType":"Bundle","type":"collection","timestamp":"2026-05-04T09:30:01Z",
    "entry":[{"fullUrl":"urn:uuid:4f3c0d52-64a5-4c5b-9d77-40a3e4b7f3a1","resource":{"resourceType":"OperationOutcome"}}]})";
  EXPECT_THAT(said_of_answer(outcome, Purpose::inquire, Version::pas_2_0_1), IsEmpty()) << "nothing found";
  EXPECT_THAT(said_of_answer(outcome, Purpose::inquire, Version::pas_2_2_1),
              Contains("fhir_structure Bundle.entry[0].resource"));
}

TEST(CheckResponse, WantsEveryReferenceButTheRequestInTheBundle) {
  EXPECT_THAT(said_of_answer(answer(R"("requestor":{"reference":"Organization/clinic"})",
                          R"("requestor":{"reference":"PractitionerRole/gone"})")),
              ElementsAre("fhir_reference_unresolved Bundle.entry[0].resource.requestor.reference"));
  EXPECT_THAT(said_of_answer(answer(R"("reference":"CommunicationRequest/ask")", R"("reference":"Patient/p1")")),
              ElementsAre("fhir_structure Bundle.entry[0].resource.communicationRequest[0]"));
}

TEST(CheckResponse, WantsEveryInstanceOnce) {
  const std::string text =
      answer("\n]}", R"(,{"fullUrl":"http://example.org/fhir/Organization/payer","resource":
{"resourceType":"Organization","id":"payer",
 "identifier":[{"system":"urn:example:payers","value":"PAYER1"}],"active":true,"name":"Example Health Plan"}}]})");
  EXPECT_THAT(said_of_answer(text), ElementsAre("fhir_duplicate Bundle.entry[5].fullUrl"));
}

TEST(CheckResponse, WantsNumbersThatLeadSomewhereAndNoneTwice) {
  EXPECT_THAT(said_of_answer(answer(R"("noteNumber":[1])", R"("noteNumber":[2])")),
              ElementsAre("fhir_profile Bundle.entry[0].resource.item[0].noteNumber[0]"));
  EXPECT_THAT(said_of_answer(answer(R"("processNote":[{)", R"("processNote":[{"number":1,"text":"again"},{)")),
              ElementsAre("fhir_duplicate Bundle.entry[0].resource.processNote[1].number"));
}

TEST(CheckResponse, LooksIntoWhatIsAskedFor) {
  EXPECT_THAT(said_of_answer(answer(R"("identifier":[{"value":"ACN-1"}],)", "")),
              ElementsAre("fhir_profile Bundle.entry[4].resource.identifier"));
  EXPECT_THAT(
      said_of_answer(answer(
          R"("identifier":[{"value":"ACN-1"}],)",
          R"("medium":[{"coding":[{"system":"https://codesystem.x12.org/005010/756","code":"VO"}]}],)")),
      IsEmpty());
  EXPECT_THAT(said_of_answer(answer(R"("identifier":[{"value":"ACN-1"}],)", ""), Purpose::submit, Version::pas_2_0_1),
              IsEmpty());
}

TEST(CheckResponse, KeepsTheLettersOfQuantities) {
  const auto detail = [](std::string_view quantity) {
    return answer(
        R"("item":[{"extension":[)",
        R"("item":[{"extension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-itemAuthorizedDetail","extension":[{"url":"quantity","valueQuantity":)" +
            std::string(quantity) + "}]},");
  };
  const std::string place = "Bundle.entry[0].resource.item[0].extension[0].extension[0].value";
  EXPECT_THAT(said_of_answer(detail(R"({"value":2,"unit":"visits"})")), IsEmpty());
  EXPECT_THAT(said_of_answer(detail(R"({"value":2})")), ElementsAre("fhir_profile " + place + ".unit"));
  EXPECT_THAT(said_of_answer(detail(R"({"value":2,"code":"VS","system":"http://unitsofmeasure.org"})")),
              ElementsAre("fhir_value_invalid " + place + ".code"));
}

TEST(CheckResource, KnowsTheTaskOfBothVersions) {
  EXPECT_THAT(said_of(support::task_text), IsEmpty());
  EXPECT_THAT(said_of(task(R"("code":"attachments-needed")", R"("code":"other")")),
              ElementsAre("fhir_profile Task.input"));
  EXPECT_THAT(said_of(task("attachment-request-code", "attachment-request-questionnaire")),
              ElementsAre("fhir_profile Task.input"));
  EXPECT_THAT(
      said_of(task(R"("requester":{"identifier":{"value":"PAYER1"}})", R"("requester":{"display":"x"})")),
      ElementsAre("fhir_profile Task.requester.identifier"));
  EXPECT_THAT(said_of(task(R"("status":"requested")", R"("status":"waiting")")),
              ElementsAre("fhir_code_invalid Task.status"));
  EXPECT_THAT(said_of(support::task_text, Version::pas_2_0_1),
              ElementsAre("fhir_profile Task.input[1].extension"))
      << "2.0.1 has the line in another extension";
  EXPECT_THAT(
      said_of(task(R"("status")",
                   R"("authoredOn":"2026-05-04T10:00:00Z","lastModified":"2026-05-04T09:00:00Z","status")")),
      ElementsAre("fhir_profile Task.lastModified"));
}

TEST(CheckResource, KnowsTheSubscription) {
  const std::string text(support::subscription_text);
  EXPECT_THAT(said_of(text), IsEmpty());
  EXPECT_THAT(said_of(changed("rest-hook", "websocket", text)),
              ElementsAre("fhir_code_invalid Subscription.channel.type"));
  EXPECT_THAT(said_of(changed("rest-hook", "websocket", text), Version::pas_2_0_1), IsEmpty());
  EXPECT_THAT(said_of(changed("full-resource", "id-only", text)),
              ElementsAre("fhir_code_invalid Subscription.channel.payload.extension[0].value"));
  EXPECT_THAT(said_of(changed("PASSubscriptionTopic", "Other", text)),
              ElementsAre("fhir_code_invalid Subscription.criteria"));
  EXPECT_THAT(said_of(changed(R"("_payload")", R"("_other")", text)),
              ElementsAre("fhir_profile Subscription.channel.payload.extension"));
}

TEST(CheckResource, FollowsANotificationIntoTheAnswerInside) {
  EXPECT_THAT(said_of(support::notification_with(support::answer_text)), IsEmpty());
  EXPECT_THAT(said_of(support::notification_with(answer(R"("outcome":"complete",)", ""))),
              ElementsAre("fhir_profile Bundle.entry[1].resource.entry[0].resource.outcome"));
  EXPECT_THAT(said_of(support::notification_with(R"({"resourceType":"Bundle","entry":[]})")),
              ElementsAre("fhir_structure Bundle.entry[1].resource"));
  const std::string text = support::notification_with(support::answer_text);
  EXPECT_THAT(said_of(changed(R"({"name":"status","valueCode":"active"},)", "", text)),
              ElementsAre("fhir_profile Bundle.entry[0].resource.parameter"));
  EXPECT_THAT(said_of(changed(R"("response":{"status":"200"}},)", R"("search":{}},)", text)),
              ElementsAre("fhir_profile Bundle.entry[0].response", "fhir_profile Bundle.entry[0].search"));
}

TEST(CheckResource, HasNothingAgainstWhatNoProfileDescribes) {
  EXPECT_THAT(said_of(R"({"resourceType":"OperationOutcome","issue":[]})"), IsEmpty());
  EXPECT_THAT(said_of(R"({"a":1})"), ElementsAre("fhir_structure Resource.resourceType"));
}

TEST(CheckStrictly, TellsRequestAnswerAndNotificationApart) {
  const auto strict = [](std::string_view text) {
    json::Document document;
    return lines_of(check_strictly(bundle_from(document.parse_copy(text).value()).value(),
                                   Profiles::of(Version::pas_2_2_1).value(), Purpose::submit));
  };
  EXPECT_THAT(strict(support::request_text), IsEmpty());
  EXPECT_THAT(strict(support::answer_text), IsEmpty());
  EXPECT_THAT(strict(support::notification_with(support::answer_text)), IsEmpty());
  EXPECT_THAT(strict(changed(R"("gender":"female")", R"("gender":"woman")")),
              ElementsAre("fhir_code_invalid Bundle.entry[4].resource.gender"));
}

TEST(CheckStrictly, DoesNotTakeWhatAServerOnlyTolerates) {
  json::Document document;
  const std::string text = changed(R"("diagnosisCodeableConcept":{"coding":[
  {"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.50"}]})",
                                   R"("diagnosisReference":{"display":"back pain"})");
  const Bundle bundle = bundle_from(document.parse_copy(text).value()).value();
  const Profiles profiles = Profiles::of(Version::pas_2_2_1).value();
  EXPECT_TRUE(check(bundle, profiles, Purpose::submit).empty());
  EXPECT_THAT(lines_of(check_strictly(bundle, profiles, Purpose::submit)),
              ElementsAre("fhir_profile Bundle.entry[0].resource.diagnosis[0].diagnosis"));
}

}  // namespace
}  // namespace fhir
