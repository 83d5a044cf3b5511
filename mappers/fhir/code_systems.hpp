// Which code system of the model a FHIR coding's system is, both ways.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "precert/model/codes.hpp"

namespace mappers {

/// Of a procedure code: CPT and HCPCS are told apart by the code itself, because messages mix their systems
/// up and X12 has one qualifier for both. nullopt for a system that X12 has no place for (SNOMED CT).
[[nodiscard]] std::optional<precert::CodeSystem> procedure_system_from(std::string_view system,
                                                                       std::string_view code);
/// Of a diagnosis code or DRG.
[[nodiscard]] std::optional<precert::CodeSystem> diagnosis_system_from(std::string_view system);
/// The URL; lists without a public one get one of ours. Never empty.
[[nodiscard]] std::string fhir_system_of(precert::CodeSystem system);
/// A code as the model keeps it: upper case, NDC as 11 digits in 5-4-2, ICD-9 procedures without dot.
[[nodiscard]] std::string model_code(precert::CodeSystem system, std::string_view code);

}  // namespace mappers
