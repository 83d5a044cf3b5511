// Who may call, and for whom each may speak.
#include <fstream>

#include "gateway/access/clients.hpp"
#include "tests/unit/gateway/subscription_support.hpp"

namespace {

using gateway::Clients;
using gateway::Method;
using subscription_test::subscription_json;
using testing::HasSubstr;

std::string client(const std::string& id, const std::string& token, const std::string& more) {
  return "  - id: " + id + "\n    token_sha256: " + gateway::hex(gateway::content_hash_of(token)) + "\n" +
         more;
}

std::string two_clients() {
  return "clients:\n" +
         client("clinic", "clinic-token", "    organizations: [\"CLEARTEST1\", \"1999000015\"]\n") +
         client("other", "other-token", "    organizations: [\"OTHER\"]\n") +
         client("nurse", "nurse-token", "    paths: [\"/review\"]\n");
}

TEST(Clients, AreKnownByTheirToken) {
  const auto clients = Clients::from_yaml(two_clients(), "clients.yaml");
  ASSERT_TRUE(clients) << clients.error().first().remedy;
  ASSERT_NE(clients->of_token("clinic-token"), nullptr);
  EXPECT_EQ(clients->of_token("clinic-token")->id, "clinic");
  EXPECT_EQ(clients->of_token("wrong"), nullptr);
  EXPECT_TRUE(clients->of_id("clinic")->speaks_for("1999000015"));
  EXPECT_FALSE(clients->of_id("clinic")->speaks_for("OTHER"));
  EXPECT_TRUE(clients->of_id("clinic")->may_call("/fhir/Claim/$submit"));
  EXPECT_FALSE(clients->of_id("clinic")->may_call("/fhirx"));
  EXPECT_FALSE(clients->of_id("nurse")->may_call("/fhir/Claim/$submit"));
}

TEST(Clients, AreReadWithEveryFaultAndItsLine) {
  const auto clients = Clients::from_yaml(
      "clients:\n  - id: a b\n    token_sha256: 12\n    organisations: []\n", "clients.yaml");
  ASSERT_FALSE(clients);
  std::vector<std::string> places;
  for (const base::Issue& issue : clients.error()) places.push_back(issue.where);
  EXPECT_THAT(places, testing::UnorderedElementsAre("clients.yaml:2", "clients.yaml:3", "clients.yaml:4"));
}

TEST(Clients, ShareNoTokenAndNoId) {
  const auto clients =
      Clients::from_yaml("clients:\n" + client("a", "t", "") + client("a", "t", ""), "clients.yaml");
  ASSERT_FALSE(clients);
  EXPECT_EQ(clients.error().size(), 2U);
}

TEST(Clients, OfTheExampleFileCanBeRead) {
  const auto clients =
      gateway::load_clients(std::filesystem::path(PRECERT_SOURCE_DIR) / "deploy/clients.yaml");
  ASSERT_TRUE(clients) << clients.error().first().remedy;
  EXPECT_NE((*clients)->of_token("clinic-token"), nullptr);
}

class WithClients : public subscription_test::Subscribed {
 protected:
  void SetUp() override {
    gateway::Config config;
    config.clients = folder_ / "clients.yaml";
    std::ofstream(config.clients) << two_clients();
    open(std::move(config));
  }
  gateway::HttpReply create(const std::string& organizations, const std::string& token) {
    return send(Method::post, "/fhir/Subscription",
                subscription_json("http://127.0.0.1:9/hook", organizations), token);
  }
  std::string created_by_clinic() {
    const auto reply = create("CLEARTEST1", "clinic-token");
    EXPECT_EQ(reply.status, 201U);
    const std::size_t at = reply.body.find("\"id\":\"") + 6;
    return "/fhir/Subscription/" + reply.body.substr(at, reply.body.find('"', at) - at);
  }
};

TEST_F(WithClients, NobodyCallsWithoutAToken) {
  for (const char* token : {"", "wrong"}) {
    const auto reply = send(Method::get, "/fhir/Subscription", "", token);
    EXPECT_EQ(reply.status, 401U);
    EXPECT_THAT(reply.body, HasSubstr("OperationOutcome"));
    EXPECT_THAT(reply.body, HasSubstr("\"login\""));
    ASSERT_FALSE(reply.headers.empty());
    EXPECT_EQ(reply.headers[0].first, "WWW-Authenticate");
  }
  EXPECT_EQ(send(Method::get, "/review/worklist").status, 401U);
  EXPECT_EQ(send(Method::post, "/x12", "ISA").status, 401U);
}

TEST_F(WithClients, MetadataAndHealthStayOpen) {
  EXPECT_EQ(send(Method::get, "/fhir/metadata").status, 200U);
  EXPECT_EQ(send(Method::get, "/fhir/2.0.1/metadata").status, 200U);
  EXPECT_EQ(send(Method::get, "/health/live").status, 200U);
}

TEST_F(WithClients, EachCallsWhatItMay) {
  EXPECT_EQ(send(Method::get, "/review/worklist", "", "clinic-token").status, 403U);
  EXPECT_EQ(send(Method::get, "/review/worklist", "", "nurse-token").status, 200U);
  EXPECT_EQ(send(Method::get, "/fhir/Subscription", "", "nurse-token").status, 403U);
}

TEST_F(WithClients, SubscribesForItselfOnly) {
  EXPECT_EQ(create("CLEARTEST1,1999000015", "clinic-token").status, 201U);
  const auto reply = create("CLEARTEST1,OTHER", "clinic-token");
  EXPECT_EQ(reply.status, 403U);
  EXPECT_THAT(reply.body, HasSubstr("\"forbidden\""));
}

TEST_F(WithClients, AnothersSubscriptionIsNeitherSeenNorChanged) {
  const std::string one = created_by_clinic();
  EXPECT_EQ(send(Method::get, one, "", "other-token").status, 404U);
  EXPECT_EQ(send(Method::get, one + "/$status", "", "other-token").status, 404U);
  EXPECT_THAT(send(Method::get, "/fhir/Subscription", "", "other-token").body, HasSubstr(R"("total":0)"));
  EXPECT_EQ(
      send(Method::put, one, subscription_json("http://127.0.0.1:9/hook", "OTHER"), "other-token").status,
      403U);
  EXPECT_EQ(send(Method::del, one, "", "other-token").status, 403U);
  EXPECT_EQ(send(Method::get, one, "", "clinic-token").status, 200U);
}

TEST_F(WithClients, AReloadTakesATokenAway) {
  std::ofstream(folder_ / "clients.yaml") << "clients:\n" << client("other", "other-token", "");
  ASSERT_TRUE(gateway_->reload());
  EXPECT_EQ(send(Method::get, "/fhir/Subscription", "", "clinic-token").status, 401U);
  EXPECT_EQ(send(Method::get, "/fhir/Subscription", "", "other-token").status, 200U);
}

}  // namespace
