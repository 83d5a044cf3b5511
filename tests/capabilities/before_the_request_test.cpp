// What an office can know before it asks for anything: the rows SC-01 to SC-21 of the checklist of
// capabilities, on every wire.
#include "asking.hpp"
#include "precert/rulebook/tables.hpp"

namespace {

using capabilities::about;
using capabilities::Answer;
using capabilities::element;
using capabilities::Question;
using capabilities::Read;
using capabilities::requirement;
using capabilities::segments;
using testing::AllOf;
using testing::ContainsRegex;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// Tells which wire gave which answers.
struct Wire {
  const char* name;
  std::vector<Answer> answers;
};

class BeforeTheRequest : public capabilities::Asking {
 protected:
  /// The three wires that answer before a request.
  std::vector<Wire> checked(const Question& question) {
    return {
        {"271", check_x12(question)}, {"eligibility", check_fhir(question)}, {"CRD", check_crd(question)}};
  }
  /// The two wires of the request itself.
  std::vector<Wire> reviewed(const Question& question) {
    return {{"278", review_x12(question)}, {"PAS", review_fhir(question)}};
  }
  std::vector<Wire> every(const Question& question) {
    std::vector<Wire> all = checked(question);
    for (Wire& one : reviewed(question)) all.push_back(std::move(one));
    return all;
  }
};

constexpr const char* mike = "EXM100000012";   // PLAN-B
constexpr const char* tango = "EXM100000015";  // coverage ended in 2025

// ---- SC-01

TEST_F(BeforeTheRequest, EligibilityIsTheSameOnEveryWire) {
  for (const auto& [member, active] : std::map<std::string, bool>{{"EXM100000001", true}, {tango, false}}) {
    const std::string told = say_270(about("70551", member));
    EXPECT_EQ(segments(told, active ? "EB*1*IND*30*" : "EB*6*IND*30*").size(), 1U) << told;
    EXPECT_THAT(told, HasSubstr("REF*18*PLAN-A~"));
    const Read read(say_eligibility(about("70551", member)));
    const auto responses = capabilities::resources(read.root(), "CoverageEligibilityResponse");
    ASSERT_EQ(responses.size(), 1U);
    const json::Value insurance = responses[0].find("insurance").at(0);
    EXPECT_EQ(insurance.find("inforce").boolean(), active) << member;
    EXPECT_TRUE(insurance.find("inforce").is_boolean());
  }
}

// ---- SC-02, SC-48

TEST_F(BeforeTheRequest, AnExclusionIsSaidAsSuchOnEveryWireAndNeverReviewed) {
  const std::map<std::string, std::string> excluded = {
      {"15828", "EXM100000001"}, {"70336", mike}, {"78813", "EXM100000001"}};
  for (const auto& [code, member] : excluded) {
    for (const Wire& wire : every(about(code, member))) {
      ASSERT_THAT(wire.answers, SizeIs(1)) << wire.name;
      EXPECT_EQ(wire.answers[0].verdict, "excluded") << wire.name << " " << code;
      EXPECT_THAT(wire.answers[0].words, ContainsRegex("not cover|has replaced")) << wire.name;
      EXPECT_THAT(wire.answers[0].words, Not(HasSubstr("reviewed before"))) << wire.name;
    }
  }
}

// ---- SC-05

TEST_F(BeforeTheRequest, ServicesAreFoundByCptHcpcsAndHospitalCodes) {
  for (const char* code : {"70551", "J9271", "0SRD0J9"}) {
    for (const Wire& wire : checked(about(code))) {
      ASSERT_THAT(wire.answers, SizeIs(1)) << wire.name << " " << code;
      EXPECT_EQ(wire.answers[0].verdict, "required") << wire.name << " " << code;
    }
  }
}

// ---- SC-06

TEST_F(BeforeTheRequest, AKeywordListsItsCodes) {
  const gateway::HttpReply reply =
      get("/fhir/ValueSet/$expand?url=http://127.0.0.1:8080/fhir/ValueSet/services&filter=brain");
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_THAT(reply.body, AllOf(HasSubstr("\"70551\""), HasSubstr("\"70553\""), Not(HasSubstr("\"99213\""))));
}

// ---- SC-07

/// A 270 of one question, EQ and what follows it.
std::string a_270_of(const std::string& eq) {
  return "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    "
         "*260105*0930*^*00501*000000777*0*T*:~GS*HS*CLEARTEST1*EXAMPLEPLAN*20260105*0930*777*X*005010X279A1~"
         "ST*270*0001*005010X279A1~BHT*0022*13*CAT*20260105*0900~HL*1**20*1~"
         "NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~"
         "HL*3*2*22*0~TRN*1*CATT*1999999990~NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~DMG*D8*19800214*F~"
         "DTP*291*D8*20260115~" +
         eq + "~SE*13*0001~GE*1*777~IEA*1*000000777~";
}

TEST_F(BeforeTheRequest, ACategoryListsEachServiceWithItsRuleAndSumsThemUp) {
  const std::string told = x12(a_270_of("EQ*62"));
  EXPECT_THAT(segments(told, "EB*1*IND*62"), SizeIs(1)) << told;
  EXPECT_THAT(told,
              ContainsRegex("MSG.[^~]*[0-9]+ of [0-9]+ services of this type need a pre-authorization"));
  const precert::Rulebook& rulebook = *gateway().services().knowledge.current().rulebook;
  const precert::Index mri = rulebook.category("imaging-mri");
  for (const precert::ServiceCode& service : rulebook.services) {
    if (service.category != mri) continue;
    EXPECT_THAT(told, ContainsRegex("EB.1.IND[*]+[YN][*]+HC:" + service.code + "~")) << service.code;
  }
  EXPECT_THAT(told, ContainsRegex("HC:70551~MSG.[^~]*Rule mri-brain[.]"));
}

/// The guide has no look-up by keyword (SC-06): a description without a code is told so at its element.
TEST_F(BeforeTheRequest, WordsInsteadOfACodeAreRefusedWhereTheyStand) {
  const std::string told = x12(a_270_of("EQ**HC::::::MRI BRAIN"));
  EXPECT_THAT(segments(told, "IK4*2:2"), SizeIs(1)) << told;
  EXPECT_THAT(segments(told, "IK4*2:7"), testing::ElementsAre("IK4*2:7*352*I10*MRI BRAIN"));
}

// ---- SC-37

TEST_F(BeforeTheRequest, WhatThePlanDoesNotReviewNamesItsDatedListOnEveryWire) {
  for (const char* code :
       {"92014", "99213"}) {  // in no rule of the plan; on its list of what needs no review
    for (const Wire& wire : every(about(code))) {
      ASSERT_THAT(wire.answers, SizeIs(1)) << wire.name << " " << code;
      EXPECT_EQ(wire.answers[0].verdict, "not required") << wire.name << " " << code;
      EXPECT_THAT(wire.answers[0].words, HasSubstr("Not reviewed by this plan, list of 2026-01-01."))
          << wire.name << " " << code;
    }
  }
}

// ---- SC-08

TEST_F(BeforeTheRequest, UnitsAreAskedForOnlyWhereARuleCountsThem) {
  Question plain = about("70551");
  plain.services[0].quantity = "";
  plain.said = "Q/neuro-deficit=Y";
  EXPECT_EQ(review_fhir(plain)[0].verdict, "approved");
  Question counted = about("97110");
  counted.services[0].quantity = "";
  counted.diagnosis = "M54.16";
  const std::vector<Answer> told = review_fhir(counted);
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].verdict, "pended");
  EXPECT_THAT(told[0].words, HasSubstr("How many units or visits are asked for?"));
}

