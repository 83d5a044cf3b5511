// The same service for the same days in another form, and more care or other days than a rule may certify.
#include "determine_support.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace precert::test {
namespace {

using Change = std::function<void(ReviewRequest&)>;

constexpr const char* other_doctor = "1999000114";

void at_the_centre(ReviewRequest& asked) {
  asked.services[0].providers = {party(PartyRole::facility, centre)};
}

/// What becomes of a request once another one of the member was decided.
struct Second {
  World world;

  explicit Second(const ReviewRequest& first = request(), const Rulebook& rules = rulebook())
      : rules_(rules) {
    const Determination made = determine(first, rules_, world.facts);
    world.facts.history = {PriorCase{CaseId("C0"), 1, first, made}};
    world.facts.numbers = {"AUTH2", "NR2", "T2"};
  }
  LineDetermination of(const Change& change) const {
    ReviewRequest asked = request();
    change(asked);
    return of(asked);
  }
  LineDetermination of(const ReviewRequest& asked) const {
    const Determination made = determine(asked, rules_, world.facts);
    if (!made.lines.empty()) return made.lines.front();
    ADD_FAILURE() << "refused";
    return {};
  }

 private:
  const Rulebook& rules_;
};

ReviewRequest without_answers() {
  ReviewRequest asked = request();
  asked.answers.clear();
  return asked;
}

TEST(WhatIsOnFile, IsNotCertifiedTwiceByRuleInAnotherForm) {
  const Second second;
  const std::vector<Change> forms{
      at_the_centre,
      [](ReviewRequest& asked) { asked.services[0].quantity = Quantity{base::Decimal(2), Unit::unit, {}}; },
      [](ReviewRequest& asked) { asked.services[0].dates = period("2026-03-05", "2026-04-05"); }};
  for (const Change& form : forms) {
    const LineDetermination made = second.of(form);
    EXPECT_EQ(made.action, ReviewAction::pended);
    EXPECT_EQ(made.queue, "clinician");
    EXPECT_TRUE(made.certification_number.empty());
    EXPECT_EQ(made.reference_number, "NR2");
    EXPECT_FALSE(made.validity);
    ASSERT_EQ(made.reasons.size(), 1U);
    EXPECT_EQ(made.reasons[0].code, "0V");
    EXPECT_THAT(made.reasons[0].words, testing::HasSubstr("is authorized under AUTH1"));
  }
}

TEST(WhatIsOnFile, IsWhatALineBeforeAsksForToo) {
  World world;
  ReviewRequest asked = request();
  ServiceLine again = asked.services[0];
  again.sequence = 2;
  asked.services.push_back(again);
  const Determination twice = world(asked);
  EXPECT_EQ(twice.lines[0].action, ReviewAction::certified);
  EXPECT_EQ(twice.lines[1].action, ReviewAction::pended);
  EXPECT_EQ(twice.lines[1].queue, "clinician");
  EXPECT_THAT(twice.lines[1].reasons.at(0).words, testing::HasSubstr("The same as line 1"));

  asked.services[1].providers = {party(PartyRole::facility, centre)};
  EXPECT_EQ(world(asked).lines[1].action, ReviewAction::certified) << "each place is decided by itself";
  asked.services[1] = again;
  asked.services[1].dates = period("2026-06-05", "2026-06-06");
  EXPECT_EQ(world(asked).lines[1].action, ReviewAction::certified) << "on other days";
}

TEST(WhatIsOnFile, IsNamedToThoseWhoMayKnowOfIt) {
  const Second second;
  const LineDetermination made = second.of([](ReviewRequest& asked) {
    at_the_centre(asked);
    asked.requester = party(PartyRole::provider, other_doctor);
  });
  EXPECT_EQ(made.action, ReviewAction::pended);
  EXPECT_THAT(made.reasons.at(0).words, testing::Not(testing::HasSubstr("AUTH1")));
  EXPECT_TRUE(has_step(made, "on-file", "certified")) << "a reviewer sees which";
}

TEST(WhatIsOnFile, IsFoundWhileItWaits) {
  const Second second(without_answers());
  const LineDetermination made = second.of(at_the_centre);
  EXPECT_EQ(made.action, ReviewAction::pended);
  EXPECT_THAT(made.reasons.at(0).words, testing::HasSubstr("waits for a decision under NR1"));
  const LineDetermination asked_too = second.of([](ReviewRequest& asked) {
    at_the_centre(asked);
    asked.answers.clear();
  });
  EXPECT_EQ(asked_too.missing.size(), 2U) << "what is missing is asked for first";
}

TEST(WhatIsOnFile, IsToldOfWhenTheSameComesAgainWithItsAnswers) {
  const LineDetermination made = Second(without_answers()).of(request());
  EXPECT_EQ(made.certification_number, "AUTH2");
  EXPECT_THAT(made.reasons.back().words, testing::HasSubstr("still waits under NR1"));
}

TEST(WhatIsOnFile, IsNoneOfWhatIsAnotherServiceOrOver) {
  Second second;
  const std::vector<Change> others{
      [](ReviewRequest& asked) { asked.services[0].dates = base::Period::of(date("2026-03-11")); },
      [](ReviewRequest& asked) { asked.services[0].procedure.modifiers = {"26"}; }};
  for (const Change& other : others) {
    const LineDetermination made = second.of([&](ReviewRequest& asked) {
      at_the_centre(asked);
      other(asked);
    });
    EXPECT_EQ(made.certification_number, "AUTH2");
  }
  PriorCase& first = second.world.facts.history[0];
  const Determination as_decided = first.determination;
  first.determination.lines[0].validity = period("2025-01-01", "2025-02-01");
  EXPECT_EQ(second.of(at_the_centre).certification_number, "AUTH2");
  for (const ReviewAction action : {ReviewAction::not_certified, ReviewAction::cancelled}) {
    first.determination = as_decided;
    first.determination.lines[0].action = action;
    EXPECT_EQ(second.of(at_the_centre).certification_number, "AUTH2");
  }
}

TEST(WhatIsOnFile, IsTheMatterOfALimitThatCountsAcrossRequests) {
  const auto visits = [](ReviewRequest& asked) {
    asked.services = {line(1, "97110")};
    asked.services[0].quantity = Quantity{base::Decimal(8), Unit::visit, {}};
  };
  ReviewRequest first = request();
  visits(first);
  const LineDetermination made = Second(first).of([&](ReviewRequest& asked) {
    visits(asked);
    at_the_centre(asked);
  });
  EXPECT_EQ(made.certification_number, "AUTH2");
}

TEST(WhatIsOnFile, IsCertifiedAgainWhereThePayerSaysSo) {
  for (const char* setting : {"overlaps_decided_anew", "repeats_decided_anew"}) {
    const auto rules =
        rulebook_with("  name: Test Plan", std::string("  ") + setting + ": true\n  name: Test Plan");
    EXPECT_EQ(Second(request(), *rules).of(at_the_centre).certification_number, "AUTH2") << setting;
  }
}

// ---- more than a rule certifies

LineDetermination of_so_many(int units, const Rulebook& rules) {
  World world;
  ReviewRequest asked = request();
  asked.services[0].quantity = Quantity{base::Decimal(units), Unit::unit, {}};
  return determine(asked, rules, world.facts).lines.at(0);
}

TEST(ByRule, NoMoreIsCertifiedThanThePayerSays) {
  EXPECT_EQ(of_so_many(31, rulebook()).action, ReviewAction::certified);
  const LineDetermination more = of_so_many(32, rulebook());
  EXPECT_EQ(more.action, ReviewAction::pended);
  EXPECT_EQ(more.queue, "clinician");
  EXPECT_THAT(more.reasons.at(0).words, testing::HasSubstr("More than 31"));
}

TEST(ByRule, APatternOfDeliveryCountsAndMinutesDoNot) {
  World world;
  const auto action_of = [&](const Delivery& pattern, const Quantity& amount) {
    ReviewRequest asked = request();
    asked.services[0].quantity = amount;
    asked.services[0].delivery = pattern;
    return world.first(asked).action;
  };
  const Quantity one{base::Decimal(1), Unit::unit, {}};
  Delivery daily;
  daily.unit = Unit::visit;
  daily.quantity = base::Decimal(1);
  daily.frequency_unit = "DA";
  daily.periods = 12;
  daily.period_unit = "34";
  EXPECT_EQ(action_of(daily, one), ReviewAction::pended) << "360 visits";
  daily.periods = 1;
  EXPECT_EQ(action_of(daily, one), ReviewAction::certified) << "30";
  Delivery open_ended;
  open_ended.unit = Unit::visit;
  open_ended.quantity = base::Decimal(9999);
  EXPECT_EQ(action_of(open_ended, one), ReviewAction::pended);
  EXPECT_EQ(action_of({}, {base::Decimal(60), Unit::minute, {}}), ReviewAction::certified);
}

TEST(ByRule, APolicySaysForItselfHowMuch) {
  const auto more =
      rulebook_with("validity_days: 90, turnaround", "validity_days: 90, by_rule_max: 100, turnaround");
  EXPECT_EQ(of_so_many(100, *more).action, ReviewAction::certified);
  EXPECT_EQ(of_so_many(101, *more).action, ReviewAction::pended);
  const auto any = rulebook_with("  name: Test Plan", "  by_rule_max: 0\n  name: Test Plan");
  EXPECT_EQ(of_so_many(1'000'000, *any).action, ReviewAction::certified);
}

TEST(ByRule, WhatNothingBoundsIsAFinding) {
  const auto told = [](const Rulebook& rules) {
    std::string text;
    for (const base::Issue& one : findings_of(rules)) text += one.remedy + "\n";
    return text;
  };
  EXPECT_THAT(told(rulebook()), testing::Not(testing::HasSubstr("nothing bounds")));
  const auto any = rulebook_with("  name: Test Plan", "  by_rule_max: 0\n  name: Test Plan");
  EXPECT_THAT(told(*any), testing::HasSubstr("policy \"p-brain\": nothing bounds"));
  EXPECT_THAT(told(*any), testing::Not(testing::HasSubstr("policy \"p-therapy\": nothing bounds")));
}

TEST(DatesOfService, ThatAreOnFileAreNotAskedForAgain) {
  World world;
  world.record.coverage = {{"OPEN", "G1", {date("2000-01-01"), std::nullopt}}};
  ReviewRequest earlier = request();
  earlier.services[0].dates = base::Period::of(date("2026-03-02"));
  world.decided_before(earlier);
  world.facts.now = at("2027-03-20T18:00:00Z");
  ReviewRequest asked = earlier;
  asked.event.certification = CertificationType::revision;
  asked.answers = {{"exam", true, 0, {}}};
  EXPECT_TRUE(world.update(asked).refusals.empty());
  asked.services[0].dates = base::Period::of(date("2026-03-01"));
  ASSERT_EQ(world.update(asked).refusals.size(), 1U) << "another day";
  EXPECT_EQ(world.update(asked).refusals[0].code, "62");
}

TEST(DatesOfService, HaveAWindowUnlessThePayerSaysOtherwise) {
  World world;  // covered since long ago
  world.record.coverage = {{"OPEN", "G1", {date("2000-01-01"), std::nullopt}}};
  for (const char* day : {"2024-01-10", "2040-03-10"}) {
    ReviewRequest asked = request();
    asked.services[0].dates = base::Period::of(date(day));
    const Determination made = world(asked);
    ASSERT_EQ(made.refusals.size(), 1U) << day;
    EXPECT_EQ(made.refusals[0].code, "62") << day;
  }
}

}  // namespace
}  // namespace precert::test
