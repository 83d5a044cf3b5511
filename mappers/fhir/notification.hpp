// What a subscriber gets, and what $status answers: the R4 shape of the Subscriptions Backport, a history
// Bundle whose first entry is Parameters. Rule: backport-subscription-notification-r4.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "parsers/json/writer.hpp"

namespace mappers {

enum class NotificationType : std::uint8_t { handshake, heartbeat, event_notification, query_status };

/// Where a subscription stands.
struct SubscriptionStatus {
  std::string id;
  std::string base_url;     // of its FHIR base, without a final slash
  std::string_view status;  // requested, active, error, off
  std::int64_t events = 0;  // since it was made
  std::string error;        // why the status is error; "" = nothing to say
};

/// One event of a notification.
struct NotificationEvent {
  std::int64_t number = 0;  // 1, 2, 3 … of its subscription
  base::Instant at{};       // when it happened
  std::string focus;        // absolute URL of what changed
  std::string resource;     // what changed, as JSON; "" = only its URL is sent (id-only)
};

/// The Bundle of one delivery. `event` goes with event_notification only; the same `seed` gives the same
/// bytes. Events of an active subscription count as `number` says, whatever has happened since.
[[nodiscard]] std::string notification_from(const SubscriptionStatus& subscription, NotificationType type,
                                            const NotificationEvent* event, base::Instant at,
                                            std::string_view seed);

/// The searchset that $status answers.
[[nodiscard]] std::string status_searchset_from(std::span<const SubscriptionStatus> subscriptions,
                                                std::string_view self, base::Instant at);

}  // namespace mappers
