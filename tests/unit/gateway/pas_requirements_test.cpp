// Requirements of PAS that only a whole gateway can show: what $submit takes, refuses and answers.
// docs/conformance/pas.md names each with its tests.
#include <algorithm>
#include <set>

#include "fhir_support.hpp"

namespace {

using fhir_conversation::FhirConversation;
using fhir_conversation::header;
using fhir_conversation::Read;
using fhir_conversation::replaced_once;
using fhir_conversation::scenario;
using gateway::HttpReply;
using support::replaced;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr const char* submit = "/fhir/Claim/$submit";
constexpr const char* submit_2_0_1 = "/fhir/2.0.1/Claim/$submit";

/// The Bundle with one more entry, the last.
std::string with_entry(std::string bundle, const std::string& full_url, const std::string& resource) {
  return bundle.insert(bundle.rfind(']'),
                       R"(,{"fullUrl":")" + full_url + R"(","resource":)" + resource + "}");
}

/// The Bundle with one more element of Claim.supportingInfo, the first.
std::string with_document(const std::string& bundle, int sequence, const std::string& reference) {
  return replaced_once(bundle, R"("supportingInfo": [)",
                  R"("supportingInfo": [{"extension":[{"url":)"
                  R"("http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-documentInformation",)"
                  R"("extension":[{"url":"reportTypeCode","valueCodeableConcept":{"coding":[{)"
                  R"("system":"https://codesystem.x12.org/005010/755","code":"77"}]}}]}],"sequence":)" +
                      std::to_string(sequence) +
                      R"(,"category":{"coding":[{)"
                      R"("system":"http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes",)"
                      R"("code":"additionalInformation"}]},"valueReference":{"reference":")" +
                      reference + R"("}},)");
}

/// The Bundle of the approved MRI under another identifier.
std::string another_mri(const std::string& identifier) {
  return replaced_once(scenario("mri-approved"), R"("value": "MRI01")", R"("value": ")" + identifier + "\"");
}

json::Value first_resource(const Read& answer) { return answer.root().find("entry").at(0).find("resource"); }

std::string full_url_of(const Read& bundle, std::string_view type) {
  for (const json::Value entry : bundle.root().find("entry").elements()) {
    if (entry.find("resource").find("resourceType").string() == type) {
      return std::string(entry.find("fullUrl").string());
    }
  }
  return {};
}

std::set<std::string> full_urls(const Read& bundle) {
  std::set<std::string> all;
  for (const json::Value entry : bundle.root().find("entry").elements()) {
    EXPECT_TRUE(all.emplace(entry.find("fullUrl").string()).second) << entry.find("fullUrl").string();
  }
  return all;
}

std::set<std::string> numbers(const json::Value& list, std::string_view name) {
  std::set<std::string> all;
  for (const json::Value one : list.elements()) all.emplace(one.find(name).number_text());
  return all;
}

void expect_one_outcome(const HttpReply& reply, const std::string& place) {
  EXPECT_EQ(reply.status, 400U);
  const Read outcome(reply.body);
  EXPECT_EQ(outcome.root().find("resourceType").string(), "OperationOutcome");
  EXPECT_THAT(reply.body, HasSubstr("\"" + place + "\""));
}

class PasBases : public FhirConversation {};
class PasSubmit : public FhirConversation {};

// ---- Endpoints

TEST_F(PasBases, EachVersionHasItsOwnWithItsRules) {  // conf-1
  for (const auto& [base, version] : {std::pair{"/fhir", "|2.2.1"}, std::pair{"/fhir/2.0.1", "|2.0.1"}}) {
    const Read statement(get(std::string(base) + "/metadata").body);
    EXPECT_THAT(statement.root().find("implementationGuide").at(0).string(), EndsWith(version));
    EXPECT_THAT(statement.root().find("implementation").find("url").string(), EndsWith(base));
  }
  const std::string same = scenario("quantity-modified");
  EXPECT_THAT(post(submit, same).body, HasSubstr("\"addItem\""));
  close();
  open({});
  const HttpReply older = post(submit_2_0_1, same);
  EXPECT_EQ(older.status, 200U);
  EXPECT_THAT(older.body, Not(HasSubstr("\"addItem\"")));
}

