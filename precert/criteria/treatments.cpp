#include "precert/criteria/treatments.hpp"

#include <algorithm>
#include <array>

#include "precert/criteria/units.hpp"

namespace precert {
namespace {

constexpr std::string_view prefix = "treatment.";
constexpr std::string_view weeks_suffix = ".weeks";
constexpr std::string_view outcome_suffix = ".outcome";

constexpr std::array<std::pair<TreatmentOutcome, std::string_view>, 3> outcomes{
    {{TreatmentOutcome::failed, "failed"},
     {TreatmentOutcome::helped, "helped"},
     {TreatmentOutcome::ongoing, "ongoing"}}};

TreatmentOutcome outcome_from(const AnswerValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  for (const auto& [outcome, word] : outcomes) {
    if (text != nullptr && *text == word) return outcome;
  }
  return TreatmentOutcome::unsaid;
}

bool is_no(const AnswerValue& value) {
  if (const bool* yes = std::get_if<bool>(&value)) return !*yes;
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && (*text == "N" || *text == "no");
}

void tell(Treatment& treatment, std::string_view part, const Answer& answer) {
  if (part == weeks_suffix) treatment.weeks = number_in(answer, "weeks");
  if (part == outcome_suffix) treatment.outcome = outcome_from(answer.value);
  if (part.empty()) treatment.tried = !is_no(answer.value);
}

/// What a key speaks of: the kind, and which part of it ("" = the treatment itself).
std::pair<std::string_view, std::string_view> split(std::string_view key) {
  for (const std::string_view suffix : {weeks_suffix, outcome_suffix}) {
    if (key.ends_with(suffix)) return {key.substr(0, key.size() - suffix.size()), suffix};
  }
  return {key, {}};
}

Truth qualifies(const Treatment& treatment, int least_weeks) {
  using enum TreatmentOutcome;
  if (!treatment.tried || treatment.outcome == helped || treatment.outcome == ongoing) return Truth::no;
  if (least_weeks > 0 && treatment.weeks && *treatment.weeks < base::Decimal(least_weeks)) return Truth::no;
  const bool lasted = least_weeks == 0 || treatment.weeks.has_value();
  return lasted && treatment.outcome == failed ? Truth::yes : Truth::unknown;
}

}  // namespace

std::vector<Treatment> treatments_of(std::span<const Answer> answers, int service) {
  std::vector<Treatment> treatments;
  for (const Answer& answer : answers) {
    const std::string_view question = answer.question;
    if (!question.starts_with(prefix) || (answer.service != 0 && answer.service != service)) continue;
    const auto [kind, part] = split(question.substr(prefix.size()));
    if (kind.empty()) continue;
    auto known = std::ranges::find(treatments, kind, &Treatment::kind);
    if (known == treatments.end()) {
      treatments.emplace_back().kind = kind;
      known = treatments.end() - 1;
    }
    tell(*known, part, answer);
    known->source = answer.source;
  }
  return treatments;
}

Truth tried_and_failed(std::span<const Treatment> treatments, std::span<const std::string> kinds,
                       int least_weeks) {
  Truth result = Truth::no;
  for (const std::string& kind : kinds) {
    const auto told = std::ranges::find(treatments, kind, &Treatment::kind);
    const Truth one = told == treatments.end() ? Truth::unknown : qualifies(*told, least_weeks);
    result = std::max(result, one);
  }
  return result;
}

std::string_view outcome_word(TreatmentOutcome outcome) {
  for (const auto& [value, word] : outcomes) {
    if (value == outcome) return word;
  }
  return {};
}

}  // namespace precert
