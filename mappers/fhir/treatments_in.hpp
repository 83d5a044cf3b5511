// Inside mappers/fhir: treatments in a client's record.
#pragma once

#include <vector>

#include "mappers/fhir/request_reading.hpp"

namespace mappers {

/// The answers that a Procedure, MedicationStatement, MedicationAdministration or MedicationRequest gives
/// about a treatment that was tried: `treatment.CODE`, weeks and outcome where they are said; none from any
/// other resource.
void read_treatment(const RequestReader& reader, const json::Value& resource,
                    std::vector<precert::Answer>& answers);

}  // namespace mappers
