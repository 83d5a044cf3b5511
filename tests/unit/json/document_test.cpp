#include "parsers/json/document.hpp"

#include "parsers/json/writer.hpp"

namespace json {
namespace {

/// The first issue's code and place of a text that has to be refused.
std::string refused(std::string text, const Limits& limits = {}) {
  Document document;
  const base::Result<Value> read = document.parse(text, limits);
  if (read) return "accepted";
  return std::string(base::name(read.error().first().code)) + " @ " + read.error().first().where;
}

TEST(ParseDocument, ReadsEveryKindOfValue) {
  Document document;
  std::string text = R"( {"a":null,"b":true,"c":false,"d":-1.50e+2,"e":"x","f":[1,[],{}],"g":{}} )";
  const Value root = document.parse(text).value();
  ASSERT_TRUE(root.is_object());
  EXPECT_EQ(root.size(), 7U);
  EXPECT_TRUE(root["a"].is_null());
  EXPECT_TRUE(root["b"].boolean());
  EXPECT_FALSE(root["c"].boolean());
  EXPECT_TRUE(root["c"].is_boolean());
  EXPECT_EQ(root["d"].number_text(), "-1.50e+2");
  EXPECT_EQ(root["e"].string(), "x");
  EXPECT_EQ(root["f"].size(), 3U);
  EXPECT_TRUE(root["f"].at(1).is_array());
  EXPECT_TRUE(root["f"].at(2).is_object());
  EXPECT_TRUE(root["g"].empty());
}

TEST(ParseDocument, KeepsEveryDigitOfANumber) {
  Document document;
  std::string text = "[0.10, 12345678901234567890.123456789, 1E5, -0, 1.0]";
  const Value root = document.parse(text).value();
  EXPECT_EQ(root.at(0).number_text(), "0.10");
  EXPECT_EQ(root.at(1).number_text(), "12345678901234567890.123456789");
  EXPECT_EQ(root.at(2).number_text(), "1E5");
  EXPECT_EQ(root.at(3).number_text(), "-0");
  EXPECT_EQ(root.at(4).number_text(), "1.0");
}

TEST(ParseDocument, TellsANumberFromAStringOfDigits) {
  Document document;
  std::string text = R"([1,"1"])";
  const Value root = document.parse(text).value();
  EXPECT_TRUE(root.at(0).is_number());
  EXPECT_EQ(root.at(0).string(), "");
  EXPECT_TRUE(root.at(1).is_string());
  EXPECT_EQ(root.at(1).number_text(), "");
}

TEST(ParseDocument, UnescapesStringsInPlace) {
  Document document;
  std::string text = R"(["a\n\"\\\/\u00e9\ud83d\ude00","",{"\u006bey":1}])";
  const Value root = document.parse(text).value();
  EXPECT_EQ(root.at(0).string(), "a\n\"\\/\xC3\xA9\xF0\x9F\x98\x80");
  EXPECT_EQ(root.at(1).string(), "");
  EXPECT_EQ(root.at(2)["key"].number_text(), "1");
}

TEST(ParseDocument, GivesAbsentValuesForWhatIsNotThere) {
  Document document;
  std::string text = R"({"a":[{"b":"c"}]})";
  const Value root = document.parse(text).value();
  EXPECT_EQ(root["a"].at(0)["b"].string(), "c");
  EXPECT_FALSE(root["x"].at(7)["b"].exists());
  EXPECT_EQ(root["a"].at(1).kind(), Kind::absent);
  EXPECT_EQ(root["a"]["b"].string(), "");
  EXPECT_EQ(root["x"].members().begin(), root["x"].members().end());
}

TEST(ParseDocument, FindsALiteralAsItFindsAText) {
  Document document;
  std::string text =
      R"({"":0,"a":1,"ab":2,"url":3,"type":4,"system":5,"resource":6,"valueCodeableConcept":7})";
  const Value root = document.parse(text).value();
  EXPECT_EQ(root.find("").number_text(), "0");
  EXPECT_EQ(root.find("a").number_text(), "1");
  EXPECT_EQ(root.find("ab").number_text(), "2");
  EXPECT_EQ(root.find("url").number_text(), "3");
  EXPECT_EQ(root.find("type").number_text(), "4");
  EXPECT_EQ(root.find("system").number_text(), "5");
  EXPECT_EQ(root.find("resource").number_text(), "6");
  EXPECT_EQ(root.find("valueCodeableConcept").number_text(), "7");
  for (const Member member : root.members())
    EXPECT_TRUE(root.find(member.key).same_place(member.value)) << member.key;
  EXPECT_FALSE(root.find("systems"));
  EXPECT_FALSE(root.find("sistem")) << "the same length, first and last letter";
}

