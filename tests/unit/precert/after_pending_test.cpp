// What is done about a case besides deciding it: questions, extension, close-out, talks, appeals, places.
#include "precert/engine/after_pending.hpp"
#include "determine_support.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/line_rules.hpp"

namespace precert::test {
namespace {

/// Both promises may be extended.
const Rulebook& with_extension() {
  static const std::shared_ptr<const Rulebook> made = rulebook_with(
      R"(count: 2, holidays: federal, source: "plan promise: 2 business days"}
  - {id: routine-slow, within)",
      R"(count: 2, extension_days: 14, holidays: federal, source: "plan promise: 2 business days"}
  - {id: routine-slow, extension_days: 14, within)");
  return *made;
}

/// One line with a clinician.
PriorCase in_review(const World& world) {
  ReviewRequest asked = request();
  asked.answers = {{"weeks", base::Decimal(1), 0, {}}, {"exam", false, 0, {}}};
  return PriorCase{CaseId("C1"), 1, asked, world(asked)};
}

ReviewerDecision by_physician(ReviewAction action, const std::string& who = "dr-1") {
  ReviewerDecision decision{Reviewer{who, "", "", true}, "physician", {}};
  decision.lines = {{0, action, "0F", "No examination is documented.", "Plan, Brain MRI, 2026", {}, {}}};
  return decision;
}

PriorCase denied_case(const World& world) {
  const PriorCase open = in_review(world);
  const auto made =
      decided(open, by_physician(ReviewAction::not_certified), rulebook(), at("2026-03-09T18:00:00Z"));
  EXPECT_TRUE(made);
  return PriorCase{CaseId("C1"), 2, open.request, *made};
}

InformationRequest two_wants() {
  InformationRequest wants;
  wants.wanted = {{"films", "", "", ""}, {"", "11506-3", "PN", "Send the note of March 2."}};
  return wants;
}

template <class T>
std::string places(const base::Result<T>& made) {
  std::string all;
  if (made) return "good";
  for (const base::Issue& issue : made.error()) all += (all.empty() ? "" : " ") + issue.where;
  return all;
}

// ---- questions

TEST(AskingForInformation, PendsTheLineWithEachThingUnderItsOwnNumber) {
  const World world;
  const PriorCase open = in_review(world);
  const auto made = information_requested(open, two_wants(), rulebook(), world.facts);
  ASSERT_TRUE(made);
  const LineDetermination& line = made->lines[0];
  EXPECT_EQ(line.action, ReviewAction::pended);
  EXPECT_EQ(line.queue, "intake");
  EXPECT_EQ(code_of(line), "0U");
  ASSERT_EQ(line.missing.size(), 2U);
  EXPECT_EQ(line.missing[0].question, "Send the films.");
  EXPECT_EQ(line.missing[0].loinc, "18748-4");
  EXPECT_EQ(line.missing[0].control_number, "T1-R2-01");
  EXPECT_EQ(line.missing[1].control_number, "T1-R2-02");
  EXPECT_EQ(line.missing[1].due, at("2026-03-21T06:59:59Z"));  // 14 days
  EXPECT_EQ(made->clock.back().kind, ClockKind::asked);
}

TEST(AskingForInformation, NeedsAnOpenLineAndSomethingThatCanBeTold) {
  const World world;
  const PriorCase open = in_review(world);
  InformationRequest wants;
  EXPECT_EQ(places(information_requested(open, wants, rulebook(), world.facts)), "wanted");
  wants.wanted = {{"no-such-fact", "", "", ""}, {"", "", "", ""}, {"", "not-loinc", "", "x"}};
  EXPECT_EQ(places(information_requested(open, wants, rulebook(), world.facts)),
            "wanted[0].fact wanted[1].words wanted[1].loinc wanted[2].loinc");
  wants.wanted = {{"", "11488-5", "", "the check digit is wrong"},
                  {"", "2345-7", "", "blood sugar is no document of this payer"},
                  {"", "", "QQ", "no report type"},
                  {"", "11488-4", "09", "good"}};
  EXPECT_EQ(places(information_requested(open, wants, rulebook(), world.facts)),
            "wanted[0].loinc wanted[1].loinc wanted[2].report_type");
  wants = two_wants();
  wants.due = world.facts.now;
  EXPECT_EQ(places(information_requested(open, wants, rulebook(), world.facts)), "due");
  wants.due = at("2999-01-01T08:00:00Z");
  EXPECT_EQ(places(information_requested(open, wants, rulebook(), world.facts)), "due");
  const auto late = information_requested(denied_case(world), two_wants(), rulebook(), world.facts);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().first().code, base::IssueCode::conflict);
}

TEST(AskingForInformation, TheSameAgainWithTheSameDeadlineIsAConflict) {
  const World world;
  PriorCase open = in_review(world);
  const auto asked = information_requested(open, two_wants(), rulebook(), world.facts);
  ASSERT_TRUE(asked);
  open = PriorCase{CaseId("C1"), 2, open.request, *asked};
  const auto again = information_requested(open, two_wants(), rulebook(), world.facts);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().first().code, base::IssueCode::conflict);
  InformationRequest longer = two_wants();
  longer.due = at("2026-04-01T18:00:00Z");
  const auto later = information_requested(open, longer, rulebook(), world.facts);
  ASSERT_TRUE(later);
  EXPECT_EQ(later->lines[0].missing[0].due, longer.due);
  EXPECT_EQ(later->lines[0].missing[0].control_number, "T1-R2-01");
}

TEST(AskingForInformation, WhatIsStillMissingStaysAskedForAndTheRestGoesBackToTheClinician) {
  World world;
  const PriorCase open = in_review(world);
  const auto asked = information_requested(open, two_wants(), rulebook(), world.facts);
  ASSERT_TRUE(asked);
  world.continues(open.request, *asked);
  world.facts.previous->version = 2;
  ReviewRequest update = open.request;
  Document films;
  films.loinc = "18748-4";
  films.report_type = "RB";
  films.content_hash = "h1";
  update.documents.push_back(films);
  const Determination some = world(update);
  ASSERT_EQ(some.lines[0].missing.size(), 1U);
  EXPECT_EQ(some.lines[0].missing[0].control_number, "T1-R2-02");
  EXPECT_EQ(some.lines[0].queue, "intake");
  Document note;
  note.control_number = "T1-R2-02";
  note.content_hash = "h2";
  update.documents.push_back(note);
  const Determination all = world(update);
  EXPECT_TRUE(all.lines[0].missing.empty());
  EXPECT_EQ(all.lines[0].queue, "clinician");
  EXPECT_EQ(all.clock.back().kind, ClockKind::answered);
}

// ---- extension

TEST(Extension, MovesThePromisesThatAllowItAndSaysWhy) {
  const World world;
  const PriorCase open = in_review(world);
  const auto made = extended(open, {14, "The member asked to send more."}, with_extension(), world.facts);
  ASSERT_TRUE(made);
  std::vector<std::string> dues;
  for (const Step& step : made->lines[0].steps) {
    if (step.rule == "timeframe") dues.push_back(step.detail);
  }
  EXPECT_EQ(dues,
            (std::vector<std::string>{"plan promise: 2 business days, extended by 14 days",
                                      "rule: 7 days, extended by 14 days"}));
  EXPECT_GT(made->lines[0].timeframe->due, open.determination.lines[0].timeframe->due);
  ASSERT_FALSE(made->notes.empty());
  EXPECT_NE(made->notes.back().text.find("extended by 14 days. The member asked"), std::string::npos);
}

TEST(Extension, IsNoNoteOfTheDecisionThatEndsTheReviewButStaysInItsClock) {
  const World world;
  const PriorCase open = in_review(world);
  const auto later = extended(open, {14, "The member asked to send more."}, with_extension(), world.facts);
  ASSERT_TRUE(later);
  const PriorCase waits{CaseId("C1"), 2, open.request, *later};
  ReviewerDecision yes;
  yes.reviewer = Reviewer{"d1", "", "", true};
  yes.role = "physician";
  yes.lines = {LineDecision{0, ReviewAction::certified, "", "", "", {}, {}}};
  const auto made = decided(waits, yes, with_extension(), world.facts.now);
  ASSERT_TRUE(made);
  ASSERT_TRUE(made->final());
  EXPECT_EQ(made->notes, open.determination.notes);
  EXPECT_EQ(made->clock.back().kind, ClockKind::extended);
}

TEST(Extension, IsGivenOnceWithAReasonAndWithinTheRule) {
  const World world;
  const PriorCase open = in_review(world);
  EXPECT_EQ(places(extended(open, {15, ""}, with_extension(), world.facts)), "reason days");
  EXPECT_EQ(places(extended(open, {3, "x"}, rulebook(), world.facts)), "days");
  auto made = extended(open, {3, "x"}, with_extension(), world.facts);
  ASSERT_TRUE(made);
  const PriorCase again{CaseId("C1"), 2, open.request, *made};
  EXPECT_EQ(extended(again, {3, "x"}, with_extension(), world.facts).error().first().code,
            base::IssueCode::conflict);
}

TEST(Extension, ThatLeavesAnotherPromiseDueFirstIsRefused) {
  const World world;
  const auto slow_only =
      rulebook_with("{id: routine-slow, within", "{id: routine-slow, extension_days: 14, within");
  const auto made = extended(in_review(world), {14, "The member asked to send more."}, *slow_only, world.facts);
  EXPECT_EQ(places(made), "days");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().first().code, base::IssueCode::data_invalid);
}