TEST_F(PasBases, AreListedOnceForEachVersion) {  // conf-2, spec-5
  const Read listed(get("/.well-known/davinci-configuration").body);
  std::multiset<std::string> versions;
  for (const json::Member& guide : listed.root().members()) {
    if (!guide.key.starts_with("davinci-pas")) continue;
    ASSERT_EQ(guide.value.size(), 1U) << "one endpoint, whatever the coverage";
    const std::string url(guide.value.find("fhir").string());
    const std::string path = url.substr(url.find("/fhir"));
    const Read statement(get(path + "/metadata").body);
    EXPECT_EQ(statement.root().find("implementation").find("url").string(), url);
    const std::string_view canonical = statement.root().find("implementationGuide").at(0).string();
    versions.emplace(canonical.substr(canonical.rfind('|') + 1));
  }
  EXPECT_THAT(versions, testing::ElementsAre("2.0.1", "2.2.1"));
}

TEST_F(PasBases, AreOneForAllPlans) {  // conf-3, spec-6
  std::string third = replaced(scenario("mri-approved"), "EXM100000001", "EXM100000014");
  third = replaced(replaced(third, "ALPHA", "SIERRA"), "1980-02-14", "1969-01-31");
  third = replaced(third, "GRP0001", "GRP0003");
  for (const std::string& of_a_plan : {scenario("mri-approved"), scenario("excluded-benefit"), third}) {
    const HttpReply reply = post(submit, of_a_plan);
    EXPECT_EQ(reply.status, 200U);
    const Read answer(reply.body);
    EXPECT_EQ(first_resource(answer).find("outcome").string(), "complete") << reply.body;
  }
}

// ---- What cannot be processed

TEST_F(PasSubmit, RefusesAnotherFirstEntryWithOneOutcome) {  // spec-12, spec-35
  expect_one_outcome(post(submit, replaced_once(scenario("mri-approved"), R"("resourceType": "Claim")",
                                           R"("resourceType": "Basic")")),
                     "Bundle.entry[0].resource");
}

TEST_F(PasSubmit, NamesTheReferenceThatIsNotInTheBundle) {  // spec-13, spec-67
  const std::string text = scenario("mri-approved");
  const Read request(text);
  for (const auto& [type, place] :
       {std::pair{"Patient", "patient"}, std::pair{"Coverage", "insurance[0].coverage"}}) {
    const std::string reference = R"("reference": ")" + full_url_of(request, type) + "\"";
    expect_one_outcome(post(submit, replaced_once(text, reference, R"("reference": "urn:uuid:nowhere")")),
                       std::string("Bundle.entry[0].resource.") + place + ".reference");
  }
}

TEST_F(PasSubmit, RefusesTwoResourcesUnderOneFullUrl) {  // spec-14
  const std::string text = scenario("mri-approved");
  const Read request(text);
  const HttpReply reply = post(
      submit, with_entry(text, full_url_of(request, "Patient"), R"({"resourceType":"Patient","id":"x"})"));
  EXPECT_EQ(reply.status, 400U);
  EXPECT_THAT(reply.body, HasSubstr(".fullUrl\""));
}

TEST_F(PasSubmit, RefusesASequenceOfSupportingInformationTwice) {  // spec-22
  const std::string text = with_document(scenario("mri-approved"), 1, "urn:uuid:paper");
  expect_one_outcome(
      post(submit, with_entry(text, "urn:uuid:paper", R"({"resourceType":"DocumentReference"})")),
      "Bundle.entry[0].resource.supportingInfo[1].sequence");
}

// ---- What is taken

TEST_F(PasSubmit, TakesSeveralInstancesOfOneThing) {  // spec-15
  const std::string twice = with_entry(
      scenario("mri-approved"), "urn:uuid:00000000-0000-4000-8000-000000000001",
      R"({"resourceType":"Practitioner","id":"again","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi",)"
      R"("value":"1999000049"}],"name":[{"family":"TESTDOCTOR"}]})");
  const HttpReply reply = post(submit, twice);
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, HasSubstr(R"("code":"A1")"));
}

TEST_F(PasSubmit, TakesFullUrlsOfEitherFormAndGivesThemBack) {  // spec-16, spec-33
  const std::string by_uuid = scenario("mri-approved");
  const Read original(by_uuid);
  std::string by_url = replaced_once(by_uuid, R"("value": "MRI01")", R"("value": "MRI02")");
  for (const json::Value entry : original.root().find("entry").elements()) {
    const json::Value resource = entry.find("resource");
    by_url = replaced(by_url, std::string(entry.find("fullUrl").string()),
                      "https://clinic.example/fhir/" + std::string(resource.find("resourceType").string()) +
                          "/" + std::string(resource.find("id").string()));
  }
  for (const std::string& sent : {by_uuid, by_url}) {
    const Read request(sent);
    const HttpReply reply = post(submit, sent);
    ASSERT_EQ(reply.status, 200U) << reply.body;
    const Read answer(reply.body);
    const std::set<std::string> urls = full_urls(answer);
    for (const std::string_view type : {"Patient", "Organization"}) {
      EXPECT_TRUE(urls.contains(full_url_of(request, type))) << full_url_of(request, type);
    }
    EXPECT_EQ(first_resource(answer).find("patient").find("reference").string(),
              full_url_of(request, "Patient"));
  }
}

