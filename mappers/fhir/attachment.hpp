// Parameters of CDex $submit-attachment -> model.
#pragma once

#include <cstddef>

#include "base/result.hpp"
#include "parsers/json/value.hpp"
#include "precert/model/attachment.hpp"

namespace mappers {

/// The documents that `parameters` (a Parameters resource) brings, with their content. TrackingId is their
/// control number, and, since clients also quote an authorization or a Task there, the number of the review.
/// A DocumentReference gives one document for each of its contents, any other resource is one as JSON. All
/// faults are told at once, with their FHIRPath. Errors: fhir_structure (no Parameters, a parameter that is
/// missing or of another type, a document without data), fhir_value_invalid (broken base64, more than
/// `content_bytes_max` bytes, no date), not_supported (AttachTo other than preauthorization). Rule: CDex
/// 2.1.0 operation submit-attachment.
[[nodiscard]] base::Result<precert::AttachmentMessage> attachments_from(const json::Value& parameters,
                                                                        std::size_t content_bytes_max);

}  // namespace mappers
