// How near an asker is to a review; may_see() of inquiry.hpp says whether they are in it at all.
#pragma once

#include <string>
#include <vector>

#include "precert/engine/inquiry.hpp"

namespace precert {

/// True when this asker may know that line of the case: as may_see(), for one line. Who asked for earlier versions
/// is not looked at.
[[nodiscard]] bool may_see_line(const Party& asker, const PriorCase& found, int sequence);

/// The requester and whoever performs a line: to them no service of the case is irrelevant (PAS spec-49).
[[nodiscard]] bool is_close(const Party& asker, const InquiryCandidate& candidate);

/// True when one of its lines is of one of these service types (X12 1365).
[[nodiscard]] bool is_sensitive(const PriorCase& found, const std::vector<std::string>& service_types);

}  // namespace precert
