// Dates, instants and decimals: what is read can be written, and reads back as the same value.
#include "base/date.hpp"
#include "base/decimal.hpp"
#include "fuzz.hpp"

namespace {

void dates(std::string_view text) {
  if (const auto day = base::date_from_ccyymmdd(text)) {
    fuzz::must(base::ccyymmdd(*day) == text, "CCYYMMDD comes back");
    fuzz::must(base::Date::from_days(day->days()) == *day, "days and back");
    fuzz::must(base::date_from_iso(base::iso(day->plus_days(400))).has_value(), "a later day can be written");
  }
  if (const auto day = base::date_from_iso(text))
    fuzz::must(base::iso(*day) == text, "an ISO date comes back");
  if (const auto at = base::instant_from_iso(text)) {
    fuzz::must(base::instant_from_iso(base::iso(*at)) == at, "an instant comes back");
  }
}

void same_after_text(const base::Decimal& value) {
  const auto again = base::decimal_from(value.text());
  fuzz::must(again == value, "a decimal comes back from its text");
}

void decimals(std::string_view text) {
  const std::size_t cut = text.find(' ');
  const auto left = base::decimal_from(text.substr(0, cut));
  if (!left) return;
  same_after_text(*left);
  if (cut == std::string_view::npos) return;
  const auto right = base::decimal_from(text.substr(cut + 1));
  if (!right) return;
  fuzz::must((*left == *right) == ((*left <=> *right) == 0), "equal means neither less nor more");
  (void)(*left + *right).text();
  (void)(*left * *right).text();
  if (*right != base::Decimal()) (void)base::Decimal::quotient(*left, *right, 2).text();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dates(fuzz::text(data, size));
  decimals(fuzz::text(data, size));
  return 0;
}
