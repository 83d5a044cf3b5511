// What behind Claim.supportingInfo counts: finished, not taken back, about the patient, and in which unit.
#include "fhir_request_support.hpp"
#include "mappers/x12/answers.hpp"

namespace mappers {
namespace {

constexpr std::string_view patient_system = "http://plan.example/member";
constexpr std::string_view patient_number = "M-1";

/// The message with a number of its patient.
std::string with_numbered_patient(std::string text) {
  const std::string name = R"("name":[{"family":"DOE")";
  const std::size_t at = text.find(name);
  if (at == std::string::npos) throw std::logic_error("the message names no patient");
  const std::string number = R"("identifier":[{"system":")" + std::string(patient_system) + R"(","value":")" +
                             std::string(patient_number) + R"("}],)";
  return text.insert(at, number);
}

precert::ReviewRequest request_that_brings(const std::string& type, const std::string& members) {
  const std::string info = R"("supportingInfo":[{"sequence":1,"category":{"coding":[{"system":
    "http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes","code":"additionalInformation"}]},
    "valueReference":{"reference":")" +
                           type + R"(/more"}}],)";
  return fhir_request::request_of(with_numbered_patient(fhir_request::bundle_with(
      info + R"("item":[)" + fhir_request::item_with("") + "]", fhir_request::entry(type, "more", members))));
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
                             members +
                                 R"("code":{"coding":[{"system":"http://loinc.org","code":"2708-6"}]},)" +
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

std::string numbered_subject(std::string_view reference, std::string_view value, std::string_view system) {
  std::string text = R"("subject":{)";
  if (!reference.empty()) text += R"("reference":")" + std::string(reference) + R"(",)";
  return text + R"("identifier":{"system":")" + std::string(system) + R"(","value":")" + std::string(value) +
         R"("}},)";
}

TEST(WhatCounts, GoesByTheNumberOfItsSubjectBeforeTheReference) {
  const std::string done = status("completed");
  // The sender's record knows the patient under an address of its own.
  EXPECT_EQ(form_with(done + numbered_subject("http://ehr.example/fhir/Patient/4711", patient_number,
                                              patient_system))
                .size(),
            1U);
  EXPECT_TRUE(
      form_with(done + numbered_subject("http://ehr.example/fhir/Patient/4711", "ELSE1", patient_system))
          .empty());
  EXPECT_EQ(form_with(done + numbered_subject("", patient_number, patient_system)).size(), 1U);
  EXPECT_TRUE(form_with(done + numbered_subject("", "ELSE1", patient_system)).empty());
  EXPECT_TRUE(form_with(done + numbered_subject("Patient/somebody-else", "7", "urn:another:record")).empty());
}

TEST(WhatCounts, MayContainItsPatient) {
  const std::string done = status("completed") + subject("#me");
  const auto contained = [](const std::string& members) {
    return R"("contained":[{"resourceType":"Patient","id":"me")" + members + "}],";
  };
  const auto number = [](std::string_view value) {
    return R"(,"identifier":[{"system":")" + std::string(patient_system) + R"(","value":")" +
           std::string(value) + R"("}])";
  };
  EXPECT_EQ(form_with(done + contained(number(patient_number))).size(), 1U);
  EXPECT_TRUE(form_with(done + contained(number("ELSE1"))).empty());
  EXPECT_EQ(form_with(done + contained("")).size(), 1U);
  EXPECT_TRUE(form_with(done + contained(R"(,"birthDate":"1901-01-01")")).empty());
  EXPECT_TRUE(form_with(done).empty()) << "it leads nowhere";
}

TEST(WhatCountsNot, IsToldOnceHoweverOftenItIsLookedAt) {
  std::string info;
  for (const std::string number : {"1", "2", "3", "4"}) {
    info +=
        (info.empty() ? "" : ",") + std::string(R"({"sequence":)") + number +
        R"(,"category":{"coding":[{"system":"http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes",)" +
        R"("code":"additionalInformation"}]},"valueReference":{"reference":"DocumentReference/more"}})";
  }
  const std::string text = with_numbered_patient(fhir_request::bundle_with(
      R"("supportingInfo":[)" + info + R"(],"item":[)" + fhir_request::item_with("") + "]",
      fhir_request::entry("DocumentReference", "more",
                          status("superseded") + R"("content":[{"attachment":{"data":"JVBERi0x"}}])")));
  json::Document document;
  const auto root = document.parse_copy(text);
  ASSERT_TRUE(root);
  const auto bundle = fhir::bundle_from(*root);
  ASSERT_TRUE(bundle);
  base::Issues remarks;
  ASSERT_TRUE(review_request_from(*bundle, PasVersion::v2_2_1, &remarks));
  EXPECT_EQ(std::ranges::count_if(remarks,
                                  [](const base::Issue& one) {
                                    return one.remedy.find("while its status is current") !=
                                           std::string::npos;
                                  }),
            1);
}

TEST(WhatCounts, MayNameItsPatientInWordsOnly) {
  EXPECT_EQ(form_with(status("completed") + R"("subject":{"display":"the patient"},)").size(), 1U);
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
