#include "work_support.hpp"

#include "gateway/cli/cli.hpp"
#include "gateway/work/case_change.hpp"
#include "subscription_support.hpp"

namespace work_test {

using gateway::Method;

void AtWork::SetUp() {
  gateway::Config config;
  config.subscriptions.plain_http = true;
  config.letters.made = false;
  open(std::move(config));
}

HttpReply AtWork::act(const std::string& path, const std::string& body) {
  return send(Method::post, "/review/" + path, body, "application/json");
}

std::string AtWork::done(const std::string& path, const std::string& body) {
  const HttpReply reply = act(path, body);
  EXPECT_EQ(reply.status, 200U) << path << " " << reply.body;
  return reply.body;
}

std::string AtWork::look(const std::string& path) {
  const HttpReply reply = get("/review/" + path);
  EXPECT_EQ(reply.status, 200U) << path << " " << reply.body;
  return reply.body;
}

void AtWork::desk() {
  const auto worked = gateway::work_due(gateway().services());
  EXPECT_TRUE(worked) << worked.error().first().remedy;
}

std::string AtWork::outbox() { return get("/x12/outbox?sender=ZZ:CLEARTEST1&receiver=ZZ:EXAMPLEPLAN").body; }

std::string AtWork::sent_by_x12(const std::string& scenario) {
  const HttpReply reply =
      send(Method::post, "/x12", x12_fixture(scenario + "/request.x12"), "application/edi-x12");
  EXPECT_EQ(reply.status, 200U) << reply.body;
  const std::string list = look("worklist");
  const std::size_t at = list.rfind("{\"id\":\"");
  EXPECT_NE(at, std::string::npos) << list;
  return at == std::string::npos ? std::string() : list.substr(at + 7, list.find('"', at + 7) - at - 7);
}

std::string AtWork::quoting(const std::string& id, const std::string& fixture) {
  const std::string view = look(id);
  const std::size_t at = view.find("\"reference\":\"NR") + 13;
  const std::string reference = view.substr(at, view.find('"', at) - at);
  std::string text = x12_fixture(fixture);
  const std::string hole = "{{reference}}";
  for (std::size_t place = 0; (place = text.find(hole)) != std::string::npos;) {
    text.replace(place, hole.size(), reference);
  }
  return text;
}

void AtWork::spoil(const std::string& id) {
  gateway::Services& services = gateway().services();
  const auto found = services.store.find_case(precert::CaseId(id));
  ASSERT_TRUE(found && *found);
  gateway::CaseWrite write;
  write.record = **found;
  write.expected_version = write.record.version;
  ++write.record.version;
  write.record.determination = "no JSON";
  gateway::Exchange exchange;
  exchange.cases.push_back(std::move(write));
  ASSERT_EQ(gateway::commit_now(services, std::move(exchange)).outcome, gateway::CommitOutcome::committed);
}

std::string AtWork::denied(bool by_x12) {
  const std::string id = by_x12 ? sent_by_x12("pet-denied") : submitted("pet-denied");
  done(id + "/decision", x12_fixture("pet-denied/decision.json"));
  return id;
}

void AtWork::listen() {
  const HttpReply made = post("/fhir/Subscription",
                              subscription_test::subscription_json("http://127.0.0.1:9/hook", "1999000015"));
  EXPECT_EQ(made.status, 201U) << made.body;
  const fhir_conversation::Read read(made.body);
  subscription_ = read.root().find("id").string();
}

std::size_t AtWork::heard() {
  const auto waiting = gateway().services().store.notifications_waiting(subscription_);
  EXPECT_TRUE(waiting);
  return waiting ? *waiting - 1 : 0;  // the handshake waits, too
}

std::string x12_fixture(const std::string& path) {
  const auto text = gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/" + path);
  EXPECT_TRUE(text) << path;
  return text ? *text : std::string();
}

std::string work_id(const std::string& json, std::string_view kind) {
  const std::size_t at = json.find("\"kind\":\"" + std::string(kind) + "\",\"state\"");
  EXPECT_NE(at, std::string::npos) << kind << " in " << json;
  if (at == std::string::npos) return {};
  const std::size_t id = json.rfind("\"id\":\"", at) + 6;
  return json.substr(id, json.find('"', id) - id);
}

}  // namespace work_test
