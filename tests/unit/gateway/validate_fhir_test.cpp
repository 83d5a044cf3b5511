// What `precert validate` says of FHIR files, and what a gateway says of its own answers.
#include "gateway/cli/validate_fhir.hpp"

#include "gateway/fhir/response_check.hpp"
#include "parsers/json/document.hpp"
#include "tests/unit/fhir/answer_bundle.hpp"
#include "tests/unit/fhir/request_bundle.hpp"

namespace gateway::cli {
namespace {

using fhir::support::answer_text;
using fhir::support::changed;
using fhir::support::request_text;
using testing::ElementsAre;
using testing::IsEmpty;

Report report_of(const std::string& text, const std::string& file = "file.json") {
  static const FhirProfiles own{fhir::Profiles::of(fhir::Version::pas_2_2_1).value(), false};
  return fhir_report(file, text, own);
}

std::vector<std::string> lines_of(const Report& report) {
  std::vector<std::string> lines;
  for (const Section& section : report.sections) {
    for (const Finding& one : section.findings)
      lines.push_back(section.title + " | " + one.code + " " + one.where);
  }
  return lines;
}

std::string parameters_with(std::string_view bundle) {
  return R"({"resourceType":"Parameters","parameter":[{"name":"return","resource":)" + std::string(bundle) +
         "}]}";
}

TEST(ValidateFhir, SaysWhatAGatewayWouldAnswerToARequest) {
  const Report good = report_of(std::string(request_text));
  EXPECT_THAT(lines_of(good), IsEmpty());
  EXPECT_THAT(good.answers, ElementsAre("accepted"));
  const Report bad = report_of(changed("preauthorization", "claim"));
  EXPECT_THAT(bad.answers, ElementsAre("OperationOutcome"));
  const Report warned = report_of(changed("1234567893", "1234567890"));
  EXPECT_THAT(lines_of(warned),
              ElementsAre("bundle | fhir_value_invalid Bundle.entry[2].resource.identifier[0].value"));
  EXPECT_THAT(warned.answers, ElementsAre("accepted")) << "a warning refuses nothing";
}

TEST(ValidateFhir, ReadsAnswersToTheLetterAndOwesThemNothing) {
  const std::string text = changed("1234567893", "1234567890", std::string(answer_text));
  const Report report = report_of(text);
  EXPECT_TRUE(has_error(report));
  EXPECT_THAT(report.answers, IsEmpty());
  EXPECT_FALSE(has_error(report_of(std::string(answer_text))));
}

TEST(ValidateFhir, TellsResourcesNotificationsAndParametersApart) {
  EXPECT_THAT(lines_of(report_of(std::string(fhir::support::task_text))), IsEmpty());
  EXPECT_THAT(lines_of(report_of(changed(R"("status":"requested")", R"("status":"x")",
                                         std::string(fhir::support::task_text)))),
              ElementsAre("Task | fhir_code_invalid Task.status"));
  EXPECT_THAT(lines_of(report_of(fhir::support::notification_with(answer_text))), IsEmpty());
  EXPECT_THAT(lines_of(report_of(parameters_with(answer_text))), IsEmpty());
  EXPECT_THAT(
      lines_of(report_of(parameters_with(changed(R"("outcome":"complete",)", "", std::string(answer_text))))),
      ElementsAre("parameter 0 | fhir_profile Bundle.entry[0].resource.outcome"));
  EXPECT_THAT(lines_of(report_of("{}")), ElementsAre("resource | fhir_structure Resource.resourceType"));
}

TEST(ValidateFhir, ReportsWhatIsNoJson) {
  const Report report = report_of(R"({"a":)");
  EXPECT_TRUE(has_error(report));
  EXPECT_THAT(report.answers, ElementsAre("OperationOutcome"));
}

TEST(ValidateFhir, KnowsAnInquiryByItsProfileOrItsName) {
  const std::string bare =
      changed(R"("category":{"coding":[{"system":"https://codesystem.x12.org/005010/1365","code":"1"}]},
)",
              "");
  EXPECT_THAT(lines_of(report_of(bare)),
              ElementsAre("bundle | fhir_profile Bundle.entry[0].resource.item[0].category"));
  EXPECT_THAT(lines_of(report_of(bare, "inquiry.json")), IsEmpty());
  EXPECT_THAT(
      lines_of(report_of(changed(
          R"("resourceType":"Claim",)",
          R"("resourceType":"Claim","meta":{"profile":["http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-claim-inquiry"]},)",
          bare))),
      IsEmpty());
}

std::vector<std::string> faults_of(const std::string& text) {
  json::Document document;
  std::vector<std::string> places;
  for (const base::Issue& one :
       faults_of_message(document.parse_copy(text).value(),
                         fhir::Profiles::of(fhir::Version::pas_2_2_1).value(), fhir::Purpose::submit)) {
    places.push_back(one.where);
  }
  return places;
}

TEST(ResponseCheck, FindsBreachesInEveryKindOfMessage) {
  const std::string broken = changed(R"("outcome":"complete",)", "", std::string(answer_text));
  EXPECT_THAT(faults_of(std::string(answer_text)), IsEmpty());
  EXPECT_THAT(faults_of(broken), ElementsAre("Bundle.entry[0].resource.outcome"));
  EXPECT_THAT(faults_of(parameters_with(broken)),
              ElementsAre("Parameters.parameter[0].resource.entry[0].resource.outcome"));
  EXPECT_THAT(faults_of(R"({"resourceType":"Parameters"})"), IsEmpty()) << "an inquiry that finds nothing";
  EXPECT_THAT(faults_of(R"({"resourceType":"Bundle","type":"searchset","total":0})"), IsEmpty());
  EXPECT_THAT(faults_of(R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":
    "Location","name":"x"}}]})"),
              ElementsAre("Bundle.entry[0].resource.address"));
  EXPECT_THAT(faults_of(fhir::support::notification_with(broken)),
              ElementsAre("Bundle.entry[1].resource.entry[0].resource.outcome"));
}

}  // namespace
}  // namespace gateway::cli
