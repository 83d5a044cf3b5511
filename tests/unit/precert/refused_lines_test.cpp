// What is refused of an update leaves its line as it was: diagnoses, what was said of it, and the clock.
#include "determine_support.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/continued.hpp"

namespace precert::test {
namespace {

Diagnosis coded(DiagnosisKind kind, std::string code) {
  return {kind, CodeSystem::icd10_cm, std::move(code), std::nullopt, {}};
}

Refusal refusal_of_line(int sequence) {
  Refusal made;
  made.level = Level::service;
  made.index = sequence;
  made.code = "57";
  return made;
}

LineDetermination decided_as(int sequence, ReviewAction action) {
  LineDetermination made;
  made.sequence = sequence;
  made.action = action;
  return made;
}

/// Line 1 is certified, line 2 waits for papers; an update of which line 2 was refused.
struct Refused {
  PriorCase earlier;
  ReviewRequest update;
  Determination decided;

  Refused() {
    earlier.request = request();
    earlier.request.services.push_back(line(2, "73721"));
    earlier.request.event.diagnoses = {coded(DiagnosisKind::principal, "A10"),
                                       coded(DiagnosisKind::other, "B20")};
    earlier.request.services[1].diagnosis_pointers = {1};
    LineDetermination waits = decided_as(2, ReviewAction::pended);
    waits.queue = "intake";
    waits.missing.push_back({"films", "Send the films.", "", "RB", "", "ACN1", {}});
    earlier.determination.lines = {decided_as(1, ReviewAction::certified), waits};
    earlier.determination.clock = {{ClockKind::received, at("2026-03-02T18:00:00Z"), 0, {}},
                                   {ClockKind::asked, at("2026-03-02T18:00:00Z"), 0, {}}};
    update = earlier.request;
    decided.decided = at("2026-03-06T18:00:00Z");
    decided.lines = {decided_as(1, ReviewAction::certified)};
    decided.refusals = {refusal_of_line(2)};
    decided.clock = earlier.determination.clock;
    decided.clock.push_back({ClockKind::answered, decided.decided, 0, {}});
  }

  [[nodiscard]] PriorCase kept() const { return without_refused_lines(earlier, update, decided).value(); }
};

std::string code_pointed_to(const ReviewRequest& made, const ServiceLine& of) {
  return made.event.diagnoses.at(static_cast<std::size_t>(of.diagnosis_pointers.at(0) - 1)).code;
}

TEST(ARefusedLine, PointsToTheSameDiagnosisInAnotherOrder) {
  Refused world;
  world.update.event.diagnoses = {coded(DiagnosisKind::principal, "B20"), coded(DiagnosisKind::other, "A10")};
  const PriorCase kept = world.kept();
  EXPECT_EQ(code_pointed_to(kept.request, kept.request.services.at(1)), "A10");
  EXPECT_EQ(kept.request.event.diagnoses, world.update.event.diagnoses);
}

TEST(ARefusedLine, KeepsADiagnosisTheUpdateDropped) {
  Refused world;
  world.update.event.diagnoses = {coded(DiagnosisKind::principal, "B20")};
  world.update.services[0].diagnosis_pointers = {2};  // to nothing
  world.decided.refusals.push_back(refusal_of_line(2));
  const PriorCase kept = world.kept();
  ASSERT_EQ(kept.request.event.diagnoses.size(), 2U);
  EXPECT_EQ(code_pointed_to(kept.request, kept.request.services.at(1)), "A10");
  EXPECT_EQ(kept.request.event.diagnoses[1].kind, DiagnosisKind::other) << "one is the principal one";
  EXPECT_EQ(kept.request.services.at(0).diagnosis_pointers, std::vector<int>{3}) << "still to nothing";
}

TEST(ARefusedLine, ThatWaitsForPapersKeepsTheClockStopped) {
  const Refused world;
  EXPECT_EQ(world.kept().determination.clock, world.earlier.determination.clock);
}

/// An update whose first line goes to a clinician while its second, which was refused, waits for papers.
struct RefusedBesideAnOpenLine : Refused {
  World world;

