// 270 in, 271 out: what is read, what is answered, and that all of it is valid.
#include "eligibility_support.hpp"
#include "tests/support/text.hpp"

namespace {

using support::answered;
using support::Household;
using support::inner;
using support::question_of;
using support::ReadEligibility;
using support::replaced_once;
using support::segments_of;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::string head =
    "BHT*0022*13*ELG0001*20260105*0900~HL*1**20*1~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
    "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~";
const std::string subscriber =
    "HL*3*2*22*0~TRN*1*ELG0001T*1999999990~NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~REF*EJ*ACCT7~"
    "DMG*D8*19800214*F~";
const std::string dates = "DTP*291*D8*20260115~";
const std::string mri = "EQ**HC:72148~III*ZZ*22~";

/// The answer has to be a valid 271 of as many segments as it says.
std::string valid_answer(const precert::CoverageQuestion& question,
                         const Household& household = Household()) {
  std::string set = answered(question, household);
  ReadEligibility read(inner(set), "271");
  EXPECT_EQ(read.faults("response"), "") << set;
  EXPECT_THAT(segments_of(set, "SE*"),
              ElementsAre("SE*" + std::to_string(std::count(set.begin(), set.end(), '~')) + "*0001"));
  return set;
}

TEST(ReadA270, IntoParties) {
  const precert::CoverageQuestion made = question_of(head + subscriber + dates + mri);
  EXPECT_EQ(made.reference, "ELG0001");
  EXPECT_EQ(base::iso(made.submitted), "2026-01-05T09:00:00Z");
  EXPECT_EQ(made.payer.identifiers.front().value, "EXPL1");
  EXPECT_EQ(made.requester.npi(), "1999000015");
  EXPECT_EQ(made.subscriber.member_id(), "EXM100000001");
  ASSERT_EQ(made.traces.size(), 1U);
  EXPECT_EQ(made.traces[0].number, "ELG0001T");
  ASSERT_TRUE(made.dates);
  EXPECT_EQ(base::iso(made.dates->start), "2026-01-15");
  ASSERT_EQ(made.items.size(), 1U);
  EXPECT_EQ(made.items[0].procedure.code, "72148");
  EXPECT_EQ(made.items[0].procedure.system, precert::CodeSystem::cpt);
  EXPECT_EQ(made.items[0].place->code, "22");
  EXPECT_EQ(made.items[0].source.where, "EQ @13");
}

TEST(ReadA270, IntoAnItemForEveryServiceTypeAndProcedure) {
  const precert::CoverageQuestion made =
      question_of(head + subscriber + dates + "EQ*30^62^PT~EQ**HC:97110:GP~");
  ASSERT_EQ(made.items.size(), 4U);
  EXPECT_TRUE(made.items[0].of_whole_plan());
  EXPECT_EQ(made.items[2].service_type, "PT");
  EXPECT_EQ(made.items[3].procedure.modifiers, std::vector<std::string>{"GP"});
  for (int i = 0; i < 4; ++i) EXPECT_EQ(made.items[static_cast<std::size_t>(i)].sequence, i + 1);
}

TEST(ReadA270, IntoDiagnosesSpecialtyAndEarlierNumbers) {
  const precert::CoverageQuestion made =
      question_of(head + replaced_once(subscriber, "DMG", "PRV*PE*PXC*207X00000X~DMG") +
                  "HI*ABK:M5416*ABF:M5417~" + dates + "EQ**HC:72148***1~REF*G1*AUTH9~");
  ASSERT_EQ(made.providers.size(), 1U);
  EXPECT_EQ(made.providers[0].role, precert::PartyRole::performing);
  EXPECT_EQ(made.providers[0].taxonomy, "207X00000X");
  ASSERT_FALSE(made.diagnoses.empty());
  EXPECT_EQ(made.diagnoses[0].code, "M5416");
  EXPECT_EQ(made.items[0].diagnosis_pointers, std::vector<int>{1});
  EXPECT_EQ(made.items[0].previous_certification, "AUTH9");
}

TEST(ReadA270, IntoAQuestionForEveryPatient) {
  ReadEligibility read(
      head +
          "HL*3*2*22*1~TRN*1*T1*1999999990~NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~EQ*30~"
          "HL*4*3*23*0~TRN*1*T2*1999999990~NM1*03*1*TESTMEMBER*KILO~DMG*D8*20151130*M~EQ*30~"
          "HL*5*2*22*0~TRN*1*T3*1999999990~NM1*IL*1*OTHER*BETA****MI*EXM100000002~EQ*62~",
      "270");
  EXPECT_EQ(read.faults("request"), "");
  const auto questions = read.questions();
  ASSERT_EQ(questions.size(), 3U);
  EXPECT_FALSE(questions[0].dependent);
  EXPECT_EQ(questions[1].dependent->name.given, "KILO");
  EXPECT_EQ(questions[1].traces[0].number, "T2");
  EXPECT_EQ(questions[2].subscriber.member_id(), "EXM100000002");
}

TEST(WriteA270, ThatReadsBackAsTheSameQuestion) {
  const std::vector<std::string> all{
      subscriber + dates + mri,
      replaced_once(subscriber, "DMG", "PRV*PE*PXC*207X00000X~DMG") + "HI*ABK:M5416~" + dates +
          "EQ*62^PT~EQ**HC:97110:GP~",
      "HL*3*2*22*1~NM1*IL*1******MI*EXM100000001~HL*4*3*23*0~TRN*1*T2*1999999990~NM1*03*1*TESTMEMBER*KILO~"
      "DMG*D8*20151130*M~INS*N*19~" +
          dates + "EQ*30~"};
  for (const std::string& patient : all) {
    const precert::CoverageQuestion question = question_of(head + patient);
    std::string set;
    x12::Writer writer(set, {});
    const base::Issues issues = mappers::write_coverage_question(writer, question, "0001");
    EXPECT_TRUE(issues.empty()) << (issues.empty() ? "" : issues.first().where);
    EXPECT_EQ(question_of(inner(set)), question) << set;
  }
}

/// The guide wants a code: what follows is for partners whose profile relaxes that.
TEST(ReadA270, IntoWordsWhereNoCodeStands) {
  ReadEligibility read(head + subscriber + dates + "EQ**HC::::::MRI BRAIN~EQ*62*HC::::::MRI BRAIN~", "270");
  EXPECT_THAT(read.faults("request"), testing::HasSubstr("EQ02-7 is not used in this guide"));
  const auto questions = read.questions();
  ASSERT_EQ(questions.size(), 1U);
  const precert::CoverageQuestion& made = questions.front();
  ASSERT_EQ(made.items.size(), 2U);
  EXPECT_TRUE(made.items[0].in_words());
  EXPECT_EQ(made.items[0].procedure.description, "MRI BRAIN");
  EXPECT_EQ(made.items[1].service_type, "62");
}

TEST(WriteA270, AndSaysWhatItCannotCarry) {
  precert::CoverageQuestion question = question_of(head + subscriber + dates + mri);
  question.answers = {{"weeks", base::Decimal(6), 0, {}}};
  question.items[0].quantity = precert::Quantity{base::Decimal(2), precert::Unit::unit, {}};
  std::string set;
  x12::Writer writer(set, {});
  const base::Issues issues = mappers::write_coverage_question(writer, question, "0001");
  EXPECT_EQ(issues.size(), 2U);
  EXPECT_FALSE(issues.fatal());
}

// A CoverageEligibilityRequest may come without an identifier; a 270 has a BHT03.
TEST(WriteA270, AndMissesTheReferenceOfTheAsker) {
  precert::CoverageQuestion question = question_of(head + subscriber + dates + mri);
  question.reference.clear();
  std::string set;
  x12::Writer writer(set, {});
  const base::Issues issues = mappers::write_coverage_question(writer, question, "0001");
  ASSERT_TRUE(issues.fatal());
  EXPECT_EQ(issues.first().where, "reference");
}

TEST(WriteA270, WithNoMoreServiceTypesThanOneEqHolds) {
  precert::CoverageQuestion question = question_of(head + subscriber + dates + "EQ*1~");
  question.items.assign(100, question.items.front());
  for (std::size_t i = 0; i < question.items.size(); ++i)
    question.items[i].sequence = static_cast<int>(i) + 1;
  std::string set;
  x12::Writer writer(set, {});
  EXPECT_TRUE(mappers::write_coverage_question(writer, question, "0001").empty());
  EXPECT_EQ(ReadEligibility(inner(set), "270").faults("request"), "");
  EXPECT_THAT(segments_of(set, "EQ"), SizeIs(2));
}

TEST(WriteA270, WithTextsThatFitItsGuide) {
  precert::CoverageQuestion question = question_of(head + subscriber + dates + mri);
  question.items[0].procedure.code = std::string(60, 'A');
  std::string set;
  x12::Writer writer(set, {});
  const base::Issues issues = mappers::write_coverage_question(writer, question, "0001");
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_EQ(issues.first().where, "items[0].procedure");
  EXPECT_EQ(ReadEligibility(inner(set), "270").faults("request"), "");
  EXPECT_THAT(answered(question), HasSubstr("HC:" + std::string(48, 'A') + "~"));
}

TEST(WriteA270, AndRefusesAServiceThatItsGuideHasNoCodeFor) {
  precert::CoverageQuestion question = question_of(head + subscriber + dates + mri);
  question.items.push_back(question.items[0]);
  question.items[1].sequence = 2;
  question.items[1].source = {};
  question.items[1].procedure = {};
  question.items[1].service_type = "IMAGING";
  std::string set;
  x12::Writer writer(set, {});
  const base::Issues issues = mappers::write_coverage_question(writer, question, "0001");
  ASSERT_TRUE(issues.fatal());
  EXPECT_EQ(issues.first().where, "items[1]");
  EXPECT_THAT(issues.first().remedy, testing::StartsWith("X12 cannot ask for this: "));
}

TEST(WriteA270, AndTellsOfACodeThatItsGuideDoesNotTake) {
  precert::CoverageQuestion question =
      question_of(head + replaced_once(subscriber, "DMG", "PRV*PE*PXC*207X00000X~DMG") + dates + mri);
  question.providers[0].function = "QQ";
  std::string set;
  x12::Writer writer(set, {});
  const base::Issues issues = mappers::write_coverage_question(writer, question, "0001");
  EXPECT_EQ(issues.size(), 2U) << "the code, and the segment that cannot stand without it";
  EXPECT_FALSE(issues.fatal());
  EXPECT_EQ(ReadEligibility(inner(set), "270").faults("request"), "");
  EXPECT_THAT(segments_of(set, "PRV"), testing::IsEmpty());
}

TEST(A271, SaysThatAnAuthorizationIsRequiredAndWhatForm) {
  const std::string set = valid_answer(question_of(head + subscriber + dates + mri));
  EXPECT_THAT(set, HasSubstr("BHT*0022*11*ELG0001*20260105*1730~"));
  EXPECT_THAT(segments_of(set, "TRN"), ElementsAre("TRN*2*ELG0001T*1999999990", "TRN*1*UMO0001*90000EXPL1"));
  EXPECT_THAT(segments_of(set, "REF"),
              ElementsAre("REF*6P*GRP0001", "REF*18*PLAN-A", "REF*EJ*ACCT7", "REF*3H*NR260001"));
  EXPECT_THAT(segments_of(set, "N4"), ElementsAre("N4*SPRINGFIELD*IL*62701*US"));
  EXPECT_THAT(segments_of(set, "DTP"), ElementsAre("DTP*346*D8*20200101", "DTP*356*D8*20200101"));
  EXPECT_THAT(segments_of(set, "EB"), Contains("EB*1*IND*30**Example Choice PPO"));
  EXPECT_THAT(segments_of(set, "EB"), Contains("EB*1*IND*********Y*U*HC:72148"));
  EXPECT_THAT(segments_of(set, "III"), ElementsAre("III*ZZ*22"));
  EXPECT_THAT(set, HasSubstr("LS*2120~NM1*X3*2*Example Health Plan~PER*IC*PRECERT DESK*TE*8005550100"));
  EXPECT_THAT(set, HasSubstr("Pre-authorization required."));
  EXPECT_THAT(set, HasSubstr("LOINC"));
  EXPECT_THAT(set, HasSubstr("(plan promise, 2 business days)"));
  EXPECT_THAT(set, HasSubstr("Rule mri-spine of the list of 2026-01-01."));
  EXPECT_THAT(set, HasSubstr("NM1*FA*2*EXAMPLE IMAGING CENTER*****XX*1999000155"));
}

// SC-03: a payer's PER has its three numbers; the directory of endpoints stands in one of its own.
TEST(A271, NamesTheDirectoryOfEndpointsOnce) {
  const precert::CoverageQuestion question = question_of(head + subscriber + dates + mri);
  const std::string url = "https://pa.example.org/.well-known/davinci-configuration";
  const auto of_payer = [&](const std::string& set) {
    return segments_of(set.substr(0, set.find("~HL*2*") + 1), "PER");
  };
  const std::string set = answered(question, Household(), url);
  ReadEligibility read(inner(set), "271");
  EXPECT_EQ(read.faults("response"), "") << set;
  EXPECT_THAT(of_payer(set),
              ElementsAre("PER*IC*PRECERT DESK*TE*8005550100*FX*8005550101*EM*precert@example-health.example",
                          "PER*IC**UR*pa.example.org/.well-known/davinci-configuration"));
  x12::Delimiters no_colon;
  no_colon.component = '>';
  EXPECT_THAT(of_payer(answered(question, Household(), url, no_colon)), Contains("PER*IC**UR*" + url));
  const std::string with_port = "https://pa.example.org:8443/.well-known/davinci-configuration";
  EXPECT_THAT(of_payer(answered(question, Household(), with_port)), SizeIs(1));
  EXPECT_THAT(of_payer(answered(question)), SizeIs(1));
}

TEST(A271, SaysThatNothingIsRequiredWithAReference) {
  const std::string set = valid_answer(question_of(head + subscriber + dates + "EQ**HC:99213~"));
  EXPECT_THAT(segments_of(set, "EB"), Contains("EB*1*IND*********N*U*HC:99213"));
  EXPECT_THAT(set, HasSubstr("Reference number NR260001."));
}

TEST(A271, NamesExclusionsAndVendors) {
  Household household;
  household.member.coverage[0].product = "PLAN-B";
  const std::string excluded =
      valid_answer(question_of(head + subscriber + dates + "EQ**HC:70336~"), household);
  EXPECT_THAT(segments_of(excluded, "EB*I"), ElementsAre("EB*I*IND**********U*HC:70336"));
  EXPECT_THAT(excluded, HasSubstr("PLAN-B does not cover treatment of the jaw joint."));
  const std::string vendor = valid_answer(question_of(head + subscriber + dates + "EQ**HC:95810~"));
  EXPECT_THAT(segments_of(vendor, "EB*1*IND**"), ElementsAre("EB*1*IND*********Y*U*HC:95810"));
  EXPECT_THAT(vendor, HasSubstr("EB*U*IND**********"));
  EXPECT_THAT(vendor, HasSubstr("NM1*X3*2*Example Sleep Review~PER*IC**TE*8005550210*UR*sleep-review.example/"
                                "requests~"));
}

TEST(A271, GivesLimitsAndWhatIsLeft) {
  const std::string set = valid_answer(question_of(head + subscriber + dates + "EQ**HC:G0299~"));
  EXPECT_THAT(segments_of(set, "EB*F"), Not(IsEmpty())) << set;
}

TEST(A271, AnswersTheWholePlanWithEverythingThatNeedsAnAuthorization) {
  const std::string set = valid_answer(question_of(head + subscriber + dates + "EQ*30~"));
  EXPECT_THAT(segments_of(set, "EB*1"), ElementsAre("EB*1*IND*30**Example Choice PPO******U"));
  EXPECT_THAT(segments_of(set, "EB*CB"), Not(IsEmpty()));
  EXPECT_THAT(set, HasSubstr("Pre-authorization required (MRI, CT, PET,"));
  EXPECT_THAT(segments_of(set, "EB*I"),
              IsEmpty());  // what is excluded has no service type: EB*I*IND*30 would say all
  EXPECT_THAT(set, HasSubstr("EB*D*IND*30~MSG*No benefit of the plan (Cosmetic procedures)~"));
  precert::CoverageQuestion nothing_named = question_of(head + subscriber + dates + "EQ*30~");
  nothing_named.items.clear();
  EXPECT_EQ(answered(nothing_named), set);
}

TEST(A271, SaysThatCoverageHasEnded) {
  Household household;
  household.member.coverage[0].period.end = *base::date_from_iso("2025-12-31");
  const std::string set = valid_answer(question_of(head + subscriber + dates + mri), household);
  EXPECT_THAT(segments_of(set, "EB"), ElementsAre("EB*6*IND*30**Example Choice PPO"));
  EXPECT_THAT(segments_of(set, "DTP"), ElementsAre("DTP*346*D8*20200101", "DTP*347*D8*20251231",
                                                   "DTP*356*D8*20200101", "DTP*357*D8*20251231"));
  EXPECT_THAT(set, HasSubstr("No coverage on 2026-01-15."));
}

TEST(A271, AnswersDependentsAtTheirOwnLevel) {
  const std::string set = valid_answer(question_of(
      head +
      "HL*3*2*22*1~NM1*IL*1******MI*EXM100000001~HL*4*3*23*0~TRN*1*T2*1999999990~NM1*03*1*TESTMEMBER*KILO~"
      "DMG*D8*20151130~EQ*30~"));
  EXPECT_THAT(segments_of(set, "HL"), ElementsAre("HL*1**20*1", "HL*2*1*21*1", "HL*3*2*22*1", "HL*4*3*23*0"));
  EXPECT_THAT(segments_of(set, "NM1*IL"), ElementsAre("NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001"));
  EXPECT_THAT(segments_of(set, "INS"), ElementsAre("INS*N*19"));
  EXPECT_THAT(segments_of(set, "DMG"), ElementsAre("DMG*D8*19800214*F", "DMG*D8*20151130*M"));
  EXPECT_THAT(segments_of(set, "TRN"), Contains("TRN*2*T2*1999999990"));
}

TEST(A271, CorrectsANameThatMatchesOnlyAfterNormalisation) {
  const std::string asked = replaced_once(subscriber, "TESTMEMBER", "TEST-MEMBER JR");
  const std::string set = valid_answer(question_of(head + asked + dates + mri));
  EXPECT_THAT(segments_of(set, "NM1*IL"), ElementsAre("NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001"));
  EXPECT_THAT(segments_of(set, "INS"), ElementsAre("INS*Y*18*001*25"));
}

TEST(A271, RefusesEachFaultAtItsLoop) {
  struct Fault {
    std::string question;
    std::string aaa;
    std::size_t levels;
  };
  const std::string dependent =
      "HL*3*2*22*1~NM1*IL*1******MI*EXM100000001~HL*4*3*23*0~NM1*03*1*NOBODY*KILO~EQ*30~";
  const std::vector<Fault> faults{
      {replaced_once(head, "EXPL1", "OTHER") + subscriber + mri, "AAA*N**79*N", 1},
      {replaced_once(head, "1999000015", "1999000016") + subscriber + mri, "AAA*N**43*C", 2},
      {head + replaced_once(subscriber, "TESTMEMBER", "SOMEBODY") + mri, "AAA*N**73*C", 3},
      {head + replaced_once(subscriber, "19800214", "19800215") + mri, "AAA*N**71*C", 3},
      {head + replaced_once(subscriber, "****MI*EXM100000001", "") + mri, "AAA*N**72*C", 3},
      {head + dependent, "AAA*N**77*C", 4},
      {head + subscriber + "DTP*291*D8*19790101~" + mri, "AAA*N**60*C", 3},
  };
  for (const Fault& fault : faults) {
    Household household;
    if (fault.aaa.find("72") != std::string::npos) household.facts.member = nullptr;
    const std::string set = valid_answer(question_of(fault.question), household);
    const auto found = segments_of(set, "AAA");
    if (fault.aaa.empty()) {
      EXPECT_THAT(found, IsEmpty()) << set;
    } else {
      EXPECT_THAT(found, ElementsAre(fault.aaa)) << set;
      EXPECT_THAT(segments_of(set, "EB"), IsEmpty());
    }
    EXPECT_EQ(segments_of(set, "HL").size(), fault.levels) << set;
  }
}

TEST(A271, RefusesAMemberThatIsNotOnFile) {
  Household household;
  household.facts.member = nullptr;
  const std::string set = valid_answer(question_of(head + subscriber + mri), household);
  EXPECT_THAT(segments_of(set, "AAA"), ElementsAre("AAA*N**75*C"));
  EXPECT_THAT(segments_of(set, "TRN"), Contains("TRN*2*ELG0001T*1999999990"));
}

TEST(A271, RefusesOneItemAndAnswersTheOther) {
  const std::string set = valid_answer(question_of(head + subscriber + dates + "EQ**HC:9999XX~" + mri));
  EXPECT_THAT(set, HasSubstr("EB*V*IND**********"));
  EXPECT_THAT(segments_of(set, "AAA"), ElementsAre("AAA*N**AG*C"));
  EXPECT_THAT(segments_of(set, "EB"), Contains("EB*1*IND*********Y*U*HC:72148"));
}

TEST(A271, RefusesDiagnosesAtTheBenefit) {
  const std::string set = valid_answer(question_of(head + subscriber + "HI*ABK:!!!~" + dates + mri));
  EXPECT_THAT(segments_of(set, "AAA"), ElementsAre("AAA*N**AF*C"));
}

TEST(A271, EchoesThePayersOwnProviderNumbers) {
  const std::string asked = replaced_once(head, "XX*1999000015", "SV*2000035");
  const std::string set = valid_answer(question_of(asked + subscriber + dates + mri));
  EXPECT_THAT(segments_of(set, "NM1*1P"), ElementsAre("NM1*1P*2*EXAMPLE CLINIC*****SV*2000035"));
}

/// Whatever is asked of the demonstration rulebook gets a valid 271.
TEST(A271, IsValidForEveryServiceAndServiceType) {
  Household household;
  const precert::Rulebook& rules = support::demo_rulebook();
  const precert::CoverageQuestion asked = question_of(head + subscriber + dates + mri);
  for (const precert::Product& product : rules.products) {
    household.member.coverage[0].product = product.id;
    precert::CoverageQuestion all = asked;
    all.items.clear();
    const auto add = [&](precert::CoverageItem item) {
      item.sequence = static_cast<int>(all.items.size()) + 1;
      all.items.push_back(std::move(item));
    };
    for (const precert::ServiceCode& service : rules.services) {
      precert::CoverageItem item;
      item.procedure.system = service.system;
      item.procedure.code = service.code;
      add(item);
    }
    for (const precert::Category& category : rules.categories) {
      for (const std::string& type : category.service_types) {
        precert::CoverageItem item;
        item.service_type = type;
        add(item);
      }
    }
    const std::string set = valid_answer(all, household);
    EXPECT_GE(segments_of(set, "EB").size(), all.items.size());
    EXPECT_THAT(segments_of(set, "AAA"), IsEmpty());
  }
}

TEST(Fixtures270, AreReadAndAnswered) {
  const std::filesystem::path folder =
      std::filesystem::path(PRECERT_SOURCE_DIR) / "fixtures" / "x12" / "005010X279A1_request";
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path());
    std::stringstream text;
    text << in.rdbuf();
    ReadEligibility read(text.str(), "270");
    EXPECT_EQ(read.faults("request"), "") << entry.path();
    for (const precert::CoverageQuestion& question : read.questions()) {
      valid_answer(question);
      ++count;
    }
  }
  EXPECT_GE(count, 2);
}

}  // namespace