// ---- close-out

PriorCase waiting_case(World& world, std::string_view received) {
  world.facts.now = at(received);
  ReviewRequest asked = request();
  asked.answers.pop_back();
  for (ServiceLine& line : asked.services) line.dates = base::Period::of(date("2026-09-10"));
  return PriorCase{CaseId("C1"), 1, asked, world(asked)};
}

TEST(CloseOut, IsFifteenBusinessDaysAfterAskingAndNeverADenial) {
  World world;
  const PriorCase open = waiting_case(world, "2026-07-01T18:00:00Z");
  const auto when = close_out_instant(open.determination, rulebook());
  ASSERT_TRUE(when);
  EXPECT_EQ(local_text(*when, rulebook().calendar.zone()), "2026-07-23 23:59 PDT");
  EXPECT_FALSE(closed_out(open, rulebook(), *when));
  const auto made = closed_out(open, rulebook(), *when + std::chrono::seconds(1));
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->closed_out);
  EXPECT_EQ(made->lines[0].action, ReviewAction::pended);
  EXPECT_EQ(code_of(made->lines[0]), "0P");
  EXPECT_TRUE(made->lines[0].queue.empty());
  EXPECT_FALSE(made->lines[0].timeframe);
}

TEST(CloseOut, PassesThePlansOwnDaysOff) {
  World world;
  const PriorCase open = waiting_case(world, "2026-07-01T18:00:00Z");
  const auto book = rulebook_with(R"(closes: "17:00"})", R"(closes: "17:00", plan_days_off: ["2026-07-06"]})");
  const auto when = close_out_instant(open.determination, *book);
  ASSERT_TRUE(when);
  EXPECT_EQ(local_text(*when, book->calendar.zone()), "2026-07-24 23:59 PDT");
}

