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

// The next three are of a size at which work that grows with the square of the input would not end: each of
// their segments or sets could look through all that stands before or after it. They say what is read. It is
// linear because ST02 is taken once per set, "no control segment follows" is found once per set, and what else
// is looked through beyond the data that is taken is counted over the whole input and has an end.

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

constexpr Limits no_limit_of_segments{10'000'000, 200, 10'000'000, std::size_t{64} * 1024 * 1024};

TEST(TokeniseSet, ReadsGoodBinariesOfASetWhoseHeaderIsLong) {
  const std::string text = "ST*278*0001*" + std::string(4'000'000, 'A') + "~" + repeated("BIN*0*~", 300'000) +
                           "BIN*9*A~BC~SE*300003*0001~GE*1*1~";
  Tokens tokens;
  std::vector<Fault> faults;
  std::size_t ahead = 0;
  const SetEnd end = tokenise_set(text, 0, no_limit_of_segments, tokens, faults, ahead);
  EXPECT_EQ(end.at, text.find("GE*"));
  EXPECT_EQ(tokens.segments.size(), 300'003U);
  EXPECT_EQ(SegmentView(tokens, 300'001).element(2), "A~BC");
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().code, "4");
  ahead = 0;
  EXPECT_EQ(skip_set(text, 0, Delimiters{}, ahead).at, end.at);
}

TEST(TokeniseSet, EndsEachWrongLengthWithItsSegmentWhenNoControlSegmentFollows) {
  const std::string text = "ST*278*0001~" + repeated("BIN*99999999*A~BIN*2*A~", 150'000);
  Tokens tokens;
  std::vector<Fault> faults;
  std::size_t ahead = 0;
  const SetEnd end = tokenise_set(text, 0, no_limit_of_segments, tokens, faults, ahead);
  EXPECT_EQ(end.at, text.size());
  EXPECT_FALSE(end.complete);
  EXPECT_EQ(tokens.segments.size(), 300'001U);
  EXPECT_EQ(faults.size(), 300'000U);
  ahead = 0;
  EXPECT_EQ(skip_set(text, 0, Delimiters{}, ahead).at, end.at);
}

TEST(TokeniseSet, EndsEachSetWhoseBinaryReachesIntoATailWithoutControlSegments) {
  constexpr std::size_t sets = 100'000;
  const std::string one = "ST*278*0001~BIN*4000000*A~SE*3*9999~";
  const std::string text = repeated(one, sets) + repeated("A~", 4'000'000);
  std::size_t at = 0, at_skipped = 0, ahead = 0, ahead_skipped = 0, complete = 0;
  for (std::size_t i = 0; i < sets; ++i) {
    Tokens tokens;
    std::vector<Fault> faults;
    const SetEnd end = tokenise_set(text, at, no_limit_of_segments, tokens, faults, ahead);
    if (end.complete && tokens.segments.size() == 3 && faults.size() == 1) ++complete;
    at = end.at;
    at_skipped = skip_set(text, at_skipped, Delimiters{}, ahead_skipped).at;
  }
  EXPECT_EQ(complete, sets);
  EXPECT_EQ(at, one.size() * sets);
  EXPECT_EQ(at_skipped, at);
}

}  // namespace
}  // namespace x12
