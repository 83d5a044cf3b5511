// Holidays by rule, daylight saving by rule, business days by counting.
#include "precert/calendar.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace precert {
namespace {

using base::Date;
using base::Instant;

constexpr int seconds_a_day = 86'400;
constexpr unsigned monday = 1, thursday = 4, friday = 5;
constexpr std::uint8_t january = 1, february = 2, march = 3, may = 5, june = 6, july = 7, september = 9,
                       october = 10, november = 11, december = 12;

struct MonthDay {
  std::uint8_t month, day;
};
constexpr std::array<MonthDay, 5> fixed_holidays{
    {{january, 1}, {june, 19}, {july, 4}, {november, 11}, {december, 25}}};

bool falls_on_holiday(Date day) {
  return std::ranges::any_of(fixed_holidays,
                             [&](MonthDay one) { return one.month == day.month && one.day == day.day; });
}

/// Holidays of a fixed date, where they are kept: those of a Saturday on Friday, those of a Sunday on Monday.
bool is_fixed_holiday(Date day, unsigned weekday) {
  if (weekday < monday || weekday > friday) return false;
  return falls_on_holiday(day) || (weekday == friday && falls_on_holiday(day.plus_days(1))) ||
         (weekday == monday && falls_on_holiday(day.plus_days(-1)));
}

/// A holiday that is the n-th of a weekday in a month; n = 0: the last one of a month of 31 days.
struct Floating {
  std::uint8_t month;
  unsigned weekday;
  int n;
  int days_after = 0;  // of the holiday after that weekday

  [[nodiscard]] bool holds(Date day, unsigned on) const {
    if (day.month != month || on != (weekday + static_cast<unsigned>(days_after)) % 7) return false;
    const int last = n == 0 ? 31 : n * 7;  // day of the month
    const int of_month = day.day - days_after;
    return of_month > last - 7 && of_month <= last;
  }
};

/// Monday holidays and Thanksgiving that every set here keeps.
constexpr std::array<Floating, 5> kept_by_all{{{january, monday, 3},
                                               {february, monday, 3},
                                               {may, monday, 0},
                                               {september, monday, 1},
                                               {november, thursday, 4}}};
constexpr Floating columbus_day{october, monday, 2};
constexpr Floating day_after_thanksgiving{november, thursday, 4, 1};

bool is_kept_by_all(Date day, unsigned weekday) {
  return is_fixed_holiday(day, weekday) ||
         std::ranges::any_of(kept_by_all, [&](const Floating& one) { return one.holds(day, weekday); });
}

bool is_federal(Date day, unsigned weekday) {
  return is_kept_by_all(day, weekday) || columbus_day.holds(day, weekday);
}

bool is_washington(Date day, unsigned weekday) {
  return is_kept_by_all(day, weekday) || day_after_thanksgiving.holds(day, weekday);
}

struct NamedZone {
  std::string_view name, standard, summer;
  int offset_minutes;
  bool daylight_saving;
};
constexpr std::array<NamedZone, 8> zones{{
    {"America/Los_Angeles", "PST", "PDT", -480, true},
    {"America/Denver", "MST", "MDT", -420, true},
    {"America/Phoenix", "MST", "MST", -420, false},
    {"America/Chicago", "CST", "CDT", -360, true},
    {"America/New_York", "EST", "EDT", -300, true},
    {"America/Anchorage", "AKST", "AKDT", -540, true},
    {"Pacific/Honolulu", "HST", "HST", -600, false},
    {"UTC", "UTC", "UTC", 0, false},
}};

Instant instant_of(Date day, std::int64_t second_of_day) {
  return Instant{std::chrono::seconds{std::int64_t{day.days()} * seconds_a_day + second_of_day}};
}

/// The clock on the wall where it is never put forward.
LocalTime standard_from(Instant at, const TimeZone& zone) {
  const auto local = at + std::chrono::minutes{zone.standard_offset_minutes};
  const auto day = std::chrono::floor<std::chrono::days>(local);
  return LocalTime{Date::from_days(static_cast<std::int32_t>(day.time_since_epoch().count())),
                   static_cast<int>((local - day).count())};
}

/// True while clocks are an hour ahead. 15 U.S.C. 260a: second Sunday of March to first Sunday of November,
/// 02:00 local.
bool is_summer(const LocalTime& standard, const TimeZone& zone) {
  const Date day = standard.day;
  if (!zone.daylight_saving) return false;
  if (day.month != march && day.month != november) return day.month > march && day.month < november;
  const int last = day.month == march ? 14 : 7;  // day of the month that the Sunday in question can be
  if (day.day > last) return day.month == march;
  const int to_sunday = static_cast<int>((7 - day.weekday()) % 7);
  const bool is_the_day = to_sunday == 0 && day.day > last - 7;
  const bool is_over = day.day + to_sunday > last;
  if (day.month == march) return is_the_day ? standard.second_of_day >= 7200 : is_over;
  return is_the_day ? standard.second_of_day < 3600 : !is_over;  // 02:00 summer time
}

}  // namespace