TEST(CloseOut, WaitsForADeadlineThatIsLater) {
  World world;
  const PriorCase open = in_review(world);
  InformationRequest wants = two_wants();
  wants.due = at("2026-06-01T18:00:00Z");
  const auto asked = information_requested(open, wants, rulebook(), world.facts);
  ASSERT_TRUE(asked);
  EXPECT_EQ(close_out_instant(*asked, rulebook()), wants.due);
}

TEST(CloseOut, OfACaseWithAReviewerIsRefused) {
  const World world;
  EXPECT_EQ(places(closed_out(in_review(world), rulebook(), at("2027-03-06T18:00:00Z"))), "case");
}

TEST(CloseOut, OfALineUnderAppealIsRefused) {
  World world;
  PriorCase open = waiting_case(world, "2026-07-01T18:00:00Z");
  open.determination.lines[0].steps.push_back(Step{"appealed", "true", "standard_appeal"});
  EXPECT_FALSE(close_out_instant(open.determination, rulebook()));
  EXPECT_EQ(places(closed_out(open, rulebook(), at("2027-03-06T18:00:00Z"))), "case");
}

TEST(CloseOut, CountsFromTheLatestQuestion) {
  World world;
  PriorCase open = waiting_case(world, "2026-07-01T18:00:00Z");
  world.facts.now = at("2026-07-10T18:00:00Z");
  const auto more = information_requested(open, two_wants(), rulebook(), world.facts);
  ASSERT_TRUE(more);
  const auto when = close_out_instant(*more, rulebook());
  ASSERT_TRUE(when);
  EXPECT_EQ(local_text(*when, rulebook().calendar.zone()), "2026-07-31 23:59 PDT");
  // The same questions once more are no new ones.
  open = PriorCase{CaseId("C1"), 2, open.request, *more};
  world.facts.now = at("2026-07-14T18:00:00Z");
  const auto again = information_requested(open, two_wants(), rulebook(), world.facts);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->clock, more->clock);
}

