// Lines of the payer's own: services that a policy adds to those it certifies.
#pragma once

#include "precert/engine/line_context.hpp"

namespace precert {

/// Adds a line to `event.decided` for every companion of a certified line that the request does not ask for
/// itself, and cancels those of the case before that nothing calls for any more. Their sequences follow those
/// of the request; a companion keeps its own from version to version unless the request has come to use it.
/// Rule: PAS ClaimResponse.addItem.
void add_companions(EventContext& event);

}  // namespace precert
