// Conversations of a clearinghouse with a whole gateway in this process: what one message does to the next.
#include <future>

#include "gateway/cli/cli.hpp"
#include "gateway/cli/scenario.hpp"
#include "gateway/edi/attachments.hpp"
#include "gateway/edi/exchange.hpp"
#include "gateway/review/submit_review.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "tests/support/text.hpp"
#include "x12_support.hpp"

namespace x12_conversations_test {
namespace {

using gateway::HttpReply;
using gateway::cli::outcomes_of;
using support::replaced_once;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using x12_conversation::interchange;
using x12_conversation::nine_digits;
using x12_conversation::set;
using x12_conversation::x12_scenario;
using x12_conversation::X12Gateway;

constexpr std::string_view clinic = "NM1*1P*2*EXAMPLE HOME HEALTH*****XX*1999000064~";

/// A home health request whose plan of care is announced (PWK06 ACN0004) and not attested.
std::string home_health(int number) {
  std::string text = replaced_once(x12_scenario("home-health"), ";Q/plan-of-care=Y", "");
  text = replaced_once(text, "000002028*0", nine_digits(number) + "*0");
  return replaced_once(text, "IEA*1*000002028", "IEA*1*" + nine_digits(number));
}

std::string plan_of_care(const std::string& control_number, int number,
                         const std::string& provider = std::string(clinic)) {
  const std::string content = "PLAN OF CARE OF A TEST PATIENT";
  return interchange("PI", "006020X316",
                     set("275", "006020X316",
                         "BGN*02*ATT1*20260105*1001~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~"
                         "NM1*41*2*EXAMPLE CLEARINGHOUSE*****46*CLEARTEST1~" +
                             provider + "NM1*QC*1*TESTMEMBER*DELTA****MI*EXM100000004~LX*1~TRN*1*" +
                             control_number + "~DTP*368*D8*20260105~CAT*AE*TX~OOI*1*47*ATTACHMENT~BDS*ASC*" +
                             std::to_string(content.size()) + "*" + content + "~"),
                     number);
}

std::string inquiry(const std::string& requester, const std::string& keys, int number) {
  return interchange(
      "HI", "005010X215",
      set("278", "005010X215",
          "BHT*0007*28*INQ1*20260106*0900~HL*1**20*1~NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~"
          "HL*2*1*21*1~" +
              requester +
              "HL*3*2*22*1~NM1*IL*1*TESTMEMBER*DELTA****MI*EXM100000004~DMG*D8*19410317*F~"
              "HL*4*3*EV*0~TRN*1*INQ1EV*1999999990~UM*HS~" +
              keys),
      number);
}

class X12Conversation : public X12Gateway {
 protected:
  std::string send(const std::string& text, const std::string& path = "/x12") {
    std::string answer = answer_to(text, path);
    expect_valid(answer);
    return answer;
  }
  std::vector<std::string> outcomes(const std::string& text) { return outcomes_of(send(text)); }
  HttpReply outbox() { return gateway().get("/x12/outbox?sender=ZZ:CLEARTEST1&receiver=ZZ:EXAMPLEPLAN"); }

