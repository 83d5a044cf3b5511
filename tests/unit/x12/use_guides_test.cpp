// Guides from files beside the program: laid over its own, added to them, and refused with a place.
#include "messages.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/guide_tree.hpp"

namespace x12 {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Back to the program's own guides, whatever a test did.
class FolderOfGuides : public testing::Test {
 protected:
  void TearDown() override { use_guides_of_program(); }

  static std::vector<std::string> refused(const std::vector<GuideFile>& files) {
    const base::Result<void> used = use_guides(files);
    std::vector<std::string> places;
    if (used) return places;
    for (const base::Issue& one : used.error()) places.push_back(one.where + " " + one.remedy);
    return places;
  }
  static std::string tree(std::string_view implementation) {
    const Guide* const guide = guide_for(implementation, "request");
    return guide == nullptr ? "none" : tree_of(*guide);
  }
};

constexpr const char* stricter =
    "# the requester's further name, and a contact that can be reached\n"
    "guide 005010X217 request 278\n"
    "use HI 278 BHT-02 13 01 36\n"
    "like 005010X217 request\n"
    "define element 7777 AN 2 5 house code\n"
    "define segment ZZ1 7777 93 ; R0102 : house code\n"
    "in 2010B segment PER R 1\n"
    "in 2010B segment ZZ1 S 1 after NM1\n"
    "  01 R A1 A2\n"
    "  02 S\n";

/// The rich request with a ZZ1 behind the requester's name.
Body with_house_code(std::string_view segment) {
  return with_added(rich_request(), "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015", segment);
}

TEST_F(FolderOfGuides, AGuideTakesThePlaceOfTheProgramsAndMayBeLikeIt) {
  EXPECT_EQ(Checked(rich_request()).line(), "");
  ASSERT_THAT(refused({{"own/005010X217_request.guide", stricter}}), IsEmpty());
  EXPECT_EQ(Checked(rich_request()).line(), "");
  EXPECT_EQ(Checked(with_house_code("ZZ1*A1*NAME")).line(), "");
  EXPECT_EQ(Checked(with_house_code("ZZ1*A9")).line(), "7 2010B/ZZ1-01 @7");
  EXPECT_EQ(Checked(with_house_code("ZZ1*A1A1A1A1")).line(), "5 2010B/ZZ1-01 @7");
  EXPECT_EQ(Checked(with(rich_request(), "PER*IC*FRONT DESK*TE*8005550100", "")).line(), "3 2010B/PER @10");
  use_guides_of_program();
  EXPECT_EQ(Checked(with_house_code("ZZ1*A1*NAME")).line(), "1 2010B/ZZ1 @7");
}

TEST_F(FolderOfGuides, WhatIsLikeAReplacedGuideFollowsIt) {
  ASSERT_THAT(tree("005010X215"), Not(HasSubstr("ZZ1")));
  ASSERT_THAT(refused({{"own/005010X217_request.guide", stricter}}), IsEmpty());
  EXPECT_THAT(tree("005010X215"), HasSubstr("ZZ1"));
}

TEST_F(FolderOfGuides, ANewGuideStandsBesideThem) {
  const std::size_t before = all_guides().size();
  ASSERT_THAT(refused({{"own/house.guide",
                        "guide 005010X999 request 278\nuse HI 278\nlike 005010X217 request\nin 2010EC -\n"}}),
              IsEmpty());
  EXPECT_EQ(all_guides().size(), before + 1);
  EXPECT_THAT(tree("005010X999"), Not(HasSubstr("2010EC")));
  EXPECT_EQ(functional_id_for("005010X999"), "HI");
  EXPECT_EQ(set_id_for("005010X999"), "278");
}

TEST_F(FolderOfGuides, SharedListsAreLaidOverThoseOfTheProgram) {
  const Body unknown = with(rich_request(), "PER*IC*FRONT DESK*TE*8005550100", "PER*IC*FRONT DESK*ZQ*8005550100");
  EXPECT_EQ(Checked(unknown).line(), "7 2010B/PER-03 @10");
  ASSERT_THAT(refused({{"own/codes.txt", "dictionary 365 EM FX TE EX UR ZQ\n"}}), IsEmpty());
  EXPECT_EQ(Checked(unknown).line(), "I6 2010B/PER-03 @10");
}

TEST_F(FolderOfGuides, FilesMayNameWhatAnyOtherAdds) {
  const std::vector<GuideFile> in_order_of_names{
      {"own/a.guide", "guide 005010X217 request 278\nuse HI 278 BHT-02 13 01 36\nlike 005010X217 request\n"
                      "in 2010B segment ZZ2 S 1 after NM1\n  01 R A1 A2\n"},
      {"own/codes.txt", "dictionary 9001 A1 A2\n"},
      {"own/elements.txt", "element 9001 ID 2 2 house code\n"},
      {"own/segments.txt", "segment ZZ2 9001 : house code\n"}};
  ASSERT_THAT(refused(in_order_of_names), IsEmpty());
  EXPECT_EQ(Checked(with_house_code("ZZ2*A1")).line(), "");
  EXPECT_EQ(Checked(with_house_code("ZZ2*A9")).line(), "7 2010B/ZZ2-01 @7");
}

TEST_F(FolderOfGuides, EveryFaultHasItsFileAndLineAndNothingChanges) {
  const std::string wrong = std::string(stricter) + "in 2010Q segment PER S 1\n  +codes 03 TOOLONGACODE\n";
  EXPECT_THAT(refused({{"own/005010X217_request.guide", wrong}}),
              ElementsAre(HasSubstr("own/005010X217_request.guide:11 the guide has no loop '2010Q'")));
  EXPECT_EQ(Checked(with_house_code("ZZ1*A1*NAME")).line(), "1 2010B/ZZ1 @7");
  EXPECT_THAT(refused({{"own/segments.txt", "segment n2 93 : name\nsegment ZZ1 98765 : unknown\n"}}),
              ElementsAre(HasSubstr("own/segments.txt:1 'n2' is no segment id"),
                          HasSubstr("own/segments.txt:2 '98765' is no data element")));
  EXPECT_THAT(refused({{"own/a.guide", "loop header\n"}}),
              ElementsAre(HasSubstr("own/a.guide:1 start with: guide IMPLEMENTATION DIRECTION SET")));
  EXPECT_THAT(refused({{"own/a.guide", "guide 005010X999 request 278\nuse HI 278\nlike 005010X998 request\n"}}),
              ElementsAre(HasSubstr("own/a.guide:1 there is no guide '005010X998 request'")));
  EXPECT_THAT(refused({{"own/a.guide", stricter}, {"own/b.guide", stricter}}),
              ElementsAre(HasSubstr("own/b.guide:1 the file own/a.guide holds the same guide")));
  EXPECT_THAT(refused({{"own/a.guide", "guide 005010X217 request 278\nuse HI 278\nlike 005010X217 request\n"
                                       "define nothing\n"}}),
              ElementsAre(HasSubstr("own/a.guide:4 write: define, and behind it a line of")));
}

TEST_F(FolderOfGuides, GuidesThatWereGotBeforeStayAsTheyWere) {
  const Guide* const before = guide_for("005010X217", "request");
  const std::string as_it_was = tree_of(*before);
  ASSERT_THAT(refused({{"own/005010X217_request.guide", stricter}}), IsEmpty());
  EXPECT_NE(guide_for("005010X217", "request"), before);
  EXPECT_EQ(tree_of(*before), as_it_was);
}

TEST(GuideWith, DefinesSegmentsThatNoFileHas) {
  const base::Result<std::shared_ptr<const Guide>> guide =
      guide_with("005010X217", "request",
                 "define segment ZZ1 93 : house name\nin 2010B segment ZZ1 S 1 after NM1\n  01 R\n", "p.yaml:7");
  ASSERT_TRUE(guide) << guide.error().first().remedy;
  EXPECT_THAT(tree_of(**guide), HasSubstr("house name"));
  const base::Result<std::shared_ptr<const Guide>> without =
      guide_with("005010X217", "request", "in 2010B segment ZZ1 S 1 after NM1\n  01 R\n", "p.yaml:7");
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().first().where, "p.yaml:7");
  EXPECT_THAT(without.error().first().remedy, HasSubstr("define segment"));
}

}  // namespace
}  // namespace x12
