// Withdrawals hit the line they name, or nothing; what was refused of an update changes nothing of the case.
#include "determine_support.hpp"
#include "precert/engine/continued.hpp"
#include "precert/engine/repeats.hpp"

namespace precert::test {
namespace {

/// Two lines that are decided: 70551 certified under AUTH1, 99213 not required under NR1.
struct TwoLines : World {
  ReviewRequest earlier = request();

  TwoLines() {
    earlier.services.push_back(line(2, "99213"));
    decided_before(earlier);
  }
};

ReviewRequest revision(std::vector<ServiceLine> lines) {
  ReviewRequest asked = request();
  asked.event.certification = CertificationType::revision;
  asked.event.previous_certification = "AUTH1";
  asked.services = std::move(lines);
  return asked;
}

ServiceLine withdrawal_of(ServiceLine one) {
  one.certification = CertificationType::cancellation;
  return one;
}

/// Refusals as "level index code", what was decided as "sequence:action number".
std::vector<std::string> outcome_of(const Determination& made) {
  std::vector<std::string> all;
  for (const Refusal& one : made.refusals) {
    all.push_back("line " + std::to_string(one.index) + " " + one.code);
    EXPECT_EQ(one.level, Level::service);
    EXPECT_EQ(one.follow_up, FollowUp::correct_and_resubmit);
  }
  for (const LineDetermination& one : made.lines) {
    const std::string& number =
        one.certification_number.empty() ? one.reference_number : one.certification_number;
    all.push_back(std::to_string(one.sequence) + ":" + std::string(word(one.action)) + " " + number);
  }
  return all;
}

using Outcomes = std::vector<std::string>;
const Outcomes both_stand{"1:certified AUTH1", "2:not_required NR1"};

Outcomes refused_beside(std::string refusal, Outcomes lines = both_stand) {
  lines.insert(lines.begin(), std::move(refusal));
  return lines;
}

TEST(AWithdrawnLine, ThatTheCaseDoesNotHaveIsRefusedAndNothingChanges) {
  const TwoLines world;
  const ReviewRequest asked = revision({withdrawal_of(line(1, "97110"))});
  const ReviewRequest both = merged(asked, &*world.facts.previous);
  const Determination made = world(both);
  EXPECT_EQ(outcome_of(made), refused_beside("line 3 AA"));
  const std::optional<PriorCase> kept = without_refused_lines(*world.facts.previous, both, made);
  ASSERT_TRUE(kept);
  ASSERT_EQ(kept->request.services.size(), 2U);
  EXPECT_EQ(kept->request.services[0].procedure.code, "70551");
  EXPECT_EQ(outcome_of(kept->determination), both_stand);
}

TEST(AWithdrawnLine, ThatQuotesAnotherAuthorizationIsRefused) {
  const TwoLines world;
  ServiceLine other = withdrawal_of(line(1, "70551"));
  other.previous_certification = "AUTH9";
  EXPECT_EQ(outcome_of(world.update(revision({other}))), refused_beside("line 3 AA"));
  ServiceLine own = withdrawal_of(line(1, "70551"));
  own.previous_certification = "AUTH1";
  const Determination made = world.update(revision({own, other}));
  EXPECT_EQ(outcome_of(made), refused_beside("line 3 AA", {"1:cancelled AUTH1", "2:not_required NR1"}));
}

TEST(AChangedLine, ThatQuotesAnotherAuthorizationIsRefused) {
  const TwoLines world;
  ServiceLine other = line(1, "70551");
  other.previous_reference = "NR9";
  EXPECT_EQ(outcome_of(world.update(revision({other}))), refused_beside("line 3 AA"));
}

TEST(AnAddedItem, OfAFhirUpdateMayQuoteAnAuthorizationOfItsOwnPast) {
  const TwoLines world;
  ReviewRequest asked = world.earlier;
  asked.event.certification = CertificationType::revision;
  asked.reference_system = "urn:system";
  ServiceLine& more = asked.services.emplace_back(asked.services.front());
  more.sequence = 3;
  more.change = Change::added;
  more.previous_certification = "AUTH9";
  const Determination made = world.update(asked);
  EXPECT_TRUE(made.refusals.empty());
  EXPECT_EQ(made.lines.size(), 3U);
}

TEST(AWithdrawnLine, OfAFhirUpdateMustBeWhatTheCaseHasUnderItsSequence) {
  const TwoLines world;
  ReviewRequest asked = world.earlier;
  asked.event.certification = CertificationType::revision;
  asked.reference_system = "urn:system";
  asked.services[0].procedure.code = "73721";
  asked.services[0].change = Change::cancelled;
  const ReviewRequest both = merged(asked, &*world.facts.previous);
  const Determination made = world(both);
  EXPECT_EQ(outcome_of(made), (Outcomes{"line 1 AA", "2:not_required NR1"}));
  const std::optional<PriorCase> kept = without_refused_lines(*world.facts.previous, both, made);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->request.services.at(0).procedure.code, "70551");
  EXPECT_EQ(outcome_of(kept->determination), both_stand);
}

TEST(AWithdrawnLine, OfAFhirUpdateThatQuotesAnotherAuthorizationIsRefused) {
  const TwoLines world;
  ReviewRequest asked = world.earlier;
  asked.event.certification = CertificationType::revision;
  asked.reference_system = "urn:system";
  asked.services[0].change = Change::cancelled;
  asked.services[0].previous_certification = "AUTH9";
  EXPECT_EQ(outcome_of(world.update(asked)), (Outcomes{"line 1 AA", "2:not_required NR1"}));
}

TEST(AWithdrawnLine, OfAFirstRequestIsRefused) {
  const World world;
  ReviewRequest asked = request();
  asked.services.push_back(withdrawal_of(line(2, "99213")));
  EXPECT_EQ(outcome_of(world(asked)), (Outcomes{"line 2 AA", "1:certified AUTH1"}));
}

TEST(AWithdrawnLine, IsFoundByItsDateAmongLinesOfOneCode) {
  World world;
  ReviewRequest earlier = request();
  earlier.services.push_back(line(2, "70551"));
  earlier.services[1].dates = base::Period::of(date("2026-04-14"));
  world.decided_before(earlier);
  ServiceLine second = withdrawal_of(line(1, "70551"));
  second.dates = base::Period::of(date("2026-04-14"));
  const Determination made = world.update(revision({second}));
  ASSERT_EQ(made.lines.size(), 2U);
  EXPECT_EQ(made.lines[0].action, ReviewAction::certified);
  EXPECT_EQ(made.lines[1].action, ReviewAction::cancelled);
  second.dates.reset();  // either may be meant
  EXPECT_EQ(outcome_of(world.update(revision({second}))).at(0), "line 3 AA");
  second.dates = base::Period::of(date("2026-05-05"));  // neither is
  EXPECT_EQ(outcome_of(world.update(revision({second}))).at(0), "line 3 AA");
}

TEST(AWithdrawnLine, WithoutACodeIsTheOnlyOneThatBearsItsNumber) {
  const TwoLines world;
  ServiceLine uncoded;
  uncoded.certification = CertificationType::cancellation;
  uncoded.previous_reference = "NR1";
  EXPECT_EQ(outcome_of(world.update(revision({uncoded}))),
            (Outcomes{"1:certified AUTH1", "2:cancelled NR1"}));
  uncoded.previous_reference.clear();
  EXPECT_EQ(outcome_of(world.update(revision({uncoded}))), refused_beside("line 3 AA"));
}

TEST(AWithdrawal, OfTheEventWithALineOfAnotherCaseWithdrawsNothing) {
  const TwoLines world;
  ReviewRequest asked = revision({line(1, "97110")});
  asked.event.certification = CertificationType::cancellation;
  const Determination made = world.update(asked);
  EXPECT_TRUE(made.refused());
  EXPECT_EQ(outcome_of(made), Outcomes{"line 3 AA"});
}

TEST(AWithdrawal, OfTheEventThatNamesNoNumberMeansTheLinesThatDo) {
  const TwoLines world;
  ServiceLine first = line(1, "70551");
  first.previous_certification = "AUTH1";
  ReviewRequest asked = revision({first});
  asked.event.certification = CertificationType::cancellation;
  asked.event.previous_certification.clear();
  EXPECT_EQ(outcome_of(world.update(asked)), (Outcomes{"1:cancelled AUTH1", "2:not_required NR1"}));
  asked.event.previous_certification = "AUTH1";
  EXPECT_EQ(outcome_of(world.update(asked)), (Outcomes{"1:cancelled AUTH1", "2:cancelled NR1"}));
}

/// A line about a tooth.
ServiceLine crown(int sequence, std::string tooth) {
  ServiceLine made = line(sequence, "D2740");
  made.procedure.system = CodeSystem::cdt;
  made.dental.emplace();
  made.dental->teeth = {Tooth{std::move(tooth), {"M", "O"}}};
  return made;
}

TEST(ATooth, IsPartOfWhatALineAsksFor) {
  World world;
  ReviewRequest earlier = request();
  earlier.services = {crown(1, "14"), crown(2, "3")};
  world.decided_before(earlier);
  const Determination made = world.update(revision({withdrawal_of(crown(1, "3"))}));
  ASSERT_EQ(made.lines.size(), 2U);
  EXPECT_NE(made.lines[0].action, ReviewAction::cancelled);
  EXPECT_EQ(made.lines[1].action, ReviewAction::cancelled);
}

TEST(ASecondTooth, IsNoRepeatOfTheFirst) {
  World world;
  ReviewRequest first = request();
  first.services = {line(1, "70551")};
  first.services[0].dental = crown(1, "14").dental;
  world.facts.history = {PriorCase{CaseId("C1"), 1, first, world(first)}};
  world.facts.numbers = {"AUTH2", "NR2", "T2"};
  EXPECT_TRUE(is_repeat(world.first(first)));
  ReviewRequest other = first;
  other.services[0].dental = crown(1, "3").dental;
  EXPECT_EQ(world.first(other).certification_number, "AUTH2");
  other.services[0].dental = crown(1, "14").dental;
  other.services[0].dental->teeth[0].surfaces = {"O", "M"};  // the same in another order
  EXPECT_TRUE(is_repeat(world.first(other)));
  other.services[0].dental->teeth[0].surfaces = {"D"};
  EXPECT_EQ(world.first(other).certification_number, "AUTH2");
  other.services[0].dental = first.services[0].dental;
  other.services[0].dental->oral_cavity = {"10"};
  EXPECT_EQ(world.first(other).certification_number, "AUTH2");
}

TEST(AWithdrawnCase, IsNeitherAppealedNorReconsidered) {
  World world;
  world.decided_before(request());
  ReviewRequest cancelled = request();
  cancelled.event.certification = CertificationType::cancellation;
  const ReviewRequest all = merged(cancelled, &*world.facts.previous);
  world.continues(all, world(all));
  for (const CertificationType type : {CertificationType::reconsideration, CertificationType::standard_appeal,
                                       CertificationType::immediate_appeal, CertificationType::revision}) {
    ReviewRequest asked = request();
    asked.event.certification = type;
    const Determination made = world.update(asked);
    ASSERT_EQ(made.refusals.size(), 1U) << word(type);
    EXPECT_EQ(made.refusals[0].code, "33");
    EXPECT_TRUE(made.refused());
  }
}

TEST(AFirstRequest, ThatNamesAWithdrawnCaseAsksAnew) {
  World world;
  world.decided_before(request());
  EXPECT_FALSE(asks_anew(request(), *world.facts.previous)) << "it is not withdrawn";
  ReviewRequest cancelled = request();
  cancelled.event.certification = CertificationType::cancellation;
  const ReviewRequest all = merged(cancelled, &*world.facts.previous);
  world.continues(all, world(all));
  EXPECT_TRUE(asks_anew(request(), *world.facts.previous));
  ReviewRequest appeal = request();
  appeal.event.certification = CertificationType::reconsideration;
  EXPECT_FALSE(asks_anew(appeal, *world.facts.previous));
  ReviewRequest again = request();
  again.services[0].change = Change::cancelled;
  EXPECT_FALSE(asks_anew(again, *world.facts.previous));
}

TEST(ALineThatIsRefusedInAnUpdate, StaysAsItWasDecided) {
  const TwoLines world;
  ReviewRequest asked = revision({line(1, "70551"), line(2, "99213")});
  asked.services[0].quantity = Quantity{base::Decimal(0), Unit::unit, {}};
  const ReviewRequest both = merged(asked, &*world.facts.previous);
  const Determination made = world(both);
  const std::optional<PriorCase> kept = without_refused_lines(*world.facts.previous, both, made);
  ASSERT_TRUE(kept);
  EXPECT_FALSE(kept->request.services.at(0).quantity);
  EXPECT_EQ(outcome_of(kept->determination), both_stand);
  EXPECT_TRUE(kept->determination.refusals.empty());
  EXPECT_FALSE(
      without_refused_lines(*world.facts.previous, world.earlier, world.facts.previous->determination));
}

// ---- the diagnoses of a revision

Diagnosis diagnosis(DiagnosisKind kind, std::string code) {
  return {kind, CodeSystem::icd10_cm, std::move(code), std::nullopt, {}};
}

std::vector<std::string> codes_of(const std::vector<Diagnosis>& diagnoses) {
  std::vector<std::string> codes;
  for (const Diagnosis& one : diagnoses) codes.push_back(one.code);
  return codes;
}

struct TwoDiagnoses : World {
  ReviewRequest earlier = request();

