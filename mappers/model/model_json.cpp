// The model as JSON, and what two values of it differ in: one walk, told to a sink. model_json_in.cpp reads it again.
#include "mappers/model/model_json.hpp"

#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/strong.hpp"
#include "mappers/model/attachment_json.hpp"
#include "mappers/model/coverage_json.hpp"
#include "mappers/model/model_shapes.hpp"
#include "parsers/json/writer.hpp"

namespace mappers {
namespace {

// ---- Out: one walk, told to a sink that writes JSON or lists leaves.

template <class Value>
bool left_out(const Value& value) {
  if constexpr (std::same_as<Value, std::string> || is_strong<Value> || is_vector<Value>) {
    return value.empty();
  } else if constexpr (std::same_as<Value, precert::Source>) {
    return value.where.empty();
  } else if constexpr (is_optional<Value>) {
    return !value.has_value();
  } else if constexpr (std::same_as<Value, base::Date> || std::same_as<Value, base::Instant>) {
    return value == Value{};
  } else if constexpr (std::same_as<Value, base::Period>) {
    return value == Value{};
  } else if constexpr (ModelStruct<Value>) {
    bool all = true;
    precert::fields(value, [&all](std::string_view, const auto& field) { all = all && left_out(field); });
    return all;
  } else {
    return false;  // a closed word, a truth value or a number always says something
  }
}

std::string text_of(base::Date day) { return day == base::Date{} ? std::string() : base::iso(day); }

/// The word at the place its value suggests: every table is in the order of its enum.
template <class Enum>
std::string_view word_of(Enum value) {
  const auto& all = precert::Words<Enum>::all;
  const auto at = static_cast<std::size_t>(value);
  return at < all.size() && all[at].first == value ? all[at].second : precert::word(value);
}

template <class Sink, class Value>
void tell(Sink& sink, const Value& value);

template <class Sink, class Value>
void tell_field(Sink& sink, std::string_view name, const Value& value) {
  if constexpr (std::same_as<Value, precert::Source>) {
    if (!Sink::tells_sources) return;
  }
  if (left_out(value)) return;
  sink.key(name);
  tell(sink, value);
}

/// {"decimal": "6"}: the name of the one member says what kind of answer it is.
template <class Sink>
void tell_answer(Sink& sink, const precert::AnswerValue& value) {
  sink.begin_object();
  sink.key(answer_tags[value.index()]);
  std::visit([&sink](const auto& held) { tell(sink, held); }, value);
  sink.end_object();
}

template <class Sink, class Value>
void tell(Sink& sink, const Value& value) {
  if constexpr (std::same_as<Value, std::string>) {
    sink.string(value);
  } else if constexpr (is_strong<Value>) {
    sink.string(value.text());
  } else if constexpr (std::same_as<Value, precert::Source>) {
    sink.string(value.where);
  } else if constexpr (std::same_as<Value, bool>) {
    sink.boolean(value);
  } else if constexpr (std::integral<Value>) {
    sink.number(std::int64_t{value});
  } else if constexpr (std::is_enum_v<Value>) {
    sink.string(word_of(value));
  } else if constexpr (std::same_as<Value, base::Decimal>) {
    sink.string(value.text());
  } else if constexpr (std::same_as<Value, base::Date>) {
    sink.string(text_of(value));
  } else if constexpr (std::same_as<Value, base::Instant>) {
    sink.string(base::iso(value));
  } else if constexpr (std::same_as<Value, base::Period>) {
    sink.begin_object();
    tell_field(sink, "start", value.start);
    tell_field(sink, "end", value.end);
    sink.end_object();
  } else if constexpr (std::same_as<Value, precert::AnswerValue>) {
    tell_answer(sink, value);
  } else if constexpr (is_optional<Value>) {
    if (value) tell(sink, *value);
  } else if constexpr (is_vector<Value>) {
    sink.begin_array();
    for (const auto& one : value) tell(sink, one);
    sink.end_array();
  } else {
    sink.begin_object();
    precert::fields(value,
                    [&sink](std::string_view name, const auto& field) { tell_field(sink, name, field); });
    sink.end_object();
  }
}

struct JsonSink : json::Writer {
  static constexpr bool tells_sources = true;
  using json::Writer::Writer;
};

template <class Value>
std::string json_of(const Value& value, JsonStyle style) {
  constexpr std::size_t usual_bytes = 4096;
  std::string out;
  out.reserve(usual_bytes);
  JsonSink sink(out, style == JsonStyle::pretty ? json::Layout::pretty : json::Layout::compact);
  tell(sink, value);
  if (style == JsonStyle::pretty) out += '\n';
  return out;
}

// ---- Differences: the leaves of both, by their paths.

struct Leaf {
  std::string path;
  std::string text;
};

/// Lists leaves instead of writing them: "services[0].quantity.value" and "1".
class LeafSink {
 public:
  static constexpr bool tells_sources = false;

