// Subscriptions as clients send them, and what notifications look like on the wire.
#include "mappers/fhir/notification.hpp"
#include "mappers/fhir/subscription.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"

namespace {

using mappers::NotificationType;
using mappers::PasVersion;
using mappers::SubscriptionRules;
using testing::ElementsAre;
using testing::Pair;

constexpr base::Instant now{std::chrono::seconds(1'767'634'200)};  // 2026-01-05T17:30:00Z

/// A Subscription whose pieces a test changes.
struct Body {
  std::string status = "requested";
  std::string criteria = "http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic";
  std::string filters = filter("org-identifier=1234567893,SENDER1");
  std::string type = "rest-hook";
  std::string endpoint = "https://client.example.org/hook";
  std::string payload = "application/fhir+json";
  std::string content = "full-resource";
  std::string more;          // members of the resource
  std::string channel_more;  // members of the channel

  static std::string filter(const std::string& text) {
    return R"({"url":"http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria",)"
           R"("valueString":")" +
           text + "\"}";
  }
  [[nodiscard]] std::string json() const {
    return R"({"resourceType":"Subscription","status":")" + status + R"(","reason":"to know","criteria":")" +
           criteria + R"(","_criteria":{"extension":[)" + filters + R"(]},)" + more +
           R"("channel":{"type":")" + type + R"(","endpoint":")" + endpoint + R"(",)" + channel_more +
           R"("payload":")" + payload +
           R"(","_payload":{"extension":[{"url":)"
           R"("http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content",)"
           R"("valueCode":")" +
           content + R"("}]}}})";
  }
};

base::Result<mappers::Subscription> read(const Body& body, const SubscriptionRules& rules = {}) {
  json::Document document;
  const auto parsed = document.parse_copy(body.json());
  EXPECT_TRUE(parsed) << body.json();
  return mappers::subscription_from(*parsed, rules);
}

std::vector<std::string> places(const base::Result<mappers::Subscription>& read) {
  std::vector<std::string> all;
  if (read) return all;
  for (const base::Issue& issue : read.error()) all.push_back(issue.where);
  return all;
}

TEST(SubscriptionFrom, ReadsWhatTheOwnerWants) {
  Body body;
  body.more = R"("end":"2027-01-01T00:00:00Z",)";
  body.channel_more =
      R"("header":["Authorization: Bearer abc","X-Key:  1 "],"extension":[)"
      R"({"url":"http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-heartbeat-period",)"
      R"("valueUnsignedInt":60},)"
      R"({"url":"http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-timeout",)"
      R"("valueUnsignedInt":5}],)";
  const auto found = read(body);
  ASSERT_TRUE(found) << found.error().first().where;
  EXPECT_TRUE(found->wanted);
  EXPECT_EQ(found->endpoint, "https://client.example.org/hook");
  EXPECT_EQ(found->payload, "application/fhir+json");
  EXPECT_EQ(found->content, mappers::NotificationContent::full_resource);
  EXPECT_THAT(found->organizations, ElementsAre("1234567893", "SENDER1"));
  EXPECT_THAT(found->headers, ElementsAre(Pair("Authorization", "Bearer abc"), Pair("X-Key", "1")));
  EXPECT_EQ(found->end, base::instant_from_iso("2027-01-01T00:00:00Z"));
  EXPECT_EQ(found->heartbeat, std::chrono::seconds(60));
  EXPECT_EQ(found->timeout, std::chrono::seconds(5));
}

TEST(SubscriptionFrom, TakesTheTopicsOwnNameOfTheFilterAndASystem) {
  Body body;
  body.filters = Body::filter("orgIdentifier=http://hl7.org/fhir/sid/us-npi|1234567893");
  const auto found = read(body);
  ASSERT_TRUE(found);
  EXPECT_THAT(found->organizations, ElementsAre("1234567893"));
}

TEST(SubscriptionFrom, ReportsEverythingThatIsWrongAtOnce) {
  Body body;
  body.criteria = "http://example.org/other-topic";
  body.type = "websocket";
  body.content = "id-only";
  body.payload = "application/fhir+xml";
  EXPECT_THAT(places(read(body)),
              ElementsAre("Subscription.criteria", "Subscription.channel.type",
                          "Subscription.channel.payload", "Subscription.channel.payload.extension"));
}

TEST(SubscriptionFrom, TakesIdOnlyFor201) {
  Body body;
  body.content = "id-only";
  SubscriptionRules rules;
  rules.version = PasVersion::v2_0_1;
  const auto found = read(body, rules);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->content, mappers::NotificationContent::id_only);
}

