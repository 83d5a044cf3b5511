// What others hear of a case's new version: FHIR subscribers by notification, whoever asked over X12 by an
// unsolicited 278. It goes into the exchange that stores the version, so it is told exactly once.
#pragma once

#include "base/date.hpp"
#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/store/records.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace gateway {

/// A case before and after a change.
struct CaseChange {
  const CaseRecord& after;  // as it will be stored
  const precert::ReviewRequest& request;
  const precert::Determination& was;
  const precert::Determination& is;
  bool told_always = false;  // all hear of it though no line has moved: a question, an extension, a talk
  bool came_to_nothing = false;  // data came and nothing of it counts: the asker hears what is still missing
};

/// Adds what the asker and the subscribers of a case are to get after a change that the asker did not wait
/// for: a reviewer's decision, documents that came later. Unless they are told always, the asker gets an
/// answer in the outbox only when a line got another answer than it had, and one that is not "pended" again,
/// or when what came with a document came to nothing: then it says what is still missing.
/// Errors: store_unavailable.
[[nodiscard]] base::Result<void> announce(Exchange& exchange, const CaseChange& change,
                                          const Snapshot& knowledge, base::Instant at, Services& services);

/// The same for a request that changes an earlier one (its sender has the answer already, others have not);
/// nothing for a new case. Call it before made.write is moved away; an earlier write of the same case is in
/// `exchange`. Errors: store_unavailable.
[[nodiscard]] base::Result<void> announce_update(Exchange& exchange, const Reviewed& made, base::Instant at,
                                                 Services& services);

/// Whose decisions these are, as Subscription filters name them: the sender of the interchange, and every
/// identifier of the requester (PAS spec-58; examples and test tools put its NPI there).
[[nodiscard]] std::vector<std::string> organizations_of(const precert::ReviewRequest& request);

}  // namespace gateway
