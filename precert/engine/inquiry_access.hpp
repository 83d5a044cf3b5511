// How near an asker is to a review; may_see() of inquiry.hpp says whether they are in it at all.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "precert/engine/inquiry.hpp"

namespace precert {

/// True when this asker may know that line of the case: as may_see(), for one line. Who asked for earlier versions
/// is not looked at.
[[nodiscard]] bool may_see_line(const Party& asker, const PriorCase& found, int sequence);

/// True when who asks here, or orders what is asked for, may know that line of the case.
[[nodiscard]] bool may_be_told(const ReviewRequest& asked, const PriorCase& found, int sequence);

/// Says which parties somebody speaks for.
using IsOwn = std::function<bool(const Party&)>;

/// keep_visible_lines() for who speaks for several parties: takes out the lines that none of theirs does or is the
/// place of. True when a line was taken out. Who has no line of the case is not asked here: they may not see it.
bool keep_lines_of(const IsOwn& own, PriorCase& found);

/// True when a party of theirs does a line of the case or is its place, as asked for or as certified.
[[nodiscard]] bool has_line_of(const IsOwn& own, const PriorCase& found);

/// The requester and whoever performs a line: to them no service of the case is irrelevant (PAS spec-49).
[[nodiscard]] bool is_close(const Party& asker, const InquiryCandidate& candidate);

/// True when one of its lines is of one of these service types (X12 1365).
[[nodiscard]] bool is_sensitive(const PriorCase& found, const std::vector<std::string>& service_types);

}  // namespace precert
