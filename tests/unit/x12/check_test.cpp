// A valid request, and what check() says of its segments and loops when one thing of it is changed.
#include "parsers/x12/check.hpp"

#include "tests/unit/x12/messages.hpp"

namespace x12 {
namespace {

TEST(Check, TakesARequestThatUsesNearlyEverything) {
  const Checked checked(rich_request());
  EXPECT_EQ(checked.line(), "");
  EXPECT_TRUE(checked.good);
}

TEST(Check, TakesAResponseThatUsesNearlyEverything) {
  const Checked checked(rich_response(), "response");
  EXPECT_EQ(checked.line(), "");
  EXPECT_TRUE(checked.good);
}

TEST(Check, StopsWhereMoreLoopsComeThanAreRead) {
  const std::string text = interchange_text(set_text(rich_request()));
  Reader reader(text);
  while (reader.next() != Event::transaction_set) {
  }
  CheckOptions options;
  options.loops_max = 4;
  LoopTree tree;
  std::vector<Fault> faults;
  EXPECT_FALSE(check(reader.set(), *guide_for("005010X217", "request"), options, tree, faults));
  EXPECT_LE(tree.nodes.size(), options.loops_max + 1);
  EXPECT_TRUE(
      std::any_of(faults.begin(), faults.end(), [](const Fault& fault) { return fault.code == "4"; }));
}

TEST(Check, ReadsAsManyLoopsOfAnAcknowledgmentAsItsGroupHasSets) {
  std::string set = "ST*999*0001*005010X231A1~AK1*HI*1*005010X217~";
  constexpr int answered = 30'000;
  for (int i = 0; i < answered; ++i) set += "AK2*278*" + std::to_string(1000 + i) + "~IK5*A~";
  const std::string count = std::to_string(answered);
  set += "AK9*A*" + count + "*" + count + "*" + count + "~SE*" + std::to_string(2 * answered + 4) + "*0001~";
  const std::string text =
      std::string(isa) + "GS*FA*A1*B1*20260105*0930*1*X*005010X231A1~" + set + "GE*1*1~IEA*1*000000101~";
  Limits limits;
  limits.segments_per_set_max = 10'000;
  Reader reader(text, limits);
  while (reader.next() != Event::transaction_set) {
  }
  LoopTree tree;
  std::vector<Fault> faults;
  EXPECT_TRUE(check(reader.set(), *guide_for("005010X231A1", "response"), {}, tree, faults));
  EXPECT_EQ(tree.nodes.size(), std::size_t{answered} + 1);
}

TEST(Check, ReportsOneFaultOfARequestAtItsPlace) {
  const std::vector<Mutant> mutants{
      {"MSG*LINE ONE", "+ZQ1*X", "1 2000F/ZQ1 @64"},
      {"MSG*LINE ONE", "+TOOLONG*X", "1 2000F/TOO @64"},
      {"TRN*1*REQ0001L1*1999999990", "+HI*ABK:M5416", "2 2000F/HI @57"},
      {"MSG*LINE ONE", "+CLM*X", "6 2000F/CLM @64"},
      {"NM1*SJ*2*EXAMPLE IMAGING CENTER*****XX*1999000155", "+N2*SECOND NAME", "I4 2010F/N2 @65"},
      {"BHT*0007*13*TEST0001*20260105*0930", "", "3 BHT @2"},
      {"NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015", "", "3 2010B/NM1 @6"},
      {"N3*12 TEST AVENUE", "", "I8 2010EB/N3 @47"},
      {"REF*ZZ*NOT COVERED THERE", "", "I8 2010EC/REF @53"},
      {"MSG*LINE ONE", "+MSG*LINE TWO", "5 2000F/MSG @64"},
      {"REF*BB*AUTH1", "+REF*BB*AUTH9", "5 2000E/REF @28"},
      {"NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1", "+NM1*PR*2*SECOND PLAN*****PI*EXPL2", "4 2010A/NM1 @5"},
      {"MSG*AT LEAST SIX WEEKS OF CARE", "+TRN*1*LATE*1999999990", "7 2000E/TRN @42"},
      {"PRV*OR*PXC*207X00000X", "+REF*0B*LICENCE2*IL", "7 2010EA/REF @46"},
      {"PRV*OR*PXC*207X00000X", "+HSD*VS*1", "7 2000E/HSD @46"},
      {"HL*7*5*SS*0", "HL*7*5*SS*1", "I6 2000F/HL-04 @65"},
      {"HL*7*5*SS*0", "HL*9*5*SS*0", "7 2000F/HL-01 @65"},
      {"HL*7*5*SS*0", "HL*7*6*SS*0", "7 2000F/HL-02 @65"},
      {"HL*7*5*SS*0", "HL*7*5*ZZ*0", "7 2000F/HL-03 @65"},
      {"HL*7*5*SS*0", "HL*7*5*19*0", "I6 2000F/HL-03 @65"},
      {"HL*5*4*EV*1", "HL*5*4*EV*0", "7 2000E/HL-04 @24"},
  };
  for (const Mutant& mutant : mutants) {
    const Checked checked(changed(rich_request(), mutant));
    EXPECT_EQ(checked.line(), mutant.expected) << mutant.from << " -> " << mutant.to;
    EXPECT_FALSE(checked.good);
  }
}

TEST(Check, ReportsOneFaultOfAnElementAtItsPlace) {
  constexpr std::string_view um = "UM*HS*I*62*22:B*EM*E*3*3*Y*11";
  constexpr std::string_view service = "SV1*HC:72148:26*850.25*UN*1***1:2";
  constexpr std::string_view diagnoses = "HI*ABK:M5416:D8:20251220*ABF:M5126";
  constexpr std::string_view requester = "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015";
  constexpr std::string_view trace = "TRN*1*REQ0001EV*1999999990";
  const std::vector<Mutant> mutants{
      {um, "UM**I*62*22:B*EM*E*3*3*Y*11", "1 2000E/UM-01 @26"},
      {um, "UM*HS*I*62*22*EM*E*3*3*Y*11", "1 2000E/UM-04-2 @26"},
      {um, "UM*HS*Z*62*22:B*EM*E*3*3*Y*11", "7 2000E/UM-02 @26; I12 2000E/CR6-08 @39"},
      {um, "UM*PR*I*62*22:B*EM*E*3*3*Y*11", "I6 2000E/UM-01 @26"},
      {um, "UM*HS*I*48*22:B*EM*E*3*3*Y*11", "I6 2000E/UM-03 @26"},
      {um, "UM*HS*I*62*22:C*EM*E*3*3*Y*11", "7 2000E/UM-04-2 @26"},
      {um, "UM*HS*I*62*22:B:1*EM*E*3*3*Y*11", "I10 2000E/UM-04-3 @26"},
      {um, "UM*HS*I*62*22:B:1:2*EM*E*3*3*Y*11", "I10 2000E/UM-04-3 @26; 13 2000E/UM-04-4 @26"},
      {um, "UM*HS*I*62*223:B*EM*E*3*3*Y*11", "5 2000E/UM-04-1 @26"},
      {um, "UM*HS*I*62*22:B*EM*E*3*3*Y*11*X", "3 2000E/UM-11 @26"},
      {um, "UM*HS*I*62*22:B*EM^AP*E*3*3*Y*11", "12 2000E/UM-05 @26"},
      {um, "UM*HS*I:S*62*22:B*EM*E*3*3*Y*11", "6 2000E/UM-02 @26; I12 2000E/CR6-08 @39"},
      {um, "UM*HS*I*62*22:B*EM**3*3*Y*11**", "3 2000E/UM-11 @26"},
      {trace, "TRN*1*REQ0001EV*199999999", "4 2000E/TRN-03 @25"},
      {trace, "TRN*1*REQ0001EV*19999999901", "5 2000E/TRN-03 @25"},
      {trace, "TRN*1*REQ\x01*1999999990", "6 2000E/TRN-02 @25"},
      {trace, "TRN*1*REQ\xC3\x89*1999999990", "6 2000E/TRN-02 @25"},
      {trace, "TRN*1*   *1999999990", "1 2000E/TRN-02 @25"},
      {requester, "NM1*1P*2*EXAMPLE CLINIC*****XX", "1 2010B/NM1-09 @6"},
      {requester, "NM1*1P*2*EXAMPLE CLINIC*****XX*1", "4 2010B/NM1-09 @6"},
      {requester, "NM1*1P*2*EXAMPLE CLINIC***DR**XX*1999000015", "I10 2010B/NM1-06 @6"},
      {requester, "NM1*QC*2*EXAMPLE CLINIC*****XX*1999000015", "I6 2010B/NM1-01 @6"},
      {requester, "NM1*Q9*2*EXAMPLE CLINIC*****XX*1999000015", "7 2010B/NM1-01 @6"},
      {"NM1*DK*1*SAMPLE*ORDERA****XX*1999000049", "NM1*DK*1*SAMPLE*ORDERA****XX", "2 2010EA/NM1-09 @42"},
      {"NM1*DK*1*SAMPLE*ORDERA****XX*1999000049", "NM1*DQ*1*SAMPLE*ORDERA****XX*1999000049",
       "I6 2010EA/NM1-01 @42"},
      {"DTP*439*D8*20251201", "DTP*439*D8*20250229", "8 2000E/DTP-03 @29"},
      {"DTP*439*D8*20251201", "DTP*439*RD8*20251201-20251202", "I6 2000E/DTP-02 @29"},
      {"DTP*AAH*RD8*20260115-20260215", "DTP*AAH*RD8*20260215-20260115", "8 2000E/DTP-03 @30"},
      {"DTP*AAH*RD8*20260115-20260215", "DTP*AAH*RD8*20260115 -20260215", "8 2000E/DTP-03 @30"},
      {"DTP*AAH*RD8*20260115-20260215", "DTP*472*D8*20260115", "I6 2000E/DTP-01 @30"},
      {"DTP*AAH*RD8*20260115-20260215", "DTP*472*RD8*20260115-20260215", "I6 2000E/DTP-01 @30"},
      {"DTP*AAH*RD8*20260115-20260215", "DTP*ZZZ*RD8*20260115-20260215", "7 2000E/DTP-01 @30"},
      {"DMG*D8*19800214*F", "DMG*D8*19800230*F", "8 2010C/DMG-02 @17"},
      {"DMG*D8*19800214*F", "DMG*D8*19800214*X", "7 2010C/DMG-03 @17"},
      {"BHT*0007*13*TEST0001*20260105*0930", "BHT*0007*13*TEST0001*20260105*2400", "9 BHT-05 @2"},
      {"BHT*0007*13*TEST0001*20260105*0930", "BHT*0007*13*TEST0001*20261305*0930", "8 BHT-04 @2"},
      {"BHT*0007*13*TEST0001*20260105*0930", "BHT*0007*11*TEST0001*20260105*0930", "I6 BHT-02 @2"},
      {"N4*SPRINGFIELD*IL*62701", "N4*SPRINGFIELD*IL*62701***X", "I10 2010B/N4-06 @9"},
      {"N4*SPRINGFIELD*IL*62701", "N4*SPRINGFIELD*IL*62701*CA***ON", "10 2010B/N4-07 @9"},
      {diagnoses, "HI*ABK:M54.16:D8:20251220*ABF:M5126", "I12 2000E/HI-01-2 @31"},
      {diagnoses, "HI*ABK:M5416:D8:20251220*ABK:M5126", "I6 2000E/HI-02-1 @31"},
      {diagnoses, "HI*ABK:M5416:D8*ABF:M5126", "2 2000E/HI-01-4 @31"},
      {diagnoses, "HI*ABK:M5416:D8:20251320*ABF:M5126", "8 2000E/HI-01-4 @31"},
      {diagnoses, "HI*ABK*ABF:M5126", "1 2000E/HI-01-2 @31"},
      {diagnoses, "HI*LOI:18726-0*ABF:M5126", "I6 2000E/HI-01-1 @31"},
      {service, "SV1*HC:72148:26*850.25*UN****1:2", "2 2000F/SV1-04 @60"},
      {service, "SV1*HC:72148:26*850,25*UN*1***1:2", "6 2000F/SV1-02 @60"},
      {service, "SV1*HC:72148:26*8.5E2*UN*1***1:2", "6 2000F/SV1-02 @60"},
      {service, "SV1*HC:72148:26*850.25*ZZ*1***1:2", "7 2000F/SV1-03 @60"},
      {service, "SV1*HC:72148:26*850.25*UN*1***1:3", "I12 2000F/SV1-07-2 @60"},
      {service, "SV1*HC:72148:26*850.25*UN*1***1:A", "6 2000F/SV1-07-2 @60"},
      {service, "SV1*HC:72148:26*850.25*UN*1*22**1:2", "I10 2000F/SV1-05 @60"},
      {service, "SV1*HC:72148:2*850.25*UN*1***1:2", "4 2000F/SV1-01-3 @60"},
      {"SV2*0300*HC:80048*12.5*UN*1", "SV2***12.5*UN*1", "2 2000F/SV2-01 @69"},
      {"TOO*JP*14*M:O:D", "TOO*JP*33*M:O:D", "7 2000F/TOO-02 @67"},
      {"TOO*JP*14*M:O:D", "TOO*JP*14*M:Q:D", "7 2000F/TOO-03-2 @67"},
      {"SV3*AD:D2740*1150**10:20*I*1*CROWN", "SV3*AD:D2740*1150**10:50*I*1*CROWN", "7 2000F/SV3-04-2 @66"},
      {"HSD*VS*3*WK**35*6", "HSD*VS**WK**35*6", "2 2000E/HSD-02 @32"},
      {"HSD*VS*3*WK**35*6", "HSD*VS*3*WK***6", "2 2000E/HSD-05 @32"},
      {"HSD*VS*3*WK**35*6", "HSD*VS*3*WK**29*6", "I6 2000E/HSD-05 @32"},
      {"CRC*07*Y*04*09", "CRC*07*Y*04*68", "I6 2000E/CRC-04 @33"},
      {"CRC*07*Y*04*09", "CRC*12*Y*04*09", "7 2000E/CRC-01 @33"},
  };
  for (const Mutant& mutant : mutants) {
    const Checked checked(changed(rich_request(), mutant));
    EXPECT_EQ(checked.line(), mutant.expected) << mutant.from << " -> " << mutant.to;
    EXPECT_FALSE(checked.good);
  }
}

TEST(Check, HoldsNoRuleOfAnotherQualifierAgainstASegment) {
  const auto no_accident =
      changed(rich_request(), {"UM*HS*I*62*22:B*EM*E*3*3*Y*11", "UM*HS*I*62*22:B**E*3*3*Y*11", ""});
  EXPECT_EQ(Checked(changed(no_accident, {"DTP*439*D8*20251201", "DTP*102*D8*20251201", ""})).line(),
            "I6 2000E/DTP-01 @29");
  EXPECT_EQ(Checked(changed(no_accident, {"DTP*439*D8*20251201", "DTP*ZZZ*D8*20251201", ""})).line(),
            "7 2000E/DTP-01 @29");
}

TEST(Check, HoldsSituationalRules) {
  constexpr std::string_view um = "UM*HS*I*62*22:B*EM*E*3*3*Y*11";
  constexpr std::string_view oxygen = "CR5***A*E*TEXT*2*4*16*2 LPM**86*E*1***3*A*E";
  const std::vector<Mutant> mutants{
      {um, "UM*HS*1*62*22:B*EM**3*3*Y*11", "I9 2000E/UM-06 @26; I12 2000E/CR6-08 @39"},
      {um, "UM*HS*I*62*22:B*AA*E*3*3*Y*11", "I9 2000E/UM-05-4 @26"},
      {um, "UM*HS*I*62*22:B*EM::AP*E*3*3*Y*11", "I13 2000E/UM-05-3 @26"},
      {um, "UM*AR*I*62*22:B*EM*E*3*3*Y*11", ""},
      {"DTP*439*D8*20251201", "", "I6 2000E/DTP @41"},
      {um, "UM*HS*I*62*22:B**E*3*3*Y*11", "I9 2000E/DTP @29"},
      {"HI*ABK:M5416:D8:20251220*ABF:M5126", "HI*ABK:M5416*BF:7242", "I12 2000E/HI-02-1 @31"},
      {"HI*ABK:M5416:D8:20251220*ABF:M5126", "HI*BK:7242*BF:7243*DR:470", ""},
      {"NM1*FS*2*EXAMPLE CLINIC", "NM1*ND*2*EXAMPLE CLINIC", "I6 2010EB/NM1 @52"},
      {"NM1*PW*2*PATIENT HOME", "NM1*45*2*PATIENT HOME", "I6 2010EB/NM1 @52"},
      {"PWK*OX*EL***AC*ACN0006*NOTE", "PWK*OX*EL", "I9 2000E/PWK-05 @40; I9 2000E/PWK-06 @40"},
      {"PWK*OX*EL***AC*ACN0006*NOTE", "PWK*OX*AA***AC*ACN0006*NOTE",
       "I13 2000E/PWK-05 @40; I13 2000E/PWK-06 @40"},
      {"PWK*OX*EL***AC*ACN0006*NOTE", "PWK*OX*AA", ""},
      {oxygen, "CR5***A*E*TEXT*2*4*16*2 LPM***E*1***3*A*E", "I9 2000E/CR5-10 @38"},
      {oxygen, "CR5***A*E*TEXT*2*4*16*2 LPM**86*E*1****A*E", "I9 2000E/CR5-16 @38"},
      {"CR6*4*20260112*RD8*20260112-20260311***W*I", "CR6*4*20260112*RD8*20260112-20260311***W*R",
       "I12 2000E/CR6-08 @39"},
      {"PER*IC*FRONT DESK*TE*8005550100", "PER*IC", "I9 2010B/PER-02 @10"},
      {"SV2*0300*HC:80048*12.5*UN*1", "+TOO*JP*14", "I9 2000F/TOO @70"},
      {"SV3*AD:D2740*1150**10:20*I*1*CROWN", "SV1*AD:D2740", "I6 2000F/SV1-01-1 @66; I9 2000F/TOO @67"},
  };
  for (const Mutant& mutant : mutants) {
    const Checked checked(changed(rich_request(), mutant));
    EXPECT_EQ(checked.line(), mutant.expected) << mutant.from << " -> " << mutant.to;
  }
}

TEST(Check, NamesTheTriggerOfASituationalRule) {
  const Checked checked(
      with(rich_request(), "UM*HS*I*62*22:B*EM*E*3*3*Y*11", "UM*HS*1*62*22:B*EM**3*3*Y*11"));
  ASSERT_FALSE(checked.faults.empty());
  const Fault::Trigger& trigger = checked.faults.front().trigger;
  EXPECT_EQ(trigger.segment_id, "UM");
  EXPECT_EQ(trigger.position, 26U);
  EXPECT_EQ(trigger.loop, "2000E");
  EXPECT_EQ(trigger.element, 2);
  EXPECT_EQ(trigger.data_element, 1322);
}

TEST(Check, WantsServiceTypeAndPlaceAtAnEventWithoutServices) {
  Body body = rich_request();
  body.erase(std::find(body.begin(), body.end(), "HL*6*5*SS*0"), body.end());
  body = with(body, "HL*5*4*EV*1", "HL*5*4*EV*0");
  EXPECT_EQ(Checked(body).line(), "");
  body = with(body, "UM*HS*I*62*22:B*EM*E*3*3*Y*11", "UM*HS*I***EM*E*3*3*Y*11");
  EXPECT_EQ(Checked(body).line(), "I9 2000E/UM-03 @26; I9 2000E/UM-04 @26");
}

TEST(Check, ReportsEachMissingLevelOnce) {
  const Body no_requester{"BHT*0007*13*TEST0001*20260105*0930",
                          "HL*1**20*1",
                          "NM1*X3*2*PLAN*****PI*EXPL1",
                          "HL*2*1*22*1",
                          "NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001",
                          "HL*3*2*EV*0",
                          "UM*HS*I*62*22:B"};
  EXPECT_EQ(Checked(no_requester).line(), "3 2000B/HL @5");
  const Body no_event{"BHT*0007*13*TEST0001*20260105*0930",
                      "HL*1**20*1",
                      "NM1*X3*2*PLAN*****PI*EXPL1",
                      "HL*2*1*21*1",
                      "NM1*1P*2*CLINIC*****XX*1999000015",
                      "HL*3*2*22*0",
                      "NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001"};
  EXPECT_EQ(Checked(no_event).line(), "I6 2000C/HL-04 @7; 3 2000E/HL @9");
  EXPECT_EQ(Checked({"BHT*0007*13*TEST0001*20260105*0930"}).line(), "3 2000A/HL @3");
  EXPECT_EQ(Checked(Body{}).line(), "3 BHT @2; 3 2000A/HL @2");
}

TEST(Check, RefusesASecondEventInARequestAndTakesItInAResponse) {
  Body request{"BHT*0007*13*TEST0001*20260105*0930",
               "HL*1**20*1",
               "NM1*X3*2*PLAN*****PI*EXPL1",
               "HL*2*1*21*1",
               "NM1*1P*2*CLINIC*****XX*1999000015",
               "HL*3*2*22*1",
               "NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001",
               "HL*4*3*EV*0",
               "UM*HS*I*62*22:B",
               "HL*5*3*EV*0",
               "UM*HS*I*62*22:B"};
  EXPECT_EQ(Checked(request).line(), "4 2000E/HL @11");
  request[0] = "BHT*0007*11*TEST0001*20260105*0930";
  EXPECT_EQ(Checked(request, "response").line(), "");
}

TEST(Check, RebuildsANestedServiceWhenWrongParentsAreTolerated) {
  const Body nested = with(rich_request(), "HL*7*5*SS*0", "HL*7*6*SS*1");
  EXPECT_EQ(Checked(nested).line(), "7 2000F/HL-02 @65; I6 2000F/HL-04 @65");
  CheckOptions tolerant;
  tolerant.tolerate_hl_parent = true;
  const Checked checked(nested, "request", tolerant);
  EXPECT_EQ(checked.line(), "");
  const LoopView event = checked.root().loop("2000A").loop("2000B").loop("2000C").loop("2000D").loop("2000E");
  int services = 0;
  event.each_loop("2000F", [&](const LoopView&) { ++services; });
  EXPECT_EQ(services, 3);
}

TEST(Check, BuildsTheTreeOfAnyOrderThatIsAllowed) {
  Body body = with(rich_request(), "REF*BB*AUTH1", "");
  body = with_added(body, "REF*NT*ADMIN1", "REF*BB*AUTH1");
  const Checked checked(body);
  EXPECT_EQ(checked.line(), "");
  const LoopView event = checked.root().loop("2000A").loop("2000B").loop("2000C").loop("2000D").loop("2000E");
  EXPECT_EQ(event.segment("REF", "BB").element(2), "AUTH1");
  EXPECT_EQ(event.segment("CRC", "75").element(3), "BL");
  EXPECT_EQ(event.loop("2010EB").segment("N3").element(1), "12 TEST AVENUE");
  EXPECT_EQ(event.loop("2000F").loop("2010F").segment("NM1").element(1), "SJ");
  EXPECT_FALSE(event.loop("2010F"));
}

TEST(Check, NamesTheLoopsOfAResponseAsTheResponseDoes) {
  const Checked checked(rich_response(), "response");
  const LoopView event = checked.root().loop("2000A").loop("2000B").loop("2000C").loop("2000E");
  EXPECT_EQ(event.loop("2010EB").segment("NM1").element(1), "L5");
  EXPECT_EQ(event.loop("2010EC").segment("NM1").element(1), "FS");
  EXPECT_EQ(event.loop("2000F").loop("2010FA").segment("NM1").element(1), "SJ");
}

TEST(Check, CountsFaultsBeyondTheLimitWithoutKeepingThem) {
  Body body = rich_request();
  for (int i = 0; i < 50; ++i) body.emplace_back("ZQ1*X");
  CheckOptions options;
  options.faults_max = 10;
  const Checked checked(body, "request", options);
  EXPECT_EQ(checked.faults.size(), 10U);
  EXPECT_FALSE(checked.good);
}

TEST(Check, TakesAgreedLatinLetters) {
  CheckOptions options;
  options.extended_latin = true;
  const Body body = with(rich_request(), "N3*1 TEST LANE", "N3*1 CAF\xC9 LANE");
  EXPECT_EQ(Checked(body, "request", options).line(), "");
  EXPECT_EQ(Checked(body).line(), "6 2010C/N3-01 @15");
}

TEST(Check, TakesNoOtherBytesBeyondAsciiThanTheAgreedLetters) {
  CheckOptions options;
  options.extended_latin = true;
  for (const char* const name : {"\x85", "\xA9", "\xC3\x89", "\xFF"}) {
    const Body body = with(rich_request(), "N3*1 TEST LANE", "N3*1 CAF" + std::string(name) + " LANE");
    EXPECT_EQ(Checked(body, "request", options).line(), "6 2010C/N3-01 @15");
  }
}

TEST(Check, LetsAgreedLettersBeReadAsUtf8) {
  CheckOptions options;
  options.extended_latin = true;
  const Checked latin(with(rich_request(), "N3*1 TEST LANE", "N3*1 CAF\xC9 LANE"), "request", options);
  const LoopView subscriber = latin.root().loop("2000A").loop("2000B").loop("2000C").loop("2010C");
  EXPECT_EQ(subscriber.segment("N3").element(1), "1 CAF\xC3\x89 LANE");
  EXPECT_EQ(subscriber.segment("N4").element(1), "SPRINGFIELD");
  const Checked ascii(rich_request(), "request", options);
  EXPECT_EQ(ascii.tree.recoded, nullptr);
}

TEST(Check, ReportsRefusalsAndLimitsOfRepetition) {
  EXPECT_EQ(Checked(with(rich_response(), "HCR*A3**0M^0L", "HCR*A3**0M^0L^0F^0G^0H"), "response").line(), "");
  EXPECT_EQ(Checked(with(rich_response(), "HCR*A3**0M^0L", "HCR*A3**0M^0L^0F^0G^0H^0J"), "response").line(),
            "12 2000F/HCR-03[6] @34");
  EXPECT_EQ(Checked(with(rich_response(), "HCR*A3**0M^0L", "HCR*A2*AUTH0001*0M"), "response").line(),
            "I6 2000F/HCR-01 @34");
}

TEST(Check, DoesNotPassASetWithAFaultyEnvelope) {
  std::string set = set_text(rich_request());
  set.replace(set.find("SE*"), std::string::npos, "SE*12*0001~");
  const Checked checked(interchange_text(set), "request", {});
  EXPECT_EQ(checked.line(), "");
  EXPECT_FALSE(checked.good);
}

TEST(Check, RefusesAnNpiOfAPartnerThatWantsItIn999s) {
  const auto guide =
      guide_with("005010X217", "request",
                 "in 2010B segment NM1\n  rule npi 09 when 08 = XX : mend the check digit\n", "test");
  ASSERT_TRUE(guide) << guide.error().first().remedy;
  for (const auto& [npi, faults] : {std::pair{"1999000015", 0U}, {"1999000016", 1U}, {"199900001", 1U}}) {
    const std::string text =
        interchange_text(set_text(with(rich_request(), "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015",
                                       "NM1*1P*2*EXAMPLE CLINIC*****XX*" + std::string(npi))));
    Reader reader(text);
    while (reader.next() != Event::transaction_set) {
    }
    LoopTree tree;
    std::vector<Fault> found;
    check(reader.set(), **guide, {}, tree, found);
    ASSERT_EQ(found.size(), faults) << npi;
    for (const Fault& one : found) EXPECT_EQ(one.where(), "2010B/NM1-09 @6");
  }
}

}  // namespace
}  // namespace x12
