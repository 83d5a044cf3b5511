// The must-support lists by which a conformance suite counts what a server's answers cover (PAS conf-6).
#include "parsers/fhir/check.hpp"
#include "parsers/json/document.hpp"

namespace fhir {
namespace {

/// One line a parent: "parent: a b c"; "" is the resource itself. The order does not matter.
std::vector<std::string> paths(std::string_view lines) {
  std::vector<std::string> all;
  std::istringstream in{std::string(lines)};
  for (std::string line; std::getline(in, line);) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) continue;
    const std::string parent = line.substr(line.find_first_not_of(' '), colon - line.find_first_not_of(' '));
    std::istringstream names(line.substr(colon + 2));
    for (std::string name; names >> name;) all.push_back(parent == "." ? name : parent + "." + name);
  }
  std::sort(all.begin(), all.end());
  return all;
}

/// Every must-support element of a profile: none of them is in an empty set of resources.
std::vector<std::string> listed(std::string_view profile, Version version,
                                Purpose purpose = Purpose::submit) {
  std::vector<std::string> all = unsupported(Profiles::of(version).value(), profile, purpose, {});
  std::sort(all.begin(), all.end());
  return all;
}

constexpr std::string_view claim_response_2_2_1 = R"(
  .: addItem adjudication created error extension:authorizedProvider extension:claimResponseReviewer extension:transmissionIdentifiers identifier insurer item outcome patient preAuthPeriod processNote request requestor status
  addItem: adjudication extension:administrationReferenceNumber extension:admissionDates extension:certificationType extension:dischargeDate extension:epsdtIndicator extension:itemTraceNumber extension:nursingHomeLevelOfCare extension:nursingHomeResidentialStatus extension:preAuthIssueDate extension:preAuthPeriod extension:previousAuthorizationNumber extension:productOrServiceCodeEnd extension:requestType extension:requestedService extension:revenue extension:revenueUnitRateLimit itemSequence location[x] modifier productOrService provider quantity serviced[x] unitPrice
  addItem.adjudication: extension:reviewAction
  addItem.provider: extension:providerType
  adjudication: extension:reviewAction
  error: code extension:errorElement extension:errorPath extension:followupAction
  identifier: extension:jurisdiction extension:subDepartment system value
  item: adjudication extension:administrationReferenceNumber extension:admissionDates extension:authorizedItemDetail extension:authorizedProvider extension:communicatedDiagnosis extension:dischargeDate extension:itemTraceNumber extension:preAuthIssueDate extension:preAuthPeriod extension:previousAuthorizationNumber extension:requestedServiceDate itemSequence noteNumber
  item.adjudication: extension:reviewAction
  processNote: number text
  request: extension:DataAbsentReason
)";

constexpr std::string_view claim_response_2_0_1 = R"(
  .: created error identifier insurer item outcome patient preAuthPeriod request requestor status
  error: code extension:errorElement extension:errorPath extension:followupAction
  item: adjudication extension:administrationReferenceNumber extension:authorizedItemDetail extension:authorizedProvider extension:communicatedDiagnosis extension:itemTraceNumber extension:preAuthIssueDate extension:preAuthPeriod extension:previousAuthorizationNumber extension:requestedServiceDate
  item.adjudication: extension:reviewAction
)";

std::string put_in(std::string_view lines, std::string_view more) {
  return std::string(lines) + std::string(more);
}

TEST(MustSupport, OfAClaimResponseIsAllThatASuiteCounts) {
  EXPECT_EQ(listed("ClaimResponse", Version::pas_2_2_1, Purpose::inquire), paths(claim_response_2_2_1));
  EXPECT_EQ(listed("ClaimResponse", Version::pas_2_2_1),
            paths(put_in(claim_response_2_2_1, "  .: communicationRequest\n")));
  EXPECT_EQ(listed("ClaimResponse", Version::pas_2_0_1, Purpose::inquire), paths(claim_response_2_0_1));
  EXPECT_EQ(listed("ClaimResponse", Version::pas_2_0_1),
            paths(put_in(claim_response_2_0_1, "  .: communicationRequest\n  item: noteNumber\n")));
}

TEST(MustSupport, OfAnAnswerBundle) {
  const auto newest = paths(
      "  .: entry entry:ClaimResponse timestamp\n  entry: fullUrl resource\n"
      "  entry:ClaimResponse: fullUrl resource\n");
  EXPECT_EQ(listed("AnswerBundle", Version::pas_2_2_1, Purpose::inquire), newest);
  std::vector<std::string> submit = newest;
  submit.emplace_back("identifier");
  std::sort(submit.begin(), submit.end());
  EXPECT_EQ(listed("AnswerBundle", Version::pas_2_2_1), submit);
  EXPECT_EQ(listed("AnswerBundle", Version::pas_2_0_1),
            paths("  .: entry entry:ClaimResponse timestamp\n  entry: fullUrl resource\n"));
}

