// See speakable.hpp: one walk over the model's fields that looks, another over a copy that changes it.
#include "mappers/x12/speakable.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "mappers/model/model_shapes.hpp"
#include "parsers/x12/letters.hpp"

namespace mappers {
namespace {

/// Texts that X12 has no place for, or writes in a form of its own (a question's colon, an originator's URL).
constexpr std::array<std::string_view, 19> unsaid{
    "where",        "issuer",       "originator",   "fact",  "reference_system",
    "content_hash", "content_type", "transmission", "rule",  "criteria",
    "evidence",     "steps",        "supplier",     "queue", "rulebook",
    "source",       "reviewer",     "category",     "form"};

bool is_said(std::string_view field) {
  return std::find(unsaid.begin(), unsaid.end(), field) == unsaid.end();
}

bool blank(char c) { return c == ' '; }

/// What a text is written with under some Writer.
class Alphabet {
 public:
  explicit Alphabet(const x12::Writer& writer) : latin_(writer.latin()) {
    const x12::Delimiters& delimiters = writer.delimiters();
    std::fill(has_.begin() + 0x20, has_.begin() + 0x7F, true);
    for (const char one :
         {delimiters.element, delimiters.repetition, delimiters.component, delimiters.segment}) {
      has_[static_cast<unsigned char>(one)] = false;
    }
  }

  [[nodiscard]] bool has(std::string_view text) const { return !text.ends_with(' ') && all_of(text); }
  [[nodiscard]] bool all_of(std::string_view text) const {
    const auto refused = std::find_if_not(text.begin(), text.end(), [&](char c) { return has(c); });
    return refused == text.end() || (latin_ && all_letters(text));
  }
  [[nodiscard]] std::string said(std::string_view text) const {
    std::string out;
    while (!text.empty()) {
      const x12::Letter letter = x12::first_letter(text);
      out += has(letter) ? text.substr(0, letter.bytes) : std::string_view(" ");
      text.remove_prefix(letter.bytes);
    }
    out.erase(std::find_if_not(out.rbegin(), out.rend(), blank).base(), out.end());
    out.erase(out.begin(), std::find_if_not(out.begin(), out.end(), blank));
    return out;
  }
  /// Letters that are not agreed, without their accents; those that have no such spelling stay as they are.
  [[nodiscard]] std::string plain(std::string_view text) const {
    std::string out;
    while (!text.empty()) {
      const x12::Letter letter = x12::first_letter(text);
      const std::string_view ascii = letter.code < 0x80 || has(letter) ? "" : x12::plain_letters(letter.code);
      out += ascii.empty() ? text.substr(0, letter.bytes) : ascii;
      text.remove_prefix(letter.bytes);
    }
    return out;
  }

 private:
  [[nodiscard]] bool has(char c) const { return has_[static_cast<unsigned char>(c)]; }
  [[nodiscard]] bool has(const x12::Letter& letter) const {
    return letter.code < 0x80 ? has_[letter.code] : latin_ && x12::wire_letter(letter.code) != '\0';
  }
  [[nodiscard]] bool all_letters(std::string_view text) const {
    while (!text.empty()) {
      const x12::Letter letter = x12::first_letter(text);
      if (!has(letter)) return false;
      text.remove_prefix(letter.bytes);
    }
    return true;
  }

  std::array<bool, 256> has_{};
  bool latin_;
};

/// Parts of the model that X12 says nothing of, whatever their name.
template <class Value>
inline constexpr bool unsaid_part =
    std::is_same_v<Value, precert::Source> || std::is_same_v<Value, std::vector<precert::Source>> ||
    std::is_same_v<Value, std::vector<precert::Step>> ||
    std::is_same_v<Value, std::optional<precert::Reviewer>>;

template <class Value>
inline constexpr bool holds_text =
    !unsaid_part<Value> && (std::is_same_v<Value, std::string> || is_optional<Value> || is_vector<Value> ||
                            ModelStruct<Value> || std::is_same_v<Value, precert::AnswerValue>);

/// Words of ours that go into a MSG, which Output::message() fits to the delimiters: nothing is changed for
/// their sake.
template <class Value>
constexpr bool is_fitted(std::string_view name, bool decided) {
  if constexpr (std::is_same_v<Value, precert::Rights>) return true;
  if constexpr (std::is_same_v<Value, precert::Reason> || std::is_same_v<Value, precert::Refusal>)
    return name == "words";
  if constexpr (std::is_same_v<Value, precert::Note>) return decided && name == "text";
  return false;
}

/// False as soon as one text of the model has a character that cannot be said.
class Looking {
 public:
  /// `decided`: the model is a determination, whose notes are words of ours.
  Looking(const Alphabet& alphabet, bool decided) : alphabet_(alphabet), decided_(decided) {}

