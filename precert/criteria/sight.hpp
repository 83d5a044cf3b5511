// What the ways to learn a fact may look at. Inside of precert/criteria/.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "precert/criteria/evaluate.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {

/// True when answers to this Questionnaire say something here: the rulebook has a form of that id, or none was named.
/// Link ids of other forms may mean anything. Whether it was issued at all, at this address and in this version, is
/// asked where it comes in (gateway/dtr/issued_forms.hpp).
/// Rule: DTR canonical of QuestionnaireResponse.questionnaire.
[[nodiscard]] bool is_form_of(const Rulebook& rulebook, std::string_view canonical);

struct Sight {
  const Rulebook& rulebook;
  const ReviewRequest& request;
  const ServiceLine* line;
  const PatientRecord& patient;
  base::Date date_of_service;
  std::span<const EarlierService> earlier;

  [[nodiscard]] bool concerns(int service) const {
    return service == 0 || (line != nullptr && service == line->sequence);
  }
  [[nodiscard]] bool concerns(const Answer& answer) const {
    return concerns(answer.service) && is_form_of(rulebook, answer.form);
  }
};

[[nodiscard]] inline FactValue found(AnswerValue value, Source source) {
  return FactValue{std::move(value), std::move(source), false};
}

[[nodiscard]] inline bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// earlier_care.cpp: what happened before, and where and by whom this is done.
[[nodiscard]] FactValue from_history(const Sight& sight, const Fact& fact, const FactOrigin& origin);
[[nodiscard]] FactValue from_treatment(const Sight& sight, const Fact& fact, const FactOrigin& origin);
[[nodiscard]] FactValue from_specialty(const Sight& sight, const Fact& fact, const FactOrigin& origin);
[[nodiscard]] FactValue from_site(const Sight& sight, const Fact& fact, const FactOrigin& origin);
/// All that from_site can tell.
[[nodiscard]] std::vector<std::string_view> site_words();

}  // namespace precert
