// What the tables say at the places that were wrong or missing once.
#include "parsers/x12/embedded_guides.hpp"
#include "parsers/x12/guide_compile.hpp"
#include "parsers/x12/guide_tree.hpp"
#include "tests/unit/x12/guide_messages.hpp"

namespace x12 {
namespace {

std::string scenario(std::string_view name) {
  return text_of_file(std::filesystem::path(PRECERT_SOURCE_DIR) / "fixtures/scenarios" / name);
}

Dictionary dictionary() {
  return dictionary_from(guides::embedded("elements.txt"), guides::embedded("segments.txt"),
                         guides::embedded("codes.txt"))
      .value();
}

/// The first line of the guide with this id.
GuideLine line_of(const Guide& guide, std::string_view id) {
  for (GuideLine& line : guide_lines(guide)) {
    if (line.id == id) return std::move(line);
  }
  throw std::logic_error("the guide has no line " + std::string(id));
}

TEST(GuideFacts, APlaceOfATransportHasCityAndStateOrPostalCode) {
  const auto stop = [](std::string_view n4) {
    return changed_text(scenario("mri-approved/request.x12"), "HL*5*4*SS*0~",
                        "NM1*PW*2*PICK-UP~N3*1 MAIN ST~N4*" + std::string(n4) +
                            "~NM1*FS*2*DROP-OFF~N3*2 MAIN ST~N4*AUSTIN*TX~HL*5*4*SS*0~");
  };
  const auto told = [&](std::string_view n4) {
    const std::string text = stop(n4);
    std::string faults = faults_of(text);
    const std::size_t counted = faults.find("IK5 4; ");  // SE01 was not mended
    if (counted != std::string::npos) faults.erase(counted, 7);
    return faults == "IK5 4" ? std::string() : faults;
  };
  EXPECT_EQ(told("AUSTIN*TX"), "");
  EXPECT_EQ(told("**78701"), "");
  EXPECT_THAT(told("AUSTIN"), testing::StartsWith("I9 2010EB/N4-02"));
}

TEST(GuideFacts, A999DoesNotCopyWhatCannotBeWritten) {
  const std::string text = fixture("005010X231A1_response/partial.x12");
  EXPECT_EQ(faults_of(text), "");
  EXPECT_THAT(faults_of(changed_text(text, "IK4*2*1322*7*Z~", "IK4*2*1322*6*Z~")),
              testing::StartsWith("I13 2110/IK4-04"));
  EXPECT_EQ(faults_of(changed_text(text, "IK4*2*1322*7*Z~", "IK4*2*1322*6~")), "");
}

TEST(GuideFacts, AnElementNobodyHasANumberForReportsNone) {
  const Guide& guide = *guide_for("006020X316", "request");
  for (const std::string_view id : {"OOI01", "OOI02", "OOI03"}) {
    const GuideLine line = line_of(guide, id);
    EXPECT_EQ(line.number, 0) << id;
    EXPECT_TRUE(line.unverified) << id;
  }
  EXPECT_EQ(line_of(guide, "BDS02").number, 784);
}

TEST(GuideFacts, AnInquiryByNumberNeedsNoPatient) {
  std::string text = fixture("005010X215_request/by_number.x12");
  const std::size_t patient = text.find("HL*3*2*22*1~");
  text.erase(patient, text.find("HL*4*3*EV*0~") - patient);
  text = changed_text(text, "HL*4*3*EV*0~", "HL*3*2*EV*0~");
  EXPECT_EQ(faults_of(changed_text(text, "SE*14*", "SE*11*")), "");
}

TEST(GuideFacts, ASegmentACodeAndARuleAreAddedInTheGuidesOwnLanguage) {
  const std::string text = scenario("mri-approved/request.x12");
  const std::size_t requester = text.find("NM1*1P*");
  std::string with_name = text;
  with_name.insert(text.find('~', requester) + 1, "N2*DEPARTMENT B~");
  EXPECT_THAT(faults_of(with_name), testing::HasSubstr("I4 2010B/N2"));
  const auto changed = guide_with("005010X217", "request",
                                  "in 2010B segment N2 S 1 after NM1\n  01 R\n"
                                  "  rule bar 02 when 01 present : one name is enough\n"
                                  "in 2010A segment NM1\n  +codes 01 Y2\n",
                                  "partner");
  ASSERT_TRUE(changed);
  EXPECT_EQ(faults_of(with_name, changed->get()), "IK5 4");  // SE01 was not mended
  EXPECT_EQ(faults_of(changed_text(text, "NM1*X3*", "NM1*Y2*"), changed->get()), "");
}

TEST(GuideMarks, AreThoseOfTheLineTheBlockAndTheGuideBelow) {
  const auto made = compile_guide("test.guide",
                                  "guide X request 278\nshape note   # (unverified)\n  01 R\n"
                                  "loop header\nsegment ST R 1\n  01 R\n  02 R   # (unverified)\n"
                                  "# which elements it has: (unverified)\nsegment TRN S 1\n  01 R\n"
                                  "segment MSG S 1 as note\n",
                                  dictionary());
  ASSERT_TRUE(made);
  EXPECT_FALSE(line_of(**made, "ST").unverified);
  EXPECT_FALSE(line_of(**made, "ST01").unverified);
  EXPECT_TRUE(line_of(**made, "ST02").unverified);
  EXPECT_TRUE(line_of(**made, "TRN").unverified);
  EXPECT_TRUE(line_of(**made, "TRN01").unverified);
  EXPECT_FALSE(line_of(**made, "MSG").unverified);
  EXPECT_TRUE(line_of(**made, "MSG01").unverified);
}

TEST(GuideMarks, DoubtWhatIsTakenOverAndNotNamedAgain) {
  const Guide& inquiry = *guide_for("005010X215", "request");
  EXPECT_THAT(tree_of(inquiry), testing::HasSubstr(")  (unverified)\n"));
  EXPECT_FALSE(line_of(inquiry, "BHT").unverified);
  EXPECT_FALSE(line_of(inquiry, "UM").unverified);
  EXPECT_TRUE(line_of(inquiry, "HCR").unverified);
  EXPECT_TRUE(line_of(inquiry, "SV1").unverified);
  EXPECT_FALSE(line_of(*guide_for("005010X217", "request"), "SV1").unverified);
}

TEST(GuideMarks, ReachTheCodeLists) {
  const std::string tree = tree_of(*guide_for("005010X217", "request"));
  EXPECT_THAT(tree, testing::HasSubstr("@service_type_some (005010) (unverified): AH CQ"));
  EXPECT_THAT(tree, testing::HasSubstr("@service_type (005010): "));
}

}  // namespace
}  // namespace x12
