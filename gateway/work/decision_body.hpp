// The lines of a decision as a body names them, and the event that keeps it.
#pragma once

#include <string_view>
#include <vector>

#include "gateway/store/records.hpp"
#include "gateway/work/action_body.hpp"
#include "precert/engine/determine.hpp"

namespace gateway {

/// "lines" of the body; at least one, else that is a fault.
[[nodiscard]] std::vector<precert::LineDecision> line_decisions_from(ActionBody& body);

[[nodiscard]] CaseEvent decision_event(const CaseRecord& record, std::string_view kind,
                                       const precert::ReviewerDecision& decision, base::Instant at);

}  // namespace gateway
