// Which lines of an update a payer has to hear of: told by comparing, since the marks of a sender may be
// missing or wrong.
#pragma once

#include "precert/engine/facts.hpp"
#include "precert/model/review_request.hpp"

namespace gateway {

/// Sets ServiceLine::change by what the update says against the case it continues, line by line of the same
/// sequence: a line that the case does not have is `added`; one that says anything else, or has a document, a
/// note or an answer of its own that is new, is `changed`. A line that its sender marked stays marked, a
/// cancelled one stays cancelled. `earlier` nullptr: nothing can be compared, so that every unmarked line of
/// a revision counts as changed. Nothing unless the request is a revision. Rule: PAS infoChanged;
/// in a 278 revision only what changed is sent.
void mark_changes(precert::ReviewRequest& update, const precert::PriorCase* earlier);

}  // namespace gateway
