// 278 requests for payers that decide elsewhere: asked before the message is worked through, since that never
// waits.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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
    bool silent = false;  // it was waited for in vain: the next one would be too
  };

  /// nullptr: no upstream decides about that set.
  [[nodiscard]] const Review* of(std::string_view set) const;
  void add(std::string_view set, Review review);
  [[nodiscard]] bool empty() const { return reviews_.empty(); }
  /// True when an upstream could not be asked about one of them: the message may come again as it is, and no
  /// answer is kept for it.
  [[nodiscard]] bool any_undecided() const;

  using Number = std::pair<std::string, std::string>;  // as MessageTurn::Number
  /// Interchanges of the message whose number was used before: they are rejected, and nobody was asked.
  std::set<Number> refused;

 private:
  std::map<std::string, Review, std::less<>> reviews_;
};

/// Asks for every 278 request (005010X217) of the message that is not rejected here (TA1, 999) and whose
/// payer has an upstream; all others are left to whoever works the message through. A payer that is waited
/// for in vain is not asked again for this message. Errors: store_unavailable: nothing may be answered then.
/// Lifetimes: awaited in place.
[[nodiscard]] boost::asio::awaitable<base::Result<UpstreamReviews>> upstream_reviews(
    const ReceivedMessage& message, Services& services);

/// One set of a batch.
struct BatchQuestion {
  const precert::ReviewRequest& request;
  std::string_view set;     // its bytes
  std::string_view sender;  // submitter_of
  base::Instant received;
};

/// The same for one set of a batch, on a thread that may wait. nullopt: no upstream decides about it.
/// `silent` names upstreams that are not asked, and gets those that were waited for in vain.
[[nodiscard]] base::Result<std::optional<UpstreamReviews::Review>> upstream_review_now(
    const BatchQuestion& question, std::set<std::string>& silent, Services& services);

/// Which of these control numbers others have used: nothing of their interchanges may leave. The rest is kept
/// for `claimant` (the hash of the bytes, which may come again) against others that come meanwhile. On a
/// thread that may wait. Errors: store_unavailable.
[[nodiscard]] base::Result<std::set<UpstreamReviews::Number>> numbers_taken_now(
    std::vector<ControlNumber> numbers, std::string claimant, Services& services);

}  // namespace gateway