TEST_F(PasSubmit, TakesAnInstanceAgainInAnotherBundle) {  // spec-17
  EXPECT_EQ(post(submit, scenario("mri-approved")).status, 200U);
  const HttpReply reply = post(submit, another_mri("MRI03"));
  EXPECT_EQ(reply.status, 200U);
  const Read answer(reply.body);
  EXPECT_EQ(first_resource(answer).find("outcome").string(), "complete");
}

TEST_F(PasSubmit, KeepsButDoesNotUseWhatTheClaimDoesNotReferTo) {  // spec-20
  const std::string pended = scenario("mri-pended");
  const std::string answers =
      R"({"resourceType":"QuestionnaireResponse","id":"q","status":"completed","item":[)"
      R"({"linkId":"conservative-care-weeks","answer":[{"valueDecimal":8}]},)"
      R"({"linkId":"neuro-exam-documented","answer":[{"valueBoolean":true}]}]})";
  const std::string loose = with_entry(pended, "urn:uuid:00000000-0000-4000-8000-000000000002", answers);
  const HttpReply reply = post(submit, loose);
  EXPECT_THAT(reply.body, HasSubstr(R"("code":"A4")"));
  EXPECT_EQ(get("/messages/" + header(reply, "Precert-Message-Id")).body, loose);
  close();
  open({});
  const std::string tied = with_document(loose, 9, "urn:uuid:00000000-0000-4000-8000-000000000002");
  EXPECT_THAT(post(submit, tied).body, HasSubstr(R"("code":"A1")"));
}

TEST_F(PasSubmit, KeepsDocumentsAndSecurityLabelsToTheByte) {  // spec-21, spec-26, priv-2
  const std::string paper =
      R"({"resourceType":"DocumentReference","id":"d","status":"current","meta":{"security":[{"system":)"
      R"("http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]},"content":[{"attachment":{)"
      R"("contentType":"application/pdf","data":"JVBERi0xLjQKJSVFT0YK"}}]})";
  const std::string sent =
      with_entry(with_document(scenario("mri-approved"), 9, "urn:uuid:00000000-0000-4000-8000-000000000003"),
                 "urn:uuid:00000000-0000-4000-8000-000000000003", paper);
  const HttpReply reply = post(submit, sent);
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_EQ(get("/messages/" + header(reply, "Precert-Message-Id")).body, sent);
}

TEST_F(PasSubmit, TakesUsCoreResourcesOfEveryVersion) {  // spec-1, spec-18, spec-19
  const std::string patient = full_url_of(Read(scenario("mri-approved")), "Patient");
  for (const auto& [version, profile] :
       {std::pair{"3.1.1", "us-core-condition"}, std::pair{"6.1.0", "us-core-condition-encounter-diagnosis"},
        std::pair{"7.0.0", "us-core-condition-encounter-diagnosis"}}) {
    const std::string condition =
        R"({"resourceType":"Condition","id":"c","meta":{"profile":["http://hl7.org/fhir/us/core/)"
        R"(StructureDefinition/)" +
        std::string(profile) + "|" + version +
        R"("]},"category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-category",)"
        R"("code":"encounter-diagnosis"}]}],"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm",)"
        R"("code":"M54.16"}]},"subject":{"reference":")" +
        patient + R"("}})";
    const std::string url = "urn:uuid:00000000-0000-4000-8000-000000000004";
    const HttpReply reply = post(
        submit, with_entry(with_document(another_mri(std::string("US") + version), 9, url), url, condition));
    EXPECT_EQ(reply.status, 200U) << reply.body;
    EXPECT_THAT(reply.body, HasSubstr(R"("code":"A1")")) << version;
  }
}

