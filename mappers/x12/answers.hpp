// The answers convention of docs/answers.md: values for questions inside a MSG segment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "precert/model/clinical.hpp"

namespace mappers {

/// True for a MSG text that holds answers: "Q:…", or "Q/…" where ':' is a delimiter of the interchange.
[[nodiscard]] bool holds_answers(std::string_view message);

/// Appends the answers of one MSG (service 0 = the event). A part without '=' is no answer: it becomes a
/// note, so that nothing a person wrote is lost. In keys "loinc/CODE" reads as "loinc:CODE".
void read_answers(std::string_view message, int service, const precert::Source& source,
                  std::vector<precert::Answer>& answers, std::vector<precert::Note>& notes);

/// "Q:conservative-care-weeks=6;red-flag=N"; with ':' among the delimiters the colons of mark and keys become
/// '/'. `fitting` is how many of the answers it holds within `length_max` characters: an answer is never cut
/// in half.
struct AnswerText {
  std::string text;
  std::size_t fitting = 0;
};
[[nodiscard]] AnswerText answer_text(const std::vector<const precert::Answer*>& answers,
                                     char component_separator, std::size_t length_max);

/// A question's key as a MSG may hold it: "Q:red-flag", or "Q/red-flag" where ':' is a delimiter.
[[nodiscard]] std::string question_key(std::string_view question, char component_separator);

}  // namespace mappers