TEST(CloseOut, AFurtherQuestionDoesNotShortenTheWaitThatMovesAPromise) {
  const auto pausing = rulebook_with("{id: routine, within", "{id: routine, when_asked: pauses, within");
  const ClockEvent received{ClockKind::received, at("2026-03-02T18:00:00Z"), 0, {}};
  const ClockEvent asked{ClockKind::asked, at("2026-03-03T18:00:00Z"), 0, {}};
  const ClockEvent more{ClockKind::asked, at("2026-03-10T18:00:00Z"), 0, {}};
  const ClockEvent answered{ClockKind::answered, at("2026-03-12T18:00:00Z"), 0, {}};
  const std::vector<ClockEvent> once{received, asked, answered};
  const std::vector<ClockEvent> twice{received, asked, more, answered};
  const ClockSubject routine;
  const std::vector<Timeframe> dues = dues_of(*pausing, routine, twice);
  ASSERT_FALSE(dues.empty());
  EXPECT_EQ(dues, dues_of(*pausing, routine, once));
}

TEST(CloseOut, IsUndoneByTheInformation) {
  World world;
  const PriorCase open = waiting_case(world, "2026-07-01T18:00:00Z");
  const auto closed = closed_out(open, rulebook(), at("2026-08-01T18:00:00Z"));
  ASSERT_TRUE(closed);
  world.continues(open.request, *closed);
  world.facts.now = at("2026-08-03T18:00:00Z");
  ReviewRequest update = open.request;
  update.answers = good_answers();
  const Determination made = world.update(update);
  EXPECT_FALSE(made.closed_out);
  EXPECT_EQ(made.lines[0].action, ReviewAction::certified);
  EXPECT_EQ(made.clock[0].at, world.facts.now);
}

// ---- talks

