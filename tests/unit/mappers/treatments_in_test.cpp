// Treatments, forms and collections of them behind Claim.supportingInfo.
#include "fhir_request_support.hpp"
#include "precert/criteria/treatments.hpp"

namespace mappers {
namespace {

using precert::Treatment;
using precert::TreatmentOutcome;

/// A request whose supportingInfo refers to one resource.
precert::ReviewRequest request_with(const std::string& type, const std::string& members) {
  const std::string info = R"("supportingInfo":[{"sequence":1,"category":{"coding":[{"system":
    "http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes","code":"additionalInformation"}]},
    "valueReference":{"reference":")" +
                           type + R"(/more"}}],)";
  return fhir_request::request_of(fhir_request::bundle_with(
      info + R"("item":[)" + fhir_request::item_with("") + "]", fhir_request::entry(type, "more", members)));
}

std::vector<Treatment> treatments_in(const std::string& type, const std::string& members) {
  const precert::ReviewRequest request = request_with(type, members);
  return precert::treatments_of(request.answers, 1);
}

const std::string exercise =
    R"("code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"97110"}]})";

TEST(TreatmentsOfARecord, AreTheCodeThePeriodAndTheOutcome) {
  const auto found = treatments_in(
      "Procedure", R"("status":"completed",)" + exercise +
                       R"(,"performedPeriod":{"start":"2025-11-01","end":"2025-12-26"},"outcome":
    {"coding":[{"system":"http://snomed.info/sct","code":"385671000"}]})");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().kind, "97110");
  EXPECT_EQ(found.front().weeks, base::Decimal(8));
  EXPECT_EQ(found.front().outcome, TreatmentOutcome::failed);
}

TEST(TreatmentsOfARecord, ThatWereNotTakenAreSaidToBeNotTried) {
  const auto found =
      treatments_in("MedicationStatement",
                    R"("status":"not-taken","medicationCodeableConcept":{"coding":[{"code":"5640"}]})");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found.front().tried);
}

TEST(TreatmentsOfARecord, StillGoingOnHaveNotFailed) {
  const auto found = treatments_in(
      "MedicationRequest", R"("status":"active","medicationCodeableConcept":{"coding":[{"code":"5640"}]})");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().outcome, TreatmentOutcome::ongoing);
  EXPECT_TRUE(treatments_in("Procedure", R"("status":"entered-in-error",)" + exercise).empty());
}

/// The answers to two questions and a paper.
const std::string form = R"("status":"completed","item":[
  {"linkId":"red-flag","answer":[{"valueCoding":{"system":"http://loinc.org","code":"LA32-8"}}]},
  {"linkId":"exam","answer":[{"valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"unknown"}}]},
  {"linkId":"films.document","answer":[{"valueAttachment":{"contentType":"application/pdf","data":"JVBERi0="}}]}])";

void expect_answers_of_form(const precert::ReviewRequest& request) {
  ASSERT_EQ(request.answers.size(), 2U);  // what is unknown is no answer
  EXPECT_EQ(request.answers[0].question, "red-flag");
  EXPECT_EQ(request.answers[0].value, precert::AnswerValue(false));
  EXPECT_EQ(request.answers[1].question, "films.document");
  EXPECT_EQ(request.answers[1].value, precert::AnswerValue(true));
}

TEST(FormsBehindAClaim, AreReadByTheirCodedAnswers) {
  expect_answers_of_form(request_with("QuestionnaireResponse", form));
}

TEST(FormsBehindAClaim, MayComeInACollectionWithWhatTheyReferTo) {  // DTR spec-156
  expect_answers_of_form(request_with("Bundle", R"("type":"collection","entry":[{"resource":{"resourceType":
    "QuestionnaireResponse","id":"r",)" + form + "}}]"));
}

}  // namespace
}  // namespace mappers
