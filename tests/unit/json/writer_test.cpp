#include "parsers/json/writer.hpp"

#include "parsers/json/document.hpp"

namespace json {
namespace {

TEST(WriteJson, PutsCommasAndColonsWhereTheyBelong) {
  std::string out;
  Writer writer(out);
  writer.begin_object().field("a", "x").field("n", 3).field("yes", true).array_field("list");
  writer.number(1).begin_array().end_array().begin_object().end_object().null().end_array();
  writer.object_field("o").field("d", base::Decimal(1234, 2)).end_object().end_object();
  EXPECT_EQ(out, R"({"a":"x","n":3,"yes":true,"list":[1,[],{},null],"o":{"d":12.34}})");
}

TEST(WriteJson, EscapesWhatJsonForbidsInStrings) {
  std::string out;
  Writer(out).string(std::string_view("q\" b\\ n\n t\t r\r nul\0 e\x1f \xC3\xA9", 25));
  EXPECT_EQ(out, "\"q\\\" b\\\\ n\\n t\\t r\\r nul\\u0000 e\\u001f \xC3\xA9\"");
}

TEST(WriteJson, WritesTheSmallestInteger) {
  std::string out;
  Writer(out).number(std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(out, "-9223372036854775808");
}

TEST(WriteJson, CopiesAParsedValueDigitForDigit) {
  const std::string text = R"({"a":[1.50,-0,1E5,"\n\"",true,false,null,{"b":{}}]})";
  Document document;
  std::string out;
  Writer(out).raw(document.parse_copy(text).value());
  EXPECT_EQ(out, text);
}

TEST(WriteJson, WritesAnAbsentValueAsNull) {
  std::string out;
  Writer(out).begin_array().raw(Value{}).end_array();
  EXPECT_EQ(out, "[null]");
}

TEST(WriteJson, IndentsForPeople) {
  std::string out;
  Writer writer(out, Layout::pretty);
  writer.begin_object().field("a", 1).array_field("b").string("x").begin_object().end_object().end_array();
  writer.array_field("c").end_array().end_object();
  EXPECT_EQ(out, "{\n  \"a\": 1,\n  \"b\": [\n    \"x\",\n    {}\n  ],\n  \"c\": []\n}");
}

TEST(WriteJson, WritesWhatTheReaderReadsBack) {
  const std::string text = "tab\t quote\" slash\\ / \x01 \xF0\x9F\x98\x80";
  std::string out;
  Writer(out).begin_object().field(text, text).end_object();
  Document document;
  const Value root = document.parse(out).value();
  EXPECT_EQ(root.find(text).string(), text);
}

}  // namespace
}  // namespace json
