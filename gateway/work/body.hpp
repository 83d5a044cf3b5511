// Reading what people send about a case: one JSON object, every fault reported with its place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/issue.hpp"
#include "parsers/json/value.hpp"

namespace gateway {

/// Reads the fields of one JSON object.
class BodyFields {
 public:
  /// `issues` outlives this. A value that is no object has no fields.
  BodyFields(const json::Value& object, std::string where, base::Issues& issues)
      : object_(object), where_(std::move(where)), issues_(&issues) {}

  /// "" when it is not there; with `wanted` that is a fault.
  [[nodiscard]] std::string text(std::string_view name, bool wanted = false) {
    const json::Value value = object_.find(name);
    if (!value.exists() && wanted) fault(name, "is wanted.");
    if (value.exists() && !value.is_string()) fault(name, "is text.");
    return std::string(value.string());
  }
  /// What `from` makes of the text or number; nullopt when it is not there or makes nothing (a fault).
  template <class Read>
  auto value_of(std::string_view name, Read from, const char* wanted) -> decltype(from(std::string_view())) {
    const json::Value value = object_.find(name);
    if (!value.exists()) return std::nullopt;
    auto found = from(value.is_number() ? value.number_text() : value.string());
    if (!found) fault(name, wanted);
    return found;
  }
  [[nodiscard]] std::optional<int> whole(std::string_view name) {
    const auto found = value_of(name, base::decimal_from, "is a whole number.");
    if (!found) return std::nullopt;
    const auto number = found->whole();
    const bool fits = number && std::in_range<int>(*number);
    if (!fits) fault(name, "is a whole number.");
    return fits ? std::optional(static_cast<int>(*number)) : std::nullopt;
  }
  /// Whole numbers of an array; empty when it is not there.
  [[nodiscard]] std::vector<int> wholes(std::string_view name) {
    std::vector<int> all;
    const json::Value value = object_.find(name);
    if (value.exists() && !value.is_array()) fault(name, "is a list of numbers.");
    for (const json::Value one : value.elements()) {
      const auto number = base::decimal_from(one.number_text());
      const auto whole_number = number ? number->whole() : std::nullopt;
      if (!whole_number || !std::in_range<int>(*whole_number)) {
        fault(name, "is a list of numbers.");
        return all;
      }
      all.push_back(static_cast<int>(*whole_number));
    }
    return all;
  }
  [[nodiscard]] json::Value child(std::string_view name) const { return object_.find(name); }
  [[nodiscard]] std::string place(std::string_view name) const { return where_ + "." + std::string(name); }
  void fault(std::string_view name, const std::string& words) {
    issues_->add(base::IssueCode::message_unreadable, place(name), place(name) + " " + words);
  }

 private:
  json::Value object_;
  std::string where_;
  base::Issues* issues_;
};

}  // namespace gateway
