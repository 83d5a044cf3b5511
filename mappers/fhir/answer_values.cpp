#include "mappers/fhir/answer_values.hpp"

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/questionnaire_parts.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace mappers {
namespace {

using Given = std::optional<precert::AnswerValue>;

Given from_coding(const json::Value& coding) {
  const std::string_view system = fhir::text(coding, "system");
  const std::string_view code = fhir::text(coding, "code");
  if (code.empty() || system == systems::data_absent) return std::nullopt;
  if (system == systems::loinc && code == answer_codes::yes) return true;
  if (system == systems::loinc && code == answer_codes::no) return false;
  return std::string(code);
}

Given from_attachment(const json::Value& attachment) {
  const bool there = !fhir::text(attachment, "data").empty() || !fhir::text(attachment, "url").empty();
  return there ? Given(true) : std::nullopt;
}

Given from_number(const json::Value& number) {
  if (const auto decimal = fhir::decimal_of(number)) return *decimal;
  return std::string(number.number_text());
}

}  // namespace

Given answer_value_from(const json::Value& element, std::string_view base) {
  const fhir::Choice choice = fhir::choice(element, base);
  const json::Value value = choice.value;
  if (value.is_boolean()) return value.boolean();
  const json::Value number = choice.type == "Quantity" ? value.find("value") : value;
  if (!fhir::text(value, "comparator").empty()) return std::nullopt;
  if (number.is_number()) return from_number(number);
  if (choice.type == "Attachment") return from_attachment(value);
  if (choice.type.starts_with("Date")) {
    if (const auto period = fhir::period_of(value)) return period->start;
  }
  if (value.is_string()) return std::string(value.string());
  const json::Value coding = choice.type == "Coding" ? value : fhir::first_coding(value);
  if (coding.exists()) return from_coding(coding);
  const std::string_view text = fhir::text(value, "text");
  return text.empty() ? std::nullopt : Given(std::string(text));
}

std::string_view answer_unit_from(const json::Value& element, std::string_view base) {
  const fhir::Choice choice = fhir::choice(element, base);
  if (choice.type != "Quantity") return {};
  const std::string_view code = fhir::text(choice.value, "code");
  return code.empty() ? fhir::text(choice.value, "unit") : code;
}

}  // namespace mappers
