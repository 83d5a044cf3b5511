// The published words for where a request stands (SC-46).
#include <set>

#include "determine_support.hpp"
#include "precert/engine/status.hpp"

namespace precert::test {
namespace {

const base::Date today = date("2026-03-06");

LineDetermination decided_line(ReviewAction action, bool by_person = false) {
  LineDetermination line;
  line.sequence = 1;
  line.action = action;
  line.queue = action == ReviewAction::pended ? "clinician" : "";
  line.certification_number = "AUTH1";
  line.validity = period("2026-03-10", "2026-06-07");
  line.timeframe = Timeframe{"routine", at("2026-03-11T06:59:59Z"), "plan"};
  line.reasons = {{"0F", "No examination is documented.", "", "", {}}};
  if (by_person) line.steps = {{"reviewer", "not_certified", "physician dr-1"}};
  return line;
}

Status status_with(std::vector<LineDetermination> lines, bool outreach = false, base::Date day = today) {
  Determination made;
  made.lines = std::move(lines);
  return status_of(ReviewRequest(), made, day, outreach);
}

TEST(StatusWords, EachHasARowAWordAndASentenceAndNoTwoAreAlike) {
  std::set<std::string_view> ids, words;
  for (std::size_t i = 0; i < status_table().size(); ++i) {
    const StatusWords& row = status_table()[i];
    EXPECT_EQ(static_cast<std::size_t>(row.status), i) << row.id;
    EXPECT_FALSE(row.sentence.empty()) << row.id;
    EXPECT_TRUE(ids.insert(row.id).second);
    EXPECT_TRUE(words.insert(row.word).second);
  }
  EXPECT_NE(words_of(Status::review).waits_for, words_of(Status::pending).waits_for);
}

TEST(StatusWords, FollowFromTheLines) {
  using enum ReviewAction;
  LineDetermination waits = decided_line(pended);
  waits.missing = {{"exam", "Was there an examination?", "", "", "ordering provider", "", {}}};
  EXPECT_EQ(status_with({decided_line(pended)}), Status::review);
  EXPECT_EQ(status_with({waits, decided_line(certified)}), Status::pending);
  EXPECT_EQ(status_with({decided_line(certified), decided_line(pended)}), Status::review);
  EXPECT_EQ(status_with({decided_line(not_certified, true)}), Status::denied);
  EXPECT_EQ(status_with({decided_line(not_certified)}), Status::not_a_benefit);
  EXPECT_EQ(status_with({decided_line(certified)}), Status::approved);
  EXPECT_EQ(status_with({decided_line(certified)}, true), Status::member_outreach);
  EXPECT_EQ(status_with({decided_line(certified)}, false, date("2026-06-08")), Status::expired);
  EXPECT_EQ(status_with({decided_line(modified)}), Status::modified);
  EXPECT_EQ(status_with({decided_line(certified), decided_line(not_certified, true)}),
            Status::partly_approved);
  EXPECT_EQ(status_with({decided_line(not_required)}), Status::not_required);
  EXPECT_EQ(status_with({decided_line(certified), decided_line(not_required)}), Status::approved);
  EXPECT_EQ(status_with({decided_line(contact_payer)}), Status::managed_elsewhere);
  EXPECT_EQ(status_with({decided_line(cancelled)}), Status::withdrawn);
  EXPECT_EQ(status_with({}), Status::not_accepted);
}

TEST(StatusWords, AClosedCaseAndAnAdvisoryOneHaveTheirOwn) {
  Determination made;
  made.lines = {decided_line(ReviewAction::pended)};
  made.closed_out = true;
  EXPECT_EQ(status_of(ReviewRequest(), made, today), Status::closed);
  ReviewRequest advice;
  advice.predetermination = true;
  made.closed_out = false;
  EXPECT_EQ(status_of(advice, made, today), Status::predetermination);
  made.lines = {decided_line(ReviewAction::certified)};
  EXPECT_EQ(status_of(advice, made, today), Status::predetermination);
}

TEST(StatusWords, SentencesSayWhatIsKnownAndLeaveOutWhatIsNot) {
  Determination made;
  made.umo_contact.points = {{ContactKind::phone, "8005550100", ""}};
  made.lines = {decided_line(ReviewAction::certified)};
  EXPECT_EQ(status_sentence(Status::approved, made, made.lines),
            "Approved under AUTH1 until 2026-06-07. You may schedule.");
  made.lines = {decided_line(ReviewAction::not_certified, true)};
  EXPECT_EQ(status_sentence(Status::denied, made, made.lines),
            "Denied by a physician: No examination is documented. You may appeal, or ask for a talk with the "
            "medical director. Questions: 8005550100.");
  made.lines[0].reasons[0].words = "Criteria not met";
  EXPECT_EQ(status_sentence(Status::denied, made, made.lines),
            "Denied by a physician: Criteria not met. You may appeal, or ask for a talk with the medical "
            "director. Questions: 8005550100.");
  EXPECT_EQ(status_sentence(Status::managed_elsewhere, made, made.lines),
            "Somebody else decides this: Criteria not met.");
  made.lines = {decided_line(ReviewAction::pended)};
  EXPECT_EQ(status_sentence(Status::review, made, made.lines),
            "In clinical review. Nothing is needed from you. Due 2026-03-11 06:59 UTC.");
  made.time_zone = "America/Los_Angeles";  // people live by the plan's days
  made.lines[0].steps = {{"stays-valid", "AUTH7", ""}};
  EXPECT_EQ(status_sentence(Status::review, made, made.lines),
            "In clinical review. Nothing is needed from you. Due 2026-03-10 23:59 PDT. What was approved before "
            "under AUTH7 stays valid until it is decided.");
  made.lines[0].steps.clear();
  made.lines[0].timeframe.reset();
  EXPECT_EQ(status_sentence(Status::review, made, made.lines),
            "In clinical review. Nothing is needed from you.");
  made.lines[0].missing = {{"exam", "Was there an examination?", "", "", "ordering provider", "", {}}};
  EXPECT_EQ(status_sentence(Status::pending, made, made.lines),
            "Waiting for: Was there an examination? (from the ordering provider).");
}

TEST(WaitingTimes, TellTimeWithUsFromTimeWithTheSender) {
  Determination waits, review, done;
  waits.lines = {decided_line(ReviewAction::pended)};
  waits.lines[0].missing = {{"exam", "", "", "", "", "", {}}};
  waits.decided = at("2026-03-06T10:00:00Z");
  review.lines = {decided_line(ReviewAction::pended)};
  review.decided = at("2026-03-07T10:00:00Z");
  done.lines = {decided_line(ReviewAction::certified)};
  done.decided = at("2026-03-07T11:30:00Z");
  const std::vector<Determination> versions{waits, review, done};
  const WaitingTimes times = waiting_times(versions, at("2026-04-01T00:00:00Z"));
  EXPECT_EQ(times.provider, std::chrono::hours(24));
  EXPECT_EQ(times.payer, std::chrono::minutes(90));
}

}  // namespace
}  // namespace precert::test
