#include "gateway/app/config.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/http/router.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using namespace gateway;

TEST(PercentDecoded, ReadsEscapesAndKeepsBrokenOnes) {
  EXPECT_EQ(percent_decoded("/fhir/Claim/%24submit"), "/fhir/Claim/$submit");
  EXPECT_EQ(percent_decoded("100%"), "100%");
  EXPECT_EQ(percent_decoded("%zz"), "%zz");
}

TEST(HttpRequest, FindsAParameterAmongOthers) {
  HttpRequest request;
  request.query = "queue=clinician&identifier=urn%3Atrnorg%3A1%7CA+B&flag";
  EXPECT_EQ(request.parameter("queue"), "clinician");
  EXPECT_EQ(request.parameter("identifier"), "urn:trnorg:1|A B");
  EXPECT_EQ(request.parameter("flag"), "true");
  EXPECT_EQ(request.parameter("missing"), "");
}

TEST(MediaType, DropsParametersAndCase) {
  EXPECT_EQ(media_type("Application/FHIR+json; charset=utf-8"), "application/fhir+json");
}

TEST(Refusal, SpeaksTheDialectOfThePath) {
  EXPECT_NE(refusal(404, "/fhir/Claim", "no").body.find("OperationOutcome"), std::string::npos);
  EXPECT_EQ(refusal(404, "/x12", "no").content_type, "application/problem+json");
}

TEST(Refusal, SaysOfLargeHeadersThatTheyAreLarge) {
  EXPECT_NE(refusal(431, "/fhir/metadata", "no").body.find("\"too-long\""), std::string::npos);
}

TEST(Refusal, NeverSendsAnOperationOutcomeWithA5xx) {
  const HttpReply reply = refusal(503, "/fhir/Claim/$submit", "away");
  EXPECT_EQ(reply.body.find("OperationOutcome"), std::string::npos);
  ASSERT_EQ(reply.headers.size(), 1U);
  EXPECT_EQ(reply.headers[0].first, "Retry-After");
}

TEST(Refusal, OfTheServersOwnMakingSaysWhenToComeBack) {
  for (const unsigned status : {500U, 502U, 503U, 504U}) {
    const HttpReply reply = refusal(status, "/x12", "later");
    ASSERT_EQ(reply.headers.size(), 1U) << status;
    EXPECT_EQ(reply.headers[0].first, "Retry-After");
  }
  EXPECT_TRUE(refusal(422, "/x12", "no").headers.empty());
}

Router two_routes() {
  return Router({Route{Method::get, "/review/{id}", nullptr}, Route{Method::post, "/review/{id}/decision", nullptr}});
}

TEST(Router, FindsTheIdInThePath) {
  const Router router = two_routes();
  const Router::Match match = router.match(Method::post, "/review/C17-x/decision");
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.id, "C17-x");
}

TEST(Router, TakesNoOperationForAnId) {  // so that a GET of an operation is 405, not 404
  const Router router({Route{Method::get, "/fhir/Questionnaire/{id}", nullptr},
                       Route{Method::post, "/fhir/Questionnaire/$questionnaire-package", nullptr}});
  const Router::Match match = router.match(Method::get, "/fhir/Questionnaire/$questionnaire-package");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allowed, "POST");
}

TEST(Router, NamesTheMethodsAPathHas) {
  const Router router = two_routes();
  const Router::Match match = router.match(Method::get, "/review/C17/decision");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allowed, "POST");
  EXPECT_EQ(router.match(Method::get, "/elsewhere").allowed, "");
}

TEST(WithListen, ReadsHostsAndPortsAndRefusesTheRest) {
  const auto plain = with_listen({}, "127.0.0.1:0");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->host, "127.0.0.1");
  EXPECT_EQ(plain->port, 0);
  const auto six = with_listen({}, "[::1]:8443");
  ASSERT_TRUE(six);
  EXPECT_EQ(six->host, "::1");
  for (const char* wrong : {"127.0.0.1", "host:", "host:70000", ":80", "host:8x"}) {
    EXPECT_FALSE(with_listen({}, wrong)) << wrong;
  }
}

class ConfigFile : public testing::Test {
 protected:
  base::Result<Config> read(const std::string& text) {
    return config_from_file(folder_.file("precert.yaml", text));
  }

 private:
  support::TemporaryFolder folder_;
};

TEST_F(ConfigFile, OverrulesTheDefaultsItNames) {
  const auto config = read("listen: 127.0.0.1:9000\nbody_bytes_max: 4096\nreplay_window_s: 0\n");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->port, 9000);
  EXPECT_EQ(config->http.body_bytes_max, 4096U);
  EXPECT_EQ(config->replay_window.count(), 0);
  EXPECT_EQ(config->commits_per_group_max, Config().commits_per_group_max);
}

TEST_F(ConfigFile, ReportsEveryFaultWithItsLine) {
  const auto config = read("threads: many\nbody_bytes: 1\nlog_level: loud\n");
  ASSERT_FALSE(config);
  const base::Issues issues = config.error();
  ASSERT_EQ(issues.size(), 3U);
  std::string places;
  for (const base::Issue& issue : issues) places += issue.where.substr(issue.where.rfind(':')) + " ";
  EXPECT_NE(places.find(":1 "), std::string::npos);
  EXPECT_NE(places.find(":2 "), std::string::npos);
  EXPECT_NE(places.find(":3 "), std::string::npos);
}

TEST_F(ConfigFile, HalfOfTlsIsNoPlainHttp) {
  const auto faults_of = [&](const std::string& text) {
    const auto config = read(text);
    std::string words;
    if (config) return words;
    for (const base::Issue& issue : config.error()) words += issue.remedy + " ";
    return words;
  };
  const std::string certificate = "tls_certificate: own.pem\n", key = "tls_private_key: own.key\n",
                    clients = "tls_client_authorities: clients.pem\n";
  EXPECT_EQ(faults_of(certificate + key), "");
  EXPECT_EQ(faults_of(certificate + key + clients), "");
  EXPECT_EQ(faults_of("tls_certificate: \"\"\ntls_private_key: \"\"\n"), "");
  EXPECT_EQ(faults_of(key), "tls_certificate: is wanted beside tls_private_key. ");
  EXPECT_EQ(faults_of("tls_certificate: \"\"\n" + clients),
            "tls_certificate: is wanted beside tls_client_authorities. ");
  EXPECT_EQ(faults_of(certificate + clients), "tls_private_key: is wanted beside tls_certificate. ");
  const auto config = read(key);
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().first().code, base::IssueCode::config_invalid);
}

TEST_F(ConfigFile, TheShippedOneHoldsTheDefaults) {
  const auto config = config_from_file(std::filesystem::path(PRECERT_SOURCE_DIR) / "deploy/precert.yaml");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->http.body_bytes_max, Config().http.body_bytes_max);
  EXPECT_EQ(config->replay_window, Config().replay_window);
  EXPECT_EQ(config->json_depth_max, Config().json_depth_max);
}

TEST(IsLoopback, KnowsTheTwoRanges) {
  EXPECT_TRUE(is_loopback("127.0.0.53"));
  EXPECT_TRUE(is_loopback("::1"));
  EXPECT_FALSE(is_loopback("0.0.0.0"));
  EXPECT_FALSE(is_loopback("192.168.0.1"));
}

}  // namespace
