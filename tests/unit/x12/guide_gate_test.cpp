// A set that is written passes the guide segment by segment: what it does not take is left out, and nothing
// else.
#include "parsers/x12/guide_gate.hpp"

#include "parsers/x12/guide.hpp"
#include "parsers/x12/writer.hpp"

namespace {

/// Writes `segments` (as text) through a gate at the request of X217, or of another guide.
class Gated {
 public:
  explicit Gated(std::string_view segments, std::string_view implementation = "005010X217") {
    const x12::Guide& guide = *x12::guide_for(implementation, "request");
    x12::GuideGate gate(guide, false, [this](const x12::LeftOut& one) {
      told.push_back(std::string(one.segment) + (one.element == 0 ? "" : std::to_string(one.element)) +
                     (one.component == 0 ? "" : "-" + std::to_string(one.component)) +
                     (one.needed ? "!" : ""));
      remedies += one.remedy;
    });
    x12::Writer writer(text, {});
    writer.pass(&gate);
    for (std::string_view rest = segments; !rest.empty();) {
      const std::size_t end = rest.find('~');
      write(writer, rest.substr(0, end));
      rest.remove_prefix(end + 1);
    }
    segments_written = writer.segments();
  }

  std::string text, remedies;
  std::vector<std::string> told;
  std::uint32_t segments_written = 0;

