// The questions behind a criterion as a form: what the DTR Questionnaire, the adaptive next question and the page are
// written from. Pure, out of the same expression that determine() evaluates, so a form never asks what cannot matter.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "precert/criteria/evaluate.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {

/// One question. Its link id is the id of its fact.
struct FormItem {
  FactIndex fact = 0;
  /// Over the facts of earlier items: when this one can still change the outcome. No nodes = always.
  Expression relevant;
};

/// The form of one criterion, or of services that are looked at one by one (unlisted codes).
struct Form {
  std::string id;       // of the criterion, or "unlisted": the last part of its canonical URL
  std::string version;  // "2026-01-1f9c3a": edition and a digest of what it asks, so equal versions ask the same
  std::string title;
  Index criterion = no_index;
  base::Period effective;
  std::vector<FormItem> items;  // in the order they are asked; facts that only the request or the record can say are none
};

/// Every form of the rulebook, by id.
[[nodiscard]] std::vector<Form> forms_of(const Rulebook& rulebook);
/// nullopt when there is no form with this id.
[[nodiscard]] std::optional<Form> form_with(const Rulebook& rulebook, std::string_view id);
/// The form that a service asks for under this policy; "" when nothing is ever asked.
[[nodiscard]] std::string form_id_of(const Rulebook& rulebook, const ServiceMatch& match, const Policy& policy);

/// What to ask now, given the answers so far.
struct NextQuestions {
  Truth outcome = Truth::unknown;
  std::vector<FactIndex> ask;  // all that may be asked together, most decisive first; empty when the outcome is known
};
[[nodiscard]] NextQuestions next_questions(const Rulebook& rulebook, const Form& form, const FactValues& values);

}  // namespace precert
