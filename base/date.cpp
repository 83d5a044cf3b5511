#include "base/date.hpp"

#include <algorithm>

namespace base {
namespace {

constexpr bool digits(std::string_view text) {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return !text.empty();
}

constexpr int number(std::string_view text) {
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

constexpr std::int32_t days_of(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day civil{std::chrono::year(year), std::chrono::month(month),
                                          std::chrono::day(day)};
  return static_cast<std::int32_t>(std::chrono::sys_days(civil).time_since_epoch().count());
}

/// The years that four digits can write; year 0 is none, neither in X12 nor in FHIR.
constexpr std::int32_t first_day = days_of(1, 1, 1);
constexpr std::int32_t last_day = days_of(9999, 12, 31);

std::optional<Date> real_day(int year, int month, int day) {
  if (year == 0) return std::nullopt;
  const std::chrono::year_month_day found{std::chrono::year(year),
                                          std::chrono::month(static_cast<unsigned>(month)),
                                          std::chrono::day(static_cast<unsigned>(day))};
  if (!found.ok()) return std::nullopt;
  return Date{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
              static_cast<std::uint8_t>(day)};
}

/// Writes `value` over the `width` characters of `text` from `at` on, with zeros before it.
void put(std::string& text, std::size_t at, std::size_t width, int value) {
  for (std::size_t i = at + width; i-- > at; value /= 10) text[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::int32_t Date::days() const { return days_of(year, month, day); }

Date Date::from_days(std::int32_t days) {
  days = std::clamp(days, first_day, last_day);
  const std::chrono::year_month_day civil{std::chrono::sys_days(std::chrono::days(days))};
  return Date{static_cast<std::int16_t>(static_cast<int>(civil.year())),
              static_cast<std::uint8_t>(static_cast<unsigned>(civil.month())),
              static_cast<std::uint8_t>(static_cast<unsigned>(civil.day()))};
}

unsigned Date::weekday() const {
  return std::chrono::weekday(std::chrono::sys_days(std::chrono::days(days()))).c_encoding();
}

std::optional<Date> date_from_ccyymmdd(std::string_view text) {
  if (text.size() != 8 || !digits(text)) return std::nullopt;
  return real_day(number(text.substr(0, 4)), number(text.substr(4, 2)), number(text.substr(6, 2)));
}

std::optional<Date> date_from_iso(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::string_view year = text.substr(0, 4), month = text.substr(5, 2), day = text.substr(8, 2);
  if (!digits(year) || !digits(month) || !digits(day)) return std::nullopt;
  return real_day(number(year), number(month), number(day));
}

namespace {

/// "Z", "-08:00": what to take from local time to get UTC. FHIR: at most 14 hours.
std::optional<std::chrono::minutes> offset_from(std::string_view zone) {
  if (zone == "Z") return std::chrono::minutes(0);
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  const std::string_view hours = zone.substr(1, 2), minutes = zone.substr(4, 2);
  if (!digits(hours) || !digits(minutes) || number(minutes) > 59) return std::nullopt;
  const std::chrono::minutes offset =
      std::chrono::hours(number(hours)) + std::chrono::minutes(number(minutes));
  if (offset > std::chrono::hours(14)) return std::nullopt;
  return zone[0] == '+' ? offset : -offset;
}

}  // namespace

std::optional<Instant> instant_from_iso(std::string_view text) {
  const auto day = date_from_iso(text.substr(0, 10));
  if (!day) return std::nullopt;
  Instant at{std::chrono::days(day->days())};
  if (text.size() == 10) return at;
  text.remove_prefix(10);
  if (text.size() < 9 || text[0] != 'T' || text[3] != ':' || text[6] != ':') return std::nullopt;
  const std::string_view hours = text.substr(1, 2), minutes = text.substr(4, 2), seconds = text.substr(7, 2);
  if (!digits(hours) || !digits(minutes) || !digits(seconds)) return std::nullopt;
  if (number(hours) > 23 || number(minutes) > 59 || number(seconds) > 60) return std::nullopt;
  at += std::chrono::hours(number(hours)) + std::chrono::minutes(number(minutes)) +
        std::chrono::seconds(number(seconds));
  text.remove_prefix(9);
  if (!text.empty() && text[0] == '.') {  // a fraction of a second carries no meaning for a review
    std::size_t end = 1;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end == 1) return std::nullopt;
    text.remove_prefix(end);
  }
  const auto offset = offset_from(text);
  if (!offset) return std::nullopt;
  at -= *offset;
  // In UTC the year may be one that cannot be written.
  const auto utc_day = std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
  if (utc_day < first_day || utc_day > last_day) return std::nullopt;
  return at;
}

std::string ccyymmdd(Date day) {
  std::string out = "00000000";
  put(out, 0, 4, day.year);
  put(out, 4, 2, day.month);
  put(out, 6, 2, day.day);
  return out;
}

std::string iso(Date day) {
  std::string out = "0000-00-00";
  put(out, 0, 4, day.year);
  put(out, 5, 2, day.month);
  put(out, 8, 2, day.day);
  return out;
}

std::string iso(Instant at) {
  std::string out = iso(utc_date(at)) + "T00:00:00Z";
  const auto in_day = (at - std::chrono::floor<std::chrono::days>(at)).count();
  put(out, 11, 2, static_cast<int>(in_day / 3600));
  put(out, 14, 2, static_cast<int>(in_day / 60 % 60));
  put(out, 17, 2, static_cast<int>(in_day % 60));
  return out;
}

Date utc_date(Instant at) {
  return Date::from_days(
      static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(at).time_since_epoch().count()));
}

std::string hhmm(Instant at) {
  std::string out = "0000";
  const auto in_day = (at - std::chrono::floor<std::chrono::days>(at)).count();
  put(out, 0, 2, static_cast<int>(in_day / 3600));
  put(out, 2, 2, static_cast<int>(in_day / 60 % 60));
  return out;
}

}  // namespace base
