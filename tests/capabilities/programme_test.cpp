// The plan's own promises (rows SC-48 to SC-69) as far as an answer shows them, and what every answer has to
// carry (SC-62, SC-71).
#include "asking.hpp"
#include "precert/rulebook/tables.hpp"

namespace {

using capabilities::about;
using capabilities::Answer;
using capabilities::Question;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class TheProgramme : public capabilities::Asking {
 protected:
  /// The same question on both wires of a request; the second for another member, so that neither is a
  /// repetition.
  std::vector<Answer> both(const Question& question, const std::string& other) {
    Question second = question;
    second.member = other;
    return {review_x12(question).at(0), review_fhir(second).at(0)};
  }
};

constexpr const char* bravo = "EXM100000002";

// ---- SC-49, SC-50

TEST_F(TheProgramme, ReviewsEachModalityByItsOwnCriteria) {
  struct Row {
    const char* code;
    const char* diagnosis;
    const char* said;
    const char* criteria;
  };
  const std::vector<Row> table = {
      {"70551", "R51.9", "Q/neuro-deficit=Y", "MRI of the brain"},
      {"71260", "R91.8", "", "CT of the chest"},
      {"78815", "C34.11", "Q/pet-purpose=initial_staging;Q/first-pet=Y", "PET in cancer"}};
  for (const Row& row : table) {
    Question question = about(row.code);
    question.diagnosis = row.diagnosis;
    question.said = row.said;
    for (const Answer& one : both(question, bravo)) {
      EXPECT_EQ(one.verdict, "approved") << row.code;
      EXPECT_THAT(one.words, HasSubstr(row.criteria));
      EXPECT_THAT(one.words, Not(ContainsRegex("[Mm]ember starts")))
          << row.code;  // in the network: no step of the member
    }
  }
}

// ---- SC-51

TEST_F(TheProgramme, SendsOutOfNetworkCareToThePhoneOrSaysItIsNotCovered) {
  Question covered = about("72148");
  covered.services[0].facility = "1999001047";
  for (const Answer& one : both(covered, bravo)) {
    EXPECT_EQ(one.verdict, "call");
    EXPECT_THAT(one.words, HasSubstr("8005550110"));
  }
  Question not_covered = covered;
  not_covered.member = "EXM100000012";
  for (const Answer& one : both(not_covered, "EXM100000013")) {
    EXPECT_EQ(one.verdict, "excluded");
    EXPECT_THAT(one.words, HasSubstr("does not cover care outside its network"));
  }
}

// ---- SC-53

TEST_F(TheProgramme, GivesTheApprovalWithNumberAndDates) {
  Question question = about("70551");
  question.said = "Q/neuro-deficit=Y";
  const std::string x12 = say_278(question);
  EXPECT_THAT(x12,
              AllOf(ContainsRegex("HCR.A1.AUTH[0-9]+"), HasSubstr("DTP*007*RD8*"), HasSubstr("DTP*036*D8*")));
  question.member = bravo;
  EXPECT_THAT(say_pas(question), AllOf(HasSubstr("itemPreAuthPeriod"), ContainsRegex("AUTH[0-9]+")));
}

// ---- SC-55

TEST_F(TheProgramme, ExemptsTheEmergencyRoomAndTheStay) {
  for (const auto& [place, level] : std::map<std::string, std::string>{{"23", "03"}, {"21", "E"}}) {
    Question question = about("70551");
    question.services[0].place = place;
    question.level = level;
    for (const Answer& one : both(question, bravo)) {
      EXPECT_EQ(one.verdict, "not required") << place;
      EXPECT_THAT(one.reference, Not(IsEmpty()));
      EXPECT_THAT(one.words, Not(HasSubstr("?"))) << "a clinical question";
    }
  }
}

// ---- SC-57

TEST_F(TheProgramme, NeverDeniesOnClinicalGroundsByItself) {
  const std::vector<std::string> said = {"Q/neuro-deficit=N;Q/headache-weeks=1;Q/headache-treatment-failed=N",
                                         "Q/tried-and-failed=N;Q/plain-films-done=N",
                                         "Q/pet-purpose=screening;Q/first-pet=N", "Q/mri-confirms=N"};
  const std::vector<std::string> codes = {"70551", "73721", "78815", "29881"};
  for (std::size_t index = 0; index < codes.size(); ++index) {
    Question question = about(codes[index]);
    question.said = said[index];
    for (const Answer& one : both(question, bravo))
      EXPECT_THAT(one.verdict, testing::AnyOf("pended", "call")) << codes[index] << " " << one.reason;
  }
}

// ---- SC-62

TEST_F(TheProgramme, NamesThePhoneInEveryKindOfAnswer) {
  for (const char* code : {"99213", "77412", "15828", "70551"}) {
    EXPECT_THAT(say_278(about(code)), HasSubstr("8005550100")) << code;
    EXPECT_THAT(say_270(about(code)), HasSubstr("8005550100")) << code;
    Question other = about(code);
    other.member = bravo;
    EXPECT_THAT(say_pas(other), ContainsRegex("800-?555-?0([12]00|120)")) << code;
  }
}

// ---- SC-67, SC-68

TEST_F(TheProgramme, ListsPlacesInTheNetworkWithTheirCost) {
  Question question = about("70551");
  question.member = "EXM100000014";  // lives where both places are
  question.services[0].facility = "1999001005";
  const std::string told = say_eligibility(question);
  EXPECT_THAT(told, HasSubstr("FAC-C EXAMPLE INDEPENDENT IMAGING"));
  EXPECT_THAT(check_fhir(question).at(0).verdict, "required");  // the same whatever it costs
}

TEST_F(TheProgramme, HasNoRuleThatDecidesByCost) {
  for (const precert::Fact& fact : gateway().services().knowledge.current().rulebook->facts) {
    EXPECT_THAT(std::string(fact.id), Not(ContainsRegex("cost|price|tier")))
        << "a criterion could depend on it";
  }
}

// ---- SC-71

TEST_F(TheProgramme, SaysEnoughInEveryAnswerThatNobodyHasToCall) {
  const std::map<std::string, std::string> next_step = {
      {"99213", "No pre-authorization required"},
      {"70551", "Send with the request|Pre-authorization required"},
      {"77412", "Managed by"},
      {"15828", "not covered"}};
  for (const auto& [code, step] : next_step) {
    const std::string told = say_270(about(code));
    EXPECT_THAT(told, AllOf(ContainsRegex("REF.3H.NR[A-Z0-9]+"), HasSubstr("REF*18*PLAN-A"),
                            HasSubstr("HC:" + code), ContainsRegex(step), HasSubstr("list of 2026-01-01"),
                            ContainsRegex("BHT.0022.11.[^~]*.20260105")))
        << code;
    const std::string fhir = say_eligibility(about(code));
    EXPECT_THAT(fhir, AllOf(ContainsRegex("\"preAuthRef\":\"NR[A-Z0-9]+\""), HasSubstr("2026-01-05T"),
                            HasSubstr("PLAN-A"), HasSubstr(code), ContainsRegex(step)))
        << code;
  }
}

}  // namespace
