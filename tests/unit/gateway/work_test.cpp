// What people do about cases over HTTP, and what X12 and FHIR hear of it.
#include <deque>
#include <thread>

#include "gateway/work/case_change.hpp"
#include "gateway/work/reconcile.hpp"
#include "work_support.hpp"

namespace work_test {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

std::string with(const std::string& actor, const std::string& more) { return "{" + actor + "," + more + "}"; }

// ---- the worklist

TEST_F(AtWork, TheWorklistIsOrderedByDueInstantAndSaysWhoWorksOnWhat) {
  const std::string routine = submitted("pet-denied");
  const std::string urgent = submitted("ct-urgent");
  done(routine + "/claim", with(nurse, R"("x":1)"));
  const std::string list = look("worklist");
  EXPECT_LT(list.find(urgent), list.find(routine)) << "the urgent one is due the same day";
  EXPECT_THAT(list, AllOf(HasSubstr(R"("assignee":"nurse-1")"), HasSubstr(R"("owner":"Clinical review")"),
                          HasSubstr(R"("status":"review","status_word":"Review")"),
                          HasSubstr(R"("status":"pending","status_word":"Pending")"),
                          HasSubstr(R"("due_source":"plan promise)")));
  EXPECT_THAT(look("worklist?assignee=nurse-1"), AllOf(HasSubstr(routine), Not(HasSubstr(urgent))));
  EXPECT_THAT(look("worklist?assignee=none"), AllOf(HasSubstr(urgent), Not(HasSubstr(routine))));
  EXPECT_THAT(look("worklist?queue=clinician"), AllOf(HasSubstr(routine), Not(HasSubstr(urgent))));
  EXPECT_THAT(look("worklist?due_before=2026-01-06T12:00:00Z"),
              AllOf(HasSubstr(urgent), Not(HasSubstr(routine))));
  EXPECT_EQ(get("/review/worklist?due_before=soon").status, 400U);
}

TEST_F(AtWork, AQueueThatNobodyHasIsRefusedWithThoseThatAre) {
  for (const char* const list : {"/review/worklist?queue=foo", "/review/work?queue=foo"}) {
    const HttpReply reply = get(list);
    EXPECT_EQ(reply.status, 400U) << list;
    EXPECT_THAT(reply.body, HasSubstr("appeals, clinician, director, intake, outreach, predetermination")) << list;
  }
  for (const char* const queue : {"clinician", "director", "upstream", ""}) {
    EXPECT_EQ(get("/review/worklist?queue=" + std::string(queue)).status, 200U) << queue;
    EXPECT_EQ(get("/review/work?queue=" + std::string(queue)).status, 200U) << queue;
  }
}

TEST_F(AtWork, PagesOfAFilteredWorklistShowEveryCaseOnce) {
  const std::string first = submitted("pet-denied");
  const std::string second = submitted("ct-urgent");
  const std::string third = submitted("mri-pended");
  std::string all;
  std::string query = "worklist?assignee=none&count=1";
  for (int page = 0; page < 4; ++page) {
    const std::string list = look(query);
    all += list;
    const std::size_t next = list.find("\"next\":\"");
    if (next == std::string::npos) break;
    query =
        "worklist?assignee=none&count=1&after=" + list.substr(next + 8, list.find('"', next + 8) - next - 8);
  }
  for (const std::string& id : {first, second, third})
    EXPECT_EQ(count_of(all, "{\"id\":\"" + id + "\""), 1U) << id;
}

TEST_F(AtWork, APlaceInTheWorklistThatNoPageGaveIsRefused) {
  for (const char* const after : {"garbage", "soon,2,C1", ",x,C1", ",2,", "2026-01-07T07:59:59Z,2x,C1"})
    EXPECT_EQ(get("/review/worklist?after=" + std::string(after)).status, 400U) << after;
  EXPECT_EQ(get("/review/worklist?after=,2,C1").status, 200U);
}

TEST_F(AtWork, ACaseIsOneReviewersAtATime) {
  const std::string id = submitted("pet-denied");
  EXPECT_THAT(done(id + "/claim", with(nurse, R"("x":1)")), HasSubstr(R"("assignee":"nurse-1")"));
  const HttpReply second = act(id + "/claim", with(doctor, R"("x":1)"));
  EXPECT_EQ(second.status, 409U);
  EXPECT_THAT(second.body, HasSubstr(R"("title":"conflict")"));
  EXPECT_EQ(act(id + "/release", with(doctor, R"("x":1)")).status, 409U);
  EXPECT_THAT(done(id + "/assign", with(doctor, R"("to":"dr-7")")), HasSubstr(R"("assignee":"dr-7")"));
  for (const char* const nobody : {R"("to":"")", R"("to":" ")"})
    EXPECT_EQ(act(id + "/assign", with(doctor, nobody)).status, 400U) << "dr-7 would lose it without a release";
  const std::string view = done(id + "/assign", with(doctor, R"("to":"nurse-1")"));
  EXPECT_THAT(done(id + "/release", with(nurse, R"("x":1)")), HasSubstr(R"("assignee":"")"));
  EXPECT_THAT(look(id), AllOf(HasSubstr(R"("kind":"claimed")"), HasSubstr(R"("kind":"assigned")"),
                              HasSubstr(R"("kind":"released")")));
  EXPECT_EQ(act("nothing/claim", with(nurse, R"("x":1)")).status, 404U);
  EXPECT_EQ(act(id + "/claim", "{}").status, 400U);
}

TEST_F(AtWork, ACaseThatIsAnothersIsDecidedByWhoeverTakesItOver) {
  const std::string id = submitted("pet-denied");
  done(id + "/claim", with(nurse, R"("x":1)"));
  const std::string decision = x12_fixture("pet-denied/decision.json");
  const HttpReply refused = act(id + "/decision", decision);
  EXPECT_EQ(refused.status, 409U);
  EXPECT_THAT(refused.body, HasSubstr("nurse-1 works on this case. Take it over with /assign"));
  EXPECT_EQ(act(id + "/extension", with(doctor, R"("days":14,"reason":"More is to come.")")).status, 409U);
  EXPECT_EQ(act(id + "/information-request",
                with(doctor, R"("wanted":[{"loinc":"11506-3","words":"The note."}])"))
                .status,
            409U);
  EXPECT_THAT(look(id), HasSubstr(R"("version":1)"));
  done(id + "/assign", with(doctor, R"("to":"dr.example")"));
  EXPECT_THAT(done(id + "/decision", decision), AllOf(HasSubstr(R"("status":"denied")"),
                                                      HasSubstr(R"("assignee":"")")))
      << "decided is nobody's work: an appeal is somebody else's";
}

TEST_F(AtWork, OnlyNursesAndPhysiciansDecideAndNobodyIsOfAnUnknownRole) {
  const std::string id = submitted("pet-denied");
  for (const char* const role : {"king", "staff"}) {
    const HttpReply refused =
        act(id + "/decision", R"({"reviewer":{"id":"r-1"},"role":")" + std::string(role) +
                                  R"(","lines":[{"sequence":1,"action":"certified"}]})");
    EXPECT_EQ(refused.status, 400U) << role;
    EXPECT_THAT(refused.body, HasSubstr("$.role is nurse or physician.")) << role;
  }
  EXPECT_EQ(act(id + "/claim", R"({"actor":{"id":"k","role":"king"}})").status, 400U);
  EXPECT_EQ(act(id + "/claim", R"({"actor":{"id":"clerk-1","role":"staff"}})").status, 200U);
}

TEST_F(AtWork, WhoComesTooLateToAClaimLeavesNoTrace) {
  const std::string id = submitted("pet-denied");
  done(id + "/claim", with(nurse, R"("x":1)"));
  EXPECT_EQ(act(id + "/claim", with(doctor, R"("x":1)")).status, 409U);
  EXPECT_EQ(count_of(look(id), R"("kind":"claimed")"), 1U);
}

// ---- decisions

TEST_F(AtWork, ADecisionIsRefusedWhenTheCaseHasChangedSinceItWasSeen) {
  const std::string id = submitted("pet-denied");
  const std::string decision = x12_fixture("pet-denied/decision.json");
  const std::string stale = "{\"version\":7," + decision.substr(decision.find('{') + 1);
  const HttpReply refused = act(id + "/decision", stale);
  EXPECT_EQ(refused.status, 409U);
  EXPECT_THAT(refused.body, HasSubstr("You saw version 7 of this case; it is version 1 now."));
  EXPECT_THAT(done(id + "/decision", "{\"version\":1," + decision.substr(decision.find('{') + 1)),
              AllOf(HasSubstr(R"("status":"denied")"), HasSubstr(R"("kind":"decided")"),
                    HasSubstr(R"("superseded_by":2)")));
}

TEST_F(AtWork, ADenialSaysWhyAndNotOnlyThatItIsOne) {
  const std::string id = submitted("pet-denied");
  const HttpReply refused =
      act(id + "/decision",
          R"({"reviewer":{"id":"d-1"},"role":"physician","lines":[{"sequence":1,"action":"not_certified",)"
          R"("reason":"0F","words":"Not medically necessary.","criteria":"PET in cancer"}]})");
  EXPECT_EQ(refused.status, 422U);
  EXPECT_THAT(refused.body, HasSubstr("These words fit every denial."));
}

TEST_F(AtWork, AReasonCodeIsShownWithWhatItMeans) {  // OR-D4
  EXPECT_THAT(look(denied()), HasSubstr(R"("code":"0F","meaning":"not medically necessary")"));
}

TEST_F(AtWork, OnlyAPhysicianDenies) {
  const std::string id = submitted("pet-denied");
  const std::string by_nurse =
      fhir_conversation::replaced_once(x12_fixture("pet-denied/decision.json"), "physician", "nurse");
  const HttpReply refused = act(id + "/decision", by_nurse);
  EXPECT_EQ(refused.status, 422U);
  EXPECT_THAT(refused.body, HasSubstr("Only a physician denies."));
  EXPECT_THAT(look(id), HasSubstr(R"("version":1)"));
}

/// A month was asked for; this gives less of it.
std::string half_of_it(const std::string& role, const std::string& action) {
  return R"({"reviewer":{"id":"r-1"},"role":")" + role + R"(","lines":[{"sequence":1,"action":")" + action +
         R"(","from":"2026-01-12","until":"2026-01-31","reason":"0F","words":"One look in January is enough.",)"
         R"("criteria":"PET in cancer"}]})";
}