  /// Everything that leaves passes the same check as what comes in.
  static void expect_valid(const std::string& text) {
    if (text.empty()) return;
    x12::Reader reader(text);
    x12::LoopTree tree;
    std::vector<x12::Fault> faults;
    for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
      ASSERT_NE(event, x12::Event::unreadable) << text;
      if (event == x12::Event::interchange_end) {
        EXPECT_THAT(reader.interchange_faults(), IsEmpty());
      }
      if (event == x12::Event::group_end) {
        EXPECT_THAT(reader.group_faults(), IsEmpty());
      }
      if (event != x12::Event::transaction_set) continue;
      const x12::Guide* guide = x12::guide_for_set(reader.group().version, reader.set());
      ASSERT_NE(guide, nullptr) << text;
      faults.clear();
      x12::check(reader.set(), *guide, {}, tree, faults);
      for (const x12::Fault& fault : faults)
        ADD_FAILURE() << fault.where() << " " << fault.code << " " << fault.remedy << "\n" << text;
    }
  }
};

// ---- 275

TEST_F(X12Conversation, ADocumentThatComesAfterItsRequestDecidesItAndTheDecisionWaitsInTheOutbox) {
  EXPECT_THAT(outcomes(home_health(1)), Contains(HasSubstr("decided A4")));
  const std::string acknowledged = send(plan_of_care("ACN0004", 2));
  EXPECT_THAT(acknowledged, HasSubstr("AK9*A*1*1*1~"));

  const HttpReply waiting = outbox();
  ASSERT_EQ(waiting.status, 200U);
  expect_valid(waiting.body);
  EXPECT_THAT(outcomes_of(waiting.body), AllOf(Contains("decided A1"), Not(Contains(HasSubstr("A4")))));
  EXPECT_THAT(waiting.body, HasSubstr("*ZZ*EXAMPLEPLAN    *ZZ*CLEARTEST1     *"));
  EXPECT_THAT(waiting.body, HasSubstr("TRN*2*HHC01EV*1999999990~"));  // the request's own trace
}

TEST_F(X12Conversation, ADocumentThatComesBeforeItsRequestWaitsForIt) {
  EXPECT_THAT(send(plan_of_care("ACN0004", 1)), HasSubstr("AK9*A*1*1*1~"));
  EXPECT_EQ(outbox().status, 204U);
  EXPECT_THAT(outcomes(home_health(2)), AllOf(Contains("decided A1"), Not(Contains(HasSubstr("A4")))));
}

TEST_F(X12Conversation, ADocumentAndItsRequestThatCrossOnTheirWayAreJoinedAfterwards) {
  // What the request's case looks like when it did not see the document: made where there was none.
  send(home_health(1));
  const auto pended = gateway().gateway().services().store.find_case(precert::CaseId("C1"));
  ASSERT_TRUE(pended && *pended);
  gateway::CaseWrite crossed;
  crossed.record = **pended;
  crossed.keys = {{gateway::LookupKind::attachment_control_number, "ACN0004"}};

  SetUp();  // another gateway: here the document is first
  send(plan_of_care("ACN0004", 1));
  gateway::Services& services = gateway().gateway().services();
  gateway::Exchange request;
  request.cases = {crossed};
  std::promise<gateway::CommitOutcome> stored;
  services.store.commit(request,
                        [&stored](const gateway::CommitResult& made) { stored.set_value(made.outcome); });
  ASSERT_EQ(stored.get_future().get(), gateway::CommitOutcome::committed);

  gateway::MessageTurn late(services, "M99", services.clock.now(), gateway::AnswerMode::real_time);
  ASSERT_TRUE(gateway::attach_held({"ACN0004"}, late));
  ASSERT_EQ(late.exchange.attachments.size(), 1U);
  EXPECT_EQ(late.exchange.attachments[0].case_id, precert::CaseId("C1"));
  ASSERT_EQ(late.exchange.cases.size(), 1U);
  EXPECT_EQ(late.exchange.cases[0].record.version, 2);
  EXPECT_EQ(late.exchange.cases[0].record.state, gateway::CaseState::final);
  EXPECT_EQ(late.exchange.outbox.size(), 1U);
}

TEST_F(X12Conversation, TheOutboxHearsOfADecisionOnceAndNotThatACaseStillWaits) {
  EXPECT_THAT(outcomes(x12_scenario("mri-pended")), Contains(HasSubstr("decided A4")));
  const std::string paper =
      replaced_once(plan_of_care("TRC0000000001-01", 2, "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~"),
                    "DELTA****MI*EXM100000004", "ALPHA****MI*EXM100000001");
  EXPECT_THAT(send(paper), HasSubstr("AK9*A*1*1*1~"));
  EXPECT_EQ(outbox().status, 204U);
  const auto waits = store().find_case(precert::CaseId("C1"));
  ASSERT_TRUE(waits && *waits);
  EXPECT_EQ((*waits)->version, 2);
  const auto prior = gateway::prior_from(**waits);
  ASSERT_TRUE(prior);
  const precert::LineDetermination& line = prior->determination.lines.front();
  EXPECT_EQ(line.missing.size(), 1U);
  EXPECT_THAT(line.reasons.front().words, HasSubstr("One fact is missing. What has come is being read."));

  SetUp();  // another gateway: here the document decides, and comes twice
  send(home_health(1));
  send(plan_of_care("ACN0004", 2));
  const std::string once = outbox().body;
  EXPECT_THAT(once, HasSubstr("HCR*A1*"));
  EXPECT_THAT(send(plan_of_care("ACN0004", 3)), HasSubstr("AK9*A*1*1*1~"));
  EXPECT_EQ(outbox().body, once);
}

TEST_F(X12Conversation, TheOutboxAndGapsAreAskedForByASenderAndAReceiver) {
  for (const char* const query :
       {"", "?sender=ZZ:CLEARTEST1", "?sender=CLEARTEST1&receiver=ZZ:EXAMPLEPLAN"}) {
    EXPECT_EQ(gateway().get(std::string("/x12/outbox") + query).status, 400U) << query;
    EXPECT_EQ(gateway().get(std::string("/x12/gaps") + query).status, 400U) << query;
  }
}

TEST_F(X12Conversation, ABatchIsAcknowledgedBeforeItIsAnswered) {
  const std::string answer = send(x12_scenario("home-health"), "/x12?mode=batch");
  ASSERT_THAT(answer, AllOf(HasSubstr("GS*FA*"), HasSubstr("GS*HI*")));
  EXPECT_LT(answer.find("GS*FA*"), answer.find("GS*HI*"));
}

TEST_F(X12Conversation, ADocumentOfSomebodyElseDecidesNothing) {
  EXPECT_THAT(outcomes(home_health(1)), Contains(HasSubstr("decided A4")));
  send(plan_of_care("ACN0004", 2, "NM1*1P*2*OTHER CLINIC*****XX*1999000015~"));
  send(plan_of_care("ACN9999", 3));
  EXPECT_EQ(outbox().status, 204U);
}

TEST_F(X12Conversation, ADocumentThatCannotBeReadIsRejectedWithItsPlace) {
  const std::string bad = replaced_once(replaced_once(plan_of_care("ACN0004", 1), "BDS*ASC", "BDS*B64"),
                                        "BDS*B64*30*PLAN OF", "BDS*B64*30*PLAN!OF");
  const std::string answer = send(bad);
  EXPECT_THAT(answer, HasSubstr("IK3*BDS*12*2110*8~IK4*3*785*I12"));
  EXPECT_THAT(answer, HasSubstr("AK9*R*1*1*0~"));
}

// ---- X215

TEST_F(X12Conversation, AnInquiryByNumberTellsTheStateOfEachServiceToThoseWhoHaveAPartInIt) {
  EXPECT_THAT(outcomes(x12_scenario("home-health")), Contains("decided A1"));
  const std::string found = send(inquiry(std::string(clinic), "REF*BB*AUTH0000000001~", 5));
  EXPECT_THAT(found, AllOf(HasSubstr("ST*278*0001*005010X215~"), HasSubstr("HCR*A1*AUTH0000000001~"),
                           HasSubstr("G0151")));
  const std::string by_reference = send(inquiry(std::string(clinic), "REF*NT*AUTH0000000001~", 6));
  EXPECT_THAT(by_reference, HasSubstr("HCR*A1*AUTH0000000001~"));
}

TEST_F(X12Conversation, AnInquiryByMemberProviderAndDateFindsTheReview) {
  EXPECT_THAT(outcomes(x12_scenario("home-health")), Contains("decided A1"));
  const std::string found = send(inquiry(std::string(clinic), "DTP*AAH*RD8*20260101-20260401~", 5));
  EXPECT_THAT(found, HasSubstr("HCR*A1*AUTH0000000001~"));
  const std::string other_time = send(inquiry(std::string(clinic), "DTP*AAH*RD8*20240101-20240201~", 6));
  EXPECT_THAT(other_time, AllOf(HasSubstr("AAA*"), Not(HasSubstr("HCR*"))));
}

/// The member of `id` under another number.
void add_namesake(gateway::Store& store, const std::string& id) {
  auto member = store.member(precert::MemberId(id));
  ASSERT_TRUE(member && *member);
  (*member)->id = precert::MemberId(id + "9");
  (*member)->dependents.clear();
  ASSERT_TRUE(store.load_members(std::vector<precert::MemberRecord>{**member}));
}

TEST_F(X12Conversation, AnInquiryByNameAndBirthDateFindsTheReviewOfTheOnePersonWhoFits) {
  EXPECT_THAT(outcomes(x12_scenario("home-health")), Contains("decided A1"));
  const auto by_name = [](const std::string& born, int number) {
    const std::string text =
        replaced_once(inquiry(std::string(clinic), "DTP*AAH*RD8*20260101-20260401~", number),
                      "NM1*IL*1*TESTMEMBER*DELTA****MI*EXM100000004~", "NM1*IL*1*TESTMEMBER*DELTA~");
    return replaced_once(text, "DMG*D8*19410317*F~", "DMG*D8*" + born + "*F~");
  };
  EXPECT_THAT(send(by_name("19410317", 5)), HasSubstr("HCR*A1*AUTH0000000001~"));
  EXPECT_THAT(send(by_name("19410318", 6)), AllOf(HasSubstr("AAA*N**72*C~"), Not(HasSubstr("HCR*"))));
  add_namesake(store(), "EXM100000004");
  EXPECT_THAT(send(by_name("19410317", 7)), AllOf(HasSubstr("AAA*N**72*C~"), Not(HasSubstr("HCR*"))));
}

TEST_F(X12Conversation, AnInquiryOfAStrangerIsRefused) {
  EXPECT_THAT(outcomes(x12_scenario("home-health")), Contains("decided A1"));
  const std::string refused =
      send(inquiry("NM1*1P*2*OTHER CLINIC*****XX*1999000015~", "REF*BB*AUTH0000000001~", 5));
  EXPECT_THAT(refused, AllOf(HasSubstr("AAA*"), Not(HasSubstr("HCR*")), Not(HasSubstr("G0151"))));
  const std::string of_nothing =
      send(inquiry("NM1*1P*2*OTHER CLINIC*****XX*1999000015~", "REF*BB*AUTH9999999999~", 6));
  const auto levels = [](const std::string& text) {
    return text.substr(text.find("~HL*"), text.find("~SE*") - text.find("~HL*"));
  };
  EXPECT_EQ(replaced_once(levels(of_nothing) + "AUTH9999999999", "AUTH9999999999", ""),
            replaced_once(levels(refused) + "AUTH0000000001", "AUTH0000000001", ""))
      << "a stranger does not learn whether the number exists";
}

// ---- 270

TEST_F(X12Conversation, AnEligibilityInquiryTellsWhetherAnAuthorizationIsRequired) {
  const std::string answer = send(interchange(
      "HS", "005010X279A1",
      set("270", "005010X279A1",
          "BHT*0022*13*ELG1*20260105*0900~HL*1**20*1~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
          "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~HL*3*2*22*0~TRN*1*ELG1T*1999999990~"
          "NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~DMG*D8*19800214*F~DTP*291*D8*20260115~EQ**HC:72148~"),
      1));
  EXPECT_THAT(answer, HasSubstr("GS*HB*"));
  EXPECT_THAT(answer, HasSubstr("ST*271*0001*005010X279A1~"));
  EXPECT_THAT(answer, testing::ContainsRegex("EB\\*1\\*[^~]*\\*Y\\*[^~]*HC:72148"));
}

TEST_F(X12Conversation, AnEligibilityInquiryByNameAndBirthDateFindsTheOnePersonWhoFits) {
  const auto asked = [](int number) {
    return interchange(
        "HS", "005010X279A1",
        set("270", "005010X279A1",
            "BHT*0022*13*ELG1*20260105*0900~HL*1**20*1~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
            "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~HL*3*2*22*0~TRN*1*ELG1T*1999999990~"
            "NM1*IL*1*TESTMEMBER*ALPHA~DMG*D8*19800214*F~DTP*291*D8*20260115~EQ**HC:72148~"),
        number);
  };
  EXPECT_THAT(send(asked(1)),
              AllOf(HasSubstr("MI*EXM100000001~"), testing::ContainsRegex("EB\\*1\\*[^~]*HC:72148")));
  add_namesake(store(), "EXM100000001");
  EXPECT_THAT(send(asked(2)), AllOf(HasSubstr("AAA*"), Not(HasSubstr("EB*1*"))));
}

TEST_F(X12Conversation, APublicAddressIsToldToWhoeverAsksAboutCoverage) {  // SC-03
  const auto asked = gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/x12/005010X279A1_request/mri.x12");
  ASSERT_TRUE(asked);
  EXPECT_THAT(send(*asked), Not(HasSubstr("*UR*")));
  gateway::Config config;
  config.base_url = "https://pa.example.org";
  open(std::move(config));
  EXPECT_THAT(send(*asked), HasSubstr("~PER*IC**UR*pa.example.org/.well-known/davinci-configuration~"));
  EXPECT_THAT(gateway().get("/.well-known/davinci-configuration").body,
              HasSubstr("https://pa.example.org/fhir"));
  EXPECT_THAT(gateway().get("/fhir/metadata").body, HasSubstr("https://pa.example.org/x12/guide"));
  const HttpReply guide = gateway().get("/x12/guide");
  EXPECT_EQ(guide.status, 200U);
  EXPECT_THAT(guide.body, AllOf(HasSubstr("005010X217"), HasSubstr("005010X279A1")));
}

TEST_F(X12Conversation, TheDeclarationOfCapabilitiesIsLinkedFromBothWires) {  // SC-70
  gateway::Config config;
  config.base_url = "https://pa.example.org";
  open(std::move(config));
  EXPECT_THAT(gateway().get("/fhir/metadata").body, HasSubstr("https://pa.example.org/capabilities"));
  EXPECT_THAT(gateway().get("/x12/guide").body, HasSubstr("GET /capabilities"));
  const HttpReply declared = gateway().get("/capabilities");
  EXPECT_EQ(declared.status, 200U);
  EXPECT_THAT(declared.body, AllOf(HasSubstr("| `SC-01` |"), HasSubstr("| `SC-70` |")));
}

// ---- X216

TEST_F(X12Conversation, ANoticeOfAdmissionGetsAReceipt) {
  const auto text =
      gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/x12/005010X216_request/admission.x12");
  ASSERT_TRUE(text);
  const std::string answer = send(*text);
  EXPECT_THAT(answer, HasSubstr("ST*278*0001*005010X216~"));
  EXPECT_THAT(answer, HasSubstr("BHT*0007*11*"));
}

// ---- X217: who the patient is

TEST_F(X12Conversation, APatientWithoutNameOrBirthDateIsRefusedInItsLoop) {
  const std::string unborn =
      replaced_once(x12_scenario("mri-approved"), "DMG*D8*19800214*F~", "INS*Y*18******AU~");
  const std::string answer = send(unborn);
  EXPECT_THAT(answer, AllOf(HasSubstr("~AAA*N**58*C~"), HasSubstr("NM1*IL*1*TESTMEMBER*ALPHA")));
  EXPECT_THAT(answer, AllOf(Not(HasSubstr("~HCR*")), Not(HasSubstr("*EV*"))));
  std::string unnamed =
      replaced_once(x12_scenario("mri-approved"), "NM1*IL*1*TESTMEMBER*ALPHA*", "NM1*IL*1***");
  unnamed =
      replaced_once(replaced_once(unnamed, "000002001", "000002002"), "IEA*1*000002001", "IEA*1*000002002");
  EXPECT_THAT(send(unnamed), AllOf(HasSubstr("~AAA*N**73*C~"), Not(HasSubstr("~HCR*"))));
}

TEST_F(X12Conversation, ADependentWithANumberOfTheirOwnIsSentInThePlaceOfTheSubscriber) {  // 005010X217 2010C
  constexpr std::string_view papa = "NM1*IL*1*TESTMEMBER*PAPA****MI*EXM100000113~";
  std::string request = replaced_once(x12_scenario("mri-approved"),
                                      "NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~", std::string(papa));
  request = replaced_once(request, "REF*6P*GRP0001~", "REF*6P*GRP0002~");
  request = replaced_once(request, "DMG*D8*19800214*F~", "DMG*D8*19840707*M~");
  EXPECT_THAT(send(request), AllOf(HasSubstr(papa), HasSubstr("~HCR*A"), Not(HasSubstr("~AAA*"))));
  const std::string asked =
      "BHT*0022*13*ELG1*20260105*0900~HL*1**20*1~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
      "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~HL*3*2*22*0~TRN*1*ELG1T*1999999990~"
      "NM1*IL*1*TESTMEMBER*PAPA~DMG*D8*19840707*M~DTP*291*D8*20260115~EQ**HC:72148~";
  EXPECT_THAT(send(interchange("HS", "005010X279A1", set("270", "005010X279A1", asked), 7)),
              AllOf(HasSubstr(papa), HasSubstr("~EB*1*"), Not(HasSubstr("~AAA*"))));
}

// ---- Reviewer's decision

TEST_F(X12Conversation, AReviewersDecisionWaitsForWhoeverAskedUntilItIsTaken) {
  EXPECT_THAT(outcomes(x12_scenario("pet-denied")), Contains(HasSubstr("decided A4")));
  const HttpReply decided = gateway().post(
      "/review/C1/decision", "application/json",
      R"({"reviewer":{"id":"r1","npi":"1999000049"},"role":"nurse","lines":[{"sequence":0,"action":"certified"}]})");
  ASSERT_EQ(decided.status, 200U) << decided.body;
  const HttpReply waiting = outbox();
  ASSERT_EQ(waiting.status, 200U);
  expect_valid(waiting.body);
  EXPECT_THAT(outcomes_of(waiting.body), Contains("decided A1"));
  EXPECT_THAT(waiting.body, HasSubstr("*0*T*:~"));  // a test stays one: ISA15 of the request
  const HttpReply taken = gateway().post(
      "/x12/outbox/taken?sender=ZZ:CLEARTEST1&receiver=ZZ:EXAMPLEPLAN&through=1", "text/plain", "");
  EXPECT_EQ(taken.status, 200U);
  EXPECT_EQ(outbox().status, 204U);
}

// ---- UM02: what continues an authorization

class Continuing : public X12Conversation,
                   public testing::WithParamInterface<std::pair<const char*, const char*>> {};

TEST_P(Continuing, ActsOnTheAuthorizationItNames) {
  const auto [code, decision] = GetParam();
  EXPECT_THAT(outcomes(x12_scenario("mri-approved")), Contains("decided A1"));
  std::string update = replaced_once(x12_scenario("place-changed"), "{{certification}}", "AUTH0000000001");
  update = replaced_once(replaced_once(update, "UM*HS*S*", std::string("UM*HS*") + code + "*"), "UM*HS*S*",
                         std::string("UM*HS*") + code + "*");
  const std::vector<std::string> answered = outcomes(update);
  EXPECT_THAT(answered, AllOf(Contains(HasSubstr(std::string("decided ") + decision)),
                              Not(Contains(HasSubstr("refused")))));

  // One case: whoever asks by the number that was named finds what the update came to. More care behind it is
  // a case beside it.
  const auto contents = gateway().gateway().services().store.contents();
  ASSERT_TRUE(contents);
  const bool beside = std::string_view(code) == "4" || std::string_view(code) == "R";
  EXPECT_EQ(contents->cases, beside ? 2U : 1U);
}

// What is certified whole has nothing to appeal (1, 2) or reconsider (N): it stays as it is. pet-appealed has
// the other.
INSTANTIATE_TEST_SUITE_P(UM02, Continuing,
                         testing::Values(std::pair("1", "A1"), std::pair("2", "A1"), std::pair("3", "C"),
                                         std::pair("4", "A"), std::pair("N", "A1"), std::pair("R", "A"),
                                         std::pair("S", "A")),
                         [](const auto& tested) { return std::string("Code") + tested.param.first; });

// ---- Control numbers and acknowledgments

TEST_F(X12Conversation, EveryInterchangeOfAMessageHasToHaveItsOwnNumber) {
  const std::string both = send(home_health(7) + home_health(7));
  EXPECT_THAT(both, HasSubstr("TA1*000000007*260105*0930*R*025~"));
  EXPECT_THAT(outcomes_of(both), Contains(HasSubstr("decided A4")));
}

TEST_F(X12Conversation, ANumberThatAnEarlierMessageUsedRejectsOnlyItsOwnInterchange) {
  send(home_health(7));
  const std::string mixed = send(plan_of_care("ACN0004", 7) + plan_of_care("ACN0004", 8));
  EXPECT_THAT(mixed, HasSubstr("TA1*000000007*"));
  EXPECT_THAT(mixed, HasSubstr("AK9*A*1*1*1~"));
}

TEST_F(X12Conversation, EachGroupIsAnsweredToTheApplicationItCameFrom) {
  std::string text = plan_of_care("ACN0004", 1);
  const std::size_t from = text.find("GS*"), until = text.find("IEA*");
  const std::string other = replaced_once(
      replaced_once(
          replaced_once(text.substr(from, until - from), "CLEARTEST1*EXAMPLEPLAN", "CLINICB*EXAMPLEPLAN"),
          "*0930*1*X", "*0930*2*X"),
      "GE*1*1~", "GE*1*2~");
  text = replaced_once(text.insert(until, other), "IEA*1*", "IEA*2*");
  const std::string answer = send(text);
  EXPECT_THAT(answer, HasSubstr("GS*FA*EXAMPLEPLAN*CLEARTEST1*"));
  EXPECT_THAT(answer, HasSubstr("GS*FA*EXAMPLEPLAN*CLINICB*"));
}

TEST_F(X12Conversation, ASetOfAnotherVersionThanItsGroupIsRejected) {
  const std::string answer = send(interchange(
      "HI", "005010X217",
      replaced_once(set("278", "005010X217", "BHT*0007*13*X*20260105*0930~"), "005010X217", "005010X215"),
      1));
  EXPECT_THAT(answer, HasSubstr("IK5*R*I6~"));
}

TEST_F(X12Conversation, ASetThatIsNotItsGroupsIsRejected) {
  const std::string request = set("278", "005010X217", "BHT*0007*13*X*20260105*0930~");
  EXPECT_THAT(send(interchange("HI", "005010X217", replaced_once(request, "ST*278*", "ST*837*"), 1)),
              HasSubstr("IK5*R*1~"));
  const std::string other = replaced_once(request, "005010X217", "005010X279A1");
  EXPECT_THAT(send(interchange("HS", "005010X279A1", other, 2)), HasSubstr("IK5*R*18~"));
  EXPECT_THAT(send(interchange("HB", "005010X279A1", replaced_once(other, "ST*278*", "ST*270*"), 3)),
              HasSubstr("IK5*R*18~"));
}

TEST_F(X12Conversation, ASetMayLeaveTheAddendaOfItsGroupOut) {
  const std::string answer = send(interchange(
      "HS", "005010X279A1",
      set("270", "005010X279",
          "BHT*0022*13*ELG1*20260105*0900~HL*1**20*1~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
          "NM1*1P*2*EXAMPLE "
          "CLINIC*****XX*1999000015~HL*3*2*22*0~NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~"
          "DMG*D8*19800214*F~EQ*30~"),
      1));
  EXPECT_THAT(answer, HasSubstr("EB*1*"));
}

TEST_F(X12Conversation, ATa1IsNotAnsweredWithATa1) {
  const std::string ta1 =
      "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    "
      "*260105*0930*^*00501*000000001*1*T*:~"
      "TA1*000000009*260105*0930*R*025~IEA*0*000000001~";
  EXPECT_EQ(send(ta1, "/x12?mode=batch"), "");
  EXPECT_EQ(send(ta1 + " "), "");  // other bytes, the same number
}

TEST_F(X12Conversation, NumbersThatWereLeftOutAreCounted) {
  send(home_health(7));
  send(plan_of_care("ACN0004", 10));
  EXPECT_THAT(gateway().get("/metrics").body, HasSubstr("precert_control_number_gaps_total 1"));
  EXPECT_EQ(gateway().get("/x12/gaps?sender=ZZ:CLEARTEST1&receiver=ZZ:EXAMPLEPLAN").body,
            R"({"gaps":[{"after":"000000007","before":"000000010"}]})");
}

TEST_F(X12Conversation, AnAcknowledgmentIsNotedAndNeverAnswered) {
  const std::string accepted = "AK1*HI*1*005010X217~AK9*A*1*1*1~";
  EXPECT_EQ(send(interchange("FA", "005010X231A1", set("999", "005010X231A1", accepted), 1)), "");
  const std::string refused = "AK1*HI*1*005010X217~AK9*R*1*1*0~";
  EXPECT_EQ(send(interchange("FA", "005010X231A1", set("999", "005010X231A1", refused), 2)), "");
  EXPECT_THAT(gateway().get("/metrics").body, HasSubstr("precert_acknowledgments_refused_total 1"));
}

TEST_F(X12Conversation, ABatchGetsItsAcknowledgmentsTooAndTheBytesStayRetrievable) {
  const std::string sent =
      interchange("HI", "005010X217", set("278", "005010X217", "BHT*0007*13*X*20260105*0930~"), 3, '1');
  const HttpReply reply = gateway().post("/x12?mode=batch", "application/edi-x12", sent);
  ASSERT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, AllOf(HasSubstr("TA1*000000003*260105*0930*A*000~"), HasSubstr("AK9*R*1*1*0~")));
  std::string id;
  for (const auto& [name, value] : reply.headers) {
    if (name == "Precert-Message-Id") id = value;
  }
  EXPECT_EQ(gateway().get("/messages/" + id).body, sent);
  EXPECT_EQ(gateway().get("/messages/none").status, 404U);
}

}  // namespace
}  // namespace x12_conversations_test
