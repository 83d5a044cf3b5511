// FHIR eligibility over the wire: asked, kept, read and searched; and every check, on whatever channel, found
// by its reference.
#include "fhir_support.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/review/checks.hpp"
#include "gateway/review/show_check.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "tests/unit/mappers/fhir_eligibility_support.hpp"

namespace {

using fhir_conversation::Read;
using gateway::HttpReply;
using support::EligibilityText;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

const std::string requests = "/fhir/CoverageEligibilityRequest";
const std::string responses = "/fhir/CoverageEligibilityResponse";

class Eligibility : public fhir_conversation::FhirConversation {
 protected:
  HttpReply submit(const EligibilityText& text = {}) { return post(requests + "/$submit", text.text()); }
  static std::string member_of(const HttpReply& reply, std::string_view name) {
    return std::string(fhir::text(Read(reply.body).root(), name));
  }
  /// A 270 of the same clinic for the same member.
  std::string asked_by_x12(const std::string& eq, const std::string& number) {
    return send(gateway::Method::post, "/x12",
                "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    *260105*0930*^*00501*" +
                    number +
                    "*0*T*:~GS*HS*CLEARTEST1*EXAMPLEPLAN*20260105*0930*1*X*005010X279A1~ST*270*0001*"
                    "005010X279A1~"
                    "BHT*0022*13*ELG0001*20260105*0900~HL*1**20*1~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~"
                    "HL*2*1*21*1~NM1*1P*2*EXAMPLE "
                    "CLINIC*****XX*1999000015~HL*3*2*22*0~TRN*1*ELG0001T*1999999990~"
                    "NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~DMG*D8*19800214*F~DTP*291*D8*20260115~" +
                    eq + "SE*14*0001~GE*1*1~IEA*1*" + number + "~",
                "application/edi-x12")
        .body;
  }
};

TEST_F(Eligibility, IsAnsweredAndReadAgain) {
  const HttpReply answer = submit();
  ASSERT_EQ(answer.status, 200U) << answer.body;
  const Read read(answer.body);
  EXPECT_EQ(fhir::text(read.root(), "resourceType"), "CoverageEligibilityResponse");
  EXPECT_THAT(std::string(fhir::text(read.root(), "preAuthRef")), StartsWith("NR"));
  const std::string id(fhir::text(read.root(), "id"));
  clock().move(std::chrono::hours(48));
  const HttpReply again = get(responses + "/" + id);
  EXPECT_EQ(again.status, 200U);
  EXPECT_EQ(again.body, answer.body);
  EXPECT_EQ(fhir_conversation::header(again, "ETag"), "W/\"1\"");
  const HttpReply asked = get(requests + "/" + id);
  ASSERT_EQ(asked.status, 200U);
  EXPECT_EQ(member_of(asked, "resourceType"), "CoverageEligibilityRequest");
  EXPECT_EQ(member_of(asked, "id"), id);
  EXPECT_EQ(get(responses + "/E0").status, 404U);
  EXPECT_EQ(get(requests + "/E0").status, 404U);
}

TEST_F(Eligibility, IsCreatedAndItsResponseIsThere) {
  EligibilityText text;
  std::string body = text.request();
  const auto logical = [&body](const std::string& reference, const std::string& identifier) {
    body.replace(body.find(reference), reference.size(), identifier);
  };
  logical(R"({"reference":"Patient/p1"})",
          R"({"identifier":{"system":"urn:members","value":"EXM100000001"}})");
  logical(
      R"({"reference":"Organization/o1"})",
      R"({"identifier":{"system":"http://hl7.org/fhir/sid/us-npi","value":"1999000015"},"display":"EXAMPLE CLINIC"})");
  const HttpReply made = post(requests, body);
  ASSERT_EQ(made.status, 201U) << made.body;
  const std::string id = member_of(made, "id");
  EXPECT_EQ(fhir_conversation::header(made, "Location"), "http://127.0.0.1:8080" + requests + "/" + id);
  EXPECT_EQ(member_of(made, "resourceType"), "CoverageEligibilityRequest");
  const HttpReply response = get(responses + "?request=CoverageEligibilityRequest/" + id);
  ASSERT_EQ(response.status, 200U) << response.body;
  const Read page(response.body);
  const json::Value found = fhir::first(page.root(), "entry").find("resource");
  EXPECT_EQ(fhir::text(found, "id"), id);
  EXPECT_THAT(std::string(fhir::text(found, "preAuthRef")), StartsWith("NR"));
  EXPECT_EQ(post(requests, text.text()).status, 400U);
}

TEST_F(Eligibility, ByTheSameIdentifierIsTheSameAnswer) {
  const HttpReply first = submit();
  EligibilityText later;
  later.members = R"("servicedDate":"2026-01-15","priority":{"text":"whenever"},)";
  clock().move(std::chrono::hours(30));
  const HttpReply again = submit(later);
  EXPECT_EQ(again.status, 200U);
  EXPECT_EQ(member_of(again, "preAuthRef"), member_of(first, "preAuthRef"));
  EXPECT_EQ(member_of(again, "id"), member_of(first, "id"));
  EligibilityText other;
  other.items = EligibilityText::mri("70551");
  const HttpReply refused = submit(other);
  EXPECT_EQ(refused.status, 409U) << refused.body;
  EXPECT_THAT(refused.body, HasSubstr("CoverageEligibilityRequest.identifier"));
}

TEST_F(Eligibility, OfTheSameQuestionHasTheSameReference) {
  const HttpReply first = submit();
  EligibilityText text;
  text.identifier = "ELG0002";
  const HttpReply second = submit(text);
  EXPECT_NE(member_of(second, "id"), member_of(first, "id"));
  EXPECT_EQ(member_of(second, "preAuthRef"), member_of(first, "preAuthRef"));
  text.identifier = "ELG0003";
  text.items = EligibilityText::mri("70551");
  EXPECT_NE(member_of(submit(text), "preAuthRef"), member_of(first, "preAuthRef"));
  clock().move(std::chrono::hours(24));
  text.identifier = "ELG0004";
  text.items = EligibilityText::mri("72148");
  EXPECT_NE(member_of(submit(text), "preAuthRef"), member_of(first, "preAuthRef"));
}

TEST_F(Eligibility, IsRefusedWithEveryFaultAndItsPlace) {
  const HttpReply refused = post(requests + "/$submit", R"({"resourceType":"CoverageEligibilityRequest"})");
  EXPECT_EQ(refused.status, 400U);
  EXPECT_THAT(refused.body,
              AllOf(HasSubstr("OperationOutcome"), HasSubstr("CoverageEligibilityRequest.purpose"),
                    HasSubstr("CoverageEligibilityRequest.patient")));
  EXPECT_EQ(post(requests + "/$submit", "{").status, 400U);
}

TEST_F(Eligibility, OfAStrangerIsAnsweredAsNotInForce) {
  EligibilityText text;
  text.member = "EXM999999999";
  const HttpReply answer = submit(text);
  EXPECT_EQ(answer.status, 200U);
  EXPECT_THAT(answer.body, AllOf(HasSubstr(R"("outcome":"complete")"), HasSubstr(R"("inforce":false)")));
}

TEST_F(Eligibility, WithoutAMemberNumberIsOfTheOnePersonOfThatName) {  // R4: insurance 0..*
  EligibilityText text;
  text.purpose = R"(["discovery"])";
  text.member.clear();
  const HttpReply found = submit(text);
  EXPECT_EQ(found.status, 200U);
  EXPECT_THAT(found.body, AllOf(HasSubstr(R"("inforce":true)"), HasSubstr("EXM100000001")));
  text.identifier = "ELG0002";
  text.born = "1980-02-15";
  const HttpReply stranger = submit(text);
  EXPECT_EQ(stranger.status, 200U);
  EXPECT_THAT(stranger.body, AllOf(HasSubstr(R"("outcome":"complete")"), HasSubstr(R"("inforce":false)"),
                                   Not(HasSubstr("EXM1"))));
}

TEST_F(Eligibility, IsFoundByWhateverASearchMayName) {
  const std::string id = member_of(submit(), "id");
  EligibilityText other;
  other.identifier = "ELG0002";
  other.member = "EXM999999999";
  (void)submit(other);
  const auto found = [this](const std::string& query) {
    const HttpReply reply = get(query);
    EXPECT_EQ(reply.status, 200U) << query << ": " << reply.body;
    const Read page(reply.body);
    std::vector<std::string> ids;
    for (const json::Value entry : fhir::list(page.root(), "entry")) {
      ids.emplace_back(fhir::text(entry.find("resource"), "id"));
    }
    return ids;
  };
  for (const std::string& query :
       {"_id=" + id, std::string("patient=EXM100000001"), std::string("patient=Patient/EXM100000001"),
        std::string("patient.identifier=urn:precert:identifier:member_id|EXM100000001"),
        std::string("identifier=urn:clinic|ELG0001"),
        std::string("patient=EXM100000001&created=2026-01-05"),
        std::string("patient=EXM100000001&status=active")}) {
    EXPECT_THAT(found(requests + "?" + query), ElementsAre(id)) << query;
    EXPECT_THAT(found(responses + "?" + query), ElementsAre(id)) << query;
  }
  EXPECT_THAT(found(requests + "?provider=1999000015&patient=EXM100000001"), ElementsAre(id));
  EXPECT_THAT(found(responses + "?requestor=1999000015"), SizeIs(2));
  EXPECT_THAT(found(responses + "?requestor=1999000015&disposition=no+coverage"), SizeIs(1));
  EXPECT_THAT(found(responses + "?patient=EXM100000001&insurer=Organization/i1"), ElementsAre(id));
  EXPECT_THAT(found(responses + "?patient=EXM100000001&outcome=error"), IsEmpty());
  EXPECT_THAT(found(responses + "?patient=EXM100000001&created=gt2026-01-05"), IsEmpty());
  EXPECT_THAT(found(requests + "?patient=EXM100000001&facility=Location/9"), IsEmpty());
  EXPECT_THAT(found(requests + "?patient.identifier=urn:x|EXM100000001"), IsEmpty()) << "another system";
  EXPECT_THAT(found(requests + "?provider:identifier=urn:x|1999000015"), IsEmpty());
  EXPECT_EQ(get(responses + "?status=active").status, 400U);
  EXPECT_EQ(get(responses + "?patient=EXM100000001&created=soon").status, 400U);
}

TEST_F(Eligibility, IsSearchedInPagesWhoseLinksNameNoPatient) {
  for (int at = 0; at < 3; ++at) {
    EligibilityText text;
    text.identifier = "ELG1" + std::to_string(at);
    ASSERT_EQ(submit(text).status, 200U);
  }
  const HttpReply first = get(responses + "?patient=EXM100000001&_count=2");
  const Read page(first.body);
  EXPECT_EQ(page.root().find("total").number_text(), "3");
  EXPECT_EQ(page.root().find("entry").size(), 2U);
  std::string next;
  for (const json::Value link : fhir::list(page.root(), "link")) {
    EXPECT_THAT(std::string(fhir::text(link, "url")), Not(HasSubstr("EXM100000001")));
    if (fhir::text(link, "relation") == "next") next = fhir::text(link, "url");
  }
  ASSERT_THAT(next, StartsWith("http://127.0.0.1:8080/fhir"));
  const HttpReply second = get(next.substr(std::string("http://127.0.0.1:8080").size()));
  const Read last(second.body);
  EXPECT_EQ(last.root().find("entry").size(), 1U);
  EXPECT_THAT(second.body, Not(HasSubstr("\"next\"")));
  EXPECT_EQ(get(responses + "?_cursor=1.m.E0").status, 400U);
}

TEST_F(Eligibility, IsNamedInTheCapabilityStatement) {
  const HttpReply metadata = get("/fhir/metadata");
  EXPECT_THAT(metadata.body,
              AllOf(HasSubstr("CoverageEligibilityRequest"), HasSubstr("CoverageEligibilityResponse"),
                    HasSubstr("CoverageEligibilityRequest-submit"), HasSubstr("\"create\"")));
}

// SC-01: X12 and FHIR are one answer; SC-12: each is found by its reference.
TEST_F(Eligibility, OverX12IsTheSameAnswerAndIsKeptAsWell) {
  const std::string answer = asked_by_x12("EQ**HC:72148~III*ZZ*22~", "000000001");
  const std::string mark = "REF*3H*";
  ASSERT_THAT(answer, HasSubstr(mark));
  const std::size_t at = answer.find(mark) + mark.size();
  const std::string reference = answer.substr(at, answer.find('~', at) - at);
  EXPECT_THAT(reference, StartsWith("NR"));
  const HttpReply check = get("/review/checks/" + reference);
  ASSERT_EQ(check.status, 200U) << check.body;
  const Read read(check.body);
  EXPECT_EQ(fhir::text(read.root(), "reference"), reference);
  EXPECT_EQ(fhir::text(read.root(), "channel"), "X12 270");
  EXPECT_EQ(fhir::text(read.root(), "asked"), "2026-01-05T17:30:00Z");
  EXPECT_EQ(fhir::text(read.root(), "requester"), "1999000015");
  EXPECT_EQ(fhir::text(read.root(), "member"), "EXM100000001");
  EXPECT_FALSE(fhir::text(read.root(), "rulebook").empty());
  EXPECT_THAT(std::string(fhir::text(read.root(), "explanation")), HasSubstr("72148"));
  const json::Value kept = read.root().find("answer");
  const Read over_fhir(submit().body);
  const json::Value item = fhir::first(fhir::first(over_fhir.root(), "insurance"), "item");
  EXPECT_EQ(fhir::text(fhir::first(kept, "items"), "authorization"), "required");
  EXPECT_TRUE(item.find("authorizationRequired").boolean());
  EXPECT_TRUE(kept.find("member").find("active").boolean());
  EXPECT_TRUE(fhir::first(over_fhir.root(), "insurance").find("inforce").boolean());
}

TEST_F(Eligibility, IsFoundByItsReferenceADayLater) {
  const HttpReply answer = submit();
  EligibilityText text;
  text.identifier = "ELG0002";
  clock().move(std::chrono::minutes(5));
  (void)submit(text);
  clock().move(std::chrono::hours(24));
  const std::string reference = member_of(answer, "preAuthRef");
  const HttpReply check = get("/review/checks/" + reference);
  ASSERT_EQ(check.status, 200U) << check.body;
  const Read read(check.body);
  EXPECT_EQ(read.root().find("askings").size(), 2U);
  EXPECT_EQ(fhir::text(read.root(), "resource"), member_of(answer, "id"));
  EXPECT_FALSE(fhir::text(read.root(), "message").empty());
  const auto checks = gateway::checks_with(reference, gateway().services().store);
  ASSERT_TRUE(checks);
  const auto report = gateway::check_report(*checks);
  ASSERT_TRUE(report);
  EXPECT_THAT(*report, AllOf(HasSubstr(reference + "  checked 2026-01-05T17:30:00Z"),
                             HasSubstr("by 1999000015"), HasSubstr("Member EXM100000001, rulebook ")));
  EXPECT_EQ(get("/review/checks/NR0").status, 404U);
}

}  // namespace
