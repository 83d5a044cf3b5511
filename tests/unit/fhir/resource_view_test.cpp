#include "parsers/fhir/resource_view.hpp"

#include "parsers/fhir/rules.hpp"
#include "parsers/json/document.hpp"

namespace fhir {
namespace {

class ResourceView : public testing::Test {
 protected:
  json::Value read(std::string_view text) { return document_.parse_copy(text).value(); }

 private:
  json::Document document_;
};

TEST_F(ResourceView, FindsExtensionsByFullUrlPasNameOrPartName) {
  const json::Value element = read(R"({"extension":[
    {"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-conditionCode","extension":[
      {"url":"category","valueCodeableConcept":{"coding":[{"system":"s","code":"07"}]}},{"url":"indicator","valueBoolean":true}]},
    {"url":"http://other.example/x","valueString":"y"}],
    "modifierExtension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/modifierextension-infoCancelled","valueBoolean":true}]})");
  const json::Value condition = extension(element, "extension-conditionCode");
  EXPECT_EQ(code_of(extension_value(condition, "category"), "s"), "07");
  EXPECT_TRUE(extension_value(condition, "indicator").boolean());
  EXPECT_EQ(extension_value(element, "http://other.example/x").string(), "y");
  EXPECT_FALSE(extension(element, "conditionCode").exists());
  EXPECT_TRUE(modifier_extension_value(element, "modifierextension-infoCancelled").boolean());
  int seen = 0;
  for_each_extension(condition, "category", [&](const json::Value&) { ++seen; });
  EXPECT_EQ(seen, 1);
}

TEST_F(ResourceView, TellsAChoiceFromANameThatOnlyBeginsLikeIt) {
  const json::Value element =
      read(R"({"diagnosisSequence":[1],"diagnosisCodeableConcept":{"text":"x"},"servicedPeriod":{}})");
  EXPECT_EQ(choice(element, "diagnosis").type, "CodeableConcept");
  EXPECT_EQ(choice(element, "serviced").type, "Period");
  EXPECT_FALSE(choice(element, "timing"));
  EXPECT_EQ(value_x(element, "diagnosis").find("text").string(), "x");
}

TEST_F(ResourceView, FindsCodingsBySystem) {
  const json::Value codeable =
      read(R"({"coding":[{"system":"a"},{"system":"b","code":"2"},{"system":"a","code":"3"}]})");
  EXPECT_EQ(code_of(codeable, "b"), "2");
  EXPECT_EQ(code_of(codeable, "c"), "");
  EXPECT_EQ(first_coding(codeable).find("code").string(), "2");
  EXPECT_TRUE(has_code(codeable, "a", "3"));
  EXPECT_FALSE(has_code(codeable, "b", "3"));
}

