// The same service for the same days, asked for once more: by another line of the request, or in another form
// by another request (at another place, for another diagnosis, in another amount, by somebody else). A rule does
// not certify it twice. See docs/cases.md.
#pragma once

#include "precert/engine/line_context.hpp"

namespace precert {

/// Leaves a line that the rules would certify to a person when an earlier line asks for just the same, or another
/// case of the member has the service for some of its days, certified and valid or waiting. Where limits of the policy count across requests they
/// speak instead. The same once more with new facts stays certified, and says that the first request waits.
void compare_with_what_is_on_file(const LineContext& context, LineDetermination& out);

}  // namespace precert
