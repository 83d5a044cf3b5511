#include "mappers/model/model_json.hpp"

#include <charconv>
#include <concepts>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/strong.hpp"
#include "mappers/model/attachment_json.hpp"
#include "mappers/model/coverage_json.hpp"
#include "mappers/model/model_shapes.hpp"
#include "parsers/json/document.hpp"
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

// ---- In.

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

base::Result<precert::ReviewRequest> review_request_from_json(std::string_view text) {
  return value_from<precert::ReviewRequest>(text);
}
base::Result<precert::Determination> determination_from_json(std::string_view text) {
  base::Result<precert::Determination> read = value_from<precert::Determination>(text);
  if (!read) return read;
  // Records of before notes had a kind say it by their first words.
  for (precert::Note& note : read->notes) {
    if (!note.kind && note.text.starts_with("Peer-to-peer talk ")) note.kind = precert::NoteKind::peer_to_peer;
  }
  return read;
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

std::vector<std::string> differences(const precert::ReviewRequest& left,
                                     const precert::ReviewRequest& right) {
  return differences_of(left, right);
}
std::vector<std::string> differences(const precert::Determination& left,
                                     const precert::Determination& right) {
  return differences_of(left, right);
}

}  // namespace mappers
