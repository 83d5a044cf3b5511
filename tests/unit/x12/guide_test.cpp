// The guide files compile, and a broken one says where.
#include "parsers/x12/guide.hpp"

#include "parsers/x12/embedded_guides.hpp"
#include "parsers/x12/guide_compile.hpp"

namespace x12 {
namespace {

Dictionary dictionary() {
  return dictionary_from(guides::embedded("elements.txt"), guides::embedded("segments.txt"),
                         guides::embedded("codes.txt"))
      .value();
}

TEST(Guides, AllCompile) {
  ASSERT_EQ(all_guides().size(), guides::files().size());
  for (const Guide* const guide : all_guides()) {
    EXPECT_EQ(guide_for(implementation_of(*guide), direction_of(*guide)), guide);
  }
}

TEST(Guides, AreFoundByImplementationAndDirection) {
  const Guide* const request = guide_for("005010X217", "request");
  ASSERT_NE(request, nullptr);
  EXPECT_EQ(implementation_of(*request), "005010X217");
  EXPECT_EQ(direction_of(*request), "request");
  EXPECT_NE(guide_for("005010X217", "response"), request);
  EXPECT_EQ(guide_for("005010X217", "sideways"), nullptr);
  EXPECT_EQ(guide_for("004010X094A1", "request"), nullptr);
}

TEST(Guides, HoldEveryLoopOfTheRequest) {
  std::vector<std::string_view> ids;
  for (const LoopSpec& loop : guide_for("005010X217", "request")->loops) ids.push_back(loop.id);
  EXPECT_THAT(ids, testing::ElementsAre("", "2000A", "2010A", "2000B", "2010B", "2000C", "2010C", "2000D",
                                        "2010D", "2000E", "2010EA", "2010EB", "2010EC", "2000F", "2010F"));
}

TEST(Guides, HoldEveryLoopOfTheResponse) {
  std::vector<std::string_view> ids;
  for (const LoopSpec& loop : guide_for("005010X217", "response")->loops) ids.push_back(loop.id);
  EXPECT_THAT(ids,
              testing::ElementsAre("", "2000A", "2010A", "2000B", "2010B", "2000C", "2010C", "2000D", "2010D",
                                   "2000E", "2010EA", "2010EB", "2010EC", "2000F", "2010FA", "2010FB"));
}

std::string fault_of(std::string_view guide) {
  const Dictionary shared = dictionary();
  const auto made = compile_guide("test.guide", guide, shared);
  return made ? "" : made.error().first().where + " " + made.error().first().remedy;
}

TEST(CompileGuide, NamesTheLineThatIsNotUnderstood) {
  const std::string head = "guide X request 278\nloop header\nsegment ST R 1\n";
  EXPECT_EQ(fault_of(head), "");
  const std::vector<std::pair<std::string, std::string>> broken{
      {"", "test.guide:1 start with"},
      {head + "nonsense 1\n", "test.guide:4 a line starts with"},
      {head + "segment ZZZ S 1\n", "test.guide:4 write: segment"},
      {head + "segment UM S one\n", "test.guide:4 write: segment"},
      {head + "segment UM S 1 as nothing\n", "test.guide:4 no shape 'nothing'"},
      {head + "segment UM S 1\n  99 R\n", "test.guide:5 write: POSITION"},
      {head + "segment UM S 1\n  11 R\n", "test.guide:5 the segment has no position '11'"},
      {head + "segment UM S 1\n  01-2 R\n", "test.guide:5 the segment has no position '01-2'"},
      {head + "segment UM S 1\n  01 X\n", "test.guide:5 write: POSITION"},
      {head + "segment UM S 1\n  01 R @nothing\n", "test.guide:5 no list 'nothing'"},
      {head + "segment UM S 1\n  04-3 R\n", "test.guide:5 this data element has no type"},
      {head + "segment UM S 1\n  rule need 06 when 02 is 1 : x\n", "test.guide:5 the rule is not understood"},
      {head + "segment UM S 1\n  rule need 06 when 02 = 1\n", "test.guide:5 the rule is not understood"},
      {head + "use HI 278 BHT\n", "test.guide:4 write: use"},
      {head + "use HI 278 BHT-02\n", "test.guide:4 write: use"},
      {head + "loop 2000A again\n", "test.guide:4 write: loop"},
      {head + "loop header\n", "test.guide:4 loop 'header' is there twice"},
      {head + "segment UM S 1\n  length 02 9\n", "test.guide:5 write: length"},
      {head + "segment UM S 1\n  length 04 1 9\n", "test.guide:5 write: length"},
      {head + "segment UM S 1\n  repeats 02 none\n", "test.guide:5 write: repeats"},
      {head + "segment UM S 1\n  +codes 02\n", "test.guide:5 write: +codes"},
      {head + "segment UM S 1\n  +codes R 02\n", "test.guide:5 write: +codes, -codes"},
      {head + "segment BDS S 1\n  rule sized 03 : x\n", "test.guide:5 the rule is not understood"},
      {head + "loop 2000A in nowhere R 1 hl 20\nsegment HL R 1\n", "test.guide:4 write: loop"},
      {head + "loop 2000A in header R 1 hl 20\n", "test.guide:4 a loop needs at least one segment"},
  };
  for (const auto& [text, expected] : broken)
    EXPECT_THAT(fault_of(text), testing::StartsWith(expected)) << text;
}

TEST(ReadDictionary, NamesTheFileAndLineOfAFault) {
  const auto where = [](std::string_view elements, std::string_view segments, std::string_view codes) {
    const auto made = dictionary_from(elements, segments, codes);
    return made ? std::string() : made.error().first().where;
  };
  const std::string_view element = "element 98 ID 2 3 entity\n";
  EXPECT_EQ(where(element, "segment NM1 98\n", "dictionary 98 IL\n"), "");
  EXPECT_EQ(where("# note\nelement 98 XX 2 3 entity\n", "", ""), "elements.txt:2");
  EXPECT_EQ(where("element 98 ID 3 2 entity\n", "", ""), "elements.txt:1");
  EXPECT_EQ(where(element, "segment NM1 99\n", ""), "segments.txt:1");
  EXPECT_EQ(where(element, "segment NM1 98 ; P0102\n", ""), "segments.txt:1");
  EXPECT_EQ(where(element, "", "list short A\nlist short B\n"), "codes.txt:2");
  EXPECT_EQ(where(element, "", "dictionary 99 A\n"), "codes.txt:1");
  EXPECT_EQ(where(element, "", "list range 09..01\n"), "codes.txt:1");
}

TEST(ReadDictionary, KeepsWhatALaterReleaseHasBesideTheRest) {
  const auto made = dictionary_from(
      "element 98 ID 2 3 entity\nelement 98@006020 ID 2 4 entity\nelement I12 N0 9 9 number\n",
      "segment NM1 98\nsegment NM1@006020 98 98\nsegment TA1 I12\n",
      "release 005010\nlist some A\nrelease external 886 as of 2026-01\nlist other B\n");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->element(98, "005010").length_max, 3);
  EXPECT_EQ(made->element(98, "006020").length_max, 4);
  EXPECT_EQ(made->segment("NM1", "005010")->positions.size(), 1U);
  EXPECT_EQ(made->segment("NM1", "006020")->positions.size(), 2U);
  EXPECT_EQ(made->segment("NM2", "006020"), nullptr);
  EXPECT_EQ(made->segment("TA1", "")->positions.front().number, interchange_elements + 12);
  EXPECT_EQ(made->lists.at("some").release, "005010");
  EXPECT_EQ(made->lists.at("other").release, "external 886 as of 2026-01");
}

TEST(CompileGuide, PutsSegmentsBehindTheLoopsInsideALoop) {
  const auto made =
      compile_guide("test.guide",
                    "guide X response 999\nloop header\nsegment ST R 1\nloop 2000 in header S >1\n"
                    "segment AK2 R 1\nloop 2100 in 2000 S >1\nsegment IK3 R 1\nloop 2000 again\n"
                    "segment IK5 R 1\nloop header again\nsegment AK9 R 1\n",
                    dictionary());
  ASSERT_TRUE(made);
  const auto order = [&](std::size_t loop) {
    std::vector<std::uint32_t> ids;
    for (const Slot& slot : of((*made)->slots, (*made)->loops[loop].slots)) ids.push_back(slot.id);
    return ids;
  };
  EXPECT_THAT(order(0), testing::ElementsAre(packed_id("ST"), packed_id("AK2"), packed_id("AK9")));
  EXPECT_THAT(order(1), testing::ElementsAre(packed_id("AK2"), packed_id("IK3"), packed_id("IK5")));
}

TEST(ReadDictionary, ExpandsRangesAndLists) {
  const auto made =
      dictionary_from("element 98 ID 2 3 entity\n", "", "list some 08..11 C1..C2\ndictionary 98 @some X\n");
  ASSERT_TRUE(made);
  std::vector<std::uint64_t> expected;
  for (const std::string_view code : {"X", "08", "09", "10", "11", "C1", "C2"})
    expected.push_back(packed(code));
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(made->codes.at(98), expected);
}

}  // namespace
}  // namespace x12
