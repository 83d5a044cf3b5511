// Dates and instants as X12 and FHIR write them, and the days that do not exist.
#include "base/date.hpp"

namespace base {
namespace {

TEST(DateFromCcyymmdd, ReadsRealDaysOnly) {
  const std::map<std::string, bool> cases{
      {"20260105", true},  {"20240229", true},   {"20000229", true},  {"00010101", true},
      {"99991231", true},  {"20260229", false},  {"19000229", false}, {"20260431", false},
      {"20261301", false}, {"20260001", false},  {"20260100", false}, {"00000101", false},
      {"2026010", false},  {"202601050", false}, {"2026010A", false}, {"+2026010", false},
      {"", false},         {"2026-1-5", false},
  };
  for (const auto& [text, real] : cases) {
    const auto day = date_from_ccyymmdd(text);
    EXPECT_EQ(day.has_value(), real) << text;
    if (!day) continue;
    EXPECT_EQ(ccyymmdd(*day), text);
  }
}

TEST(DateFromIso, WantsAllThreeParts) {
  EXPECT_EQ(date_from_iso("2026-01-05"), (Date{2026, 1, 5}));
  for (const char* text : {"2026", "2026-01", "2026-1-05", "2026/01/05", "2026-02-30", "0000-01-01",
                           "2026-01-05T", "20260105", " 2026-01-05", ""}) {
    EXPECT_EQ(date_from_iso(text), std::nullopt) << text;
  }
}

TEST(DateDays, CountsFromTheEpochAndBack) {
  const std::map<std::int32_t, Date> cases{
      {0, {1970, 1, 1}},     {-1, {1969, 12, 31}}, {59, {1970, 3, 1}},       {11016, {2000, 2, 29}},
      {20458, {2026, 1, 5}}, {-719162, {1, 1, 1}}, {2932896, {9999, 12, 31}}};
  for (const auto& [days, day] : cases) {
    EXPECT_EQ(day.days(), days) << iso(day);
    EXPECT_EQ(Date::from_days(days), day) << days;
  }
}

TEST(DateDays, StayWithinTheYearsThatCanBeWritten) {
  const Date first{1, 1, 1}, last{9999, 12, 31};
  EXPECT_EQ(last.plus_days(60), last);
  EXPECT_EQ(first.plus_days(-1), first);
  EXPECT_EQ(Date::from_days(std::numeric_limits<std::int32_t>::max()), last);
}

TEST(DatePlusDays, CrossesLeapDaysAndYears) {
  EXPECT_EQ((Date{2024, 2, 28}.plus_days(1)), (Date{2024, 2, 29}));
  EXPECT_EQ((Date{2026, 2, 28}.plus_days(1)), (Date{2026, 3, 1}));
  EXPECT_EQ((Date{2025, 12, 31}.plus_days(1)), (Date{2026, 1, 1}));
  EXPECT_EQ((Date{2026, 1, 1}.plus_days(-1)), (Date{2025, 12, 31}));
}

TEST(DateWeekday, CountsFromSunday) {
  EXPECT_EQ((Date{2026, 1, 4}.weekday()), 0U);
  EXPECT_EQ((Date{2026, 1, 5}.weekday()), 1U);
  EXPECT_EQ((Date{1969, 12, 27}.weekday()), 6U);
}

TEST(Period, HoldsBothEndsAndMayBeOpen) {
  const Period closed{{2026, 1, 5}, Date{2026, 1, 9}}, open{{2026, 1, 5}, std::nullopt};
  EXPECT_TRUE(closed.contains({2026, 1, 5}));
  EXPECT_TRUE(closed.contains({2026, 1, 9}));
  EXPECT_FALSE(closed.contains({2026, 1, 10}));
  EXPECT_FALSE(closed.contains({2026, 1, 4}));
  EXPECT_TRUE(open.contains({9999, 12, 31}));
  EXPECT_FALSE(Period::of({2026, 1, 5}).contains({2026, 1, 6}));
}

TEST(InstantFromIso, GivesUtcWithoutTheFraction) {
  const std::map<std::string, std::string> cases{
      {"2026-01-05", "2026-01-05T00:00:00Z"},
      {"2026-01-05T09:30:00Z", "2026-01-05T09:30:00Z"},
      {"2026-01-05T09:30:00-08:00", "2026-01-05T17:30:00Z"},
      {"2026-01-05T09:30:00+05:45", "2026-01-05T03:45:00Z"},
      {"2026-01-01T00:30:00.999+14:00", "2025-12-31T10:30:00Z"},
      {"2024-02-29T23:59:59.123456789-00:01", "2024-03-01T00:00:59Z"},
      {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},  // a leap second counts as the next one
      {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
  };
  for (const auto& [text, utc] : cases) {
    const auto at = instant_from_iso(text);
    ASSERT_TRUE(at.has_value()) << text;
    EXPECT_EQ(iso(*at), utc) << text;
  }
}

TEST(InstantFromIso, RefusesWhatIsNoInstant) {
  for (const char* text :
       {"", "2026-01", "2026-02-29T00:00:00Z", "2026-01-05T24:00:00Z", "2026-01-05T23:60:00Z",
        "2026-01-05T23:00:61Z", "2026-01-05T09:30Z", "2026-01-05T09:30:00", "2026-01-05 09:30:00Z",
        "2026-01-05T09:30:00.Z", "2026-01-05T09:30:00z", "2026-01-05T09:30:00+14:01",
        "2026-01-05T09:30:00+01:60", "2026-01-05T09:30:00+0100", "2026-01-05T09:30:00Zx",
        "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-00:01"}) {
    EXPECT_EQ(instant_from_iso(text), std::nullopt) << text;
  }
}

TEST(InstantWords, AreInUtc) {
  const Instant at = *instant_from_iso("2026-01-05T01:02:03+03:00");
  EXPECT_EQ(utc_date(at), (Date{2026, 1, 4}));
  EXPECT_EQ(hhmm(at), "2202");
}

}  // namespace
}  // namespace base