  explicit RefusedBesideAnOpenLine(const Rulebook& rules) {
    decided.lines = {decided_as(1, ReviewAction::pended)};
    decided.lines[0].queue = "clinician";
    world.facts.now = decided.decided;
    world.facts.previous = earlier;
    settle_clock(update, rules, world.facts, decided);
  }
  [[nodiscard]] Determination kept_by(const Rulebook& rules) const {
    return without_refused_lines(earlier, update, decided, rules, world.facts).value().determination;
  }
};

TEST(ARefusedLine, ThatWaitsForPapersLeavesNothingDueWherePromisesPause) {
  const auto pausing = rulebook_with("{id: routine, within", "{id: routine, when_asked: pauses, within");
  const RefusedBesideAnOpenLine update(*pausing);
  ASSERT_TRUE(update.decided.lines[0].timeframe);
  ASSERT_NE(update.decided.lines[0].timeframe->source, "rule: 7 days");
  const Determination kept = update.kept_by(*pausing);
  EXPECT_EQ(kept.clock, update.earlier.determination.clock);
  ASSERT_TRUE(kept.lines.at(0).timeframe);
  EXPECT_EQ(kept.lines[0].timeframe->source, "rule: 7 days") << "the promise that pauses is not due";
}

TEST(ARefusedLine, ThatWaitsForPapersLeavesPromisesThatRunAsTheyAre) {
  const RefusedBesideAnOpenLine update(rulebook());
  EXPECT_EQ(update.kept_by(rulebook()).lines.at(0).timeframe, update.decided.lines[0].timeframe);
}

TEST(ARefusedLine, OfAClosedCaseLeavesItClosed) {
  Refused world;
  world.earlier.determination.closed_out = true;
  world.earlier.determination.lines[1].queue.clear();
  const PriorCase kept = world.kept();
  EXPECT_TRUE(kept.determination.closed_out);
  EXPECT_EQ(kept.determination.clock, world.earlier.determination.clock);
}

TEST(ARefusedLine, OfAClosedCaseWaitsAgainWhenAnotherLineOpensIt) {
  Refused world;
  world.earlier.determination.closed_out = true;
  world.earlier.determination.lines[1].queue.clear();
  world.decided.lines[0] = decided_as(1, ReviewAction::pended);
  world.decided.lines[0].queue = "clinician";
  const PriorCase kept = world.kept();
  EXPECT_FALSE(kept.determination.closed_out);
  EXPECT_EQ(kept.determination.lines.at(1).queue, "intake");
  ASSERT_EQ(kept.determination.clock.size(), 2U);
  EXPECT_EQ(kept.determination.clock[0].at, world.decided.decided);
  EXPECT_EQ(kept.determination.clock[1].kind, ClockKind::asked);
}

TEST(ARefusedLine, KeepsWhatWasSaidOfItBefore) {
  Refused world;
  world.earlier.request.answers = {{"weeks", base::Decimal(6), 2, {}}, {"exam", true, 1, {}}};
  world.earlier.request.notes = {{"before", 2, {}}};
  world.update.answers = {{"exam", false, 1, {}}, {"weeks", base::Decimal(9), 2, {}}};
  world.update.notes = {{"before", 2, {}}, {"now", 2, {}}};
  world.update.documents.emplace_back();
  world.update.documents.back().service = 2;
  const PriorCase kept = world.kept();
  EXPECT_EQ(kept.request.answers,
            (std::vector<Answer>{world.update.answers[0], world.earlier.request.answers[0]}));
  EXPECT_EQ(kept.request.notes, world.earlier.request.notes);
  EXPECT_TRUE(kept.request.documents.empty());
}

}  // namespace
}  // namespace precert::test
