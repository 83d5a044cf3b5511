// Random criteria over every kind of fact: the static form, the adaptive sequence and evaluate() say the
// same, and nothing is asked that cannot change the outcome.
#include <random>
#include <set>

#include "criteria_support.hpp"
#include "precert/engine/form.hpp"

namespace precert {
namespace {

using namespace support;

constexpr std::size_t fact_count = 7;

Fact fact_of(std::string id, FactType type) {
  Fact fact;
  fact.id = std::move(id);
  fact.type = type;
  fact.question = "What of it?";
  fact.loinc = type == FactType::document ? "11503-0" : "";
  fact.origins = {FactOrigin{FactOrigin::Kind::answer, {}, {}}};
  return fact;
}

/// Facts 0-1 are yes or no, 2-3 numbers, 4 a text, 5 a date, 6 a paper.
Rulebook random_rulebook(std::mt19937& random, bool assumptions) {
  Rulebook book;
  book.payer.list_date = today;
  for (const FactType type : {FactType::yes_no, FactType::yes_no, FactType::number, FactType::number,
                              FactType::text, FactType::date, FactType::document})
    book.facts.push_back(fact_of("f" + std::to_string(book.facts.size()), type));
  if (assumptions) {
    book.facts[0].when_absent = random() % 2 == 0;
    book.facts[2].when_absent = base::Decimal(static_cast<int>(random() % 3));
  }
  return book;
}

Expression random_atom(std::mt19937& random) {
  const auto fact = static_cast<FactIndex>(random() % fact_count);
  if (fact < 2 || fact == 6)
    return atom(fact, random() % 3 != 0 ? Comparison::is_true : Comparison::is_false);
  if (fact == 4) {
    const std::vector<std::string> words{"a", "b", "c"};
    return atom(fact, Comparison::one_of, {}, {words[random() % 3], words[random() % 3]});
  }
  const base::Decimal number(static_cast<int>(random() % 3));
  constexpr std::array dates{Comparison::within_days, Comparison::before_days, Comparison::after_days};
  if (fact == 5) return atom(fact, dates[random() % dates.size()], number);
  constexpr std::array numbers{Comparison::at_least, Comparison::at_most, Comparison::more_than,
                               Comparison::less_than, Comparison::equals};
  return atom(fact, numbers[random() % numbers.size()], number);
}

Expression random_expression(std::mt19937& random, int depth) {
  const auto choice = random() % 8;
  if (depth == 0 || choice < 2) return random_atom(random);
  if (choice == 2) return negation(random_expression(random, depth - 1));
  std::vector<Expression> children;
  for (auto left = 1 + random() % 3; left > 0; --left)
    children.push_back(random_expression(random, depth - 1));
  return choice % 2 == 0 ? all(children) : any(children);
}

std::vector<AnswerValue> values_of(FactIndex fact) {
  if (fact < 2 || fact == 6) return {true, false};
  if (fact == 4) return {std::string("a"), std::string("b"), std::string("c"), std::string("d")};
  std::vector<AnswerValue> values;
  for (int i = -4; i <= 4; ++i) {
    if (fact == 5) values.emplace_back(today.plus_days(i));
    if (fact != 5) values.emplace_back(base::Decimal(i * 5, 1) + base::Decimal(1));
  }
  return values;
}

/// Nothing said, what is assumed is set.
FactValues nothing_said(const Rulebook& book) {
  FactValues values = known(fact_count);
  for (FactIndex fact = 0; fact < fact_count; ++fact) {
    if (book.facts[fact].when_absent) values.values[fact] = FactValue{book.facts[fact].when_absent, {}, true};
  }
  return values;
}

void answer(FactValues& values, FactIndex fact, const AnswerValue& value) {
  values.values[fact] = FactValue{value, {}, false};
}

/// What a person would answer to everything.
std::vector<AnswerValue> random_truth(std::mt19937& random) {
  std::vector<AnswerValue> truth;
  for (FactIndex fact = 0; fact < fact_count; ++fact) {
    const std::vector<AnswerValue> possible = values_of(fact);
    truth.push_back(possible[random() % possible.size()]);
  }
  return truth;
}

bool enabled(const FormItem& item, const FactValues& values) {
  return evaluate(item.relevant, values) != Truth::no;
}

struct Trial {
  Rulebook book;
  std::optional<Form> form;