TEST(PeerToPeer, IsNotedForEverybodyAndChangesNoDecision) {
  const World world;
  const PriorCase denied = denied_case(world);
  auto made = talk_noted(denied, TalkStep::requested, "call 800-555-0199", at("2026-03-10T18:00:00Z"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->lines[0].action, ReviewAction::not_certified);
  EXPECT_EQ(made->notes.back().text, "Peer-to-peer talk requested (call 800-555-0199).");
  const PriorCase next{CaseId("C1"), 3, denied.request, *made};
  made = talk_noted(next, TalkStep::upheld, "", at("2026-03-11T18:00:00Z"));
  ASSERT_TRUE(made);
  ASSERT_EQ(made->notes.size(), 1U) << "the newest word replaces the one before";
  EXPECT_EQ(made->notes[0].text, "Peer-to-peer talk held, the decision stands.");
  EXPECT_EQ(talk_noted(in_review(world), TalkStep::requested, "", world.facts.now).error().first().code,
            base::IssueCode::conflict);
}

TEST(PeerToPeer, OverturnsToAnApprovalWithTheNumberOfTheCase) {
  const World world;
  const PriorCase denied = denied_case(world);
  ReviewerDecision yes = by_physician(ReviewAction::certified, "dr-2");
  const auto made = overturned(denied, yes, rulebook(), at("2026-03-10T18:00:00Z"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->lines[0].action, ReviewAction::certified);
  EXPECT_EQ(made->lines[0].certification_number, "AUTH1");
  EXPECT_TRUE(std::ranges::count(made->lines[0].steps, "overturned", &Step::rule) == 1);
  yes.role = "nurse";
  EXPECT_EQ(places(overturned(denied, yes, rulebook(), world.facts.now)), "role");
  EXPECT_EQ(places(overturned(in_review(world), by_physician(ReviewAction::certified), rulebook(),
                              world.facts.now)),
            "lines");
  EXPECT_EQ(
      places(overturned(denied, by_physician(ReviewAction::not_certified), rulebook(), world.facts.now)),
      "lines[0].action");
}

// ---- appeals

TEST(AnAppeal, IsHeardBySomebodyElseThanWhoDenied) {
  World world;
  const PriorCase denied = denied_case(world);
  world.continues(denied.request, denied.determination);
  const auto appealed =
      appeal_of(denied, {CertificationType::standard_appeal, {}, "New finding.", ""}, date("2026-03-12"));
  ASSERT_TRUE(appealed);
  const Determination open = world(*appealed);
  ASSERT_EQ(open.lines[0].action, ReviewAction::pended);
  const PriorCase pended{CaseId("C1"), 3, *appealed, open};
  EXPECT_EQ(
      places(decided(pended, by_physician(ReviewAction::certified, "dr-1"), rulebook(), world.facts.now)),
      "lines[0].sequence");
  ReviewerDecision by_nurse = by_physician(ReviewAction::certified, "nurse-1");
  by_nurse.role = "nurse";
  EXPECT_EQ(places(decided(pended, by_nurse, rulebook(), world.facts.now)), "role") << "a physician overturns";
  const auto other =
      decided(pended, by_physician(ReviewAction::certified, "dr-2"), rulebook(), world.facts.now);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->lines[0].action, ReviewAction::certified);
  // What comes meanwhile does not let the first reviewer in.
  world.continues(*appealed, open);
  const PriorCase later{CaseId("C1"), 4, *appealed, world(*appealed)};
  EXPECT_FALSE(decided(later, by_physician(ReviewAction::certified, "dr-1"), rulebook(), world.facts.now));
}

TEST(AnAppeal, IsNotHeardByWhoDeniedTheLineWhoeverDecidedAnotherLineLater) {
  World world;
  ReviewRequest asked = request();
  asked.answers = {{"weeks", base::Decimal(1), 0, {}}, {"exam", false, 0, {}}};
  asked.services.push_back(line(2, "73721"));
  const PriorCase open{CaseId("C1"), 1, asked, world(asked)};
  ReviewerDecision no = by_physician(ReviewAction::not_certified, "dr-1");
  no.lines[0].sequence = 1;
  const auto first = decided(open, no, rulebook(), at("2026-03-09T18:00:00Z"));
  ASSERT_TRUE(first);
  ReviewerDecision yes = by_physician(ReviewAction::certified, "dr-2");
  yes.lines[0].sequence = 2;
  const auto second =
      decided(PriorCase{CaseId("C1"), 2, asked, *first}, yes, rulebook(), at("2026-03-10T18:00:00Z"));
  ASSERT_TRUE(second);
  world.continues(asked, *second);
  const auto appealed = appeal_of(PriorCase{CaseId("C1"), 3, asked, *second},
                                  {CertificationType::standard_appeal, {1}, "", ""}, date("2026-03-12"));
  ASSERT_TRUE(appealed);
  const PriorCase pended{CaseId("C1"), 4, *appealed, world(*appealed)};
  ASSERT_EQ(pended.determination.lines[0].action, ReviewAction::pended);
  ReviewerDecision heard = by_physician(ReviewAction::certified, "dr-1");
  heard.lines[0].sequence = 1;
  EXPECT_EQ(places(decided(pended, heard, rulebook(), world.facts.now)), "lines[0].sequence");
  heard.reviewer.id = "dr-2";
  EXPECT_TRUE(decided(pended, heard, rulebook(), world.facts.now));
}

TEST(AnAppeal, NeedsSomethingAdverseAndComesInTime) {
  const World world;
  const Appeal standard{CertificationType::standard_appeal, {}, "", ""};
  EXPECT_EQ(appeal_of(in_review(world), standard, date("2026-03-12")).error().first().code,
            base::IssueCode::conflict);
  EXPECT_EQ(places(appeal_of(denied_case(world), standard, date("2026-12-01"))), "late_cause");
  EXPECT_TRUE(appeal_of(denied_case(world), {CertificationType::standard_appeal, {}, "", "in hospital"},
                        date("2026-12-01")));
  const auto fast =
      appeal_of(denied_case(world), {CertificationType::immediate_appeal, {}, "", ""}, date("2026-03-12"));
  ASSERT_TRUE(fast);
  EXPECT_EQ(fast->event.level, LevelOfService::urgent);
}

// ---- places

PlaceChange to(const char* npi) {
  PlaceChange change;
  change.place = party(PartyRole::facility, npi);
  change.place_code = "22";
  return change;
}

TEST(APlaceChange, OfAnApprovalKeepsItsNumber) {
  World world;
  world.decided_before(request());
  const PriorCase earlier = *world.facts.previous;
  const auto moved = place_change_of(earlier, to(centre));
  ASSERT_TRUE(moved);
  const Determination made = world(*moved);
  EXPECT_EQ(made.lines[0].action, ReviewAction::certified);
  EXPECT_EQ(made.lines[0].certification_number, "AUTH1");
  EXPECT_EQ(made.lines[0].provider->npi(), centre);
  EXPECT_EQ(earlier.determination.lines[0].provider->npi(), hospital);
}

TEST(APlaceChange, OutOfTheNetworkPendsOnExactlyThat) {
  World world;
  world.decided_before(request());
  const auto moved = place_change_of(*world.facts.previous, to(outside));
  ASSERT_TRUE(moved);
  const Determination made = world(*moved);
  EXPECT_EQ(made.lines[0].action, ReviewAction::pended);
  ASSERT_EQ(made.lines[0].missing.size(), 1U);
  EXPECT_EQ(made.lines[0].missing[0].fact, "network-exception");
  EXPECT_NE(words_of(made.lines[0]).find("AUTH1 stays valid"), std::string::npos);
}

TEST(APlaceChange, NeedsAFacilityAndALineThatCanMove) {
  const World world;
  World decided;
  decided.decided_before(request());
  PlaceChange nowhere = to("199900002");
  nowhere.place_code = "1";
  EXPECT_EQ(places(place_change_of(*decided.facts.previous, nowhere)), "facility place_of_service");
  EXPECT_EQ(places(place_change_of(*decided.facts.previous, to("1999000024"))), "facility")
      << "the check digit is wrong";
  EXPECT_EQ(places(place_change_of(*decided.facts.previous, to("199900002X"))), "facility");
  EXPECT_EQ(places(place_change_of(denied_case(world), to(centre))), "lines");
}

// ---- wishes

TEST(APredetermination, GoesToOneQueueAndBearsNoAuthorizationNumber) {
  const World world;
  ReviewRequest asked = request();
  asked.services = {line(1, "99213"), line(2, "70551")};
  asked.predetermination = true;
  const Determination made = world(asked);
  for (const LineDetermination& line : made.lines) {
    EXPECT_EQ(line.action, ReviewAction::pended);
    EXPECT_EQ(line.queue, queue_predetermination);
    EXPECT_TRUE(line.certification_number.empty());
  }
  EXPECT_EQ(made.lines[0].reasons[0].words.substr(0, 38), "By the rules of today: not required. N");
  const PriorCase open{CaseId("C1"), 1, asked, made};
  const auto answer = decided(open, by_physician(ReviewAction::certified), rulebook(), world.facts.now);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->lines[1].certification_number.empty());
  EXPECT_EQ(answer->lines[1].reference_number, "NR1");
  EXPECT_EQ(answer->notes[0].text, "Pre-determination: advisory, not an authorization.");
}

