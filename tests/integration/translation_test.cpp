// Two gateways that talk to each other, one of them the payer's; and a payer that misbehaves in every way.
#include "gateway/cli/cli.hpp"
#include "gateway/cli/scenario.hpp"
#include "parsers/x12/reader.hpp"
#include "tests/support/temporary_folder.hpp"
#include "translation_support.hpp"

namespace {

namespace fs = std::filesystem;
using gateway::HttpReply;
using gateway::cli::outcomes_of;
using gateway::cli::TemporaryGateway;
using support::edi;
using support::FaultyServer;
using support::fhir_type;
using support::header;
using support::http_reply;
using support::noon;
using testing::HasSubstr;
using testing::Not;

std::string file(const std::string& scenario, const std::string& name) {
  const auto text =
      gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/" + scenario + "/" + name);
  EXPECT_TRUE(text) << scenario << "/" << name;
  return text ? *text : std::string();
}

std::unique_ptr<TemporaryGateway> opened(gateway::Config config) {
  config.log_level = "off";
  auto made = TemporaryGateway::open(std::move(config), noon);
  EXPECT_TRUE(made) << (made ? "" : made.error().first().where + ": " + made.error().first().remedy);
  return made ? std::move(*made) : nullptr;
}

/// A gateway whose payer EXPL1 is asked elsewhere.
class Intermediary {
 public:
  Intermediary(const std::string& dialect, const std::string& url, const std::string& more = {}) {
    std::ofstream(folder_ / "upstreams.yaml")
        << "upstreams:\n  - name: other-payer\n    payers: [EXPL1]\n    dialect: " << dialect
        << "\n    url: " << url
        << "\n    plain_http: true\n    usage: T\n    sender: {id: GATEWAYA}\n    receiver: {id: "
           "EXAMPLEPLAN}\n"
        << more;
    gateway::Config config;
    config.upstreams = folder_ / "upstreams.yaml";
    gateway_ = opened(std::move(config));
  }
  Intermediary(const Intermediary&) = delete;
  Intermediary& operator=(const Intermediary&) = delete;

  HttpReply submit(const std::string& bundle) {
    return gateway_->post("/fhir/Claim/$submit", fhir_type, bundle);
  }
  HttpReply x12(const std::string& interchange) { return gateway_->post("/x12", edi, interchange); }
  HttpReply get(const std::string& path) { return gateway_->get(path); }

 private:
  support::TemporaryFolder folder_;
  std::unique_ptr<TemporaryGateway> gateway_;
};

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

/// A payer behind a socket that hands what it is sent to `answer`.
class FaultyPayer : public testing::Test {
 protected:
  void SetUp() override {
    payer_ = opened({});
    server_ = std::make_unique<FaultyServer>([this](const std::string& body) { return honest(body); });
  }
  /// What a payer in order would reply.
  std::optional<std::string> honest(const std::string& body) {
    const bool x12 = body.starts_with("ISA");
    const HttpReply reply =
        x12 ? payer_->post("/x12", edi, body) : payer_->post("/fhir/Claim/$submit", fhir_type, body);
    return http_reply(reply.body, reply.content_type, static_cast<int>(reply.status));
  }
  /// An honest answer whose body is changed by `change`.
  void change_answers(std::function<std::string(std::string)> change) {
    server_->behave(
        [this, change = std::move(change)](const std::string& body) -> std::optional<std::string> {
          const HttpReply reply = payer_->post("/x12", edi, body);
          return http_reply(change(reply.body), edi);
        });
  }
  void be_silent() {
    server_->behave([](const std::string&) { return std::optional<std::string>(); });
  }
  void be_honest() {
    server_->behave([this](const std::string& body) { return honest(body); });
  }
  FaultyServer& server() { return *server_; }
  [[nodiscard]] static std::string bundle() { return file("mri-approved", "request.fhir.json"); }
  static void expect_failure(const HttpReply& reply, unsigned status) {
    EXPECT_EQ(reply.status, status) << reply.body;
    EXPECT_FALSE(header(reply, "Retry-After").empty());
    EXPECT_THAT(reply.body, Not(HasSubstr("OperationOutcome")));
    EXPECT_THAT(reply.body, Not(HasSubstr("ClaimResponse")));
  }

