// Inside mappers/fhir: which Coverage a hook call is about, and whose it is.
#pragma once

#include <vector>

#include "mappers/fhir/crd_record.hpp"
#include "mappers/fhir/request_reading.hpp"
#include "precert/model/coverage_question.hpp"
#include "precert/rulebook/tables.hpp"

namespace mappers {

/// The Coverages of the record that this payer is asked about: those whose payor carries one of its ids, else
/// the only one whose payor is not said. Errors: fhir_structure (none, or another payer's),
/// fhir_value_invalid (several, and none of them says that it is ours). Rule: CRD dev-29, hook-9.
[[nodiscard]] base::Result<std::vector<json::Value>> coverages_with(const precert::Rulebook& rulebook,
                                                                    const HookRecord& record,
                                                                    const RequestReader& reader);

/// Those of them that one order is under: what its `insurance` names, else the only one. Errors:
/// fhir_value_invalid when several could be meant.
[[nodiscard]] base::Result<std::vector<json::Value>> coverages_of(const json::Value& order,
                                                                  const std::vector<json::Value>& ours,
                                                                  const RequestReader& reader);

/// Payer, subscriber, patient and insurance of the question. A payor that says no id counts as ours.
void read_insured(const RequestReader& reader, const json::Value& patient, const json::Value& coverage,
                  const precert::Rulebook& rulebook, precert::CoverageQuestion& question);

}  // namespace mappers
