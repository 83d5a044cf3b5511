// A guide printed as people read it.
#include "parsers/x12/guide_tree.hpp"

#include "tests/unit/x12/guide_messages.hpp"

namespace x12 {
namespace {

TEST(GuideTree, OfThe999ReadsAsItsGoldenFile) {
  const std::filesystem::path golden = fixture_folder() / "005010X231A1_response/tree.txt";
  EXPECT_EQ(tree_of(*guide_for("005010X231A1", "response")), text_of_file(golden));
}

TEST(GuideTree, NamesEveryElementOfEveryGuide) {
  for (const Guide* const guide : all_guides()) {
    for (const GuideLine& line : guide_lines(*guide)) {
      const bool named = line.kind == GuideLine::Kind::loop || line.kind == GuideLine::Kind::condition ||
                         line.kind == GuideLine::Kind::rule || !line.name.empty();
      EXPECT_TRUE(named) << implementation_of(*guide) << ' ' << direction_of(*guide) << ' ' << line.id;
    }
  }
}

TEST(GuideTree, TellsWhereACodeListComesFrom) {
  const std::vector<GuideList> lists = guide_lists(*guide_for("005010X217", "request"));
  const auto found = std::find_if(lists.begin(), lists.end(),
                                  [](const GuideList& one) { return one.name == "certification_type"; });
  ASSERT_NE(found, lists.end());
  EXPECT_EQ(found->release, "005010");
  EXPECT_THAT(found->codes, testing::UnorderedElementsAre("I", "1", "2", "3", "4", "N", "R", "S"));
}

TEST(GuideTree, MarksWhatNoTwoSourcesConfirm) {
  for (const GuideLine& line : guide_lines(*guide_for("006020X316", "request"))) {
    if (line.id == "1000A") {
      EXPECT_TRUE(line.unverified);
    } else if (line.id == "LX") {
      EXPECT_FALSE(line.unverified);
    }
  }
}

TEST(GuideTree, ShowsAPartnersChange) {
  const auto changed =
      guide_with("005010X217", "request", "in 2000E segment UM\n  07 R\n  -codes 06 03\n", "p");
  ASSERT_TRUE(changed);
  const std::string tree = tree_of(**changed);
  EXPECT_THAT(tree, testing::ContainsRegex("UM07 +required"));
  EXPECT_THAT(tree, testing::ContainsRegex("1338 level of service: E U\n"));
}

}  // namespace
}  // namespace x12
