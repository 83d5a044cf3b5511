// How each wire says an IssueCode. One table, so that no wire forgets a code (the tests walk all of them).
// Sources: FHIR R4 issue-type value set; RFC 9110; PAS (which faults are 4xx and which are not).
#pragma once

#include <string_view>

#include "base/issue.hpp"

namespace mappers {

struct Wire {
  unsigned http;           // status of an answer that is nothing but this fault
  std::string_view fhir;   // OperationOutcome.issue.code
  std::string_view title;  // short words for people, the same for every occurrence
};

[[nodiscard]] Wire wire(base::IssueCode code);

}  // namespace mappers
