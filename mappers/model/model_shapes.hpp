// What kinds of values the model is made of, for code that walks precert/model/fields.hpp.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/strong.hpp"
#include "precert/model/coverage_fields.hpp"
#include "precert/model/fields.hpp"
#include "precert/model/words.hpp"

namespace mappers {

template <class Value>
inline constexpr bool is_optional = false;
template <class Value>
inline constexpr bool is_optional<std::optional<Value>> = true;

template <class Value>
inline constexpr bool is_vector = false;
template <class Value>
inline constexpr bool is_vector<std::vector<Value>> = true;

template <class Value>
inline constexpr bool is_strong = false;
template <class Tag>
inline constexpr bool is_strong<base::Strong<Tag>> = true;

struct AnyField {
  template <class Value>
  void operator()(std::string_view, Value&) const {}
};

/// A struct of the model, listed in fields.hpp.
template <class Value>
concept ModelStruct = requires(Value& value) { precert::fields(value, AnyField{}); };

/// What each alternative of an AnswerValue is called, in their order.
inline constexpr std::array<std::string_view, 4> answer_tags{"boolean", "decimal", "date", "text"};
static_assert(answer_tags.size() == std::variant_size_v<precert::AnswerValue>);

}  // namespace mappers
