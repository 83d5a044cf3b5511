// The value sets of the demo rulebook.
#include "eligibility_support.hpp"
#include "mappers/fhir/value_set_expansion.hpp"
#include "parsers/json/document.hpp"

namespace {

using testing::Contains;
using testing::HasSubstr;

const precert::Rulebook& rulebook() { return support::demo_rulebook(); }
constexpr mappers::FormPlace rules_place{"https://payer.example/fhir", mappers::DtrVersion::v2_0_1};
const base::Date today{2026, 1, 5};

TEST(ValueSetIds, NameEveryCategoryAndEveryQuestionWithChoices) {
  const std::vector<std::string> ids = mappers::value_set_ids(rulebook());
  EXPECT_THAT(ids, Contains("services"));
  EXPECT_THAT(ids, Contains("yes-no"));
  EXPECT_THAT(ids, Contains("services-imaging-mri"));
  for (const std::string& id : ids) {
    std::string text;
    json::Writer out(text);
    EXPECT_TRUE(mappers::write_value_set(out, rulebook(), id, rules_place, today)) << id;
    json::Document document;
    EXPECT_TRUE(document.parse_copy(text)) << id;
    EXPECT_THAT(text, HasSubstr(R"("url":"https://payer.example/fhir/ValueSet/)" + id + "\"")) << id;
  }
}

TEST(ValueSetIdFrom, TakesTheCanonicalsOfItsBaseOnly) {
  EXPECT_EQ(mappers::value_set_id_from("https://payer.example/fhir",
                                       "https://payer.example/fhir/ValueSet/services|1"),
            "services");
  EXPECT_EQ(mappers::value_set_id_from("https://payer.example/fhir",
                                       "https://other.example/fhir/ValueSet/services"),
            "");
}

TEST(WriteExpansion, WritesNothingForAnIdThatIsNone) {
  std::string text;
  json::Writer out(text);
  EXPECT_FALSE(mappers::write_expansion(out, rulebook(), "none", {}, rules_place));
  EXPECT_FALSE(mappers::write_expansion(out, rulebook(), "services-none", {}, rules_place));
  EXPECT_EQ(text, "");
}

}  // namespace
