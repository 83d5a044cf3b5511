// Subscriptions and their notifications from end to end inside one process: requests go to the gateway, a
// listener stands in for the subscriber, and time passes only when a test says so.
#include "parsers/json/document.hpp"
#include "tests/support/listener.hpp"
#include "tests/unit/gateway/subscription_support.hpp"

namespace {

using gateway::Method;
using std::chrono::seconds;
using subscription_test::subscription_json;
using testing::HasSubstr;
using testing::Not;

class Subscriptions : public subscription_test::Subscribed {
 protected:
  void SetUp() override { open(); }
  [[nodiscard]] std::string mine() const { return subscription_json(listener_.url()); }
  [[nodiscard]] std::string body(std::size_t index) const {
    const auto all = listener_.received();
    EXPECT_LT(index, all.size());
    return index < all.size() ? all[index].body : std::string();
  }
  support::Listener listener_;
};

TEST_F(Subscriptions, AnswersWithTheSubscriptionAsSentAndRequested) {
  const auto reply = send(Method::post, "/fhir/Subscription", mine());
  EXPECT_EQ(reply.status, 201U);
  EXPECT_THAT(reply.body, HasSubstr(R"("status":"requested")"));
  EXPECT_THAT(reply.body, HasSubstr(R"("header":["Authorization: Bearer hook-token"])"));
  const std::map<std::string, std::string> headers(reply.headers.begin(), reply.headers.end());
  EXPECT_THAT(headers.at("Location"), HasSubstr("http://gateway.test/fhir/Subscription/S"));
  EXPECT_EQ(headers.at("ETag"), "W/\"1\"");
}

TEST_F(Subscriptions, ShakesHandsAfterTheReplyIsOut) {
  const std::string id = subscribe(mine());
  EXPECT_EQ(deliver(), 0U) << "not in the same second";
  EXPECT_EQ(deliver_after(seconds(1)), 1U);
  const auto all = listener_.received();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].target, "/hook");
  EXPECT_EQ(all[0].headers.at("Authorization"), "Bearer hook-token");
  EXPECT_EQ(all[0].headers.at("Content-Type"), "application/fhir+json");
  EXPECT_THAT(all[0].body, HasSubstr(R"("valueCode":"handshake")"));
  EXPECT_THAT(all[0].body, HasSubstr(R"("valueCode":"requested")"));
  EXPECT_THAT(all[0].body, HasSubstr("/fhir/Subscription/" + id + "/$status\""));
  EXPECT_EQ(status(id), "active");
}

TEST_F(Subscriptions, WaitsForAListenerThatIsNotReadyYet) {
  listener_.answer_with({500, 500});
  const std::string id = subscribe(mine());
  EXPECT_EQ(deliver_after(seconds(1)), 1U);
  EXPECT_EQ(status(id), "requested") << "the first failure is no error";
  EXPECT_EQ(deliver_after(seconds(1)), 1U);
  EXPECT_EQ(deliver_after(seconds(4)), 0U);
  EXPECT_EQ(deliver_after(seconds(1)), 1U);
  EXPECT_EQ(status(id), "active");
}

