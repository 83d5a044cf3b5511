// Three-valued criteria: truth tables, comparisons, and exactly which open facts still matter.
#include "criteria_support.hpp"
#include "precert/criteria/relevance.hpp"

namespace precert {
namespace {

using namespace support;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(All, IsFalseAsSoonAsOnePartIsFalse) {
  const Expression both = all({yes(0), yes(1)});
  EXPECT_EQ(evaluate(both, known(2)), Truth::unknown);
  EXPECT_EQ(evaluate(both, known(2, {{0, false}})), Truth::no);
  EXPECT_EQ(evaluate(both, known(2, {{0, true}})), Truth::unknown);
  EXPECT_EQ(evaluate(both, known(2, {{0, true}, {1, true}})), Truth::yes);
}

TEST(Any, IsTrueAsSoonAsOnePartIsTrue) {
  const Expression either = any({yes(0), yes(1)});
  EXPECT_EQ(evaluate(either, known(2, {{1, true}})), Truth::yes);
  EXPECT_EQ(evaluate(either, known(2, {{1, false}})), Truth::unknown);
  EXPECT_EQ(evaluate(either, known(2, {{0, false}, {1, false}})), Truth::no);
}

TEST(Not, LeavesTheUnknownUnknown) {
  EXPECT_EQ(evaluate(negation(yes(0)), known(1)), Truth::unknown);
  EXPECT_EQ(evaluate(negation(yes(0)), known(1, {{0, true}})), Truth::no);
}

TEST(NoConditions, AreAlwaysMet) { EXPECT_EQ(evaluate(Expression{}, known(0)), Truth::yes); }

TEST(NumberComparisons, MeetTheirLimitExactly) {
  const auto truth = [](Comparison comparison, int value) {
    return evaluate(atom(0, comparison, base::Decimal(6)), known(1, {{0, base::Decimal(value)}})) ==
           Truth::yes;
  };
  EXPECT_THAT((std::vector{truth(Comparison::at_least, 5), truth(Comparison::at_least, 6)}),
              ElementsAre(false, true));
  EXPECT_THAT((std::vector{truth(Comparison::at_most, 6), truth(Comparison::at_most, 7)}),
              ElementsAre(true, false));
  EXPECT_THAT((std::vector{truth(Comparison::more_than, 6), truth(Comparison::more_than, 7)}),
              ElementsAre(false, true));
  EXPECT_THAT((std::vector{truth(Comparison::less_than, 5), truth(Comparison::less_than, 6)}),
              ElementsAre(true, false));
  EXPECT_THAT((std::vector{truth(Comparison::equals, 6), truth(Comparison::equals, 7)}),
              ElementsAre(true, false));
}

TEST(DateComparisons, CountFromTheDayOfDeciding) {
  const auto truth = [](Comparison comparison, int days_ago) {
    const FactValues values = known(1, {{0, today.plus_days(-days_ago)}});
    return evaluate(atom(0, comparison, base::Decimal(60)), values) == Truth::yes;
  };
  EXPECT_THAT((std::vector{truth(Comparison::before_days, 59), truth(Comparison::before_days, 60)}),
              ElementsAre(false, true));
  EXPECT_THAT((std::vector{truth(Comparison::after_days, 60), truth(Comparison::after_days, 61)}),
              ElementsAre(true, false));
  EXPECT_THAT((std::vector{truth(Comparison::within_days, -60), truth(Comparison::within_days, -61)}),
              ElementsAre(true, false));
}

TEST(TextComparisons, CompareWholeWords) {
  const Expression one_of = atom(0, Comparison::one_of, {}, {"staging", "restaging"});
  EXPECT_EQ(evaluate(one_of, known(1, {{0, std::string("restaging")}})), Truth::yes);
  EXPECT_EQ(evaluate(one_of, known(1, {{0, std::string("stag")}})), Truth::no);
}

TEST(AValueOfAnotherKind, LeavesTheFactOpen) {
  const FactValues values = known(1, {{0, std::string("many")}});
  EXPECT_EQ(evaluate(at_least(0, 6), values), Truth::unknown);
  EXPECT_THAT(decisive_unknowns(at_least(0, 6), values), ElementsAre(0));
}

TEST(DecisiveFacts, AreOnlyThoseThatCanStillMatter) {
  const Expression criterion = any({yes(0), all({at_least(1, 6), yes(2)})});
  EXPECT_THAT(decisive_unknowns(criterion, known(3)), UnorderedElementsAre(0, 1, 2));
  EXPECT_THAT(decisive_unknowns(criterion, known(3, {{0, false}})), UnorderedElementsAre(1, 2));
  EXPECT_THAT(decisive_unknowns(criterion, known(3, {{1, base::Decimal(2)}})), ElementsAre(0));
  EXPECT_THAT(decisive_unknowns(criterion, known(3, {{0, true}})), IsEmpty());
}

TEST(DecisiveFacts, ComeMostDecisiveFirst) {
  const Expression criterion = any({all({yes(0), yes(1)}), yes(2)});
  EXPECT_EQ(decisive_unknowns(criterion, known(3)).front(), 2U);
}

TEST(AFactThatOccursTwice, IsNotAskedWhenItsOccurrencesCancel) {
  const Expression excluded_middle = any({yes(0), negation(yes(0))});
  EXPECT_EQ(evaluate(excluded_middle, known(1)), Truth::yes);
  EXPECT_EQ(evaluate(all({yes(0), negation(yes(0))}), known(1)), Truth::no);
  const Expression with_other = all({excluded_middle, yes(1)});
  EXPECT_THAT(decisive_unknowns(with_other, known(2)), ElementsAre(1));
}

TEST(AFactThatOccursTwice, HidesAnotherFactThatCannotMatter) {
  // 15 or more is enough; at 5 or more sleepiness counts. Once the index is below 5 nothing is left to ask.
  const Expression apnea = any({at_least(0, 15), all({at_least(0, 5), yes(1)})});
  EXPECT_THAT(decisive_unknowns(apnea, known(2)), ElementsAre(0, 1));
  EXPECT_THAT(decisive_unknowns(apnea, known(2, {{1, false}})), ElementsAre(0));
  EXPECT_THAT(decisive_unknowns(apnea, known(2, {{0, base::Decimal(4)}})), IsEmpty());
}

TEST(ARangeOfANumber, CanBeEmpty) {
  EXPECT_EQ(evaluate(all({at_least(0, 10), at_most(0, 5)}), known(1)), Truth::no);
  EXPECT_EQ(evaluate(all({at_least(0, 5), at_most(0, 5)}), known(1)), Truth::unknown);
}

TEST(TooManyCombinations, StillNameEveryFactThatMatters) {
  std::vector<Expression> ranges;
  for (FactIndex fact = 0; fact < 12; ++fact) ranges.push_back(all({at_least(fact, 1), at_most(fact, 9)}));
  EXPECT_EQ(decisive_unknowns(any(ranges), known(12)).size(), 12U);
  EXPECT_EQ(evaluate(any(ranges), known(12, {{3, base::Decimal(5)}})), Truth::yes);
}

TEST(AnAssessment, TellsHowEveryComparisonCameOut) {
  const Assessment assessment =
      assessment_of(all({yes(0), at_least(1, 6), at_most(2, 1)}), known(3, {{0, true}, {2, base::Decimal(1)}}));
  EXPECT_THAT(assessment.atoms, ElementsAre(Truth::yes, Truth::unknown, Truth::yes));
  EXPECT_THAT(assessment.decisive, ElementsAre(1));
}

TEST(TheTableOfFacts, IsWrittenToOnceAtFreshPlaces) {
  FactTable facts;
  facts.resize(3);
  ASSERT_NE(facts.fresh(2), nullptr);
  ASSERT_NE(facts.fresh(0), nullptr);
  facts[0].value = true;
  EXPECT_EQ(facts.fresh(2), nullptr);
  EXPECT_EQ(facts.fresh(0), nullptr);
  EXPECT_EQ(std::as_const(facts)[0].value, AnswerValue(true));
}

TEST(Evidence, ListsEachPlaceOnce) {
  FactValues values = known(3, {{0, true}, {1, true}, {2, true}});
  values.values[0].source.where = values.values[1].source.where = "HI-01 @18";
  const std::vector<Source> evidence = evidence_of(all({yes(0), yes(1), yes(2)}), values);
  ASSERT_EQ(evidence.size(), 1U);
  EXPECT_EQ(evidence.front().where, "HI-01 @18");
}

}  // namespace
}  // namespace precert
