// Whether what a resource says counts: it is finished, nobody took it back, and it is about the patient.
// Inside of mappers/fhir/.
#pragma once

#include "mappers/fhir/request_reading.hpp"

namespace mappers {

/// True when answers may be taken from this resource: a QuestionnaireResponse that is completed or amended,
/// an Observation that is final, amended or corrected, a DocumentReference that is current and not entered in
/// error, and each of them about the patient of the message, if both name one. What does not count is told as
/// a warning: it is kept as it came. Other resources count when they are about the patient. Rule: R4
/// questionnaireresponse-status, observation-status, document-reference-status.
[[nodiscard]] bool counts(const RequestReader& reader, const json::Value& resource);

/// True when a resource that counts by its status says that it was entered in error, about the patient of the
/// message: in an update that takes back what it said before. Rule: R4 status and docStatus, entered-in-error.
[[nodiscard]] bool takes_itself_back(const RequestReader& reader, const json::Value& resource);

}  // namespace mappers
