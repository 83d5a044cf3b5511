// Cards: which there are, how they look, and that the options act.
#include "crd_support.hpp"

namespace {

using crd_test::asks;
using crd_test::at_hospital;
using crd_test::CallText;
using crd_test::CrdHousehold;
using crd_test::service;
using crd_test::Told;
using testing::HasSubstr;

void expect_well_formed(const Told& told) {  // resp-3, resp-4, resp-5, resp-13
  for (const json::Value card : fhir::list(told.root(), "cards")) {
    EXPECT_LT(fhir::text(card, "summary").size(), 140U);
    EXPECT_FALSE(fhir::text(card, "summary").empty());
    EXPECT_EQ(fhir::text(card, "uuid").size(), 36U);
    EXPECT_EQ(fhir::text(card.find("source"), "label"), "Example Health Plan");
    EXPECT_TRUE(card.find("source").find("topic").find("code").is_string());
    const std::string_view indicator = fhir::text(card, "indicator");
    EXPECT_TRUE(indicator == "info" || indicator == "warning") << indicator;  // resp-1, resp-2
    for (const json::Value link : fhir::list(card, "links")) {                // resp-17, resp-18, resp-23
      EXPECT_EQ(fhir::text(link, "type"), "absolute");
      EXPECT_TRUE(fhir::text(link, "url").starts_with("https://"));
      EXPECT_EQ(fhir::text(link, "url").find("/portal"), std::string_view::npos);
    }
    EXPECT_EQ(fhir::text(card.find("extension").find("davinci-crd.associated-resource").at(0), "reference"),
              "ServiceRequest/sr1");
  }
}

TEST(Cards, AreAnExternalReferenceInstructionsAndCosts) {  // SC-19, SC-21, SC-67
  const Told told(CallText().text());
  expect_well_formed(told);
  EXPECT_THAT(std::string(fhir::text(fhir::first(told.card("guideline"), "links"), "url")),
              HasSubstr("https://plan.example/criteria/"));
  const json::Value first = told.card("therapy-alternatives-req");
  EXPECT_FALSE(first.find("links").exists()) << "Instructions have no links";
  EXPECT_THAT(std::string(fhir::text(first, "detail")), HasSubstr("tried and failed"));
  EXPECT_THAT(std::string(fhir::text(told.card("cost"), "detail")),
              testing::AllOf(HasSubstr("EXAMPLE IMAGING CENTER (imaging centre"), HasSubstr("cost tier 1"),
                             HasSubstr("does not depend on it")));
}

TEST(Cards, OfCheaperPlacesAreNotGivenInAnEmergencyOrDuringAStay) {  // SC-66, found-13
  CallText call;
  for (const std::string encounter : {"EMER", "IMP"}) {
    call.encounter = R"({"resourceType":"Encounter","id":"e1","status":"in-progress","class":{"code":")" + encounter + R"("}})";
    EXPECT_FALSE(Told(call.text()).card("cost").exists()) << encounter;
  }
}

TEST(Cards, OfTreatmentThatComesFirstAreNotAboutTheTreatmentThatFollows) {
  CallText call;
  call.orders = service("81225", at_hospital);  // "Will the result change the treatment?"
  const Told told(call.text());
  EXPECT_FALSE(told.card("therapy-alternatives-req").exists());
  EXPECT_THAT(told.reason(), testing::Not(HasSubstr("To be tried before")));
}

TEST(Cards, NameTheTopicInTheSystemOfTheVersion) {
  CallText call;
  const auto system = [](const Told& told) {
    return std::string(fhir::text(told.card("guideline").find("source").find("topic"), "system"));
  };
  EXPECT_EQ(system(Told(call.text())), "http://hl7.org/fhir/us/davinci-crd/CodeSystem/temp");
  call.more = asks("2.2");
  EXPECT_EQ(system(Told(call.text())), "http://terminology.hl7.org/CodeSystem/cdshooks-card-type");
}

TEST(Cards, AreNotThereWhenNothingCanBeDone) {  // found-13
  CallText call;
  call.orders = service("71046", at_hospital);
  EXPECT_EQ(Told(call.text()).root().find("cards").size(), 0U);
  EXPECT_TRUE(Told(call.text()).root().find("cards").is_array());
}

TEST(Cards, OfEachTopicCanBeSwitchedOff) {  // dev-1 to dev-8
  CallText call;
  for (const char* topic : {"guideline", "therapy-alternatives-req", "cost"}) {
    call.more.clear();
    EXPECT_TRUE(Told(call.text()).card(topic).exists()) << topic;
    call.more = asks("2.0", "\"" + std::string(topic) + "\":false");
    EXPECT_FALSE(Told(call.text()).card(topic).exists()) << topic;
  }
  call.more = asks("2.0", R"("max-cards":1)");
  EXPECT_EQ(Told(call.text()).root().find("cards").size(), 1U);
  call.more = asks("2.0", R"("max-cards":0,"nonsense":7,"guideline":"maybe")");
  EXPECT_EQ(Told(call.text()).root().find("cards").size(), 0U);
}

TEST(Cards, TellHowToReachAVendor) {  // SC-16
  CallText call;
  call.orders = service("95810", at_hospital);
  const Told told(call.text());
  expect_well_formed(told);
  EXPECT_THAT(std::string(fhir::text(told.card("insurance"), "detail")),
              testing::AllOf(HasSubstr("Example Sleep Review"), HasSubstr("800-555-0210")));
  EXPECT_FALSE(told.card("insurance").find("links").exists()) << "no way to a portal";
}

TEST(Cards, WarnOfCareOutsideTheNetwork) {
  CallText call;
  call.orders = service("73721", R"(,"locationReference":[{"reference":"Location/outside"}])");
  const Told told(call.text());
  EXPECT_EQ(fhir::text(told.card("network"), "indicator"), "warning");
  EXPECT_THAT(std::string(fhir::text(told.card("network"), "detail")), HasSubstr("8005550110"));
}

TEST(Cards, TellLimitsWhereTheExtensionCannot) {  // resp-12: not both
  CallText call;
  call.orders = service("62323", at_hospital);
  EXPECT_TRUE(Told(call.text()).card("limits").exists());
  call.more = asks("2.2");
  EXPECT_FALSE(Told(call.text()).card("limits").exists());
}

TEST(Cards, AboutSomeOrdersNameThem) {  // dev-24, dev-25
  CallText call;
  call.orders = service("73721", at_hospital) + R"(},{"resource":)" + service("71046", at_hospital, "sr2");
  const Told told(call.text());
  EXPECT_THAT(std::string(fhir::text(told.card("guideline"), "detail")),
              HasSubstr("This is about ServiceRequest/sr1."));
}

std::string coded(const json::Value& resource) {
  return std::string(fhir::code_of(resource.find("code"), crd_test::cpt));
}

TEST(Cards, ProposeAlternativesAsChangesOfTheDraft) {  // resp-53
  CallText call;
  call.orders =
      service("78811", R"(,"extension":[{"url":"http://example.org/kept","valueBoolean":true},{"url":)"
                       R"("http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information",)"
                       R"("extension":[{"url":"coverage","valueReference":{"reference":"Coverage/c9"}}]}])");
  const Told told(call.text());
  expect_well_formed(told);
  const json::Value card = told.card("therapy-alternatives-opt");
  ASSERT_TRUE(card.exists()) << told.body();
  EXPECT_EQ(fhir::text(card, "selectionBehavior"), "at-most-one");
  ASSERT_EQ(card.find("suggestions").size(), 2U);
  const json::Value suggestion = card.find("suggestions").at(0);
  EXPECT_EQ(fhir::text(suggestion, "uuid").size(), 36U);
  EXPECT_NE(fhir::text(suggestion, "uuid"), fhir::text(card.find("suggestions").at(1), "uuid"));
  const json::Value action = suggestion.find("actions").at(0);
  EXPECT_EQ(fhir::text(action, "type"), "update");
  EXPECT_FALSE(fhir::text(action, "description").empty());
  const json::Value resource = action.find("resource");
  EXPECT_EQ(fhir::text(resource, "id"), "sr1");
  EXPECT_EQ(coded(resource), "78814");
  EXPECT_EQ(resource.find("extension").size(), 1U) << "what was asserted of the other service goes";
  EXPECT_EQ(fhir::text(resource.find("requester"), "reference"), "Practitioner/d1");
  call.more = asks("2.2", R"("therapy-alternatives-opt":false)");
  EXPECT_FALSE(Told(call.text()).card("therapy-alternatives-opt").exists());
}

TEST(Cards, ProposeCompanionsAsFurtherOrders) {
  CallText call;
  call.orders = service("27447", at_hospital);
  const Told told(call.text());
  expect_well_formed(told);
  const json::Value card = told.card("clinical-reminder");
  ASSERT_TRUE(card.exists()) << told.body();
  EXPECT_EQ(fhir::text(card, "selectionBehavior"), "any");
  const json::Value action = card.find("suggestions").at(0).find("actions").at(0);
  EXPECT_EQ(fhir::text(action, "type"), "create");
  const json::Value resource = action.find("resource");
  EXPECT_EQ(fhir::text(resource, "resourceType"), "ServiceRequest");
  EXPECT_FALSE(resource.find("id").exists());
  EXPECT_EQ(fhir::text(resource, "status"), "draft");
  EXPECT_EQ(coded(resource), "97161");
  for (const char* name : {"intent", "subject", "authoredOn", "requester"})
    EXPECT_TRUE(resource.find(name).exists());
  call.orders += R"(},{"resource":)" + service("97161", at_hospital, "sr2");
  EXPECT_FALSE(Told(call.text()).card("clinical-reminder").exists()) << "it is ordered already";
}

}  // namespace
