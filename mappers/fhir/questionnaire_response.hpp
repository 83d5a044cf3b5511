// QuestionnaireResponse <-> answers of a form.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.hpp"
#include "mappers/fhir/questionnaire.hpp"
#include "parsers/json/value.hpp"

namespace mappers {

/// What a QuestionnaireResponse says. Views into the parsed document where they are string_views.
struct FormAnswers {
  std::string_view canonical;  // QuestionnaireResponse.questionnaire as sent; of an adaptive one "#id" is
                               // followed to derivedFrom of the contained Questionnaire
  std::string_view status;
  /// Question = link id = fact id; unknown ("not in the record") gives none.
  std::vector<precert::Answer> answers;
  /// Attachment answers, with the LOINC and report type of their fact.
  std::vector<precert::Document> documents;
  std::vector<precert::FactIndex> shown;  // facts whose item stands in the response (or in the contained
                                          // form), answered or not, in order
  std::vector<precert::FactIndex> due;    // those of `shown` that are required and were neither answered nor
                                          // said to be unknown
  base::Issues issues;  // errors: answers that the form cannot take; warnings: unknown link ids

  /// The facts that were shown and left open: next_questions() must not ask them again. A required question
  /// is left open by answering Unknown, any other by saying nothing.
  [[nodiscard]] std::vector<precert::FactIndex> left_open(const precert::FactValues& values) const;
};

/// The canonical that a response answers (see FormAnswers::canonical): to find the form before reading the
/// answers.
[[nodiscard]] std::string_view canonical_of(const json::Value& response);

/// How many items and answers of a response, those of its contained form among them, are read: a form has
/// tens of questions.
inline constexpr std::size_t response_parts_max = 2000;

/// Reads a response against the form it answers. One with more than response_parts_max items and answers is
/// not read: fhir_structure. Of faults and of warnings the first 50 are told. Places are FHIRPaths
/// ("QuestionnaireResponse.item[0].answer[0]"). A required question without answer is no error here: the
/// outcome says what is missing. Rule: DTR spec-147.
[[nodiscard]] FormAnswers form_answers_from(const json::Value& response, const precert::Rulebook& rulebook,
                                            const precert::Form& form);

/// What a draft response needs besides the form.
struct DraftContext {
  std::string_view id;                         // "" = none
  std::string_view patient;                    // "Patient/123"; "" = left out (then no profile is claimed)
  std::span<const std::string> coverages;      // "Coverage/7"
  std::span<const std::string> orders;         // "ServiceRequest/9"
  std::string_view authored;                   // instant or dateTime, as text
  std::string_view intended_use = "withpa";    // DocReason
  const precert::FactValues* known = nullptr;  // answers that the payer has itself; written with origin auto
};

/// The draft QuestionnaireResponse of a package: in progress, the form's items with link id and text.
/// `adaptive`: answers the shell, no items. Rule: DTR oper-17, oper-18.
void write_draft_response(json::Writer& out, const precert::Rulebook& rulebook, const precert::Form& form,
                          bool adaptive, const DraftContext& draft, const FormPlace& place);

/// The answer to $next-question: the received response with its contained form grown by `ask` (after what was
/// shown before; what stands there already is not repeated) and, when `ask` is empty, status completed.
/// Members that are not about the form are kept as they came. `closing`: see write_adaptive_questionnaire.
/// Rule: SDC adaptive forms, DTR spec-36, -39.
[[nodiscard]] std::string next_response_from(const json::Value& response, const precert::Rulebook& rulebook,
                                             const precert::Form& form,
                                             std::span<const precert::FactIndex> shown,
                                             std::span<const precert::FactIndex> ask,
                                             std::string_view closing, const FormPlace& place);

}  // namespace mappers