TEST_F(AtWork, NobodyCertifiesLessThanWasAskedForAndOnlyAPhysicianModifies) {
  const std::string by_x12 = sent_by_x12("pet-denied");
  const HttpReply certified = act(by_x12 + "/decision", half_of_it("nurse", "certified"));
  EXPECT_EQ(certified.status, 422U);
  EXPECT_THAT(certified.body, HasSubstr("less than was asked for: a physician decides it, as modified"));
  EXPECT_EQ(act(by_x12 + "/decision", half_of_it("physician", "certified")).status, 422U);
  EXPECT_EQ(act(by_x12 + "/decision", half_of_it("nurse", "modified")).status, 422U);
  EXPECT_THAT(outbox(), Not(HasSubstr("HCR*A6"))) << "nobody hears of what was refused";
  done(by_x12 + "/decision", half_of_it("physician", "modified"));
  EXPECT_THAT(outbox(), AllOf(HasSubstr("HCR*A6*AUTH"), HasSubstr("One look in January is enough."),
                              HasSubstr("Appeal until 2026-07-04")));
}

TEST_F(AtWork, WhatIsModifiedIsToldOverFhirWithReasonAndTheWayToAppeal) {
  const std::string id = submitted("pet-denied");
  EXPECT_EQ(act(id + "/decision", half_of_it("nurse", "certified")).status, 422U);
  EXPECT_THAT(get("/fhir/ClaimResponse/" + id).body, HasSubstr(R"("code":"A4")"));
  done(id + "/decision", half_of_it("physician", "modified"));
  EXPECT_THAT(get("/fhir/ClaimResponse/" + id).body,
              AllOf(HasSubstr(R"("code":"A6")"), HasSubstr("One look in January is enough."),
                    HasSubstr("PET in cancer"), HasSubstr("2026-07-04")));
}