  TwoDiagnoses() {
    earlier.event.diagnoses = {diagnosis(DiagnosisKind::principal, "G43909"),
                               diagnosis(DiagnosisKind::other, "R51")};
    earlier.services[0].diagnosis_pointers = {1, 2};
    decided_before(earlier);
  }
};

ReviewRequest that_adds_a_line(std::string principal) {
  ServiceLine added = line(1, "99213");
  added.certification = CertificationType::initial;
  added.diagnosis_pointers = {1};
  ReviewRequest asked = revision({added});
  asked.event.diagnoses = {diagnosis(DiagnosisKind::principal, std::move(principal))};
  return asked;
}

TEST(ALineThatARevisionDoesNotMention, KeepsItsDiagnoses) {
  const TwoDiagnoses world;
  const ReviewRequest made = merged(that_adds_a_line("Z000"), &*world.facts.previous);
  EXPECT_EQ(codes_of(made.event.diagnoses), (std::vector<std::string>{"G43909", "R51", "Z000"}));
  EXPECT_EQ(made.event.diagnoses[2].kind, DiagnosisKind::other) << "one is the principal one";
  EXPECT_EQ(made.services.at(0).diagnosis_pointers, (std::vector<int>{1, 2}));
  EXPECT_EQ(made.services.at(1).diagnosis_pointers, std::vector<int>{3});
  const Determination decided = world(made);
  EXPECT_TRUE(decided.notes.empty());
  EXPECT_TRUE(has_step(decided.lines.at(0), "kept", "as decided before"));
}

TEST(ALineThatARevisionAdds, PointsToADiagnosisTheCaseHasAlready) {
  const TwoDiagnoses world;
  const ReviewRequest made = merged(that_adds_a_line("R51"), &*world.facts.previous);
  EXPECT_EQ(codes_of(made.event.diagnoses), (std::vector<std::string>{"G43909", "R51"}));
  EXPECT_EQ(made.services.at(1).diagnosis_pointers, std::vector<int>{2});
}

TEST(ALineThatARevisionMentions, LosesPointersToWhatIsNotSaidAnyMore) {
  const TwoDiagnoses world;
  ReviewRequest asked = revision({line(1, "70551")});
  asked.event.diagnoses = {diagnosis(DiagnosisKind::principal, "R51")};
  const ReviewRequest made = merged(asked, &*world.facts.previous);
  EXPECT_EQ(codes_of(made.event.diagnoses), std::vector<std::string>{"R51"});
  EXPECT_EQ(made.services.at(0).diagnosis_pointers, std::vector<int>{1});
}

TEST(APointerOfARevision, ToNoDiagnosisStaysOne) {
  const TwoDiagnoses world;
  ReviewRequest asked = that_adds_a_line("Z000");
  asked.services[0].diagnosis_pointers = {2};
  const Determination made = world.update(asked);
  ASSERT_EQ(made.notes.size(), 1U);
  EXPECT_EQ(made.notes[0].service, 2);
}

TEST(ADiagnosisOfTheCase, IsAsTheRevisionSaysIt) {
  const TwoDiagnoses world;
  ReviewRequest asked = that_adds_a_line("R51");
  asked.event.diagnoses[0].date = date("2026-02-01");
  const ReviewRequest made = merged(asked, &*world.facts.previous);
  EXPECT_EQ(codes_of(made.event.diagnoses), (std::vector<std::string>{"G43909", "R51"}));
  EXPECT_EQ(made.event.diagnoses[1].date, date("2026-02-01"));
  EXPECT_EQ(made.event.diagnoses[0].kind, DiagnosisKind::principal) << "of the line that stays";
  EXPECT_EQ(made.event.diagnoses[1].kind, DiagnosisKind::other);
}

// ---- the same dependent

TEST(ADependent, IsTheSameByTheInitialOrTheWholeNameAndNeverATwin) {
  World world;
  world.record.dependents.push_back(world.record.dependents[0]);
  world.record.dependents.back().name.given = "THETA";
  ReviewRequest first = request();
  first.dependent.emplace();
  first.dependent->name = {"TESTMEMBER", "BETA", "", "", ""};
  first.dependent->birth_date = date("2015-05-05");
  world.facts.history = {PriorCase{CaseId("C1"), 1, first, world(first)}};
  world.facts.numbers = {"AUTH2", "NR2", "T2"};
  ReviewRequest again = first;
  again.dependent->name = {"Testmember Jr", "B", "", "", ""};
  EXPECT_TRUE(is_repeat(world.first(again)));
  again.dependent->name.given = "THETA";
  EXPECT_EQ(world.first(again).certification_number, "AUTH2");
}

/// BETA and his twin of that name, and the MRI that was certified for BETA under this given name.
struct FamilyWithTwins {
  World world;
  ReviewRequest first = request();

