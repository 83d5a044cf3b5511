// The model from JSON: the first fault stops the reading.
#include "mappers/model/model_json.hpp"

#include <charconv>
#include <concepts>
#include <cstdint>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/strong.hpp"
#include "mappers/model/attachment_json.hpp"
#include "mappers/model/coverage_json.hpp"
#include "mappers/model/model_shapes.hpp"
#include "parsers/json/document.hpp"

namespace mappers {
namespace {

/// Reads one document; the first fault stops it.
class Reader {
 public:
  explicit Reader(json::Value root) : root_(root) {}

  template <class Value>
  bool read(const json::Value& from, Value& into);
  [[nodiscard]] const base::Issue& fault() const { return fault_; }

 private:
  template <class Struct>
  bool read_struct(const json::Value& from, Struct& into);
  bool read_answer(const json::Value& from, precert::AnswerValue& into);
  bool read_period(const json::Value& from, base::Period& into);
  bool read_integer(const json::Value& from, int& into);
  template <class Value>
  bool read_vector(const json::Value& from, std::vector<Value>& into);
  /// `parsed` when the text could be understood.
  template <class Value>
  bool keep(const json::Value& from, std::optional<Value> parsed, Value& into, std::string_view wanted);

  bool refuse(const json::Value& at, std::string_view remedy) {
    fault_ = base::Issue{base::IssueCode::data_invalid, json::place_of(root_, at), std::string(remedy),
                         base::Severity::error};
    return false;
  }
  bool text(const json::Value& from, std::string& into) {
    if (!from.is_string()) return refuse(from, "A text is wanted here.");
    into = from.string();
    return true;
  }

