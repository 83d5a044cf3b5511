// See values.hpp.
#include "mappers/x12/values.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <limits>

namespace mappers {

precert::Source source_of(const x12::SegmentView& segment, unsigned element) {
  if (!segment) return {};
  std::array<char, 32> where;  // an id of three characters and two numbers
  char* at = where.data();
  for (const char c : segment.id().substr(0, 3)) *at++ = c;
  constexpr std::ptrdiff_t digits = 10;  // of the largest number
  const auto add = [&](std::uint32_t number) { at = std::to_chars(at, at + digits, number).ptr; };
  if (element != 0) {
    *at++ = '-';
    if (element < 10) *at++ = '0';
    add(element);
  }
  *at++ = ' ';
  *at++ = '@';
  add(segment.position());
  return precert::Source{std::string(where.data(), at)};
}

std::optional<base::Decimal> ValueReader::decimal(const x12::SegmentView& segment, unsigned element) {
  const std::string_view value = segment.element(element);
  if (value.empty()) return std::nullopt;
  const auto read = base::decimal_from(value);
  if (!read) unreadable(segment, element, "send a number of at most 18 digits");
  return read;
}

std::optional<int> ValueReader::whole(const x12::SegmentView& segment, unsigned element) {
  const auto read = decimal(segment, element);
  if (!read) return std::nullopt;
  const auto number = read->whole();
  if (number && *number >= 0 && *number <= std::numeric_limits<int>::max()) return static_cast<int>(*number);
  unreadable(segment, element, "send a whole number");
  return std::nullopt;
}

std::optional<base::Date> ValueReader::date(const x12::SegmentView& segment, unsigned element) {
  return date_of(segment.element(element), segment, element);
}

std::optional<base::Date> ValueReader::date_of(std::string_view value, const x12::SegmentView& segment,
                                               unsigned element) {
  if (value.empty()) return std::nullopt;
  const auto read = base::date_from_ccyymmdd(value);
  if (!read) unreadable(segment, element, "send a calendar date as CCYYMMDD");
  return read;
}

std::optional<base::Period> ValueReader::period(const x12::SegmentView& segment, unsigned qualifier) {
  const std::string_view value = segment.element(qualifier + 1);
  if (value.empty()) return std::nullopt;
  if (segment.element(qualifier) != "RD8") {
    const auto day = date(segment, qualifier + 1);
    return day ? std::optional(base::Period::of(*day)) : std::nullopt;
  }
  const std::size_t dash = value.find('-');
  const auto start = base::date_from_ccyymmdd(value.substr(0, dash));
  const auto end =
      dash == std::string_view::npos ? std::nullopt : base::date_from_ccyymmdd(value.substr(dash + 1));
  if (start && end) return base::Period{*start, end};
  unreadable(segment, qualifier + 1, "send a date range as CCYYMMDD-CCYYMMDD");
  return std::nullopt;
}

base::Instant ValueReader::instant(const x12::SegmentView& segment, unsigned date_element) {
  base::Instant at{};
  if (const auto day = date(segment, date_element)) at += std::chrono::days(day->days());
  const std::string_view time = segment.element(date_element + 1);
  const auto two_digits = [&](std::size_t from) {
    if (time.size() < from + 2) return 0;
    return (time[from] - '0') * 10 + (time[from + 1] - '0');
  };
  return at + std::chrono::hours(two_digits(0)) + std::chrono::minutes(two_digits(2)) +
         std::chrono::seconds(two_digits(4));
}

void ValueReader::unreadable(const x12::SegmentView& segment, unsigned element, std::string remedy) {
  issues_.add(base::IssueCode::x12_element, source_of(segment, element).where, std::move(remedy));
}

std::optional<bool> yes_no(std::string_view code) {
  if (code == "Y") return true;
  if (code == "N") return false;
  return std::nullopt;
}

}  // namespace mappers
