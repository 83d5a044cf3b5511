// Inside mappers/fhir: orders that a card proposes.
#pragma once

#include <optional>
#include <string>

#include "parsers/json/value.hpp"
#include "precert/model/coverage_answer.hpp"

namespace mappers {

/// A further order beside `order`: its patient, dates and requester, the suggested service. nullopt when the
/// order lacks what CRD's profiles want of the new one. Rule: CRD response type Additional Orders.
[[nodiscard]] std::optional<std::string> companion_order(const json::Value& order,
                                                         const precert::ServiceSuggestion& suggestion);

/// The order with the suggested service in place of its own, and nothing asserted of it yet. nullopt when its
/// type cannot name that service. Rule: CRD response type Propose Alternate Request.
[[nodiscard]] std::optional<std::string> alternate_order(const json::Value& order,
                                                         const precert::ServiceSuggestion& suggestion);

}  // namespace mappers