// ---- SC-09, SC-11

TEST_F(BeforeTheRequest, ThePatientsOwnPlanAnswers) {
  for (const Wire& wire : every(about("71260")))
    EXPECT_EQ(requirement(wire.answers.at(0).verdict), "required") << wire.name;
  for (const Wire& wire : every(about("71260", mike))) {
    EXPECT_EQ(wire.answers.at(0).verdict, "not required") << wire.name;
    EXPECT_THAT(wire.answers.at(0).words, HasSubstr("PLAN-B does not review CT.")) << wire.name;
  }
}

// ---- SC-10

TEST_F(BeforeTheRequest, FiveCodesGetFiveAnswers) {
  Question five = about("70551");
  for (const char* code : {"99213", "77412", "15828", "76498"}) five.services.push_back({code});
  for (const Wire& wire : every(five)) {
    ASSERT_THAT(wire.answers, SizeIs(5)) << wire.name;
    const std::vector<std::string> wanted = {"required", "not required", "vendor", "excluded", "required"};
    for (std::size_t index = 0; index < wanted.size(); ++index) {
      const bool crd_vendor =
          wire.name == std::string_view("CRD") || wire.name == std::string_view("eligibility");
      const std::string expected = crd_vendor && wanted[index] == "vendor" ? "required" : wanted[index];
      EXPECT_EQ(requirement(wire.answers[index].verdict), expected) << wire.name << " " << index;
      EXPECT_THAT(wire.answers[index].words, Not(IsEmpty())) << wire.name << " " << index;
    }
  }
}