  template <class Value>
  [[nodiscard]] bool all_said(const Value& value) const {
    if constexpr (std::is_same_v<Value, std::string>) {
      return alphabet_.has(value);
    } else if constexpr (std::is_same_v<Value, precert::AnswerValue>) {
      const auto* const text = std::get_if<std::string>(&value);
      return text == nullptr || alphabet_.has(*text);
    } else if constexpr (is_optional<Value>) {
      return !value || all_said(*value);
    } else if constexpr (is_vector<Value>) {
      return std::all_of(value.begin(), value.end(), [this](const auto& one) { return this->all_said(one); });
    } else if constexpr (ModelStruct<Value>) {
      bool good = true;
      precert::fields(value, [&](std::string_view name, const auto& field) {
        if constexpr (holds_text<std::remove_cvref_t<decltype(field)>>) {
          good = good && (all_said(field) || !is_said(name) || is_question<Value>(name) ||
                          is_fitted<Value>(name, decided_));
        }
      });
      return good;
    } else {
      return true;
    }
  }

  /// The question of an answer is an id whose colon has a stand-in (answers.hpp).
  template <class Value>
  static constexpr bool is_question(std::string_view name) {
    return std::is_same_v<Value, precert::Answer> && name == "question";
  }

 private:
  const Alphabet& alphabet_;
  bool decided_;
};

class Changing {
 public:
  Changing(x12::Writer& writer, base::Issues& issues, bool decided)
      : alphabet_(writer), writer_(writer), issues_(issues), decided_(decided) {}

  template <class Value>
  void walk(Value& value, const std::string& path) {
    if constexpr (std::is_same_v<Value, std::string>) {
      text(value, path);
    } else if constexpr (std::is_same_v<Value, precert::AnswerValue>) {
      if (auto* const said = std::get_if<std::string>(&value)) text(*said, path);
    } else if constexpr (is_optional<Value>) {
      if (value) walk(*value, path);
    } else if constexpr (is_vector<Value>) {
      for (std::size_t i = 0; i < value.size(); ++i) walk(value[i], path + "[" + std::to_string(i) + "]");
      drop_empty(value, path);
    } else if constexpr (ModelStruct<Value>) {
      precert::fields(value, [&](std::string_view name, auto& field) {
        if constexpr (holds_text<std::remove_cvref_t<decltype(field)>>) {
          if (!is_said(name) || Looking::is_question<Value>(name) || is_fitted<Value>(name, decided_)) return;
          walk(field, path.empty() ? std::string(name) : path + "." + std::string(name));
        }
      });
    }
  }

 private:
  void text(std::string& value, const std::string& path) {
    if (alphabet_.has(value)) return;
    if (alphabet_.all_of(value)) {  // blanks at the end say nothing
      value.erase(std::find_if_not(value.rbegin(), value.rend(), blank).base(), value.end());
      return;
    }
    std::string plain = alphabet_.plain(value);
    writer_.note(plain);
    alphabet_ = Alphabet(writer_);  // it may have chosen others for this value's sake
    const bool spelled = alphabet_.has(plain);
    if (spelled && plain == value) return;
    value = spelled ? std::move(plain) : alphabet_.said(plain);
    issues_.add({base::IssueCode::not_supported, path,
                 spelled ? "letters that X12 has no room for were written without accents"
                         : "characters that X12 has no room for were replaced by blanks",
                 base::Severity::warning});
  }

  /// A number, identifier or address line of blanks says nothing, and X12 has no empty ones.
  template <class Value>
  static void drop_empty(std::vector<Value>& all, const std::string& path) {
    if constexpr (std::is_same_v<Value, precert::Identifier> ||
                  std::is_same_v<Value, precert::ContactPoint>) {
      std::erase_if(all, [](const Value& one) { return one.value.empty(); });
    } else if constexpr (std::is_same_v<Value, precert::Trace>) {
      std::erase_if(all, [](const Value& one) { return one.number.empty(); });
    } else if constexpr (std::is_same_v<Value, std::string>) {
      if (path.ends_with(".lines")) std::erase_if(all, [](const Value& one) { return one.empty(); });
    }
  }

  Alphabet alphabet_;
  x12::Writer& writer_;
  base::Issues& issues_;
  bool decided_;
};

template <class Model>
std::optional<Model> said(const Model& model, x12::Writer& writer, base::Issues& issues) {
  const Alphabet alphabet(writer);
  constexpr bool decided = std::is_same_v<Model, precert::Determination>;
  if (Looking(alphabet, decided).all_said(model)) return std::nullopt;
  std::optional<Model> changed(model);
  Changing(writer, issues, decided).walk(*changed, "");
  return changed;
}

}  // namespace

std::optional<precert::ReviewRequest> speakable(const precert::ReviewRequest& model, x12::Writer& writer,
                                                base::Issues& issues) {
  return said(model, writer, issues);
}

std::optional<precert::Determination> speakable(const precert::Determination& model, x12::Writer& writer,
                                                base::Issues& issues) {
  return said(model, writer, issues);
}

}  // namespace mappers
