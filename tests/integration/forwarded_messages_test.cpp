// X12 messages whose payer decides elsewhere: what is kept when it cannot be asked, and what never leaves.
#include <fstream>
#include <future>

#include "gateway/cli/cli.hpp"
#include "gateway/edi/batches.hpp"
#include "gateway/upstream/ask.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/text.hpp"
#include "translation_support.hpp"

namespace {

namespace fs = std::filesystem;
using gateway::HttpReply;
using gateway::cli::TemporaryGateway;
using support::count_of;
using support::edi;
using support::FaultyServer;
using support::fhir_type;
using support::header;
using support::http_reply;
using support::noon;
using support::replaced;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

std::string nine_digits(int number) {
  std::string digits = std::to_string(number);
  return std::string(9 - digits.size(), '0') + digits;
}

/// One interchange with `sets` 278 requests, no two alike.
std::string requests(int number, int sets = 1) {
  const auto read =
      gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/mri-approved/request.x12");
  EXPECT_TRUE(read);
  const std::string text = replaced(read ? *read : "", "\n", "");
  const std::size_t from = text.find("ST*"), until = text.find("GE*");
  std::string all = replaced(text.substr(0, from), "000002001", nine_digits(number));
  for (int i = 1; i <= sets; ++i)
    all += replaced(text.substr(from, until - from), "*0001", "*" + nine_digits(i));
  return all + "GE*" + std::to_string(sets) + "*2001~IEA*1*" + nine_digits(number) + "~";
}

/// A 275 whose request is not here yet.
std::string document(int number) {
  const std::string body =
      "ST*275*0001*006020X316~BGN*02*ATT1*20260105*1001~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~"
      "NM1*41*2*EXAMPLE CLEARINGHOUSE*****46*CLEARTEST1~NM1*1P*2*EXAMPLE HOME HEALTH*****XX*1999000064~"
      "NM1*QC*1*TESTMEMBER*DELTA****MI*EXM100000004~LX*1~TRN*1*ACN0004~DTP*368*D8*20260105~CAT*AE*TX~"
      "OOI*1*47*ATTACHMENT~BDS*ASC*4*PLAN~";
  const std::string control = nine_digits(number);
  return "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    *260105*0930*^*00501*" +
         control + "*0*T*:~GS*PI*CLEARTEST1*EXAMPLEPLAN*20260105*0930*1*X*006020X316~" + body + "SE*" +
         std::to_string(count_of(body, "~") + 1) + "*0001~GE*1*1~IEA*1*" + control + "~";
}

/// A gateway whose payer EXPL1 speaks FHIR, and that payer behind a socket.
class ForwardedMessages : public testing::Test {
 protected:
  void SetUp() override {
    payer_ = opened({});
    server_ = std::make_unique<FaultyServer>([this](const std::string& body) { return honest(body); });
    std::ofstream(folder_ / "upstreams.yaml")
        << "upstreams:\n  - name: other-payer\n    payers: [EXPL1]\n    dialect: fhir\n    url: "
        << server_->url() << "/fhir\n    plain_http: true\n    usage: T\n    sender: {id: GATEWAYA}\n"
        << "    receiver: {id: EXAMPLEPLAN}\n";
    std::ofstream(folder_ / "partners.yaml") << "partners:\n  - name: clearing\n    senders: "
                                                "[\"ZZ:CLEARTEST1\"]\n    receivers: [\"ZZ:EXAMPLEPLAN\"]\n";
    open({});
  }
  void TearDown() override { here_.reset(); }
  void open(gateway::Config config) {
    here_.reset();
    config.upstreams = folder_ / "upstreams.yaml";
    config.partners = folder_ / "partners.yaml";
    here_ = opened(std::move(config));
    ASSERT_NE(here_, nullptr);
  }
  static std::unique_ptr<TemporaryGateway> opened(gateway::Config config) {
    config.log_level = "off";
    auto made = TemporaryGateway::open(std::move(config), noon);
    EXPECT_TRUE(made) << (made ? "" : made.error().first().where + ": " + made.error().first().remedy);
    return made ? std::move(*made) : nullptr;
  }
  std::optional<std::string> honest(const std::string& body) {
    const HttpReply reply = payer_->post("/fhir/Claim/$submit", fhir_type, body);
    return http_reply(reply.body, reply.content_type, static_cast<int>(reply.status));
  }
  void be_honest() {
    server_->behave([this](const std::string& body) { return honest(body); });
  }
  void be_away() {
    server_->behave([](const std::string&) { return std::optional(http_reply("", fhir_type, 503)); });
  }
  HttpReply send(const std::string& text) { return here_->post("/x12", edi, text); }
  /// How often the payer was asked.
  std::size_t asked() { return server_->bodies().size(); }
  std::string kept(const HttpReply& reply) {
    return here_->get("/messages/" + header(reply, "Precert-Message-Id")).body;
  }
  gateway::Services& services() { return here_->gateway().services(); }

