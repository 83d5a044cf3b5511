// What a person is told of each fault: its level, its code, its exact place, and what is allowed there. Every
// code of IK304 and IK403 that a check can give is met once.
#include "parsers/x12/check.hpp"
#include "tests/unit/x12/messages.hpp"

namespace x12 {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view um = "UM*HS*I*62*22:B*EM*E*3*3*Y*11";
constexpr std::string_view trace = "TRN*1*REQ0001EV*1999999990";
constexpr std::string_view header = "BHT*0007*13*TEST0001*20260105*0930";
constexpr std::string_view service = "SV1*HC:72148:26*850.25*UN*1***1:2";
constexpr std::string_view city = "N4*SPRINGFIELD*IL*62701";
constexpr std::string_view paper = "PWK*OX*EL***AC*ACN0006*NOTE";
constexpr std::string_view last_message = "MSG*LINE ONE";

struct Told {
  std::string_view from, to;  // as in Mutant
  std::string_view fault;     // "level | code where | value" of the first fault
  std::string_view remedy;
};

std::string words_of(const Fault& fault) {
  return std::string(name_of(fault.kind)) + " | " + std::string(fault.code) + " " + fault.where() + " | " +
         std::string(fault.value);
}

const std::vector<Told>& segment_faults() {
  static const std::vector<Told> all{
      {last_message, "+ZQ1*X", "syntax | 1 2000F/ZQ1 @64 | ",
       "X12 has no segment of this id: mend the id or take the segment out"},
      {"TRN*1*REQ0001L1*1999999990", "+HI*ABK:M5416", "syntax | 2 2000F/HI @57 | ",
       "loop 2000F has no place for HI; it stands in loop 2000E"},
      {"REF*ZZ*NOT COVERED THERE", "", "syntax | I8 2010EC/REF @53 | ",
       "loop 2010EC needs a segment REF with REF01 ZZ: add it before the segment that stands here"},
      {header, "", "syntax | 3 BHT @2 | ",
       "the header needs a segment BHT with BHT01 0007: add it before the segment that stands here"},
      {"NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015", "", "syntax | 3 2010B/NM1 @6 | ",
       "loop 2010B is required: add it, from NM1 with NM101 1P, 2B, 36, FA or PR on, before the segment that "
       "stands here"},
      {"NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1", "+NM1*PR*2*SECOND PLAN*****PI*EXPL2",
       "syntax | 4 2010A/NM1 @5 | ", "loop 2010A stands here at most once: take this one out"},
      {"REF*BB*AUTH1", "+REF*BB*AUTH9", "syntax | 5 2000E/REF @28 | ",
       "loop 2000E has at most 1 REF with REF01 BB: take this one out"},
      {last_message, "+CLM*X", "syntax | 6 2000F/CLM @64 | ",
       "the transaction set has no such segment: take it out"},
      {"PRV*OR*PXC*207X00000X", "+REF*0B*LICENCE2*IL", "syntax | 7 2010EA/REF @46 | ",
       "move REF to its place: the order of loop 2010EA is NM1 REF N3 N4 PER PRV"},
      {"NM1*SJ*2*EXAMPLE IMAGING CENTER*****XX*1999000155", "+N2*SECOND NAME", "syntax | I4 2010F/N2 @65 | ",
       "the guide does not use this segment: take it out"},
      {"DTP*439*D8*20251201", "", "situational | I6 2000E/DTP @41 | ",
       "an accident or other related cause needs its date: add DTP with DTP01 439 to loop 2000E"},
      {"SV2*0300*HC:80048*12.5*UN*1", "+TOO*JP*14", "situational | I9 2000F/TOO @70 | ",
       "teeth belong to a dental service, SV3"},
  };
  return all;
}

const std::vector<Told>& element_faults() {
  static const std::vector<Told> all{
      {um, "UM**I*62*22:B*EM*E*3*3*Y*11", "syntax | 1 2000E/UM-01 @26 | ",
       "UM01 is required: AR, HS, IN or SC"},
      {trace, "TRN*1*  *1999999990", "syntax | 1 2000E/TRN-02 @25 | ",
       "TRN02 is required: text, at most 50 characters"},
      {um, "UM*HS*I*62*22*EM*E*3*3*Y*11", "syntax | 1 2000E/UM-04-2 @26 | ", "UM04-2 is required: A or B"},
      {service, "SV1*HC:72148:26*850.25*UN****1:2", "syntax | 2 2000F/SV1-04 @60 | ",
       "give SV103 and SV104 together, or none of them"},
      {"SV2*0300*HC:80048*12.5*UN*1", "SV2***12.5*UN*1", "syntax | 2 2000F/SV2-01 @69 | ",
       "give at least one of SV201 and SV202"},
      {"HSD*VS*3*WK**35*6", "HSD*VS*3*WK***6", "syntax | 2 2000E/HSD-05 @32 | ",
       "HSD06 needs HSD05 too, or leave it empty"},
      {um, "UM*HS*I*62*22:B*EM*E*3*3*Y*11*X", "syntax | 3 2000E/UM-11 @26 | X",
       "UM has 10 elements; take out what stands after them"},
      {trace, "TRN*1*REQ0001EV*199999999", "syntax | 4 2000E/TRN-03 @25 | 199999999",
       "TRN03 has exactly 10 characters; there are 9"},
      {city, "N4*SPRINGFIELD*IL*62", "syntax | 4 2010B/N4-03 @9 | 62",
       "N403 has 3 to 15 characters; there are 2"},
      {trace, "TRN*1*AN IDENTIFICATION THAT IS LONGER THAN FIFTY CHARACTERS*1999999990",
       "syntax | 5 2000E/TRN-02 @25 | AN IDENTIFICATION THAT IS LONGER THAN FIFTY CHARACTERS",
       "TRN02 has at most 50 characters; there are 54"},
      {um, "UM*HSX*I*62*22:B*EM*E*3*3*Y*11", "syntax | 5 2000E/UM-01 @26 | HSX",
       "UM01 has at most 2 characters; there are 3; it is AR, HS, IN or SC"},
      {trace, "TRN*1*REQ\x01*1999999990", "syntax | 6 2000E/TRN-02 @25 | REQ\x01",
       "character 4 of TRN02 is a control character: take it out"},
      {"HI*ABK:M5416:D8:20251220*ABF:M5126", "HI*ABK:M5416:D8:20251220*ABF:M51\xC9",
       "syntax | 6 2000E/HI-02-2 @31 | M51\xC9",
       "character 4 of HI02-2 is no letter that was agreed: write A to Z, a to z, digits and ASCII "
       "punctuation"},
      {city, "N4*SPRING:FIELD*IL*62701", "syntax | 6 2010B/N4-01 @9 | SPRING:FIELD",
       "character 7 of N401 is the component separator, and this has no components: it is text, 2 to 30 "
       "characters"},
      {service, "SV1*HC:72148:26*850,25*UN*1***1:2", "syntax | 6 2000F/SV1-02 @60 | 850,25",
       "SV102 is a number: digits and at most one decimal point, no thousands mark, no exponent"},
      {"HSD*VS*3*WK**35*6", "HSD*VS*3*WK**35*06", "syntax | 6 2000E/HSD-06 @32 | 06",
       "write HSD06 without zeros before the number"},
      {um, "UM*HS*I*62*22:C*EM*E*3*3*Y*11", "code set | 7 2000E/UM-04-2 @26 | C", "UM04-2 is A or B"},
      {"CRC*07*Y*04*09", "CRC*12*Y*04*09", "code set | 7 2000E/CRC-01 @33 | 12",
       "CRC01 is 07, 08, 09, 11, 75, 76 or 77"},
      {"DTP*439*D8*20251201", "DTP*439*D8*20250229", "syntax | 8 2000E/DTP-03 @29 | 20250229",
       "DTP03 is a real date CCYYMMDD"},
      {"DTP*AAH*RD8*20260115-20260215", "DTP*AAH*RD8*20260215-20260115",
       "syntax | 8 2000E/DTP-03 @30 | 20260215-20260115",
       "DTP03 is a period CCYYMMDD-CCYYMMDD of two real dates, the first not after the second"},
      {header, "BHT*0007*13*TEST0001*20260105*2400", "syntax | 9 BHT-05 @2 | 2400",
       "BHT05 is a time HHMM, HHMMSS, HHMMSSD or HHMMSSDD, hours 00 to 23"},
      {city, "N4*SPRINGFIELD*IL*62701*CA***ON", "syntax | 10 2010B/N4-07 @9 | ",
       "give only one of N402 and N407"},
      {um, "UM*HS*I*62*22:B*EM^AP*E*3*3*Y*11", "syntax | 12 2000E/UM-05 @26 | EM^AP",
       "UM05 is given once; it does not repeat"},
      {um, "UM*HS*I*62*22:B:2*EM*E*3*3*Y*11", "syntax | I10 2000E/UM-04-3 @26 | 2",
       "UM04-3 is not used in this guide: leave it empty"},
      {um, "UM*HS*I*62*22:B::2*EM*E*3*3*Y*11", "syntax | 13 2000E/UM-04-4 @26 | 2",
       "UM04 has 3 components; take out what stands after them"},
      {um, "UM*PR*I*62*22:B*EM*E*3*3*Y*11", "code set | I6 2000E/UM-01 @26 | PR", "UM01 is AR, HS, IN or SC"},
      {paper, "PWK*OX*EL*****NOTE", "situational | I9 2000E/PWK-05 @40 | ",
       "a document that is sent needs an attachment control number; PWK05 is AC"},
      {paper, "PWK*OX*AA***AC*ACN0006*NOTE", "situational | I13 2000E/PWK-05 @40 | AC",
       "a document that is not sent has no attachment control number; leave PWK05 empty"},
      {"HI*ABK:M5416:D8:20251220*ABF:M5126", "HI*ABK:M54.16:D8:20251220*ABF:M5126",
       "syntax | I12 2000E/HI-01-2 @31 | M54.16", "write diagnosis codes without the decimal point"},
      {service, "SV1*HC:72148:26*850.25*UN*1***1:3", "situational | I12 2000F/SV1-07-2 @60 | 3",
       "a pointer counts the diagnoses of the event: the number of a position that is filled, 1 to 2 at "
       "most"},
      {"CR6*4*20260112*RD8*20260112-20260311***W*I", "CR6*4*20260112*RD8*20260112-20260311***W*R",
       "situational | I12 2000E/CR6-08 @39 | R", "CR608 repeats UM02"},
  };
  return all;
}

const std::vector<Told>& hierarchy_faults() {
  static const std::vector<Told> all{
      {"HL*7*5*SS*0", "HL*9*5*SS*0", "hierarchy | 7 2000F/HL-01 @65 | 9",
       "HL01 is 7 here: HL segments count 1, 2, 3 and so on, without gaps or zeros before the number"},
      {"HL*7*5*SS*0", "HL*07*5*SS*0", "hierarchy | 7 2000F/HL-01 @65 | 07",
       "HL01 is 7 here: HL segments count 1, 2, 3 and so on, without gaps or zeros before the number"},
      {"HL*7*5*SS*0", "HL*7*6*SS*0", "hierarchy | 7 2000F/HL-02 @65 | 6",
       "HL02 repeats HL01 of the parent: loop 2000E, segment 24"},
      {"HL*1**20*1", "HL*1*1*20*1", "hierarchy | I10 2000A/HL-02 @3 | 1",
       "HL02 is not used in this guide: leave it empty"},
      {"HL*7*5*SS*0", "HL*7*5*ZZ*0", "hierarchy | 7 2000F/HL-03 @65 | ZZ",
       "HL03 is 20, 21, 22, 23, EV or SS"},
      {"HL*5*4*EV*1", "HL*5*4*EV*0", "hierarchy | 7 2000E/HL-04 @24 | 0",
       "HL04 is 1 here: an HL of a level below follows"},
      {"HL*7*5*SS*0", "HL*7*5*SS*1", "hierarchy | I6 2000F/HL-04 @65 | 1", "HL04 is 0"},
      {"HL*2*1*21*1", "", "hierarchy | 3 2000B/HL @11 | ",
       "loop 2000B is required: add it, from HL with HL03 21 on, before the segment that stands here"},
  };
  return all;
}

void expect_told(const std::vector<Told>& all) {
  for (const Told& one : all) {
    const Checked checked(changed(rich_request(), {one.from, one.to, ""}));
    const bool met = std::any_of(checked.faults.begin(), checked.faults.end(), [&](const Fault& fault) {
      return words_of(fault) == one.fault && fault.remedy == one.remedy;
    });
    if (met) continue;
    std::string found;
    for (const Fault& fault : checked.faults) found += "\n  " + words_of(fault) + "\n    " + fault.remedy;
    ADD_FAILURE() << one.to << "\n expected " << one.fault << "\n    " << one.remedy << "\n found" << found;
  }
}

TEST(Remedy, TellsOfEverySegmentFault) { expect_told(segment_faults()); }
TEST(Remedy, TellsOfEveryElementFault) { expect_told(element_faults()); }
TEST(Remedy, TellsOfEveryFaultOfTheTree) { expect_told(hierarchy_faults()); }

TEST(Remedy, RepeatsNothingOfTheMessage) {
  for (const auto* all : {&segment_faults(), &element_faults(), &hierarchy_faults()}) {
    for (const Told& one : *all) {
      const Checked checked(changed(rich_request(), {one.from, one.to, ""}));
      for (const Fault& fault : checked.faults) {
        EXPECT_FALSE(fault.remedy.empty());
        if (fault.value.size() < 4) continue;  // a code may be one of those that are allowed elsewhere
        EXPECT_THAT(fault.remedy, Not(HasSubstr(std::string(fault.value))));
      }
    }
  }
}

TEST(Check, MissesALoopThatOnlyTheGuideRequires) {
  const base::Result<std::shared_ptr<const Guide>> guide =
      guide_with("005010X217", "request", "in 2010EB RG 5", "partners.yaml:1");
  ASSERT_TRUE(guide);
  Body body = rich_request();
  for (const char* gone : {"NM1*PW*2*PATIENT HOME", "N3*12 TEST AVENUE", "N4*SPRINGFIELD*IL*62703",
                           "NM1*FS*2*EXAMPLE CLINIC", "N3*14 TEST AVENUE", "N4*SPRINGFIELD*IL*62704"})
    body = with(body, gone, "");
  const std::string text = interchange_text(set_text(body));
  Reader reader(text);
  while (reader.next() != Event::transaction_set) {
  }
  LoopTree tree;
  std::vector<Fault> faults;
  EXPECT_FALSE(check(reader.set(), **guide, {}, tree, faults));
  ASSERT_EQ(faults.size(), 1U);
  // Loops that begin alike come in any order: it is missed where something else begins.
  EXPECT_EQ(words_of(faults.front()), "syntax | I7 2010EB/NM1 @49 | ");
}

TEST(Check, WantsTheImplementationInTheHeader) {
  std::string text = interchange_text(set_text(rich_request()));
  text.replace(text.find("ST*278*0001*005010X217"), 22, "ST*278*0001");
  const Checked checked(text, "request", {});
  EXPECT_EQ(checked.line(), "1 ST-03 @1");
}

TEST(Check, ReadsTimesOfFourSixSevenAndEightDigits) {
  for (const char* good : {"0000", "0930", "2359", "093059", "0930595", "09305999"}) {
    EXPECT_EQ(
        Checked(with(rich_request(), header, "BHT*0007*13*TEST0001*20260105*" + std::string(good))).line(),
        "")
        << good;
  }
  for (const char* bad : {"2400", "2360", "09305", "093060", "0930AA"}) {
    EXPECT_EQ(
        Checked(with(rich_request(), header, "BHT*0007*13*TEST0001*20260105*" + std::string(bad))).line(),
        "9 BHT-05 @2")
        << bad;
  }
  EXPECT_EQ(Checked(with(rich_request(), header, "BHT*0007*13*TEST0001*20260105*093")).line(), "4 BHT-05 @2");
}

TEST(Check, ReadsPeriodsOfRealDatesInOrder) {
  const auto line = [](const std::string& period) {
    return Checked(with(rich_request(), "DTP*AAH*RD8*20260115-20260215", "DTP*AAH*RD8*" + period)).line();
  };
  EXPECT_EQ(line("20260115-20260115"), "");
  EXPECT_EQ(line("20240229-20240301"), "");
  for (const char* bad :
       {"20260115", "20260215-20260115", "20260115 -20260215", "20250229-20250301", "20260115/20260215"}) {
    EXPECT_EQ(line(bad), "8 2000E/DTP-03 @30") << bad;
  }
}

TEST(Check, TakesAmountsThatAreWrittenDifferently) {
  for (const char* amount : {"850", "850.5", "850.50", ".5", "0.5", "01.", "-1", "0"}) {
    const std::string changed_service = "SV1*HC:72148:26*" + std::string(amount) + "*UN*1***1:2";
    EXPECT_EQ(Checked(with(rich_request(), service, changed_service)).line(), "") << amount;
  }
}

TEST(Check, PlacesEveryFaultOfARepeatingElement) {
  EXPECT_EQ(Checked(with(rich_response(), "HCR*A3**0M^0L", "HCR*A3**\x02^0M^\x03"), "response").line(),
            "6 2000F/HCR-03 @34; 6 2000F/HCR-03[3] @34");
}

}  // namespace
}  // namespace x12
