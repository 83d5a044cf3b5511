// $questionnaire-package: what its Parameters ask for. And answers of responses, word for word.
#include "mappers/fhir/questionnaire_package.hpp"
#include "mappers/fhir/answered_items.hpp"
#include "parsers/json/document.hpp"

namespace {

using mappers::DtrVersion;
using mappers::PackageRequest;
using testing::ElementsAre;
using testing::IsEmpty;

base::Result<PackageRequest> package_read(const std::string& parts, DtrVersion version = DtrVersion::v2_0_1) {
  json::Document document;
  const auto root = document.parse_copy(R"({"resourceType":"Parameters","parameter":[)" + parts + "]}");
  EXPECT_TRUE(root);
  return mappers::package_request_from(*root, version);
}

constexpr const char* coverage =
    R"({"name":"coverage","resource":{"resourceType":"Coverage","id":"c1","subscriberId":"EXM1","beneficiary":)"
    R"({"reference":"Patient/p1"},"payor":[{"reference":"Organization/pay"}]}})";

std::string order(const std::string& members) {
  return R"({"name":"order","resource":{"resourceType":"ServiceRequest","id":"sr1","code":{"coding":[{"system":)"
         R"("http://www.ama-assn.org/go/cpt","code":"72148"}]})" +
         members + "}}";
}

TEST(PackageRequestFrom, ReadsWhoIsCoveredAndWhatIsOrdered) {
  const auto asked = package_read(
      std::string(coverage) + "," +
      order(R"(,"reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.50"}]}],)"
            R"("occurrenceDateTime":"2026-02-03","quantityQuantity":{"value":2})"));
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->question.subscriber.member_id(), "EXM1");
  EXPECT_THAT(asked->coverages, ElementsAre("Coverage/c1"));
  EXPECT_EQ(asked->patient, "Patient/p1");
  EXPECT_FALSE(asked->has_patient);
  ASSERT_EQ(asked->question.items.size(), 1U);
  const precert::CoverageItem& item = asked->question.items.front();
  EXPECT_EQ(item.procedure.code, "72148");
  ASSERT_TRUE(item.dates);
  EXPECT_EQ(base::iso(item.dates->start), "2026-02-03");
  ASSERT_EQ(asked->question.diagnoses.size(), 1U);
  EXPECT_EQ(asked->question.diagnoses.front().code, "M5450");
  ASSERT_EQ(asked->orders.size(), 1U);
  EXPECT_EQ(asked->orders.front().reference, "ServiceRequest/sr1");
  EXPECT_EQ(asked->orders.front().item, 1);
}

TEST(PackageRequestFrom, FollowsReferencesToWhatCameAlong) {
  const auto asked = package_read(
      std::string(coverage) + "," + order(R"(,"reasonReference":[{"reference":"Condition/x"}])") +
      R"(,{"name":"referenced","resource":{"resourceType":"Condition","id":"x","code":{"coding":[{"system":)"
      R"("http://hl7.org/fhir/sid/icd-10-cm","code":"G35"}]}}},)"
      R"({"name":"referenced","resource":{"resourceType":"Patient","id":"p1","name":[{"family":"TEST"}]}},)"
      R"({"name":"referenced","resource":{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"red-flag",)"
      R"("answer":[{"valueBoolean":true}]}]}})");
  ASSERT_TRUE(asked);
  EXPECT_TRUE(asked->has_patient);
  EXPECT_EQ(asked->question.subscriber.name.family, "TEST");
  ASSERT_EQ(asked->question.diagnoses.size(), 1U);
  EXPECT_EQ(asked->question.diagnoses.front().code, "G35");
  ASSERT_EQ(asked->question.answers.size(), 1U);
  EXPECT_EQ(asked->question.answers.front().question, "red-flag");
}

TEST(PackageRequestFrom, ReadsContextCanonicalsAndDate) {
  const auto asked = package_read(
      R"({"name":"context","valueString":"NR1"},{"name":"questionnaire","valueCanonical":"u|1"},)"
      R"({"name":"questionnaire","valueCanonical":"v"},{"name":"changedsince","valueInstant":"2026-01-05T00:00:00Z"})",
      DtrVersion::v2_2);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->context, "NR1");
  EXPECT_THAT(asked->questionnaires, ElementsAre("u|1", "v"));
  EXPECT_EQ(asked->changed_since, base::instant_from_iso("2026-01-05T00:00:00Z"));
  EXPECT_FALSE(asked->has_coverage);
}

TEST(PackageRequestFrom, WarnsOfAnOrderThatNamesNoService) {
  const auto asked =
      package_read(std::string(coverage) +
                   R"(,{"name":"order","resource":{"resourceType":"CommunicationRequest","id":"cr1"}})");
  ASSERT_TRUE(asked);
  EXPECT_THAT(asked->question.items, IsEmpty());
  ASSERT_EQ(asked->orders.size(), 1U);
  EXPECT_EQ(asked->orders.front().item, 0);
  EXPECT_EQ(asked->skipped.size(), 1U);
}