 private:
  std::unique_ptr<TemporaryGateway> payer_;
  std::unique_ptr<FaultyServer> server_;
};

constexpr const char* impatient = "    timeout_ms: 3000\n";  // a loaded machine still answers within it

TEST_F(FaultyPayer, ThatIsTooSlowIsATimeOutAndIsAskedAgainWithTheSameBytes) {
  Intermediary here("x12", server().url() + "/x12", impatient);
  be_silent();
  const HttpReply late = here.submit(bundle());
  expect_failure(late, 504);
  const HttpReply kept = here.get("/messages/" + header(late, "Precert-Message-Id"));
  EXPECT_EQ(kept.body, bundle());

  be_honest();
  const HttpReply decided = here.submit(bundle());
  EXPECT_EQ(decided.status, 200U) << decided.body;
  const auto bodies = server().bodies();
  ASSERT_EQ(bodies.size(), 2U);
  EXPECT_EQ(bodies[0], bodies[1]);
}

TEST_F(FaultyPayer, IsAskedOnceForTheSameBundle) {
  Intermediary here("x12", server().url() + "/x12");
  const HttpReply first = here.submit(bundle());
  const HttpReply second = here.submit(bundle());
  EXPECT_EQ(first.status, 200U) << first.body;
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(server().bodies().size(), 1U);
  EXPECT_EQ(here.get("/messages/" + header(first, "Precert-Message-Id")).body, bundle());
}

TEST_F(FaultyPayer, ThatNobodyReachesIsAway) {
  Intermediary here("x12", "http://127.0.0.1:" + std::to_string(support::closed_port()) + "/x12");
  expect_failure(here.submit(bundle()), 503);
}

TEST_F(FaultyPayer, ThatHangsUpHasNotAnswered) {
  Intermediary here("x12", server().url() + "/x12");
  server().behave([](const std::string&) { return std::optional<std::string>(""); });
  expect_failure(here.submit(bundle()), 504);
}

TEST_F(FaultyPayer, ThatHangsUpInTheMiddleHasNotAnswered) {
  Intermediary here("x12", server().url() + "/x12");
  server().behave([this](const std::string& body) -> std::optional<std::string> {
    const std::string whole = *honest(body);
    return whole.substr(0, whole.size() / 2);
  });
  expect_failure(here.submit(bundle()), 504);
}

TEST_F(FaultyPayer, ThatSendsGarbageHasNotDecided) {
  Intermediary here("x12", server().url() + "/x12");
  for (const std::string& garbage :
       {std::string("<html>welcome</html>"), std::string(), std::string("ISA*00*")}) {
    change_answers([&garbage](const std::string&) { return garbage; });
    expect_failure(here.submit(bundle()), 502);
  }
}

TEST_F(FaultyPayer, ThatSendsHalfAnInterchangeHasNotDecided) {
  Intermediary here("x12", server().url() + "/x12");
  change_answers([](const std::string& whole) { return whole.substr(0, whole.find("HCR*")); });
  expect_failure(here.submit(bundle()), 502);
  change_answers([](const std::string& whole) { return whole.substr(0, whole.find("GE*")); });
  expect_failure(here.submit(bundle()), 502);
}

TEST_F(FaultyPayer, ThatAnswersSomebodyElseHasNotDecided) {
  Intermediary here("x12", server().url() + "/x12");
  change_answers([](std::string whole) {
    const std::size_t at = whole.find("FWD");
    return at == std::string::npos ? whole : whole.replace(at, 4, "XXXX");
  });
  expect_failure(here.submit(bundle()), 502);
}

TEST_F(FaultyPayer, ThatAnswersTwiceHasDecidedOnce) {
  Intermediary here("x12", server().url() + "/x12");
  change_answers([](const std::string& whole) { return whole + whole; });
  const HttpReply reply = here.submit(bundle());
  EXPECT_EQ(reply.status, 200U) << reply.body;
  EXPECT_EQ(outcomes_of(reply.body), outcomes_of(file("mri-approved", "response.fhir.json")));
}

TEST_F(FaultyPayer, ThatRejectsTheInterchangeIsAwayAndGetsANewOneNextTime) {
  Intermediary here("x12", server().url() + "/x12");
  server().behave([](const std::string& body) -> std::optional<std::string> {
    const std::string number = body.substr(90, 9);
    return http_reply(
        "ISA*00*          *00*          *ZZ*EXAMPLEPLAN    *ZZ*GATEWAYA       "
        "*260105*1730*^*00501*000000077*0*T*:~"
        "TA1*" +
            number + "*260105*1730*R*006~IEA*0*000000077~",
        edi);
  });
  expect_failure(here.submit(bundle()), 503);
  be_honest();
  EXPECT_EQ(here.submit(bundle()).status, 200U);
  const auto bodies = server().bodies();
  ASSERT_EQ(bodies.size(), 2U);
  EXPECT_NE(bodies[0].substr(90, 9), bodies[1].substr(90, 9));
}

TEST_F(FaultyPayer, ThatRejectsTheSetIsQuotedInAnOperationOutcome) {
  Intermediary here("x12", server().url() + "/x12");
  server().behave([](const std::string& body) -> std::optional<std::string> {
    const std::size_t at = body.find("GS*");
    const std::string group(x12::SegmentView::nth(std::string_view(body).substr(at), '*', 7));
    return http_reply(
        "ISA*00*          *00*          *ZZ*EXAMPLEPLAN    *ZZ*GATEWAYA       "
        "*260105*1730*^*00501*000000077*0*T*:~"
        "GS*FA*EXAMPLEPLAN*GATEWAYA*20260105*1730*7*X*005010X231A1~ST*999*0001*005010X231A1~AK1*HI*" +
            group +
            "*005010X217~AK2*278*0001*005010X217~IK3*HI*12*2000*8~IK4*1:2*1271*I12~IK5*R*5~AK9*R*1*1*0~SE*8*"
            "0001~"
            "GE*1*7~IEA*1*000000077~",
        edi);
  });
  const HttpReply refused = here.submit(bundle());
  EXPECT_EQ(refused.status, 422U) << refused.body;
  EXPECT_THAT(refused.body, HasSubstr("OperationOutcome"));
  EXPECT_THAT(refused.body, HasSubstr("IK3 HI 12 8"));
  EXPECT_EQ(here.submit(bundle()).body, refused.body);
  EXPECT_EQ(server().bodies().size(), 1U);
}

TEST_F(FaultyPayer, ThatIsBusySaysSo) {
  Intermediary here("x12", server().url() + "/x12");
  server().behave([](const std::string&) -> std::optional<std::string> { return http_reply("", edi, 503); });
  expect_failure(here.submit(bundle()), 503);
}

TEST_F(FaultyPayer, MemberNotFoundIsABusinessErrorAtItsPlace) {
  Intermediary here("x12", server().url() + "/x12");
  const HttpReply reply = here.submit(file("member-not-found", "request.fhir.json"));
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, HasSubstr("\"outcome\":\"error\""));
  EXPECT_THAT(reply.body, HasSubstr("2010C-NM109"));
  EXPECT_THAT(reply.body, HasSubstr("\"valueString\":\"Bundle.entry["));
}

