// The access log over HTTP, and what a representative reads (SC-69).
#include <future>

#include "gateway/access/look_ups.hpp"
#include "gateway/app/routes.hpp"
#include "gateway/letters/worker.hpp"
#include "tests/support/text.hpp"
#include "work_support.hpp"

namespace {

using fhir_conversation::Read;
using gateway::HttpReply;
using gateway::HttpRequest;
using gateway::LookUpKind;
using gateway::LookUpOutcome;
using gateway::Method;
using gateway::Route;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using work_test::count_of;

class LookUps : public work_test::AtWork {
 protected:
  /// "review shown fhir rep-7", the newest first.
  std::vector<std::string> log_of(const std::string& query) {
    const HttpReply page = get("/review/look-ups?" + query);
    EXPECT_EQ(page.status, 200U) << page.body;
    const Read read(page.body);
    std::vector<std::string> lines;
    for (const json::Value one : read.root().find("look_ups").elements()) {
      lines.push_back(
          std::string(one.find("kind").string()) + " " + std::string(one.find("outcome").string()) + " " +
          std::string(one.find("channel").string()) + " " + std::string(one.find("person").string()));
    }
    return lines;
  }
  HttpReply get_as(const std::string& person, const std::string& target) {
    HttpRequest request;
    const std::size_t question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string::npos) request.query = target.substr(question + 1);
    request.person = person;
    return gateway().answer_now(request);
  }
};

TEST_F(LookUps, OfACaseSayWhoSawItWhenAndOverWhichChannel) {
  const std::string id = submitted("mri-pended");
  EXPECT_THAT(log_of("case=" + id), IsEmpty()) << "sending is no look";
  clock().move(std::chrono::hours(1));
  EXPECT_EQ(get_as("rep-7", "/review/" + id).status, 200U);
  EXPECT_EQ(get_as("", "/fhir/ClaimResponse/" + id).status, 200U);
  EXPECT_EQ(get_as("rep-8", "/review/" + id + "/answers").status, 200U);
  EXPECT_THAT(log_of("case=" + id), testing::ElementsAre("review shown review rep-8", "review shown fhir ",
                                                         "review shown review rep-7"));
  EXPECT_THAT(log_of("person=rep-7"), testing::ElementsAre("review shown review rep-7"));
  EXPECT_THAT(get("/review/look-ups?case=" + id).body, HasSubstr(R"("at":"2026-01-05T18:30:00Z")"));
}

TEST_F(LookUps, InVainAreNotedToo) {
  EXPECT_EQ(get_as("rep-7", "/review/C999").status, 404U);
  EXPECT_EQ(get_as("rep-7", "/review/checks/NOTHING").status, 404U);
  EXPECT_THAT(log_of("person=rep-7"),
              testing::ElementsAre("check not_found review rep-7", "review not_found review rep-7"));
}

TEST_F(LookUps, OfLettersAndDocumentsNameTheirCase) {
  const std::string id = submitted("mri-pended");
  const auto letters = gateway::Letters::open(gateway().services());
  ASSERT_TRUE(letters);
  EXPECT_EQ((*letters)->work_due(), 2U);
  get("/letters/L-" + id + "-1-information-provider");
  get("/fhir/Binary/L-" + id + "-1-information-member");
  const HttpReply pasted =
      send(Method::post, "/review/cases/" + id + "/documents", "SIX WEEKS OF THERAPY", "text/plain");
  get(fhir_conversation::header(pasted, "Location"));
  EXPECT_THAT(log_of("case=" + id),
              testing::ElementsAre("document shown review ", "letter shown fhir ", "letter shown review "));
}

TEST_F(LookUps, OfAnInquiryAreInTheCommitOfItsAnswer) {
  const std::string id = submitted("mri-pended");
  const HttpReply answer = post("/fhir/Claim/$inquire", fhir_conversation::InquiryText{}.text());
  ASSERT_THAT(answer.body, HasSubstr(id));
  EXPECT_THAT(log_of("case=" + id), testing::ElementsAre("review shown fhir "));
  fhir_conversation::InquiryText nobody;
  nobody.member = "EXM100000004";
  nobody.given = "DELTA";
  nobody.born = "1941-03-17";
  post("/fhir/Claim/$inquire", nobody.text());
  EXPECT_THAT(log_of("kind=search"), Contains("search not_found fhir "));
}