TEST(PackageRequestFrom, RefusesWhatNamesNoForm) {
  EXPECT_FALSE(package_read(coverage));
  EXPECT_FALSE(package_read(order(""), DtrVersion::v2_2));  // 2.2: coverage 1..1
  EXPECT_TRUE(package_read(order("")));
  EXPECT_FALSE(package_read(
      R"({"name":"context","valueString":"NR1"},{"name":"changedsince","valueInstant":"soon"})"));
}

TEST(PackageRequestFrom, RefusesAnOrderThatIsNone) {
  const auto with = [](const std::string& type, DtrVersion version) {
    return package_read(std::string(coverage) + R"(,{"name":"order","resource":{"resourceType":")" + type +
                            R"(","id":"o1"}})",
                        version);
  };
  for (const DtrVersion version : {DtrVersion::v2_0_1, DtrVersion::v2_2}) {
    EXPECT_FALSE(with("Observation", version));
    EXPECT_FALSE(with("Patient", version));
    EXPECT_TRUE(with("NutritionOrder", version));
  }
  EXPECT_TRUE(with("ImmunizationRecommendation", DtrVersion::v2_0_1));
  EXPECT_FALSE(with("ImmunizationRecommendation", DtrVersion::v2_2));
}

TEST(PackageRequestFrom, CountsOnceWhatIsSentTwice) {
  const auto asked = package_read(
      std::string(coverage) + "," + coverage + "," + order("") + "," + order("") +
      R"(,{"name":"questionnaire","valueCanonical":"u"},{"name":"questionnaire","valueCanonical":"u"})");
  ASSERT_TRUE(asked);
  EXPECT_THAT(asked->coverages, ElementsAre("Coverage/c1"));
  EXPECT_EQ(asked->orders.size(), 1U);
  EXPECT_THAT(asked->questionnaires, ElementsAre("u"));
}

TEST(PackageRequestFrom, TakesNoMoreThanItsLimits) {
  const auto repeated = [](std::size_t count, const auto& one) {
    std::string text = coverage;
    for (std::size_t i = 0; i < count; ++i) text += "," + one(std::to_string(i));
    return text;
  };
  const auto canonical = [](const std::string& id) {
    return R"({"name":"questionnaire","valueCanonical":"u)" + id + R"("})";
  };
  const auto nameless = [](const std::string&) {
    return std::string(R"({"name":"order","resource":{"resourceType":"ServiceRequest"}})");
  };
  const auto insured = [](const std::string& id) {
    return R"({"name":"coverage","resource":{"resourceType":"Coverage","id":"n)" + id + R"("}})";
  };
  EXPECT_TRUE(package_read(repeated(mappers::package_canonicals_max, canonical)));
  EXPECT_FALSE(package_read(repeated(mappers::package_canonicals_max + 1, canonical)));
  EXPECT_TRUE(package_read(repeated(mappers::package_orders_max, nameless)));
  EXPECT_FALSE(package_read(repeated(mappers::package_orders_max + 1, nameless)));
  EXPECT_TRUE(package_read(repeated(mappers::package_coverages_max - 1, insured) + "," + order("")));
  EXPECT_FALSE(package_read(repeated(mappers::package_coverages_max, insured) + "," + order("")));
}

TEST(PackageRequestFrom, ReadsEachDiagnosisOnceAndRefusesTooManyReasons) {
  const auto with = [](std::size_t count) {
    std::string reasons;
    for (std::size_t i = 0; i < count; ++i) {
      reasons += std::string(i == 0 ? "" : ",") +
                 R"({"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.50"}]})";
    }
    return package_read(std::string(coverage) + "," + order(R"(,"reasonCode":[)" + reasons + "]"));
  };
  const auto most = with(mappers::package_reasons_max);
  ASSERT_TRUE(most);
  EXPECT_EQ(most->question.diagnoses.size(), 1U);
  EXPECT_FALSE(with(mappers::package_reasons_max + 1));
}

TEST(AnsweredItems, AreTheWordsOfEveryResponseBelow) {
  json::Document document;
  const auto root = document.parse_copy(
      R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"QuestionnaireResponse","questionnaire":"u|1",)"
      R"("authored":"2026-01-05","status":"completed","item":[{"linkId":"g","item":[{"linkId":"a","text":"A?","answer":)"
      R"([{"valueQuantity":{"value":8,"unit":"weeks"}}]},{"linkId":"b","answer":[{"valueBoolean":false},)"
      R"({"valueCoding":{"code":"x","display":"Ex"}},{"valueAttachment":{"contentType":"application/pdf"}}]}]}]}}]})");
  ASSERT_TRUE(root);
  std::vector<std::string> answers;
  for (const mappers::AnsweredItem& one : mappers::answered_items_in(*root)) {
    answers.push_back(one.link_id + "=" + one.answer);
    EXPECT_EQ(one.form, "u|1");
    EXPECT_EQ(one.authored, "2026-01-05");
    EXPECT_EQ(one.origin, "");
  }
  EXPECT_THAT(answers, ElementsAre("a=8 weeks", "b=No", "b=Ex", "b=A document (application/pdf)"));
}

}  // namespace