/// Base64 contents of the 275s among these messages, joined.
std::string joined_contents(const std::vector<std::string>& bodies, std::size_t& messages) {
  std::string joined;
  messages = 0;
  for (const std::string& body : bodies) {
    const std::size_t at = body.find("BDS*B64*");
    if (at == std::string::npos) continue;
    ++messages;
    EXPECT_THAT(body, HasSubstr("CAT*AE*HL~"));
    const std::size_t data = body.find('*', at + 8) + 1;
    joined += body.substr(data, body.find('~', data) - data);
  }
  return joined;
}

TEST_F(FaultyPayer, GetsTheWholeBundleInAsManyAttachmentsAsItsLimitWants) {
  Intermediary here("x12", server().url() + "/x12", "    attachments: {as: \"275\", bytes_max: 2000}\n");
  const HttpReply reply = here.submit(bundle());
  EXPECT_EQ(reply.status, 200U) << reply.body;
  const auto bodies = server().bodies();
  std::size_t messages = 0;
  const std::string joined = joined_contents(bodies, messages);
  EXPECT_EQ(messages, (bundle().size() + 1499) / 1500);
  EXPECT_EQ(messages + 1, bodies.size());
  EXPECT_THAT(bodies.back(), HasSubstr("PWK*77*EL***AC*FWD0000000001-B"));
  EXPECT_EQ(joined.size(), (bundle().size() / 1500) * 2000 + ((bundle().size() % 1500 + 2) / 3) * 4);
}

