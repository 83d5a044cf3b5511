#include "base/decimal.hpp"

#include <array>

namespace base {
namespace {

constexpr std::array<std::int64_t, 19> make_powers() {
  std::array<std::int64_t, 19> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}
constexpr auto power_of_ten = make_powers();
__extension__ using Wide = __int128;

constexpr int scale_max = 18;
constexpr std::int64_t largest = 999'999'999'999'999'999;

Wide half_up(Wide value, Wide unit) {
  const Wide whole = value / unit, rest = value % unit;
  if (rest * 2 >= unit) return whole + 1;
  return -rest * 2 >= unit ? whole - 1 : whole;
}

/// mantissa × 10^-scale as far as 18 digits hold it: lower places give way first, then it stays at the
/// largest.
Decimal fitted(Wide mantissa, int scale) {
  const Wide size = mantissa < 0 ? -mantissa : mantissa;
  Wide unit = 1;
  for (; scale > scale_max || (scale > 0 && size / unit > largest); --scale) unit *= 10;
  const Wide kept = half_up(mantissa, unit);
  if (scale == 0 && kept > largest) return Decimal(largest);
  if (scale == 0 && kept < -largest) return Decimal(-largest);
  return {static_cast<std::int64_t>(kept), static_cast<std::uint8_t>(scale)};
}

}  // namespace

Decimal::Decimal(std::int64_t mantissa, std::uint8_t scale) : mantissa_(mantissa), scale_(scale) {
  while (scale_ > 0 && mantissa_ % 10 == 0) {
    mantissa_ /= 10;
    --scale_;
  }
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const std::uint8_t scale = a.scale_ > b.scale_ ? a.scale_ : b.scale_;
  const Wide left =
      static_cast<Wide>(a.mantissa_) * power_of_ten.at(static_cast<std::size_t>(scale - a.scale_));
  const Wide right =
      static_cast<Wide>(b.mantissa_) * power_of_ten.at(static_cast<std::size_t>(scale - b.scale_));
  return left <=> right;
}

std::string Decimal::text() const {
  const bool negative = mantissa_ < 0;
  std::string digits = std::to_string(negative ? -mantissa_ : mantissa_);
  if (scale_ > 0) {
    if (digits.size() <= scale_) digits.insert(0, scale_ + 1U - digits.size(), '0');
    digits.insert(digits.size() - scale_, 1, '.');
  }
  return negative ? "-" + digits : digits;
}

std::optional<std::int64_t> Decimal::whole() const {
  if (scale_ != 0) return std::nullopt;
  return mantissa_;
}

double Decimal::approximate() const {
  return static_cast<double>(mantissa_) / static_cast<double>(power_of_ten.at(scale_));
}

Decimal operator+(const Decimal& a, const Decimal& b) {
  const std::uint8_t scale = a.scale_ > b.scale_ ? a.scale_ : b.scale_;
  const Wide left =
      static_cast<Wide>(a.mantissa_) * power_of_ten.at(static_cast<std::size_t>(scale - a.scale_));
  const Wide right =
      static_cast<Wide>(b.mantissa_) * power_of_ten.at(static_cast<std::size_t>(scale - b.scale_));
  return fitted(left + right, scale);
}

Decimal operator*(const Decimal& a, const Decimal& b) {
  return fitted(static_cast<Wide>(a.mantissa_) * b.mantissa_, a.scale_ + b.scale_);
}

Decimal Decimal::quotient(const Decimal& a, const Decimal& b, std::uint8_t places) {
  // a/b = (am × 10^bs) / (bm × 10^as), divided digit by digit: scaling up first would overflow.
  const Wide numerator = static_cast<Wide>(a.mantissa_) * power_of_ten.at(b.scale_);
  const Wide denominator = static_cast<Wide>(b.mantissa_) * power_of_ten.at(a.scale_);
  Wide digits = numerator / denominator, rest = numerator % denominator;
  if (digits > largest || digits < -largest) return fitted(digits, 0);
  for (int place = 0; place <= places; ++place) {  // one more digit, for rounding
    rest *= 10;
    digits = digits * 10 + rest / denominator;
    rest %= denominator;
  }
  return fitted(half_up(digits, 10), places);
}

std::optional<Decimal> decimal_from(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  std::int64_t mantissa = 0;
  int scale = 0, significant = 0;
  bool point = false, any = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      any = true;
      if (mantissa != 0 || c != '0') ++significant;
      if (significant > 18) return std::nullopt;
      mantissa = mantissa * 10 + (c - '0');
      if (point) ++scale;
    } else {
      break;
    }
  }
  if (!any) return std::nullopt;
  if (i < text.size()) {
    if (text[i] != 'e' && text[i] != 'E') return std::nullopt;
    const std::size_t mark = i;
    int exponent = 0;
    bool down = false, digits = false;
    for (++i; i < text.size(); ++i) {
      const char c = text[i];
      if ((c == '-' || c == '+') && i == mark + 1) {
        down = c == '-';
      } else if (c >= '0' && c <= '9' && exponent < 100) {
        digits = true;
        exponent = exponent * 10 + (c - '0');
      } else {
        return std::nullopt;
      }
    }
    if (!digits) return std::nullopt;
    scale += down ? exponent : -exponent;
  }
  while (scale < 0 && significant < 18) {
    mantissa *= 10;
    ++scale;
    if (mantissa != 0) ++significant;
    if (mantissa == 0) scale = 0;
  }
  while (scale > 18 && mantissa % 10 == 0 && mantissa != 0) {
    mantissa /= 10;
    --scale;
  }
  if (mantissa == 0) scale = 0;
  if (scale < 0 || scale > 18) return std::nullopt;
  return Decimal(negative ? -mantissa : mantissa, static_cast<std::uint8_t>(scale));
}

}  // namespace base
