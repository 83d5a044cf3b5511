// What a payer has to hear of an update besides what its sender wrote: the number of the case, which lines
// changed, and which it had. All of it is told by the stored case, since a sender may leave it out.
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

/// Names the case that the update continues as its payer knows it: by the authorization number that it was
/// answered with, else by the administrative reference, where the update quotes neither. PAS names it by
/// Claim.related, which means nothing at a payer that never saw that Claim. A withdrawal of everything that
/// has no lines (PAS lets it) gets those of the case: X12 cannot say an event without any. Nothing unless the
/// request is an update. Rule: 005010X217 2000E REF*BB, REF*NT; PAS cancel all.
void name_earlier(precert::ReviewRequest& update, const precert::PriorCase& earlier);

}  // namespace gateway
