// JSON lines on standard error. Ids, codes, counts and durations only: never a name, a member number or a body.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace gateway::log {

/// A value is text (quoted and escaped) or a whole number.
class Value {
 public:
  Value(std::string_view text) : text_(text), quoted_(true) {}            // NOLINT(google-explicit-constructor)
  Value(const std::string& text) : text_(text), quoted_(true) {}          // NOLINT(google-explicit-constructor)
  Value(const char* text) : text_(text), quoted_(true) {}                 // NOLINT(google-explicit-constructor)
  template <std::integral Number>
  Value(Number number) : text_(std::to_string(number)), quoted_(false) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool quoted() const { return quoted_; }

 private:
  std::string text_;
  bool quoted_;
};

using Fields = std::initializer_list<std::pair<std::string_view, Value>>;

enum class Level : unsigned char { debug, info, warning, error, off };

/// The least severe level that is written; info unless told.
void set_level(Level level);
[[nodiscard]] bool enabled(Level level);

void info(std::string_view event, Fields fields);
void warning(std::string_view event, Fields fields);
void error(std::string_view event, Fields fields);

}  // namespace gateway::log
