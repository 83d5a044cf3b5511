// Random criteria against brute force: the truth and the decisive facts are exactly what trying every answer
// shows.
#include <array>
#include <random>
#include <set>

#include "criteria_support.hpp"

namespace precert {
namespace {

using namespace support;

constexpr std::size_t fact_count = 5;

/// Facts 0-1 are yes or no, 2-3 numbers, 4 a text; a few comparisons on few limits make them repeat.
Expression random_atom(std::mt19937& random) {
  const auto fact = static_cast<FactIndex>(random() % fact_count);
  if (fact < 2) return atom(fact, random() % 2 == 0 ? Comparison::is_true : Comparison::is_false);
  if (fact == 4) {
    const std::vector<std::string> words{"a", "b", "c"};
    return atom(fact, Comparison::one_of, {}, {words[random() % 3], words[random() % 3]});
  }
  constexpr std::array comparisons{Comparison::at_least, Comparison::at_most, Comparison::more_than,
                                   Comparison::less_than, Comparison::equals};
  return atom(fact, comparisons[random() % comparisons.size()],
              base::Decimal(static_cast<int>(random() % 3)));
}

Expression random_expression(std::mt19937& random, int depth) {
  const auto choice = random() % 8;
  if (depth == 0 || choice < 2) return random_atom(random);
  if (choice == 2) return negation(random_expression(random, depth - 1));
  std::vector<Expression> children;
  for (auto left = 1 + random() % 3; left > 0; --left) {
    children.push_back(random_expression(random, depth - 1));
  }
  return choice % 2 == 0 ? all(children) : any(children);
}

/// Every value that can make a difference: limits are 0, 1, 2.
const std::vector<AnswerValue>& values_of(FactIndex fact) {
  static const std::vector<AnswerValue> booleans{true, false};
  static const std::vector<AnswerValue> numbers{base::Decimal(-1), base::Decimal(0),     base::Decimal(5, 1),
                                                base::Decimal(1),  base::Decimal(15, 1), base::Decimal(2),
                                                base::Decimal(3)};
  static const std::vector<AnswerValue> texts{std::string("a"), std::string("b"), std::string("c"),
                                              std::string("d")};
  if (fact < 2) return booleans;
  return fact == 4 ? texts : numbers;
}

FactValues random_values(std::mt19937& random) {
  FactValues values = known(fact_count);
  for (FactIndex fact = 0; fact < fact_count; ++fact) {
    const std::vector<AnswerValue>& possible = values_of(fact);
    if (random() % 3 == 0) values.values[fact].value = possible[random() % possible.size()];
  }
  return values;
}

std::vector<FactIndex> open_facts(const FactValues& values) {
  std::vector<FactIndex> open;
  for (FactIndex fact = 0; fact < fact_count; ++fact) {
    if (!values.known(fact)) open.push_back(fact);
  }
  return open;
}

/// Calls `see` with every complete set of answers.
template <class See>
void each_completion(FactValues& values, const std::vector<FactIndex>& open, std::size_t at, const See& see) {
  if (at == open.size()) return see(values);
  for (const AnswerValue& value : values_of(open[at])) {
    values.values[open[at]].value = value;
    each_completion(values, open, at + 1, see);
  }
  values.values[open[at]].value.reset();
}

struct Reference {
  Truth truth = Truth::unknown;
  std::vector<FactIndex> decisive;
};

Reference brute_force(const Expression& expression, FactValues values) {
  const std::vector<FactIndex> open = open_facts(values);
  bool some_yes = false, some_no = false;
  each_completion(values, open, 0, [&](const FactValues& complete) {
    (evaluate(expression, complete) == Truth::yes ? some_yes : some_no) = true;
  });
  if (some_yes != some_no) return {some_yes ? Truth::yes : Truth::no, {}};
  Reference reference;
  for (const FactIndex fact : open) {
    std::vector<FactIndex> others = open;
    std::erase(others, fact);
    bool matters = false;
    each_completion(values, others, 0, [&](FactValues rest) {
      std::set<Truth> outcomes;
      for (const AnswerValue& value : values_of(fact)) {
        rest.values[fact].value = value;
        outcomes.insert(evaluate(expression, rest));
      }
      matters = matters || outcomes.size() > 1;
    });
    if (matters) reference.decisive.push_back(fact);
  }
  return reference;
}

class RandomCriteria : public testing::TestWithParam<unsigned> {};

TEST_P(RandomCriteria, AgreeWithTryingEveryAnswer) {
  std::mt19937 random(GetParam());
  int undecided = 0;
  for (int round = 0; round < 100; ++round) {
    const Expression expression = random_expression(random, 3);
    const FactValues values = random_values(random);
    const Reference reference = brute_force(expression, values);
    ASSERT_EQ(evaluate(expression, values), reference.truth);
    std::vector<FactIndex> decisive = decisive_unknowns(expression, values);
    std::ranges::sort(decisive);
    ASSERT_EQ(decisive, reference.decisive);
    undecided += reference.truth == Truth::unknown ? 1 : 0;
  }
  EXPECT_GT(undecided, 10);  // the generator makes criteria worth testing
}

TEST_P(RandomCriteria, AreDecidedByTheDecisiveAnswersAndByNoOthers) {
  std::mt19937 random(GetParam() + 1000);
  for (int round = 0; round < 300; ++round) {
    const Expression expression = random_expression(random, 4);
    const FactValues values = random_values(random);
    if (evaluate(expression, values) != Truth::unknown) continue;
    const std::vector<FactIndex> decisive = decisive_unknowns(expression, values);
    FactValues answered = values, beside = values;
    for (FactIndex fact = 0; fact < fact_count; ++fact) {
      const bool matters = std::ranges::find(decisive, fact) != decisive.end();
      const AnswerValue value = values_of(fact)[random() % values_of(fact).size()];
      if (!values.known(fact)) (matters ? answered : beside).values[fact].value = value;
    }
    ASSERT_NE(evaluate(expression, answered), Truth::unknown);
    ASSERT_EQ(evaluate(expression, beside), Truth::unknown);
    ASSERT_THAT(decisive_unknowns(expression, beside), testing::UnorderedElementsAreArray(decisive));
  }
}
INSTANTIATE_TEST_SUITE_P(Seeds, RandomCriteria, testing::Range(1U, 9U));

}  // namespace
}  // namespace precert