// ---- SC-12

TEST_F(BeforeTheRequest, TheNotRequiredAnswerHasANumberThatIsFoundAgain) {
  for (const Wire& wire : checked(about("99213"))) {
    const std::string& reference = wire.answers.at(0).reference;
    ASSERT_THAT(reference, Not(IsEmpty())) << wire.name;
    const auto found = gateway().services().store.check_with(reference);
    ASSERT_TRUE(found && *found) << wire.name << " " << reference;
    EXPECT_EQ((*found)->member, precert::MemberId("EXM100000001")) << wire.name;
    EXPECT_THAT((*found)->requester, testing::AnyOf("1999000015", "1999000049")) << wire.name;
    EXPECT_THAT((*found)->answer,
                AllOf(HasSubstr(reference), HasSubstr("not_required"), HasSubstr("\"rulebook\"")))
        << wire.name;
    EXPECT_THAT((*found)->question, HasSubstr("99213")) << wire.name;
  }
  for (const Wire& wire : reviewed(about("99213")))
    EXPECT_THAT(wire.answers.at(0).reference, Not(IsEmpty())) << wire.name;
}

// ---- SC-13

TEST_F(BeforeTheRequest, NoCodeOfTheEditionIsEverSaidNotToExist) {
  for (const char* code : {"99213", "99214", "45378", "80053", "20610", "71260"}) {
    for (const Wire& wire : every(about(code, mike))) {
      EXPECT_EQ(wire.answers.at(0).verdict, "not required") << wire.name << " " << code;
      EXPECT_THAT(wire.answers.at(0).words, Not(HasSubstr("does not exist"))) << wire.name;
      EXPECT_THAT(wire.answers.at(0).reference, Not(IsEmpty())) << wire.name << " " << code;
    }
  }
}

TEST_F(BeforeTheRequest, ACodeOfNoEditionIsCalledSoWithTheEdition) {
  const std::string told = say_270(about("9999X"));
  EXPECT_THAT(told, AllOf(HasSubstr("AAA*N**AG*"), HasSubstr("edition 2026")));
  EXPECT_THAT(say_278(about("9999X")), AllOf(HasSubstr("AAA*N**AG*"), HasSubstr("edition 2026")));
  EXPECT_THAT(say_pas(about("9999X")), HasSubstr("edition 2026"));
  EXPECT_THAT(say_eligibility(about("9999X")), HasSubstr("edition 2026"));
}

// ---- SC-14, SC-18

