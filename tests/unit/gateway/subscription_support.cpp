#include "tests/unit/gateway/subscription_support.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "parsers/json/document.hpp"

namespace subscription_test {
namespace {

using gateway::HttpReply;
using gateway::Method;

std::string fixture(const std::string& path) {
  std::ifstream in(std::filesystem::path(PRECERT_SOURCE_DIR) / "fixtures" / path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

/// The value of the first `"key":"…"` after `from`.
std::string text_after(const std::string& json, const std::string& key, std::size_t from = 0) {
  const std::string mark = "\"" + key + "\":\"";
  const std::size_t at = json.find(mark, from);
  if (at == std::string::npos) return {};
  return json.substr(at + mark.size(), json.find('"', at + mark.size()) - at - mark.size());
}

}  // namespace

std::string subscription_json(const std::string& url, const std::string& organizations,
                              const std::string& content) {
  return R"({"resourceType":"Subscription","status":"requested","reason":"to know",)"
         R"("criteria":"http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic",)"
         R"("_criteria":{"extension":[{"url":)"
         R"("http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria",)"
         R"("valueString":"org-identifier=)" +
         organizations + R"("}]},"channel":{"type":"rest-hook","endpoint":")" + url +
         R"(","header":["Authorization: Bearer hook-token"],"payload":"application/fhir+json",)"
         R"("_payload":{"extension":[{"url":)"
         R"("http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content",)"
         R"("valueCode":")" +
         content + R"("}]}}})";
}

void Subscribed::open(gateway::Config config) {
  gateway_.reset();
  config.log_level = "off";
  config.data_dir = folder_.path();
  config.demo = true;
  config.base_url = "http://gateway.test";
  config.subscriptions.plain_http = true;
  gateway::Injected injected;
  injected.clock = &clock_;
  auto opened = gateway::Gateway::open(std::move(config), injected);
  ASSERT_TRUE(opened) << opened.error().first().remedy;
  gateway_ = std::move(*opened);
}

HttpReply Subscribed::send(Method method, const std::string& path, const std::string& body,
                           const std::string& token, const std::string& if_match) {
  gateway::HttpRequest request;
  request.method = method;
  const std::size_t question = path.find('?');
  request.path = path.substr(0, question);
  if (question != std::string::npos) request.query = path.substr(question + 1);
  request.body = body;
  if (!body.empty()) request.content_type = "application/fhir+json";
  if (!token.empty()) request.authorization = "Bearer " + token;
  request.if_match = if_match;
  return gateway_->answer_now(request);
}

std::string Subscribed::subscribe(const std::string& json, const std::string& base) {
  const HttpReply reply = send(Method::post, base + "/Subscription", json);
  EXPECT_EQ(reply.status, 201U) << reply.body;
  return text_after(reply.body, "id");
}

std::string Subscribed::subscribe_and_shake(const std::string& json, const std::string& base) {
  std::string id = subscribe(json, base);
  EXPECT_EQ(deliver_after(std::chrono::seconds(1)), 1U);
  EXPECT_EQ(status(id, base), "active");
  return id;
}

std::string Subscribed::pended_case(int number) {
  std::string bundle = fixture("scenarios/mri-pended/request.fhir.json");
  replace_all(bundle, "MRI02", "B" + std::to_string(number));
  json::Document document;
  const auto parsed = document.parse_copy(bundle);
  EXPECT_TRUE(parsed);
  if (parsed) {
    const json::Value claim = parsed->find("entry").at(0).find("resource");
    patient_url_ = claim.find("patient").find("reference").string();
  }
  const HttpReply reply = send(Method::post, "/fhir/Claim/$submit", bundle);
  EXPECT_EQ(reply.status, 200U) << reply.body;
  EXPECT_THAT(reply.body, testing::HasSubstr("\"A4\""));
  return text_after(reply.body, "id", reply.body.find("\"ClaimResponse\""));
}

void Subscribed::certify(const std::string& case_id) {
  const HttpReply reply =
      send(Method::post, "/review/" + case_id + "/decision",
           R"({"reviewer":{"id":"n1"},"role":"nurse","lines":[{"sequence":1,"action":"certified"}]})");
  EXPECT_EQ(reply.status, 200U) << reply.body;
}

std::string Subscribed::status(const std::string& id, const std::string& base) {
  const HttpReply reply = send(Method::get, base + "/Subscription/" + id + "/$status");
  EXPECT_EQ(reply.status, 200U) << reply.body;
  return text_after(reply.body, "valueCode");
}

}  // namespace subscription_test
