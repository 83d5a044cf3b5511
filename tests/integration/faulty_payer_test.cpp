// A payer elsewhere that misbehaves in every way: slow, cut off, garbage, busy, refusing, twice.
#include <map>

#include "gateway/cli/scenario.hpp"
#include "parsers/x12/reader.hpp"
#include "tests/support/text.hpp"
#include "translation_support.hpp"

namespace faulty_payer_test {
namespace {

using gateway::HttpReply;
using gateway::cli::outcomes_of;
using support::edi;
using support::FaultyPayer;
using support::fhir_type;
using support::file;
using support::header;
using support::http_reply;
using support::Intermediary;
using testing::HasSubstr;
using testing::Not;

constexpr const char* impatient = "    timeout_ms: 3000\n";  // a loaded machine still answers within it
constexpr const char* with_papers = "    attachments: {as: \"275\"}\n";

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

/// A 999 that rejects the set which `body` holds, for what stands in its segment `at`.
std::string rejection_of(const std::string& body, const std::string& at) {
  const auto element = [&body](const char* segment, std::uint32_t number) {
    return std::string(
        x12::SegmentView::nth(std::string_view(body).substr(body.find(segment)), '*', number + 1));
  };
  const std::string version = element("GS*", 8).substr(0, 10), set = element("ST*", 1);
  return "ISA*00*          *00*          *ZZ*EXAMPLEPLAN    *ZZ*GATEWAYA       "
         "*260105*1730*^*00501*000000077*0*T*:~"
         "GS*FA*EXAMPLEPLAN*GATEWAYA*20260105*1730*7*X*005010X231A1~ST*999*0001*005010X231A1~AK1*" +
         element("GS*", 1) + "*" + element("GS*", 6) + "*" + version + "~AK2*" + set + "*" +
         element("ST*", 2) + "*" + version + "~IK3*" + at +
         "*12**8~IK5*R*5~AK9*R*1*1*0~SE*7*0001~GE*1*7~IEA*1*000000077~";
}

TEST_F(FaultyPayer, ThatRejectsAPaperIsQuotedAndGetsNoRequest) {
  Intermediary here("x12", server().url() + "/x12", with_papers);
  server().behave([this](const std::string& body) -> std::optional<std::string> {
    const bool is_paper = body.find("ST*275*") != std::string::npos;
    return is_paper ? http_reply(rejection_of(body, "BDS"), edi) : honest(body);
  });
  const HttpReply refused = here.submit(bundle());
  EXPECT_EQ(refused.status, 422U) << refused.body;
  EXPECT_THAT(refused.body, HasSubstr("IK3 BDS 12 8"));
  ASSERT_EQ(server().bodies().size(), 1U);
  EXPECT_THAT(server().bodies().front(), HasSubstr("ST*275*"));
}

TEST_F(FaultyPayer, ThatRejectsTheInterchangeOfAPaperIsAway) {
  Intermediary here("x12", server().url() + "/x12", with_papers);
  server().behave([](const std::string& body) -> std::optional<std::string> {
    return http_reply(
        "ISA*00*          *00*          *ZZ*EXAMPLEPLAN    *ZZ*GATEWAYA       "
        "*260105*1730*^*00501*000000077*0*T*:~TA1*" +
            body.substr(90, 9) + "*260105*1730*R*006~IEA*0*000000077~",
        edi);
  });
  expect_failure(here.submit(bundle()), 503);
  EXPECT_EQ(server().bodies().size(), 1U);
  be_honest();
  EXPECT_EQ(here.submit(bundle()).status, 200U);
}

TEST_F(FaultyPayer, ThatSaysNothingInX12OfAPaperHasTakenIt) {
  Intermediary here("x12", server().url() + "/x12", with_papers);
  server().behave([this](const std::string& body) -> std::optional<std::string> {
    return body.find("ST*275*") != std::string::npos ? http_reply("OK", "text/plain") : honest(body);
  });
  EXPECT_EQ(here.submit(bundle()).status, 200U);
}

TEST_F(FaultyPayer, OfEachHttpStatusIsSaidWhetherTheSameBundleMayComeAgain) {
  Intermediary here("x12", server().url() + "/x12");
  const std::map<int, unsigned> said{{202, 504}, {204, 504}, {302, 503}, {400, 422}, {401, 503}, {403, 503},
                                     {404, 503}, {408, 503}, {413, 422}, {422, 422}, {425, 503}, {429, 503},
                                     {500, 504}, {502, 504}, {503, 503}, {504, 504}};
  int number = 0;
  for (const auto& [status, expected] : said) {
    server().behave(
        [status = status](const std::string&) { return std::optional(http_reply("", edi, status)); });
    const std::string own = "MRI9" + std::to_string(++number);
    const HttpReply reply = here.submit(support::replaced(bundle(), "MRI01", own));
    SCOPED_TRACE(status);
    if (expected == 422) {
      EXPECT_EQ(reply.status, 422U) << reply.body;
      EXPECT_THAT(reply.body, HasSubstr("OperationOutcome"));
    } else {
      expect_failure(reply, expected);
    }
  }
}

TEST_F(FaultyPayer, ThatTakesTheRequestWithoutAnAnswerIsAskedAgainWithTheSameBytes) {
  Intermediary here("x12", server().url() + "/x12");
  server().behave([](const std::string&) { return std::optional(http_reply("", edi, 202)); });
  expect_failure(here.submit(bundle()), 504);
  be_honest();
  EXPECT_EQ(here.submit(bundle()).status, 200U);
  const auto bodies = server().bodies();
  ASSERT_EQ(bodies.size(), 2U);
  EXPECT_EQ(bodies[0], bodies[1]);
}

TEST_F(FaultyPayer, WhoseTwoAnswersDifferHasNotDecided) {
  Intermediary here("x12", server().url() + "/x12");
  change_answers(
      [](const std::string& whole) { return whole + support::replaced(whole, "HCR*A1*", "HCR*A3*"); });
  expect_failure(here.submit(bundle()), 502);
}

TEST_F(FaultyPayer, WhoseAnswerIsLongerThanAgreedHasNotAnswered) {
  Intermediary here("x12", server().url() + "/x12", "    answer_bytes_max: 1024\n");
  change_answers([](const std::string& whole) { return whole + std::string(2'000, ' '); });
  expect_failure(here.submit(bundle()), 504);
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

}  // namespace
}  // namespace faulty_payer_test
