// Facts of a line, collected from everything a request can say. One row of the table below for each way to
// learn a fact.
#include <algorithm>
#include <array>

#include "precert/criteria/sight.hpp"
#include "precert/criteria/taken.hpp"
#include "precert/criteria/units.hpp"
#include "precert/model/words.hpp"

namespace precert {
namespace {

std::optional<AnswerValue> yes_no_from(const AnswerValue& given) {
  if (std::holds_alternative<bool>(given)) return given;
  const auto* text = std::get_if<std::string>(&given);
  if (text == nullptr) return std::nullopt;
  for (const std::string_view yes : {"Y", "y", "yes", "true"}) {
    if (*text == yes) return AnswerValue{true};
  }
  for (const std::string_view no : {"N", "n", "no", "false"}) {
    if (*text == no) return AnswerValue{false};
  }
  return std::nullopt;
}

std::optional<AnswerValue> date_in(const AnswerValue& given) {
  if (std::holds_alternative<base::Date>(given)) return given;
  const auto* text = std::get_if<std::string>(&given);
  return text == nullptr ? std::nullopt : std::optional<AnswerValue>(base::date_from_iso(*text));
}

/// Words; what a wire without types read as a number or a date was a word all the same ("72148").
std::optional<std::string> words_in(const AnswerValue& given) {
  if (const auto* text = std::get_if<std::string>(&given)) return *text;
  if (const auto* number = std::get_if<base::Decimal>(&given)) return number->text();
  if (const auto* day = std::get_if<base::Date>(&given)) return base::iso(*day);
  return std::nullopt;
}

/// The answer as the fact's type and unit want it; empty when it cannot be read so (the fact stays unknown).
std::optional<AnswerValue> coerced(const Answer& answer, const Fact& fact) {
  const AnswerValue& given = answer.value;
  switch (fact.type) {
    case FactType::yes_no:
    case FactType::document: return yes_no_from(given);
    case FactType::number: {
      const std::optional<base::Decimal> number = number_in(answer, fact.unit);
      return number && fact.allows(*number) ? std::optional<AnswerValue>(*number) : std::nullopt;
    }
    case FactType::date: return date_in(given);
    case FactType::text: break;
  }
  const std::optional<std::string> text = words_in(given);
  if (!text) return std::nullopt;
  const bool allowed = fact.choices.empty() || std::ranges::find(fact.choices, *text) != fact.choices.end();
  return allowed ? std::optional<AnswerValue>(*text) : std::nullopt;
}

/// The last readable answer to a question that `is_asked` recognises; of measurements with a time the newest,
/// in whatever order they were sent.
template <class Asked>
FactValue last_answer(const Sight& sight, const Fact& fact, const Asked& is_asked) {
  FactValue last;
  std::optional<base::Instant> newest;
  for (const Answer& answer : sight.request.answers) {
    if (!sight.concerns(answer) || !is_asked(answer.question)) continue;
    if (answer.measured && newest && *answer.measured < *newest) continue;
    std::optional<AnswerValue> value = coerced(answer, fact);
    if (!value) continue;
    last = found(*std::move(value), answer.source);
    if (answer.measured) newest = answer.measured;
  }
  return last;
}

FactValue from_answer(const Sight& sight, const Fact& fact, const FactOrigin& origin) {
  return last_answer(sight, fact, [&](const std::string& question) {
    return question == fact.id || contains(origin.names, question);
  });
}

FactValue from_observation(const Sight& sight, const Fact& fact, const FactOrigin& origin) {
  return last_answer(sight, fact, [&](const std::string& question) {
    constexpr std::string_view prefix = "loinc:";
    if (!question.starts_with(prefix)) return false;
    const std::string_view code = std::string_view(question).substr(prefix.size());
    return origin.names.empty() ? code == fact.loinc : contains(origin.names, code);
  });
}

FactValue from_diagnosis(const Sight& sight, const Fact&, const FactOrigin& origin) {
  const std::vector<Diagnosis>& all = sight.request.event.diagnoses;
  const auto matches = [&](const Diagnosis& diagnosis) {
    return std::ranges::any_of(origin.names,
                               [&](const std::string& start) { return diagnosis.code.starts_with(start); });
  };
  if (sight.line == nullptr || sight.line->diagnosis_pointers.empty()) {
    for (const Diagnosis& diagnosis : all) {
      if (matches(diagnosis)) return found(true, diagnosis.source);
    }
    return {};
  }
  for (const int pointer : sight.line->diagnosis_pointers) {
    const auto at = static_cast<std::size_t>(pointer) - 1;
    if (pointer >= 1 && at < all.size() && matches(all[at])) return found(true, all[at].source);
  }
  return {};
}

FactValue from_document(const Sight& sight, const Fact& fact, const FactOrigin& origin) {
  const auto is_wanted = [&](std::string_view code) {
    if (code.empty()) return false;
    return origin.names.empty() ? code == fact.loinc || code == fact.report_type
                                : contains(origin.names, code);
  };
  for (const Document& document : sight.request.documents) {
    const bool arrived = !document.content_hash.empty() && document.change != Change::cancelled;
    if (arrived && sight.concerns(document.service) &&
        (is_wanted(document.loinc) || is_wanted(document.report_type))) {
      return found(true, document.source);
    }
  }
  const std::string attached = fact.id + ".document";  // in a form, as its attachment
  FactValue value =
      last_answer(sight, fact, [&](const std::string& question) { return question == attached; });
  const bool* there = value.value ? std::get_if<bool>(&*value.value) : nullptr;
  return there != nullptr && *there ? value : FactValue{};
}

FactValue from_condition(const Sight& sight, const Fact&, const FactOrigin& origin) {
  for (const ConditionSet& set : sight.request.event.conditions) {
    if (!origin.category.empty() && set.category != origin.category) continue;
    for (const std::string& code : set.codes) {
      if (contains(origin.names, code)) return found(set.applies, set.source);
    }
  }
  return {};
}

FactValue from_age(const Sight& sight, const Fact&, const FactOrigin&) {
  const Person& patient = sight.request.patient();
  const bool of_record = sight.patient.birth_date.has_value();
  const std::optional<base::Date> born = of_record ? sight.patient.birth_date : patient.birth_date;
  if (!born || *born > sight.date_of_service) return {};
  const base::Date day = sight.date_of_service;
  const bool before_birthday = std::pair(day.month, day.day) < std::pair(born->month, born->day);
  const int years = day.year - born->year - (before_birthday ? 1 : 0);
  return found(base::Decimal(years), of_record ? Source{"member record"} : patient.source);
}

FactValue from_sex(const Sight& sight, const Fact&, const FactOrigin&) {
  const Person& patient = sight.request.patient();
  const bool of_record = sight.patient.gender != Gender::unspecified;
  const Gender gender = of_record ? sight.patient.gender : patient.gender;
  if (gender != Gender::female && gender != Gender::male) return {};
  return found(std::string(word(gender)), of_record ? Source{"member record"} : patient.source);
}

FactValue from_level(const Sight& sight, const Fact&, const FactOrigin&) {
  const PatientEvent& event = sight.request.event;
  return event.level ? found(std::string(word(*event.level)), event.source) : FactValue{};
}

FactValue from_place(const Sight& sight, const Fact&, const FactOrigin&) {
  const std::optional<Place>& place =
      sight.line == nullptr ? sight.request.event.place : sight.request.place_of(*sight.line);
  if (!place) return {};
  return found(place->kind == PlaceKind::place_of_service ? place->code : "bill-" + place->code,
               place->source);
}

/// How much a pattern of delivery adds up to, when its period is counted in its own frequency ("2 a week for
/// 9 weeks").
std::optional<base::Decimal> total_of(const Delivery& delivery) {
  if (!delivery.quantity) return std::nullopt;
  if (delivery.frequency_unit.empty()) return delivery.quantity;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> alike{
      {{"DA", "7"}, {"WK", "35"}, {"MO", "34"}}};
  const bool counted_alike = std::ranges::any_of(alike, [&](const auto& pair) {
    return pair.first == delivery.frequency_unit && pair.second == delivery.period_unit;
  });
  const bool every_one = !delivery.every || *delivery.every == base::Decimal(1);
  if (!delivery.periods || !counted_alike || !every_one) return std::nullopt;
  return *delivery.quantity * base::Decimal(*delivery.periods);
}

FactValue from_quantity(const Sight& sight, const Fact&, const FactOrigin&) {
  if (sight.line != nullptr && sight.line->quantity) {
    return found(sight.line->quantity->value, sight.line->quantity->source);
  }
  const std::optional<Delivery>& delivery =
      sight.line != nullptr && sight.line->delivery ? sight.line->delivery : sight.request.event.delivery;
  const std::optional<base::Decimal> total = delivery ? total_of(*delivery) : std::nullopt;
  return total ? found(*total, delivery->source) : FactValue{};
}

FactValue from_certification(const Sight& sight, const Fact&, const FactOrigin&) {
  const bool event_alone = sight.line == nullptr;
  const CertificationType type =
      event_alone ? sight.request.event.certification : sight.request.certification_of(*sight.line);
  return found(std::string(word(type)), event_alone ? sight.request.event.source : sight.line->source);
}

FactValue from_oxygen(const Sight& sight, const Fact&, const FactOrigin& origin) {
  const std::optional<Oxygen>& oxygen = sight.request.event.oxygen;
  if (!oxygen) return {};
  if (oxygen->saturation && contains(origin.names, "saturation"))
    return found(*oxygen->saturation, oxygen->source);
  if (oxygen->blood_gas && contains(origin.names, "blood_gas"))
    return found(*oxygen->blood_gas, oxygen->source);
  return {};
}

FactValue from_onset(const Sight& sight, const Fact&, const FactOrigin&) {
  const PatientEvent& event = sight.request.event;
  return event.onset ? found(*event.onset, event.source) : FactValue{};
}

using Way = FactValue (*)(const Sight&, const Fact&, const FactOrigin&);
/// In the order of FactOrigin::Kind.
constexpr std::array<Way, 17> ways{
    from_answer, from_observation, from_diagnosis, from_document,  from_condition,     from_age,
    from_sex,    from_level,       from_place,     from_quantity,  from_certification, from_oxygen,
    from_onset,  from_history,     from_treatment, from_specialty, from_site};
static_assert(ways.size() == static_cast<std::size_t>(FactOrigin::Kind::site) + 1);

FactValue value_of(const Sight& sight, const Fact& fact) {
  for (const FactOrigin& origin : fact.origins) {
    FactValue value = ways[static_cast<std::size_t>(origin.kind)](sight, fact, origin);
    if (value.value) return value;
  }
  if (!fact.when_absent) return {};
  return FactValue{fact.when_absent, {}, true};
}

}  // namespace

bool is_form_of(const Rulebook& rulebook, std::string_view canonical) {
  if (canonical.empty()) return true;
  constexpr std::string_view folder = "/Questionnaire/";
  constexpr std::string_view adaptive = "-adaptive";
  std::string_view id = canonical.substr(0, canonical.find('|'));
  const std::size_t at = id.rfind(folder);
  if (at == std::string_view::npos) return false;
  id.remove_prefix(at + folder.size());
  if (id.ends_with(adaptive)) id.remove_suffix(adaptive.size());
  return rulebook.criterion(id) != no_index;
}

bool is_taken(const Rulebook& rulebook, const Answer& answer) {
  if (!is_form_of(rulebook, answer.form)) return false;
  constexpr std::string_view prefix = "loinc:";
  const std::string_view asked = answer.question;
  bool wanted = false;
  for (const Fact& fact : rulebook.facts) {
    const bool here = asked == fact.id || (!fact.loinc.empty() && asked.starts_with(prefix) &&
                                           asked.substr(prefix.size()) == fact.loinc);
    if (!here) continue;
    if (coerced(answer, fact)) return true;
    wanted = true;
  }
  return !wanted;
}

base::Date date_of_service(const ReviewRequest& request, const ServiceLine* line, base::Date today) {
  if (line != nullptr && line->dates) return line->dates->start;
  if (request.event.dates) return request.event.dates->start;
  if (request.event.admission) return request.event.admission->start;
  return today;
}

FactValues fact_values_from(const Rulebook& rulebook, const ReviewRequest& request, const ServiceLine* line,
                            const PatientRecord& patient, base::Instant now, const Expression* needed,
                            std::span<const EarlierService> earlier) {
  FactValues values;
  values.today = rulebook.calendar.local_date(now);
  values.values.resize(rulebook.facts.size());
  const Sight sight{rulebook, request, line, patient, date_of_service(request, line, values.today), earlier};
  const auto collect = [&](FactIndex fact) {
    if (FactValue* const value = values.values.fresh(fact)) *value = value_of(sight, rulebook.facts[fact]);
  };
  values.values.reserve(needed == nullptr ? rulebook.facts.size() : needed->atoms.size());
  if (needed != nullptr) {
    for (const Atom& atom : needed->atoms) collect(atom.fact);
  } else {
    for (FactIndex fact = 0; fact < rulebook.facts.size(); ++fact) collect(fact);
  }
  return values;
}

}  // namespace precert