TEST_F(ResourceView, FindsIdentifiersBySystemAndType) {
  const json::Value resource = read(R"({"identifier":[{"system":"s","value":"1"},
    {"type":{"coding":[{"code":"MB"}]},"value":"2"},{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}]})");
  EXPECT_EQ(text(identifier_by_system(resource, "s"), "value"), "1");
  EXPECT_EQ(text(identifier_by_type(resource, "MB"), "value"), "2");
  EXPECT_EQ(npi_of(resource), "1234567893");
  EXPECT_EQ(npi_of(read(R"({"identifier":{"system":"http://hl7.org/fhir/sid/us-npi","value":"9"}})")), "9");
}

TEST_F(ResourceView, ReadsDatesAndPeriods) {
  const json::Value all = read(R"({"day":"2026-05-10","month":"2026-05","time":"2026-05-10T08:00:00Z",
    "period":{"start":"2026-05-10","end":"2026-05-12"},"open":{"start":"2026-05-10"},"late":{"end":"2026-05-10"}})");
  EXPECT_EQ(date_of(all["day"]), (base::Date{2026, 5, 10}));
  EXPECT_FALSE(date_of(all["month"]));
  EXPECT_EQ(period_of(all["day"]), base::Period::of({2026, 5, 10}));
  EXPECT_EQ(period_of(all["time"]), base::Period::of({2026, 5, 10}));
  EXPECT_EQ(period_of(all["period"]), (base::Period{{2026, 5, 10}, base::Date{2026, 5, 12}}));
  EXPECT_EQ(period_of(all["open"]), (base::Period{{2026, 5, 10}, std::nullopt}));
  EXPECT_FALSE(period_of(all["late"]));
  EXPECT_FALSE(period_of(all["none"]));
}

TEST_F(ResourceView, ReadsNumbersWithTheirDigits) {
  const json::Value all = read(R"([1,0,-1,1.0,2147483647,2147483648,"1",12.50])");
  EXPECT_EQ(positive_of(all.at(0)), 1U);
  EXPECT_FALSE(positive_of(all.at(1)));
  EXPECT_FALSE(positive_of(all.at(2)));
  EXPECT_FALSE(positive_of(all.at(3)));
  EXPECT_EQ(positive_of(all.at(4)), 2147483647U);
  EXPECT_FALSE(positive_of(all.at(5)));
  EXPECT_FALSE(positive_of(all.at(6)));
  EXPECT_EQ(decimal_of(all.at(7))->text(), "12.5");
}

TEST_F(ResourceView, ReadsListsAndTexts) {
  const json::Value name = read(R"({"family":"Sample","given":["Pat","Q"]})");
  EXPECT_EQ(text(name, "family"), "Sample");
  EXPECT_EQ(first_text(name, "given"), "Pat");
  EXPECT_EQ(first_text(name, "suffix"), "");
  EXPECT_EQ(std::distance(list(name, "given").begin(), list(name, "given").end()), 2);
}

TEST(Rules, KnowCheckDigitsAndRealTimes) {
  EXPECT_TRUE(is_npi("1234567893"));
  EXPECT_FALSE(is_npi("1234567890"));
  EXPECT_FALSE(is_npi("123456789"));
  EXPECT_FALSE(is_npi("12345678x3"));
  EXPECT_TRUE(real_time(Shape::date, "2026"));
  EXPECT_TRUE(real_time(Shape::date, "2026-12"));
  EXPECT_FALSE(real_time(Shape::date, "2026-13"));
  EXPECT_FALSE(real_time(Shape::date, "2026-02-30"));
  EXPECT_FALSE(real_time(Shape::date, "2026-05-10T08:00:00Z"));
  EXPECT_TRUE(real_time(Shape::date_time, "2026-05-10T08:00:00.123+02:00"));
  EXPECT_FALSE(real_time(Shape::date_time, "2026-05-10T08:00:00"));
  EXPECT_FALSE(real_time(Shape::instant, "2026-05-10"));
}

TEST_F(ResourceView, RulesLookAtTheWholeElement) {
  const json::Value clia = read(R"({"value":"99D1234567"})");
  EXPECT_EQ(broken(Rule::clia, clia, clia["value"]), "");
  const json::Value wrong = read(R"({"value":"99X1234567"})");
  EXPECT_NE(broken(Rule::clia, wrong, wrong["value"]), "");
  EXPECT_NE(broken(Rule::naic, wrong, wrong["value"]), "");
  const json::Value unit = read(R"({"system":"http://unitsofmeasure.org","code":"d"})");
  EXPECT_NE(broken(Rule::unit, unit, unit["code"]), "");
  const json::Value mixed = read(R"({"start":"2026-05-10","end":"2026-05-10T08:00:00Z"})");
  EXPECT_EQ(broken(Rule::after_start, mixed, mixed["end"]), "");
  const json::Value zones = read(R"({"start":"2026-05-10T08:00:00Z","end":"2026-05-10T09:00:00+02:00"})");
  EXPECT_NE(broken(Rule::after_start, zones, zones["end"]), "");
  const json::Value data = read(R"({"data":"a*b"})");
  EXPECT_NE(broken(Rule::base64, data, data["data"]), "");
}

}  // namespace
}  // namespace fhir
