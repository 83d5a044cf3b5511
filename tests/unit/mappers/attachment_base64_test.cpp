// Base64 both ways.
#include "mappers/codes/base64.hpp"

namespace {

using mappers::base64_decoded;
using mappers::base64_encoded;

TEST(Base64, ReadsBackWhatItWrote) {
  std::string bytes;
  for (int length = 0; length < 300; ++length) {
    EXPECT_EQ(base64_decoded(base64_encoded(bytes)), bytes) << length;
    EXPECT_EQ(base64_encoded(bytes).size(), mappers::base64_size(bytes.size()));
    bytes += static_cast<char>(length * 7 % 256);
  }
}

TEST(Base64, WritesTheExamplesOfTheRule) {  // RFC 4648, section 10
  EXPECT_EQ(base64_encoded("f"), "Zg==");
  EXPECT_EQ(base64_encoded("fo"), "Zm8=");
  EXPECT_EQ(base64_encoded("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64_encoded("\xFB\xFF"), "+/8=");
}

TEST(Base64, ForgivesBlanksAndLineEnds) {
  EXPECT_EQ(base64_decoded("Zm9v\r\nYm Fy\n"), "foobar");
  EXPECT_EQ(base64_decoded("Zg=\n=\n"), "f");
}

TEST(Base64, RefusesWhatIsNone) {
  for (const char* bad : {"Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "=Zg=", "Zg==Zg==", "Zm9v=", "Zm9v====",
                          "Z-8=", "Zm\x80v", "="}) {
    EXPECT_EQ(base64_decoded(bad), std::nullopt) << bad;
  }
}

}  // namespace
