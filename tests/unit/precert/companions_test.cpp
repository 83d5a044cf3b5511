// Lines that the payer adds to what it certifies, and what becomes of them when the case goes on.
#include "determine_support.hpp"

namespace precert::test {
namespace {

/// A world whose brain MRI brings a visit of its own (99213) along.
struct WithCompanion : World {
  WithCompanion() {
    rules = rulebook_with(
        "requires: required, criteria: c-brain, needs_network: true",
        "requires: required, criteria: c-brain, adds: {code: \"99213\", quantity: 2, unit: visit, "
        "words: Two visits go with it.}, needs_network: true");
  }
  std::shared_ptr<const Rulebook> rules;

  Determination made(const ReviewRequest& asked) { return determine(asked, *rules, facts); }
  void before(const ReviewRequest& asked) {
    PriorCase prior;
    prior.id = CaseId("C1");
    prior.request = asked;
    prior.determination = made(asked);
    facts.previous = std::move(prior);
    facts.previous_wanted = true;
  }
  Determination updated(ReviewRequest asked) {
    asked.event.certification = CertificationType::revision;
    return made(merged(asked, &*facts.previous));
  }
};

const LineDetermination* added_in(const Determination& determination) {
  for (const LineDetermination& line : determination.lines) {
    if (line.added) return &line;
  }
  return nullptr;
}

TEST(ACompanion, IsCertifiedUnderTheNumberOfItsLineAndAfterAllLines) {
  WithCompanion world;
  ReviewRequest asked = request();
  asked.services.push_back(line(7, "15823"));
  const Determination made = world.made(asked);
  const LineDetermination* added = added_in(made);
  ASSERT_NE(added, nullptr);
  EXPECT_EQ(added->sequence, 8);
  EXPECT_EQ(added->action, ReviewAction::certified);
  EXPECT_EQ(added->certification_number, made.lines[0].certification_number);
  EXPECT_EQ(added->validity, made.lines[0].validity);
  EXPECT_EQ(added->added->procedure.code, "99213");
  EXPECT_EQ(added->quantity, (Quantity{base::Decimal(2), Unit::visit, {}}));
  EXPECT_EQ(added->reasons.front().words, "Two visits go with it.");
}

TEST(ACompanion, IsNotAddedToWhatIsNotCertified) {
  WithCompanion world;
  ReviewRequest asked = request();
  asked.answers.clear();
  EXPECT_EQ(added_in(world.made(asked)), nullptr);
}

TEST(ACompanion, IsNotAddedWhenItWasAskedForAsWell) {
  WithCompanion world;
  ReviewRequest asked = request();
  asked.services.push_back(line(2, "99213"));
  EXPECT_EQ(added_in(world.made(asked)), nullptr);
}

TEST(ACompanion, KeepsItsNumberInAnUpdate) {
  WithCompanion world;
  world.before(request());
  ReviewRequest update = request();
  update.services.push_back(line(3, "15823"));
  const Determination made = world.updated(update);
  const LineDetermination* added = added_in(made);
  ASSERT_NE(added, nullptr);
  EXPECT_EQ(added->sequence, 2);
}

TEST(ACompanion, MovesWhenTheUpdateUsesItsNumber) {
  WithCompanion world;
  world.before(request());
  ReviewRequest update = request();
  update.reference_system = "urn:system";  // a PAS update: its numbers stand
  update.services.push_back(line(2, "15823"));
  const Determination made = world.updated(update);
  const LineDetermination* added = added_in(made);
  ASSERT_NE(added, nullptr);
  EXPECT_EQ(added->sequence, 3);
  EXPECT_EQ(made.line(2)->action, ReviewAction::not_certified);
}

TEST(ACompanion, ComesAlongWhenAPersonCertifies) {
  WithCompanion world;
  PriorCase pended;
  pended.id = CaseId("C1");
  pended.request = request();
  pended.request.answers.clear();
  pended.determination = world.made(pended.request);
  ASSERT_EQ(pended.determination.action, ReviewAction::pended);
  ReviewerDecision decision;
  decision.reviewer = {"rn-1", "", "", true};
  decision.role = "nurse";
  decision.lines = {LineDecision{}};
  const auto made = decided(pended, decision, *world.rules, world.facts.now);
  ASSERT_TRUE(made.has_value());
  ASSERT_NE(added_in(*made), nullptr);
  EXPECT_EQ(added_in(*made)->sequence, 2);
  EXPECT_EQ(made->action, ReviewAction::certified);
}

TEST(ACompanion, EndsWithTheCase) {
  WithCompanion world;
  world.before(request());
  ReviewRequest asked = request();
  asked.services.clear();
  asked.event.certification = CertificationType::cancellation;
  const Determination made = world.made(merged(asked, &*world.facts.previous));
  ASSERT_EQ(made.lines.size(), 2U);
  EXPECT_EQ(made.lines[1].action, ReviewAction::cancelled);
  EXPECT_TRUE(made.lines[1].added.has_value());
  EXPECT_EQ(made.action, ReviewAction::cancelled);
}

TEST(ACompanion, HasToBeAServiceOfTheCatalogue) {
  std::string text(rulebook_yaml);
  const std::string_view before = "title: Joint MRI, words: w,";
  text.replace(text.find(before), before.size(),
               "title: Joint MRI, words: w, adds: {code: \"99999\", words: w},");
  const std::vector<RulebookFile> files{{"test.yaml", text}};
  const auto made = rulebook_from(files);
  ASSERT_FALSE(made.has_value());
  EXPECT_THAT(made.error().first().remedy, testing::HasSubstr("not one service of the catalogue"));
}

TEST(ASecondOpinion, IsSaidOnWhatIsCertifiedAndOnNothingElse) {
  World world;
  const auto rules =
      rulebook_with("requires: required, criteria: c-brain, needs_network: true",
                    "requires: required, criteria: c-brain, second_opinion: true, needs_network: true");
  EXPECT_EQ(determine(request(), *rules, world.facts).lines.at(0).second_opinion, true);
  ReviewRequest open = request();
  open.answers.clear();
  EXPECT_EQ(determine(open, *rules, world.facts).lines.at(0).second_opinion, std::nullopt);
  EXPECT_EQ(world.first(request()).second_opinion, std::nullopt);
}

TEST(UnknownMembers, CountAsMembersOfTheProductThatThePayerNames) {
  World world;
  world.facts.member = nullptr;
  const auto taking = rulebook_with("  not_listed:", "  unknown_members: OPEN\n  not_listed:");
  EXPECT_EQ(determine(request(), rulebook(), world.facts).refusals.front().code, "75");
  const Determination made = determine(request(), *taking, world.facts);
  EXPECT_TRUE(made.refusals.empty());
  ASSERT_EQ(made.lines.size(), 1U);
  EXPECT_EQ(made.lines[0].action, ReviewAction::certified);
  ReviewRequest nameless = request();
  nameless.subscriber.identifiers.clear();
  EXPECT_EQ(determine(nameless, *taking, world.facts).refusals.front().code, "72");
}

TEST(UnknownMembers, MayBringDependentsAndLeaveOutBirthDates) {
  World world;
  world.facts.member = nullptr;
  const auto taking = rulebook_with("  not_listed:", "  unknown_members: OPEN\n  not_listed:");
  ReviewRequest asked = request();
  asked.subscriber.birth_date.reset();
  asked.dependent = Person{};
  asked.dependent->name = {"TESTMEMBER", "BETA", "", "", ""};
  EXPECT_TRUE(determine(asked, *taking, world.facts).refusals.empty());
}

TEST(UnknownMembers, NeedAProductThatExists) {
  std::string text(rulebook_yaml);
  text.replace(text.find("  not_listed:"), 13, "  unknown_members: NONE\n  not_listed:");
  const std::vector<RulebookFile> files{{"test.yaml", text}};
  const auto made = rulebook_from(files);
  ASSERT_FALSE(made.has_value());
  EXPECT_THAT(made.error().first().remedy, testing::HasSubstr("NONE"));
}

TEST(ARepeat, IsDecidedAnewWhereThePayerSaysSo) {
  World world;
  PriorCase prior;
  prior.id = CaseId("C0");
  prior.request = request();
  prior.determination = determine(request(), rulebook(), world.facts);
  prior.determination.lines[0].certification_number = "FIRST";
  world.facts.history.push_back(prior);
  const auto anew = rulebook_with("  not_listed:", "  repeats_decided_anew: true\n  not_listed:");
  EXPECT_EQ(determine(request(), rulebook(), world.facts).lines[0].certification_number, "FIRST");
  EXPECT_EQ(determine(request(), *anew, world.facts).lines[0].certification_number, "AUTH1");
}

TEST(AnUpdateOfADenial, IsRefusedAndAnAppealIsNot) {
  World world;
  ReviewRequest denied = request();
  denied.services[0].procedure.code = "15823";
  world.decided_before(denied);
  ReviewRequest update = request();
  update.event.certification = CertificationType::revision;
  const Determination refused = world.update(update);
  ASSERT_EQ(refused.refusals.size(), 1U);
  EXPECT_EQ(refused.refusals[0].code, "33");
  EXPECT_EQ(refused.refusals[0].follow_up, FollowUp::do_not_resubmit);
  EXPECT_TRUE(refused.lines.empty());
  update.event.certification = CertificationType::standard_appeal;
  EXPECT_TRUE(world.update(update).refusals.empty());
  update.event.certification = CertificationType::initial;
  EXPECT_TRUE(world.update(update).refusals.empty());
}

TEST(AnUpdateOfADenial, IsTakenWhenSomethingOfTheCaseIsNotDenied) {
  World world;
  ReviewRequest earlier = request();
  earlier.services.push_back(line(2, "15823"));
  world.decided_before(earlier);
  ReviewRequest update = earlier;
  update.event.certification = CertificationType::revision;
  EXPECT_TRUE(world.update(update).refusals.empty());
}

TEST(Merged, ADifferentialUpdateKeepsTheRestOfTheEvent) {
  PriorCase before;
  before.id = CaseId("C1");
  before.request = request();
  before.request.reference_system = "urn:system";
  before.request.event.dates = period("2026-03-10", "2026-04-10");
  before.request.services.push_back(line(2, "99213"));
  ReviewRequest update = before.request;
  update.event.certification = CertificationType::revision;
  update.event.dates.reset();
  update.services.erase(update.services.begin());
  const ReviewRequest whole = merged(update, &before, true);
  EXPECT_EQ(whole.event.dates, before.request.event.dates);
  EXPECT_EQ(whole.services.size(), 2U);
  EXPECT_FALSE(merged(update, &before).event.dates.has_value());
}

}  // namespace
}  // namespace precert::test
