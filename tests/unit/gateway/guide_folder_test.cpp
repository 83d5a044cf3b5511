// `guides: DIR`: files that take the place of the program's guides, and partners whose changes are laid over them.
#include "gateway/edi/guide_folder.hpp"

#include "gateway/cli/validate_x12.hpp"
#include "parsers/x12/guide.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/x12/messages.hpp"

namespace gateway {
namespace {

using testing::HasSubstr;

class GuideFolder : public testing::Test {
 protected:
  void TearDown() override { x12::use_guides_of_program(); }

  [[nodiscard]] base::Result<void> used() const { return use_guide_folder(folder_.path()); }
  static bool is_valid(const x12::Body& body, const Partners& partners = Partners::standard()) {
    return !cli::has_error(
        cli::x12_report("request.x12", x12::interchange_text(x12::set_text(body)), partners, nullptr));
  }
  static x12::Body with_further_name() {
    return x12::with_added(x12::rich_request(), "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015", "ZZ1*WEST WING");
  }

  support::TemporaryFolder folder_;
};

constexpr const char* with_zz1 =
    "guide 005010X217 request 278\nuse HI 278 BHT-02 13 01 36\nlike 005010X217 request\n"
    "define segment ZZ1 93 : further name\nin 2010B segment ZZ1 S 1 after NM1\n  01 R\n";

TEST_F(GuideFolder, IsLaidOverTheGuidesOfTheProgram) {
  folder_.file("005010X217_request.guide", with_zz1);
  folder_.file("README.md", "not a guide");
  EXPECT_FALSE(is_valid(with_further_name()));
  ASSERT_TRUE(used());
  EXPECT_TRUE(is_valid(with_further_name()));
}

TEST_F(GuideFolder, IsWhatAPartnersChangesAreLaidOver) {
  folder_.file("005010X217_request.guide", with_zz1);
  ASSERT_TRUE(used());
  const base::Result<Partners> partners = Partners::from_yaml(
      "partners:\n  - name: north\n    guides:\n      - version: 005010X217\n        direction: request\n"
      "        changes: |\n          in 2010B segment ZZ1 R 1\n",
      "partners.yaml");
  ASSERT_TRUE(partners) << partners.error().first().remedy;
  EXPECT_TRUE(is_valid(with_further_name(), *partners));
  EXPECT_FALSE(is_valid(x12::rich_request(), *partners));
}

TEST_F(GuideFolder, IsRefusedWithFileAndLine) {
  const std::filesystem::path file = folder_.file("mine.guide", std::string(with_zz1) + "in 2010Q S\n");
  const base::Result<void> refused = used();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().first().where, file.string() + ":7");
  EXPECT_EQ(refused.error().first().code, base::IssueCode::config_invalid);
  EXPECT_FALSE(is_valid(with_further_name()));
}

TEST_F(GuideFolder, IsRefusedWhenThereIsNoGuideInIt) {
  const base::Result<void> refused = used();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().first().remedy, HasSubstr("there is no guide in it"));
  EXPECT_FALSE(use_guide_folder(folder_.path() / "absent"));
}

TEST(PartnerGuides, MayDefineASegmentOfTheirOwn) {
  const base::Result<Partners> partners = Partners::from_yaml(
      "partners:\n  - name: north\n    guides:\n      - version: 005010X217\n        direction: request\n"
      "        changes: |\n          define segment ZZ1 93 : further name\n"
      "          in 2010B segment ZZ1 S 1 after NM1\n            01 R\n",
      "partners.yaml");
  ASSERT_TRUE(partners) << partners.error().first().where << partners.error().first().remedy;
  const x12::Body body =
      x12::with_added(x12::rich_request(), "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015", "ZZ1*WEST WING");
  const std::string text = x12::interchange_text(x12::set_text(body));
  EXPECT_FALSE(cli::has_error(cli::x12_report("request.x12", text, *partners, nullptr)));
  EXPECT_TRUE(cli::has_error(cli::x12_report("request.x12", text, Partners::standard(), nullptr)));
}

}  // namespace
}  // namespace gateway