/// A 278 inquiry of the agency about its own request.
constexpr const char* agency_inquiry_278 =
    "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    "
    "*260106*0900*^*00501*000000005*0*T*:~"
    "GS*HI*CLEARTEST1*EXAMPLEPLAN*20260106*0900*5*X*005010X215~ST*278*0001*005010X215~"
    "BHT*0007*28*INQ1*20260106*0900~HL*1**20*1~NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
    "NM1*1P*2*EXAMPLE HOME HEALTH*****XX*1999000064~HL*3*2*22*1~"
    "NM1*IL*1*TESTMEMBER*DELTA****MI*EXM100000004~DMG*D8*19410317*F~HL*4*3*EV*0~TRN*1*INQ1EV*1999999990~UM*"
    "HS~"
    "REF*BB*AUTH0000000001~SE*14*0001~GE*1*5~IEA*1*000000005~";

TEST_F(LookUps, OfA278InquiryNameTheSenderOfTheInterchange) {
  send(Method::post, "/x12", work_test::x12_fixture("home-health/request.x12"), "application/edi-x12");
  const HttpReply answer = send(Method::post, "/x12", agency_inquiry_278, "application/edi-x12");
  ASSERT_THAT(answer.body, HasSubstr("HCR*A1*AUTH0000000001~"));
  const auto page = gateway().services().store.look_ups({});
  ASSERT_TRUE(page);
  ASSERT_EQ(page->look_ups.size(), 1U);
  EXPECT_EQ(page->look_ups.front().channel, gateway::LookUpChannel::x12);
  EXPECT_THAT(page->look_ups.front().client, HasSubstr("CLEARTEST1"));
  EXPECT_EQ(page->look_ups.front().what.kind, LookUpKind::review);
  EXPECT_EQ(page->look_ups.front().what.outcome, LookUpOutcome::shown);
}

TEST_F(LookUps, OfA278InquiryThatIsSentAgainAreNotedAgain) {
  send(Method::post, "/x12", work_test::x12_fixture("home-health/request.x12"), "application/edi-x12");
  const HttpReply first = send(Method::post, "/x12", agency_inquiry_278, "application/edi-x12");
  clock().move(std::chrono::hours(1));
  const HttpReply again = send(Method::post, "/x12", agency_inquiry_278, "application/edi-x12");
  ASSERT_EQ(again.body, first.body);
  const auto page = gateway().services().store.look_ups({});
  ASSERT_TRUE(page);
  ASSERT_EQ(page->look_ups.size(), 2U);
  EXPECT_EQ(page->look_ups[0].what.id, page->look_ups[1].what.id);
  EXPECT_EQ(page->look_ups[0].client, page->look_ups[1].client);
  EXPECT_EQ(page->look_ups[0].at - page->look_ups[1].at, std::chrono::hours(1));

  const std::string nobody = support::replaced(
      support::replaced(agency_inquiry_278, "AUTH0000000001", "AUTH0000000009"), "000000005", "000000006");
  send(Method::post, "/x12", nobody, "application/edi-x12");
  send(Method::post, "/x12", nobody, "application/edi-x12");
  EXPECT_EQ(count_of(get("/review/look-ups?kind=search").body, "not_found"), 2U);
}

TEST_F(LookUps, HoldIdsAndNothingElse) {
  const std::string id = submitted("mri-pended");
  get_as("rep-7", "/review/" + id);
  send(Method::post, "/review/cases/_search", R"({"member_id":"EXM100000001"})", "application/json");
  const std::string log = get("/review/look-ups").body;
  EXPECT_THAT(log, AllOf(HasSubstr(id), Not(HasSubstr("EXM100000001")), Not(HasSubstr("TESTMEMBER"))));
}