 private:
  support::TemporaryFolder folder_;
  std::unique_ptr<TemporaryGateway> payer_, here_;
  std::unique_ptr<FaultyServer> server_;
};

TEST_F(ForwardedMessages, AreKeptWithTheirDocumentsWhenThePayerIsAway) {
  be_away();
  const std::string text = document(1) + requests(2);
  const HttpReply away = send(text);
  EXPECT_THAT(away.body, HasSubstr("AAA*Y**42*P~"));
  EXPECT_EQ(kept(away), text);
  const auto held = services().store.held_attachments("ACN0004", noon);
  ASSERT_TRUE(held);
  EXPECT_THAT(*held, SizeIs(1));

  be_honest();
  const HttpReply decided = send(text);
  EXPECT_TRUE(header(decided, "X-Replayed").empty());
  EXPECT_THAT(decided.body, HasSubstr("HCR*A1*"));
  EXPECT_THAT(decided.body, Not(HasSubstr("*R*025~")));
  EXPECT_EQ(header(send(text), "X-Replayed"), "true");
}

TEST_F(ForwardedMessages, DoNotLeaveUnderANumberThatAMessageDecidedHereUsed) {
  send(document(7));
  EXPECT_THAT(send(requests(7)).body, HasSubstr("TA1*000000007*260105*0930*R*025~"));
  EXPECT_EQ(asked(), 0U);
}

TEST_F(ForwardedMessages, DoNotLeaveWhenALaterInterchangeReusesANumber) {
  send(document(7));
  const HttpReply reply = send(requests(8) + requests(7));
  EXPECT_THAT(reply.body, HasSubstr("TA1*000000007*260105*0930*R*025~"));
  EXPECT_EQ(asked(), 1U);
  const HttpReply twice = send(requests(9) + replaced(requests(9), "*2001", "*2002"));
  EXPECT_THAT(twice.body, HasSubstr("TA1*000000009*260105*0930*R*025~"));
}

TEST_F(ForwardedMessages, DoNotLeaveWhenTheyAreRejectedHere) {
  EXPECT_THAT(send(replaced(requests(1), "*ZZ*EXAMPLEPLAN ", "*ZZ*ANOTHERPLAN ")).body, HasSubstr("*R*009~"));
  EXPECT_THAT(send(replaced(requests(2), "*005010X217~BHT", "*005010X215~BHT")).body, HasSubstr("IK5*R*I6"));
  EXPECT_EQ(asked(), 0U);
  const HttpReply before_rubbish = send(requests(3) + "ISA*00*");
  EXPECT_EQ(before_rubbish.status, 200U);
  EXPECT_FALSE(header(before_rubbish, "Precert-Rest-Unreadable").empty());
  EXPECT_EQ(asked(), 1U);
}

TEST_F(ForwardedMessages, DoNotLeaveAgainOnceTheirReplayWindowIsOver) {
  gateway::Config config;
  config.replay_window = std::chrono::seconds{0};
  open(std::move(config));
  EXPECT_THAT(send(requests(1)).body, HasSubstr("HCR*A1*"));
  const HttpReply again = send(requests(1));
  EXPECT_TRUE(header(again, "X-Replayed").empty());
  EXPECT_THAT(again.body, HasSubstr("TA1*000000001*260105*0930*R*025~"));
  EXPECT_THAT(send(requests(2)).body, HasSubstr("HCR*A1*"));  // the same set: known, and not asked twice
  EXPECT_EQ(asked(), 1U);
}

TEST_F(ForwardedMessages, WaitOnceForAPayerThatIsAway) {
  be_away();
  const HttpReply reply = send(requests(1, 5));
  EXPECT_EQ(count_of(reply.body, "AAA*Y**42*P~"), 5U);
  EXPECT_EQ(asked(), 1U);
}

TEST_F(ForwardedMessages, OfABatchDoNotLeaveUnderAUsedNumberAndWaitOnce) {
  send(document(1));
  be_away();
  const auto id =
      gateway::batch_submitted({"core:HOSPA", "P1", edi, requests(1, 2) + requests(2, 3)}, services());
  ASSERT_TRUE(id);
  std::promise<void> behind_it;
  services().background.post([&behind_it] { behind_it.set_value(); });
  behind_it.get_future().wait();
  const auto status = gateway::batch_status("core:HOSPA", "P1", services());
  ASSERT_TRUE(status && *status);
  EXPECT_THAT((*status)->acknowledgments, HasSubstr("TA1*000000001*260105*0930*R*025~"));
  EXPECT_EQ(count_of((*status)->results, "AAA*Y**42*P~"), 3U);
  EXPECT_EQ(asked(), 1U);
}

TEST(AskedFrom, KeepsThePayersOwnWordsOutOfLogs) {
  gateway::Upstream upstream;
  upstream.dialect = gateway::UpstreamDialect::fhir;
  HttpReply reply;
  reply.status = 422;
  reply.body =
      R"j({"resourceType":"OperationOutcome","issue":[{"code":"value","diagnostics":"TESTMEMBER ALPHA unknown",
      "expression":["Claim.patient"]},{"code":"invalid","expression":["Patient.where(name='ALPHA')"]
}]
})j";
  const gateway::Asked asked = gateway::asked_from(upstream, "", {}, std::move(reply));
  EXPECT_THAT(asked.words, HasSubstr("TESTMEMBER ALPHA unknown"));
  EXPECT_EQ(asked.noted, "HTTP 422: Claim.patient: value; invalid");
}

}  // namespace