  explicit FamilyWithTwins(const char* twin, const char* said = "BETA") {
    world.record.dependents.push_back(world.record.dependents[0]);
    world.record.dependents.back().name.given = twin;
    first.dependent.emplace();
    first.dependent->name = {"TESTMEMBER", said, "", "", ""};
    first.dependent->birth_date = date("2015-05-05");
    world.facts.history = {PriorCase{CaseId("C1"), 1, first, World()(first)}};
    world.facts.numbers = {"AUTH2", "NR2", "T2"};
  }
  bool repeats(const char* given, std::optional<base::Date> born = date("2015-05-05")) {
    ReviewRequest again = first;
    again.dependent->name.given = given;
    again.dependent->birth_date = born;
    return is_repeat(world.first(again));
  }
};

TEST(ADependent, OfWhomOnlyTheInitialWasSaidIsNotTheTwinWhoCameOnFileSince) {
  FamilyWithTwins family("BORIS", "B");  // the initial was enough before
  EXPECT_FALSE(family.repeats("BORIS"));
  EXPECT_FALSE(family.repeats("BETA")) << "who was meant cannot be known any more";
}

TEST(ADependent, WithoutABirthDateIsWhoHasTheNameOnFileAndNobodyOfThatInitial) {
  FamilyWithTwins family("BORIS", "B");
  family.world.record.dependents.back().birth_date = date("2018-08-08");
  EXPECT_FALSE(family.repeats("BORIS", std::nullopt));
  EXPECT_TRUE(family.repeats("BETA", std::nullopt));
}

TEST(ADependent, WhoseNameBeginsTheTwinsIsNotTheTwin) {
  FamilyWithTwins family("BETA ANN", "BETA");
  EXPECT_TRUE(family.repeats("BETA"));
  EXPECT_FALSE(family.repeats("BETA ANN"));
}

}  // namespace
}  // namespace precert::test
