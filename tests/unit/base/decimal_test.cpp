// Decimals: one text for each value, exact order and sums, and results that stay within 18 digits.
#include "base/decimal.hpp"

namespace base {
namespace {

/// The text of the decimal that `text` reads as; "refused" when it is none.
std::string read(const std::string& text) {
  const auto value = decimal_from(text);
  return value ? value->text() : "refused";
}

Decimal of(const char* text) { return decimal_from(text).value(); }

TEST(DecimalFrom, GivesOneTextForEachValue) {
  const std::map<std::string, std::string> cases{
      {"1", "1"},
      {"1.0", "1"},
      {"01.", "1"},
      {".5", "0.5"},
      {"-2.50", "-2.5"},
      {"73.40", "73.4"},
      {"0", "0"},
      {"-0", "0"},
      {"0.000", "0"},
      {"100", "100"},
      {"1e2", "100"},
      {"1E+2", "100"},
      {"1e-2", "0.01"},
      {"12.5e1", "125"},
      {"0e99", "0"},
      {"-1.25e2", "-125"},
      {"10e-1", "1"},
      {"0.000000000000000001", "0.000000000000000001"},
      {"999999999999999999", "999999999999999999"},
      {"00000000000000000000001", "1"},
      {"1.00000000000000000", "1"},
  };
  for (const auto& [text, value] : cases) EXPECT_EQ(read(text), value) << text;
}

TEST(DecimalFrom, RefusesTheRest) {
  for (const char* text : {"",
                           "-",
                           ".",
                           "-.",
                           "1.2.3",
                           "1,5",
                           " 1",
                           "1 ",
                           "0x1",
                           "e2",
                           "1e",
                           "1e+",
                           "1e--2",
                           "1e+-2",
                           "1e2.0",
                           "nan",
                           "1000000000000000000",
                           "1e18",
                           "1e-19",
                           "1e999",
                           "1e-999",
                           "--1"}) {
    EXPECT_EQ(read(text), "refused") << text;
  }
}

TEST(DecimalOrder, IsExactWhateverTheScale) {
  const std::vector<const char*> rising{"-999999999999999999",
                                        "-1.5",
                                        "-0.000000000000000001",
                                        "0",
                                        "0.000000000000000001",
                                        "0.1",
                                        "0.11",
                                        "1",
                                        "2",
                                        "10",
                                        "999999999999999999"};
  for (std::size_t i = 0; i < rising.size(); ++i) {
    for (std::size_t j = 0; j < rising.size(); ++j) {
      EXPECT_EQ(of(rising[i]) <=> of(rising[j]), i <=> j) << rising[i] << " and " << rising[j];
    }
  }
  EXPECT_EQ(of("1.50"), of("1.5"));
}

TEST(DecimalArithmetic, IsExactWhereItFits) {
  EXPECT_EQ(of("0.1") + of("0.2"), of("0.3"));
  EXPECT_EQ(of("850") + of("-850.00"), Decimal());
  EXPECT_EQ(of("1.25") * of("8"), Decimal(10));
  EXPECT_EQ(of("-0.5") * of("0.5"), of("-0.25"));
}

TEST(DecimalArithmetic, StaysWithinEighteenDigits) {
  const Decimal largest = of("999999999999999999"), smallest = of("0.000000000000000001");
  EXPECT_EQ(largest + largest, largest);
  EXPECT_EQ(of("-999999999999999999") * largest, of("-999999999999999999"));
  EXPECT_EQ(largest + smallest, largest);
  EXPECT_EQ(smallest * smallest, Decimal());
  EXPECT_EQ(of("123456789.123456789") * of("1.000000005"), of("123456789.740740735"));
  EXPECT_EQ(of("99999999999999999.5") + of("0.05"),
            of("99999999999999999.6"));  // half up at the last place kept
  EXPECT_EQ(of("99999999999999999.9") + of("0.05"), of("100000000000000000"));
}

TEST(DecimalQuotient, RoundsHalfUp) {
  struct Case {
    const char *a, *b;
    std::uint8_t places;
    const char* result;
  };
  for (const Case& one : {Case{"1", "3", 2, "0.33"}, Case{"2", "3", 2, "0.67"}, Case{"1", "8", 2, "0.13"},
                          Case{"-1", "8", 2, "-0.13"}, Case{"850", "4", 0, "213"}, Case{"1", "0.25", 2, "4"},
                          Case{"0", "7", 2, "0"}, Case{"1.1", "-1.1", 0, "-1"},
                          Case{"999999999999999999", "0.000000000000000001", 2, "999999999999999999"},
                          Case{"0.000000000000000001", "999999999999999999", 2, "0"},
                          Case{"999999999999999999", "999999999999999998", 18, "1"}}) {
    EXPECT_EQ(Decimal::quotient(of(one.a), of(one.b), one.places), of(one.result)) << one.a << " / " << one.b;
  }
}

TEST(DecimalWhole, IsGivenOnlyWithoutFraction) {
  EXPECT_EQ(of("12.0").whole(), 12);
  EXPECT_EQ(of("12.5").whole(), std::nullopt);
  EXPECT_EQ(of("-3").whole(), -3);
}

}  // namespace
}  // namespace base