// The reverse: X12 senders, a payer that speaks FHIR only.

[[nodiscard]] std::string interchange() { return file("mri-approved", "request.x12"); }

TEST_F(FaultyPayer, OfFhirThatIsAwayIsAnAaaAndTheSameInterchangeMayComeAgain) {
  Intermediary here("fhir", server().url() + "/fhir");
  server().behave(
      [](const std::string&) -> std::optional<std::string> { return http_reply("", fhir_type, 503); });
  const HttpReply away = here.x12(interchange());
  EXPECT_EQ(away.status, 200U);
  EXPECT_THAT(away.body, HasSubstr("AAA*Y**42*P~"));
  be_honest();
  const HttpReply decided = here.x12(interchange());
  EXPECT_EQ(outcomes_of(decided.body), outcomes_of(file("mri-approved", "response.x12"))) << decided.body;
}

TEST_F(FaultyPayer, OfFhirThatIsTooSlowIsAnAaa) {
  Intermediary here("fhir", server().url() + "/fhir", impatient);
  be_silent();
  EXPECT_THAT(here.x12(interchange()).body, HasSubstr("AAA*N**80*P~"));
}

TEST_F(FaultyPayer, OfFhirThatSendsGarbageIsAnAaa) {
  Intermediary here("fhir", server().url() + "/fhir");
  for (const std::string& garbage :
       {std::string("{"), std::string(R"({"resourceType":"Bundle","entry":[]})"), std::string("<xml/>")}) {
    server().behave([&garbage](const std::string&) { return std::optional(http_reply(garbage, fhir_type)); });
    EXPECT_THAT(here.x12(interchange()).body, HasSubstr("AAA*N**80*P~")) << garbage;
  }
}

TEST_F(FaultyPayer, OfFhirThatRefusesTheBundleIsAnAaaOfTheEvent) {
  Intermediary here("fhir", server().url() + "/fhir");
  server().behave([](const std::string&) -> std::optional<std::string> {
    return http_reply(
        R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"NO COVERAGE"}]})",
        fhir_type, 400);
  });
  const HttpReply reply = here.x12(interchange());
  EXPECT_THAT(reply.body, HasSubstr("AAA*N**33*C~"));
  EXPECT_THAT(reply.body, HasSubstr("NO COVERAGE"));
}

TEST_F(FaultyPayer, OfFhirIsAskedOnceForTheSameInterchange) {
  Intermediary here("fhir", server().url() + "/fhir");
  const HttpReply first = here.x12(interchange());
  EXPECT_EQ(first.body, here.x12(interchange()).body);
  EXPECT_EQ(server().bodies().size(), 1U);
}

TEST_F(FaultyPayer, IsNotAskedForABrokenInterchange) {
  Intermediary here("fhir", server().url() + "/fhir");
  std::string broken = interchange();
  broken.resize(broken.find("IEA*"));
  EXPECT_THAT(here.x12(broken).body, HasSubstr("TA1*"));
  EXPECT_TRUE(server().bodies().empty());
}

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

}  // namespace