TEST_F(AtWork, ANumberThatIsTooLargeIsRefusedAndNotCut) {
  const std::string id = submitted("pet-denied");
  const std::string decision = x12_fixture("pet-denied/decision.json");
  // 2^32 + 1: cut to 32 bits it would be the version that is stored.
  EXPECT_EQ(
      act(id + "/decision", "{\"version\":4294967297," + decision.substr(decision.find('{') + 1)).status,
      400U);
  EXPECT_EQ(act(id + "/appeal", with(nurse, R"("kind":"standard","lines":[4294967297])")).status, 400U);
}

// ---- questions

constexpr const char* wants = R"("due":"2026-01-19T08:00:00Z","wanted":[{"fact":"conservative-care-weeks"},
  {"loinc":"11506-3","report_type":"PN","words":"The note of the last visit."}])";

TEST_F(AtWork, AReviewersQuestionIsToldByX12WithLoincAndReportType) {
  const std::string id = sent_by_x12("pet-denied");
  const std::string view = done(id + "/information-request", with(nurse, wants));
  EXPECT_THAT(view, AllOf(HasSubstr(R"("status":"pending")"), HasSubstr(R"("kind":"information_requested")"),
                          HasSubstr(R"("actor":"nurse-1")"), HasSubstr(R"("waits_for":"provider")")));
  EXPECT_THAT(outbox(), AllOf(HasSubstr("HCR*A4**0U"), HasSubstr("11506-3"), ContainsRegex("PWK\\*PN"),
                              HasSubstr("by 2026-01-19 0000 PST")));
  EXPECT_THAT(look("work?kind=information_request"), AllOf(HasSubstr(id), HasSubstr(R"("queue":"intake")"),
                                                           HasSubstr("The note of the last visit.")));
}

TEST_F(AtWork, AReviewersQuestionReachesSubscribersAndClaimResponse) {
  listen();
  const std::string id = submitted("pet-denied");
  done(id + "/information-request", with(nurse, wants));
  EXPECT_EQ(heard(), 1U);
  const HttpReply read = get("/fhir/ClaimResponse/" + id);
  EXPECT_THAT(read.body, AllOf(HasSubstr("11506-3"), HasSubstr("The note of the last visit."),
                               HasSubstr("2026-01-19 00:00 PST")));
}

TEST_F(AtWork, WhatWasAskedForClosesTheQuestionAndTheCaseGoesBackToTheClinician) {
  const std::string id = sent_by_x12("pet-denied");
  const std::string asked =
      done(id + "/information-request",
           with(nurse, R"("wanted":[{"loinc":"11506-3","report_type":"PN","words":"The note."}])"));
  desk();
  EXPECT_THAT(look(id), HasSubstr(R"("queue":"intake")"));
  const std::size_t at = asked.find("\"control_number\":\"");
  ASSERT_NE(at, std::string::npos);
  const std::string number = asked.substr(at + 18, asked.find('"', at + 18) - at - 18);
  EXPECT_THAT(number, HasSubstr("-R2-01"));
}

TEST_F(AtWork, TheSameQuestionTwiceIsAConflict) {
  const std::string id = submitted("pet-denied");
  done(id + "/information-request", with(nurse, wants));
  EXPECT_EQ(act(id + "/information-request", with(nurse, wants)).status, 409U);
}

TEST_F(AtWork, AQuestionThatCannotBeToldIsRefused) {
  const std::string id = submitted("pet-denied");
  EXPECT_EQ(act(id + "/information-request", with(nurse, R"("wanted":[])")).status, 422U);
  EXPECT_EQ(act(id + "/information-request", with(nurse, R"("wanted":[{"fact":"no-such"}])")).status, 422U);
  EXPECT_EQ(act(id + "/information-request", with(nurse, R"("wanted":[{"loinc":"11488-5","words":"x"}])")).status,
            422U);
  EXPECT_EQ(
      act(id + "/information-request", with(nurse, R"("wanted":[{"report_type":"QQ","words":"x"}])")).status,
      422U);
  EXPECT_EQ(act(denied() + "/information-request", with(nurse, wants)).status, 409U);
}

