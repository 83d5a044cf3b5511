// The stored form of coverage questions and answers.
#include "mappers/model/coverage_json.hpp"

#include "tests/unit/mappers/model_json_filler.hpp"

namespace {

using testing::IsEmpty;

template <class Value>
base::Result<Value> read_back(const std::string& text) {
  if constexpr (std::is_same_v<Value, precert::CoverageQuestion>)
    return mappers::coverage_question_from_json(text);
  if constexpr (std::is_same_v<Value, precert::CoverageAnswer>)
    return mappers::coverage_answer_from_json(text);
}

template <class Value>
class CoverageJson : public testing::Test {};
using Kinds = testing::Types<precert::CoverageQuestion, precert::CoverageAnswer>;
TYPED_TEST_SUITE(CoverageJson, Kinds);

TYPED_TEST(CoverageJson, KeepsEveryField) {
  const auto original = support::filled<TypeParam>();
  std::vector<std::string> unset;
  support::find_unset("", original, unset);
  ASSERT_THAT(unset, IsEmpty());
  const auto read = read_back<TypeParam>(mappers::to_json(original));
  ASSERT_TRUE(read) << read.error().first().where << ": " << read.error().first().remedy;
  EXPECT_EQ(*read, original);
}

TYPED_TEST(CoverageJson, KeepsAnEmptyValue) {
  const TypeParam empty;
  const auto read = read_back<TypeParam>(mappers::to_json(empty));
  ASSERT_TRUE(read) << read.error().first().where;
  EXPECT_EQ(*read, empty);
}

}  // namespace
