// Whom a search means by `patient:identifier=system|value` and its kin. The store finds by the value, which
// is what the plan knows people by; here the system is held against what was sent and what is answered.
#pragma once

#include "gateway/fhir/eligibility.hpp"
#include "gateway/fhir/read_case.hpp"
#include "mappers/fhir/identifier_token.hpp"

namespace gateway {

/// True when the patient of a case bears such an Identifier: in the Bundle as it was sent (Patient, Coverage,
/// the reference itself), or as answers write it. Rule: FHIR R4 search.html#token, #modifieridentifier.
[[nodiscard]] bool means_patient(const mappers::IdentifierToken& token, const ReadCase& read);
/// The same of who asked for it.
[[nodiscard]] bool means_requester(const mappers::IdentifierToken& token, const ReadCase& read);

[[nodiscard]] bool means_patient(const mappers::IdentifierToken& token, const KeptEligibility& kept);
[[nodiscard]] bool means_requester(const mappers::IdentifierToken& token, const KeptEligibility& kept);

}  // namespace gateway
