// What is kept of a request that goes to an upstream, so that none is lost and none goes out twice.
//
// Three messages are stored, each by the ordinary commit:
//   "forward:NAME:N:SENDER"  the received bytes; its answer is what was sent (status 0). Before anything is
//   sent. "upstream:NAME"          what was sent; its answer is what came back. Only when that settles the
//   matter. SENDER                   the received bytes again with the answer that the asker got; by the
//   caller.
// The same bytes again: an answer that came is read from the store; one that did not is asked for with the
// very bytes that were sent before, which the upstream knows again by their control numbers; after a
// rejection new ones are sent.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/upstream/ask.hpp"
#include "gateway/upstream/outgoing.hpp"

namespace gateway {

/// Who asks what of whom.
struct Forwarding {
  const ReceivedMessage& original;  // as it came; its bytes and hash identify it
  const Upstream& upstream;
  std::function<base::Result<Outgoing>()> write;  // makes what is sent
  const precert::ReviewRequest& request;          // as the upstream is to hear it
};

struct Forwarded {
  Asked asked;  // what it decided names the upstream as rulebook
  precert::MessageId kept;  // the received bytes, fetched at GET /messages/ID
  base::Issues lost;        // what the other dialect could not say; empty when it was sent before
  base::Issues unsaid;      // why nothing went out: the dialect cannot say it; then it is refused as a message
  bool busy = false;        // the same is on its way at this moment: ask later
};

/// Keeps, sends, reads and keeps; what cannot be said is not sent, and nothing of it is kept. Errors:
/// store_unavailable, and what else `write` says. Lifetimes: awaited in place.
[[nodiscard]] boost::asio::awaitable<base::Result<Forwarded>> forwarded(const Forwarding& forwarding,
                                                                        Services& services);

}  // namespace gateway
