// The real server over real sockets: conversations, limits, refusals, drain.
#include <sys/types.h>

#include <csignal>
#include <thread>

#include "server_process.hpp"

namespace {

using support::fixture;
using support::ServerProcess;
using testing::HasSubstr;
using testing::Not;

class Serve : public testing::Test {
 protected:
  Serve() : server_(folder_.path()) {}
  void SetUp() override { ASSERT_TRUE(server_.ready()); }

  gateway::HttpReply post(const std::string& path, const std::string& type, const std::string& body) {
    auto reply = server_.post(path, type, body);
    EXPECT_TRUE(reply);
    return reply ? std::move(*reply) : gateway::HttpReply();
  }
  gateway::HttpReply get(const std::string& path, const std::string& query = "") {
    auto reply = server_.get(path, query);
    EXPECT_TRUE(reply);
    return reply ? std::move(*reply) : gateway::HttpReply();
  }

  support::TemporaryFolder folder_;
  ServerProcess server_;
};

TEST_F(Serve, CertifiesA278ThatHasItsFacts) {
  const auto reply = post("/x12", "application/edi-x12", fixture("scenarios/mri-approved/request.x12"));
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, HasSubstr("HCR*A1*AUTH"));
}

TEST_F(Serve, PendsABundleThatLacksThemAndFindsItAgain) {
  const auto reply =
      post("/fhir/Claim/$submit", "application/fhir+json", fixture("scenarios/mri-pended/request.fhir.json"));
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.content_type, HasSubstr("application/fhir+json"));
  EXPECT_THAT(reply.body, HasSubstr("\"code\":\"A4\""));
  EXPECT_THAT(get("/review/worklist").body, HasSubstr("conservative-care-weeks"));
}

TEST_F(Serve, AnswersTheSameBytesWithTheSameBytes) {
  const std::string message = fixture("scenarios/mri-approved/request.x12");
  const auto first = post("/x12", "application/edi-x12", message);
  const auto second = post("/x12", "application/edi-x12", message);
  EXPECT_EQ(first.body, second.body);
  EXPECT_THAT(get("/metrics").body, HasSubstr("precert_replays_total 1"));
}

TEST_F(Serve, DecidesOnceWhenTheSameBytesComeAtTheSameTime) {
  const std::string message = fixture("scenarios/mri-approved/request.x12");
  std::vector<std::string> answers(8);
  std::vector<std::thread> threads;
  for (std::string& answer : answers) {
    threads.emplace_back([&] { answer = post("/x12", "application/edi-x12", message).body; });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : answers) EXPECT_EQ(answer, answers[0]);
  EXPECT_THAT(get("/metrics").body, HasSubstr("action=\"certified\",dialect=\"x12\"} 1"));
}

TEST_F(Serve, RejectsAControlNumberThatOtherContentUsed) {
  post("/x12", "application/edi-x12", support::numbered_278(77));
  std::string other = support::numbered_278(77);
  other.replace(other.find("EXM100000001"), 12, "EXM100000002");
  const auto reply = post("/x12", "application/edi-x12", other);
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, HasSubstr("TA1*000000077*260105*0930*R*025~"));
}

TEST_F(Serve, TakesABundleIdentifierAgainWithOtherContent) {
  std::string bundle = fixture("scenarios/mri-pended/request.fhir.json");
  post("/fhir/Claim/$submit", "application/fhir+json", bundle);
  bundle.replace(bundle.find("72148"), 5, "72141");
  const auto reply = post("/fhir/Claim/$submit", "application/fhir+json", bundle);
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, HasSubstr("reviewAction"));
}

TEST_F(Serve, AnswersAFaultySetWithA999AndAddsOneInBatch) {
  const std::string faulty = fixture("scenarios/three-errors/request.x12");
  const auto reply = post("/x12", "application/edi-x12", faulty);
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, HasSubstr("IK5*R*5"));
  EXPECT_THAT(reply.body, Not(HasSubstr("ST*278")));
  const auto batch = post("/x12?mode=batch", "application/edi-x12", support::numbered_278(78));
  EXPECT_THAT(batch.body, HasSubstr("ST*278"));
  EXPECT_THAT(batch.body, HasSubstr("AK9*A*1*1*1~"));
}

TEST_F(Serve, RefusesWhatItCannotReadInTheDialectOfThePath) {
  const auto x12 = post("/x12", "application/edi-x12", "hello");
  EXPECT_EQ(x12.status, 400U);
  EXPECT_THAT(x12.content_type, HasSubstr("application/problem+json"));
  const auto fhir = post("/fhir/Claim/$submit", "application/fhir+json", "{\"resourceType\":");
  EXPECT_EQ(fhir.status, 400U);
  EXPECT_THAT(fhir.body, HasSubstr("OperationOutcome"));
  EXPECT_EQ(post("/fhir/Claim/$submit", "application/xml", "<Bundle/>").status, 415U);
  EXPECT_EQ(get("/fhir/Claim/$submit").status, 405U);
  EXPECT_EQ(get("/nowhere").status, 404U);
}