  json::Value root_;
  base::Issue fault_;
};

template <class Value>
bool Reader::keep(const json::Value& from, std::optional<Value> parsed, Value& into,
                  std::string_view wanted) {
  if (!from.is_string() || !parsed) return refuse(from, wanted);
  into = *parsed;
  return true;
}

bool Reader::read_integer(const json::Value& from, int& into) {
  const std::string_view digits = from.number_text();
  const char* const first = digits.data();
  const char* const end = first + digits.size();
  const auto [stop, error] = std::from_chars(first, end, into);
  if (digits.empty() || error != std::errc{} || stop != end)
    return refuse(from, "A whole number is wanted here.");
  return true;
}

template <class Value>
bool Reader::read(const json::Value& from, Value& into) {
  if constexpr (std::same_as<Value, std::string>) {
    return text(from, into);
  } else if constexpr (is_strong<Value>) {
    std::string id;
    if (!text(from, id)) return false;
    into = Value(std::move(id));
    return true;
  } else if constexpr (std::same_as<Value, precert::Source>) {
    return text(from, into.where);
  } else if constexpr (std::same_as<Value, bool>) {
    if (!from.is_boolean()) return refuse(from, "true or false is wanted here.");
    into = from.boolean();
    return true;
  } else if constexpr (std::integral<Value>) {
    return read_integer(from, into);
  } else if constexpr (std::is_enum_v<Value>) {
    return keep(from, precert::from_word<Value>(from.string()), into,
                "One of the words of this field is wanted here.");
  } else if constexpr (std::same_as<Value, base::Decimal>) {
    return keep(from, base::decimal_from(from.string()), into, "A decimal number in quotes is wanted here.");
  } else if constexpr (std::same_as<Value, base::Date>) {
    if (from.is_string() && from.string().empty()) return true;  // no date: what `into` has already
    return keep(from, base::date_from_iso(from.string()), into, "A date like 2026-01-31 is wanted here.");
  } else if constexpr (std::same_as<Value, base::Instant>) {
    return keep(from, base::instant_from_iso(from.string()), into,
                "An instant like 2026-01-31T09:30:00Z is wanted here.");
  } else if constexpr (std::same_as<Value, base::Period>) {
    return read_period(from, into);
  } else if constexpr (std::same_as<Value, precert::AnswerValue>) {
    return read_answer(from, into);
  } else if constexpr (is_optional<Value>) {
    return read(from, into.emplace());
  } else if constexpr (is_vector<Value>) {
    return read_vector(from, into);
  } else {
    return read_struct(from, into);
  }
}

template <class Value>
bool Reader::read_vector(const json::Value& from, std::vector<Value>& into) {
  if (!from.is_array()) return refuse(from, "A list is wanted here.");
  into.reserve(from.size());
  for (const json::Value one : from.elements()) {
    if (!read(one, into.emplace_back())) return false;
  }
  return true;
}

bool Reader::read_answer(const json::Value& from, precert::AnswerValue& into) {
  if (from.is_object() && from.size() == 1) {
    const json::Member only = *from.members().begin();
    if (only.key == answer_tags[0]) return read(only.value, into.emplace<bool>());
    if (only.key == answer_tags[1]) return read(only.value, into.emplace<base::Decimal>());
    if (only.key == answer_tags[2]) return read(only.value, into.emplace<base::Date>());
    if (only.key == answer_tags[3]) return read(only.value, into.emplace<std::string>());
  }
  return refuse(from, "One of boolean, decimal, date or text is wanted here, with its value.");
}

bool Reader::read_period(const json::Value& from, base::Period& into) {
  if (!from.is_object()) return refuse(from, "An object with start and end is wanted here.");
  for (const json::Member member : from.members()) {
    if (member.key == "start") {
      if (!read(member.value, into.start)) return false;
    } else if (member.key == "end") {
      if (!read(member.value, into.end)) return false;
    } else {
      return refuse(member.value, "There is no field of this name.");
    }
  }
  return true;
}

template <class Struct>
bool Reader::read_struct(const json::Value& from, Struct& into) {
  if (!from.is_object()) return refuse(from, "An object is wanted here.");
  // Written in the order of the fields, members are found without a search; in any other order, with one.
  const json::Members members = from.members();
  auto next = members.begin();
  const auto end = members.end();
  std::size_t known = 0;
  bool good = true;
  precert::fields(into, [&](std::string_view name, auto& field) {
    if (!good) return;
    json::Value found;
    if (!(next == end) && (*next).key == name) {
      found = (*next).value;
      ++next;
    } else {
      found = from.find(name);
    }
    if (!found) return;
    ++known;
    good = read(found, field);
  });
  if (!good || known == from.size()) return good;
  for (const json::Member member : members) {
    bool named = false;
    precert::fields(into, [&](std::string_view name, const auto&) { named = named || name == member.key; });
    if (!named) return refuse(member.value, "There is no field of this name.");
  }
  return true;
}

template <class Value>
base::Result<Value> value_from(std::string_view text) {
  json::Document document;
  const base::Result<json::Value> root = document.parse_copy(text);
  if (!root) {
    const base::Issue fault = root.error().first();  // a copy: error() gives a temporary
    return base::Issue{base::IssueCode::data_invalid, fault.where, fault.remedy, base::Severity::error};
  }
  Value value;
  Reader reader(*root);
  if (!reader.read(*root, value)) return reader.fault();
  return value;
}

}  // namespace

base::Result<precert::ReviewRequest> review_request_from_json(std::string_view text) {
  return value_from<precert::ReviewRequest>(text);
}
base::Result<precert::Determination> determination_from_json(std::string_view text) {
  return value_from<precert::Determination>(text);
}
base::Result<precert::MemberRecord> member_from_json(std::string_view text) {
  return value_from<precert::MemberRecord>(text);
}
base::Result<precert::Facility> facility_from_json(std::string_view text) {
  return value_from<precert::Facility>(text);
}
base::Result<precert::AttachmentMessage> attachment_message_from_json(std::string_view text) {
  return value_from<precert::AttachmentMessage>(text);
}

base::Result<precert::CoverageQuestion> coverage_question_from_json(std::string_view text) {
  return value_from<precert::CoverageQuestion>(text);
}
base::Result<precert::CoverageAnswer> coverage_answer_from_json(std::string_view text) {
  return value_from<precert::CoverageAnswer>(text);
}

}  // namespace mappers
