// What happens to an envelope, whatever form it came in: admitted, checked, handed to the exchange or to the
// batches, and answered.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>

#include "gateway/app/services.hpp"
#include "gateway/core/envelope.hpp"

namespace gateway {

/// The answer and what HTTP says of it.
struct CoreReply {
  CoreEnvelope answer;
  unsigned rest_status = 200;       // the other forms answer 200, or 503
  std::uint32_t retry_after_s = 0;  // 0 = no Retry-After
};

/// Answers within a minute (OR-C2): what takes longer goes on, and the same envelope sent again gets its
/// answer. Every real-time call gets exactly one of: a response, a 999, a TA1, CoreEnvelopeError (OR-C3). The
/// same PayloadID and payload of a sender are answered as before, the same PayloadID with another payload is
/// PayloadIDIllegal (OR-C4). Metadata and control numbers are logged (OR-C5), never the payload.
[[nodiscard]] boost::asio::awaitable<CoreReply> core_reply(CoreEnvelope request, Services& services);

/// The reply to a message that is no envelope at all, in `form`: CoreEnvelopeError, Sender.
[[nodiscard]] CoreReply unreadable_envelope(CoreForm form, const std::string& words, Services& services);

}  // namespace gateway
