// Deciding and storing as one step: nothing is said before it is durable, nothing is decided twice.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// What handling a message came to: what has to be durable, and then what to say.
struct Prepared {
  Exchange exchange;
  HttpReply reply;
  std::vector<precert::ReviewAction> decided;  // one a service line, counted once it is durable
  std::vector<Rejection> rejected;             // counted then as well
};

using Preparation = std::function<base::Result<Prepared>()>;

/// Stores an exchange; resumes after it is on disk. Whoever delivers notifications is told when it added some.
[[nodiscard]] boost::asio::awaitable<CommitResult> commit(Services& services, Exchange exchange);

/// Prepares, commits and replies. When somebody else changed the case meanwhile it prepares anew (a few times); when
/// the same bytes were answered before it replies as then. For exchanges that use no control numbers up.
/// Lifetimes: awaited in place; the callables may refer to the caller's frame.
[[nodiscard]] boost::asio::awaitable<HttpReply> decided_and_stored(
    const HttpRequest& request, Services& services, const Preparation& prepare);

/// The earlier answer to the same bytes of the same sender inside the replay window, if there is one.
[[nodiscard]] base::Result<std::optional<HttpReply>> earlier_reply(const ReceivedMessage& message, Services& services);

}  // namespace gateway