/// However far from the beginning of a string: it is looked at sixteen bytes at a time.
TEST(ParseDocument, EndsAStringWhereItEnds) {
  Document document;
  for (std::size_t length = 0; length < 70; ++length) {
    const std::string plain(length, 'x');
    for (const auto& [sent, read] : {std::pair<std::string, std::string>{"", ""},
                                     {"\\n", "\n"},
                                     {"\\\"", "\""},
                                     {"\x7F", "\x7F"},
                                     {"\xC3\xA9", "\xC3\xA9"}}) {
      std::string text = "[\"" + plain + sent + plain + "\",1]";
      const Value root = document.parse(text).value();
      EXPECT_EQ(root.at(0).string(), plain + read + plain);
      EXPECT_EQ(root.at(1).number_text(), "1");
    }
    EXPECT_EQ(refused("[\"" + plain + "\x1F\"]").substr(0, 11), "json_syntax");
    EXPECT_EQ(refused("[\"" + plain + "\n\"]").substr(0, 11), "json_syntax");
    EXPECT_EQ(refused("[\"" + plain).substr(0, 11), "json_syntax");
  }
}

TEST(ParseDocument, SkipsAByteOrderMark) {
  Document document;
  std::string text = "\xEF\xBB\xBF{\"a\":1}";
  EXPECT_EQ(document.parse(text).value()["a"].number_text(), "1");
}

TEST(ParseDocument, RefusesBrokenTextWithItsPlace) {
  EXPECT_EQ(refused(""), "json_syntax @ byte 0, line 1:1");
  EXPECT_EQ(refused("{\n  \"a\": 1,\n  \"b\" 2\n}"), "json_syntax @ byte 18, line 3:7");
  EXPECT_EQ(refused("[1,]"), "json_syntax @ byte 3, line 1:4");
  EXPECT_EQ(refused("[01]"), "json_syntax @ byte 2, line 1:3");
  EXPECT_EQ(refused("[1] x"), "json_syntax @ byte 4, line 1:5");
  EXPECT_EQ(refused("{'a':1}"), "json_syntax @ byte 1, line 1:2");
  EXPECT_EQ(refused("[\"a\nb\"]"), "json_syntax @ byte 3, line 1:4");
  EXPECT_EQ(refused("[NaN]"), "json_syntax @ byte 1, line 1:2");
}

TEST(ParseDocument, DoesNotCountUnescapedNewlinesAsLines) {
  EXPECT_EQ(refused("{\"a\\n\": \"b\\n\\nc\",\n ?}"), "json_syntax @ byte 19, line 2:2");
}

TEST(ParseDocument, RefusesANulByte) {
  EXPECT_EQ(refused(std::string("[1]\0[2]", 7)), "json_syntax @ byte 3, line 1:4");
}

TEST(ParseDocument, RefusesBadUtf8) {
  EXPECT_EQ(refused("[\"\xC3\"]"), "json_syntax @ byte 2, line 1:3");
  EXPECT_EQ(refused("[\"\xC0\x80\"]"), "json_syntax @ byte 2, line 1:3");
  EXPECT_EQ(refused("[\"12345678\xED\xA0\x80\"]"), "json_syntax @ byte 10, line 1:11");
  EXPECT_EQ(refused("[\"\xF5\x80\x80\x80\"]"), "json_syntax @ byte 2, line 1:3");
}

TEST(ParseDocument, RefusesHalfASurrogatePair) {
  EXPECT_THAT(refused(R"(["\ud800"])"), testing::StartsWith("json_syntax"));
  EXPECT_THAT(refused(R"(["\udc00"])"), testing::StartsWith("json_syntax"));
  EXPECT_THAT(refused(R"({"\uDEAD":1})"), testing::StartsWith("json_syntax"));
}