/// ST..SE of an interchange.
std::string set_of(const std::string& interchange) {
  const std::size_t from = interchange.find("ST*");
  return interchange.substr(from, interchange.find("GE*") - from);
}

TEST_F(Serve, TakesTwoSetsOfOneInterchangeThatChangeTheSameCase) {
  post("/x12", "application/edi-x12", fixture("scenarios/cancel/before.x12"));
  std::string twice = fixture("scenarios/cancel/request.x12");
  const std::size_t hole = twice.find("{{certification}}");
  twice.replace(hole, std::string("{{certification}}").size(), "AUTH0000000001");
  std::string second = set_of(twice);
  second.replace(second.find("*0001*"), 6, "*0002*");
  second.replace(second.rfind("*0001~"), 6, "*0002~");
  twice.insert(twice.find("GE*1*"), second);
  twice.replace(twice.find("GE*1*"), 5, "GE*2*");
  const auto reply = post("/x12", "application/edi-x12", twice);
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, HasSubstr("ST*278*0001"));
  EXPECT_THAT(reply.body, HasSubstr("ST*278*0002"));
  EXPECT_THAT(reply.body, HasSubstr("HCR*C*AUTH0000000001"));
}

TEST_F(Serve, DecidesThroughTheWorklist) {
  const auto submitted =
      post("/fhir/Claim/$submit", "application/fhir+json", fixture("scenarios/pet-denied/request.fhir.json"));
  EXPECT_THAT(submitted.body, HasSubstr("\"code\":\"0V\""));
  const std::string list = get("/review/worklist", "queue=clinician").body;
  const std::size_t at = list.find("\"id\":\"") + 6;
  const std::string id = list.substr(at, list.find('"', at) - at);
  const std::string nurse =
      R"({"reviewer":{"id":"n1"},"role":"nurse","lines":[{"sequence":1,"action":"not_certified","reason":"0F","words":"w","criteria":"c"}]})";
  EXPECT_EQ(post("/review/" + id + "/decision", "application/json", nurse).status, 422U) << "only a physician denies";
  const auto decided =
      post("/review/" + id + "/decision", "application/json", fixture("scenarios/pet-denied/decision.json"));
  EXPECT_EQ(decided.status, 200U);
  EXPECT_THAT(get("/fhir/ClaimResponse/" + id).body, HasSubstr("\"code\":\"A3\""));
  const auto again =
      post("/review/" + id + "/decision", "application/json", fixture("scenarios/pet-denied/decision.json"));
  EXPECT_EQ(again.status, 409U) << "nothing is decided twice";
}

TEST_F(Serve, TellsWhatItServes) {
  EXPECT_EQ(get("/health/live").status, 200U);
  EXPECT_EQ(get("/health/ready").status, 200U);
  EXPECT_THAT(get("/fhir/metadata").body, HasSubstr("CapabilityStatement"));
  EXPECT_THAT(get("/metrics").body, HasSubstr("precert_http_requests_total"));
}

TEST_F(Serve, DrainsOnSigtermAndEndsWell) { EXPECT_EQ(server_.end(SIGTERM), 0); }

TEST(ServeLimits, AnswersTooLargeABodyWith413) {
  const support::TemporaryFolder folder;
  const auto config = folder.path() / "precert.yaml";
  std::ofstream(config) << "body_bytes_max: 4096\njson_depth_max: 10\n";
  const ServerProcess server(folder.path(), {"--demo", "--config", config.string()});
  ASSERT_TRUE(server.ready());
  const auto large = server.post("/fhir/Claim/$submit", "application/fhir+json", std::string(5000, ' '));
  ASSERT_TRUE(large);
  EXPECT_EQ(large->status, 413U);
  EXPECT_THAT(large->body, HasSubstr("OperationOutcome"));
  const auto deep = server.post("/fhir/Claim/$submit", "application/fhir+json", std::string(50, '['));
  ASSERT_TRUE(deep);
  EXPECT_GE(deep->status, 400U);
  EXPECT_LT(deep->status, 500U);
}

TEST(ServeAccess, RefusesToListenBeyondLoopbackWithoutAReason) {
  const support::TemporaryFolder folder;
  const auto ran =
      support::run_precert({"serve", "--demo", "--listen", "0.0.0.0:0", "--data", folder.path().string()});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.output, HasSubstr("--open-access"));
}

}  // namespace
