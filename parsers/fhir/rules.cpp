#include "parsers/fhir/rules.hpp"

#include <algorithm>

#include "base/date.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace fhir {
namespace {

constexpr std::string_view npi_system = "http://hl7.org/fhir/sid/us-npi";
constexpr std::string_view unit_system = "https://codesystem.x12.org/005010/673";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// "2026", "2026-05" or a full date.
bool partial_date(std::string_view text) {
  if (text.size() == 4) return digits(text);
  if (text.size() != 7 || text[4] != '-' || !digits(text.substr(0, 4)) || !digits(text.substr(5)))
    return false;
  const int month = (text[5] - '0') * 10 + (text[6] - '0');
  return month >= 1 && month <= 12;
}

bool full(const json::Value& date) { return !date.is_string() || date.string().size() == 10; }

std::string_view full_date(const json::Value& value) {
  const bool keeps = value.is_object() ? full(value.find("start")) && full(value.find("end")) : full(value);
  return keeps ? std::string_view{} : "Send a full date without a time, CCYY-MM-DD (FullDateRule).";
}

/// Compares as far as both are precise: days when a zone is missing, else instants.
std::string_view after_start(const json::Value& period) {
  const std::string_view start = text(period, "start"), end = text(period, "end");
  constexpr std::string_view remedy = "End the period on or after its start.";
  if (start.empty() || end.empty()) return {};
  const auto from = base::instant_from_iso(start), to = base::instant_from_iso(end);
  if (start.size() > 10 && end.size() > 10 && from && to) return *to < *from ? remedy : std::string_view{};
  const std::size_t precision = std::min<std::size_t>({start.size(), end.size(), 10});
  return end.substr(0, precision) < start.substr(0, precision) ? remedy : std::string_view{};
}

bool is_base64(std::string_view text) {
  const auto fits = [](char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' || c == '/' ||
           c == '=' || c == '\n' || c == '\r' || c == ' ';
  };
  return std::all_of(text.begin(), text.end(), fits);
}

}  // namespace

bool is_clia(std::string_view text) {
  return text.size() == 10 && digits(text.substr(0, 2)) && text[2] == 'D' && digits(text.substr(3));
}

bool is_naic(std::string_view text) { return text.size() == 5 && digits(text); }

bool is_npi(std::string_view text) {
  if (text.size() != 10 || !digits(text)) return false;
  int sum = 24;  // the Luhn sum of the prefix 80840
  for (std::size_t i = 0; i < 10; ++i) {
    int digit = text[i] - '0';
    if (i % 2 == 0) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  return sum % 10 == 0;
}

bool real_time(Shape shape, std::string_view text) {
  const bool day = base::date_from_iso(text).has_value() || partial_date(text);
  if (shape == Shape::date) return day;
  const bool moment = text.size() > 10 && base::instant_from_iso(text).has_value();
  return shape == Shape::instant ? moment : moment || day;
}

std::string_view broken(Rule rule, const json::Value& parent, const json::Value& value) {
  switch (rule) {
    case Rule::none: return {};
    case Rule::npi:
      if (text(parent, "system") != npi_system || !value.is_string() || is_npi(value.string())) return {};
      return "Check the NPI: ten digits with a valid check digit.";
    case Rule::clia:
      if (!value.is_string() || is_clia(value.string())) return {};
      return "Send the CLIA number as two digits, D and seven digits.";
    case Rule::naic:
      if (!value.is_string() || is_naic(value.string())) return {};
      return "Send the NAIC number as five digits.";
    case Rule::full_date: return full_date(value);
    case Rule::after_start: return after_start(parent);
    case Rule::unit:
      if (!value.is_string() || text(parent, "system") == unit_system) return {};
      return "Send the unit as a code of X12 list 673.";
    case Rule::base64:
      if (!value.is_string() || is_base64(value.string())) return {};
      return "Send the content in base64.";
    default: return {};  // the invariants look at objects
  }
}

}  // namespace fhir
