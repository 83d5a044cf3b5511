// One segment is cut eight bytes at a time: wherever its delimiters stand, as a loop over the bytes would cut
// it.
#include "parsers/x12/tokenise.hpp"

namespace x12 {
namespace {

std::vector<std::string> cut_by_hand(std::string_view segment) {
  std::vector<std::string> elements(1);
  for (const char c : segment) {
    if (c == '~') return elements;
    if (c == '*') {
      elements.emplace_back();
    } else {
      elements.back() += c;
    }
  }
  return elements;
}

std::vector<std::string> cut(std::string_view text, std::size_t at, std::size_t& end) {
  Tokens tokens;
  end = tokenise(text, at, 200, tokens);
  return {tokens.elements.begin(), tokens.elements.end()};
}

TEST(Tokenise, CutsAtDelimitersWhereverTheyStand) {
  // Each number is a text: its bits say where a separator stands. Every second one ends before its last
  // bytes.
  constexpr std::uint32_t texts = 1U << 13U;
  for (std::uint32_t bits = 0; bits < texts; ++bits) {
    std::string text =
        "~~~SV\xFF\x7F\xAA*";  // what comes before is not looked at; bytes of any value are data
    const std::size_t at = bits % 3;
    for (std::uint32_t i = 0; i < 13; ++i) text += (bits >> i & 1U) != 0 ? '*' : static_cast<char>('A' + i);
    text.erase(0, 3);
    const std::size_t length = text.size();
    if (bits % 2 == 0) text += "~N1*X~";
    std::size_t end = 0;
    EXPECT_EQ(cut(text, at, end), cut_by_hand(std::string_view(text).substr(at))) << text;
    EXPECT_EQ(end, bits % 2 == 0 ? length + 1 : length) << text;
  }
}

TEST(Tokenise, DropsElementsBeyondTheLimitAndStillFindsTheEnd) {
  Tokens tokens;
  EXPECT_EQ(tokenise("HI*1*2*3*4*5*6*7*8*9~SE", 0, 3, tokens), 21U);
  EXPECT_THAT(tokens.elements, testing::ElementsAre("HI", "1", "2", "3"));
  ASSERT_EQ(tokens.segments.size(), 1U);
  EXPECT_EQ(tokens.segments[0].count, 4U);
}

}  // namespace
}  // namespace x12
