// The updated resource: nothing changes but the extension, and nothing is said twice.
#include "crd_support.hpp"

namespace {

using crd_test::asks;
using crd_test::at_hospital;
using crd_test::CallText;
using crd_test::CrdHousehold;
using crd_test::service;
using crd_test::Told;
using testing::HasSubstr;

const std::string odd_members =
    R"(,"quantityQuantity":{"value":1.50,"unit":"visits"},"x-unknown":{"deep":[1e3,-0.0,null,"\u00e9\n"]},)"
    R"("note":[{"text":"left \"knee\""}],"extension":[{"url":"http://example.org/own","valueDecimal":2.10}])";

TEST(UpdatedResource, DiffersInTheExtensionOnly) {  // resp-37
  CallText call;
  call.orders = service("73721", at_hospital + odd_members);
  const Told told(call.text());
  const json::Value sent = told.record_resource("ServiceRequest/sr1");
  const json::Value updated = told.action().find("resource");
  ASSERT_TRUE(updated.is_object());
  std::size_t others = 0;
  for (const json::Member member : updated.members()) {
    if (member.key == "extension") continue;
    ++others;
    EXPECT_TRUE(json::same_content(member.value, sent.find(member.key))) << member.key;
  }
  EXPECT_EQ(others + 1, sent.size());
  EXPECT_EQ(updated.find("extension").size(), 2U);
  EXPECT_TRUE(json::same_content(updated.find("extension").at(0), sent.find("extension").at(0)));
  for (const char* digits : {"1.50", "1e3", "-0.0", "2.10"}) EXPECT_THAT(told.body(), HasSubstr(digits));
}

/// The call again, with the order as the answer left it.
std::string again(const Told& told, CallText call) {
  call.orders.clear();
  json::Writer(call.orders).raw(told.action().find("resource"));
  return call.text();
}

TEST(UpdatedResource, IsNotSentWhenNothingIsNew) {  // resp-29, resp-35
  for (const char* version : {"2.0", "2.2"}) {
    CallText call;
    call.more = asks(version);
    const Told first(call.text());
    ASSERT_TRUE(first.action().exists());
    const Told second(again(first, call));
    EXPECT_FALSE(second.action().exists()) << version;
    EXPECT_TRUE(second.root().find("systemActions").is_array());
  }
}

TEST(UpdatedResource, IsNotSentForADayThatIsNewOnly) {
  CallText call;
  const Told first(call.text());
  std::string body = again(first, call);
  const std::size_t at = body.find(R"("valueDate":"2026-01-05")");
  ASSERT_NE(at, std::string::npos);
  body.replace(at, 24, R"("valueDate":"2026-01-04")");
  EXPECT_FALSE(Told(body).action().exists());
}

TEST(UpdatedResource, ReplacesWhatHasChanged) {
  CallText call;
  const Told first(call.text());
  std::string body = again(first, call);
  const std::size_t at = body.find(R"("auth-needed")");
  ASSERT_NE(at, std::string::npos);
  body.replace(at, 13, R"("no-auth")");
  const Told second(body);
  ASSERT_TRUE(second.action().exists());
  EXPECT_EQ(second.part("pa-needed"), "auth-needed");
  EXPECT_FALSE(second.information(0, 1).exists()) << "the old repetition is gone";
}

TEST(UpdatedResource, KnowsTheCoverageByItsWholeUrl) {
  CallText call;
  const Told first(call.text());
  std::string body = again(first, call);
  const std::string reference = R"("valueReference":{"reference":"Coverage/c1"})";
  const std::size_t at = body.find(reference);
  ASSERT_NE(at, std::string::npos);
  body.replace(at, reference.size(),
               R"("valueReference":{"reference":"https://ehr.example/fhir/Coverage/c1"})");
  EXPECT_FALSE(Told(body).action().exists()) << "nothing is new";
  const std::size_t need = body.find(R"("auth-needed")");
  ASSERT_NE(need, std::string::npos);
  body.replace(need, 13, R"("no-auth")");
  const Told changed(body);
  ASSERT_TRUE(changed.action().exists());
  EXPECT_FALSE(changed.information(0, 1).exists()) << "the old repetition is gone";
}

TEST(UpdatedResource, TakesACoverageOfAnotherServerForAnotherUnder22) {
  CallText call;
  call.orders = service(
      "73721",
      at_hospital +
          R"(,"extension":[{"url":"http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information",)"
          R"("extension":[{"url":"coverage","valueReference":{"reference":"https://other.example/fhir/Coverage/c1"}}]}])");
  const std::string at_home = R"(,"fhirServer":"https://ehr.example/fhir")";
  const auto extensions = [&](const std::string& more) {
    call.more = more;
    const Told told(call.text());
    EXPECT_FALSE(told.refused());
    return told.action().find("resource").find("extension").size();
  };
  EXPECT_EQ(extensions(asks("2.2") + at_home), 2U) << "that one is not ours to replace";
  EXPECT_EQ(extensions(asks("2.2")), 1U) << "nobody says where the client's server is";
  EXPECT_EQ(extensions(asks("2.0") + at_home), 1U);
}

TEST(UpdatedResource, KeepsWhatIsSaidOfOtherCoverages) {
  CallText call;
  call.orders = service(
      "73721",
      at_hospital +
          R"(,"extension":[{"url":"http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information",)"
          R"("extension":[{"url":"coverage","valueReference":{"reference":"Coverage/another"}}]}])");
  const Told told(call.text());
  EXPECT_EQ(told.action().find("resource").find("extension").size(), 2U);
}

TEST(UpdatedResource, HasOneRepetitionForEachCoverageOfTheOrder) {  // resp-32
  CallText call;
  call.coverages = CallText::coverage("c1", "EXM100000001") + "," + CallText::coverage("c2", "OTHERNUMBER");
  call.orders = service(
      "73721", at_hospital + R"(,"insurance":[{"reference":"Coverage/c1"},{"reference":"Coverage/c2"}])");
  const Told told(call.text());
  ASSERT_FALSE(told.refused()) << told.issues().first().remedy;
  EXPECT_EQ(told.root().find("systemActions").size(), 1U);
  const auto id_of = [&](std::size_t at) {
    return std::string(fhir::extension_value(told.information(0, at), "coverage-assertion-id").string());
  };
  EXPECT_NE(id_of(0), id_of(1));
  EXPECT_EQ(fhir::reference_of(fhir::extension_value(told.information(0, 1), "coverage")), "Coverage/c2");
}

TEST(UpdatedResource, IsNotSentWhenNobodyWantsIt) {  // resp-28
  CallText call;
  call.more = asks("2.0", R"("coverage-info":false)");
  const Told told(call.text());
  EXPECT_FALSE(told.action().exists());
  EXPECT_TRUE(told.root().find("systemActions").is_array());
}

TEST(UpdatedResource, HasDetailsWithTheirCategoryInTheNewVersion) {
  CallText call;
  call.orders = service("62323", at_hospital);
  call.more = asks("2.2");
  const Told told(call.text());
  EXPECT_THAT(told.body(), testing::AllOf(HasSubstr("allowed-quantity"), HasSubstr("cat-limitation"),
                                          HasSubstr("policy-link"), HasSubstr("valueUrl")));
  call.more = asks("2.2", R"("limits":false,"guideline":false)");
  EXPECT_THAT(Told(call.text()).body(),
              testing::Not(testing::AnyOf(HasSubstr("allowed-quantity"), HasSubstr("policy-link"))));
}

}  // namespace
