// Decimal: a number as people and payers write it. Amounts and quantities never pass through binary floating
// point.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

/// value = mantissa × 10^-scale, normalised (no trailing zeros after the point), so equal values compare
/// equal. Range: up to 18 significant digits; more is refused by decimal_from. A result that needs more loses
/// its lowest places (rounded half up), and one beyond ±999,999,999,999,999,999 stays there: no sum of a
/// message overflows.
class Decimal {
 public:
  Decimal() = default;
  explicit Decimal(std::int64_t whole) : Decimal(whole, 0) {}
  /// `scale` is at most 18.
  Decimal(std::int64_t mantissa, std::uint8_t scale);

  friend bool operator==(const Decimal&, const Decimal&) = default;
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);

  /// "73.4", "-2", "0.5": no trailing zeros, no exponent, a digit before the point.
  [[nodiscard]] std::string text() const;
  /// The whole part when there is no fraction.
  [[nodiscard]] std::optional<std::int64_t> whole() const;
  [[nodiscard]] double approximate() const;  // for metrics and ranking only
  friend Decimal operator+(const Decimal& a, const Decimal& b);
  friend Decimal operator*(const Decimal& a, const Decimal& b);
  /// a / b rounded half up to `places` decimal places, at most 18; b must not be zero.
  [[nodiscard]] static Decimal quotient(const Decimal& a, const Decimal& b, std::uint8_t places);

 private:
  std::int64_t mantissa_ = 0;
  std::uint8_t scale_ = 0;
};

/// "1", "1.0", "01.", ".5", "-2.50"; empty for anything else. An exponent ("1e2", legal JSON) is read too.
[[nodiscard]] std::optional<Decimal> decimal_from(std::string_view text);

}  // namespace base
