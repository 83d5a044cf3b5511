// The business level of `precert validate`: what would be answered with AAA, beside what a 999 says.
#include "gateway/cli/validate_business.hpp"

#include "gateway/app/knowledge.hpp"
#include "gateway/cli/validate_x12.hpp"
#include "tests/support/text.hpp"

namespace gateway::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string fixture(const std::string& path) {
  return support::file_text(PRECERT_SOURCE_DIR "/fixtures/" + path);
}

std::string with_change(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("not there: " + std::string(from));
  return text.replace(at, from.size(), to);
}

Report judged(const std::string& text, bool any_payer = true) {
  static const std::shared_ptr<const precert::Rulebook> rulebook = load_rulebook({}).value();
  const base::Instant now = base::instant_from_iso("2026-01-05T17:30:00Z").value();
  return x12_report("request.x12", text, Partners::standard(), nullptr, {rulebook.get(), any_payer, now});
}

/// "level | acknowledgment code | where" of every finding.
std::vector<std::string> lines_of_business(const Report& report) {
  std::vector<std::string> lines;
  for (const Section& section : report.sections) {
    for (const Finding& one : section.findings) {
      lines.push_back(one.level + " | " + one.acknowledgment + " " + one.code + " | " + one.where);
    }
  }
  return lines;
}

const std::string request = fixture("scenarios/mri-approved/request.x12");

TEST(BusinessLevel, HasNothingAgainstWhatIsReviewed) {
  for (const char* const name :
       {"scenarios/mri-approved/request.x12", "scenarios/dependent-patient/request.x12",
        "scenarios/several-services/request.x12", "x12/005010X215_request/by_number.x12",
        "x12/005010X215_request/by_patient.x12", "x12/005010X216_request/admission.x12",
        "x12/005010X279A1_request/mri.x12", "x12/005010X279A1_request/dependent_many_types.x12"}) {
    EXPECT_THAT(lines_of_business(judged(fixture(name))), IsEmpty()) << name;
  }
}

TEST(BusinessLevel, NamesTheCodeAndTheLoopOfTheAaa) {
  EXPECT_THAT(lines_of_business(judged(with_change(request, "XX*1999000015", "XX*1999000016"))),
              ElementsAre("business | AAA AAA03 43 | 2010B/NM1-09 @6"));
  EXPECT_THAT(lines_of_business(judged(with_change(request, "DMG*D8*19800214*F~", "INS*Y*18******AU~"))),
              ElementsAre("business | AAA AAA03 58 | 2010C/DMG-02 @13"));
  EXPECT_THAT(lines_of_business(judged(with_change(request, "TESTMEMBER*ALPHA", "*"))),
              ElementsAre("business | AAA AAA03 73 | 2010C/NM1-03 @13"));
  EXPECT_THAT(lines_of_business(judged(with_change(request, "DTP*472*RD8*20260112-20260212", "DTP*472*D8*19700112"))),
              ElementsAre(HasSubstr("business | AAA AAA03 60 | 2000F/DTP-03 @"),
                          HasSubstr("business | AAA AAA03 62 | 2000F/DTP-03 @")));
}

TEST(BusinessLevel, TellsTheFaultsOfAllLevelsAtOnceAndWhatIsAnswered) {
  std::string text = with_change(request, "XX*1999000015", "XX*1999000016");
  text = with_change(text, "DMG*D8*19800214*F~\n", "");
  text = with_change(text, "SE*32*", "SE*31*");
  const Report report = judged(text);
  EXPECT_TRUE(has_error(report));
  EXPECT_EQ(report.sections.back().answer, "AAA 43 58");
  EXPECT_THAT(report.answers, ElementsAre("accepted", "AAA 43 58"));
  EXPECT_THAT(text_from(report, {}), HasSubstr("2 faults: 2 business; answer: accepted, AAA 43 58"));
  EXPECT_THAT(json_from(report, {}), HasSubstr(R"("level":"business","code":"AAA03 43","where":"2010B/NM1-09 @6")"));
}

TEST(BusinessLevel, IsLookedAtOnlyWhereTheGuideHasNothingAgainstTheSet) {
  std::string text = with_change(request, "XX*1999000015", "XX*1999000016");
  text = with_change(text, "UM*HS*I*62*22:B**E", "UM*PR*I*62*22:B**E");
  EXPECT_THAT(lines_of_business(judged(text)), ElementsAre(HasSubstr("code set | 999 IK403 I6 | 2000E/UM-01")));
}

TEST(BusinessLevel, JudgesThePayerOnlyByItsOwnRules) {
  const std::string elsewhere = with_change(request, "PI*EXPL1", "PI*OTHER1");
  EXPECT_THAT(lines_of_business(judged(elsewhere)), IsEmpty());
  EXPECT_THAT(lines_of_business(judged(elsewhere, false)),
              ElementsAre("business | AAA AAA03 79 | 2010A/NM1-09 @4"));
}

TEST(BusinessLevel, SpeaksOfInquiriesNoticesAndCoverageInTheirOwnLoops) {
  EXPECT_THAT(lines_of_business(judged(with_change(fixture("x12/005010X279A1_request/mri.x12"), "XX*1999000015",
                                                   "XX*1999000016"))),
              ElementsAre(HasSubstr("business | AAA AAA03 43 | 2100B/NM1-09 @")));
  EXPECT_THAT(lines_of_business(judged(with_change(fixture("x12/005010X215_request/by_patient.x12"),
                                                   "XX*1999000015", "XX*1999000016"))),
              ElementsAre(HasSubstr("business | AAA AAA03 43 | 2010B/NM1-09 @")));
}

}  // namespace
}  // namespace gateway::cli
