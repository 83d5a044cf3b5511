// Business days, holidays, daylight saving and due instants against dates worked out by hand.
#include "precert/calendar.hpp"

namespace precert {
namespace {

base::Date day(const char* text) { return base::date_from_iso(text).value(); }
base::Instant at(const char* text) { return base::instant_from_iso(text).value(); }
const TimeZone& pacific() {
  static const TimeZone zone = time_zone_from("America/Los_Angeles").value();
  return zone;
}
Calendar plain_calendar() { return Calendar{pacific(), {}, {}}; }

std::vector<std::string> holidays_of(int year, HolidaySet set) {
  const Calendar calendar = plain_calendar();
  std::vector<std::string> found;
  for (base::Date one{static_cast<std::int16_t>(year), 1, 1}; one.year == year; one = one.plus_days(1)) {
    if (calendar.is_holiday(one, set)) found.push_back(base::iso(one).substr(5));
  }
  return found;
}

TEST(FederalHolidays, AreObservedOnTheNearestWorkingDay) {
  EXPECT_THAT(holidays_of(2026, HolidaySet::federal),
              testing::ElementsAre("01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "10-12",
                                   "11-11", "11-26", "12-25"));
  EXPECT_THAT(holidays_of(2027, HolidaySet::federal),
              testing::ElementsAre("01-01", "01-18", "02-15", "05-31", "06-18", "07-05", "09-06", "10-11",
                                   "11-11", "11-25", "12-24", "12-31"));
}

TEST(WashingtonHolidays, LeaveOutOctoberAndAddTheFridayAfterThanksgiving) {
  EXPECT_THAT(holidays_of(2026, HolidaySet::washington),
              testing::ElementsAre("01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "11-11",
                                   "11-26", "11-27", "12-25"));
  EXPECT_TRUE(plain_calendar().is_holiday(day("2027-11-26"), HolidaySet::washington));
}

struct BusinessDays {
  const char *start, *two, *three, *fifteen;
};
class BusinessDayVector : public testing::TestWithParam<BusinessDays> {};

TEST_P(BusinessDayVector, CountsWorkingDaysOnly) {
  const Calendar calendar = plain_calendar();
  const auto plus = [&](int count) {
    return base::iso(calendar.plus_business_days(day(GetParam().start), count, HolidaySet::federal));
  };
  EXPECT_EQ(plus(2), GetParam().two);
  EXPECT_EQ(plus(3), GetParam().three);
  EXPECT_EQ(plus(15), GetParam().fifteen);
}
INSTANTIATE_TEST_SUITE_P(Vectors, BusinessDayVector,
                         testing::Values(BusinessDays{"2026-07-01", "2026-07-06", "2026-07-07", "2026-07-23"},
                                         BusinessDays{"2026-07-02", "2026-07-07", "2026-07-08", "2026-07-24"},
                                         BusinessDays{"2026-07-03", "2026-07-07", "2026-07-08", "2026-07-24"},
                                         BusinessDays{"2026-03-06", "2026-03-10", "2026-03-11", "2026-03-27"},
                                         BusinessDays{"2026-01-16", "2026-01-21", "2026-01-22", "2026-02-09"},
                                         BusinessDays{"2026-12-23", "2026-12-28", "2026-12-29", "2027-01-15"},
                                         BusinessDays{"2026-12-24", "2026-12-29", "2026-12-30", "2027-01-19"},
                                         BusinessDays{"2027-07-02", "2027-07-07", "2027-07-08",
                                                      "2027-07-26"}));

TEST(BusinessDays, FollowTheCalendarThatARuleNames) {
  const Calendar calendar = plain_calendar();
  EXPECT_EQ(calendar.plus_business_days(day("2026-11-25"), 2, HolidaySet::washington), day("2026-12-01"));
  EXPECT_EQ(calendar.plus_business_days(day("2026-11-25"), 2, HolidaySet::federal), day("2026-11-30"));
}

TEST(BusinessDays, SkipThePlansOwnDaysOffOnlyWhereThePlansCalendarCounts) {
  const Calendar calendar{pacific(), {day("2026-07-06")}, {}};
  EXPECT_EQ(calendar.plus_business_days(day("2026-07-02"), 1, HolidaySet::plan), day("2026-07-07"));
  EXPECT_EQ(calendar.plus_business_days(day("2026-07-02"), 1, HolidaySet::federal), day("2026-07-06"));
}

TEST(DaysExcludingHolidays, CountWeekendsButNotHolidays) {
  const Calendar calendar = plain_calendar();
  const auto due = [&](const char* start, HolidaySet set) {
    const Term three{Term::Unit::days_excluding_holidays, 3, set};
    const base::Instant noon = instant_from(LocalTime{day(start), 12 * 3600}, pacific());
    return base::iso(calendar.local_date(calendar.due(three, noon)));
  };
  EXPECT_EQ(due("2026-07-01", HolidaySet::washington), "2026-07-05");
  EXPECT_EQ(due("2026-07-02", HolidaySet::washington), "2026-07-06");
  EXPECT_EQ(due("2026-12-24", HolidaySet::washington), "2026-12-28");
  EXPECT_EQ(due("2026-11-25", HolidaySet::washington), "2026-11-30");
  EXPECT_EQ(due("2026-11-25", HolidaySet::federal), "2026-11-29");
  EXPECT_EQ(due("2026-03-06", HolidaySet::washington), "2026-03-09");
}

TEST(Hours, AreElapsedTimeAcrossAChangeOfClocks) {
  const Calendar calendar = plain_calendar();
  const Term term{Term::Unit::hours, 72, HolidaySet::none};
  EXPECT_EQ(local_text(calendar.due(term, at("2026-03-06T16:30:00-08:00")), pacific()),
            "2026-03-09 17:30 PDT");
  EXPECT_EQ(local_text(calendar.due(term, at("2026-10-30T16:30:00-07:00")), pacific()),
            "2026-11-02 15:30 PST");
}

TEST(CalendarDays, KeepCountingOverMonthsAndLeapDays) {
  const Calendar calendar = plain_calendar();
  const auto due = [&](const char* start, int days) {
    return base::iso(calendar.due(Term{Term::Unit::calendar_days, days, HolidaySet::none}, at(start)));
  };
  EXPECT_EQ(due("2026-03-06T10:00:00-08:00", 7), "2026-03-14T06:59:59Z");  // 23:59:59 PDT of the 13th
  EXPECT_EQ(due("2028-02-28T10:00:00-08:00", 2), "2028-03-02T07:59:59Z");  // 23:59:59 PST of the 1st
}

TEST(TwoBusinessDays, EndWithTheSecondWorkingDay) {
  const Calendar calendar = plain_calendar();
  const Term promise{Term::Unit::business_days, 2, HolidaySet::federal};
  EXPECT_EQ(calendar.due(promise, at("2026-07-02T09:00:00-07:00")), at("2026-07-07T23:59:59-07:00"));
  EXPECT_EQ(calendar.due(promise, at("2026-03-06T10:00:00-08:00")), at("2026-03-10T23:59:59-07:00"));
}

TEST(SameDay, IsTheNextOpeningsDayWhenThePlanIsClosed) {
  const Calendar calendar = plain_calendar();
  const Term same_day{Term::Unit::same_day, 0, HolidaySet::federal};
  EXPECT_EQ(calendar.due(same_day, at("2026-03-06T10:00:00-08:00")), at("2026-03-06T23:59:59-08:00"));
  EXPECT_EQ(calendar.due(same_day, at("2026-03-06T06:00:00-08:00")), at("2026-03-06T23:59:59-08:00"));
  EXPECT_EQ(calendar.due(same_day, at("2026-03-06T18:00:00-08:00")), at("2026-03-09T23:59:59-07:00"));
  EXPECT_EQ(calendar.due(same_day, at("2026-07-03T10:00:00-07:00")), at("2026-07-06T23:59:59-07:00"));
}

TEST(NextOpening, NeverLiesBeforeReceipt) {
  const Calendar calendar = plain_calendar();
  for (base::Instant one = at("2026-03-05T00:00:00Z"); one < at("2026-03-12T00:00:00Z");
       one += std::chrono::hours{1}) {
    EXPECT_GE(calendar.next_open(one, HolidaySet::federal), one);
  }
}

TEST(WallClock, GoesThereAndBackOverAWholeYear) {
  for (base::Instant one = at("2026-01-01T00:30:00Z"); one < at("2027-01-01T00:00:00Z");
       one += std::chrono::hours{1}) {
    const base::Instant back = instant_from(local_from(one, pacific()), pacific());
    const bool second_of_a_repeated_hour = one == at("2026-11-01T09:30:00Z");
    EXPECT_EQ(back, second_of_a_repeated_hour ? one - std::chrono::hours{1} : one) << base::iso(one);
  }
}

TEST(WallClock, IsReadByTheNameOfTheZoneToo) {
  EXPECT_EQ(local_text(at("2026-11-25T07:59:59Z"), "America/Los_Angeles"), "2026-11-24 23:59 PST");
  EXPECT_EQ(local_text(at("2026-11-25T07:59:59Z"), ""), "2026-11-25 07:59 UTC");
}

TEST(WallClock, OfPlacesWithoutDaylightSavingNeverMoves) {
  const TimeZone phoenix = time_zone_from("America/Phoenix").value();
  EXPECT_EQ(local_text(at("2026-07-01T19:00:00Z"), phoenix), "2026-07-01 12:00 MST");
  EXPECT_EQ(local_text(at("2026-01-01T19:00:00Z"), phoenix), "2026-01-01 12:00 MST");
}

TEST(TimeZones, OutsideTheListAreRefused) { EXPECT_FALSE(time_zone_from("Europe/Vienna")); }

}  // namespace
}  // namespace precert
