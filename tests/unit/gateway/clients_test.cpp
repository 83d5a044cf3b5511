// Who may call, and for whom each may speak.
#include <fstream>
#include <iterator>

#include "gateway/access/clients.hpp"
#include "gateway/cli/cli.hpp"
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
  EXPECT_EQ(send(Method::get, "/x12/guide").status, 200U);
  EXPECT_EQ(send(Method::get, "/capabilities").status, 200U);
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

class WithRights : public WithClients {
 protected:
  gateway::HttpReply submit(const std::string& token) {
    std::ifstream in(std::filesystem::path(PRECERT_SOURCE_DIR) /
                         "fixtures/scenarios/mri-pended/request.fhir.json",
                     std::ios::binary);
    const std::string bundle((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    return send(Method::post, "/fhir/Claim/$submit", bundle, token);
  }
  std::string pended_by_clinic() {
    const gateway::HttpReply reply = submit("clinic-token");
    EXPECT_EQ(reply.status, 200U) << reply.body;
    const std::size_t at = reply.body.find("\"id\":\"", reply.body.find("\"ClaimResponse\"")) + 6;
    return reply.body.substr(at, reply.body.find('"', at) - at);
  }
  void certify_as_nurse(const std::string& id) {
    const auto reply =
        send(Method::post, "/review/" + id + "/decision",
             R"({"reviewer":{"id":"n1"},"role":"nurse","lines":[{"sequence":1,"action":"certified"}]})",
             "nurse-token");
    EXPECT_EQ(reply.status, 200U) << reply.body;
  }
  void reload_with(const std::string& yaml) {
    std::ofstream(folder_ / "clients.yaml") << yaml;
    ASSERT_TRUE(gateway_->reload());
  }
  std::size_t waiting_for(const std::string& id) {
    const auto count = gateway_->services().store.notifications_waiting(id);
    return count ? *count : 99;
  }
  gateway::SubscriptionState state_of(const std::string& id) {
    const auto found = gateway_->services().store.subscription(id);
    return found && *found ? (*found)->state : gateway::SubscriptionState::requested;
  }
  static std::string without_clinic() {
    return "clients:\n" + client("other", "other-token", "    organizations: [\"OTHER\"]\n") +
           client("nurse", "nurse-token", "    paths: [\"/review\"]\n");
  }
  static std::string id_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }
};

TEST_F(WithRights, NobodyAsksForOrganizationsOfOthers) {
  const auto refused = submit("other-token");
  EXPECT_EQ(refused.status, 403U);
  EXPECT_THAT(refused.body, HasSubstr("\"forbidden\""));
  EXPECT_EQ(submit("clinic-token").status, 200U);
  EXPECT_EQ(submit("other-token").status, 403U);
}

TEST_F(WithRights, ARefusalForWantOfRightsEndsWhenTheyAreGiven) {
  EXPECT_EQ(submit("other-token").status, 403U);
  reload_with("clients:\n" + client("other", "other-token", "    organizations: [\"1999000015\"]\n"));
  EXPECT_EQ(submit("other-token").status, 200U);
}

TEST_F(WithRights, NothingGoesToAnotherPayerForOrganizationsOfOthers) {
  gateway::Config config;
  config.clients = folder_ / "clients.yaml";
  config.upstreams = folder_ / "upstreams.yaml";
  std::ofstream(config.upstreams) << "upstreams:\n  - name: away\n    payers: [EXPL1]\n    dialect: x12\n"
                                     "    url: https://127.0.0.1:9/x12\n    sender: {id: GATEWAY}\n"
                                     "    receiver: {id: AWAY}\n";
  open(std::move(config));
  EXPECT_EQ(submit("other-token").status, 403U);
  EXPECT_EQ(submit("clinic-token").status, 503U);  // it was sent, and nobody is there
}

TEST_F(WithRights, WhoeverLosesThemHearsNothingMore) {
  const std::string id = id_of(created_by_clinic());
  const std::string case_id = pended_by_clinic();
  EXPECT_EQ(waiting_for(id), 1U);  // the handshake
  reload_with(without_clinic());
  certify_as_nurse(case_id);
  EXPECT_EQ(waiting_for(id), 1U);
}

TEST_F(WithRights, WhatWaitsForWhoeverLosesThemIsNotDelivered) {
  const std::string id = id_of(created_by_clinic());
  certify_as_nurse(pended_by_clinic());
  EXPECT_EQ(waiting_for(id), 2U);
  reload_with(without_clinic());
  deliver_after(std::chrono::seconds(1));
  EXPECT_EQ(state_of(id), gateway::SubscriptionState::off);
  EXPECT_EQ(waiting_for(id), 0U);
}

TEST_F(WithRights, SubscriptionsOfOpenAccessEndWithIt) {
  open(gateway::Config{});
  const std::string id = subscribe(subscription_json("http://127.0.0.1:9/hook"));
  gateway::Config config;
  config.clients = folder_ / "clients.yaml";
  open(std::move(config));
  deliver_after(std::chrono::seconds(1));
  EXPECT_EQ(state_of(id), gateway::SubscriptionState::off);
}

TEST_F(WithRights, AClientHasOnlySoManySubscriptions) {
  for (int i = 0; i < 100; ++i) EXPECT_EQ(create("CLEARTEST1", "clinic-token").status, 201U);
  const auto refused = create("CLEARTEST1", "clinic-token");
  EXPECT_EQ(refused.status, 403U);
  EXPECT_THAT(refused.body, HasSubstr("too-costly"));
  EXPECT_EQ(create("OTHER", "other-token").status, 201U);
}

TEST_F(WithRights, EveryNotificationOfAnOwnerGetsItsTurn) {
  for (int i = 0; i < 10; ++i) created_by_clinic();
  EXPECT_EQ(deliver_after(std::chrono::seconds(1)), 10U);  // four at a time
}

TEST_F(WithRights, NobodyPicksUpWhatIsForOthers) {
  reload_with("clients:\n" + client("edi", "edi-token",
                                    "    organizations: [\"CLEARTEST1\"]\n    paths: [\"/x12\"]\n"));
  const std::string own = "?sender=ZZ:CLEARTEST1&receiver=ZZ:EXPL1", others = "?sender=ZZ:OTHER&receiver=ZZ:EXPL1";
  EXPECT_EQ(send(Method::get, "/x12/outbox" + own, "", "edi-token").status, 204U);
  EXPECT_EQ(send(Method::get, "/x12/outbox" + others, "", "edi-token").status, 403U);
  EXPECT_EQ(send(Method::post, "/x12/outbox/taken" + own + "&through=1", "", "edi-token").status, 200U);
  EXPECT_EQ(send(Method::post, "/x12/outbox/taken" + others + "&through=1", "", "edi-token").status, 403U);
  EXPECT_EQ(send(Method::get, "/x12/gaps" + own, "", "edi-token").status, 200U);
  EXPECT_EQ(send(Method::get, "/x12/gaps" + others, "", "edi-token").status, 403U);
}

TEST_F(WithRights, NobodySendsInterchangesOfOthers) {
  const auto text = gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/mri-approved/request.x12");
  ASSERT_TRUE(text);
  reload_with("clients:\n" +
              client("edi", "edi-token", "    organizations: [\"CLEARTEST1\"]\n    paths: [\"/x12\"]\n") +
              client("else", "else-token", "    organizations: [\"OTHER\"]\n    paths: [\"/x12\"]\n"));
  EXPECT_EQ(send(Method::post, "/x12", *text, "else-token").status, 403U);
  EXPECT_EQ(send(Method::post, "/x12", *text + *text, "else-token").status, 403U);
  const auto answered = send(Method::post, "/x12", *text, "edi-token");
  EXPECT_EQ(answered.status, 200U);
  EXPECT_THAT(answered.body, HasSubstr("HCR*A1"));
}

TEST_F(WithRights, NobodySendsInterchangesOfOthersAmongTheirOwnInAFile) {
  const auto own = gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/mri-approved/request.x12");
  ASSERT_TRUE(own);
  std::string others = *own;
  others.replace(others.find("CLEARTEST1     "), 15, "OTHER          ");
  reload_with("clients:\n" +
              client("edi", "edi-token", "    organizations: [\"CLEARTEST1\"]\n    paths: [\"/x12\"]\n"));
  const auto sent = [&](const std::string& name, const std::string& bytes) {
    gateway::HttpRequest request;
    request.method = Method::post;
    request.path = "/x12";
    request.query = "mode=batch";
    request.content_type = "application/edi-x12";
    request.authorization = "Bearer edi-token";
    request.body_file = folder_ / name;
    std::ofstream(request.body_file, std::ios::binary) << bytes;
    return gateway_->answer_now(request).status;
  };
  EXPECT_EQ(sent("mixed.x12", *own + others), 403U);
  EXPECT_EQ(sent("own.x12", *own), 200U);
}

}  // namespace
