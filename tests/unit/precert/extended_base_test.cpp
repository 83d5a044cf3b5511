// An extension of one line within a change of its case that waits: decided again it still comes behind what
// was certified.
#include "precert/engine/extended_base.hpp"

#include "determine_support.hpp"
#include "precert/engine/attached.hpp"

namespace precert::test {
namespace {

/// Twelve visits of twenty a year.
ReviewRequest twelve_visits() {
  ReviewRequest asked = request();
  asked.services[0].procedure.code = "97110";
  asked.services[0].quantity = Quantity{base::Decimal(12), Unit::visit, {}};
  return asked;
}

/// More of it, nobody says how much.
ReviewRequest more_visits() {
  ReviewRequest asked = twelve_visits();
  asked.event.certification = CertificationType::revision;
  asked.services[0].certification = CertificationType::extension;
  asked.services[0].quantity.reset();
  asked.services[0].dates.reset();
  asked.services[0].change = Change::changed;
  return asked;
}

TEST(AnExtensionOfOneLineThatWaits, StillComesBehindWhatWasCertified) {
  World world;
  world.decided_before(twelve_visits());
  const base::Period first = *world.facts.previous->determination.lines[0].validity;
  const Determination waits = world(more_visits());
  ASSERT_EQ(waits.lines.at(0).action, ReviewAction::pended);
  EXPECT_EQ(missing_facts(waits.lines[0]), std::vector<std::string>{"units"});
  EXPECT_TRUE(has_step(waits.lines[0], "extends", "AUTH1"));

  ReviewRequest answered = more_visits();
  answered.answers.push_back({"units", base::Decimal(10), 0, {}});
  const PriorCase pended{CaseId("C1"), 2, more_visits(), waits};
  const LineDetermination made = redetermined(pended, answered, rulebook(), world.facts).lines.at(0);
  EXPECT_EQ(made.action, ReviewAction::modified) << words_of(made);
  EXPECT_EQ(made.quantity->value, base::Decimal(8)) << "twelve of the twenty are used";
  EXPECT_EQ(made.validity->start, first.end->plus_days(1));
}

TEST(AnExtensionOfOneLineThatWaits, RemembersThroughEveryQuestion) {
  World world;
  world.decided_before(twelve_visits());
  Determination waits = world(more_visits());
  for (int version = 2; version < 5; ++version) {
    const PriorCase pended{CaseId("C1"), version, more_visits(), waits};
    waits = redetermined(pended, more_visits(), rulebook(), world.facts);
    ASSERT_EQ(waits.lines.at(0).action, ReviewAction::pended);
    EXPECT_TRUE(has_step(waits.lines[0], "extends", "AUTH1")) << version;
  }
}

TEST(AnExtensionOfOneLineThatWaits, IsNotAskedTheCriteriaAgain) {
  World world;
  world.decided_before(request());
  ReviewRequest more = request();
  more.event.certification = CertificationType::revision;
  more.services[0].certification = CertificationType::extension;
  more.services[0].dates.reset();
  more.answers.clear();
  Determination waits = world(more);
  ASSERT_EQ(waits.lines.at(0).action, ReviewAction::certified);
  waits.lines[0].action = ReviewAction::pended;  // as when a person asked something
  const PriorCase pended{CaseId("C1"), 2, more, waits};
  const LineDetermination made = redetermined(pended, more, rulebook(), world.facts).lines.at(0);
  EXPECT_EQ(made.action, ReviewAction::certified) << words_of(made);
  EXPECT_TRUE(has_step(made, "extension", "true"));
}

TEST(TheStepOfABase, TellsAllThatIsWantedOfIt) {
  LineDetermination certified;
  certified.sequence = 3;
  certified.action = ReviewAction::modified;
  certified.certification_number = "AUTH7";
  certified.validity = period("2026-03-10", "2026-06-07");
  certified.provider = party(PartyRole::facility, hospital);
  LineDetermination pended;
  pended.sequence = 3;
  pended.steps = {step_of_base(certified, Quantity{base::Decimal(12), Unit::visit, {}})};
  EXPECT_EQ(pended.steps[0].detail, "from 2026-03-10; to 2026-06-07; amount 12 visit; at 1999000023");
  const auto base = base_of(pended);
  ASSERT_TRUE(base);
  EXPECT_EQ(base->certification_number, "AUTH7");
  EXPECT_EQ(base->validity, certified.validity);
  EXPECT_EQ(base->quantity, (Quantity{base::Decimal(12), Unit::visit, {}}));
  EXPECT_EQ(base->provider->npi(), hospital);
  pended.action = ReviewAction::certified;
  EXPECT_FALSE(base_of(pended));
}

}  // namespace
}  // namespace precert::test
