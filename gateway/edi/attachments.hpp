// Documents that came apart from their request: those that wait for it, and what happens when both are here.
#pragma once

#include <vector>

#include "gateway/edi/message_turn.hpp"
#include "precert/model/attachment.hpp"
#include "precert/model/ids.hpp"
#include "precert/model/review_request.hpp"

namespace gateway {

/// A request together with the documents that were here before it.
struct EarlierDocuments {
  precert::ReviewRequest request;
  std::vector<AttachmentRecord> attached;
};

/// Looks for held documents that the request announces (PWK06) and that match it. Errors: store_unavailable.
[[nodiscard]] base::Result<EarlierDocuments> documents_before(precert::ReviewRequest request,
                                                              MessageTurn& turn);

/// The records belong to that case from now on.
void keep_attached(std::vector<AttachmentRecord> records, const precert::CaseId& id, MessageTurn& turn);

/// What is kept of a document that is the only one of its message; not in the exchange yet. Errors:
/// store_unavailable.
[[nodiscard]] base::Result<AttachmentRecord> document_record(precert::AttachmentMessage message,
                                                             const std::string& sender,
                                                             std::chrono::seconds held_for, MessageTurn& turn);
/// The cases that a kept document belongs to by what its message says. Errors: store_unavailable,
/// data_invalid.
[[nodiscard]] base::Result<std::vector<CaseRecord>> cases_of_document(const AttachmentRecord& document,
                                                                      MessageTurn& turn);
/// Attaches a document to the case that somebody says it belongs to, and has that case decided anew as
/// attach() does. Errors: conflict (another payer decides that case, and documents cannot be forwarded),
/// store_unavailable, data_invalid.
[[nodiscard]] base::Result<void> attach_to(const CaseRecord& record, AttachmentRecord document,
                                           MessageTurn& turn);

/// What one message of documents has come to.
struct AttachedOutcome {
  std::size_t attached = 0, held = 0;
  std::size_t refused = 0;    // meant for another payer
  std::size_t elsewhere = 0;  // for requests that another payer decides: not kept, they cannot be forwarded
};

/// Attaches each document to the case it belongs to, has that case decided anew and puts the answer into its
/// submitter's outbox; holds the others. `held_for`: how long. Errors: store_unavailable.
[[nodiscard]] base::Result<AttachedOutcome> attach(precert::AttachmentMessage message,
                                                   const std::string& sender, std::chrono::seconds held_for,
                                                   MessageTurn& turn);

/// Control numbers of documents that were held and of requests that were opened: a document and its request
/// that are on their way at the same time do not see each other.
[[nodiscard]] std::vector<std::string> numbers_met_half_way(const Exchange& exchange);
/// Joins held documents of these numbers to the cases that are there by now. Errors: store_unavailable.
[[nodiscard]] base::Result<void> attach_held(const std::vector<std::string>& numbers, MessageTurn& turn);

}  // namespace gateway
