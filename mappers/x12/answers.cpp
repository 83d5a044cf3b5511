// See answers.hpp.
#include "mappers/x12/answers.hpp"

#include <algorithm>
#include <optional>

#include "mappers/codes/procedure_codes.hpp"
#include "precert/criteria/units.hpp"

namespace mappers {
namespace {

/// X12 has no escape: where ':' separates components, the mark and the keys are written with '/'.
constexpr char stand_in = '/';
constexpr std::string_view mark_with_stand_in = "Q/";

bool plain_number(std::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

/// "8 wk": a number with its unit; nullopt when it is none.
std::optional<std::pair<base::Decimal, std::string_view>> measured_from(std::string_view value) {
  const std::size_t gap = value.find(' ');
  if (gap == std::string_view::npos || !plain_number(value.substr(0, gap))) return std::nullopt;
  const std::string_view unit = value.substr(gap + 1);
  const auto number = base::decimal_from(value.substr(0, gap));
  if (!number || !precert::is_unit(unit)) return std::nullopt;
  return std::pair(*number, unit);
}

precert::AnswerValue value_from(std::string_view value) {
  if (value == "Y") return true;
  if (value == "N") return false;
  if (const auto day = base::date_from_iso(value)) return *day;
  if (plain_number(value)) {
    if (const auto number = base::decimal_from(value)) return *number;
  }
  return std::string(value);
}

std::string question_from(std::string_view key) {
  std::string question(key);
  if (key.starts_with("loinc/")) question[5] = ':';
  return question;
}

std::string_view without_mark(std::string_view part) {
  if (part.starts_with(answer_mark) || part.starts_with(mark_with_stand_in)) part.remove_prefix(2);
  return part;
}

struct ValueText {
  std::string operator()(bool value) const { return value ? "Y" : "N"; }
  std::string operator()(const base::Decimal& value) const { return value.text(); }
  std::string operator()(const base::Date& value) const { return base::iso(value); }
  std::string operator()(std::string value) const {
    std::replace(value.begin(), value.end(), ';', ',');  // ';' ends an answer
    return value;
  }
};

std::string speakable(std::string_view key, char component_separator) {
  std::string out(key);
  std::replace(out.begin(), out.end(), ';', ',');  // the marks that end an answer and its question
  std::replace(out.begin(), out.end(), '=', '-');
  if (component_separator == ':') std::replace(out.begin(), out.end(), ':', stand_in);
  return out;
}

}  // namespace

bool holds_answers(std::string_view message) {
  return message.starts_with(answer_mark) || message.starts_with(mark_with_stand_in);
}

void read_answers(std::string_view message, int service, const precert::Source& source,
                  std::vector<precert::Answer>& answers, std::vector<precert::Note>& notes) {
  while (!message.empty()) {
    const std::size_t cut = message.find(';');
    const std::string_view part = without_mark(message.substr(0, cut));
    message = cut == std::string_view::npos ? std::string_view{} : message.substr(cut + 1);
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      notes.push_back({std::string(part), service, source});
    } else {
      const std::string_view value = part.substr(equals + 1);
      precert::Answer& answer = answers.emplace_back(
          precert::Answer{question_from(part.substr(0, equals)), value_from(value), service, source});
      if (const auto measured = measured_from(value)) {
        answer.value = measured->first;
        answer.unit = measured->second;
      }
    }
  }
}

AnswerText answer_text(const std::vector<const precert::Answer*>& answers, char component_separator,
                       std::size_t length_max) {
  AnswerText out;
  for (const precert::Answer* answer : answers) {
    std::string part = out.text.empty() ? speakable(answer_mark, component_separator) : ";";
    part += speakable(answer->question, component_separator);
    part += '=';
    part += std::visit(ValueText{}, answer->value);
    if (!answer->unit.empty()) part += " " + speakable(answer->unit, component_separator);
    if (out.text.size() + part.size() > length_max) break;
    out.text += part;
    ++out.fitting;
  }
  return out;
}

std::string question_key(std::string_view question, char component_separator) {
  std::string key(answer_mark);
  key += question;
  return speakable(key, component_separator);
}

}  // namespace mappers
