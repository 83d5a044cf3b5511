// What behind Claim.supportingInfo counts: finished, not taken back, about the patient, and in which unit.
#include "fhir_request_support.hpp"
#include "mappers/x12/answers.hpp"

namespace mappers {
namespace {

precert::ReviewRequest request_that_brings(const std::string& type, const std::string& members) {
  const std::string info = R"("supportingInfo":[{"sequence":1,"category":{"coding":[{"system":
    "http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes","code":"additionalInformation"}]},
    "valueReference":{"reference":")" +
                           type + R"(/more"}}],)";
  return fhir_request::request_of(fhir_request::bundle_with(
      info + R"("item":[)" + fhir_request::item_with("") + "]", fhir_request::entry(type, "more", members)));
}

std::vector<precert::Answer> form_with(const std::string& members,
                                       const std::string& answer = R"("valueDecimal":8)") {
  return request_that_brings("QuestionnaireResponse",
                      members + R"("item":[{"linkId":"weeks","answer":[{)" + answer + "}]}]")
      .answers;
}

std::vector<precert::Answer> observation_with(const std::string& members,
                                              const std::string& value = R"("value":80)") {
  return request_that_brings("Observation",
                      members + R"("code":{"coding":[{"system":"http://loinc.org","code":"2708-6"}]},)" +
                          R"("valueQuantity":{)" + value + "}")
      .answers;
}

bool arrives(const std::string& members) {
  const precert::ReviewRequest request = request_that_brings(
      "DocumentReference",
      members + R"("content":[{"attachment":{"contentType":"application/pdf","data":"JVBERi0x"}}])");
  EXPECT_EQ(request.documents.size(), 1U);
  return !request.documents.empty() && !request.documents.front().content_hash.empty();
}

std::string status(std::string_view code) { return R"("status":")" + std::string(code) + R"(",)"; }
std::string subject(std::string_view reference) {
  return R"("subject":{"reference":")" + std::string(reference) + R"("},)";
}

TEST(WhatCounts, IsAFormThatIsCompletedOrAmended) {
  for (const std::string_view code : {"completed", "amended"})
    EXPECT_EQ(form_with(status(code)).size(), 1U) << code;
  for (const std::string_view code : {"in-progress", "entered-in-error", "stopped", "bogus"})
    EXPECT_TRUE(form_with(status(code)).empty()) << code;
  EXPECT_TRUE(form_with("").empty());
}

TEST(WhatCounts, IsAnObservationThatIsFinalAmendedOrCorrected) {
  for (const std::string_view code : {"final", "amended", "corrected"})
    EXPECT_EQ(observation_with(status(code)).size(), 1U) << code;
  for (const std::string_view code :
       {"registered", "preliminary", "cancelled", "entered-in-error", "unknown"})
    EXPECT_TRUE(observation_with(status(code)).empty()) << code;
}

TEST(WhatCounts, IsADocumentThatIsCurrent) {
  EXPECT_TRUE(arrives(status("current")));
  EXPECT_FALSE(arrives(status("superseded")));
  EXPECT_FALSE(arrives(status("entered-in-error")));
  EXPECT_FALSE(arrives(status("current") + R"("docStatus":"entered-in-error",)"));
}

TEST(WhatCounts, IsAboutThePatientOfTheClaim) {
  const std::string done = status("completed");
  for (const std::string_view one : {"Patient/p", "http://sender.example/fhir/Patient/p"})
    EXPECT_EQ(form_with(done + subject(one)).size(), 1U) << one;
  EXPECT_TRUE(form_with(done + subject("Patient/somebody-else")).empty());
  EXPECT_TRUE(form_with(done + subject("Organization/r")).empty());
  EXPECT_TRUE(observation_with(status("final") + subject("Patient/somebody-else")).empty());
  EXPECT_FALSE(arrives(status("current") + subject("Patient/somebody-else")));
}

TEST(AnswersOfAForm, KeepTheirUnitAndTheirForm) {
  const auto answers = form_with(
      status("completed") + R"("questionnaire":"http://payer.example/Questionnaire/mri|1",)",
      R"("valueQuantity":{"value":8,"unit":"days","system":"http://unitsofmeasure.org","code":"d"})");
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers.front().unit, "d");
  EXPECT_EQ(answers.front().form, "http://payer.example/Questionnaire/mri|1");
}

TEST(AnswersOfAForm, ThatAreBelowOrAboveANumberAreNoNumber) {
  EXPECT_TRUE(form_with(status("completed"), R"("valueQuantity":{"value":8,"comparator":"<"})").empty());
  EXPECT_TRUE(observation_with(status("final"), R"("value":88,"comparator":">")").empty());
}

TEST(AnswersOfAForm, TravelWithTheirUnitInAMessageOfX12) {
  const precert::Answer days{"weeks", base::Decimal(42), 0, {}, "d"};
  EXPECT_EQ(answer_text({&days}, ':', 264).text, "Q/weeks=42 d");
  std::vector<precert::Answer> answers;
  std::vector<precert::Note> notes;
  read_answers("Q/weeks=42 d;side=3 left", 0, {}, answers, notes);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0], days);
  EXPECT_EQ(answers[1].value, precert::AnswerValue(std::string("3 left")));
}

}  // namespace
}  // namespace mappers