TEST_F(AtWork, QuestionsOfTheRulesBecomeWorkAndEndWithTheAnswer) {
  const std::string id = submitted("mri-pended");
  desk();
  EXPECT_THAT(look("work?kind=information_request&case=" + id),
              AllOf(HasSubstr(R"("state":"open")"), HasSubstr("conservative-care-weeks")));
  const HttpReply update = post("/fhir/Claim/$submit", quoting(id, "mri-pended/after.fhir.json"));
  ASSERT_EQ(update.status, 200U) << update.body;
  desk();
  EXPECT_THAT(look("work?kind=information_request&state=all&case=" + id), HasSubstr(R"("state":"done")"));
  EXPECT_THAT(look(id),
              AllOf(HasSubstr(R"("kind":"information_arrived")"), HasSubstr(R"("status":"approved")")));
}

// ---- the clock

TEST_F(AtWork, AnExtensionMovesTheDueInstantAndIsToldWithItsReason) {
  listen();
  const std::string id = submitted("pet-denied");
  const std::string view =
      done(id + "/extension", with(nurse, R"("days":14,"reason":"The member asked to send more.")"));
  EXPECT_THAT(view, AllOf(HasSubstr(R"("kind":"review_extended")"), HasSubstr("extended by 14 days"),
                          HasSubstr(R"("what":"extended")")));
  EXPECT_EQ(heard(), 1U);
  EXPECT_THAT(get("/fhir/ClaimResponse/" + id).body, HasSubstr("The member asked to send more."));
  EXPECT_EQ(act(id + "/extension", with(nurse, R"("days":1,"reason":"again")")).status, 409U);
  EXPECT_EQ(act(submitted("ct-urgent") + "/extension", with(nurse, R"("days":40,"reason":"x")")).status,
            422U);
}

TEST_F(AtWork, TimeWithUsAndTimeWithTheSenderAreToldApart) {
  const std::string id = submitted("pet-denied");
  clock().move(std::chrono::hours(3));
  done(id + "/information-request", with(nurse, wants));
  clock().move(std::chrono::hours(24));
  EXPECT_THAT(look(id), HasSubstr(R"("waited_seconds":{"in_our_review":10800,"waiting_for_you":86400})"));
}

TEST_F(AtWork, WhatDoesNotComeIsClosedAndNeverDenied) {
  listen();
  const std::string id = submitted("mri-pended");  // Monday 2026-01-05
  desk();
  clock().move(std::chrono::hours(24) * 22);  // Tuesday 2026-01-27, 9:30: the fifteenth business day
  desk();
  EXPECT_THAT(look(id), AllOf(HasSubstr(R"("status":"pending")"), HasSubstr(R"("kind":"overdue")")));
  clock().move(std::chrono::hours(15));
  desk();
  const std::string view = look(id);
  EXPECT_THAT(view, AllOf(HasSubstr(R"("status":"closed")"), HasSubstr(R"("kind":"closed_out")"),
                          HasSubstr("Closed, not denied"), Not(HasSubstr("not_certified"))));
  EXPECT_EQ(heard(), 1U);
  EXPECT_THAT(look("worklist"), Not(HasSubstr(id)));
  EXPECT_THAT(look("work?state=all&case=" + id), HasSubstr(R"("state":"dropped")"));
  const HttpReply update = post("/fhir/Claim/$submit", quoting(id, "mri-pended/after.fhir.json"));
  ASSERT_EQ(update.status, 200U) << update.body;
  EXPECT_THAT(look(id), HasSubstr(R"("status":"approved")"));
}

TEST_F(AtWork, ACaseOfBeforeTimeZonesWereKeptIsToldInThePlansTime) {
  const std::string id = submitted("mri-pended");
  gateway::Services& services = gateway().services();
  const auto found = services.store.find_case(precert::CaseId(id));
  ASSERT_TRUE(found && *found);
  gateway::CaseWrite write;
  write.record = **found;
  write.expected_version = write.record.version;
  ++write.record.version;
  std::string& decided = write.record.determination;
  const std::string zone = R"("America/Los_Angeles")";
  const std::size_t at = decided.find(zone);
  ASSERT_NE(at, std::string::npos) << decided;
  decided.replace(at, zone.size(), R"("")");
  gateway::Exchange exchange;
  exchange.cases.push_back(std::move(write));
  ASSERT_EQ(gateway::commit_now(services, std::move(exchange)).outcome, gateway::CommitOutcome::committed);
  for (const std::string& told : {look(id), look("worklist"), get("/fhir/ClaimResponse/" + id).body}) {
    EXPECT_THAT(told, AllOf(HasSubstr(" 23:59 PST"), Not(HasSubstr(" UTC"))));
  }
}

TEST_F(AtWork, ACaseThatCannotBeReadKeepsNoOtherFromBeingClosed) {
  const std::string unreadable = submitted("ct-urgent");
  const std::string good = submitted("mri-pended");
  desk();
  spoil(unreadable);
  clock().move(std::chrono::hours(24) * 24);
  desk();
  EXPECT_THAT(look(good), HasSubstr(R"("status":"closed")"));
}

