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

}  // namespace

Decimal::Decimal(std::int64_t mantissa, std::uint8_t scale) : mantissa_(mantissa), scale_(scale) {
  while (scale_ > 0 && mantissa_ % 10 == 0) {
    mantissa_ /= 10;
    --scale_;
  }
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const std::uint8_t scale = a.scale_ > b.scale_ ? a.scale_ : b.scale_;
  const Wide left = static_cast<Wide>(a.mantissa_) * power_of_ten.at(static_cast<std::size_t>(scale - a.scale_));
  const Wide right = static_cast<Wide>(b.mantissa_) * power_of_ten.at(static_cast<std::size_t>(scale - b.scale_));
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
  return {a.mantissa_ * power_of_ten.at(static_cast<std::size_t>(scale - a.scale_)) +
              b.mantissa_ * power_of_ten.at(static_cast<std::size_t>(scale - b.scale_)),
          scale};
}

Decimal operator*(const Decimal& a, const Decimal& b) {
  return {a.mantissa_ * b.mantissa_, static_cast<std::uint8_t>(a.scale_ + b.scale_)};
}

Decimal Decimal::quotient(const Decimal& a, const Decimal& b, std::uint8_t places) {
  // a/b = (am × 10^bs) / (bm × 10^as); one more digit for rounding.
  Wide numerator = static_cast<Wide>(a.mantissa_) * power_of_ten.at(b.scale_) * power_of_ten.at(places + 1U);
  const Wide denominator = static_cast<Wide>(b.mantissa_) * power_of_ten.at(a.scale_);
  numerator /= denominator;
  numerator += numerator < 0 ? -5 : 5;
  return {static_cast<std::int64_t>(numerator / 10), places};
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
    int exponent = 0;
    bool down = false, digits = false;
    for (++i; i < text.size(); ++i) {
      const char c = text[i];
      if ((c == '-' || c == '+') && !digits) {
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