/// The approved MRI with an order that says when.
std::string with_timing(const std::string& timing, int number) {
  const std::string order = "urn:uuid:00000000-0000-4000-8000-000000000005";
  std::string text = another_mri("TIMING" + std::to_string(number));
  const std::string mark = R"("extension": [)";
  text.insert(text.find(mark, text.find(R"("item": [)")) + mark.size(),
              R"({"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-requestedService",)"
              R"("valueReference":{"reference":")" +
                  order + R"("}},)");
  return with_entry(text, order,
                    R"({"resourceType":"ServiceRequest","id":"s","status":"active","intent":"order",)"
                    R"("code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"72148"}]},)"
                    R"("subject":{"reference":")" +
                        full_url_of(Read(text), "Patient") + R"("},"occurrenceTiming":)" + timing + "}");
}

TEST_F(PasSubmit, TakesEveryWayToSayHowOften) {  // prof-1
  const auto pattern = [](const std::string& name, const std::string& list, const std::string& code) {
    return R"({"extension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-timing)" +
           name + R"(pattern","valueCodeableConcept":{"coding":[{)" +
           R"("system":"https://codesystem.x12.org/005010/)" + list + R"(","code":")" + code + R"("}]}}]})";
  };
  int number = 0;
  for (const std::string& timing : {std::string(R"({"repeat":{"count":3}})"),
                                    std::string(R"({"repeat":{"frequency":1,"period":1,"periodUnit":"wk"}})"),
                                    pattern("calendar", "678", "L"), pattern("delivery", "679", "D")}) {
    const HttpReply reply = post(submit, with_timing(timing, ++number));
    EXPECT_EQ(reply.status, 200U) << timing;
    EXPECT_THAT(reply.body, Not(HasSubstr("prof-1"))) << timing;
  }
  const HttpReply silent =
      post(submit, with_timing(R"({"repeat":{"boundsPeriod":{"start":"2026-01-12"}}})", 9));
  EXPECT_EQ(silent.status, 200U);
  EXPECT_THAT(silent.body, HasSubstr("prof-1"));
}

// ---- Answers

TEST_F(PasSubmit, AnswersAtOnceAndInForm) {  // spec-30, spec-31, spec-34, spec-35, spec-39, use-1
  int answered = 0;
  for (const auto& folder : std::filesystem::directory_iterator(PRECERT_SOURCE_DIR "/fixtures/scenarios")) {
    if (!std::filesystem::exists(folder.path() / "request.fhir.json")) continue;
    const std::string name = folder.path().filename().string();
    SCOPED_TRACE(name);
    const Read request(scenario(name));
    const HttpReply reply = post(submit, scenario(name));
    EXPECT_TRUE(reply.status == 200 || reply.status == 400) << reply.status;
    EXPECT_THAT(reply.content_type, testing::StartsWith("application/fhir+json"));
    const Read answer(reply.body);
    if (reply.status == 400) {
      EXPECT_EQ(answer.root().find("resourceType").string(), "OperationOutcome");
      continue;
    }
    ++answered;
    const json::Value response = first_resource(answer);
    EXPECT_EQ(response.find("resourceType").string(), "ClaimResponse");
    EXPECT_EQ(full_urls(answer).size(), answer.root().find("entry").size());
    const std::set<std::string> asked = numbers(first_resource(request).find("item"), "sequence");
    const std::set<std::string> told = numbers(response.find("item"), "itemSequence");
    if (response.find("outcome").string() == "complete") {
      EXPECT_EQ(told, asked);
    } else {
      EXPECT_TRUE(std::includes(asked.begin(), asked.end(), told.begin(), told.end()));
    }
  }
  EXPECT_GT(answered, 24);
}

TEST_F(PasSubmit, KeepsTechnicalRemarksOutOfWhatProvidersRead) {  // spec-41
  std::string text = scenario("mri-approved");
  const std::size_t at = text.find("\"timestamp\"");
  text.erase(at, text.find(',', at) - at + 1);
  const HttpReply reply = post(submit, text);
  ASSERT_EQ(reply.status, 200U);
  const Read answer(reply.body);
  const json::Value entries = answer.root().find("entry");
  const json::Value last = entries.at(entries.size() - 1).find("resource");
  ASSERT_EQ(last.find("resourceType").string(), "OperationOutcome");
  const json::Value issue = last.find("issue").at(0);
  EXPECT_EQ(issue.find("severity").string(), "warning");
  EXPECT_EQ(issue.find("expression").at(0).string(), "Bundle.timestamp");
  const json::Value notes = first_resource(answer).find("processNote");
  ASSERT_GT(notes.size(), 0U);
  for (const json::Value note : notes.elements()) {
    EXPECT_THAT(std::string(note.find("text").string()), Not(HasSubstr("timestamp")));
  }
}

}  // namespace