  void key(std::string_view name) {
    if (!path_.empty()) path_ += '.';
    path_ += name;
  }
  void begin_object() { open(false); }
  void begin_array() { open(true); }
  void end_object() { close(); }
  void end_array() { close(); }
  void string(std::string_view text) { leaf(std::string(text)); }
  void number(std::int64_t value) { leaf(std::to_string(value)); }
  void boolean(bool value) { leaf(value ? "true" : "false"); }
  [[nodiscard]] std::vector<Leaf> leaves() && { return std::move(leaves_); }

 private:
  struct Level {
    std::size_t path_size;  // of the value that is open
    bool array;
    std::size_t next_index = 0;
    std::size_t leaves_before;
  };

  /// A value begins: inside an array its path gets an index.
  void begin_value() {
    if (levels_.empty() || !levels_.back().array) return;
    path_ += '[' + std::to_string(levels_.back().next_index++) + ']';
  }
  /// A value ended: the path is again that of what it stands in.
  void end_value() { path_.resize(levels_.empty() ? 0 : levels_.back().path_size); }
  void open(bool array) {
    begin_value();
    levels_.push_back(Level{path_.size(), array, 0, leaves_.size()});
  }
  void close() {
    const Level level = levels_.back();
    levels_.pop_back();
    path_.resize(level.path_size);
    if (leaves_.size() == level.leaves_before) leaves_.push_back({path_, level.array ? "[]" : "{}"});
    end_value();
  }
  void leaf(std::string text) {
    begin_value();
    leaves_.push_back({path_, std::move(text)});
    end_value();
  }

  std::string path_;
  std::vector<Level> levels_;
  std::vector<Leaf> leaves_;
};

template <class Value>
std::vector<Leaf> leaves_of(const Value& value) {
  LeafSink sink;
  tell(sink, value);
  return std::move(sink).leaves();
}

template <class Value>
std::vector<std::string> differences_of(const Value& left, const Value& right) {
  const std::vector<Leaf> of_left = leaves_of(left);
  const std::vector<Leaf> of_right = leaves_of(right);
  std::map<std::string_view, std::string_view> unseen;
  for (const Leaf& leaf : of_right) unseen.emplace(leaf.path, leaf.text);

  std::vector<std::string> lines;
  for (const Leaf& leaf : of_left) {
    const auto other = unseen.find(leaf.path);
    const std::string_view text = other == unseen.end() ? std::string_view("-") : other->second;
    if (other == unseen.end() || text != leaf.text) {
      lines.push_back(leaf.path + ": " + leaf.text + " | " + std::string(text));
    }
    if (other != unseen.end()) unseen.erase(other);
  }
  for (const Leaf& leaf : of_right) {
    if (unseen.contains(leaf.path)) lines.push_back(leaf.path + ": - | " + leaf.text);
  }
  return lines;
}

}  // namespace

std::string to_json(const precert::ReviewRequest& request, JsonStyle style) {
  return json_of(request, style);
}
std::string to_json(const precert::Determination& determination, JsonStyle style) {
  return json_of(determination, style);
}
std::string to_json(const precert::MemberRecord& member, JsonStyle style) { return json_of(member, style); }
std::string to_json(const precert::Facility& facility, JsonStyle style) { return json_of(facility, style); }
std::string to_json(const precert::AttachmentMessage& message, JsonStyle style) {
  return json_of(message, style);
}

std::string to_json(const precert::CoverageQuestion& question, JsonStyle style) {
  return json_of(question, style);
}
std::string to_json(const precert::CoverageAnswer& answer, JsonStyle style) { return json_of(answer, style); }

std::string content_lines(const precert::CoverageQuestion& question) {
  std::string lines;
  for (const Leaf& leaf : leaves_of(question)) lines.append(leaf.path).append(": ").append(leaf.text) += '\n';
  return lines;
}

std::vector<std::string> differences(const precert::ReviewRequest& left,
                                     const precert::ReviewRequest& right) {
  return differences_of(left, right);
}
std::vector<std::string> differences(const precert::Determination& left,
                                     const precert::Determination& right) {
  return differences_of(left, right);
}

}  // namespace mappers