 private:
  static void write(x12::Writer& writer, std::string_view segment) {
    writer.begin(segment.substr(0, segment.find('*')));
    for (std::size_t at = segment.find('*'); at != std::string_view::npos;) {
      const std::size_t next = segment.find('*', at + 1);
      const std::string_view one =
          segment.substr(at + 1, next == std::string_view::npos ? next : next - at - 1);
      const std::size_t colon = one.find(':');
      if (colon == std::string_view::npos) {
        writer.element(one);
      } else {
        writer.composite({one.substr(0, colon), one.substr(colon + 1)});
      }
      at = next;
    }
    writer.end();
  }
};

constexpr std::string_view event = "HL*4*3*EV*1~";

std::string after_event(std::string_view segments) {
  Gated gated(std::string(event) + std::string(segments));
  return gated.text.substr(event.size());
}

TEST(GuideGate, LetsPassWhatTheGuideTakes) {
  const std::string good =
      "HL*4*3*EV*1~TRN*1*T1*1999999990~UM*HS*I*62*22:B~HI*ABK:M5416*ABF:G8929~CRC*75*N*EL*WA~CL1*3*1~NM1*73*"
      "1*REF~"
      "REF*ZH*77~PRV*OR*PXC*207X00000X~HL*5*4*SS*0~UM*HS~SV1*HC:72148*100*UN*1~";
  const Gated gated(good);
  EXPECT_EQ(gated.text, good);
  EXPECT_TRUE(gated.told.empty());
}

TEST(GuideGate, LeavesOutAValueThatIsInNoListOfItsPlace) {
  const Gated gated(std::string(event) + "UM*HS*I*QQ*22:X*****Z~");
  EXPECT_EQ(gated.text, std::string(event) + "UM*HS*I~");
  EXPECT_THAT(gated.told, testing::UnorderedElementsAre("UM3", "UM4-2", "UM4", "UM9"));
  EXPECT_EQ(gated.remedies.find("QQ"), std::string::npos);
}

TEST(GuideGate, KnowsTheLoopByHlAndNm1) {
  EXPECT_EQ(after_event("UM*AR*I~HL*5*4*SS*0~UM*HS*I~"), "UM*AR*I~HL*5*4*SS*0~UM*HS*I~");
  EXPECT_EQ(after_event("NM1*PW*2*HOME~N4*SPRINGFIELD*IL~NM1*FS*2*CLINIC~"),
            "NM1*PW*2*HOME~N4*SPRINGFIELD*IL~NM1*FS*2*CLINIC~");
  EXPECT_EQ(after_event("NM1*73*1*REF~PRV*RF*PXC*207X00000X~HL*5*4*SS*0~NM1*73*1*REF~PRV*RF*PXC*207X00000X~"),
            "NM1*73*1*REF~PRV*RF*PXC*207X00000X~HL*5*4*SS*0~NM1*73*1*REF~");
}

TEST(GuideGate, KnowsTheSegmentByItsFirstElement) {
  EXPECT_EQ(after_event("CRC*07*Y*09~CRC*08*Y*30~CRC*08*Y*09~CRC*44*Y*09~"), "CRC*07*Y*09~CRC*08*Y*30~");
}

TEST(GuideGate, LeavesOutWhatOnlyStandsTogether) {
  EXPECT_EQ(after_event("HSD*QQ*3*DA*2~"), "HSD***DA*2~");            // P0102
  EXPECT_EQ(after_event("CR1*ST*80*I~"), "CR1***I~");                 // P0102
  EXPECT_EQ(after_event("HI*ABK:M5416*QQ:G8929~"), "HI*ABK:M5416~");  // a code without what it is a code of
}

TEST(GuideGate, LeavesOutASegmentThatLacksWhatItCannotDoWithout) {
  const Gated gated(std::string(event) + "CR2*1*2*C1*C2****Q*N~MSG*LATER~");
  EXPECT_EQ(gated.text, std::string(event) + "MSG*LATER~");
  EXPECT_EQ(gated.told.back(), "CR2");
  EXPECT_EQ(gated.segments_written, 2U);
}

TEST(GuideGate, LeavesOutTheRestOfALoopWhoseFirstSegmentIs) {
  EXPECT_EQ(after_event("NM1*73*9*REF~REF*ZH*77~N3*1 ST~NM1*71*1*ATT~REF*ZH*78~"), "NM1*71*1*ATT~REF*ZH*78~");
}

TEST(GuideGate, KnowsTheLoopsOfASetWithoutLevels) {
  const Gated gated(
      "NM1*PR*2*PLAN~REF*EJ*A~LX*1~TRN*2*ACN1~DTP*368*D8*20260105~CAT*AE*HL~LX*2~TRN*7*ACN2~TRN*2*ACN2~",
      "006020X316");
  EXPECT_EQ(gated.text,
            "NM1*PR*2*PLAN~REF*EJ*A~LX*1~TRN*2*ACN1~DTP*368*D8*20260105~CAT*AE*HL~LX*2~TRN*2*ACN2~");
  EXPECT_THAT(gated.told, testing::ElementsAre("TRN1", "TRN"));
}

TEST(GuideGate, KnowsALoopInsideALoopOfALevelEachTime) {
  const std::string patient = "HL*3*2*22*0~NM1*IL*1*A*B****MI*M1~";
  const Gated gated(patient + "EQ*62~III*ZZ*11~EQ*QQQ~III*ZZ*12~EQ*30~III*ZZ*13~", "005010X279A1");
  EXPECT_EQ(gated.text, patient + "EQ*62~III*ZZ*11~EQ*30~III*ZZ*13~");
  EXPECT_THAT(gated.told, testing::ElementsAre("EQ1", "EQ"));
}

TEST(GuideGate, EndsTheSetBehindALastLoopThatIsLeftOut) {
  EXPECT_EQ(after_event("NM1*73*9*REF~REF*ZH*77~SE*4*0001~"), "SE*4*0001~");
}

TEST(GuideGate, WritesAsItIsWhatTheGuideCannotDoWithoutAndSaysSo) {
  const Gated gated("HL*1**20*1~NM1*PR*2*PLAN~");
  EXPECT_EQ(gated.text, "HL*1**20*1~NM1*PR*2*PLAN~");
  EXPECT_THAT(gated.told, testing::ElementsAre("NM1!"));
}

TEST(FaultsOf, AreThoseOfTheValidator) {
  const x12::Guide& guide = *x12::guide_for("005010X217", "request");
  const auto faults =
      x12::faults_of("ST*278*0001*005010X217~BHT*0007*13*R*20260105*0930~SE*3*0001~", {}, guide, false);
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(faults.front().level, x12::FaultLevel::ik3);
}

TEST(FaultsOf, NameTheLengthThatBinaryDataLacks) {
  const auto faults = x12::faults_of(
      "ST*275*0001*006020X316~BGN*02*ATT1*20260105*1001~NM1*PR*2*PLAN*****PI*EXPL1~NM1*41*2*SENDER*****46*"
      "CLEAR1~"
      "NM1*1P*2*PROVIDER*****XX*1999000064~NM1*QC*1*MEMBER*DELTA****MI*EXM1~LX*1~TRN*2*ACN1~DTP*368*D8*"
      "20260105~"
      "CAT*AE*TX~OOI*1*47*ATTACHMENT~BDS*ASC~SE*13*0001~",
      {}, *x12::guide_for("006020X316", "request"), false);
  std::vector<std::string> told;
  for (const x12::Fault& one : faults) told.push_back(std::string(one.code) + " " + one.where());
  EXPECT_THAT(told, testing::ElementsAre(testing::MatchesRegex("1 .*BDS-02 @12"),
                                         testing::MatchesRegex("1 .*BDS-03 @12")));
}

}  // namespace
