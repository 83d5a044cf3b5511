// Coverage questions and answers as JSON: how an answer is kept as the proof that its reference number
// promises.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "mappers/model/model_json.hpp"
#include "precert/model/coverage_answer.hpp"
#include "precert/model/coverage_question.hpp"

namespace mappers {

[[nodiscard]] std::string to_json(const precert::CoverageQuestion& question,
                                  JsonStyle style = JsonStyle::compact);
[[nodiscard]] std::string to_json(const precert::CoverageAnswer& answer,
                                  JsonStyle style = JsonStyle::compact);

/// Every value with its path, one a line, without sources: two questions with the same lines ask the same.
[[nodiscard]] std::string content_lines(const precert::CoverageQuestion& question);

/// Errors as review_request_from_json.
[[nodiscard]] base::Result<precert::CoverageQuestion> coverage_question_from_json(std::string_view text);
[[nodiscard]] base::Result<precert::CoverageAnswer> coverage_answer_from_json(std::string_view text);

}  // namespace mappers