TEST_F(BeforeTheRequest, AnUnlistedCodeIsAnsweredForItself) {
  Question unlisted = about("76498");
  for (const Wire& wire : every(unlisted))
    EXPECT_EQ(requirement(wire.answers.at(0).verdict), "required") << wire.name;
  const std::vector<Wire> sibling = checked(about("72148"));
  const std::vector<Wire> told = checked(about("76498"));
  for (std::size_t index = 0; index < told.size(); ++index) {
    EXPECT_NE(told[index].answers.at(0).words, sibling[index].answers.at(0).words) << told[index].name;
  }
  EXPECT_THAT(told[0].answers[0].words, HasSubstr("why no listed code fits"));
}

TEST_F(BeforeTheRequest, AnUnlistedCodeIsAskedForItsReportOnEveryWire) {
  for (const char* code : {"76498", "29999"}) {
    for (const bool described : {false, true}) {
      Question unlisted = about(code);
      if (described) unlisted.said = "Q/description=upright study under load";
      for (const std::string& told :
           {say_270(unlisted), say_eligibility(unlisted), say_278(unlisted), say_pas(unlisted)}) {
        EXPECT_THAT(told, HasSubstr("28570-0")) << code;
      }
      EXPECT_THAT(say_order_sign(unlisted), HasSubstr("Questionnaire/unlisted")) << code;
    }
  }
}

// ---- SC-15

TEST_F(BeforeTheRequest, NecessityReviewIsToldApartFromAuthorization) {
  for (const Wire& wire : every(about("81162"))) {
    EXPECT_EQ(wire.answers.at(0).verdict, "not required") << wire.name;
    EXPECT_THAT(wire.answers.at(0).words, ContainsRegex("[Mm]edical.necessity")) << wire.name;
  }
}

// ---- SC-16

TEST_F(BeforeTheRequest, AVendorIsNamedWithItsChannelAndAReference) {
  for (const Wire& wire : every(about("77412"))) {
    const Answer& answer = wire.answers.at(0);
    EXPECT_NE(answer.verdict, "not required") << wire.name;
    EXPECT_THAT(answer.words, AllOf(HasSubstr("Example Oncology Review"),
                                    ContainsRegex("800-?555-?0200|oncology-review.example")))
        << wire.name;
    EXPECT_THAT(answer.reference, Not(IsEmpty())) << wire.name;
  }
}

// ---- SC-17

TEST_F(BeforeTheRequest, TheDocumentsToSendAreNamedByLoinc) {
  const std::vector<Wire> wires = every(about("70551"));
  for (const Wire& wire : wires) {
    const bool by_form = wire.name == std::string_view("CRD") || wire.name == std::string_view("PAS");
    EXPECT_THAT(wire.answers.at(0).words,
                ContainsRegex(by_form ? "Questionnaire/|weeks has the headache" : "11506-3"))
        << wire.name;
  }
}

// ---- SC-19, SC-20

TEST_F(BeforeTheRequest, CriteriaAreNamedWithOwnerEditionAndLink) {
  const std::map<std::string, std::vector<std::string>> wanted = {
      {"70551", {"Example Health Plan", "2026-01", "plan.example/criteria/2026-01/imaging#mri-brain"}},
      {"78815", {"Example Oncology Review", "2026-01", "oncology-review.example/criteria/2026-01#pet"}}};
  for (const auto& [code, parts] : wanted) {
    for (const std::string& told :
         {say_270(about(code)), say_eligibility(about(code)), say_order_sign(about(code))}) {
      for (const std::string& part : parts) EXPECT_THAT(told, HasSubstr(part)) << code;
    }
  }
}

// ---- SC-21

TEST_F(BeforeTheRequest, TriedAndFailedTreatmentIsToldBeforeAndNeverDenies) {
  EXPECT_THAT(say_270(about("73721")), ContainsRegex("[Tt]ried|[Tt]reatment"));
  EXPECT_THAT(say_eligibility(about("73721")), ContainsRegex("[Tt]ried|[Tt]reatment"));
  Question no = about("73721");
  no.diagnosis = "M25.561";
  no.said = "Q/tried-and-failed=N";
  for (const Wire& wire : reviewed(no)) EXPECT_EQ(wire.answers.at(0).verdict, "pended") << wire.name;
}

}  // namespace
