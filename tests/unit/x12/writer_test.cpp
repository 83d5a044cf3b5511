// What the writer puts between values, and what it never lets into them.
#include "parsers/x12/writer.hpp"

#include "parsers/x12/fault.hpp"
#include "parsers/x12/segment_view.hpp"

namespace x12 {
namespace {

TEST(Writer, SuppressesTrailingSeparators) {
  std::string out;
  Writer writer(out, {});
  writer.begin("UM");
  writer.element("HS");
  writer.element("");
  writer.element("62");
  writer.composite({"22", "B", "", ""});
  writer.composite({"", ""});
  writer.element("");
  writer.end();
  EXPECT_EQ(out, "UM*HS**62*22:B~");
}

TEST(Writer, KeepsThePlaceOfEmptyComponents) {
  std::string out;
  Writer writer(out, {});
  writer.begin("IK4");
  writer.composite({"3", "", "2"});
  writer.element("1271");
  writer.end();
  EXPECT_EQ(out, "IK4*3::2*1271~");
}

TEST(Writer, LeavesOutASegmentThatSaysNothing) {
  std::string out;
  Writer writer(out, {});
  writer.segment("MSG", {"", ""});
  writer.segment("SE", {"1", "0001"});
  EXPECT_EQ(out, "SE*1*0001~");
  EXPECT_EQ(writer.segments(), 1U);
}

TEST(Writer, WritesRepeats) {
  std::string out;
  Writer writer(out, {});
  writer.begin("HCR");
  writer.element("A3");
  writer.element("");
  writer.repeated(std::vector<std::string_view>{"0M", "0L"});
  writer.end();
  EXPECT_EQ(out, "HCR*A3**0M^0L~");
}

TEST(Writer, NeverLetsADelimiterIntoData) {
  std::string out;
  Writer writer(out, {});
  writer.segment("MSG", {"A*B:C~D^E\nF"});
  EXPECT_EQ(out, "MSG*A B C D E F~");
  EXPECT_EQ(writer.replaced(), 5U);
}

TEST(Writer, WritesLettersThatAreNotAgreedWithoutAccents) {
  std::string out;
  Writer writer(out, {});
  writer.segment("NM1", {"M\xC3\xBCller-\xC3\x91"
                         "and\xC3\xBA",
                         "Stra\xC3\x9F"
                         "e",
                         "\xC4\x8C"
                         "apek",
                         "\xE4\xB8\xAD"
                         "X"});
  EXPECT_EQ(out, "NM1*Muller-Nandu*Strasse*Capek* X~");
  EXPECT_EQ(writer.replaced(), 1U);
}

TEST(Writer, WritesAgreedLettersInLatin1) {
  std::string out;
  Writer writer(out, {});
  writer.agree_on_latin(true);
  writer.segment("NM1", {"M\xC3\xBCller",
                         "\xC4\x8C"
                         "apek"});
  EXPECT_EQ(out, "NM1*M\xFCller*Capek~");
}

TEST(Writer, CutsTextsByTheirLettersAsWritten) {
  std::string out;
  Writer writer(out, {});
  writer.begin("MSG");
  EXPECT_EQ(writer.element("\xC3\x9C\xC3\x9C\xC3\x9C", 2), 1U);
  EXPECT_EQ(writer.element("A\xC3\x9F"
                           "B",
                           2),
            2U);
  writer.end();
  EXPECT_EQ(out, "MSG*UU*A~");
}

TEST(Writer, ChoosesOtherDelimitersForWhatItHasWrittenAndWrites) {
  std::string out = "BEFORE*";
  Writer writer(out, {}, DelimiterPolicy::choose_others);
  writer.segment("REF", {"EI", "1"});
  writer.begin("MSG");
  writer.element("A*B");
  writer.element("C~D");
  writer.end();
  EXPECT_EQ(out, "BEFORE*REF|EI|1!MSG|A*B|C~D!");
  EXPECT_EQ(writer.clashed(), 2U);
  EXPECT_EQ(writer.replaced(), 0U);
}

TEST(Writer, NeverChoosesADelimiterThatStandsInItsData) {
  std::string out;
  Writer writer(out, {}, DelimiterPolicy::choose_others);
  writer.segment("MSG", {"|!>{+\\;%#"});
  writer.segment("MSG", {"*"});
  writer.note("^:~");
  EXPECT_EQ(out, "MSG\x1C|!>{+\\;%#\x1FMSG\x1C*\x1F");
}

TEST(Writer, CountsWhatItsCallerMayRefuse) {
  std::string out;
  Writer writer(out, {}, DelimiterPolicy::refuse);
  writer.segment("MSG", {"GOOD", "B:AD"});
  EXPECT_EQ(writer.clashed(), 1U);
  EXPECT_EQ(out, "MSG*GOOD*B AD~");
}

TEST(Writer, TakesOverWhatAnotherHasWrittenUnderOtherDelimiters) {
  std::string one, two;
  Writer other(one, {'|', '!', '>', ';'});
  other.segment("IK5", {"R", "A:B"});
  Writer writer(two, {}, DelimiterPolicy::choose_others);
  writer.segment("AK1", {"HI"});
  writer.append(one, other);
  EXPECT_EQ(two, "AK1*HI~IK5*R*A:B~");
  EXPECT_NE(writer.delimiters().component, ':');
  EXPECT_EQ(writer.segments(), 2U);
}

TEST(Writer, PutsOneBlankForALetterOutsideTheAgreedSet) {
  std::string out;
  Writer writer(out, {});
  writer.segment("MSG", {"CAF\xE4\xB8\xAD X"});
  EXPECT_EQ(out, "MSG*CAF  X~");
}

TEST(Writer, CutsAtTheLongestLength) {
  std::string out;
  Writer writer(out, {});
  writer.begin("MSG");
  writer.element("ABCDEF", 4);
  writer.end();
  EXPECT_EQ(out, "MSG*ABCD~");
}

TEST(Writer, SaysHowMuchItCut) {
  std::string out;
  Writer writer(out, {});
  writer.begin("MSG");
  EXPECT_EQ(writer.element("TOO LONG BY FIVE", 11), 5U);
  EXPECT_EQ(writer.element("FITS", 11), 0U);
  writer.end();
  EXPECT_EQ(out, "MSG*TOO LONG BY*FITS~");
}

TEST(Writer, TakesBackASetThatItCouldNotWriteAsItIs) {
  std::string out;
  Writer writer(out, {});
  writer.segment("AK1", {"HI"});
  const Writer::Mark mark = writer.mark();
  writer.segment("REF", {"EI", "1"});
  EXPECT_FALSE(writer.changed_since(mark));
  for (const char* const value : {"A:B", "BLANK ", " ", "CAF\xC3\x89"}) {
    const Writer::Mark before = writer.mark();
    writer.segment("MSG", {value});
    EXPECT_TRUE(writer.changed_since(before)) << value;
  }
  writer.take_back(mark);
  EXPECT_EQ(out, "AK1*HI~");
  EXPECT_EQ(writer.segments(), 1U);
}

TEST(Writer, HasRoomForSegmentsOfAnyLength) {
  const std::string paper(100'000, 'P');
  std::string out;
  Writer writer(out, {}, DelimiterPolicy::choose_others);
  writer.begin("BDS");
  writer.element("ASC");
  writer.composite({"A", paper});
  writer.element(paper + "*");
  writer.end();
  EXPECT_EQ(out, "BDS|ASC|A:" + paper + "|" + paper + "*~");
}

TEST(Writer, UsesTheDelimitersItWasGiven) {
  std::string out;
  Writer writer(out, {.element = '|', .repetition = '!', .component = '>', .segment = '\n'});
  writer.begin("REF");
  writer.element("BB");
  writer.composite({"A", "B"});
  writer.end();
  EXPECT_EQ(out, "REF|BB|A>B\n");
}

TEST(SegmentView, ReadsAbsentAsEmpty) {
  const SegmentView none;
  EXPECT_EQ(none.element(1), "");
  EXPECT_EQ(none.component(1, 2), "");
  EXPECT_EQ(none.position(), 0U);
  EXPECT_EQ(SegmentView::nth("A:B:C", ':', 3), "C");
  EXPECT_EQ(SegmentView::nth("A:B:C", ':', 4), "");
  EXPECT_EQ(SegmentView::nth("A:B", '\0', 1), "A:B");
}

TEST(Fault, NamesItsPlace) {
  Fault fault;
  fault.segment_id = "UM";
  fault.loop = "2000E";
  fault.segment_position = 15;
  fault.element = 4;
  fault.component = 2;
  EXPECT_EQ(fault.where(), "2000E/UM-04-2 @15");
}

}  // namespace
}  // namespace x12