TEST(MustSupport, OfWhatAnAnswerAsksFor) {
  EXPECT_EQ(
      listed("CommunicationRequest", Version::pas_2_2_1),
      paths("  .: category extension:serviceLineNumber identifier medium payload recipient requester sender\n"
            "  payload: content[x] extension:communicatedDiagnosis extension:contentModifier\n"));
  EXPECT_EQ(listed("CommunicationRequest", Version::pas_2_0_1),
            paths("  .: category identifier medium payload recipient requester sender\n"
                  "  payload: content[x] extension:communicatedDiagnosis extension:contentModifier "
                  "extension:serviceLineNumber\n"));
  // A suite looks for the fixed code inside reasonCode, here the element itself is listed.
  EXPECT_EQ(
      listed("Task", Version::pas_2_2_1),
      paths(
          "  .: code for identifier input input:AttachmentsNeeded input:PayerURL input:QuestionnaireContext "
          "intent owner reasonCode reasonReference requester status statusReason\n"
          "  input:AttachmentsNeeded: extension:contentModifier extension:paLineNumber type value[x]\n"
          "  input:QuestionnaireContext: extension:paLineNumber type value[x]\n"
          "  owner: identifier\n  requester: identifier\n  restriction: period\n"));
  EXPECT_EQ(listed("Task", Version::pas_2_0_1),
            paths("  .: code for identifier input intent owner reasonCode reasonReference requester status "
                  "statusReason\n  owner: identifier\n  requester: identifier\n  restriction: period\n"));
}

TEST(MustSupport, OfOrganizations) {
  constexpr std::string_view address = "  address: city country line postalCode state\n";
  EXPECT_EQ(listed("Insurer", Version::pas_2_2_1),
            paths(put_in(address,
                       "  .: active address identifier identifier:NPI identifier:PI identifier:TIN name "
                       "telecom type\n  telecom: system value\n")));
  EXPECT_EQ(listed("Requestor", Version::pas_2_2_1),
            paths(put_in(address,
                       "  .: active address contact identifier identifier:NPI identifier:PI identifier:TIN "
                       "name telecom type\n  telecom: system value\n  contact: name telecom\n")));
  EXPECT_EQ(listed("Insurer", Version::pas_2_0_1),
            paths(put_in(address,
                       "  .: active address identifier identifier:NPI identifier:TIN name telecom type\n")));
  EXPECT_EQ(listed("Requestor", Version::pas_2_0_1),
            paths(put_in(address,
                       "  .: active address contact identifier identifier:NPI identifier:TIN name telecom "
                       "type\n  contact: name telecom\n")));
}

TEST(MustSupport, OfPeople) {
  constexpr std::string_view person = R"(
    .: address birthDate gender identifier multipleBirth[x]:multipleBirthInteger name
    address: city country district line postalCode state
    communication: language
    identifier: system value
    name: family given prefix suffix
    telecom: system use value
)";
  EXPECT_EQ(listed("Patient", Version::pas_2_2_1), paths(person));
  EXPECT_EQ(listed("Patient", Version::pas_2_0_1),
            paths(put_in(person,
                       "  .: communication extension:birthsex extension:ethnicity extension:race telecom\n"
                       "  address: period\n")));
  EXPECT_EQ(listed("Practitioner", Version::pas_2_2_1),
            paths("  .: address identifier identifier:NPI name telecom\n  name: family\n"
                  "  address: city country line postalCode state\n  telecom: system value\n"));
  EXPECT_EQ(listed("Practitioner", Version::pas_2_0_1),
            paths("  .: address identifier identifier:NPI name telecom\n  name: family\n"));
  EXPECT_EQ(listed("PractitionerRole", Version::pas_2_2_1),
            paths("  .: code endpoint location organization practitioner specialty telecom\n"
                  "  telecom: system value\n"));
  EXPECT_EQ(listed("PractitionerRole", Version::pas_2_0_1), paths("  .: organization practitioner\n"));
}

TEST(MustSupport, CountsWhatAnyResourceOfTheTypeHas) {
  json::Document first, second, other;
  const std::vector<json::Value> resources = {
      first
          .parse_copy(R"({"resourceType":"PractitionerRole","practitioner":{"display":"A"},"code":[],
                           "telecom":[{"system":"phone"}]})")
          .value(),
      second
          .parse_copy(R"({"resourceType":"PractitionerRole","organization":{"reference":"Organization/1"},
                            "specialty":[{"text":"x"}],"telecom":[{"value":"1"}],"location":[{"display":"here"}]})")
          .value(),
      other.parse_copy(R"({"resourceType":"Practitioner","endpoint":[{"display":"x"}]})").value()};
  EXPECT_EQ(
      unsupported(Profiles::of(Version::pas_2_2_1).value(), "PractitionerRole", Purpose::submit, resources),
      (std::vector<std::string>{"code", "endpoint"}));
}

TEST(MustSupport, FindsWhatStandsBesideAPrimitive) {
  json::Document document;
  const std::vector<json::Value> resources = {
      document
          .parse_copy(
              R"({"resourceType":"Subscription","criteria":"t","_criteria":{"extension":[{"valueString":"f",
      "url":"http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria"}]}})")
          .value()};
  const auto missing =
      unsupported(Profiles::of(Version::pas_2_2_1).value(), "Subscription", Purpose::submit, resources);
  EXPECT_THAT(missing, testing::Not(testing::Contains("criteria.extension:filterCriteria")));
  EXPECT_THAT(missing, testing::Contains("channel.endpoint"));
}

TEST(MustSupport, SaysSoWhenThereIsNoSuchProfile) {
  EXPECT_EQ(unsupported(Profiles::of(Version::pas_2_2_1).value(), "Nobody", Purpose::submit, {}),
            (std::vector<std::string>{"Nobody: no such profile"}));
}

}  // namespace
}  // namespace fhir
