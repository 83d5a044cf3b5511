// 278 requests for payers that decide elsewhere: asked before the message is worked through, since that never
// waits.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/store/records.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace gateway {

/// What upstreams say to the 278s of one message, by the bytes of each set (ST to SE).
class UpstreamReviews {
 public:
  struct Review {
    precert::Determination determination;
    bool decided =
        false;  // false: the upstream could not be asked, the determination is the AAA that says so
  };

  /// nullptr: no upstream decides about that set.
  [[nodiscard]] const Review* of(std::string_view set) const;
  void add(std::string_view set, Review review);
  [[nodiscard]] bool empty() const { return reviews_.empty(); }
  /// True when an upstream could not be asked about one of them: the message may come again as it is, and no
  /// answer is kept for it.
  [[nodiscard]] bool any_undecided() const;

 private:
  std::map<std::string, Review, std::less<>> reviews_;
};

/// Asks for every valid 278 request (005010X217) of the message whose payer has an upstream; all others are
/// left to whoever works the message through. Errors: store_unavailable: nothing may be answered then.
/// Lifetimes: awaited in place.
[[nodiscard]] boost::asio::awaitable<base::Result<UpstreamReviews>> upstream_reviews(
    const ReceivedMessage& message, Services& services);

/// The same for one set of a batch, on a thread that may wait. nullopt: no upstream decides about it.
[[nodiscard]] base::Result<std::optional<UpstreamReviews::Review>> upstream_review_now(
    const precert::ReviewRequest& request, std::string_view set, std::string_view sender,
    base::Instant received, Services& services);

}  // namespace gateway
