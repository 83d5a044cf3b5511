// Form -> FHIR R4 Questionnaire: the standard form, the adaptive shell and the growing adaptive form. Pure:
// the base URL is handed in.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "mappers/fhir/dtr_version.hpp"
#include "parsers/json/writer.hpp"
#include "precert/engine/form.hpp"

namespace mappers {

/// Where the forms live and for whom they are written.
struct FormPlace {
  /// "https://payer.example/fhir": every canonical URL begins with it; no slash at its end.
  std::string_view base;
  DtrVersion version = DtrVersion::v2_0_1;
};

/// Ids of the resources of a form. The last part of the canonical URL is the id.
[[nodiscard]] std::string questionnaire_id(const precert::Form& form);  // "mri-spine"
[[nodiscard]] std::string adaptive_id(const precert::Form& form);       // "mri-spine-adaptive"
/// Canonical URLs, without version: "BASE/Questionnaire/mri-spine".
[[nodiscard]] std::string questionnaire_url(const FormPlace& place, const precert::Form& form);
[[nodiscard]] std::string adaptive_url(const FormPlace& place, const precert::Form& form);

/// What a canonical ("BASE/Questionnaire/mri-spine-adaptive|2026-01-1f9c3a") names; form_id is "" when it is
/// not one of this base.
struct FormName {
  std::string form_id;  // for precert::form_with
  std::string version;  // "" = not said
  bool adaptive = false;
};
[[nodiscard]] FormName form_name_from(std::string_view base, std::string_view canonical);

/// The standard form: profile dtr-std-questionnaire, all questions, each hidden by enableWhen (or
/// enableWhenExpression) once the answers to earlier ones rule it out.
void write_questionnaire(json::Writer& out, const precert::Rulebook& rulebook, const precert::Form& form,
                         const FormPlace& place);

/// The shell that $questionnaire-package gives: profile dtr-questionnaire-adapt-search, no items.
void write_adaptive_shell(json::Writer& out, const precert::Rulebook& rulebook, const precert::Form& form,
                          const FormPlace& place);

/// The growing form, contained in a QuestionnaireResponse: profile dtr-questionnaire-adapt, the questions
/// shown so far. `closing`: text of a display item at the end ("Nothing is left to ask."); "" = none. Rule:
/// DTR spec-39.
void write_adaptive_questionnaire(json::Writer& out, const precert::Rulebook& rulebook,
                                  const precert::Form& form, std::span<const precert::FactIndex> shown,
                                  std::string_view closing, const FormPlace& place, std::string_view id = {});

}  // namespace mappers
