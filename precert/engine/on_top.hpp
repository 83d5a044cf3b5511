// Extensions and renewals: they ask for more care behind an authorization that stays as it is. See
// docs/cases.md.
#pragma once

#include <string_view>

#include "precert/engine/facts.hpp"

namespace precert {

/// UM02 = 4 or R; certificationType 4 or R of a Claim.
[[nodiscard]] bool is_on_top(CertificationType type);

/// True when the request becomes a case of its own beside the one it names: the authorization named there keeps
/// its number, period and lines. What waits for a decision as a whole has nothing to extend yet: the request
/// then changes it, like a revision.
[[nodiscard]] bool opens_own_case(const ReviewRequest& request, const PriorCase& named);

/// True when `facts.previous` is the case beside it, not an earlier version of its own.
[[nodiscard]] bool stands_apart(const ReviewRequest& request, const Facts& facts);

/// True when a line of the case was answered with this number.
[[nodiscard]] bool bears_number(const Determination& determination, std::string_view number);

}  // namespace precert
