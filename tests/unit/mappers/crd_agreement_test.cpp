// One evaluation behind every channel (SC-72, found-9): for each service of the demonstration, what CRD
// asserts is what a 271 says, what the coverage answer says, and what a request for review would get.
#include "crd_support.hpp"
#include "precert/engine/determine.hpp"

namespace {

using crd_test::CallText;
using crd_test::CrdHousehold;
using crd_test::service;
using crd_test::Told;

/// "Y", "N", "U" or "excluded": EB of the 271 to the same question.
std::string said_by_271(const precert::CoverageQuestion& question, const CrdHousehold& household) {
  const std::string& code = question.items.front().procedure.code;
  const precert::CoverageQuestion asked = support::question_of(
      "BHT*0022*13*CHK1*20260105*0930~HL*1**20*1~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
      "NM1*1P*1*ORDERA*SAMPLE****XX*1999000049~HL*3*2*22*0~NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~"
      "DMG*D8*19800214~DTP*291*D8*20260105~EQ**HC:" +
      code + "~");
  const precert::CoverageAnswer answer =
      precert::coverage_answer(asked, support::demo_rulebook(), household.facts);
  if (answer.items.empty()) return "none";
  const precert::CoverageItemAnswer& item = answer.items.front();
  if (item.benefit != precert::Benefit::covered) return "excluded";
  return item.needs_authorization()                                       ? "Y"
         : item.authorization == precert::AuthorizationNeed::not_required ? "N"
                                                                          : "U";
}

std::string said_by_review(const precert::CoverageQuestion& question, const CrdHousehold& household) {
  precert::Facts facts = household.facts;
  facts.directory = &household.directory;
  const precert::Determination decided =
      precert::determine(precert::review_request_of(question), support::demo_rulebook(), facts);
  if (decided.lines.empty()) return "none";
  switch (decided.lines.front().action) {
    case precert::ReviewAction::not_required: return "N";
    case precert::ReviewAction::not_certified: return "excluded";
    case precert::ReviewAction::certified:
    case precert::ReviewAction::partially_certified:
    case precert::ReviewAction::modified:
    case precert::ReviewAction::pended:
    case precert::ReviewAction::contact_payer: return "Y";
    case precert::ReviewAction::cancelled: break;
  }
  return "none";
}

std::string said_by_crd(const Told& told) {
  if (told.part("covered") == "not-covered") return "excluded";
  const std::string needed = told.part("pa-needed");
  if (needed == "performpa") return "Y";  // needed as well, whoever asks for it
  return needed == "auth-needed" ? "Y" : needed == "no-auth" ? "N" : "U";
}

class Agreement : public testing::TestWithParam<const char*> {};

TEST_P(Agreement, HoldsForEveryServiceOfTheRulebook) {
  CrdHousehold household;
  household.hold(GetParam());
  std::size_t asked = 0;
  for (const precert::ServiceCode& code : support::demo_rulebook().services) {
    const bool billed = code.system == precert::CodeSystem::cpt || code.system == precert::CodeSystem::hcpcs;
    if (!billed) continue;
    CallText call;
    call.orders = service(code.code);
    const Told told(call.text(), household);
    ASSERT_FALSE(told.refused()) << code.code;
    const std::string crd = said_by_crd(told);
    EXPECT_EQ(crd, said_by_review(told.questions().front().question, household)) << code.code;
    EXPECT_EQ(crd, said_by_271(told.questions().front().question, household)) << code.code;
    ++asked;
  }
  EXPECT_GT(asked, 100U);
}

INSTANTIATE_TEST_SUITE_P(Products, Agreement, testing::Values("PLAN-A", "PLAN-B", "PLAN-W"),
                         [](const auto& row) {
                           std::string name = row.param;
                           name.erase(name.find('-'), 1);
                           return name;
                         });

}  // namespace
