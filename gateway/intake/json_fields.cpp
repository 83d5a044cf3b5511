#include "gateway/intake/json_fields.hpp"

#include <algorithm>

namespace gateway {
namespace {

std::string trimmed_text(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

}  // namespace

JsonFields::JsonFields(const json::Value& object, std::string where, base::Issues& issues)
    : object_(object), where_(std::move(where)), issues_(&issues) {
  if (object_.exists() && !object_.is_object()) {
    issues_->add(base::IssueCode::message_unreadable, where_, where_ + " is to be a JSON object.");
    object_ = {};
  }
}

void JsonFields::fault(std::string_view name, const std::string& words) {
  issues_->add(base::IssueCode::message_unreadable, pointer_to(name), pointer_to(name) + " " + words);
}

json::Value JsonFields::member(std::string_view name, Need need) {
  known_.emplace_back(name);
  const json::Value value = object_.find(name);
  if (!value.exists() && need == Need::wanted) fault(name, "is wanted.");
  return value;
}

std::string JsonFields::text(std::string_view name, Need need) {
  const json::Value value = member(name, need);
  if (!value.exists()) return {};
  if (!value.is_string()) {
    fault(name, "is to be text.");
    return {};
  }
  std::string read = trimmed_text(value.string());
  if (read.empty() && need == Need::wanted) fault(name, "is empty.");
  return read;
}

std::string JsonFields::one_of(std::string_view name, std::span<const std::string_view> words,
                               std::string_view otherwise) {
  const std::string said = text(name);
  if (said.empty()) return std::string(otherwise);
  if (std::ranges::find(words, said) != words.end()) return said;
  std::string all;
  for (const std::string_view word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  fault(name, "is to be one of " + all + ".");
  return std::string(otherwise);
}

std::optional<base::Date> JsonFields::date(std::string_view name, Need need) {
  const std::string said = text(name, need);
  if (said.empty()) return std::nullopt;
  std::optional<base::Date> day = base::date_from_iso(said);
  if (!day) fault(name, "is to be a date such as 2026-01-31.");
  return day;
}

std::optional<base::Decimal> JsonFields::amount(std::string_view name) {
  const json::Value value = member(name, Need::optional);
  if (!value.exists()) return std::nullopt;
  std::optional<base::Decimal> number = base::decimal_from(value.is_number() ? value.number_text() : "");
  if (number && base::Decimal() < *number) return number;
  fault(name, "is to be a number above zero.");
  return std::nullopt;
}

bool JsonFields::flag(std::string_view name) {
  const json::Value value = member(name, Need::optional);
  if (value.exists() && !value.is_boolean()) fault(name, "is to be true or false.");
  return value.boolean();
}

JsonFields JsonFields::object(std::string_view name, Need need) {
  const json::Value value = member(name, need);
  return {value, pointer_to(name), *issues_};
}

std::vector<JsonFields> JsonFields::objects(std::string_view name, Need need) {
  const json::Value value = member(name, need);
  std::vector<JsonFields> all;
  if (!value.exists()) return all;
  if (!value.is_array()) fault(name, "is to be a list of objects.");
  for (const json::Value one : value.elements()) {
    all.emplace_back(one, pointer_to(name) + "/" + std::to_string(all.size()), *issues_);
  }
  if (value.is_array() && all.empty() && need == Need::wanted) fault(name, "is empty.");
  return all;
}

std::vector<std::string> JsonFields::texts(std::string_view name, Need need) {
  const json::Value value = member(name, need);
  std::vector<std::string> all;
  if (!value.exists()) return all;
  if (!value.is_array()) fault(name, "is to be a list of texts.");
  for (const json::Value one : value.elements()) {
    all.push_back(trimmed_text(one.string()));
    if (all.back().empty()) fault(std::string(name) + "/" + std::to_string(all.size() - 1), "is to be text.");
  }
  if (value.is_array() && all.empty() && need == Need::wanted) fault(name, "is empty.");
  return all;
}

void JsonFields::nothing_else() {
  for (const auto [key, value] : object_.members()) {
    if (std::ranges::find(known_, key) != known_.end()) continue;
    fault(key, "is nothing that is read here; remove it or mend its name.");
  }
}

}  // namespace gateway