TEST_F(AtWork, CasesThatCannotBeClosedDoNotKeepOutThoseBehindThem) {
  const std::string approved = submitted("home-health");
  const std::string waiting = submitted("mri-pended");
  desk();
  gateway::Services& services = gateway().services();
  gateway::Exchange exchange;
  for (int i = 0; i < 120; ++i) {
    gateway::WorkItem item;
    item.id = approved + ".information." + std::to_string(i);
    item.case_id = precert::CaseId(approved);
    item.queue = "intake";
    item.opened = services.clock.now();
    item.due = services.clock.now();
    item.details = "{}";
    exchange.work.push_back(std::move(item));
  }
  ASSERT_EQ(gateway::commit_now(services, std::move(exchange)).outcome, gateway::CommitOutcome::committed);
  clock().move(std::chrono::hours(24) * 24);
  desk();
  EXPECT_THAT(look(waiting), HasSubstr(R"("status":"closed")"));
}

TEST_F(AtWork, ADeskThatIsToStopLeavesTheRestForTheNextTime) {
  const std::string id = submitted("mri-pended");
  std::stop_source stop;
  stop.request_stop();
  gateway::Services& services = gateway().services();
  const auto followed = gateway::follow_cases(services, stop.get_token());
  ASSERT_TRUE(followed);
  EXPECT_EQ(*followed, 0U);
  EXPECT_THAT(look("work?kind=information_request"), Not(HasSubstr(id)));
  desk();
  EXPECT_THAT(look("work?kind=information_request"), HasSubstr(id));
  clock().move(std::chrono::days(60));
  const auto closed = gateway::close_out_due(services, stop.get_token());
  ASSERT_TRUE(closed);
  EXPECT_EQ(*closed, 0U);
  const auto late = gateway::note_overdue(services, stop.get_token());
  ASSERT_TRUE(late);
  EXPECT_EQ(*late, 0U);
  const auto next_time = gateway::close_out_due(services);
  ASSERT_TRUE(next_time);
  EXPECT_EQ(*next_time, 1U);
}

TEST(Rounds, AreNotPutOffByTrafficOnceAMinuteAndAtFirst) {
  gateway::Rounds rounds;
  EXPECT_EQ(rounds.next(), gateway::Pace::some);
  EXPECT_EQ(rounds.next(), gateway::Pace::when_thin);
}

TEST_F(AtWork, StandsBackBehindDenseTrafficExceptOnceAMinute) {
  const std::string id = submitted("mri-pended");
  gateway::Services& services = gateway().services();
  std::deque<gateway::Traffic::Request> requests;
  for (unsigned i = 0; i <= std::max(1U, std::thread::hardware_concurrency()); ++i) {
    requests.emplace_back(services.traffic);
  }
  const auto left = gateway::follow_cases(services, {}, gateway::Pace::when_thin);
  ASSERT_TRUE(left);
  EXPECT_EQ(*left, 0U);
  EXPECT_THAT(look("work?kind=information_request"), Not(HasSubstr(id)));
  requests.pop_back();
  const auto thin = gateway::follow_cases(services, {}, gateway::Pace::when_thin);
  ASSERT_TRUE(thin);
  EXPECT_EQ(*thin, 1U);
  submitted("mri-approved");
  requests.emplace_back(services.traffic);
  const auto once_a_minute = gateway::follow_cases(services, {}, gateway::Pace::some);
  ASSERT_TRUE(once_a_minute);
  EXPECT_EQ(*once_a_minute, 1U);
}

TEST_F(AtWork, AnOverdueCaseIsNotedOnceAndNeverDenied) {
  const std::string id = submitted("pet-denied");
  clock().move(std::chrono::hours(24) * 9);
  desk();
  desk();
  const std::string view = look(id);
  EXPECT_EQ(count_of(view, R"("kind":"overdue")"), 1U);
  EXPECT_THAT(view, HasSubstr(R"("status":"review")"));
  EXPECT_THAT(look("worklist"), HasSubstr(R"("overdue":true)"));
}

// ---- talks

constexpr const char* granted =
    R"("step":"held","outcome":"overturned","lines":[{"sequence":0,"action":"certified","words":"Staging is known now."}])";

TEST_F(AtWork, APeerToPeerTalkIsRequestedScheduledAndHeld) {
  listen();
  const std::string id = denied(true);
  const std::string asked =
      done(id + "/peer-to-peer", with(nurse, R"("step":"requested","words":"call 800-555-0199")"));
  EXPECT_THAT(asked, AllOf(HasSubstr(R"("kind":"peer_to_peer_requested")"),
                           HasSubstr(R"("queue":"director")"), HasSubstr(R"("due":"2026-01-07T07:59:59Z")")));
  EXPECT_EQ(act(id + "/peer-to-peer", with(nurse, R"("step":"requested")")).status, 409U);
  done(id + "/peer-to-peer", with(nurse, R"("step":"scheduled","at":"2026-01-06T18:00:00Z")"));
  EXPECT_THAT(outbox(), AllOf(HasSubstr("Peer-to-peer talk requested"),
                              HasSubstr("Peer-to-peer talk scheduled"), HasSubstr("HCR*A3*")));
  EXPECT_EQ(act(id + "/peer-to-peer", with(nurse, granted)).status, 422U) << "a physician holds it";
  const std::string view = done(id + "/peer-to-peer", with(doctor, granted));
  EXPECT_THAT(view,
              AllOf(HasSubstr(R"("kind":"peer_to_peer_overturned")"), HasSubstr(R"("status":"approved")"),
                    HasSubstr(R"("status":"denied","superseded_by")")));
  EXPECT_THAT(look("work?kind=peer_to_peer&state=done"), HasSubstr(id));
  EXPECT_THAT(outbox(), HasSubstr("HCR*A1*AUTH"));
  EXPECT_GE(heard(), 3U);
}

