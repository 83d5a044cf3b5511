// Issues in the words of FHIR, and the HTTP status that they deserve. What other endpoints say is
// problem+json (gateway/http/replies.hpp).
#pragma once

#include <string>
#include <string_view>

#include "base/issue.hpp"
#include "parsers/json/writer.hpp"

namespace mappers {

/// Appends an OperationOutcome resource: one issue each with severity, code, details.text, diagnostics and,
/// for a place inside a resource, expression (FHIRPath). Holds no patient value because Issues hold none. No
/// Issues gives one informational issue "All OK", since OperationOutcome.issue is 1..*.
void write_operation_outcome(json::Writer& writer, const base::Issues& issues);
/// The same as a document of its own.
[[nodiscard]] std::string operation_outcome_from(const base::Issues& issues);

/// The HTTP status that the Issues deserve: that of the error whose code goes first (IssueCode is in order of
/// precedence); 200 when none is an error.
[[nodiscard]] unsigned http_status_of(const base::Issues& issues);

}  // namespace mappers
