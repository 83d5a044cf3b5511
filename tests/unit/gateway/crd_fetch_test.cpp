// What prefetch did not bring is read from the client's FHIR server: bounded, with its token, and never from
// anywhere else.
#include "tests/support/fhir_server.hpp"
#include "tests/unit/gateway/crd_support.hpp"

namespace {

using crd_conversation::call_text;
using crd_conversation::CrdConversation;
using crd_conversation::Read;
using fhir_conversation::replaced_once;
using gateway::HttpReply;
using support::FhirServer;

constexpr const char* coverage =
    R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Coverage","id":"c1",)"
    R"("status":"active","subscriberId":"EXM100000001","beneficiary":{"reference":"Patient/p1"},)"
    R"("payor":[{"reference":"Organization/payer1"}]}}]})";
constexpr const char* patient =
    R"({"resourceType":"Patient","id":"p1","name":[{"family":"TESTMEMBER","given":["ALPHA"]}],"birthDate":"1980-02-14"})";
constexpr const char* payer =
    R"({"resourceType":"Organization","id":"payer1","identifier":[{"value":"EXPL1"}]})";
constexpr const char* location =
    R"({"resourceType":"Location","id":"l1","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1999000023"}]})";
constexpr const char* encounter =
    R"({"resourceType":"Encounter","id":"e1","status":"in-progress","class":{"code":"AMB"}})";
constexpr const char* coverage_query = "Coverage?patient=p1&status=active";

class CrdFetch : public CrdConversation {
 protected:
  void SetUp() override {
    open_answering_within(std::chrono::milliseconds(1500));
    server_.answer(coverage_query, coverage);
    server_.answer("Patient/p1", patient);
    server_.answer("Organization/payer1", payer);
    server_.answer("Location/l1", location);
    server_.answer("Encounter/e1", encounter);
  }
  void open_answering_within(std::chrono::milliseconds time) {
    gateway::Config config;
    config.crd.plain_http = true;
    config.crd.hosts = {"127.0.0.1"};
    config.crd.fetch_timeout = std::chrono::milliseconds(400);
    config.crd.answer_within = time;
    open(std::move(config));
  }
  /// The example without anything in prefetch, from an EHR at `url`.
  static std::string bare(const std::string& url) {
    std::string body = replaced_once(call_text("order-sign"), R"("prefetch": {)", R"("not-prefetch": {)");
    return replaced_once(
        body, R"("context": {)",
        R"("fhirServer": ")" + url +
            R"(", "fhirAuthorization": {"access_token": "opaque", "token_type": "Bearer"}, "context": {)");
  }
  [[nodiscard]] bool was_asked(const std::string& query) const {
    const auto all = server_.received();
    return std::any_of(all.begin(), all.end(),
                       [&](const auto& one) { return one.target == "/fhir/" + query; });
  }

  FhirServer server_;
};

TEST_F(CrdFetch, BringsWhatThePrefetchDidNot) {  // found-5
  const HttpReply reply = call("crd-order-sign", bare(server_.url()));
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const Read answer(reply.body);
  EXPECT_EQ(part(answer, "pa-needed"), "auth-needed");
  EXPECT_TRUE(was_asked("Organization/payer1")) << "what the Coverage refers to is read after it";
  EXPECT_TRUE(was_asked("Location/l1"));
  for (const auto& one : server_.received()) EXPECT_EQ(one.authorization, "Bearer opaque") << one.target;
  EXPECT_EQ(calls().at(0).token_use, "used");
}

TEST_F(CrdFetch, IsNotNeededWithAFullPrefetch) {  // found-24, found-27 to -29
  const std::string body = replaced_once(call_text("order-sign"), R"("context": {)",
                                    R"("fhirServer": ")" + server_.url() + R"(", "context": {)");
  EXPECT_EQ(call("crd-order-sign", body).status, 200U);
  EXPECT_TRUE(server_.received().empty());
}

TEST_F(CrdFetch, GivesTheAnswerThatCanBeGivenWhenTheServerIsSlow) {  // found-2, found-34
  server_.hold("Patient/p1");
  server_.hold("Location/l1");
  server_.hold("Practitioner/d1");
  server_.hold("Encounter/e1");
  const HttpReply reply = call("crd-order-sign", bare(server_.url()));
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const Read answer(reply.body);
  EXPECT_EQ(part(answer, "pa-needed"), "conditional") << "an emergency would be exempt";
  EXPECT_EQ(part(answer, "info-needed"), "location");
  EXPECT_LT(calls().at(0).milliseconds, 5000) << "the rule of CRD";
}

TEST_F(CrdFetch, IsSureWhereTheUnreadCannotChangeTheAnswer) {
  server_.hold("Practitioner/d1");
  const HttpReply reply = call("crd-order-sign", bare(server_.url()));
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_EQ(part(Read(reply.body), "pa-needed"), "auth-needed");
  EXPECT_THAT(reply.body, testing::HasSubstr("Practitioner/d1 could not be read: the answer does without."));
}

TEST_F(CrdFetch, WaitsForCoverageUntilTheCallHasToBeAnswered) {
  open_answering_within(std::chrono::seconds(10));  // so that a busy machine has time for the reads after it
  server_.slow_down(coverage_query, std::chrono::milliseconds(600));  // one read may take 400
  EXPECT_EQ(call("crd-order-sign", bare(server_.url())).status, 200U);
}

TEST_F(CrdFetch, TurnsThePagesOfASearchForCoverage) {
  server_.answer(coverage_query, R"({"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":")" +
                                     server_.url() + R"(?_getpages=7&_offset=20"}]})");
  EXPECT_EQ(call("crd-order-sign", bare(server_.url())).status, 412U) << "an empty page is not the last word";
  server_.answer("?_getpages=7&_offset=20", coverage);  // of the server itself
  const HttpReply reply = call("crd-order-sign", bare(server_.url()));
  EXPECT_EQ(reply.status, 200U) << reply.body;
}

