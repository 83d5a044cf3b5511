// The value of one answer, whichever resource it stands in. Inside of mappers/fhir/.
#pragma once

#include <optional>
#include <string_view>

#include "parsers/json/value.hpp"
#include "precert/model/clinical.hpp"

namespace mappers {

/// What `base`[x] of an element says: yes or no (also LOINC LA33-6, LA32-8), a number (of a Quantity its
/// value), a date, a code or a text. An attachment that holds or links to content says yes: the paper is
/// there. nullopt when it says nothing or that nobody knows (data-absent-reason).
[[nodiscard]] std::optional<precert::AnswerValue> answer_value_from(const json::Value& element,
                                                                    std::string_view base);

}  // namespace mappers
