// Two gateways that talk to each other, one of them the payer's. faulty_payer_test.cpp has those that
// misbehave.
#include "gateway/cli/scenario.hpp"
#include "translation_support.hpp"

namespace translation_test {
namespace {

using gateway::HttpReply;
using gateway::cli::outcomes_of;
using support::file;
using support::Intermediary;
using support::opened;
using testing::HasSubstr;

/// Each thing once: X12 says a LOINC that two papers answer one time only.
std::vector<std::string> sorted(std::vector<std::string> all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

/// Scenarios of one message, whose answer says the same in both dialects.
class Translated : public testing::TestWithParam<const char*> {};

TEST_P(Translated, AFhirRequestIsDecidedByAnX12Payer) {
  const auto payer = opened({});
  support::ServedGateway served(*payer);
  Intermediary here("x12", served.url() + "/x12");
  const HttpReply reply = here.submit(file(GetParam(), "request.fhir.json"));
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_EQ(sorted(outcomes_of(reply.body)), sorted(outcomes_of(file(GetParam(), "response.fhir.json"))))
      << reply.body;
  EXPECT_EQ(served.requests(), 1);
}

TEST_P(Translated, AnX12RequestIsDecidedByAFhirPayer) {
  const auto payer = opened({});
  support::ServedGateway served(*payer);
  Intermediary here("fhir", served.url() + "/fhir");
  const HttpReply reply = here.x12(file(GetParam(), "request.x12"));
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_EQ(outcomes_of(reply.body), outcomes_of(file(GetParam(), "response.x12"))) << reply.body;
  EXPECT_EQ(served.requests(), 1);
}

TEST_P(Translated, AnX12RequestIsDecidedByAnX12Payer) {
  const auto payer = opened({});
  support::ServedGateway served(*payer);
  Intermediary here("x12", served.url() + "/x12");
  const HttpReply reply = here.x12(file(GetParam(), "request.x12"));
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_EQ(outcomes_of(reply.body), outcomes_of(file(GetParam(), "response.x12"))) << reply.body;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Translated,
                         testing::Values("mri-approved", "mri-pended", "quantity-modified",
                                         "member-not-found", "not-required", "excluded-benefit",
                                         "coverage-ended", "several-services", "out-of-network-not-covered",
                                         "dependent-patient"),
                         [](const auto& one) {
                           std::string name = one.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Intermediary, FindsTheForwardedCaseByThePayersNumber) {
  const auto payer = opened({});
  support::ServedGateway served(*payer);
  Intermediary here("x12", served.url() + "/x12");
  const HttpReply reply = here.submit(file("mri-approved", "request.fhir.json"));
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const std::size_t at = reply.body.find("/ClaimResponse/");
  ASSERT_NE(at, std::string::npos);
  const std::string id = reply.body.substr(at + 15, reply.body.find('"', at) - at - 15);
  const HttpReply read = here.get("/fhir/ClaimResponse/" + id);
  EXPECT_EQ(read.status, 200U) << read.body;
  EXPECT_THAT(read.body, HasSubstr("AUTH0000000001"));
}

/// What was decided of each item and of those that the payer added, without what is asked for.
std::vector<std::string> items_of(const std::string& answer) {
  std::vector<std::string> all = outcomes_of(answer);
  std::erase_if(all, [](const std::string& one) { return one.find("item ") == std::string::npos; });
  return all;
}

class UpdatedElsewhere : public testing::TestWithParam<const char*> {};

// A provider's update names its Claim, which the payer never saw: it has to be told its own number. The last
// one withdraws everything and, as PAS lets it, sends no items.
TEST_P(UpdatedElsewhere, ACaseIsKnownToItsPayerByThePayersNumber) {
  const auto payer = opened({});
  support::ServedGateway served(*payer);
  const std::string dialect = GetParam();
  Intermediary here(dialect, served.url() + "/" + dialect);
  ASSERT_EQ(here.submit(file("claim-update", "before.fhir.json")).status, 200U);
  const HttpReply updated = here.submit(file("claim-update", "request.fhir.json"));
  ASSERT_EQ(updated.status, 200U) << updated.body;
  EXPECT_EQ(items_of(updated.body), items_of(file("claim-update", "response.fhir.json"))) << updated.body;
  const HttpReply withdrawn = here.submit(file("claim-update", "after.fhir.json"));
  ASSERT_EQ(withdrawn.status, 200U) << withdrawn.body;
  EXPECT_EQ(items_of(withdrawn.body), items_of(file("claim-update", "after-response.fhir.json")))
      << withdrawn.body;
  EXPECT_EQ(served.requests(), 3);
}

INSTANTIATE_TEST_SUITE_P(Dialects, UpdatedElsewhere, testing::Values("x12", "fhir"),
                         [](const auto& one) { return std::string(one.param); });

}  // namespace
}  // namespace translation_test
