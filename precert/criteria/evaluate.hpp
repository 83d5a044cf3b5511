// Criteria in three-valued logic: true certifies, unknown asks exactly for what could still change the
// outcome, false goes to a clinician. Pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "precert/criteria/expression.hpp"
#include "precert/model/review_request.hpp"

namespace precert {

class Rulebook;

/// What is known about one fact and where it was said.
struct FactValue {
  std::optional<AnswerValue> value;  // absent = unknown
  Source source;                     // "" when unknown or assumed by rule
  bool assumed = false;              // nobody said it: the fact's `when_absent` of the rulebook

  friend bool operator==(const FactValue&, const FactValue&) = default;
};

/// Values by fact. A rulebook has hundreds of facts and a criterion asks for a few: only those that were given
/// a value take room, the others are unknown.
class FactTable {
 public:
  /// Says how many facts there are.
  void resize(std::size_t count) { count_ = count; }
  /// Takes the room for so many values at once.
  void reserve(std::size_t values) { rows_.reserve(values); }
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] const FactValue& operator[](FactIndex fact) const;
  [[nodiscard]] const FactValue& front() const { return (*this)[0]; }
  /// To be written to. Moves the values of other facts.
  [[nodiscard]] FactValue& operator[](FactIndex fact);
  /// The same for a fact that was not written to yet; nullptr when it was.
  [[nodiscard]] FactValue* fresh(FactIndex fact);

 private:
  std::vector<std::pair<FactIndex, FactValue>> rows_;  // by fact
  std::size_t count_ = 0;
};

/// The facts of one line, by FactIndex, and the day that relative dates count from.
struct FactValues {
  FactTable values;
  base::Date today;  // local date of the plan

  [[nodiscard]] bool known(FactIndex fact) const { return values[fact].value.has_value(); }
};

/// Who the patient is according to the payer's own record, which wins over the message.
struct PatientRecord {
  std::optional<base::Date> birth_date;
  Gender gender = Gender::unspecified;
};

/// A service that was asked for earlier for the same patient, as the payer has it on file.
struct EarlierService {
  CodeSystem system = CodeSystem::cpt;
  std::string code;
  std::uint32_t category = UINT32_MAX;  // in Rulebook::categories; UINT32_MAX = none
  base::Date day;                       // of service
  bool certified = false;               // in whole or part
  base::Decimal units{1};               // certified, else asked for
  Source source;                        // the case

  friend bool operator==(const EarlierService&, const EarlierService&) = default;
};

/// The day that age, coverage and policies are asked for: the line's first date, else the event's, else the
/// admission's, else `today`.
[[nodiscard]] base::Date date_of_service(const ReviewRequest& request, const ServiceLine* line,
                                         base::Date today);

/// Collects every fact of the rulebook from a request: answers, observations, diagnoses, documents,
/// conditions, age, level, place, quantity, treatments tried, and the `earlier` services of the patient.
/// `line` = nullptr for an event without services. Answers and documents of another line do not count; later
/// answers to the same question win. Unknown facts with `when_absent` in the rulebook get that value
/// (assumed). Facts that `needed` does not ask for stay unknown; nullptr = all are needed.
[[nodiscard]] FactValues fact_values_from(const Rulebook& rulebook, const ReviewRequest& request,
                                          const ServiceLine* line, const PatientRecord& patient,
                                          base::Instant now, const Expression* needed = nullptr,
                                          std::span<const EarlierService> earlier = {});

/// True, false, or unknown when at least one way to answer the open facts makes it true and one makes it
/// false. (More than Kleene's tables say: "x or not x" is true. Above 65 536 combinations of repeated facts
/// Kleene's answer stands.)
[[nodiscard]] Truth evaluate(const Expression& expression, const FactValues& values);

/// EXACTLY the unknown facts that could still change the outcome, most decisive first (share of the ways to
/// answer the other open facts in which this one turns the outcome; ties in reading order). Empty when the
/// outcome is known. Above 65 536 combinations of repeated facts it may name facts too many, never one too
/// few.
[[nodiscard]] std::vector<FactIndex> decisive_unknowns(const Expression& expression,
                                                       const FactValues& values);

/// Sources of the known facts that the criterion uses, without repeats: the evidence of a reason.
[[nodiscard]] std::vector<Source> evidence_of(const Expression& expression, const FactValues& values);

/// "true", "false", "unknown".
[[nodiscard]] std::string_view truth_word(Truth truth);

}  // namespace precert