TEST_F(LookUps, GoPageByPageAndRefuseWhatIsNoQuery) {
  const std::string id = submitted("mri-pended");
  for (int i = 0; i < 3; ++i) get("/review/" + id);
  const Read first(get("/review/look-ups?count=2").body);
  EXPECT_EQ(first.root().find("look_ups").size(), 2U);
  const std::string next(first.root().find("next").number_text());
  const Read second(get("/review/look-ups?count=2&before=" + next).body);
  EXPECT_EQ(second.root().find("look_ups").size(), 1U);
  for (const char* const wrong : {"kind=x", "from=soon", "before=x", "count=0"}) {
    EXPECT_EQ(get(std::string("/review/look-ups?") + wrong).status, 400U) << wrong;
  }
}

/// Routes that are read by id and show nothing of a request: everything else has to be in the log.
bool shows_nobody(const std::string& pattern) {
  constexpr std::array open{"/cds-services",
                            "/core",
                            "/x12",
                            "/health",
                            "/metrics",
                            "/rules",
                            "/Questionnaire",
                            "/Library",
                            "/ValueSet",
                            "/Subscription",
                            "/metadata",
                            "/capabilities",
                            "/.well-known",
                            "/review/work/{id}",  // its answer says so itself: see AreWrittenForTheCasesOfWork
                            "/review/statuses",
                            "/review/look-ups",
                            "/review/metrics",
                            "/PlanDefinition"};
  return std::ranges::any_of(open, [&](const char* part) { return pattern.find(part) != std::string::npos; });
}

TEST(LookUpTable, HoldsEveryRouteThatShowsWhatIsStoredOfSomebody) {
  for (const Route& route : gateway::all_routes()) {
    if (route.method != Method::get || shows_nobody(route.pattern)) continue;
    EXPECT_NE(gateway::look_up_kind_of(route), nullptr) << route.pattern;
  }
}

// ---- What a representative reads

TEST_F(LookUps, ARepresentativeFindsTheRequestByEachOfItsNumbersAndByItsMember) {
  const std::string id = submitted("mri-pended");
  for (const std::string& query : {std::string("number=NR0000000001"), std::string("reference=NR0000000001"),
                                   std::string("number=MRI02EV"),  // the trace
                                   std::string("number=1999999990%7CMRI02EV"), std::string("number=") + id}) {
    const HttpReply found = get("/review/cases?" + query);
    EXPECT_EQ(count_of(found.body, R"("id":")" + id + "\""), 1U) << query << found.body;
  }
  const auto search = [&](const std::string& body) {
    return send(Method::post, "/review/cases/_search", body, "application/json");
  };
  EXPECT_THAT(search(R"({"member_id":"EXM100000001"})").body, HasSubstr(R"("id":")" + id + "\""));
  EXPECT_THAT(search(R"({"member_id":"EXM100000001"})").body, Not(HasSubstr("AUTH"))) << "it is pended";
  EXPECT_THAT(search(R"({"member_id":"EXM100000002"})").body, HasSubstr(R"("cases":[])"));
  EXPECT_EQ(search(R"({})").status, 400U);
  EXPECT_EQ(get("/review/cases").status, 400U);
  EXPECT_EQ(get("/review/cases?member=EXM100000001").status, 400U) << "nobody's number in a URL";
}

TEST_F(LookUps, ATraceThatTooManyBearIsAskedForWithItsOriginator) {
  const std::string id = submitted("mri-pended");
  gateway::Exchange exchange;
  gateway::CaseWrite& many = exchange.cases.emplace_back();
  many.record.id = precert::CaseId("C-many");
  many.record.version = 1;
  many.record.request = many.record.determination = "{}";
  for (std::size_t i = 0; i <= gateway::matching_cases_max; ++i) {
    many.keys.push_back({gateway::LookupKind::trace, "9ORG" + std::to_string(i) + "|MRI02EV"});
  }
  std::promise<gateway::CommitOutcome> outcome;
  gateway().services().store.commit(
      std::move(exchange), [&](const gateway::CommitResult& done) { outcome.set_value(done.outcome); });
  ASSERT_EQ(outcome.get_future().get(), gateway::CommitOutcome::committed);
  const HttpReply refused = get("/review/cases?number=MRI02EV");
  EXPECT_EQ(refused.status, 400U);
  EXPECT_THAT(refused.body, HasSubstr("ORIGINATOR|NUMBER"));
  for (const char* number : {"1999999990%7CMRI02EV", "NR0000000001"}) {
    EXPECT_THAT(get("/review/cases?number=" + std::string(number)).body, HasSubstr(R"("id":")" + id + "\""));
  }
}

