// Business days, holidays by rule and due instants. No time-zone database: United States zones by their rule
// since 2007.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"

namespace precert {

/// Which days off a promise counts as days off.
enum class HolidaySet : std::uint8_t {
  none,        // weekends only
  federal,     // 5 U.S.C. 6103, observed: Saturday -> Friday, Sunday -> Monday
  washington,  // RCW 1.16.050: without Columbus Day, with the Friday after Thanksgiving
  plan,        // federal and the plan's own extra days
};

/// A zone of the United States: standard offset from UTC and whether it keeps daylight saving time.
struct TimeZone {
  std::string name = "America/Los_Angeles";
  int standard_offset_minutes = -480;
  bool daylight_saving = true;

  friend bool operator==(const TimeZone&, const TimeZone&) = default;
};

/// "America/Los_Angeles", New_York, Chicago, Denver, Phoenix, Anchorage, "Pacific/Honolulu", "UTC"; empty for
/// others.
[[nodiscard]] std::optional<TimeZone> time_zone_from(std::string_view name);

/// What the clock on the wall shows.
struct LocalTime {
  base::Date day;
  int second_of_day = 0;

  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

/// Wall clock of an instant. Daylight saving: second Sunday of March 02:00 to first Sunday of November 02:00.
[[nodiscard]] LocalTime local_from(base::Instant at, const TimeZone& zone);
/// The instant of a wall clock reading. A reading that exists twice is the first of the two, one that is
/// skipped counts as standard time.
[[nodiscard]] base::Instant instant_from(const LocalTime& local, const TimeZone& zone);
/// "2026-07-07 23:59 PDT" for people (offset "UTC-7" where the zone has no short name).
[[nodiscard]] std::string local_text(base::Instant at, const TimeZone& zone);

/// The same in the zone of that name; a name that is none is UTC.
[[nodiscard]] std::string local_text(base::Instant at, std::string_view zone);

/// How long something may take.
struct Term {
  enum class Unit : std::uint8_t {
    hours,                    // elapsed: instant + n x 3600 s
    calendar_days,            // 23:59:59 local of the n-th day after
    days_excluding_holidays,  // calendar days, holidays not counted, weekends counted (RCW 48.43.830)
    business_days,            // 23:59:59 local of the n-th working day after
    same_day,                 // 23:59:59 local of the day; out of hours: of the next opening's day
  };
  Unit unit = Unit::business_days;
  int count = 0;
  HolidaySet holidays = HolidaySet::federal;

  friend bool operator==(const Term&, const Term&) = default;
};

/// The calendar of a plan: zone, days off, opening hours. Immutable; part of the rulebook.
class Calendar {
 public:
  struct Hours {
    int open_second = 8 * 3600;  // of the local day
    int close_second = 17 * 3600;
    friend bool operator==(const Hours&, const Hours&) = default;
  };

  Calendar() = default;
  Calendar(TimeZone zone, std::vector<base::Date> plan_days_off, Hours hours);

  [[nodiscard]] const TimeZone& zone() const { return zone_; }
  [[nodiscard]] const Hours& hours() const { return hours_; }
  [[nodiscard]] bool is_holiday(base::Date day, HolidaySet set) const;
  /// Monday to Friday and not a holiday of the set.
  [[nodiscard]] bool is_business_day(base::Date day, HolidaySet set) const;
  /// The n-th business day after `start`; n = 0 gives `start` itself.
  [[nodiscard]] base::Date plus_business_days(base::Date start, int count, HolidaySet set) const;
  /// The local date of an instant.
  [[nodiscard]] base::Date local_date(base::Instant at) const { return local_from(at, zone_).day; }
  /// 23:59:59 local of the day.
  [[nodiscard]] base::Instant end_of_day(base::Date day) const;
  /// `at` when the plan is open then, else the next opening on a business day.
  [[nodiscard]] base::Instant next_open(base::Instant at, HolidaySet set) const;
  /// By when something that starts at `start` is due.
  [[nodiscard]] base::Instant due(const Term& term, base::Instant start) const;

 private:
  TimeZone zone_;
  std::vector<base::Date> plan_days_off_;  // sorted
  Hours hours_;
};

}  // namespace precert
