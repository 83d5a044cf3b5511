// Calendar dates, periods and instants without a time zone library: civil dates are three integers, instants
// are UTC.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

/// A full civil date (no "2026-05": PAS FullDateRule and X12 DT both want all three parts).
struct Date {
  std::int16_t year = 0;
  std::uint8_t month = 0;
  std::uint8_t day = 0;

  friend bool operator==(const Date&, const Date&) = default;
  friend auto operator<=>(const Date&, const Date&) = default;

  /// Days since 1970-01-01; the inverse of from_days, which stays within 0001-01-01 .. 9999-12-31, the days
  /// that can be written.
  [[nodiscard]] std::int32_t days() const;
  [[nodiscard]] static Date from_days(std::int32_t days);
  [[nodiscard]] Date plus_days(std::int32_t count) const { return from_days(days() + count); }
  /// 0 = Sunday … 6 = Saturday.
  [[nodiscard]] unsigned weekday() const;
};

/// A closed range of dates; a single day has start == end. `end` absent = open.
struct Period {
  Date start;
  std::optional<Date> end;

  friend bool operator==(const Period&, const Period&) = default;
  [[nodiscard]] bool contains(Date day) const { return day >= start && (!end || day <= *end); }
  [[nodiscard]] static Period of(Date day) { return Period{day, day}; }
};

/// Seconds since the epoch, UTC. Messages never need finer; measurements use steady_clock.
using Instant = std::chrono::sys_seconds;

/// CCYYMMDD -> Date; empty when it is not eight digits or not a real day (X12 DT).
[[nodiscard]] std::optional<Date> date_from_ccyymmdd(std::string_view text);
/// CCYY-MM-DD -> Date; anything longer or shorter is refused (FHIR full date).
[[nodiscard]] std::optional<Date> date_from_iso(std::string_view text);
/// FHIR instant or dateTime with zone ("2026-01-05T09:30:00-08:00", fraction dropped), or a full date (UTC
/// midnight).
[[nodiscard]] std::optional<Instant> instant_from_iso(std::string_view text);

[[nodiscard]] std::string ccyymmdd(Date day);
[[nodiscard]] std::string iso(Date day);
/// "2026-01-05T17:30:00Z".
[[nodiscard]] std::string iso(Instant at);
/// The UTC date of an instant.
[[nodiscard]] Date utc_date(Instant at);
/// "HHMM" in UTC, as BHT05, ISA10 and GS05 want it.
[[nodiscard]] std::string hhmm(Instant at);

}  // namespace base