TEST_F(AtWork, ATalkIsScheduledForTheFutureOnly) {
  const std::string id = denied();
  done(id + "/peer-to-peer", with(nurse, R"("step":"requested")"));
  const HttpReply past =
      act(id + "/peer-to-peer", with(nurse, R"("step":"scheduled","at":"2020-01-01T18:00:00Z")"));
  EXPECT_EQ(past.status, 422U);
  EXPECT_THAT(past.body, HasSubstr("The talk has to lie in the future."));
  EXPECT_EQ(act(id + "/peer-to-peer", with(nurse, R"("step":"scheduled","at":"2099-01-01T18:00:00Z")")).status, 422U);
  EXPECT_THAT(look(id), Not(HasSubstr("peer_to_peer_scheduled")));
}

TEST_F(AtWork, NobodyCertifiesForATimeBeforeTheRequestCame) {
  const std::string id = submitted("pet-denied");
  const HttpReply early =
      act(id + "/decision",
          R"({"reviewer":{"id":"r-1"},"role":"nurse","lines":[{"sequence":1,"action":"certified",)"
          R"("from":"1990-01-01","until":"2026-12-31"}]})");
  EXPECT_EQ(early.status, 422U);
  EXPECT_THAT(early.body, HasSubstr("Begin on the day the request came"));
  EXPECT_THAT(look(id), HasSubstr(R"("version":1)"));
}

TEST_F(AtWork, ATalkThatUpholdsLeavesTheDenial) {
  const std::string id = denied();
  done(id + "/peer-to-peer", with(nurse, R"("step":"requested")"));
  const std::string view = done(id + "/peer-to-peer", with(doctor, R"("step":"held","outcome":"upheld")"));
  EXPECT_THAT(view, AllOf(HasSubstr(R"("kind":"peer_to_peer_upheld")"), HasSubstr(R"("status":"denied")")));
  EXPECT_EQ(act(submitted("ct-urgent") + "/peer-to-peer", with(nurse, R"("step":"requested")")).status, 409U);
}

// ---- appeals

std::string decision_by(const std::string& who, const std::string& line) {
  return R"({"reviewer":{"id":")" + who + R"("},"role":"physician","lines":[)" + line + "]}";
}
const std::string yes = R"({"sequence":0,"action":"certified","words":"The new finding decides."})";
const std::string no =
    R"({"sequence":0,"action":"not_certified","reason":"0F","words":"Still no finding.","criteria":"PET in cancer"})";

TEST_F(AtWork, ADecisionWithoutTheInformationEndsTheWaitAndNothingHasArrived) {
  const std::string id = submitted("mri-pended");
  desk();
  const std::string view = done(id + "/decision", decision_by("dr-2", yes));
  EXPECT_THAT(view, AllOf(HasSubstr(R"("status":"approved")"), Not(HasSubstr("information_arrived"))));
  EXPECT_THAT(look("work?kind=information_request&state=all&case=" + id), HasSubstr(R"("state":"dropped")"));
}

TEST_F(AtWork, AClosedCaseThatIsDecidedIsClosedNoMore) {
  const std::string id = submitted("mri-pended");
  desk();
  clock().move(std::chrono::hours(24) * 24);
  desk();
  ASSERT_THAT(look(id), HasSubstr(R"("status":"closed")"));
  const HttpReply refused = act(id + "/decision", decision_by("dr-2", no));
  ASSERT_EQ(refused.status, 200U) << refused.body;
  const auto found = gateway().services().store.find_case(precert::CaseId(id));
  ASSERT_TRUE(found && *found);
  EXPECT_NE((*found)->state, gateway::CaseState::closed);
  EXPECT_THAT(look(id), HasSubstr(R"("status":"denied")"));
}

TEST_F(AtWork, AnOpenAppealFollowsTheDueInstantAndThePriorityOfItsCase) {
  const std::string id = denied();
  done(id + "/appeal", with(nurse, R"("kind":"standard")"));
  gateway::OpenCase open;
  const auto found = gateway::open_case(open, precert::CaseId(id), gateway().services());
  ASSERT_TRUE(found && *found);
  const auto changes = [&] {
    return gateway::reconciled(
        {open.record, open.prior, *open.knowledge.rulebook, open.known.facts, open.work, open.now, "nurse-1"},
        gateway().services().store);
  };
  const auto same = changes();
  ASSERT_TRUE(same);
  EXPECT_TRUE(same->work.empty());
  ASSERT_TRUE(open.prior.determination.lines.at(0).timeframe);
  open.prior.determination.lines[0].timeframe->due -= std::chrono::hours(48);
  open.record.priority = 1;
  const auto changed = changes();
  ASSERT_TRUE(changed);
  ASSERT_EQ(changed->work.size(), 1U);
  EXPECT_EQ(changed->work[0].kind, gateway::WorkKind::appeal);
  EXPECT_EQ(changed->work[0].due, open.prior.determination.lines[0].timeframe->due);
  EXPECT_EQ(changed->work[0].priority, 1);
  EXPECT_TRUE(changed->events.empty());
}

