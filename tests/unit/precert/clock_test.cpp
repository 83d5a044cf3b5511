// The clock of a case: a table of promise, events and what is due then.
#include "precert/engine/clock.hpp"
#include "determine_support.hpp"

namespace precert::test {
namespace {

struct Row {
  std::string name;
  Promise promise;
  std::vector<ClockEvent> clock;
  std::vector<std::string> due;     // local, "2026-03-13 23:59 PDT"
  std::vector<std::string> source;  // end of it
};

Promise promise(Term::Unit unit, int count, WhenAsked asked = WhenAsked::runs, int extension = 0) {
  Promise made;
  made.id = "p";
  made.term = {unit, count, HolidaySet::federal};
  made.source = "rule";
  made.when_asked = asked;
  made.extension_days = extension;
  return made;
}

ClockEvent event(ClockKind kind, std::string_view when, int days = 0) { return {kind, at(when), days, ""}; }

const std::string friday = "2026-03-06T18:00:00Z";   // 10:00 in Los Angeles, the day before clocks change
const std::string tuesday = "2026-03-10T18:00:00Z";  // 11:00 there

std::vector<Row> table() {
  const auto came = [](std::string_view when) { return event(ClockKind::received, when); };
  using enum Term::Unit;
  using enum ClockKind;
  return {
      {"CMS standard", promise(calendar_days, 7), {came(friday)}, {"2026-03-13 23:59 PDT"}, {"rule"}},
      {"CMS runs while it waits",
       promise(calendar_days, 7),
       {came(friday), event(asked, friday)},
       {"2026-03-13 23:59 PDT"},
       {"rule"}},
      {"CMS is not moved by the answer",
       promise(calendar_days, 7),
       {came(friday), event(asked, friday), event(answered, tuesday)},
       {"2026-03-13 23:59 PDT"},
       {"rule"}},
      {"CMS formally extended",
       promise(calendar_days, 7, WhenAsked::runs, 14),
       {came(friday), event(extended, tuesday, 14)},
       {"2026-03-27 23:59 PDT"},
       {"rule, extended by 14 days"}},
      {"no more than the rule allows",
       promise(calendar_days, 7, WhenAsked::runs, 3),
       {came(friday), event(extended, tuesday, 14)},
       {"2026-03-16 23:59 PDT"},
       {"rule, extended by 3 days"}},
      {"72 hours over the change of clocks",
       promise(hours, 72),
       {came("2026-03-07T00:30:00Z")},
       {"2026-03-09 17:30 PDT"},
       {"rule"}},
      {"72 hours extended keep the hour of the day",
       promise(hours, 72, WhenAsked::runs, 14),
       {came("2026-03-07T00:30:00Z"), event(extended, friday, 1)},
       {"2026-03-10 17:30 PDT"},
       {"rule, extended by 1 day"}},
      {"CORE: ask within two business days",
       promise(business_days, 2, WhenAsked::restarts),
       {came(friday)},
       {"2026-03-10 23:59 PDT"},
       {"rule"}},
      {"CORE: nothing is due while it waits",
       promise(business_days, 2, WhenAsked::restarts),
       {came(friday), event(asked, friday)},
       {},
       {}},
      {"CORE: two business days from the answer",
       promise(business_days, 2, WhenAsked::restarts),
       {came(friday), event(asked, friday), event(answered, tuesday)},
       {"2026-03-12 23:59 PDT"},
       {"rule, from the day everything was there"}},
      {"ERISA: days waited are added",
       promise(calendar_days, 15, WhenAsked::pauses),
       {came(friday), event(asked, friday), event(answered, tuesday)},
       {"2026-03-25 23:59 PDT"},
       {"rule, moved by the wait for information"}},
      {"ERISA: hours waited are added",
       promise(hours, 72, WhenAsked::pauses),
       {came(friday), event(asked, friday), event(answered, "2026-03-06T20:00:00Z")},
       {"2026-03-09 13:00 PDT"},
       {"rule, moved by the wait for information"}},
      {"ERISA: asked again",
       promise(calendar_days, 15, WhenAsked::pauses),
       {came(friday), event(asked, friday), event(answered, tuesday), event(asked, tuesday)},
       {},
       {}},
      {"opened again, the clock starts again",
       promise(calendar_days, 7, WhenAsked::runs, 14),
       {came(friday), event(extended, friday, 14), came(tuesday)},
       {"2026-03-17 23:59 PDT"},
       {"rule"}},
  };
}

TEST(Clock, MovesEachPromiseAsItsRuleSays) {
  for (const Row& row : table()) {
    SCOPED_TRACE(row.name);
    Rulebook book;
    book.promises = {row.promise};
    const std::vector<Timeframe> dues = dues_of(book, {}, row.clock);
    ASSERT_EQ(dues.size(), row.due.size());
    for (std::size_t i = 0; i < dues.size(); ++i) {
      EXPECT_EQ(local_text(dues[i].due, book.calendar.zone()), row.due[i]);
      EXPECT_EQ(dues[i].source, row.source[i]);
    }
  }
}

TEST(Clock, GivesAllPromisesTheEarliestFirst) {
  Rulebook book;
  book.promises = {promise(Term::Unit::calendar_days, 7), promise(Term::Unit::business_days, 2)};
  const std::vector<ClockEvent> clock{event(ClockKind::received, friday)};
  const std::vector<Timeframe> dues = dues_of(book, {}, clock);
  ASSERT_EQ(dues.size(), 2U);
  EXPECT_LT(dues[0].due, dues[1].due);
}

TEST(Clock, PromisesOfAppealsAreTheirOwn) {
  Rulebook book;
  Promise appeal = promise(Term::Unit::calendar_days, 30);
  appeal.subject = PromiseSubject::appeal;
  book.promises = {promise(Term::Unit::business_days, 2), appeal};
  const std::vector<ClockEvent> clock{event(ClockKind::received, friday)};
  const ClockSubject subject{PromiseSubject::appeal, "", false, no_index};
  ASSERT_EQ(dues_of(book, subject, clock).size(), 1U);
  EXPECT_EQ(local_text(dues_of(book, subject, clock)[0].due, book.calendar.zone()), "2026-04-05 23:59 PDT");
  book.promises.pop_back();
  EXPECT_EQ(dues_of(book, subject, clock).size(), 1U) << "without one of its own it is due like a review";
}

// ---- the clock of cases

TEST(Clock, StartsWithTheRequestAndNotesThatItAsks) {
  World world;
  ReviewRequest asked = request();
  asked.answers.pop_back();  // exam
  const Determination made = world(asked);
  ASSERT_EQ(made.clock.size(), 2U);
  EXPECT_EQ(made.clock[0].kind, ClockKind::received);
  EXPECT_EQ(made.clock[1].kind, ClockKind::asked);
}

TEST(Clock, AnAnswerDoesNotGiveTheReviewerMoreTime) {
  World world;
  ReviewRequest asked = request();
  asked.answers.pop_back();
  world.decided_before(asked);
  const base::Instant due = world.facts.previous->determination.lines[0].timeframe->due;
  world.facts.now = at("2026-03-09T18:00:00Z");
  asked.answers = {{"weeks", base::Decimal(1), 0, {}}, {"exam", false, 0, {}}};
  const Determination made = world.update(asked);
  EXPECT_EQ(made.lines[0].queue, "clinician");
  EXPECT_EQ(made.lines[0].timeframe->due, due);
  ASSERT_EQ(made.clock.size(), 3U);
  EXPECT_EQ(made.clock[2].kind, ClockKind::answered);
  EXPECT_EQ(made.clock[2].at, world.facts.now);
}

TEST(Clock, ACaseThatWasDecidedStartsItsClockAnew) {
  World world;
  world.decided_before(request());
  world.facts.now = at("2026-03-20T18:00:00Z");
  ReviewRequest more = world.facts.previous->request;
  more.event.certification = CertificationType::revision;
  more.answers = {{"weeks", base::Decimal(1), 0, {}}, {"exam", false, 0, {}}};
  more.services[0].dates = base::Period::of(date("2026-04-10"));
  more.services[0].procedure.code = "73721";
  const Determination made = world.update(more);
  ASSERT_EQ(made.lines[0].action, ReviewAction::pended);
  ASSERT_FALSE(made.clock.empty());
  EXPECT_EQ(made.clock[0].at, world.facts.now);
}

}  // namespace
}  // namespace precert::test