TEST(AReviewOfWhatNeedsNone, IsDoneByAPersonWhenItIsAskedFor) {
  World world;
  ReviewRequest asked = request();
  asked.services = {line(1, "99213")};
  world.decided_before(asked);
  ASSERT_EQ(world.facts.previous->determination.lines[0].action, ReviewAction::not_required);
  const auto wanted = review_anyway_of(*world.facts.previous);
  ASSERT_TRUE(wanted);
  const Determination made = world(*wanted);
  EXPECT_EQ(made.lines[0].action, ReviewAction::pended);
  EXPECT_EQ(made.lines[0].queue, "clinician");
  world.continues(*wanted, made);
  EXPECT_FALSE(review_anyway_of(*world.facts.previous));
  // X12 has no word for it: the answer of a question says it.
  ReviewRequest by_x12 = asked;
  by_x12.answers.push_back({"review-wanted", true, 0, {}});
  EXPECT_EQ(World().first(by_x12).action, ReviewAction::pended);
}

// ---- calls about a place that costs less

std::vector<OutreachFinding> findings(const ReviewRequest& asked) {
  const World world;
  return outreach_of(asked, world(asked), rulebook(), world.facts);
}

TEST(Outreach, OffersACheaperPlaceAndNamesTheExceptionOtherwise) {
  const auto call = findings(request());
  ASSERT_EQ(call.size(), 1U);
  EXPECT_EQ(call[0].place, hospital);
  ASSERT_EQ(call[0].offers.size(), 1U);
  EXPECT_EQ(call[0].offers[0].npi, centre);

  ReviewRequest cheap = request();
  cheap.services[0].providers = {party(PartyRole::facility, centre)};
  EXPECT_EQ(findings(cheap).at(0).exception, "already a place of the lowest cost");
  ReviewRequest urgent = request();
  urgent.event.level = LevelOfService::urgent;
  EXPECT_EQ(findings(urgent).at(0).exception, "urgent or emergency");
  ReviewRequest tied = request();
  tied.answers.push_back({"no-other-facility", true, 0, {}});
  EXPECT_EQ(findings(tied).at(0).exception, "no other facility is possible");
  ReviewRequest other = request();
  other.services = {line(1, "99213")};
  EXPECT_TRUE(findings(other).empty());
}

}  // namespace
}  // namespace precert::test
