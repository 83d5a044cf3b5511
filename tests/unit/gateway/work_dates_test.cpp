// Days and instants that people write about a case: what a day means, and what is not kept is refused.
#include "work_support.hpp"

namespace work_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string said(const std::string& actor, const std::string& more) { return "{" + actor + "," + more + "}"; }

TEST_F(AtWork, ADayAsADeadlineEndsWhereThePlanIs) {
  const std::string id = sent_by_x12("pet-denied");
  done(id + "/information-request",
       said(nurse,
            R"("due":"2026-01-19","wanted":[{"loinc":"11506-3","words":"The note of the last visit."}])"));
  EXPECT_THAT(outbox(), AllOf(HasSubstr("by 2026-01-19 2359 PST"), Not(HasSubstr("2026-01-18"))));
}

TEST_F(AtWork, ADeadlineThatIsNeitherDayNorInstantIsRefused) {
  const std::string id = submitted("pet-denied");
  const HttpReply refused =
      act(id + "/information-request",
          said(nurse, R"("due":"soon","wanted":[{"loinc":"11506-3","words":"The note."}])"));
  EXPECT_EQ(refused.status, 400U);
  EXPECT_THAT(refused.body, HasSubstr("$.due is a day or an instant"));
}

TEST_F(AtWork, ATalkIsScheduledForATimeAndNotForADay) {
  const std::string id = denied();
  done(id + "/peer-to-peer", said(doctor, R"("step":"requested")"));
  EXPECT_EQ(act(id + "/peer-to-peer", said(doctor, R"("step":"scheduled","at":"2026-01-08")")).status, 400U);
  done(id + "/peer-to-peer", said(doctor, R"("step":"scheduled","at":"2026-01-08T18:00:00Z")"));
}

TEST_F(AtWork, AnEndOfTheValidityWithoutItsBeginningIsRefusedAndNotDropped) {
  const std::string id = submitted("pet-denied");
  const std::string head =
      R"({"reviewer":{"id":"dr-2"},"role":"physician","lines":[{"sequence":1,"action":"certified",)";
  const HttpReply refused = act(id + "/decision", head + R"("until":"2026-03-31"}]})");
  EXPECT_EQ(refused.status, 400U);
  EXPECT_THAT(refused.body, HasSubstr("$.lines[0].from is wanted beside until."));
  EXPECT_THAT(look(id), HasSubstr(R"("version":1)"));
}

}  // namespace
}  // namespace work_test
