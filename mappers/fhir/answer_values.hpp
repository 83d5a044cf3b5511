// The value of one answer, whichever resource it stands in. Inside of mappers/fhir/.
#pragma once

#include <optional>
#include <string_view>

#include "parsers/json/value.hpp"
#include "precert/model/clinical.hpp"

namespace mappers {

/// What `base`[x] of an element says: yes or no (also LOINC LA33-6, LA32-8), a number (of a Quantity its
/// value), a date, a code or a text. An attachment that holds or links to content says yes: the paper is
/// there. nullopt when it says nothing or that nobody knows (data-absent-reason), and for a Quantity with a
/// comparator: "less than 8" is no number.
[[nodiscard]] std::optional<precert::AnswerValue> answer_value_from(const json::Value& element,
                                                                    std::string_view base);

/// The unit of that number, when it is a Quantity that names one: its code, else its word; "" otherwise.
[[nodiscard]] std::string_view answer_unit_from(const json::Value& element, std::string_view base);

/// What a QuestionnaireResponse answers whose answers came without a form (X12, docs/answers.md).
inline constexpr std::string_view any_form = "urn:precert:questionnaire";

}  // namespace mappers
