#include "core_support.hpp"
#include "gateway/core/mime.hpp"

namespace {

using namespace gateway;

constexpr const char* type_x = "multipart/form-data; boundary=X";

std::string part(const std::string& name, const std::string& value) {
  return "--X\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

TEST(HeaderParameter, ReadsTokensAndQuotedTextAndRefusesTheAmbiguous) {
  EXPECT_EQ(header_parameter("form-data; name=\"a;b\"; filename=c", "name"), "a;b");
  EXPECT_EQ(header_parameter("form-data; NAME=a", "name"), "a");
  EXPECT_EQ(header_parameter("form-data; name=\"say \\\"a\\\"\"", "name"), "say \"a\"");
  EXPECT_EQ(header_parameter("form-data", "name"), std::nullopt);
  EXPECT_EQ(header_parameter("form-data; name=a; name=b", "name"), std::nullopt);
  EXPECT_EQ(header_parameter("form-data; name=\"a", "name"), std::nullopt);
  EXPECT_EQ(header_parameter("form-data; name=\"a\"b", "name"), std::nullopt);
}

TEST(MimeParts, KeepsEveryByteOfABody) {
  const std::string payload("\r\n--Xtra\r\n --X\r\n\0--X-", 22);
  const std::string body = "preamble\r\n" + part("Payload", payload) + "--X--\r\nepilogue";
  const auto parts = mime_parts(body, type_x);
  ASSERT_TRUE(parts) << parts.error().first().remedy;
  ASSERT_EQ(parts->size(), 1U);
  EXPECT_EQ(parts->front().body, payload);
}

TEST(MimeParts, TakesABoundaryOnlyAsAWholeLine) {
  const auto parts = mime_parts("--X \t\r\n\r\nfirst\r\n--X\r\n\r\nsecond --X\r\n--X--", type_x);
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ((*parts)[0].body, "first");
  EXPECT_EQ((*parts)[1].body, "second --X");
}

TEST(MimeParts, RefusesTrickery) {
  const std::string fine = part("A", "1") + "--X--\r\n";
  ASSERT_TRUE(mime_parts(fine, type_x));
  struct Case {
    const char* what;
    std::string body, type;
  };
  const Case cases[] = {
      {"no boundary", fine, "multipart/form-data"},
      {"two boundaries", fine, "multipart/form-data; boundary=X; boundary=Y"},
      {"an empty boundary", fine, "multipart/form-data; boundary=\"\""},
      {"a boundary that is too long", fine, "multipart/form-data; boundary=" + std::string(71, 'X')},
      {"a boundary with a line end", fine, "multipart/form-data; boundary=\"X\r\n\""},
      {"no closing boundary", part("A", "1"), type_x},
      {"a cut closing boundary", part("A", "1") + "--X-", type_x},
      {"bare line feeds", "--X\nContent-Disposition: form-data; name=\"A\"\n\n1\n--X--\n", type_x},
      {"no empty line", "--X\r\nContent-Disposition: form-data; name=\"A\"\r\n--X--\r\n", type_x},
      {"a folded header", "--X\r\nContent-Disposition: form-data;\r\n name=\"A\"\r\n\r\n1\r\n--X--\r\n",
       type_x},
      {"a repeated header", "--X\r\nContent-Type: a/b\r\nContent-Type: a/c\r\n\r\n1\r\n--X--\r\n", type_x},
      {"an encoding", "--X\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ==\r\n--X--\r\n", type_x},
      {"nothing", "", type_x},
  };
  for (const Case& one : cases) EXPECT_FALSE(mime_parts(one.body, one.type)) << one.what;
}

TEST(MimeParts, IsBounded) {
  std::string many;
  for (int i = 0; i < 65; ++i) many += part("A", "1");
  EXPECT_FALSE(mime_parts(many + "--X--\r\n", type_x));
  const std::string long_header = "--X\r\nX-Long: " + std::string(9000, 'a') + "\r\n\r\n1\r\n--X--\r\n";
  EXPECT_FALSE(mime_parts(long_header, type_x));
}

TEST(BoundaryFor, IsMetInNoneOfTheTexts) {
  const std::string first = boundary_for({"a"});
  EXPECT_EQ(boundary_for({"a"}), first);
  EXPECT_NE(boundary_for({"b"}), first);
}

TEST(EnvelopeFromForm, TakesPartsInAnyOrderAndIgnoresUnknownOnes) {
  const std::string sender = part("SenderID", "HOSPA"), mode = part("ProcessingMode", "RealTime");
  for (const std::string& body :
       {sender + mode, mode + part("Colour", "blue") + part("senderid", "x") + sender}) {
    const auto envelope = envelope_from_form(body + "--X--\r\n", type_x);
    ASSERT_TRUE(envelope);
    EXPECT_EQ(envelope->text(CoreField::sender_id), "HOSPA");
    EXPECT_EQ(envelope->text(CoreField::processing_mode), "RealTime");
    EXPECT_TRUE(envelope->repeated.empty());
  }
}

TEST(EnvelopeFromForm, NotesARepeatedPartAndKeepsTheFirst) {
  const auto envelope =
      envelope_from_form(part("SenderID", "A") + part("SenderID", "B") + "--X--\r\n", type_x);
  ASSERT_TRUE(envelope);
  EXPECT_EQ(envelope->text(CoreField::sender_id), "A");
  EXPECT_THAT(envelope->repeated, testing::ElementsAre(CoreField::sender_id));
}

TEST(EnvelopeFromForm, RefusesWhatIsNoForm) {
  EXPECT_FALSE(envelope_from_form(part("A", "1") + "--X--\r\n", "multipart/mixed; boundary=X"));
  EXPECT_FALSE(
      envelope_from_form("--X\r\nContent-Disposition: attachment; name=\"A\"\r\n\r\n1\r\n--X--\r\n", type_x));
  EXPECT_FALSE(envelope_from_form("--X\r\n\r\n1\r\n--X--\r\n", type_x));
}

}  // namespace
