#include "gateway/cli/scenario.hpp"
#include "gateway/cli/text_difference.hpp"

namespace {

using namespace gateway::cli;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(LineDifferences, IsEmptyForEqualTexts) { EXPECT_THAT(line_differences({"a", "b"}, {"a", "b"}), IsEmpty()); }

TEST(LineDifferences, ShowsAnAddedLineWithItsNeighboursOnly) {
  EXPECT_THAT(line_differences({"a", "b", "c", "d"}, {"a", "b", "new", "c", "d"}),
              ElementsAre("  b", "+ new", "  c"));
}

TEST(LineDifferences, ShowsAChangedLineAsGoneAndCome) {
  EXPECT_THAT(line_differences({"HCR*A1"}, {"HCR*A4"}), ElementsAre("- HCR*A1", "+ HCR*A4"));
}

TEST(OutcomesOf, ReadsDecisionsAndQuestionsOfA278) {
  const std::string answer =
      "ISA*00*          *00*          *ZZ*EXAMPLEPLAN    *ZZ*CLEARTEST1     *260105*0931*^*00501*000001102*0*T*:~"
      "GS*HI*EXAMPLEPLAN*CLEARTEST1*20260105*0931*1*X*005010X217~ST*278*0001*005010X217~HCR*A4**0U~HI*LOI:18726-0~"
      "PWK*RR*EL***AC*1~AAA*N**75*C~SE*6*0001~GE*1*1~IEA*1*000001102~";
  EXPECT_THAT(outcomes_of(answer), ElementsAre("decided A4 0U", "asks for LOINC 18726-0", "asks for report RR",
                                               "refused 75 C"));
}

TEST(OutcomesOf, ReadsDecisionsOfABundle) {
  const std::string answer =
      R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"ClaimResponse","outcome":"complete","item":[
      {"itemSequence":2,"adjudication":[{"extension":[{"url":"x","extension":[{"url":
      "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewActionCode","valueCodeableConcept":
      {"coding":[{"code":"A4"}]}},{"url":"reasonCode","valueCodeableConcept":{"coding":[{"code":"0U"}]}}]}]}]}]}}]})";
  EXPECT_THAT(outcomes_of(answer), ElementsAre("outcome complete", "item 2 decided A4 0U"));
}

TEST(OutcomesOf, ReadsAnEligibilityAnswerInTheSameWordsFromBothDialects) {
  const std::string x12 =
      "ISA*00*          *00*          *ZZ*EXAMPLEPLAN    *ZZ*CLEARTEST1     "
      "*260105*0931*^*00501*000001102*0*T*:~"
      "GS*HB*EXAMPLEPLAN*CLEARTEST1*20260105*0931*1*X*005010X279A1~ST*271*0001*005010X279A1~EB*1*IND*30**PPO~"
      "EB*1*IND*********Y*U*HC:70551~EB*F*IND*********U*U*HC:70551~EB*1*IND*********N*U*HC:99213~"
      "EB*I*IND**********U*HC:15828~SE*7*0001~GE*1*1~IEA*1*000001102~";
  const std::string fhir =
      R"({"resourceType":"CoverageEligibilityResponse","insurance":[{"inforce":true,"item":[
      {"productOrService":{"coding":[{"code":"70551"}]},"excluded":false,"authorizationRequired":true},
      {"productOrService":{"coding":[{"code":"99213"}]},"excluded":false,"authorizationRequired":false},
      {"productOrService":{"coding":[{"code":"15828"}]},"excluded":true}]}]})";
  const auto said = ElementsAre("coverage active", "70551 authorization required", "99213 no authorization",
                                "15828 excluded");
  EXPECT_THAT(outcomes_of(x12), said);
  EXPECT_THAT(outcomes_of(fhir), said);
}

TEST(FhirPathOf, SendsAQuestionOfEligibilityToItsOperation) {
  const std::string question = R"({"resourceType":"CoverageEligibilityRequest"})";
  const std::string wanted = "/fhir/CoverageEligibilityRequest/$submit";
  EXPECT_EQ(fhir_path_of(question), wanted);
  EXPECT_EQ(fhir_path_of(R"({"resourceType":"Bundle","entry":[{"resource":)" + question + "}]}"), wanted);
  EXPECT_EQ(fhir_path_of(R"({"resourceType":"Bundle","entry":[]})"), std::string("/fhir/Claim/$submit"));
  EXPECT_EQ(fhir_path_of("no JSON"), std::string("/fhir/Claim/$submit"));
}

}  // namespace