TEST(ParseDocument, RefusesAKeyTwiceInOneObject) {
  EXPECT_EQ(refused(R"({"a":1,"b":2,"a":3})"), "json_syntax @ byte 14, line 1:15");
  EXPECT_EQ(refused(R"([{"x":{"y":1,"\u0079":2}}])"), "json_syntax @ byte 14, line 1:15");
  EXPECT_EQ(refused(R"([{"a":1},{"a":1}])"), "accepted");
}

TEST(ParseDocument, TakesManyDifferentKeysInOneObject) {
  std::string text = "{";
  for (int i = 0; i < 500; ++i) text += "\"key" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  text.back() = '}';
  Document document;
  EXPECT_EQ(document.parse(text).value()["key499"].number_text(), "499");
}

TEST(ParseDocument, RefusesWhatIsTooDeep) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(refused(nested(64)), "accepted");
  EXPECT_EQ(refused(nested(65)), "json_limit @ byte 65, line 1:66");
  EXPECT_THAT(refused(nested(100'000), Limits{.depth_max = 1'000'000}), testing::StartsWith("json_limit"));
}

TEST(ParseDocument, RefusesMoreThanItsLimits) {
  EXPECT_THAT(refused("[1,2,3]", Limits{.nodes_max = 3}), testing::StartsWith("json_limit"));
  EXPECT_EQ(refused("[1,2]", Limits{.nodes_max = 3}), "accepted");
  EXPECT_THAT(refused(R"({"a":1,"b":2})", Limits{.members_max = 1}), testing::StartsWith("json_limit"));
  EXPECT_THAT(refused("[1,2,3]", Limits{.bytes_max = 6}), testing::StartsWith("json_limit"));
}

TEST(ParseDocument, CanBeUsedAgain) {
  Document document;
  std::string bad = "[", good = "[1]";
  EXPECT_FALSE(document.parse(bad));
  EXPECT_FALSE(document.root().exists());
  EXPECT_TRUE(document.parse(good));
  EXPECT_EQ(document.root().at(0).number_text(), "1");
  EXPECT_EQ(document.parse_copy("[2]").value().at(0).number_text(), "2");
}

TEST(ParseDocument, LeavesTheTextOfACopyAlone) {
  Document document;
  const std::string text = R"(["a\nb"])";
  EXPECT_EQ(document.parse_copy(text).value().at(0).string(), "a\nb");
  EXPECT_EQ(text, R"(["a\nb"])");
}

TEST(PlaceOf, NamesTheStepsFromTheRoot) {
  Document document;
  const Value root = document.parse_copy(R"({"a":[{"b":1},{"b":[2,3]}],"c":4})").value();
  EXPECT_EQ(place_of(root, root["a"].at(1)["b"].at(0)), "a[1].b[0]");
  EXPECT_EQ(place_of(root, root["c"]), "c");
  EXPECT_EQ(place_of(root, root), "");
  EXPECT_EQ(place_of(root["a"], root["c"]), "");
  EXPECT_EQ(place_of(root, Value{}), "");
}

TEST(Mentions, LooksAtKeysAndStringsInsideTheValueOnly) {
  Document document;
  const Value root = document.parse_copy(R"({"a":[{"key":1}],"b":"text"})").value();
  EXPECT_TRUE(mentions(root, "key"));
  EXPECT_TRUE(mentions(root, "text"));
  EXPECT_FALSE(mentions(root["a"], "text"));
  EXPECT_FALSE(mentions(root, "1"));
  EXPECT_FALSE(mentions(Value{}, "key"));
}

TEST(SameContent, IgnoresTheOrderOfMembersOnly) {
  Document one, two;
  const auto same = [&](std::string_view a, std::string_view b) {
    return same_content(one.parse_copy(a).value(), two.parse_copy(b).value());
  };
  EXPECT_TRUE(same(R"({"a":[1,{"x":null}],"b":true})", R"({"b":true,"a":[1,{"x":null}]})"));
  EXPECT_FALSE(same("[1,2]", "[2,1]"));
  EXPECT_FALSE(same(R"({"a":1})", R"({"b":1})"));
  EXPECT_FALSE(same("[1.0]", "[1]"));
  EXPECT_FALSE(same("[true]", "[false]"));
  EXPECT_FALSE(same("[1]", "[\"1\"]"));
}

}  // namespace
}  // namespace json
