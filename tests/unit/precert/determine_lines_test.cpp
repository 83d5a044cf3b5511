// One line of a new request: every outcome, its reason, its numbers.
#include "determine_support.hpp"

namespace precert::test {
namespace {

using Strings = std::vector<std::string>;

struct OutcomeCase {
  const char* name;
  ReviewAction action;
  const char* reason;
  const char* queue;
  std::function<void(ReviewRequest&, World&)> change;
};

void set_code(ReviewRequest& asked, const char* code) { asked.services[0].procedure.code = code; }
void ask_visits(ReviewRequest& asked, const char* code, int visits) {
  set_code(asked, code);
  asked.services[0].quantity = Quantity{base::Decimal(visits), Unit::visit, {}};
}

std::vector<OutcomeCase> outcome_cases() {
  using enum ReviewAction;
  return {
      {"CriteriaTrue", certified, "", "", [](auto&, auto&) {}},
      {"CriteriaUnknown", pended, "0U", "intake", [](auto& asked, auto&) { asked.answers.clear(); }},
      {"CriteriaFalse", pended, "0V", "clinician",
       [](auto& asked, auto&) { asked.answers[1].value = false; }},
      {"Excluded", not_certified, "19", "", [](auto& asked, auto&) { set_code(asked, "15823"); }},
      {"VendorManaged", contact_payer, "0J", "", [](auto& asked, auto&) { set_code(asked, "95810"); }},
      {"NotRequiredByPolicy", not_required, "0H", "", [](auto& asked, auto&) { set_code(asked, "99213"); }},
      {"NotInTheCatalogue", not_required, "0H", "", [](auto& asked, auto&) { set_code(asked, "71046"); }},
      {"Emergency", not_required, "0H", "",
       [](auto& asked, auto&) {
         asked.answers.clear();
         asked.event.level = LevelOfService::emergency;
       }},
      {"EmergencyRoomByPlace", not_required, "0H", "",
       [](auto& asked, auto&) { asked.services[0].place = Place{PlaceKind::place_of_service, "23", {}}; }},
      {"EmergencyRoomByFacility", not_required, "0H", "",
       [](auto& asked, auto&) { asked.services[0].providers = {party(PartyRole::facility, emergency)}; }},
      {"InpatientByPlace", not_required, "0H", "",
       [](auto& asked, auto&) { asked.event.place = Place{PlaceKind::place_of_service, "21", {}}; }},
      {"InpatientByBillType", not_required, "0H", "",
       [](auto& asked, auto&) { asked.event.place = Place{PlaceKind::type_of_bill, "11", {}}; }},
      {"BillTypeIsNoPlaceOfService", certified, "", "",
       [](auto& asked, auto&) { asked.event.place = Place{PlaceKind::type_of_bill, "21", {}}; }},
      {"AfterDischarge", certified, "", "",
       [](auto& asked, auto&) {
         asked.event.place = Place{PlaceKind::place_of_service, "21", {}};
         asked.event.discharge = date("2026-03-09");
       }},
      {"UrgentIsNoEmergency", pended, "0U", "intake",
       [](auto& asked, auto&) {
         asked.answers.clear();
         asked.event.level = LevelOfService::urgent;
       }},
      {"OutOfNetworkCovered", contact_payer, "09", "",
       [](auto& asked, auto&) { asked.services[0].providers = {party(PartyRole::facility, outside)}; }},
      {"OutOfNetworkNotCovered", not_certified, "09", "",
       [](auto& asked, auto&) {
         asked.services[0].providers = {party(PartyRole::facility, outside)};
         asked.services[0].dates = base::Period::of(date("2025-06-01"));
       }},
      {"RequesterOutOfNetwork", contact_payer, "09", "",
       [](auto& asked, auto&) { asked.requester = party(PartyRole::provider, outside); }},
      {"OneOfTwoPlacesInNetwork", certified, "", "",
       [](auto& asked, auto&) {
         asked.services[0].providers = {party(PartyRole::facility, outside),
                                        party(PartyRole::facility, centre)};
       }},
      {"PlaceUnknownToTheDirectory", pended, "0U", "intake",
       [](auto& asked, auto&) { asked.services[0].providers = {party(PartyRole::facility, "1999000999")}; }},
      {"OrderingDoctorIsNoPerformer", certified, "", "",
       [](auto& asked, auto&) { asked.services[0].providers = {party(PartyRole::ordering, outside)}; }},
      {"UnlistedUndescribed", pended, "0U", "intake", [](auto& asked, auto&) { set_code(asked, "76498"); }},
      {"UnlistedDescribed", pended, "0V", "clinician",
       [](auto& asked, auto&) {
         set_code(asked, "76498");
         asked.services[0].procedure.description = "MRI of something unusual";
       }},
      {"UnlistedDescribedInANote", pended, "0V", "clinician",
       [](auto& asked, auto&) {
         set_code(asked, "76498");
         asked.notes = {Note{"MRI of something unusual", 1, {}}};
       }},
      {"UnlistedWithoutPolicy", pended, "0U", "intake", [](auto& asked, auto&) { set_code(asked, "99499"); }},
      {"SpecialtyFits", certified, "", "",
       [](auto& asked, auto&) {
         set_code(asked, "29827");
         asked.services[0].providers[0].taxonomy = "207X00000X";
       }},
      {"SpecialtyDoesNotFit", pended, "0X", "clinician",
       [](auto& asked, auto&) {
         set_code(asked, "29827");
         asked.services[0].providers[0].taxonomy = "207N00000X";
       }},
      {"SpecialtyUnknown", pended, "0U", "intake", [](auto& asked, auto&) { set_code(asked, "29827"); }},
      {"WithinTheLimit", certified, "", "", [](auto& asked, auto&) { ask_visits(asked, "97110", 12); }},
      {"OverTheLimit", modified, "04", "", [](auto& asked, auto&) { ask_visits(asked, "97110", 13); }},
      {"QuantityUnsaid", pended, "0U", "intake", [](auto& asked, auto&) { set_code(asked, "97110"); }},
      {"QuantityAnswered", certified, "", "",
       [](auto& asked, auto&) {
         set_code(asked, "97110");
         asked.answers.push_back({"units", base::Decimal(5), 0, {}});
       }},
  };
}

class Outcome : public testing::TestWithParam<OutcomeCase> {};

TEST_P(Outcome, IsWhatTheFirstRuleThatSpeaksSays) {
  World world;
  ReviewRequest asked = request();
  GetParam().change(asked, world);
  const LineDetermination made = world.first(asked);
  EXPECT_EQ(word(made.action), word(GetParam().action)) << words_of(made);
  EXPECT_EQ(code_of(made), GetParam().reason);
  EXPECT_EQ(made.queue, GetParam().queue);
  EXPECT_EQ(made.sequence, 1);
  EXPECT_FALSE(made.steps.empty());
  EXPECT_FALSE(made.reasons.empty());
  const bool certified = made.action == ReviewAction::certified || made.action == ReviewAction::modified;
  EXPECT_EQ(made.certification_number, certified ? "AUTH1" : "");
  EXPECT_EQ(made.reference_number, certified ? "" : "NR1");
  EXPECT_EQ(made.timeframe.has_value(), made.action == ReviewAction::pended);
  EXPECT_EQ(made.rights.has_value(),
            made.action == ReviewAction::not_certified || made.action == ReviewAction::modified);
}

INSTANTIATE_TEST_SUITE_P(Lines, Outcome, testing::ValuesIn(outcome_cases()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(AnAmount, OfNothingOrLessIsRefusedAndNeverCertified) {
  for (const int amount : {0, -1, -100}) {
    World world;
    ReviewRequest by_line = request();
    by_line.services[0].quantity = Quantity{base::Decimal(amount), Unit::unit, {}};
    ReviewRequest by_pattern = request();
    by_pattern.services[0].delivery.emplace().quantity = base::Decimal(amount);
    ReviewRequest by_event = request();
    by_event.event.delivery.emplace().quantity = base::Decimal(amount);
    for (const ReviewRequest& asked : {by_line, by_pattern, by_event}) {
      const Determination made = world(asked);
      EXPECT_TRUE(made.lines.empty());
      ASSERT_EQ(made.refusals.size(), 1U) << amount;
      EXPECT_EQ(made.refusals.front().code, "33");
    }
    by_line.services[0].change = Change::cancelled;  // what is withdrawn need not be right
    EXPECT_TRUE(world(by_line).refusals.empty());
  }
}

TEST(ACertifiedLine, CarriesNumberValidityQuantityPlaceAndEvidence) {
  World world;
  ReviewRequest asked = request();
  asked.services[0].quantity = Quantity{base::Decimal(1), Unit::unit, {}};
  const LineDetermination made = world.first(asked);
  EXPECT_EQ(made.validity, period("2026-03-10", "2026-06-07"));
  EXPECT_EQ(made.quantity, asked.services[0].quantity);
  ASSERT_TRUE(made.provider.has_value());
  EXPECT_EQ(made.provider->npi(), hospital);
  ASSERT_EQ(made.reasons.size(), 1U);
  EXPECT_EQ(made.reasons[0].rule, "c-brain");
  EXPECT_EQ(made.reasons[0].criteria, "Plan, Brain MRI, 2026");
  ASSERT_GE(made.reasons[0].evidence.size(), 2U);
  EXPECT_TRUE(has_step(made, "c-brain", "true"));
  EXPECT_TRUE(has_step(made, "coverage", "true"));
}

TEST(ACertifiedLine, IsValidAtLeastForTheDatesAskedFor) {
  World world;
  ReviewRequest asked = request();
  asked.services[0].dates = period("2026-03-10", "2026-12-31");
  EXPECT_EQ(world.first(asked).validity, period("2026-03-10", "2026-12-31"));
}

TEST(ACertifiedLine, IsNotValidForYearsWithoutAPersonWhoSaysSo) {
  const World world;
  ReviewRequest asked = request();
  asked.services[0].dates = period("2026-03-10", "2027-03-10");
  EXPECT_EQ(world.first(asked).validity, period("2026-03-10", "2027-03-10"));
  asked.services[0].dates = period("2026-03-10", "2045-03-10");
  const LineDetermination made = world.first(asked);
  EXPECT_EQ(made.action, ReviewAction::pended);
  EXPECT_EQ(made.queue, "clinician");
  EXPECT_FALSE(made.validity);
}

TEST(APendedLine, AsksExactlyForWhatCouldStillMatter) {
  World world;
  ReviewRequest asked = request();
  asked.answers = {{"exam", true, 0, {}}};
  EXPECT_EQ(missing_facts(world.first(asked)), Strings{"weeks"});
  asked.answers.clear();
  EXPECT_THAT(missing_facts(world.first(asked)), testing::UnorderedElementsAre("weeks", "exam"));
  asked.answers = {{"exam", false, 0, {}}};  // nothing that is unknown can help any more
  EXPECT_TRUE(world.first(asked).missing.empty());
}

TEST(APendedLine, SaysHowToAnswerAndByWhen) {
  World world;
  ReviewRequest asked = request();
  asked.answers = {{"exam", true, 0, {}}};
  const LineDetermination made = world.first(asked);
  ASSERT_EQ(made.missing.size(), 1U);
  EXPECT_EQ(made.missing[0].question, "How many weeks of treatment?");
  EXPECT_EQ(made.missing[0].loinc, "11506-3");
  EXPECT_EQ(made.missing[0].report_type, "PN");
  EXPECT_EQ(made.missing[0].control_number, "T1-01");
  EXPECT_EQ(base::iso(made.missing[0].due), "2026-03-21T06:59:59Z");  // 14 days later, end of the day, PDT
}

TEST(APendedLine, NumbersItsQuestionsThroughTheWholeRequest) {
  World world;
  ReviewRequest asked = request();
  asked.answers = {{"exam", true, 0, {}}};
  asked.services.push_back(line(2, "73721"));
  const Determination made = world(asked);
  ASSERT_EQ(made.lines.size(), 2U);
  EXPECT_EQ(made.lines[0].missing.at(0).control_number, "T1-01");
  EXPECT_EQ(made.lines[1].missing.at(0).control_number, "T1-02");
}

TEST(APendedLine, AsksForSpecialtyAndQuantityTogetherWithCriteria) {
  World world;
  ReviewRequest asked = request();
  set_code(asked, "29827");
  asked.answers = {{"exam", true, 0, {}}};
  EXPECT_THAT(missing_facts(world.first(asked)),
              testing::UnorderedElementsAre("weeks", "performing-specialty"));
}

TEST(Timeframes, TheEarliestPromiseWinsAndAllAreShown) {
  World world;
  ReviewRequest asked = request();
  asked.answers.clear();
  const LineDetermination routine = world.first(asked);
  ASSERT_TRUE(routine.timeframe.has_value());
  EXPECT_EQ(base::iso(routine.timeframe->due), "2026-03-11T06:59:59Z");  // Tuesday, end of the day, PDT
  EXPECT_EQ(routine.timeframe->source, "plan promise: 2 business days");
  EXPECT_EQ(std::ranges::count(routine.steps, "timeframe", &Step::rule), 2);
  asked.event.level = LevelOfService::urgent;
  EXPECT_EQ(base::iso(world.first(asked).timeframe->due), "2026-03-07T07:59:59Z");  // the same Friday, PST
}

TEST(ANotRequiredLine, GivesAReferenceNumberAndTheListItRestsOn) {
  World world;
  ReviewRequest asked = request();
  set_code(asked, "71046");
  const LineDetermination made = world.first(asked);
  EXPECT_NE(words_of(made).find("No pre-authorization required"), std::string::npos);
  EXPECT_NE(words_of(made).find("Reference number NR1."), std::string::npos);
  EXPECT_NE(words_of(made).find("Not on the list of reviewed services."), std::string::npos);
  EXPECT_NE(words_of(made).find("Not reviewed by this plan, list of 2026-01-01."), std::string::npos);
}

TEST(ANotRequiredLine, SaysWhenNecessityIsLookedAtWithTheClaim) {
  World world;
  ReviewRequest asked = request();
  set_code(asked, "99213");
  EXPECT_NE(words_of(world.first(asked)).find("with the claim"), std::string::npos);
  EXPECT_EQ(words_of(world.first(asked)).find("Not reviewed"), std::string::npos);  // it is, later
}

TEST(ANotRequiredLine, SaysWhatItsPolicySaysOfTheClaimOnce) {
  const World world;
  ReviewRequest asked = request();
  set_code(asked, "99213");
  const auto book =
      rulebook_with("words: Visits need no review.", "words: Visits are looked at with the claim.");
  const std::string words = words_of(determine(asked, *book, world.facts).lines.at(0));
  EXPECT_NE(words.find("Visits are looked at with the claim."), std::string::npos);
  EXPECT_EQ(words.find("with the claim"), words.rfind("with the claim")) << words;
}

TEST(AVendorManagedLine, NamesVendorAndChannels) {
  World world;
  ReviewRequest asked = request();
  set_code(asked, "95810");
  const std::string words = words_of(world.first(asked));
  for (const char* part : {"Vendor One", "8005550133", "8005550134", "https://vendor.example", "NR1"}) {
    EXPECT_NE(words.find(part), std::string::npos) << part;
  }
}

TEST(AnOutOfNetworkLine, TellsWhomToCall) {
  World world;
  ReviewRequest asked = request();
  asked.services[0].providers = {party(PartyRole::facility, outside)};
  EXPECT_NE(words_of(world.first(asked)).find("The member calls. Call 8005550111."), std::string::npos);
}

TEST(Coverage, LinesOutsideItAreRefusedOneByOneWhenOthersAreCovered) {
  World world;
  world.record.coverage.resize(1);
  ReviewRequest asked = request();
  asked.services.push_back(line(2, "70551"));
  asked.services[1].dates = base::Period::of(date("2025-12-01"));
  const Determination made = world(asked);
  ASSERT_EQ(made.lines.size(), 2U);
  EXPECT_EQ(made.lines[0].action, ReviewAction::certified);
  EXPECT_EQ(made.lines[1].action, ReviewAction::not_certified);
  EXPECT_EQ(code_of(made.lines[1]), "0M");
  EXPECT_EQ(made.action, ReviewAction::partially_certified);
}

TEST(Quantity, IsReducedToTheLimitWithRights) {
  World world;
  ReviewRequest asked = request();
  ask_visits(asked, "97110", 30);
  const LineDetermination made = world.first(asked);
  EXPECT_EQ(made.action, ReviewAction::modified);
  EXPECT_EQ(made.quantity, (Quantity{base::Decimal(12), Unit::visit, {}}));
  ASSERT_TRUE(made.rights.has_value());
  EXPECT_EQ(made.rights->appeal_until, date("2026-09-02"));
  EXPECT_EQ(made.rights->peer_to_peer, "Call the medical director.");
}

Delivery three_visits_a_week_for_four_weeks() {
  Delivery delivery;
  delivery.unit = Unit::visit;
  delivery.quantity = base::Decimal(3);
  delivery.frequency_unit = "WK";
  delivery.period_unit = "35";
  delivery.periods = 4;
  return delivery;
}

TEST(Quantity, IsMultipliedOutOfThePatternOfDelivery) {
  World world;
  ReviewRequest asked = request();
  set_code(asked, "97110");
  asked.services[0].delivery = three_visits_a_week_for_four_weeks();
  EXPECT_EQ(world.first(asked).action, ReviewAction::certified);  // 12
  asked.services[0].delivery->periods = 5;
  const LineDetermination made = world.first(asked);
  EXPECT_EQ(made.action, ReviewAction::modified);
  EXPECT_EQ(made.quantity->value, base::Decimal(12));
}

TEST(Quantity, ARateIsReducedAsARate) {
  World world;
  ReviewRequest asked = request();
  set_code(asked, "97112");
  asked.services[0].delivery = three_visits_a_week_for_four_weeks();
  const LineDetermination made = world.first(asked);
  EXPECT_EQ(made.action, ReviewAction::modified);
  EXPECT_EQ(code_of(made), "10");
  ASSERT_TRUE(made.delivery.has_value());
  EXPECT_EQ(made.delivery->quantity, base::Decimal(2));
  EXPECT_EQ(made.delivery->periods, 4);
}

TEST(Quantity, CountsWhatWasCertifiedInTheYear) {
  World world;
  ReviewRequest earlier = request();
  ask_visits(earlier, "97530", 12);
  earlier.services[0].dates = base::Period::of(date("2026-01-10"));
  world.facts.history = {PriorCase{CaseId("C0"), 1, earlier, world(earlier)}};
  ReviewRequest asked = request();
  ask_visits(asked, "97110", 10);
  const LineDetermination made = world.first(asked);
  EXPECT_EQ(made.action, ReviewAction::modified);
  EXPECT_EQ(code_of(made), "0L");
  EXPECT_EQ(made.quantity->value, base::Decimal(8));
}

TEST(Quantity, WhatTheRestOfTheFamilyHadCountsForNobodyElse) {
  World world;
  ReviewRequest earlier = request();  // of the subscriber
  ask_visits(earlier, "97530", 12);
  earlier.services[0].dates = base::Period::of(date("2026-01-10"));
  world.facts.history = {PriorCase{CaseId("C0"), 1, earlier, world(earlier)}};
  ReviewRequest asked = request();
  asked.dependent.emplace();
  asked.dependent->name = world.record.dependents.front().name;
  asked.dependent->birth_date = world.record.dependents.front().birth_date;
  ask_visits(asked, "97110", 10);
  const LineDetermination made = world.first(asked);
  EXPECT_EQ(made.action, ReviewAction::certified);
  EXPECT_EQ(made.quantity->value, base::Decimal(10));
}

TEST(Quantity, LinesOfOneRequestShareALimit) {
  World world;
  ReviewRequest asked = request();
  ask_visits(asked, "97110", 12);
  asked.services.push_back(asked.services[0]);
  asked.services[1].sequence = 2;
  asked.services[1].procedure.code = "97530";
  const Determination made = world(asked);
  EXPECT_EQ(made.lines[0].action, ReviewAction::certified);
  EXPECT_EQ(made.lines[1].action, ReviewAction::modified);
  EXPECT_EQ(made.lines[1].quantity->value, base::Decimal(8));
  EXPECT_EQ(made.action, ReviewAction::modified);
}

TEST(Quantity, NothingLeftGoesToAClinicianAndIsNotDenied) {
  World world;
  ReviewRequest earlier = request();
  ask_visits(earlier, "97110", 12);
  earlier.services[0].dates = base::Period::of(date("2026-01-10"));
  ReviewRequest second = earlier;
  second.services[0].dates = base::Period::of(date("2026-02-10"));
  ask_visits(second, "97110", 8);
  world.facts.history = {PriorCase{CaseId("C0"), 1, earlier, world(earlier)},
                         PriorCase{CaseId("C1"), 1, second, world(second)}};
  ReviewRequest asked = request();
  ask_visits(asked, "97110", 1);
  const LineDetermination made = world.first(asked);
  EXPECT_EQ(made.action, ReviewAction::pended);
  EXPECT_EQ(made.queue, "clinician");
  EXPECT_EQ(code_of(made), "0L");
}

TEST(LowerCost, IsOfferedOnACertifiedLineAndChangesNothingElse) {
  World world;
  const LineDetermination made = world.first(request());
  EXPECT_EQ(made.action, ReviewAction::certified);
  ASSERT_EQ(made.lower_cost.size(), 1U);
  EXPECT_EQ(made.lower_cost[0].npi, centre);
}

TEST(LowerCost, IsNotOfferedWhenNobodyShouldBeCalled) {
  World world;
  ReviewRequest cheapest = request();
  cheapest.services[0].providers = {party(PartyRole::facility, centre)};
  ReviewRequest urgent = request();
  urgent.event.level = LevelOfService::urgent;
  ReviewRequest tied = request();
  tied.answers.push_back({"no-other-facility", true, 0, {}});
  for (const ReviewRequest& asked : {cheapest, urgent, tied}) {
    const LineDetermination made = world.first(asked);
    EXPECT_EQ(made.action, ReviewAction::certified);
    EXPECT_TRUE(made.lower_cost.empty());
    EXPECT_TRUE(has_step(made, "lower-cost", "no call"));
  }
}

TEST(Duplicates, AreAnsweredWithTheEarlierNumbers) {
  World world;
  const ReviewRequest earlier = request();
  world.facts.history = {PriorCase{CaseId("C0"), 1, earlier, world(earlier)}};
  world.facts.numbers = {"AUTH2", "NR2", "T2"};
  const LineDetermination made = world.first(request());
  EXPECT_EQ(made.action, ReviewAction::certified);
  EXPECT_EQ(made.certification_number, "AUTH1");
  EXPECT_EQ(made.reasons.back().code, "0Q");
  EXPECT_NE(made.reasons.back().words.find("AUTH1"), std::string::npos);
}

TEST(Duplicates, ARepeatOfAPendedRequestWaitsInNoWorklistOfItsOwn) {
  World world;
  ReviewRequest asked = request();
  asked.answers.clear();
  const Determination before = world(asked);
  world.facts.history = {PriorCase{CaseId("C0"), 1, asked, before}};
  world.facts.numbers = {"AUTH2", "NR2", "T2"};
  const LineDetermination made = world.first(asked);
  EXPECT_EQ(made.action, ReviewAction::pended);
  EXPECT_EQ(made.reference_number, "NR1");
  EXPECT_EQ(made.missing, before.lines[0].missing);
  EXPECT_TRUE(made.queue.empty());
}

TEST(Duplicates, AreNotWhatDiffersOrBringsNewFactsOrIsOver) {
  World world;
  ReviewRequest pended = request();
  pended.answers.clear();
  world.facts.history = {PriorCase{CaseId("C0"), 1, pended, world(pended)}};
  world.facts.numbers = {"AUTH2", "NR2", "T2"};
  EXPECT_EQ(world.first(request()).certification_number, "AUTH2");  // the answers are new

  World other;
  const Determination before = other(request());
  other.facts.history = {PriorCase{CaseId("C0"), 1, request(), before}};
  other.facts.numbers = {"AUTH2", "NR2", "T2"};
  const std::vector<std::function<void(ReviewRequest&)>> differences{
      [](ReviewRequest& asked) { asked.services[0].dates = base::Period::of(date("2026-03-11")); },
      [](ReviewRequest& asked) { asked.services[0].procedure.modifiers = {"26"}; }};
  for (const auto& differ : differences) {
    ReviewRequest asked = request();
    differ(asked);
    EXPECT_EQ(other.first(asked).certification_number, "AUTH2");
  }
  other.facts.history[0].determination.lines[0].validity = period("2025-01-01", "2025-02-01");
  EXPECT_EQ(other.first(request()).certification_number, "AUTH2");
  other.facts.history[0].determination = before;
  other.facts.history[0].determination.lines[0].action = ReviewAction::not_certified;
  EXPECT_EQ(other.first(request()).certification_number, "AUTH2");
}

TEST(AnEventWithoutServices, IsDecidedAsOneLineBySequenceZero) {
  World world;
  ReviewRequest asked = request();
  asked.services.clear();
  asked.event.category = RequestCategory::specialty_care;
  asked.event.service_type = "3";
  asked.event.dates = period("2026-03-10", "2026-06-10");
  const Determination made = world(asked);
  ASSERT_EQ(made.lines.size(), 1U);
  EXPECT_EQ(made.lines[0].sequence, 0);
  EXPECT_EQ(made.lines[0].action, ReviewAction::certified);
  EXPECT_EQ(made.action, ReviewAction::certified);
}

TEST(ADetermination, NamesRulebookNumbersContactAndIntake) {
  World world;
  const Determination made = world(request());
  EXPECT_EQ(made.rulebook, version_of(rulebook()));
  EXPECT_EQ(made.numbers, world.facts.numbers);
  EXPECT_EQ(made.decided, world.facts.now);
  EXPECT_EQ(made.umo_contact.name, "DESK");
  EXPECT_EQ(made.intake.organization, "Intake");
}

TEST(ADetermination, IsTheSameForTheSameInput) {
  World world;
  ReviewRequest asked = request();
  asked.answers.clear();
  for (int i = 2; i <= 9; ++i) {
    constexpr std::array codes{"73721", "97110", "15823", "95810", "99213", "76498", "29827", "71046"};
    asked.services.push_back(line(i, codes.at(static_cast<std::size_t>(i) - 2)));
  }
  EXPECT_EQ(world(asked), world(asked));
  EXPECT_EQ(explanation_of(asked, world(asked)), explanation_of(asked, world(asked)));
  EXPECT_EQ(world(asked).lines.size(), 9U);
  EXPECT_EQ(world(asked).action, ReviewAction::pended);
}

TEST(ADetermination, NeverDeniesOnClinicalGrounds) {
  World world;
  for (const char* code : {"70551", "73721", "29827", "27447", "76498", "97110", "97112"}) {
    for (const bool exam : {true, false}) {
      ReviewRequest asked = request();
      set_code(asked, code);
      asked.answers = {{"weeks", base::Decimal(0), 0, {}}, {"exam", exam, 0, {}}};
      EXPECT_NE(world.first(asked).action, ReviewAction::not_certified) << code;
    }
  }
}

}  // namespace
}  // namespace precert::test