TEST_F(LookUps, ARepresentativeReadsTheWordsReferenceAndCodeThatTheProviderHas) {
  const std::string id = denied();
  const std::string shown = get("/review/cases?number=" + id).body;
  const Read read(shown);
  const json::Value one = read.root().find("cases").at(0);
  const std::string reference(one.find("reference").string());
  const std::string word(one.find("lines").at(0).find("status_word").string());
  ASSERT_FALSE(reference.empty());
  EXPECT_EQ(word, "Denied");
  // The provider's answer and the provider's letter.
  const std::string answer = get("/fhir/ClaimResponse/" + id).body;
  const std::string code(one.find("lines").at(0).find("action_code").string());
  EXPECT_THAT(answer, AllOf(HasSubstr(reference), HasSubstr(R"("code":")" + code + "\"")));
  const auto letters = gateway::Letters::open(gateway().services());
  ASSERT_TRUE(letters);
  EXPECT_GE((*letters)->work_due(), 2U);
  const std::string letter = get("/letters/L-" + id + "-2-denial-provider/text").body;
  EXPECT_THAT(letter, AllOf(HasSubstr(reference), HasSubstr(word)));
  // The page of the case says the same sentence.
  EXPECT_THAT(look(id), HasSubstr(R"("sentence":")" + std::string(one.find("sentence").string()) + "\""));
}

TEST_F(LookUps, AreWrittenForTheCaseThatAnActionAnswersWith) {
  const std::string id = submitted("mri-pended");
  const std::string actor = std::string("{") + nurse;
  std::vector<std::string> expected;
  for (const std::string& action : {std::string("/claim"), std::string("/release"), std::string("/assign")}) {
    done(id + action, actor + (action == "/assign" ? R"(,"to":"nurse-2"})" : "}"));
    expected.emplace_back("review shown review ");
    EXPECT_THAT(log_of("case=" + id), testing::ElementsAreArray(expected)) << action;
  }
}

TEST_F(LookUps, AreWrittenForTheCaseOfADecision) {
  const std::string id = denied();
  EXPECT_THAT(log_of("case=" + id), Contains("review shown review "));
}

TEST_F(LookUps, AreWrittenForTheCasesOfWork) {
  const std::string id = submitted("mri-pended");
  desk();
  const std::string work = work_test::work_id(get_as("rep-7", "/review/work").body, "information_request");
  ASSERT_FALSE(work.empty());
  EXPECT_THAT(log_of("case=" + id), testing::ElementsAre("review shown review rep-7"));
  get_as("rep-8", "/review/work/" + work);
  EXPECT_THAT(log_of("case=" + id), testing::ElementsAre("review shown review rep-8", "review shown review rep-7"));
}

TEST_F(LookUps, AreWrittenForTheAnswersThatASubmitterPicksUp) {
  const std::string id = denied(true);
  EXPECT_THAT(log_of("case=" + id), Not(Contains("review shown x12 ")));
  ASSERT_THAT(outbox(), HasSubstr("HCR*A3"));
  EXPECT_THAT(log_of("case=" + id), Contains("review shown x12 ").Times(1));
}

TEST_F(LookUps, AreWrittenForEveryLetterThatASearchFinds) {
  const std::string id = submitted("mri-pended");
  const auto letters = gateway::Letters::open(gateway().services());
  ASSERT_TRUE(letters);
  ASSERT_EQ((*letters)->work_due(), 2U);
  get_as("rep-7", "/fhir/DocumentReference?related=ClaimResponse/" + id);
  EXPECT_THAT(log_of("case=" + id), testing::UnorderedElementsAre("search shown fhir rep-7", "letter shown fhir rep-7",
                                                                  "letter shown fhir rep-7"));
}

TEST_F(LookUps, AreWrittenForWhatASearchShows) {
  const std::string id = submitted("mri-pended");
  get_as("rep-7", "/review/worklist");
  EXPECT_THAT(log_of("case=" + id), testing::ElementsAre("review shown review rep-7"));
  EXPECT_THAT(log_of("person=rep-7&kind=search"), testing::ElementsAre("search shown review rep-7"));
}

}  // namespace
