// Treatments in a client's record (procedures done, drugs taken) -> answers `treatment.CODE…` of
// precert::treatments_of.
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/request_reading.hpp"
#include "mappers/fhir/treatments_in.hpp"
#include "precert/criteria/treatments.hpp"

namespace mappers {
namespace {

using precert::Answer;
using precert::TreatmentOutcome;

struct TreatmentResource {
  std::string_view type;
  std::string_view code, time;  // beginnings of code[x], period[x]
};
constexpr std::array<TreatmentResource, 4> resources{{{"Procedure", "code", "performed"},
                                                      {"MedicationStatement", "medication", "effective"},
                                                      {"MedicationAdministration", "medication", "effective"},
                                                      {"MedicationRequest", "medication", "authored"}}};

struct StatusMeaning {
  std::string_view status;
  bool tried;
};
/// Statuses that say it did not happen, or not to this patient. `tried` false is an answer; others say
/// nothing.
constexpr std::array<StatusMeaning, 6> not_done{{{"not-done", false},
                                                 {"not-taken", false},
                                                 {"entered-in-error", true},
                                                 {"draft", true},
                                                 {"intended", true},
                                                 {"preparation", true}}};

struct OutcomeCode {
  std::string_view snomed;
  TreatmentOutcome outcome;
};
/// Procedure.outcome, FHIR R4 value set procedure-outcome.
constexpr std::array<OutcomeCode, 2> outcome_codes{
    {{"385669000", TreatmentOutcome::helped}, {"385671000", TreatmentOutcome::failed}}};

TreatmentOutcome outcome_of(const json::Value& resource) {
  const std::string_view code = fhir::code_of(resource.find("outcome"), systems::snomed);
  for (const OutcomeCode& row : outcome_codes) {
    if (row.snomed == code) return row.outcome;
  }
  const std::string_view status = fhir::text(resource, "status");
  const bool ongoing = status == "in-progress" || status == "active";
  return ongoing ? TreatmentOutcome::ongoing : TreatmentOutcome::unsaid;
}

/// Whole weeks from the first to the last day of a Period.
std::optional<base::Decimal> weeks_of(const json::Value& time) {
  const auto period = fhir::period_of(time);
  if (!time.is_object() || !period || !period->end) return std::nullopt;
  constexpr int week = 7;
  return base::Decimal((period->end->days() - period->start.days() + 1) / week);
}

json::Value coding_from(const json::Value& resource, std::string_view base) {
  const json::Value codeable =
      base == "code" ? resource.find("code") : resource.find("medicationCodeableConcept");
  return fhir::first_coding(codeable);
}

}  // namespace

void read_treatment(const RequestReader& reader, const json::Value& resource, std::vector<Answer>& answers) {
  for (const TreatmentResource& row : resources) {
    if (fhir::text(resource, "resourceType") != row.type) continue;
    const std::string_view code = fhir::text(coding_from(resource, row.code), "code");
    if (code.empty()) return;
    const std::string key = "treatment." + std::string(code);
    for (const StatusMeaning& status : not_done) {
      if (fhir::text(resource, "status") != status.status) continue;
      if (!status.tried) answers.push_back({key, false, 0, reader.source(resource)});
      return;
    }
    answers.push_back({key, true, 0, reader.source(resource)});
    if (const auto weeks = weeks_of(fhir::value_x(resource, row.time)))
      answers.push_back({key + ".weeks", *weeks, 0, reader.source(resource)});
    const std::string_view outcome = precert::outcome_word(outcome_of(resource));
    if (!outcome.empty())
      answers.push_back({key + ".outcome", std::string(outcome), 0, reader.source(resource)});
  }
}

}  // namespace mappers
