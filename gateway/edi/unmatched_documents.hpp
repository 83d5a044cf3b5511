// Documents that nothing becomes of: their sender hears it as a 278 response that refuses them, in its
// outbox. The 999 of a 275 says that it could be read, and no more.
#pragma once

#include <optional>
#include <string>

#include "gateway/app/knowledge.hpp"
#include "gateway/app/services.hpp"
#include "gateway/store/records.hpp"
#include "precert/model/attachment.hpp"

namespace gateway {

/// Why a document joins no request.
enum class Unmatched : std::uint8_t {
  expired,      // no request it belongs to came while it was held: AAA AA in 2000E
  other_payer,  // it names another payer: AAA 79 in 2010A
  elsewhere,    // another payer decides its request, and documents cannot be forwarded: AAA 33 in 2000E
};

/// A 278 response (005010X217, BHT02 11) for the sender of a 275: BHT03 is its BGN02, TRN*2 the document's
/// control number, parties and patient as they were said, MSG the words. It ends at the level that can still
/// be named when the 275 has no number of its patient or provider (AAA 15 in 2010B, 79 in 2000A). nullopt
/// when it did not come over X12, or cannot be said to that partner (logged). Errors: store_unavailable.
[[nodiscard]] base::Result<std::optional<OutboxEntry>> unmatched_answer(const precert::AttachmentMessage& message,
                                                                        const precert::Attachment& attachment,
                                                                        const std::string& sender, Unmatched why,
                                                                        Services& services, const Snapshot& knowledge,
                                                                        base::Instant at);

/// Documents whose request has not come in time wait no more: they are kept and said to have expired, and
/// their senders get an unmatched_answer() in the same commit. Blocks: for workers. What goes wrong is logged
/// and tried again by the next call.
void let_go_of_expired(Services& services);

}  // namespace gateway
