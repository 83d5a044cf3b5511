// A waiting notification as the HTTP request that takes it to its subscriber.
#pragma once

#include <chrono>
#include <optional>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/http/outbound.hpp"
#include "gateway/store/records.hpp"

namespace gateway {

inline constexpr std::chrono::seconds timeout_max{60};  // of one delivery, whatever a subscription asks for

struct NotificationMessage {
  OutboundRequest request;
  std::optional<std::chrono::seconds> heartbeat;  // as the subscription asks
};

/// POST to the channel's endpoint with its headers and payload type, a notification Bundle as body.
/// Handshakes say that the subscription is requested, all others that it is active. Errors: data_invalid when
/// there is nothing to send (the subscription is over, or stored so that this version cannot read it).
[[nodiscard]] base::Result<NotificationMessage> notification_message(const NotificationRecord& notification,
                                                                     const SubscriptionRecord& subscription,
                                                                     base::Instant at,
                                                                     const Services& services);

}  // namespace gateway