TEST(SubscriptionFrom, WantsOneFilterOnTheOrganization) {
  Body none, other, two;
  none.filters = "";
  other.filters = Body::filter("Encounter.patient=Patient/123");
  two.filters = Body::filter("org-identifier=A") + "," + Body::filter("org-identifier=B");
  for (const Body& body : {none, other, two}) {
    EXPECT_THAT(places(read(body)), ElementsAre("Subscription.criteria.extension"));
  }
}

TEST(SubscriptionFrom, TakesAnyFilterFor201WhenToldTo) {
  Body body;
  body.filters = Body::filter("Encounter.patient=Patient/123");
  SubscriptionRules rules;
  rules.any_filter = true;
  EXPECT_FALSE(read(body, rules)) << "2.2.1 stays strict";
  rules.version = PasVersion::v2_0_1;
  const auto found = read(body, rules);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->organizations.empty());
}

TEST(SubscriptionFrom, RefusesHeadersThatCouldNotBeSentOrAreNotTheOwners) {
  for (const char* header :
       {"no colon", "Content-Length: 3", "Host: other", "X-Break: a\\r\\nX-Two: b", " : x"}) {
    Body body;
    body.channel_more = R"("header":[")" + std::string(header) + R"("],)";
    EXPECT_THAT(places(read(body)), ElementsAre("Subscription.channel.header")) << header;
  }
}

TEST(SubscriptionFrom, NeverQuotesAHeaderInAFault) {
  Body body;
  body.channel_more = R"("header":["secret without a colon"],)";
  const auto found = read(body);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().first().remedy.find("secret"), std::string::npos);
}

TEST(SubscriptionFrom, RefusesAnEndThatHasPassedUnlessNobodyAsks) {
  Body body;
  body.more = R"("end":"2020-12-31T12:00:00Z",)";
  SubscriptionRules rules;
  EXPECT_TRUE(read(body, rules));
  rules.now = now;
  EXPECT_THAT(places(read(body, rules)), ElementsAre("Subscription.end"));
}

TEST(SubscriptionFrom, RefusesAnotherResource) {
  json::Document document;
  const auto parsed = document.parse_copy(R"({"resourceType":"Patient"})");
  ASSERT_TRUE(parsed);
  EXPECT_FALSE(mappers::subscription_from(*parsed, {}));
}

TEST(WriteSubscription, KeepsWhatTheOwnerSentAndAddsWhereItStands) {
  Body body;
  body.more = R"("id":"mine","meta":{"versionId":"9","profile":["P"]},"error":"old",)";
  body.channel_more = R"("header":["Authorization: Bearer abc"],)";
  json::Document sent, written;
  const auto parsed = sent.parse_copy(body.json());
  ASSERT_TRUE(parsed);
  std::string text;
  json::Writer out(text);
  mappers::write_subscription(out, *parsed, {"S1", "requested", "2", now, ""});
  const auto back = written.parse_copy(text);
  ASSERT_TRUE(back) << text;
  EXPECT_EQ(fhir::text(*back, "id"), "S1");
  EXPECT_EQ(fhir::text(*back, "status"), "requested");
  EXPECT_EQ(back->find("meta").find("versionId").string(), "2");
  EXPECT_EQ(back->find("meta").find("profile").at(0).string(), "P");
  EXPECT_FALSE(back->find("error").exists());
  EXPECT_TRUE(json::same_content(back->find("channel"), parsed->find("channel")));
  EXPECT_TRUE(json::same_content(back->find("_criteria"), parsed->find("_criteria")));
}

/// One parsed notification.
class Sent {
 public:
  explicit Sent(const std::string& text) {
    const auto parsed = document_.parse_copy(text);
    EXPECT_TRUE(parsed) << text;
    if (parsed) bundle = *parsed;
  }
  [[nodiscard]] json::Value entry(std::size_t index) const { return bundle.find("entry").at(index); }
  [[nodiscard]] std::string parameter(std::string_view name) const {
    for (const json::Value one : entry(0).find("resource").find("parameter").elements()) {
      if (one.find("name").string() != name) continue;
      for (const json::Member member : one.members()) {
        if (!member.key.starts_with("value")) continue;
        const json::Value value = member.value;
        return std::string(value.is_object() ? value.find("reference").string() : value.string());
      }
    }
    return "absent";
  }
  json::Value bundle;

