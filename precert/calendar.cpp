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
constexpr unsigned sunday = 0, monday = 1, thursday = 4, friday = 5, saturday = 6;
constexpr std::uint8_t january = 1, february = 2, march = 3, may = 5, june = 6, july = 7, september = 9,
                       october = 10, november = 11, december = 12;

Date date_of(int year, std::uint8_t month, std::uint8_t day) {
  return Date{static_cast<std::int16_t>(year), month, day};
}

/// The n-th (1-based) weekday of a month.
Date nth_weekday(int year, std::uint8_t month, unsigned weekday, int n) {
  const Date first = date_of(year, month, 1);
  const int ahead = static_cast<int>((weekday + 7 - first.weekday()) % 7);
  return first.plus_days(ahead + (n - 1) * 7);
}

Date last_monday_of_may(int year) {
  const Date last = date_of(year, may, 31);
  return last.plus_days(-static_cast<int>((last.weekday() + 7 - monday) % 7));
}

/// Where a holiday of fixed date is kept: Saturday -> Friday, Sunday -> Monday.
Date observed(Date day) {
  if (day.weekday() == saturday) return day.plus_days(-1);
  if (day.weekday() == sunday) return day.plus_days(1);
  return day;
}

/// Holidays kept by moving them off a weekend; the New Year of the next year may be kept in this one.
bool is_fixed_holiday(Date day) {
  struct MonthDay {
    std::uint8_t month, day;
  };
  constexpr std::array<MonthDay, 5> fixed{
      {{january, 1}, {june, 19}, {july, 4}, {november, 11}, {december, 25}}};
  const bool of_this_year = std::ranges::any_of(
      fixed, [&](MonthDay one) { return observed(date_of(day.year, one.month, one.day)) == day; });
  return of_this_year || observed(date_of(day.year + 1, january, 1)) == day;
}

Date thanksgiving(int year) { return nth_weekday(year, november, thursday, 4); }

/// Monday holidays and Thanksgiving that every set here keeps.
bool is_floating_holiday(Date day) {
  const int year = day.year;
  return day == nth_weekday(year, january, monday, 3) || day == nth_weekday(year, february, monday, 3) ||
         day == last_monday_of_may(year) || day == nth_weekday(year, september, monday, 1) ||
         day == thanksgiving(year);
}

bool is_federal(Date day) {
  return is_fixed_holiday(day) || is_floating_holiday(day) ||
         day == nth_weekday(day.year, october, monday, 2);
}

bool is_washington(Date day) {
  return is_fixed_holiday(day) || is_floating_holiday(day) || day == thanksgiving(day.year).plus_days(1);
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

/// True while clocks are an hour ahead. 15 U.S.C. 260a: second Sunday of March to first Sunday of November,
/// 02:00 local.
bool is_summer(Instant at, const TimeZone& zone) {
  if (!zone.daylight_saving) return false;
  const std::int64_t standard = std::int64_t{zone.standard_offset_minutes} * 60;
  const int year = base::utc_date(at + std::chrono::seconds{standard}).year;
  const Instant begins = instant_of(nth_weekday(year, march, sunday, 2), 7200 - standard);
  const Instant ends =
      instant_of(nth_weekday(year, november, sunday, 1), 3600 - standard);  // 02:00 summer time
  return at >= begins && at < ends;
}

std::int64_t offset_seconds(Instant at, const TimeZone& zone) {
  return std::int64_t{zone.standard_offset_minutes} * 60 + (is_summer(at, zone) ? 3600 : 0);
}

}  // namespace

std::optional<TimeZone> time_zone_from(std::string_view name) {
  for (const NamedZone& one : zones) {
    if (one.name == name) return TimeZone{std::string(name), one.offset_minutes, one.daylight_saving};
  }
  return std::nullopt;
}

LocalTime local_from(Instant at, const TimeZone& zone) {
  const Instant shifted = at + std::chrono::seconds{offset_seconds(at, zone)};
  const Date day = base::utc_date(shifted);
  return LocalTime{day, static_cast<int>((shifted - instant_of(day, 0)).count())};
}

Instant instant_from(const LocalTime& local, const TimeZone& zone) {
  const std::int64_t standard = std::int64_t{zone.standard_offset_minutes} * 60;
  const Instant as_summer = instant_of(local.day, local.second_of_day - standard - 3600);
  if (is_summer(as_summer, zone)) return as_summer;
  return instant_of(local.day, local.second_of_day - standard);
}

std::string local_text(Instant at, const TimeZone& zone) {
  const LocalTime local = local_from(at, zone);
  std::string_view short_name = zone.name;
  for (const NamedZone& one : zones) {
    if (one.name == zone.name) short_name = is_summer(at, zone) ? one.summer : one.standard;
  }
  std::array<char, 16> time{};
  std::snprintf(time.data(), time.size(), " %02d:%02d ", local.second_of_day / 3600 % 24,
                local.second_of_day / 60 % 60);
  return base::iso(local.day) + time.data() + std::string(short_name);
}

Calendar::Calendar(TimeZone zone, std::vector<Date> plan_days_off, Hours hours)
    : zone_(std::move(zone)), plan_days_off_(std::move(plan_days_off)), hours_(hours) {
  std::ranges::sort(plan_days_off_);
}

bool Calendar::is_holiday(Date day, HolidaySet set) const {
  switch (set) {
    case HolidaySet::none: return false;
    case HolidaySet::federal: return is_federal(day);
    case HolidaySet::washington: return is_washington(day);
    case HolidaySet::plan: return is_federal(day) || std::ranges::binary_search(plan_days_off_, day);
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