TEST_F(Subscriptions, TellsOfADecisionWithTheWholeResponse) {
  subscribe_and_shake(mine());
  const std::string case_id = pended_case();
  EXPECT_EQ(deliver(), 0U) << "pending is told in the answer itself";
  certify(case_id);
  EXPECT_EQ(deliver(), 1U);
  const std::string event = body(1);
  EXPECT_THAT(event, HasSubstr(R"("valueCode":"event-notification")"));
  EXPECT_THAT(event, HasSubstr(R"({"name":"event-number","valueString":"1"})"));
  EXPECT_THAT(event, HasSubstr(R"("reference":"http://gateway.test/fhir/Bundle/)" + case_id + ".2\""));
  json::Document document;
  const auto bundle = document.parse_copy(event);
  ASSERT_TRUE(bundle);
  const json::Value inner = bundle->find("entry").at(1).find("resource");
  EXPECT_EQ(inner.find("type").string(), "collection");
  EXPECT_EQ(inner.find("id").string(), case_id + ".2");
  EXPECT_EQ(inner.find("entry").at(0).find("resource").find("resourceType").string(), "ClaimResponse");
  EXPECT_THAT(event, HasSubstr("\"A1\""));
  EXPECT_THAT(event, HasSubstr("\"fullUrl\":\"" + patient_url_ + "\"")) << "resources as they were sent";
}

TEST_F(Subscriptions, FindsSubscribersByTheRequestersNpiToo) {
  subscribe_and_shake(subscription_json(listener_.url(), "1999000015"));
  certify(pended_case());
  EXPECT_EQ(deliver(), 1U);
}

TEST_F(Subscriptions, TellsNobodyElse) {
  subscribe_and_shake(subscription_json(listener_.url(), "OTHER"));
  certify(pended_case());
  EXPECT_EQ(deliver(), 0U);
}

TEST_F(Subscriptions, NamesOnlyTheResponseWhereIdsAreWanted) {
  subscribe_and_shake(subscription_json(listener_.url(), "CLEARTEST1", "id-only"), "/fhir/2.0.1");
  const std::string case_id = pended_case();
  certify(case_id);
  EXPECT_EQ(deliver(), 1U);
  EXPECT_THAT(body(1), HasSubstr("http://gateway.test/fhir/2.0.1/ClaimResponse/" + case_id));
  EXPECT_THAT(body(1), Not(HasSubstr(R"("resourceType":"ClaimResponse")")));
}

TEST_F(Subscriptions, KeepsTheOrderWhenADeliveryFails) {
  subscribe_and_shake(mine());
  const std::string first = pended_case(1), second = pended_case(2);
  listener_.answer_with({503});
  certify(first);
  certify(second);
  EXPECT_EQ(deliver(), 1U) << "the second waits behind the first";
  EXPECT_EQ(deliver_after(seconds(1)), 2U);
  EXPECT_THAT(body(2), HasSubstr(R"("event-number","valueString":"1")"));
  EXPECT_THAT(body(2), HasSubstr(first));
  EXPECT_THAT(body(3), HasSubstr(R"("event-number","valueString":"2")"));
  EXPECT_THAT(body(3), HasSubstr(second));
}

TEST_F(Subscriptions, DeliverAfterARestartWhatWaitedBefore) {
  const std::string id = subscribe_and_shake(mine());
  const std::string case_id = pended_case();
  listener_.answer_with({500});
  certify(case_id);
  EXPECT_EQ(deliver(), 1U);
  open();
  EXPECT_EQ(status(id), "active");
  EXPECT_EQ(deliver(), 0U) << "its wait goes on";
  EXPECT_EQ(deliver_after(seconds(1)), 1U);
  EXPECT_THAT(body(2), HasSubstr(case_id));
}

TEST_F(Subscriptions, GiveUpForAllToSeeAndBeginAnewOnRequest) {
  gateway::Config config;
  config.subscriptions.give_up_after = seconds(6);
  open(std::move(config));
  const std::string id = subscribe_and_shake(mine());
  certify(pended_case());
  listener_.answer_with({500, 500, 500});
  EXPECT_EQ(deliver(), 1U);
  EXPECT_EQ(deliver_after(seconds(1)), 1U);
  EXPECT_EQ(status(id), "active");
  EXPECT_EQ(deliver_after(seconds(5)), 1U);
  EXPECT_EQ(status(id), "error");
  EXPECT_THAT(send(Method::get, "/fhir/Subscription/" + id + "/$status").body, HasSubstr("answered 500"));
  EXPECT_THAT(send(Method::get, "/metrics").body,
              HasSubstr(R"(precert_notifications_total{kind="event",outcome="given_up"} 1)"));
  const std::string again = R"({"id":")" + id + "\"," + mine().substr(1);
  EXPECT_EQ(send(Method::put, "/fhir/Subscription/" + id, again).status, 200U);
  EXPECT_EQ(deliver_after(seconds(1)), 1U);
  EXPECT_EQ(status(id), "active");
}

TEST_F(Subscriptions, StopWhenTheirOwnerSwitchesThemOff) {
  const std::string id = subscribe_and_shake(mine());
  std::string off = R"({"id":")" + id + "\"," + mine().substr(1);
  off.replace(off.find("requested"), 9, "off");
  const auto reply = send(Method::put, "/fhir/Subscription/" + id, off);
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, HasSubstr(R"("status":"off")"));
  certify(pended_case());
  EXPECT_EQ(deliver_after(seconds(1)), 0U);
}

TEST_F(Subscriptions, EndByThemselves) {
  std::string ending = mine();
  ending.insert(1, R"("end":"2026-01-05T18:00:00Z",)");
  const std::string id = subscribe_and_shake(ending);
  clock_.advance(std::chrono::minutes(30));
  EXPECT_EQ(status(id), "off");
  certify(pended_case());
  EXPECT_EQ(deliver(), 0U);
}

TEST_F(Subscriptions, SendHeartbeatsOnlyToThoseThatAsk) {
  subscribe_and_shake(mine());
  EXPECT_EQ(deliver_after(seconds(3600)), 0U);
  std::string beating = mine();
  beating.insert(beating.find(R"("type":"rest-hook")"),
                 R"("extension":[{"url":"http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/)"
                 R"(backport-heartbeat-period","valueUnsignedInt":60}],)");
  subscribe_and_shake(beating);
  EXPECT_EQ(deliver_after(seconds(59)), 0U);
  EXPECT_EQ(deliver_after(seconds(1)), 1U);
  EXPECT_THAT(listener_.received().back().body, HasSubstr(R"("valueCode":"heartbeat")"));
  EXPECT_EQ(deliver_after(seconds(60)), 1U);
}