TEST_F(AtWork, AnAppealIsReceivedHeardAndOverturnsWithTheDenialInTheHistory) {
  const std::string id = denied();
  const std::string received =
      done(id + "/appeal", with(nurse, R"("kind":"standard","words":"There is a new finding.")"));
  EXPECT_THAT(received,
              AllOf(HasSubstr(R"("kind":"appeal_received")"), HasSubstr(R"("queue":"appeals")"),
                    HasSubstr(R"("due":"2026-02-05T07:59:59Z")"), HasSubstr(R"("status":"review")")));
  EXPECT_THAT(look("worklist?queue=appeals"), HasSubstr(id)) << "its case waits where its work does";
  EXPECT_THAT(look("worklist?queue=clinician"), Not(HasSubstr(id)));
  EXPECT_EQ(act(id + "/decision", decision_by("dr.example", yes)).status, 422U)
      << "who denied does not hear it";
  const HttpReply by_nurse =
      act(id + "/decision", R"({"reviewer":{"id":"nurse-1"},"role":"nurse","lines":[)" + yes + "]}");
  EXPECT_EQ(by_nurse.status, 422U);
  EXPECT_THAT(by_nurse.body, HasSubstr("Only a physician decides an appeal."));
  const std::string view = done(id + "/decision", decision_by("dr-2", yes));
  EXPECT_THAT(view, AllOf(HasSubstr(R"("kind":"appeal_overturned")"), HasSubstr(R"("status":"approved")"),
                          HasSubstr(R"("status":"denied","superseded_by")")));
  EXPECT_THAT(look("work?kind=appeal&state=done"), HasSubstr(id));
}

TEST_F(AtWork, AnExpeditedAppealIsDueInSeventyTwoHoursAndMayBeUpheld) {
  const std::string id = denied();
  EXPECT_THAT(done(id + "/appeal", with(nurse, R"("kind":"expedited")")),
              HasSubstr(R"("due":"2026-01-08T17:30:00Z")"));
  EXPECT_THAT(done(id + "/decision", decision_by("dr-2", no)),
              AllOf(HasSubstr(R"("kind":"appeal_upheld")"), HasSubstr(R"("status":"denied")")));
}

TEST_F(AtWork, AnAppealThatComesByMessageOpensTheSameWork) {
  const std::string id = denied(true);
  const HttpReply reply =
      send(gateway::Method::post, "/x12", quoting(id, "pet-appealed/after.x12"), "application/edi-x12");
  ASSERT_EQ(reply.status, 200U) << reply.body;
  desk();
  EXPECT_THAT(look("work?kind=appeal"), AllOf(HasSubstr(id), HasSubstr(R"("type":"standard_appeal")")));
  EXPECT_THAT(look(id), HasSubstr(R"("kind":"appeal_received")"));
}

TEST_F(AtWork, NothingAdverseCannotBeAppealed) {
  EXPECT_EQ(act(submitted("mri-approved") + "/appeal", with(nurse, R"("kind":"standard")")).status, 409U);
  EXPECT_EQ(act(denied() + "/appeal", with(nurse, R"("kind":"loudly")")).status, 400U);
}

// ---- places and calls

/// A certified MRI at the hospital, for which an imaging centre would cost less.
std::string at_hospital() {
  return fhir_conversation::replaced_once(fhir_conversation::scenario("mri-approved"), "1999000155",
                                          "1999000023");
}

std::string case_of(const HttpReply& reply) {
  const fhir_conversation::Read read(reply.body);
  return std::string(read.root().find("entry").at(0).find("resource").find("id").string());
}

TEST_F(AtWork, AChangeOfPlaceKeepsTheNumber) {
  const std::string id = submitted("mri-approved");
  const std::string view =
      done(id + "/place", with(nurse, R"("facility":{"npi":"1999000023"},"place_of_service":"22")"));
  EXPECT_THAT(view, AllOf(HasSubstr(R"("kind":"place_changed")"), HasSubstr(R"("status":"approved")"),
                          HasSubstr("1999000023"), HasSubstr("1999000155"), HasSubstr(R"("version":2)")));
  const std::size_t number = view.find("\"certification_number\":\"AUTH");
  ASSERT_NE(number, std::string::npos);
  EXPECT_EQ(count_of(view, view.substr(number, 38)), 3U) << "the case now, and both versions";
  EXPECT_EQ(act(denied() + "/place", with(nurse, R"("facility":{"npi":"1999000023"})")).status, 409U);
  EXPECT_EQ(act(id + "/place", with(nurse, R"("facility":{"npi":"1"})")).status, 422U);
}

