// Takes notifications to their subscribers: woken when one is made and each second, several subscriptions at
// once, one notification of a subscription at a time. What fails is tried again, later and later, across
// restarts, until it is given up for all to see.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

#include "base/date.hpp"
#include "gateway/app/services.hpp"
#include "gateway/http/outbound.hpp"
#include "gateway/store/records.hpp"

namespace gateway {

/// Where notifications may go, as the settings say.
[[nodiscard]] OutboundPolicy policy_of(const SubscriptionSettings& settings);

/// How long to wait after so many failures (1 = the first); nullopt when the waits before have come to
/// `give_up_after`. After 1, 5, 10, 20, 40 and 60 seconds, then each minute for a quarter of an hour, then
/// every five minutes. Time in which this program did not run is not held against the subscriber.
[[nodiscard]] std::optional<std::chrono::seconds> wait_after(int failures,
                                                             std::chrono::seconds give_up_after);

/// What has come of an attempt. `failure` is "" when the subscriber answered 2xx. A
/// handshake that is answered makes active; the first failure is no error, giving up is.
[[nodiscard]] DeliveryOutcome outcome_of(const NotificationRecord& notification, const std::string& failure,
                                         base::Instant at, std::chrono::seconds give_up_after,
                                         std::optional<std::chrono::seconds> heartbeat);

class Deliveries {
 public:
  /// `services` outlives this.
  explicit Deliveries(Services& services, std::size_t parallel_max = 16);
  ~Deliveries();
  Deliveries(const Deliveries&) = delete;
  Deliveries& operator=(const Deliveries&) = delete;

  /// On a thread of its own, until stop().
  void start();
  /// Takes up nothing new and waits for what is on its way, at most so long; what is cut off is tried again
  /// after the next start. No-op when it does not run.
  void stop(std::chrono::milliseconds patience = std::chrono::seconds(10));

  /// Delivers on this thread what is due now, and what that makes due at the same instant; returns how many
  /// attempts it made. For callers without a running thread.
  std::size_t deliver_due();

 private:
  struct Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace gateway