TEST_F(Subscriptions, CanBeReadFoundAndDeleted) {
  const std::string id = subscribe(mine());
  const std::string one = "/fhir/Subscription/" + id;
  EXPECT_EQ(send(Method::get, one).status, 200U);
  EXPECT_THAT(send(Method::get, "/fhir/Subscription?url=" + listener_.url()).body, HasSubstr(R"("total":1)"));
  EXPECT_THAT(send(Method::get, "/fhir/Subscription?status=active").body, HasSubstr(R"("total":0)"));
  EXPECT_THAT(send(Method::post, "/fhir/Subscription/$status",
                   R"({"resourceType":"Parameters","parameter":[{"name":"id","valueId":")" + id + "\"}]}")
                  .body,
              HasSubstr(R"("total":1)"));
  EXPECT_EQ(send(Method::get, "/fhir/2.0.1/Subscription/" + id).status, 404U) << "each base has its own";
  EXPECT_EQ(send(Method::del, one).status, 204U);
  EXPECT_EQ(send(Method::get, one).status, 404U);
  EXPECT_EQ(send(Method::get, one + "/$status").status, 404U);
  EXPECT_EQ(deliver_after(seconds(1)), 0U);
}

TEST_F(Subscriptions, ChangeOnlyAsTheVersionThatWasRead) {
  const std::string id = subscribe(mine());
  const std::string changed = R"({"id":")" + id + "\"," + mine().substr(1);
  const std::string one = "/fhir/Subscription/" + id;
  EXPECT_EQ(send(Method::put, one, changed, "", "W/\"7\"").status, 412U);
  EXPECT_EQ(send(Method::put, one, changed, "", "W/\"1\"").status, 200U);
  EXPECT_EQ(send(Method::put, one, mine()).status, 400U) << "the body names no id";
  EXPECT_EQ(send(Method::put, "/fhir/Subscription/S999", changed).status, 404U);
}

TEST_F(Subscriptions, AreReadAgainWhenTheirStateHasChanged) {
  const std::string id = subscribe(mine());
  gateway::HttpRequest read;
  read.path = "/fhir/Subscription/" + id;
  read.if_none_match = "W/\"1\"";  // of the 201
  EXPECT_EQ(gateway_->answer_now(read).status, 304U);
  EXPECT_EQ(deliver_after(seconds(1)), 1U);
  const auto active = gateway_->answer_now(read);
  EXPECT_EQ(active.status, 200U);
  EXPECT_THAT(active.body, HasSubstr(R"("versionId":"1.active")"));
  const std::map<std::string, std::string> headers(active.headers.begin(), active.headers.end());
  read.if_none_match = headers.at("ETag");
  EXPECT_EQ(gateway_->answer_now(read).status, 304U);
  const std::string changed = R"({"id":")" + id + "\"," + mine().substr(1);
  EXPECT_EQ(send(Method::put, read.path, changed, "", "W/\"1\"").status, 200U)
      << "its state is not the owner's";
}

TEST_F(Subscriptions, AreToldApartByTheIdOfAStatusRequest) {
  const std::string id = subscribe(mine());
  subscribe(mine());
  EXPECT_THAT(send(Method::post, "/fhir/Subscription/$status",
                   R"({"resourceType":"Parameters","parameter":[{"name":"id","valueId":")" + id + "\"}]}")
                  .body,
              HasSubstr(R"("total":1)"));
}

TEST_F(Subscriptions, AreRefusedWithAnOutcomeThatNamesEveryFault) {
  std::string wrong = subscription_json(listener_.url(), "A", "id-only");
  wrong.replace(wrong.find("rest-hook"), 9, "websocket");
  const auto reply = send(Method::post, "/fhir/Subscription", wrong);
  EXPECT_GE(reply.status, 400U);
  EXPECT_LT(reply.status, 500U);
  EXPECT_THAT(reply.body, HasSubstr("OperationOutcome"));
  EXPECT_THAT(reply.body, HasSubstr("Subscription.channel.type"));
  EXPECT_THAT(reply.body, HasSubstr("Subscription.channel.payload.extension"));
}

TEST_F(Subscriptions, AreShownInMetadata) {
  const std::string body = send(Method::get, "/fhir/metadata").body;
  const std::string part = body.substr(body.find(R"("type":"Subscription")"));
  for (const char* code :
       {"create", "update", "delete", "read", "search-type", "backport-subscription-status"}) {
    EXPECT_THAT(part, HasSubstr(code));
  }
}

TEST_F(Subscriptions, MayNotLeadIntoThePrivateNetwork) {
  gateway::HttpRequest request;
  request.method = Method::post;
  request.path = "/fhir/Subscription";
  gateway_.reset();
  gateway::Config config;
  config.log_level = "off";
  config.data_dir = folder_.path();
  config.demo = true;
  auto strict = gateway::Gateway::open(std::move(config));
  ASSERT_TRUE(strict);
  for (const char* url : {"http://client.example.org/hook", "https://127.0.0.1/hook", "https://[::1]/hook",
                          "https://10.1.2.3/hook", "https://localhost/hook", "file:///etc/passwd"}) {
    request.body = subscription_json(url);
    const auto reply = (*strict)->answer_now(request);
    EXPECT_EQ(reply.status, 400U) << url;
    EXPECT_THAT(reply.body, HasSubstr("Subscription.channel.endpoint")) << url;
  }
  request.body = subscription_json("https://client.example.org/hook");
  EXPECT_EQ((*strict)->answer_now(request).status, 201U);
}

}  // namespace
