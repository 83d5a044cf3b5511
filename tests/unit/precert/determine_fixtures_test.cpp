// The demonstration rulebook decides the requests that the capability list names.
#include "determine_support.hpp"
#include "tests/support/demo_rulebook.hpp"

namespace precert::test {
namespace {

LineDetermination decided_by_demo(std::string_view product, const char* code, std::string_view place = "22") {
  World world;
  world.record.coverage = {{std::string(product), "G1", {date("2026-01-01"), std::nullopt}}};
  ReviewRequest asked = request();
  asked.umo.identifiers[0].value = "EXPL1";
  asked.services[0].procedure.code = code;
  asked.services[0].place = Place{PlaceKind::place_of_service, std::string(place), {}};
  asked.answers.clear();
  const Determination made = determine(asked, ::support::demo_rulebook(), world.facts);
  if (made.lines.empty()) {
    ADD_FAILURE() << "refused";
    return {};
  }
  return made.lines.front();
}

TEST(TheDemoRulebook, AnswersForThePatientsOwnProduct) {
  EXPECT_NE(decided_by_demo("PLAN-A", "71260").action, ReviewAction::not_required);
  EXPECT_EQ(decided_by_demo("PLAN-B", "71260").action, ReviewAction::not_required);
}

TEST(TheDemoRulebook, AsksNothingInTheEmergencyRoom) {
  const LineDetermination made = decided_by_demo("PLAN-A", "70551", "23");
  EXPECT_EQ(made.action, ReviewAction::not_required);
  EXPECT_EQ(made.reference_number, "NR1");
  EXPECT_TRUE(made.missing.empty());
}

TEST(TheDemoRulebook, AsksForADescriptionOfAnUnlistedCode) {
  const LineDetermination made = decided_by_demo("PLAN-A", "76498");
  EXPECT_EQ(made.action, ReviewAction::pended);
  EXPECT_EQ(made.missing.size(), 2U) << "a description and the report";
}

TEST(TheDemoRulebook, GivesEveryPendedQuestionADocumentCode) {
  const LineDetermination made = decided_by_demo("PLAN-A", "72148");
  EXPECT_EQ(made.action, ReviewAction::pended);
  EXPECT_FALSE(made.missing.empty());
  for (const MissingInformation& one : made.missing) {
    EXPECT_FALSE(one.question.empty()) << one.fact;
    EXPECT_FALSE(one.loinc.empty() && one.report_type.empty()) << one.fact;
  }
}

}  // namespace
}  // namespace precert::test
