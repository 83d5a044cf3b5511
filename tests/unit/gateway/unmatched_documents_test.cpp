// Documents that join no request: their sender hears of it in its outbox, once.
#include "gateway/edi/unmatched_documents.hpp"

#include "fhir_support.hpp"
#include "gateway/store/store.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"

namespace {

using gateway::HttpReply;
using gateway::Method;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::chrono::hours past_the_holding{24 * 31};

class UnmatchedDocuments : public fhir_conversation::FhirConversation {
 protected:
  /// A 275 whose BGN02 is ATT1, under the control number NOSUCH1.
  static std::string paper_of(const std::string& parties, const std::string& more = "") {
    const std::string body = "BGN*02*ATT1*20260105*1001~" + parties + more +
                             "LX*1~TRN*1*NOSUCH1*1999999990~DTP*368*D8*20260105~CAT*AE*TX~OOI*1*47*ATTACHMENT~"
                             "BDS*ASC*5*PAPER~";
    const auto segments = std::count(body.begin(), body.end(), '~') + 2;
    return "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    *260105*0930*^*00501*000000071*0*T*:~"
           "GS*PI*CLINICAPP*PLANAPP*20260105*0930*71*X*006020X316~ST*275*0001*006020X316~" +
           body + "SE*" + std::to_string(segments) + "*0001~GE*1*71~IEA*1*000000071~";
  }
  static std::string parties(const std::string& payer, const std::string& patient) {
    return "NM1*PR*2*A HEALTH PLAN*****PI*" + payer +
           "~NM1*41*2*EXAMPLE CLEARINGHOUSE*****46*CLEARTEST1~NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~NM1*QC*1*" +
           patient + "~";
  }
  void send_paper(const std::string& text) {
    const HttpReply reply = send(Method::post, "/x12", text, "application/edi-x12");
    ASSERT_EQ(reply.status, 200U) << reply.body;
    ASSERT_THAT(reply.body, Not(HasSubstr("IK5*R")));
  }
  std::string outbox() {
    return send(Method::get, "/x12/outbox?sender=ZZ:CLEARTEST1&receiver=ZZ:EXAMPLEPLAN").body;
  }
  void let_go() { gateway::let_go_of_expired(gateway().services()); }

  static void expect_valid_278(const std::string& text) {
    x12::Reader reader(text);
    x12::LoopTree tree;
    std::vector<x12::Fault> faults;
    for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
      ASSERT_NE(event, x12::Event::unreadable) << text;
      if (event != x12::Event::transaction_set) continue;
      const x12::Guide* guide = x12::guide_for_set(reader.group().version, reader.set());
      ASSERT_NE(guide, nullptr);
      EXPECT_EQ(x12::direction_of(*guide), "response");
      x12::check(reader.set(), *guide, {}, tree, faults);
      for (const x12::Fault& fault : faults) ADD_FAILURE() << fault.where() << " " << fault.remedy << "\n" << text;
    }
  }
};

const std::string delta = "TESTMEMBER*DELTA****MI*EXM100000004";

TEST_F(UnmatchedDocuments, AreRefusedInA278WhenTheirTimeIsOver) {
  send_paper(paper_of(parties("EXPL1", delta)));
  let_go();
  EXPECT_EQ(outbox(), "");
  clock().move(past_the_holding);
  let_go();
  const std::string told = outbox();
  expect_valid_278(told);
  EXPECT_THAT(told, AllOf(HasSubstr("*ZZ*EXAMPLEPLAN    *ZZ*CLEARTEST1     *"), HasSubstr("GS*HI*PLANAPP*CLINICAPP*")));
  EXPECT_THAT(told, AllOf(HasSubstr("BHT*0007*11*ATT1*"), HasSubstr("*18~"), HasSubstr("TRN*2*NOSUCH1*1999999990~"),
                          HasSubstr("AAA*N**AA*C~"), HasSubstr("no request they belong to came in time")));
  EXPECT_THAT(told, HasSubstr("NM1*IL*1*TESTMEMBER*DELTA****MI*EXM100000004~"));
}

TEST_F(UnmatchedDocuments, AreToldOfOnce) {
  send_paper(paper_of(parties("EXPL1", delta)));
  clock().move(past_the_holding);
  let_go();
  const std::string told = outbox();
  let_go();
  EXPECT_EQ(outbox(), told);
  const auto kept = gateway().services().store.attachment("A1");
  ASSERT_TRUE(kept && *kept);
  EXPECT_EQ((*kept)->state, gateway::AttachmentState::expired);
  EXPECT_EQ((*kept)->content, "PAPER");
}

TEST_F(UnmatchedDocuments, OfAPatientWithoutANumberAreRefusedAtTheProvider) {
  send_paper(paper_of(parties("EXPL1", "TESTMEMBER*DELTA"), "REF*EJ*ACCT7~"));
  clock().move(past_the_holding);
  let_go();
  const std::string told = outbox();
  expect_valid_278(told);
  EXPECT_THAT(told, AllOf(HasSubstr("AAA*N**15*C~"), Not(HasSubstr("*22*"))));
}

TEST_F(UnmatchedDocuments, ForAnotherPayerAreRefusedAtOnce) {
  send_paper(paper_of(parties("OTHERPLAN", delta)));
  const std::string told = outbox();
  expect_valid_278(told);
  EXPECT_THAT(told, AllOf(HasSubstr("BHT*0007*11*ATT1*"), HasSubstr("AAA*N**79*N~")));
  clock().move(past_the_holding);
  let_go();
  EXPECT_EQ(outbox(), told);
}

}  // namespace
