// Requests that continue a case: what is kept, what is decided again, which numbers stay.
#include "determine_support.hpp"
#include "precert/engine/attached.hpp"
#include "precert/engine/on_top.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/engine/repeats.hpp"

namespace precert::test {
namespace {

ReviewRequest revision_of(ReviewRequest asked) {
  asked.event.certification = CertificationType::revision;
  return asked;
}

TEST(ACancellation, EndsEveryLineWithTheEarlierNumbers) {
  World world;
  ReviewRequest earlier = request();
  earlier.services.push_back(line(2, "99213"));
  world.decided_before(earlier);
  for (const bool by_purpose : {true, false}) {
    ReviewRequest asked = request();
    asked.services.clear();
    if (by_purpose) {
      asked.purpose = Purpose::cancellation;
    } else {
      asked.event.certification = CertificationType::cancellation;
    }
    const Determination made = world.update(asked);
    ASSERT_EQ(made.lines.size(), 2U);
    EXPECT_EQ(made.action, ReviewAction::cancelled);
    EXPECT_EQ(made.lines[0].certification_number, "AUTH1");
    EXPECT_EQ(made.lines[1].reference_number, "NR1");
  }
}

TEST(ACancellation, OfOneLineLeavesTheOthers) {
  World world;
  ReviewRequest earlier = request();
  earlier.services.push_back(line(2, "99213"));
  world.decided_before(earlier);
  ReviewRequest by_change = earlier;
  by_change.services[1].change = Change::cancelled;
  ReviewRequest by_kind = earlier;
  by_kind.services[1].certification = CertificationType::cancellation;
  for (const ReviewRequest& asked : {revision_of(by_change), revision_of(by_kind)}) {
    const Determination made = world.update(asked);
    EXPECT_EQ(made.lines[0].action, ReviewAction::certified);
    EXPECT_EQ(made.lines[1].action, ReviewAction::cancelled);
    EXPECT_EQ(made.lines[1].reference_number, "NR1");
  }
}

TEST(ACancellation, IsAcceptedWhateverIsWrongWithTheRequest) {
  World world;
  world.decided_before(request());
  ReviewRequest asked = request();
  asked.event.certification = CertificationType::cancellation;
  asked.services[0].dates = base::Period::of(date("2020-01-01"));
  asked.event.diagnoses[0].code = "?";
  EXPECT_EQ(world.update(asked).action, ReviewAction::cancelled);
}

TEST(ACancelledLine, StaysCancelledInLaterUpdates) {
  World world;
  ReviewRequest earlier = request();
  earlier.services.push_back(line(2, "99213"));
  world.decided_before(earlier);
  ReviewRequest cancelled = revision_of(earlier);
  cancelled.services[1].change = Change::cancelled;
  const ReviewRequest both = merged(cancelled, &*world.facts.previous);
  world.continues(both, world(both));
  ReviewRequest asked = revision_of(request());  // a 278 revision that names line 1 only
  EXPECT_EQ(world.update(asked).lines.at(1).action, ReviewAction::cancelled);
}

TEST(AnUpdate, KeepsWhatDidNotChangeAndDecidesWhatWasAdded) {
  World world;
  world.decided_before(request());
  world.facts.now = at("2026-03-20T18:00:00Z");
  ReviewRequest asked = revision_of(request());
  asked.answers.clear();  // an update need not repeat them
  asked.services.push_back(line(2, "99213"));
  const Determination made = world.update(asked);
  ASSERT_EQ(made.lines.size(), 2U);
  EXPECT_EQ(made.lines[0].certification_number, "AUTH1");
  EXPECT_TRUE(has_step(made.lines[0], "kept", "as decided before"));
  EXPECT_EQ(made.lines[1].action, ReviewAction::not_required);
  EXPECT_EQ(made.numbers.certification, "AUTH1");
}

TEST(AnUpdate, ThatAnswersAQuestionIsDecidedAgainUnderTheSameNumbers) {
  World world;
  ReviewRequest earlier = request();
  earlier.answers = {{"exam", true, 0, {}}};
  world.decided_before(earlier);
  ReviewRequest asked = revision_of(earlier);
  asked.answers = {{"weeks", base::Decimal(8), 0, {}}};
  const Determination made = world.update(asked);
  EXPECT_EQ(made.action, ReviewAction::certified);
  EXPECT_EQ(made.lines[0].certification_number, "AUTH1");
  EXPECT_EQ(made.numbers.trace, "T1");
}

TEST(AnUpdate, ThatBringsTheDocumentUnderItsControlNumberIsDecidedAgain) {
  World world;
  ReviewRequest earlier = request();
  earlier.services[0].procedure.code = "73721";
  world.decided_before(earlier);
  const std::string control = world.facts.previous->determination.lines.at(0).missing.at(0).control_number;
  ReviewRequest asked = revision_of(earlier);
  Document document;
  document.control_number = control;
  document.content_hash = "abc";
  asked.documents = {document};
  const Determination made = world.update(asked);
  EXPECT_EQ(made.action, ReviewAction::certified);
}

TEST(AnUpdate, ThatAnswersHalfAsksForTheRestUnderTheSameControlNumberAndDate) {
  World world;
  ReviewRequest earlier = request();
  earlier.answers.clear();
  world.decided_before(earlier);
  const std::vector<MissingInformation> before = world.facts.previous->determination.lines[0].missing;
  ASSERT_EQ(before.size(), 2U);
  const auto weeks = std::ranges::find(before, "weeks", &MissingInformation::fact);
  ASSERT_NE(weeks, before.end());
  world.facts.now = at("2026-03-09T18:00:00Z");
  ReviewRequest asked = revision_of(earlier);
  asked.answers = {{"exam", true, 0, {}}};
  const LineDetermination made = world.update(asked).lines.at(0);
  ASSERT_EQ(made.missing.size(), 1U);
  EXPECT_EQ(made.missing[0], *weeks);
  EXPECT_EQ(made.timeframe->due, world.facts.previous->determination.lines[0].timeframe->due);
}

TEST(AnUpdate, NeverGivesAnOldControlNumberToANewQuestion) {
  World world;
  ReviewRequest earlier = request();
  earlier.answers = {{"exam", true, 0, {}}};
  world.decided_before(earlier);
  ReviewRequest asked = revision_of(earlier);
  asked.services[0].procedure.code = "73721";
  EXPECT_EQ(world.update(asked).lines.at(0).missing.at(0).control_number, "T1-2-01");
}

TEST(AnUpdate, OfACertifiedLineThatPendsSaysWhatStaysValid) {
  World world;
  world.decided_before(request());
  ReviewRequest asked = revision_of(request());
  asked.services[0].quantity = Quantity{base::Decimal(2), Unit::unit, {}};
  asked.answers = {{"exam", false, 0, {}}};
  const LineDetermination made = world.update(asked).lines.at(0);
  EXPECT_EQ(made.action, ReviewAction::pended);
  EXPECT_NE(words_of(made).find("AUTH1 stays valid"), std::string::npos);
}

TEST(AnUpdate, DoesNotReopenALineThatAReviewerDenied) {
  World world;
  ReviewRequest earlier = request();
  earlier.services.push_back(line(2, "99213"));
  Determination denied = world(earlier);
  denied.lines[0].action = ReviewAction::not_certified;
  denied.lines[0].reasons = {Reason{"0F", "Not needed.", "reviewer", "c", {}}};
  denied.lines[0].steps.push_back(Step{"reviewer", "not_certified", "physician dr"});
  denied.reviewer = Reviewer{"dr", "", "", true};
  world.continues(earlier, denied);
  ReviewRequest asked = revision_of(earlier);
  asked.services[0].quantity = Quantity{base::Decimal(2), Unit::unit, {}};
  const Determination made = world.update(asked);
  EXPECT_EQ(made.lines.at(0).action, ReviewAction::not_certified);
  EXPECT_EQ(made.reviewer, denied.reviewer);
  EXPECT_NE(words_of(made.lines[0]).find("appeal"), std::string::npos);
}

TEST(AnUpdate, DoesNotBringBackAWithdrawnRequest) {
  World world;
  world.decided_before(request());
  ReviewRequest withdrawal = request();
  withdrawal.event.certification = CertificationType::cancellation;
  world.facts.previous->determination = world.update(withdrawal);
  ReviewRequest later = revision_of(request());
  later.services[0].dates = base::Period::of(date("2026-03-12"));
  ReviewRequest more = revision_of(request());
  more.services.push_back(line(2, "99213"));
  for (const ReviewRequest& asked : {later, more}) {
    const Determination made = world.update(asked);
    ASSERT_EQ(made.refusals.size(), 1U);
    EXPECT_EQ(made.refusals[0].code, "33");
    EXPECT_EQ(made.refusals[0].follow_up, FollowUp::do_not_resubmit);
  }
}

TEST(AnUpdate, DoesNotBringBackAWithdrawnLine) {
  World world;
  ReviewRequest earlier = request();
  earlier.services.push_back(line(2, "99213"));
  world.decided_before(earlier);
  world.facts.previous->determination.lines[0].action = ReviewAction::cancelled;
  ReviewRequest asked = revision_of(earlier);
  asked.services[0].dates = base::Period::of(date("2026-03-12"));
  const Determination made = world.update(asked);
  ASSERT_EQ(made.lines.size(), 2U);
  EXPECT_EQ(made.lines[0].action, ReviewAction::cancelled);
  EXPECT_NE(words_of(made.lines[0]).find("new request"), std::string::npos);

  world.facts.previous->determination = made;
  asked.services[0].dates = base::Period::of(date("2026-03-13"));
  EXPECT_EQ(world.update(asked).lines[0].reasons.size(), made.lines[0].reasons.size()) << "it is said once";
}

TEST(AnUpdate, ThatExtendsAWithdrawnLineDoesNotBringItBack) {  // UM02 = 4 of one line
  World world;
  ReviewRequest earlier = request();
  earlier.services.push_back(line(2, "99213"));
  world.decided_before(earlier);
  world.facts.previous->determination.lines[0].action = ReviewAction::cancelled;
  for (const CertificationType type : {CertificationType::extension, CertificationType::renewal}) {
    ReviewRequest asked = revision_of(earlier);
    asked.services[0].certification = type;
    asked.services[0].dates = base::Period::of(date("2026-03-12"));
    const Determination made = world.update(asked);
    ASSERT_EQ(made.lines.size(), 2U);
    EXPECT_EQ(made.lines[0].action, ReviewAction::cancelled);
    EXPECT_NE(words_of(made.lines[0]).find("new request"), std::string::npos);
  }
}

TEST(AChangeOfPlace, KeepsNumberAndValidityAndShowsTheNewPlace) {
  World world;
  world.decided_before(request());
  world.facts.now = at("2026-03-20T18:00:00Z");
  ReviewRequest asked = revision_of(request());
  asked.services[0].providers = {party(PartyRole::facility, centre)};
  asked.services[0].place = Place{PlaceKind::place_of_service, "49", {}};
  const LineDetermination made = world.update(asked).lines.at(0);
  EXPECT_EQ(made.action, ReviewAction::certified);
  EXPECT_EQ(made.certification_number, "AUTH1");
  EXPECT_EQ(made.provider->npi(), centre);
  EXPECT_EQ(made.validity, world.facts.previous->determination.lines[0].validity);
  EXPECT_TRUE(made.lower_cost.empty());
  EXPECT_FALSE(has_step(made, "c-brain", "unknown"));
}

TEST(AChangeOfPlace, OutOfTheNetworkPendsOnExactlyThatAndTheOldPlaceStaysValid) {
  World world;
  world.decided_before(request());
  ReviewRequest asked = revision_of(request());
  asked.services[0].providers = {party(PartyRole::facility, outside)};
  const LineDetermination made = world.update(asked).lines.at(0);
  EXPECT_EQ(made.action, ReviewAction::pended);
  EXPECT_EQ(missing_facts(made), std::vector<std::string>{"network-exception"});
  EXPECT_NE(words_of(made).find("AUTH1 stays valid"), std::string::npos);
}

TEST(AChangeOfPlace, OutOfTheNetworkSentAgainIsAnsweredAsItWas) {
  for (const char* const place : {outside, "1999000999"}) {
    World world;
    world.decided_before(request());
    ReviewRequest asked = revision_of(request());
    asked.services[0].providers = {party(PartyRole::facility, place)};
    const Determination once = world.update(asked);
    ASSERT_EQ(once.lines.at(0).action, ReviewAction::pended);
    world.continues(merged(asked, &*world.facts.previous), once);
    world.facts.previous->version = 2;
    const LineDetermination again = world.update(asked).lines.at(0);
    EXPECT_EQ(again.action, ReviewAction::pended) << place;
    EXPECT_EQ(again.missing, once.lines[0].missing) << place;
    EXPECT_EQ(words_of(again), words_of(once.lines[0])) << place;
    EXPECT_EQ(number_that_stays(again), "AUTH1") << place;

    asked.answers.push_back({"network-exception", std::string("Moved away"), 0, {}});
    const LineDetermination answered = world.update(asked).lines.at(0);
    EXPECT_EQ(answered.action, ReviewAction::pended) << place;
    EXPECT_EQ(answered.queue, "clinician") << place;
    EXPECT_EQ(number_that_stays(answered), "AUTH1") << place;
  }
}

TEST(AChangeOfPlace, WhatStaysValidIsSaidUntilTheChangeIsDecided) {
  World world;
  world.decided_before(request());
  ReviewRequest asked = revision_of(request());
  asked.services[0].providers = {party(PartyRole::facility, "1999000064")};  // nobody knows it
  const LineDetermination made = world.update(asked).lines.at(0);
  ASSERT_EQ(made.action, ReviewAction::pended);
  EXPECT_EQ(number_that_stays(made), "AUTH1");
  const std::string words = words_of(made);
  EXPECT_NE(words.find("AUTH1 stays valid"), std::string::npos);
  EXPECT_EQ(words.find("AUTH1 stays valid"), words.rfind("AUTH1 stays valid")) << "once";
}

TEST(AChangeOfPlace, ToOneThatTheDirectoryDoesNotKnowPends) {
  World world;
  world.decided_before(request());
  ReviewRequest asked = revision_of(request());
  asked.services[0].providers = {party(PartyRole::facility, "1999000999")};
  const LineDetermination made = world.update(asked).lines.at(0);
  EXPECT_EQ(made.action, ReviewAction::pended);
  EXPECT_EQ(missing_facts(made), std::vector<std::string>{"network-exception"});
  EXPECT_NE(words_of(made).find("AUTH1 stays valid"), std::string::npos);
}

TEST(AChangeOfPlace, AsksTheCriteriaThatDependOnThePlace) {
  World world;
  ReviewRequest earlier = request();
  earlier.services[0].procedure.code = "27447";
  earlier.services[0].place = Place{PlaceKind::place_of_service, "22", {}};
  world.decided_before(earlier);
  ASSERT_EQ(world.facts.previous->determination.action, ReviewAction::certified);
  ReviewRequest asked = revision_of(earlier);
  asked.services[0].place = Place{PlaceKind::place_of_service, "24", {}};
  EXPECT_EQ(world.update(asked).lines.at(0).action, ReviewAction::certified);
  asked.services[0].place = Place{PlaceKind::place_of_service, "11", {}};
  const LineDetermination made = world.update(asked).lines.at(0);
  EXPECT_EQ(made.action, ReviewAction::pended);
  EXPECT_EQ(made.queue, "clinician");
}

TEST(AnAppeal, GoesToAClinicianUnderTheCaseNumbers) {
  for (const CertificationType type :
       {CertificationType::immediate_appeal, CertificationType::standard_appeal,
        CertificationType::reconsideration}) {
    World world;
    ReviewRequest earlier = request();
    earlier.services[0].procedure.code = "15823";
    world.decided_before(earlier);
    ReviewRequest asked = earlier;
    asked.event.certification = type;
    const LineDetermination made = world.update(asked).lines.at(0);
    EXPECT_EQ(made.action, ReviewAction::pended);
    EXPECT_EQ(code_of(made), "0W");
    EXPECT_EQ(made.queue, "appeals") << "not where nurses take their next case";
    EXPECT_EQ(made.reference_number, "NR1");
    const bool immediate = type == CertificationType::immediate_appeal;
    EXPECT_EQ(made.timeframe->source, immediate ? "plan promise: same day" : "plan promise: 2 business days");
  }
}

TEST(AnAppeal, LeavesWhatIsCertifiedAlone) {
  World world;
  world.decided_before(request());
  ReviewRequest asked = request();
  asked.event.certification = CertificationType::standard_appeal;
  EXPECT_EQ(world.update(asked).action, ReviewAction::certified);
}

TEST(AnExtension, IsCertifiedUnderANewNumberWithoutAskingTheCriteriaAgain) {
  World world;
  world.decided_before(request());
  ReviewRequest asked = request();
  asked.answers.clear();
  asked.event.certification = CertificationType::extension;
  asked.services[0].dates = base::Period::of(date("2026-06-10"));
  Facts facts = world.facts;
  facts.previous->request.answers.clear();
  const Determination made = determine(merged(asked, &*facts.previous), rulebook(), facts);
  EXPECT_EQ(made.action, ReviewAction::certified);
  EXPECT_EQ(made.lines.at(0).certification_number, "AUTH2");
  EXPECT_EQ(made.lines[0].validity->start, date("2026-06-10"));
}

TEST(AnExtension, IsACaseOfItsOwnBesideTheOneItNames) {
  World world;
  ReviewRequest earlier = request();
  earlier.services.push_back(line(2, "73721"));  // waits for films
  world.decided_before(earlier);
  ReviewRequest asked = request();
  asked.event.certification = CertificationType::extension;
  asked.services[0].dates = base::Period::of(date("2026-06-10"));
  EXPECT_TRUE(opens_own_case(asked, *world.facts.previous));
  const ReviewRequest both = merged(asked, &*world.facts.previous);
  EXPECT_EQ(both.event.previous_certification, "AUTH1");
  const Determination made = world(both);
  ASSERT_EQ(made.lines.size(), 1U);
  EXPECT_EQ(made.lines[0].certification_number, "AUTH2");
  EXPECT_EQ(made.numbers.trace, "T2");
  EXPECT_EQ(made.clock.size(), 1U);  // its time begins now
}

TEST(AnExtension, ThatRepeatsOtherLinesLeavesThemInTheirCase) {  // a PAS update sends everything
  World world;
  ReviewRequest earlier = request();
  earlier.reference_system = "https://sender.example";
  earlier.services.push_back(line(2, "99213"));
  world.decided_before(earlier);
  ReviewRequest asked = earlier;
  asked.event.certification = CertificationType::extension;
  asked.services[0].dates = base::Period::of(date("2026-06-10"));
  asked.services[1].certification = CertificationType::initial;
  const Determination made = world.update(asked);
  ASSERT_EQ(made.lines.size(), 2U);
  EXPECT_FALSE(is_repeat(made.lines[0]));
  EXPECT_EQ(original_of(made.lines[1]), CaseId("C1"));
  EXPECT_EQ(made.lines[1].reference_number, "NR1");
}

TEST(AnExtension, OfTheSameCareAgainIsNoRepeatOfIt) {
  World world;
  world.decided_before(request());
  ReviewRequest asked = request();
  asked.event.certification = CertificationType::extension;
  const ReviewRequest apart = merged(asked, &*world.facts.previous);
  const PriorCase own{CaseId("C2"), 1, apart, world(apart)};
  EXPECT_FALSE(is_repeat(own.determination));
  Facts again = world.facts;  // as when a paper comes for it: the case it extends is history
  again.history = {*again.previous};
  again.previous = own;
  again.numbers = own.determination.numbers;
  const Determination made = determine(apart, rulebook(), again);
  EXPECT_FALSE(is_repeat(made));
  EXPECT_EQ(made.numbers, own.determination.numbers);
}

TEST(AnExtension, OfWhatWaitsAsAWholeChangesIt) {
  World world;
  ReviewRequest earlier = request();
  earlier.answers.clear();
  world.decided_before(earlier);
  ReviewRequest asked = request();
  asked.event.certification = CertificationType::extension;
  EXPECT_FALSE(opens_own_case(asked, *world.facts.previous));
  EXPECT_EQ(world.update(asked).numbers.trace, "T1");
}

TEST(AnExtension, OfACancelledAuthorizationIsRefused) {
  World world;
  world.decided_before(request());
  world.facts.previous->determination.lines[0].action = ReviewAction::cancelled;
  ReviewRequest asked = request();
  asked.event.certification = CertificationType::extension;
  const Determination made = world.update(asked);
  ASSERT_EQ(made.refusals.size(), 1U);
  EXPECT_EQ(made.refusals[0].code, "AA");
}

TEST(AnExtension, WithoutDatesStartsWhenTheEarlierOneEnds) {
  World world;
  world.decided_before(request());
  ReviewRequest asked = request();
  asked.event.certification = CertificationType::extension;
  asked.services[0].dates.reset();
  const LineDetermination made = world.update(asked).lines.at(0);
  EXPECT_EQ(made.validity->start, date("2026-06-08"));
}

TEST(AnExtension, CountsTheEarlierCareInTheYear) {
  World world;
  ReviewRequest earlier = request();
  earlier.services[0].procedure.code = "97110";
  earlier.services[0].quantity = Quantity{base::Decimal(12), Unit::visit, {}};
  world.decided_before(earlier);
  ReviewRequest asked = earlier;
  asked.event.certification = CertificationType::extension;
  asked.services[0].quantity = Quantity{base::Decimal(10), Unit::visit, {}};
  asked.services[0].dates = base::Period::of(date("2026-06-10"));
  const LineDetermination made = world.update(asked).lines.at(0);
  EXPECT_EQ(made.action, ReviewAction::modified);
  EXPECT_EQ(made.quantity->value, base::Decimal(8));
}

/// Two lines of one policy, 8 visits each: 20 a year.
ReviewRequest sixteen_visits() {
  ReviewRequest earlier = request();
  earlier.services = {line(1, "97110"), line(2, "97530")};
  for (ServiceLine& one : earlier.services) one.quantity = Quantity{base::Decimal(8), Unit::visit, {}};
  return earlier;
}

TEST(AnExtension, CountsAllLinesOfTheCaseBesideIt) {
  World world;
  world.decided_before(sixteen_visits());
  ReviewRequest asked = sixteen_visits();
  asked.event.certification = CertificationType::extension;
  asked.services.pop_back();
  asked.services[0].dates = base::Period::of(date("2026-06-10"));
  const Determination made = world.update(asked);
  ASSERT_EQ(made.lines.size(), 1U);
  EXPECT_EQ(made.lines[0].action, ReviewAction::modified);
  EXPECT_EQ(made.lines[0].quantity->value, base::Decimal(4));
}

TEST(AnExtension, CountsALineOfTheCaseBesideItOnceThoughItIsRepeated) {  // PAS sends everything
  World world;
  ReviewRequest earlier = sixteen_visits();
  earlier.reference_system = "https://sender.example";
  world.decided_before(earlier);
  world.facts.history = {*world.facts.previous};
  ReviewRequest asked = earlier;
  asked.event.certification = CertificationType::extension;
  asked.services[0].dates = base::Period::of(date("2026-06-10"));
  asked.services[1].certification = CertificationType::initial;
  EXPECT_EQ(world.update(asked).lines.at(0).quantity->value, base::Decimal(4));
}

/// The extension `apart` of world's case, of which line `pended` waits, decided again as when a paper comes.
Determination decided_again(const World& world, const ReviewRequest& apart, std::size_t pended) {
  PriorCase own{CaseId("C2"), 1, apart, world(apart)};
  own.determination.lines.at(pended).action = ReviewAction::pended;
  Facts facts = world.facts;
  facts.history = {*facts.previous};  // what it extends
  return redetermined(own, apart, rulebook(), std::move(facts));
}

TEST(AnExtension, ThatIsDecidedAgainDoesNotCountOnTopOfItself) {
  World world;
  ReviewRequest earlier = sixteen_visits();
  earlier.services.pop_back();
  world.decided_before(earlier);
  ReviewRequest asked = sixteen_visits();  // 8 of 20 are used, 8 asked again, then 6
  asked.event.certification = CertificationType::extension;
  asked.services[1].quantity->value = base::Decimal(6);
  for (ServiceLine& one : asked.services) one.dates = base::Period::of(date("2026-06-10"));
  const Determination made = decided_again(world, merged(asked, &*world.facts.previous), 1);
  ASSERT_EQ(made.lines.size(), 2U);
  EXPECT_EQ(made.lines[0].quantity->value, base::Decimal(8));
  EXPECT_EQ(made.lines[1].quantity->value, base::Decimal(4));
}

TEST(AnExtension, ThatIsDecidedAgainStillComesBehindWhatItExtends) {
  World world;
  world.decided_before(request());
  world.facts.previous->request.answers.clear();
  ReviewRequest asked = request();
  asked.answers.clear();
  asked.event.certification = CertificationType::extension;
  asked.services[0].dates.reset();
  const Determination made = decided_again(world, merged(asked, &*world.facts.previous), 0);
  EXPECT_EQ(made.action, ReviewAction::certified);
  EXPECT_TRUE(has_step(made.lines.at(0), "extension", "true"));
  EXPECT_EQ(made.lines[0].validity->start, date("2026-06-08"));
}

}  // namespace
}  // namespace precert::test
