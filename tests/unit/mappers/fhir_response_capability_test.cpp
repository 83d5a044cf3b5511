// The CapabilityStatement says what the routes say, each resource once.
#include "fhir_response_support.hpp"
#include "mappers/fhir/capability_statement.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace {

using mappers::RouteDescription;
using support::Parsed;

constexpr std::string_view pas_operation = "http://hl7.org/fhir/us/davinci-pas/OperationDefinition/";

std::vector<RouteDescription> routes() {
  return {{"Claim", "submit", std::string(pas_operation) + "Claim-submit", {}, {}, ""},
          {"Subscription",
           "",
           "",
           {"create"},
           {},
           "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-subscription"},
          {"Claim", "inquire", std::string(pas_operation) + "Claim-inquiry", {}, {}, ""},
          {"Subscription", "", "", {"create", "update", "delete", "search-type"}, {{"url", "uri"}}, ""},
          {"",
           "submit-attachment",
           "http://hl7.org/fhir/us/davinci-cdex/OperationDefinition/submit-attachment",
           {},
           {},
           ""}};
}

std::string statement(const mappers::ServerDescription& server) {
  const std::vector<RouteDescription> all = routes();
  std::string text;
  json::Writer out(text);
  mappers::write_capability_statement(out, server, all);
  return text;
}

mappers::ServerDescription server(std::vector<std::string> security = {}) {
  return {mappers::PasVersion::v2_2_1, "https://payer.example/fhir", "0.1.0", base::Instant{},
          std::move(security)};
}

json::Value resource_of(const json::Value& root, std::string_view type) {
  for (const json::Value one : fhir::list(fhir::first(root, "rest"), "resource")) {
    if (one.find("type").string() == type) return one;
  }
  return {};
}

TEST(CapabilityStatement, IsFhirJson) {
  const Parsed open(statement(server()));
  EXPECT_THAT(support::shape_faults(open.root()), testing::IsEmpty());
  const Parsed guarded(statement(server({"SMART-on-FHIR"})));
  EXPECT_THAT(support::shape_faults(guarded.root()), testing::IsEmpty());
}

TEST(CapabilityStatement, JoinsTheRoutesOfAResource) {
  const Parsed parsed(statement(server()));
  EXPECT_EQ(fhir::first(parsed.root(), "rest").find("resource").size(), 2U);
  const json::Value claim = resource_of(parsed.root(), "Claim");
  EXPECT_EQ(claim.find("operation").size(), 2U);
  EXPECT_EQ(fhir::text(fhir::first(claim, "operation"), "name"), "submit");
  EXPECT_FALSE(claim.find("interaction").exists());
  const json::Value subscription = resource_of(parsed.root(), "Subscription");
  EXPECT_EQ(subscription.find("interaction").size(), 4U);
  EXPECT_EQ(fhir::text(fhir::first(subscription, "searchParam"), "name"), "url");
  EXPECT_EQ(subscription.find("supportedProfile").size(), 1U);
}

TEST(CapabilityStatement, NamesTheSubscriptionTopic) {
  const Parsed parsed(statement(server()));
  const json::Value topic =
      fhir::extension(resource_of(parsed.root(), "Subscription"),
                      "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/"
                      "capabilitystatement-subscriptiontopic-canonical");
  EXPECT_EQ(topic.find("valueCanonical").string(),
            "http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic");
}

TEST(CapabilityStatement, PutsSystemOperationsBesideTheResources) {
  const Parsed parsed(statement(server()));
  const json::Value rest = fhir::first(parsed.root(), "rest");
  EXPECT_EQ(fhir::text(fhir::first(rest, "operation"), "name"), "submit-attachment");
}

TEST(CapabilityStatement, NamesItsPasVersion) {
  mappers::ServerDescription older = server();
  older.version = mappers::PasVersion::v2_0_1;
  const Parsed parsed(statement(older));
  EXPECT_EQ(fhir::first_text(parsed.root(), "implementationGuide"),
            "http://hl7.org/fhir/us/davinci-pas/ImplementationGuide/hl7.fhir.us.davinci-pas|2.0.1");
  EXPECT_EQ(parsed.root().find("fhirVersion").string(), "4.0.1");
  EXPECT_EQ(parsed.root().find("implementation").find("url").string(), "https://payer.example/fhir");
}

TEST(CapabilityStatement, ShowsSecurityOnlyWhenThereIsSome) {
  EXPECT_EQ(statement(server()).find("security"), std::string::npos);
  const Parsed parsed(statement(server({"SMART-on-FHIR", "UDAP"})));
  EXPECT_EQ(fhir::first(parsed.root(), "rest").find("security").find("service").size(), 2U);
}

}  // namespace