std::optional<TimeZone> time_zone_from(std::string_view name) {
  for (const NamedZone& one : zones) {
    if (one.name == name) return TimeZone{std::string(name), one.offset_minutes, one.daylight_saving};
  }
  return std::nullopt;
}

LocalTime local_from(Instant at, const TimeZone& zone) {
  LocalTime local = standard_from(at, zone);
  if (!is_summer(local, zone)) return local;
  local.second_of_day += 3600;
  if (local.second_of_day < seconds_a_day) return local;
  return LocalTime{local.day.plus_days(1), local.second_of_day - seconds_a_day};
}

Instant instant_from(const LocalTime& local, const TimeZone& zone) {
  const std::int64_t standard = std::int64_t{zone.standard_offset_minutes} * 60;
  const Instant as_summer = instant_of(local.day, local.second_of_day - standard - 3600);
  if (is_summer(standard_from(as_summer, zone), zone)) return as_summer;
  return instant_of(local.day, local.second_of_day - standard);
}

std::string local_text(Instant at, const TimeZone& zone) {
  const LocalTime local = local_from(at, zone);
  std::string_view short_name = zone.name;
  for (const NamedZone& one : zones) {
    if (one.name == zone.name)
      short_name = is_summer(standard_from(at, zone), zone) ? one.summer : one.standard;
  }
  std::array<char, 16> time{};
  std::snprintf(time.data(), time.size(), " %02d:%02d ", local.second_of_day / 3600 % 24,
                local.second_of_day / 60 % 60);
  return base::iso(local.day) + time.data() + std::string(short_name);
}

std::string local_text(Instant at, std::string_view zone) {
  return local_text(at, time_zone_from(zone).value_or(TimeZone{"UTC", 0, false}));
}

Calendar::Calendar(TimeZone zone, std::vector<Date> plan_days_off, Hours hours)
    : zone_(std::move(zone)), plan_days_off_(std::move(plan_days_off)), hours_(hours) {
  std::ranges::sort(plan_days_off_);
}

bool Calendar::is_holiday(Date day, HolidaySet set) const {
  switch (set) {
    case HolidaySet::none: return false;
    case HolidaySet::federal: return is_federal(day, day.weekday());
    case HolidaySet::washington: return is_washington(day, day.weekday());
    case HolidaySet::plan:
      return is_federal(day, day.weekday()) || std::ranges::binary_search(plan_days_off_, day);
  }
  return false;
}

bool Calendar::is_business_day(Date day, HolidaySet set) const {
  return day.weekday() >= monday && day.weekday() <= friday && !is_holiday(day, set);
}

Date Calendar::plus_business_days(Date start, int count, HolidaySet set) const {
  Date day = start;
  for (int left = count; left > 0;) {
    day = day.plus_days(1);
    if (is_business_day(day, set)) --left;
  }
  return day;
}

Instant Calendar::end_of_day(Date day) const {
  return instant_from(LocalTime{day, seconds_a_day - 1}, zone_);
}

Instant Calendar::next_open(Instant at, HolidaySet set) const {
  const LocalTime local = local_from(at, zone_);
  if (is_business_day(local.day, set)) {
    if (local.second_of_day < hours_.open_second)
      return instant_from(LocalTime{local.day, hours_.open_second}, zone_);
    if (local.second_of_day < hours_.close_second) return at;
  }
  return instant_from(LocalTime{plus_business_days(local.day, 1, set), hours_.open_second}, zone_);
}

Instant Calendar::due(const Term& term, Instant start) const {
  const Date day = local_date(start);
  switch (term.unit) {
    case Term::Unit::hours: return start + std::chrono::hours{term.count};
    case Term::Unit::calendar_days: return end_of_day(day.plus_days(term.count));
    case Term::Unit::business_days: return end_of_day(plus_business_days(day, term.count, term.holidays));
    case Term::Unit::same_day: return end_of_day(local_date(next_open(start, term.holidays)));
    case Term::Unit::days_excluding_holidays: {
      Date due_day = day;
      for (int left = term.count; left > 0;) {
        due_day = due_day.plus_days(1);
        if (!is_holiday(due_day, term.holidays)) --left;
      }
      return end_of_day(due_day);
    }
  }
  return start;
}

}  // namespace precert
