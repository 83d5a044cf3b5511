// Does a review fit what an inquiry says of it? Two tables of keys, one for the event and one for a line.
#pragma once

#include <span>

#include "precert/engine/inquiry.hpp"

namespace precert {

/// True when every key the inquiry says at its event fits the case; numbers and patient are not looked at.
[[nodiscard]] bool event_fits(const Inquiry& inquiry, const PriorCase& found);

/// True when every key of the inquiry's line fits that line of the case. Numbers are not looked at.
[[nodiscard]] bool line_fits(const Inquiry& inquiry, const ServiceLine& asked, const PriorCase& found,
                             const ServiceLine& line);

/// The lines of a case; a case without any is its event, as one line with sequence 0.
[[nodiscard]] std::span<const ServiceLine> lines_of(const ReviewRequest& request);

}  // namespace precert