  [[nodiscard]] const Expression& expression() const { return book.criteria.front().expression; }
};

Trial trial_of(std::mt19937& random, bool assumptions) {
  Trial trial{random_rulebook(random, assumptions), std::nullopt};
  Criterion criterion;
  criterion.id = "random";
  criterion.edition = "1";
  criterion.expression = random_expression(random, 3);
  trial.book.criteria.push_back(std::move(criterion));
  trial.form = form_of(trial.book, 0);
  return trial;
}

class RandomForms : public testing::TestWithParam<unsigned> {};

TEST_P(RandomForms, EnableARequiredItemExactlyWhileItsAnswerCanStillMatter) {
  std::mt19937 random(GetParam());
  int items = 0, hidden = 0;
  for (int round = 0; round < 150; ++round) {
    const Trial trial = trial_of(random, round % 2 == 0);
    if (!trial.form) continue;
    FactValues values = nothing_said(trial.book);
    const std::vector<AnswerValue> truth = random_truth(random);
    for (const FormItem& item : trial.form->items) {
      if (!item.optional) {
        const std::vector<FactIndex> decisive = decisive_unknowns(trial.expression(), values);
        const bool matters = std::ranges::find(decisive, item.fact) != decisive.end();
        ASSERT_EQ(enabled(item, values), matters) << "round " << round << " fact " << item.fact;
        ++items;
        hidden += matters ? 0 : 1;
      }
      if (random() % 4 != 0) answer(values, item.fact, truth[item.fact]);  // else left open
    }
  }
  EXPECT_GT(items, 100);
  EXPECT_GT(hidden, 20);
}

TEST_P(RandomForms, AreDecidedByTheAnswersToEnabledItems) {
  std::mt19937 random(GetParam() + 100);
  for (int round = 0; round < 200; ++round) {
    const Trial trial = trial_of(random, round % 2 == 0);
    if (!trial.form) continue;
    const std::vector<AnswerValue> truth = random_truth(random);
    FactValues values = nothing_said(trial.book);
    for (const FormItem& item : trial.form->items) {
      const bool answers = !item.optional || random() % 2 == 0;
      if (answers && enabled(item, values)) answer(values, item.fact, truth[item.fact]);
    }
    ASSERT_NE(evaluate(trial.expression(), values), Truth::unknown);
    FactValues everything = values;  // what was not asked changes nothing
    for (FactIndex fact = 0; fact < fact_count; ++fact) {
      if (!values.known(fact)) answer(everything, fact, truth[fact]);
    }
    ASSERT_EQ(evaluate(trial.expression(), everything), evaluate(trial.expression(), values));
  }
}

TEST_P(RandomForms, AskOneByOneOnlyWhatMattersAndEndWithTheSameOutcome) {
  std::mt19937 random(GetParam() + 200);
  int questions = 0;
  for (int round = 0; round < 200; ++round) {
    const Trial trial = trial_of(random, round % 2 == 0);
    if (!trial.form) continue;
    const std::vector<AnswerValue> truth = random_truth(random);
    FactValues values = nothing_said(trial.book);
    NextQuestions next = next_questions(trial.book, *trial.form, values);
    ASSERT_EQ(next.together == 0, next.ask.empty());
    for (; !next.ask.empty(); next = next_questions(trial.book, *trial.form, values)) {
      const FactIndex fact = next.ask.front();
      std::set<Truth> outcomes;
      for (const AnswerValue& value : values_of(fact)) {
        FactValues tried = values;
        answer(tried, fact, value);
        std::vector<FactIndex> rest = decisive_unknowns(trial.expression(), tried);
        outcomes.insert(rest.empty() ? evaluate(trial.expression(), tried) : Truth::unknown);
      }
      ASSERT_TRUE(outcomes.size() > 1 || outcomes.contains(Truth::unknown));
      answer(values, fact, truth[fact]);
      ++questions;
    }
    ASSERT_NE(next.outcome, Truth::unknown);
    FactValues everything = nothing_said(trial.book);
    for (FactIndex fact = 0; fact < fact_count; ++fact) {
      if (!trial.book.facts[fact].when_absent) answer(everything, fact, truth[fact]);
    }
    ASSERT_EQ(next.outcome, evaluate(trial.expression(), everything));
  }
  EXPECT_GT(questions, 50);
}

/// Whether some way to answer everything that is open turns a no into a yes when this fact is answered
/// otherwise.
bool door_by_trying(const Trial& trial, const FactValues& values, FactIndex fact,
                    std::vector<FactIndex> open) {
  if (open.empty()) {
    if (evaluate(trial.expression(), values) == Truth::yes) return false;
    return std::ranges::any_of(values_of(fact), [&](const AnswerValue& value) {
      FactValues tried = values;
      answer(tried, fact, value);
      return evaluate(trial.expression(), tried) == Truth::yes;
    });
  }
  const FactIndex first = open.back();
  open.pop_back();
  return std::ranges::any_of(values_of(first), [&](const AnswerValue& value) {
    FactValues tried = values;
    answer(tried, first, value);
    return door_by_trying(trial, tried, fact, open);
  });
}

TEST_P(RandomForms, OfferAnAssumedFactExactlyWhileAnotherAnswerOpensADoor) {
  std::mt19937 random(GetParam() + 300);
  int offered = 0;
  for (int round = 0; round < 60; ++round) {
    const Trial trial = trial_of(random, true);
    if (!trial.form) continue;
    FactValues values = nothing_said(trial.book);
    answer(values, 2, base::Decimal(1));  // one assumed fact is left: the first
    for (const FactIndex fact : {3U, 5U}) answer(values, fact, random_truth(random)[fact]);
    const NextQuestions next = next_questions(trial.book, *trial.form, values);
    const bool door = door_by_trying(trial, values, 0, {1, 4, 6});
    ASSERT_EQ(next.optional, door ? std::vector<FactIndex>{0} : std::vector<FactIndex>{})
        << "round " << round;
    ASSERT_TRUE(next_questions(trial.book, *trial.form, values, next.optional).optional.empty());
    offered += door ? 1 : 0;
  }
  EXPECT_GT(offered, 0);
}

TEST_P(RandomForms, AskNoMoreThanTheFactsOfTheirCriterion) {
  std::mt19937 random(GetParam() + 400);
  for (int round = 0; round < 100; ++round) {
    const Trial trial = trial_of(random, true);
    if (!trial.form) continue;
    std::set<FactIndex> facts;
    for (const Atom& one : trial.expression().atoms) facts.insert(one.fact);
    std::set<FactIndex> asked;
    for (const FormItem& item : trial.form->items) {
      ASSERT_TRUE(facts.contains(item.fact));
      ASSERT_TRUE(asked.insert(item.fact).second);
      for (const Atom& one : item.relevant.atoms)
        ASSERT_TRUE(asked.contains(one.fact) && one.fact != item.fact);
    }
  }
}

TEST_P(RandomForms, LoseNoQuestionWhereTheDiagramWouldGrowTooLarge) {
  std::mt19937 random(GetParam() + 500);
  int overflows = 0;
  for (int round = 0; round < 150; ++round) {
    const Trial trial = trial_of(random, round % 2 == 0);
    if (!trial.form) continue;
    const std::size_t limit = 2 + random() % 30;
    const std::optional<Form> small = form_of(trial.book, 0, limit);
    ASSERT_TRUE(small) << "round " << round;
    const std::vector<AnswerValue> truth = random_truth(random);
    FactValues values = nothing_said(trial.book);
    for (const FormItem& item : trial.form->items) {
      const auto same = std::ranges::find(small->items, item.fact, &FormItem::fact);
      ASSERT_NE(same, small->items.end()) << "round " << round << " fact " << item.fact;
      EXPECT_EQ(same->optional, item.optional);
      ASSERT_TRUE(!enabled(item, values) || enabled(*same, values)) << "round " << round;
      overflows += same->always() && !item.always() ? 1 : 0;
      if (random() % 4 != 0) answer(values, item.fact, truth[item.fact]);
      const NextQuestions wanted = next_questions(trial.book, *trial.form, values);
      const NextQuestions next = next_questions(trial.book, *small, values, {}, limit);
      ASSERT_THAT(next.ask, testing::UnorderedElementsAreArray(wanted.ask));
      ASSERT_GE(next.together, wanted.together);
      for (const FactIndex fact : wanted.optional) ASSERT_THAT(next.optional, testing::Contains(fact));
    }
  }
  EXPECT_GT(overflows, 20);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomForms, testing::Range(1U, 7U));

}  // namespace
}  // namespace precert