 private:
  json::Document document_;
};

mappers::SubscriptionStatus status(std::string_view state) {
  mappers::SubscriptionStatus made;
  made.id = "S1";
  made.base_url = "https://gateway.example.org/fhir";
  made.status = state;
  made.events = 7;
  return made;
}

TEST(NotificationFrom, SaysOfAHandshakeWhoseItIs) {
  const Sent sent(
      mappers::notification_from(status("requested"), NotificationType::handshake, nullptr, now, "seed"));
  EXPECT_EQ(fhir::text(sent.bundle, "type"), "history");
  EXPECT_EQ(sent.bundle.find("entry").size(), 1U);
  EXPECT_EQ(sent.parameter("subscription"), "https://gateway.example.org/fhir/Subscription/S1");
  EXPECT_EQ(sent.parameter("topic"), mappers::pas_subscription_topic);
  EXPECT_EQ(sent.parameter("status"), "requested");
  EXPECT_EQ(sent.parameter("type"), "handshake");
  EXPECT_EQ(sent.entry(0).find("request").find("url").string(),
            "https://gateway.example.org/fhir/Subscription/S1/$status");
  EXPECT_EQ(sent.entry(0).find("response").find("status").string(), "200");
}

TEST(NotificationFrom, CarriesTheWholeBundleOfAnEvent) {
  const mappers::NotificationEvent event{5, now, "https://gateway.example.org/fhir/Bundle/C1.2",
                                         R"({"resourceType":"Bundle","id":"C1.2","type":"collection"})"};
  const Sent sent(mappers::notification_from(status("active"), NotificationType::event_notification, &event,
                                             now, "seed"));
  EXPECT_EQ(sent.parameter("status"), "active");
  EXPECT_EQ(sent.parameter("type"), "event-notification");
  EXPECT_EQ(sent.parameter("events-since-subscription-start"), "5");
  const json::Value second = sent.entry(1);
  EXPECT_EQ(fhir::text(second, "fullUrl"), event.focus);
  EXPECT_EQ(fhir::text(second.find("resource"), "id"), "C1.2");
  EXPECT_TRUE(second.find("request").exists());
  EXPECT_TRUE(second.find("response").exists());
}

TEST(NotificationFrom, NamesTheFocusOfAnEventInItsParts) {
  const mappers::NotificationEvent event{5, now, "https://gateway.example.org/fhir/ClaimResponse/C1", ""};
  const Sent sent(mappers::notification_from(status("active"), NotificationType::event_notification, &event,
                                             now, "seed"));
  json::Value parts;
  for (const json::Value one : sent.entry(0).find("resource").find("parameter").elements()) {
    if (one.find("name").string() == "notification-event") parts = one.find("part");
  }
  EXPECT_EQ(parts.at(0).find("valueString").string(), "5");
  EXPECT_EQ(parts.at(1).find("valueInstant").string(), "2026-01-05T17:30:00Z");
  EXPECT_EQ(parts.at(2).find("valueReference").find("reference").string(), event.focus);
  EXPECT_EQ(fhir::text(sent.entry(1), "fullUrl"), event.focus);
  EXPECT_FALSE(sent.entry(1).find("resource").exists()) << "id-only";
}

TEST(NotificationFrom, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const auto made = [](std::string_view seed) {
    return mappers::notification_from(status("active"), NotificationType::heartbeat, nullptr, now, seed);
  };
  EXPECT_EQ(made("a"), made("a"));
  EXPECT_NE(made("a"), made("b"));
}

TEST(StatusSearchset, HasOneEntryForEachAndSaysWhatIsWrong) {
  mappers::SubscriptionStatus broken = status("error");
  broken.error = "the subscriber answered 500.";
  const std::vector<mappers::SubscriptionStatus> both{status("active"), broken};
  const std::string text = mappers::status_searchset_from(both, "https://g/fhir/Subscription/$status", now);
  const Sent sent(text);
  EXPECT_EQ(fhir::text(sent.bundle, "type"), "searchset");
  EXPECT_EQ(sent.bundle.find("total").number_text(), "2");
  EXPECT_EQ(sent.parameter("type"), "query-status");
  EXPECT_EQ(sent.parameter("events-since-subscription-start"), "7");
  EXPECT_THAT(text, testing::HasSubstr("the subscriber answered 500."));
  EXPECT_EQ(mappers::status_searchset_from({}, "x", now).find("entry"), std::string::npos);
}

}  // namespace
