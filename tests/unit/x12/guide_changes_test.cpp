// Which guide a message shows, and what a partner's changes make of one.
#include "parsers/x12/envelope_check.hpp"
#include "parsers/x12/guide.hpp"
#include "tests/unit/x12/guide_messages.hpp"

namespace x12 {
namespace {

std::string direction_shown(std::string_view version, std::string_view set_id, std::string_view purpose) {
  Tokens tokens;
  TransactionSet set;
  set.id = set_id;
  set.tokens.elements = {"ST", set_id, "0001", version, "BHT", "0007", purpose};
  set.tokens.segments = {{0, 4}, {4, 3}};
  const Guide* const guide = guide_for_set(version, set);
  return guide == nullptr ? ""
                          : std::string(implementation_of(*guide)) + " " + std::string(direction_of(*guide));
}

TEST(RecogniseGuide, GoesByVersionSetAndPurpose) {
  for (const std::string_view purpose : {"13", "01", "36"}) {
    EXPECT_EQ(direction_shown("005010X217", "278", purpose), "005010X217 request");
  }
  EXPECT_EQ(direction_shown("005010X217", "278", "11"), "005010X217 response");
  EXPECT_EQ(direction_shown("005010X215", "278", "28"), "005010X215 request");
  EXPECT_EQ(direction_shown("005010X215", "278", "49"), "005010X215 response");
  EXPECT_EQ(direction_shown("005010X215", "278", "52"), "005010X215 response");
  for (const std::string_view purpose : {"14", "22", "CN"}) {
    EXPECT_EQ(direction_shown("005010X216", "278", purpose), "005010X216 request");
  }
  EXPECT_EQ(direction_shown("005010X216", "278", "11"), "005010X216 response");
  EXPECT_EQ(direction_shown("005010X279A1", "270", "13"), "005010X279A1 request");
  EXPECT_EQ(direction_shown("005010X279A1", "271", "11"), "005010X279A1 response");
  EXPECT_EQ(direction_shown("006020X316", "275", ""), "006020X316 request");
  EXPECT_EQ(direction_shown("005010X231A1", "999", ""), "005010X231A1 response");
  EXPECT_EQ(direction_shown("", "TA1", ""), "TA1 response");
}

TEST(RecogniseGuide, TakesTheRequestWhereThePurposeCannotBeRead) {
  EXPECT_EQ(direction_shown("005010X217", "278", "99"), "005010X217 request");
  EXPECT_EQ(direction_shown("005010X215", "278", ""), "005010X215 request");
  EXPECT_EQ(direction_shown("005010X279A1", "278", ""), "005010X279A1 request");
  EXPECT_EQ(direction_shown("004010X094A1", "278", "13"), "");
}

TEST(RecogniseGuide, TellsTheGroupAndTheSetOfAVersion) {
  const std::vector<std::array<std::string_view, 3>> expected{
      {"005010X217", "HI", "278"},   {"005010X215", "HI", "278"},
      {"005010X216", "HI", "278"},   {"005010X279A1", "HS", "270"},
      {"006020X316", "PI", "275"},   {"006020X314", "PI", "275"},
      {"005010X210", "PI", "275"},   {"005010X211", "PI", "275"},
      {"005010X231A1", "FA", "999"}, {"TA1", "", "TA1"},
      {"004010X094A1", "", ""}};
  for (const auto& [version, group, set] : expected) {
    EXPECT_EQ(functional_id_for(version), group) << version;
    EXPECT_EQ(set_id_for(version), set) << version;
  }
  EXPECT_TRUE(functional_id_fits("005010X279A1", "HB"));
  EXPECT_FALSE(functional_id_fits("005010X279A1", "HI"));
}

TEST(RecogniseGuide, TakesAGroupOfEitherDirection) {
  GroupHeader group;
  group.version = "005010X279A1";
  for (const std::string_view id : {"HS", "HB"}) {
    group.functional_id = id;
    EXPECT_FALSE(group_refusal(group, "005010X279A1")) << id;
  }
  group.functional_id = "HI";
  EXPECT_EQ(group_refusal(group, "005010X279A1")->code, "1");
}

/// What the check says of an admission notice or a question about eligibility once a change is laid over its
/// guide.
std::string faults_with(std::string_view name, std::string_view changes, std::string_view from = {},
                        std::string_view to = {}) {
  const std::string folder(name.substr(0, name.find('/')));
  const std::size_t bar = folder.find('_');
  const auto guide = guide_with(folder.substr(0, bar), folder.substr(bar + 1), changes, "partners.yaml");
  if (!guide) return guide.error().first().where + " " + guide.error().first().remedy;
  const std::string text = from.empty() ? fixture(name) : changed_text(fixture(name), from, to);
  return faults_of(text, guide->get());
}

constexpr std::string_view mri = "005010X279A1_request/mri.x12";
constexpr std::string_view many = "005010X279A1_request/dependent_many_types.x12";
constexpr std::string_view admission = "005010X216_request/admission.x12";

TEST(GuideWith, Tightens) {
  EXPECT_EQ(faults_with(mri, "in 2100B segment PRV R 1\n"), "3 2100B/PRV @7");
  EXPECT_EQ(faults_with(mri, "in 2100C segment INS RG\n"), "I8 2100C/INS @11");
  EXPECT_EQ(faults_with(mri, "in 2100C segment DMG\n  03 R\n"), "");
  EXPECT_EQ(faults_with(mri, "in 2100C segment NM1\n  05 R\n"), "1 2100C/NM1-05 @9");
  EXPECT_EQ(faults_with(mri, "in 2110C segment III\n  02 R 11 12\n"), "7 2110C/III-02 @14");
  EXPECT_EQ(faults_with(mri, "in 2110C segment EQ\n  -codes 02-1 HC\n"), "I6 2110C/EQ-02-1 @13");
  EXPECT_EQ(faults_with(mri, "in 2110C segment EQ\n  05 -\n"), "I10 2110C/EQ-05 @13");
  EXPECT_EQ(faults_with(many, "in 2110D segment EQ\n  repeats 01 2\n"), "12 2110D/EQ-01[3] @15");
  EXPECT_EQ(faults_with(mri, "in 2110C segment III -\n"), "2 2110C/III @14");
  EXPECT_EQ(faults_with(mri, "in 2100C segment HI -\n"), "2 2100C/HI @11");
  EXPECT_EQ(faults_with(mri, "in 2000B segment HL\n  length 01 2 12\n"), "4 2000B/HL-01 @5");
  EXPECT_EQ(
      faults_with(mri, "in 2110C segment EQ\n  rule need 03 when 02 present : name the coverage level\n"),
      "I9 2110C/EQ-03 @13");
  EXPECT_EQ(faults_with(admission, "in 2010EA S 1\n"), "4 2010EA/NM1 @18");
  EXPECT_EQ(faults_with(mri, "in 2110C segment EQ\n  repeats 01 2 5\n", "EQ**HC:72148", "EQ*30"),
            "I11 2110C/EQ-01 @13; I10 2110C/EQ-04 @13");  // EQ04 went with the procedure
}

TEST(GuideWith, Relaxes) {
  EXPECT_EQ(faults_with(mri, "in 2110C segment EQ\n  +codes 02-1 CJ\n", "HC:72148", "CJ:72148"), "");
  EXPECT_EQ(faults_with(mri, "in 2100A segment NM1\n  08..09 S\n", "*****PI*EXPL1", ""), "");
  EXPECT_EQ(faults_with(mri, "in 2100C segment DMG S 2\n", "DMG*D8*19800214*F~",
                        "DMG*D8*19800214*F~DMG*D8*19800214~"),
            "IK5 4");
  EXPECT_EQ(faults_with(mri, "in 2100C segment INS\n  02 S @relation\n"),
            "partners.yaml:2 no list 'relation' in codes.txt before this");
  EXPECT_EQ(faults_with(mri, "in 2100B segment PER S 1 after N4\n  01 R IC\n  02 R\n",
                        "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~",
                        "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~PER*IC*DESK~"),
            "IK5 4");
  EXPECT_EQ(faults_with("005010X231A1_response/partial.x12", "in 2100 segment IK3\n  length 03 1 6\n",
                        "IK3*UM*15*2000*8", "IK3*UM*15*2000E*8"),
            "");
  EXPECT_EQ(
      faults_with(admission, "in 2000E segment DTP 435\n  02..03 S\n", "DTP*435*D8*20260105", "DTP*435"), "");
}

TEST(GuideWith, TakesOutALoopThatRulesSpeakOf) {
  for (const std::string_view loop : {"2010EB", "2000F", "2010EA", "2010EC", "2010F", "2000D"}) {
    const std::string change = "in " + std::string(loop) + " -\n";
    const auto guide = guide_with("005010X217", "request", change, "partners.yaml");
    EXPECT_TRUE(guide) << loop << ": " << (guide ? "" : guide.error().first().where);
  }
  constexpr std::string_view um = "UM*AR*I*30*11:A**03~", alone = "UM*AR*I**11:A**03~";
  const std::string needed =
      "in 2000E segment UM\n  rules -\n  rule need 03 when loop 2000F absent : say the service type\n";
  EXPECT_EQ(faults_with(admission, needed, um, alone), "I9 2000E/UM-03 @13");
  EXPECT_EQ(faults_with(admission, needed + "in 2000F -\n", um, alone), "I9 2000E/UM-03 @13");
  const std::string looked_into =
      "in 2000E segment UM\n  rules -\n  rule need 03 when 2010EB/NM1 present : say the service type\n";
  EXPECT_EQ(faults_with(admission, looked_into + "in 2010EB -\n", um, alone), "");
}

TEST(GuideWith, NamesTheLineThatIsNotUnderstood) {
  const std::vector<std::pair<std::string_view, std::string_view>> broken{
      {"in 2999X segment UM R\n", "partners.yaml:1 the guide has no loop '2999X'"},
      {"\nin 2100C segment UM R\n", "partners.yaml:2 loop '2100C' has no such segment"},
      {"in 2100C segment NM1 XX R\n", "partners.yaml:1 loop '2100C' has no such segment"},
      {"in 2100C segment NM1 -\n", "partners.yaml:1 the first segment of a loop cannot be left out"},
      {"in 2100C segment DMG Q\n", "partners.yaml:1 loop '2100C' has no such segment"},
      {"in 2100C segment DMG S many\n", "partners.yaml:1 write: in LOOP segment ID"},
      {"in 2100C segment DMG\n  99 R\n", "partners.yaml:2 write: POSITION USAGE"},
      {"in 2100C segment DMG\n  29 R\n", "partners.yaml:2 the segment has no position '29'"},
      {"in 2100C segment DMG\n  03 Q\n", "partners.yaml:2 write: POSITION USAGE"},
      {"in 2100C segment DMG\n  -codes 03 Q\n", "partners.yaml:2 write: -codes"},
      {"in 2100C segment DMG\n  -codes 03 F M U\n", "partners.yaml:2 write: -codes"},
      {"in 2100C segment DMG\n  length 03 5 1\n", "partners.yaml:2 write: length"},
      {"in 2100C segment DMG\n  repeats 03 0\n", "partners.yaml:2 write: repeats"},
      {"in 2100C segment DMG\n  +codes 03\n", "partners.yaml:2 write: +codes"},
      {"in 2100C segment PWK S 1 after XYZ\n", "partners.yaml:1 a new segment needs"},
      {"in 2100C Q 1\n", "partners.yaml:1 write: in LOOP USAGE"},
      {"03 R\n", "partners.yaml:1 a line starts with"},
  };
  for (const auto& [changes, expected] : broken) {
    EXPECT_THAT(faults_with(mri, changes), testing::StartsWith(expected)) << changes;
  }
  EXPECT_EQ(
      guide_with("005010X217", "request", "# none\nnonsense\n", "partners.yaml:40").error().first().where,
      "partners.yaml:41");
  EXPECT_EQ(guide_with("005010X999", "request", "", "partners.yaml").error().first().where, "partners.yaml");
}

TEST(GuideWith, LeavesTheTableItselfAlone) {
  ASSERT_TRUE(guide_with("005010X279A1", "request", "in 2100C segment INS R\n", "p"));
  EXPECT_EQ(faults_of(fixture(mri)), "");
}

}  // namespace
}  // namespace x12
