// The decision as people read it.
#include "determine_support.hpp"

namespace precert::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(TheExplanation, SaysWhoWhatAndWhyRuleByRule) {
  World world;
  const std::string text = explanation_of(request(), world(request()));
  for (const char* part : {"Request REQ1: certified\n", "  member        M100\n", "Line 1: 70551\n",
                           "  action        certified\n", "  number        AUTH1\n",
                           "  valid         2026-03-10 to 2026-06-07\n", "Plan, Brain MRI, 2026", "MSG @9",
                           "weeks at least 6", "lower cost"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, Not(HasSubstr("missing")));
}

TEST(TheExplanation, ListsWhatIsMissingAndByWhen) {
  World world;
  ReviewRequest asked = request();
  asked.answers = {{"exam", true, 0, {}}};
  const std::string text = explanation_of(asked, world(asked));
  EXPECT_THAT(text, HasSubstr("How many weeks of treatment? [weeks]"));
  EXPECT_THAT(text, HasSubstr("quoting T1-01, LOINC 11506-3, report type PN"));
  EXPECT_THAT(text, HasSubstr("plan promise: 2 business days"));
  EXPECT_THAT(text, HasSubstr("waits in      intake"));
}

TEST(TheExplanation, ShowsRightsOfAnAdverseLine) {
  World world;
  ReviewRequest asked = request();
  asked.services[0].procedure.code = "15823";
  const std::string text = explanation_of(asked, world(asked));
  EXPECT_THAT(text, HasSubstr("Appeal in writing."));
  EXPECT_THAT(text, HasSubstr("2026-09-02"));
  EXPECT_THAT(text, HasSubstr("Call the medical director."));
}

TEST(TheExplanation, ShowsRefusalsWithTheirPlace) {
  World world;
  ReviewRequest asked = request();
  asked.subscriber.name.family = "ELSE";
  asked.subscriber.source.where = "2010C/NM1 @7";
  const std::string text = explanation_of(asked, world(asked));
  EXPECT_THAT(text, HasSubstr("Request REQ1: refused\n"));
  EXPECT_THAT(text, HasSubstr("subscriber    73 "));
  EXPECT_THAT(text, HasSubstr("NM1-03 at 2010C/NM1 @7"));
}

TEST(TheExplanation, NamesAnEventWithoutServicesByItsType) {
  World world;
  ReviewRequest asked = request();
  asked.services.clear();
  asked.event.service_type = "3";
  EXPECT_THAT(explanation_of(asked, world(asked)), HasSubstr("Event: health services, service type 3\n"));
}

}  // namespace
}  // namespace precert::test