TEST_F(AtWork, AChangeOfPlaceThatPendsLeavesTheApprovalAndSaysSo) {  // SC-27
  const std::string id = submitted("mri-approved");
  const std::string view = done(id + "/place", with(nurse, R"("facility":{"npi":"1999000999"})"));
  EXPECT_THAT(view, AllOf(HasSubstr(R"("status":"pending")"), ContainsRegex("\"stays_valid\":\"AUTH[0-9]+"),
                          ContainsRegex("What was approved before under AUTH[0-9]+ stays valid until it is decided.")));
  EXPECT_THAT(done(id + "/place", with(nurse, R"("facility":{"npi":"1999000155"})")),
              AllOf(HasSubstr(R"("status":"approved")"), HasSubstr(R"("number":"AUTH)"), HasSubstr("valid_until")));
}

TEST_F(AtWork, WhatNeedsNoReviewMayChangeItsPlace) {
  const std::string id = submitted("emergency-exempt");
  EXPECT_THAT(done(id + "/place", with(nurse, R"("facility":{"npi":"1999000155"},"place_of_service":"22")")),
              AllOf(HasSubstr(R"("version":2)"), HasSubstr(R"("status":"not_required")")));
}

TEST_F(AtWork, ACheaperPlaceCallsForOneCallAndLeavesTheApproval) {
  const std::string id = case_of(post("/fhir/Claim/$submit", at_hospital()));
  desk();
  desk();
  const std::string list = look("work?kind=outreach");
  EXPECT_EQ(count_of(list, R"("kind":"outreach")"), 1U) << list;
  EXPECT_THAT(list, AllOf(HasSubstr(id), HasSubstr("1999000155"), HasSubstr(R"("cost_tier":1)")));
  EXPECT_THAT(look(id), AllOf(HasSubstr(R"("status":"member_outreach")"), HasSubstr(R"("version":1)")));
  const std::string work = work_id(list, "outreach");
  done("work/" + work + "/claim", with(nurse, R"("x":1)"));
  EXPECT_EQ(act("work/" + work + "/claim", with(doctor, R"("x":1)")).status, 409U);
  const std::string view =
      done("work/" + work + "/outcome", with(nurse, R"("result":"declined","words":"stays")"));
  EXPECT_THAT(view, AllOf(HasSubstr(R"("kind":"outreach_result")"), HasSubstr(R"("status":"approved")"),
                          HasSubstr(R"("version":1)")));
  EXPECT_EQ(act("work/" + work + "/outcome", with(nurse, R"("result":"reached")")).status, 409U);
  desk();
  EXPECT_THAT(look("work?kind=outreach"), Not(HasSubstr(id)));
}

TEST_F(AtWork, ACallThatChangesThePlaceKeepsTheNumber) {
  const std::string id = case_of(post("/fhir/Claim/$submit", at_hospital()));
  desk();
  const std::string work = work_id(look("work?kind=outreach"), "outreach");
  const std::string view =
      done("work/" + work + "/outcome", with(nurse, R"("result":"changed","facility":{"npi":"1999000155"})"));
  EXPECT_THAT(view, AllOf(HasSubstr(R"("kind":"place_changed")"), HasSubstr(R"("status":"approved")"),
                          HasSubstr(R"("version":2)")));
}

TEST_F(AtWork, NoCallIsMadeWhereAnExceptionHoldsAndTheRecordSaysWhich) {
  const std::string cheapest = submitted("mri-approved");
  desk();
  EXPECT_THAT(look("work?kind=outreach&state=all"), Not(HasSubstr(cheapest)));
  EXPECT_THAT(look(cheapest), AllOf(HasSubstr(R"("kind":"outreach_not_needed")"),
                                    HasSubstr("already a place of the lowest cost")));
}

// ---- wishes

TEST_F(AtWork, AReviewIsDoneWhereNoneIsRequiredWhenItIsAskedFor) {
  const std::string id = submitted("not-required");
  const std::string view = done(id + "/review-anyway", with(nurse, R"("x":1)"));
  EXPECT_THAT(view, AllOf(HasSubstr(R"("status":"review")"), HasSubstr(R"("queue":"clinician")"),
                          HasSubstr(R"("kind":"review_asked_for")")));
  EXPECT_EQ(act(id + "/review-anyway", with(nurse, R"("x":1)")).status, 409U);
}

TEST_F(AtWork, AWantedReviewComesWithThePasRequest) {
  const std::string wanted =
      fhir_conversation::replaced_once(fhir_conversation::scenario("not-required"), R"("extension": [)",
                                       R"("extension": [{"url":
         "http://precert.example/fhir/StructureDefinition/review-wanted", "valueBoolean": true},)");
  const HttpReply reply = gateway().answer_now([&] {
    gateway::HttpRequest request;
    request.method = gateway::Method::post;
    request.path = "/fhir/Claim/$submit";
    request.content_type = "application/fhir+json";
    request.body = wanted;
    return request;
  }());
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_THAT(reply.body, HasSubstr("\"A4\""));
}

TEST_F(AtWork, APredeterminationHasANumberOfItsOwnAndOneQueueWithAnOwner) {
  gateway::HttpRequest request;
  request.method = gateway::Method::post;
  request.path = "/fhir/Claim/$submit";
  request.content_type = "application/fhir+json";
  request.body = fhir_conversation::replaced_once(fhir_conversation::scenario("not-required"),
                                                  "\"preauthorization\"", "\"predetermination\"");
  const HttpReply reply = gateway().answer_now(request);
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_THAT(reply.body, AllOf(HasSubstr(R"("use":"predetermination")"), HasSubstr("PRE0000000001"),
                                HasSubstr("advisory, not an authorization"), Not(HasSubstr("AUTH"))));
  const std::string list = look("worklist?queue=predetermination");
  EXPECT_EQ(count_of(list, R"("queue":"predetermination","owner":"Benefit desk")"), 1U) << list;
  EXPECT_EQ(count_of(look("worklist"), "{\"id\":\""), 1U);
}

// ---- the published words

TEST_F(AtWork, StatusWordsArePublished) {
  EXPECT_THAT(look("statuses"), AllOf(HasSubstr(R"("status":"partly_approved","word":"Partly approved")"),
                                      HasSubstr(R"("hcr01":"A2")")));
}

}  // namespace
}  // namespace work_test
