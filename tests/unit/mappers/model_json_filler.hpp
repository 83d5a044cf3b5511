// Fills every field that precert/model/fields.hpp lists with a value of its own, and finds fields that were
// left.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "mappers/model/model_shapes.hpp"

namespace support {

/// Two fillers that start at different seeds disagree in every text and number.
class Filler {
 public:
  explicit Filler(int seed) : next_(seed) {}

  template <class Value>
  void fill(Value& value) {
    if constexpr (std::is_same_v<Value, std::string>) {
      value = text();
    } else if constexpr (mappers::is_strong<Value>) {
      value = Value(text());
    } else if constexpr (std::is_same_v<Value, bool>) {
      value = !value;
    } else if constexpr (std::is_integral_v<Value>) {
      value = static_cast<Value>(number());
    } else if constexpr (std::is_enum_v<Value>) {
      constexpr int words = static_cast<int>(precert::Words<Value>::all.size());
      if constexpr (words > 1) value = static_cast<Value>(1 + number() % (words - 1));
    } else if constexpr (std::is_same_v<Value, base::Decimal>) {
      value = base::Decimal(number(), 2);
    } else if constexpr (std::is_same_v<Value, base::Date>) {
      value = base::Date{2026, 1, 1}.plus_days(number());
    } else if constexpr (std::is_same_v<Value, base::Instant>) {
      value = base::Instant(std::chrono::seconds(1'700'000'000 + number()));
    } else if constexpr (std::is_same_v<Value, base::Period>) {
      fill(value.start);
      fill(value.end);
    } else if constexpr (std::is_same_v<Value, precert::AnswerValue>) {
      fill_answer(value);
    } else if constexpr (mappers::is_optional<Value>) {
      fill(value.emplace());
    } else if constexpr (mappers::is_vector<Value>) {
      for (int count = 0; count < 4; ++count) fill(value.emplace_back());
    } else {
      precert::fields(value, [this](std::string_view, auto& field) { fill(field); });
    }
  }

 private:
  int number() { return ++next_; }
  // Quotes, a backslash, a line end and two letters beyond ASCII: what JSON has to escape and what it must
  // not.
  std::string text() { return "t" + std::to_string(number()) + "\"\\\n\xC3\xA9\xE2\x82\xAC"; }

  void fill_answer(precert::AnswerValue& value) {
    switch (number() % 4) {
      case 0: value = true; return;
      case 1: fill(value.emplace<base::Decimal>()); return;
      case 2: fill(value.emplace<base::Date>()); return;
      default: fill(value.emplace<std::string>()); return;
    }
  }

  int next_;
};

template <class Value>
[[nodiscard]] Value filled(int seed = 0) {
  Value value;
  Filler(seed).fill(value);
  return value;
}

/// Paths of fields that still say what a new object says.
template <class Value>
void find_unset(const std::string& path, const Value& value, std::vector<std::string>& unset) {
  if constexpr (mappers::is_optional<Value>) {
    if (!value) {
      unset.push_back(path);
    } else {
      find_unset(path, *value, unset);
    }
  } else if constexpr (mappers::is_vector<Value>) {
    if (value.empty()) unset.push_back(path);
    for (const auto& one : value) find_unset(path, one, unset);
  } else if constexpr (std::is_same_v<Value, precert::Source>) {
    if (value.where.empty()) unset.push_back(path);
  } else if constexpr (mappers::ModelStruct<Value>) {
    precert::fields(value, [&](std::string_view name, const auto& field) {
      find_unset(path + "." + std::string(name), field, unset);
    });
  } else if constexpr (std::is_enum_v<Value>) {
    if (precert::Words<Value>::all.size() > 1 && value == Value{}) unset.push_back(path);  // else it has no other
  } else if constexpr (!std::is_same_v<Value, bool> && !std::is_same_v<Value, precert::AnswerValue>) {
    if (value == Value{}) unset.push_back(path);
  }
}

}  // namespace support