TEST_F(CrdFetch, DoesNotTurnToAnotherServersPages) {
  server_.answer(coverage_query, R"({"resourceType":"Bundle","type":"searchset","link":[{"relation":"next",)"
                                 R"("url":"https://elsewhere.example/fhir?page=2"}]})");
  EXPECT_EQ(call("crd-order-sign", bare(server_.url())).status, 412U);
}

TEST_F(CrdFetch, WithoutCoverageInTimeIs412) {
  server_.hold(coverage_query);
  EXPECT_EQ(call("crd-order-sign", bare(server_.url())).status, 412U);
}

TEST_F(CrdFetch, OfNoCoverageIs400) {
  server_.answer(coverage_query, R"({"resourceType":"Bundle","type":"searchset","total":0})");
  EXPECT_EQ(call("crd-order-sign", bare(server_.url())).status, 400U);
}

TEST_F(CrdFetch, WithATokenThatIsRefusedSaysSo) {
  server_.refuse(401);
  EXPECT_EQ(call("crd-order-sign", bare(server_.url())).status, 412U);
  EXPECT_EQ(calls().at(0).token_use, "rejected");
}

TEST_F(CrdFetch, ReadsNoMoreThanItMay) {
  gateway::Config config;
  config.crd.plain_http = true;
  config.crd.hosts = {"127.0.0.1"};
  config.crd.fetches_max = 2;
  open(std::move(config));
  call("crd-order-sign", bare(server_.url()));
  EXPECT_EQ(server_.received().size(), 2U);
}

TEST_F(CrdFetch, LeavesLongAnswersAlone) {
  gateway::Config config;
  config.crd.plain_http = true;
  config.crd.hosts = {"127.0.0.1"};
  config.crd.fetch_bytes_max = 1024;
  open(std::move(config));
  server_.answer(coverage_query, std::string(4096, ' ') + coverage);
  EXPECT_EQ(call("crd-order-sign", bare(server_.url())).status, 412U);
}

TEST_F(CrdFetch, GoesToListedHostsOnly) {  // server-side request forgery
  gateway::Config config;
  config.crd.plain_http = true;
  config.crd.hosts = {"fhir.ehr.example"};
  open(std::move(config));
  EXPECT_EQ(call("crd-order-sign", bare(server_.url())).status, 412U);
  EXPECT_TRUE(server_.received().empty());
}

TEST_F(CrdFetch, GoesNowhereUnlessSomebodySaysWhere) {
  gateway::Config config;
  config.crd.plain_http = true;
  open(std::move(config));
  EXPECT_EQ(call("crd-order-sign", bare(server_.url())).status, 412U);
  EXPECT_TRUE(server_.received().empty());
}

TEST_F(CrdFetch, NeedsHttpsUnlessConfiguredOtherwise) {
  gateway::Config config;
  config.crd.hosts = {"127.0.0.1"};
  open(std::move(config));
  EXPECT_EQ(call("crd-order-sign", bare(server_.url())).status, 412U);
  EXPECT_TRUE(server_.received().empty());
}

TEST_F(CrdFetch, BringsTheOrdersOfADispatch) {
  std::string body = call_text("order-dispatch");
  body = replaced_once(body, R"("serviceRequests": {)", R"("unread": {)");
  body = replaced_once(body, R"("resourceType": "ServiceRequest")", R"("resourceType": "Basic")");
  EXPECT_EQ(call("crd-order-dispatch", body).status, 412U);
  server_.answer(
      "ServiceRequest/sr1",
      R"({"resourceType":"ServiceRequest","id":"sr1","status":"active","code":{"coding":[{"system":)"
      R"("http://www.ama-assn.org/go/cpt","code":"73721"}]},"subject":{"reference":"Patient/p1"}})");
  body = replaced_once(body, R"("context": {)", R"("fhirServer": ")" + server_.url() + R"(", "context": {)");
  const HttpReply reply = call("crd-order-dispatch", body);
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_EQ(part(Read(reply.body), "pa-needed"), "auth-needed");
}

}  // namespace
