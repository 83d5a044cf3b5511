// Inside gateway/store: subscriptions and what waits for them, as functions of a connection.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/records.hpp"
#include "gateway/store/sqlite_connection.hpp"

namespace gateway::sqlite {

/// False when the stored version is not one less.
[[nodiscard]] bool save_subscription(Connection& connection, const SubscriptionRecord& record,
                                     bool handshake);
void remove_subscription(Connection& connection, std::string_view id);
[[nodiscard]] std::optional<SubscriptionRecord> subscription(Connection& connection, std::string_view id);
[[nodiscard]] std::vector<SubscriptionRecord> subscriptions(Connection& connection, std::string_view base,
                                                            const std::optional<std::string>& owner);
[[nodiscard]] std::vector<SubscriptionRecord> subscriptions_for(Connection& connection,
                                                                std::span<const std::string> organizations);

/// An event gets the next number of its subscription; nothing is written for one that is gone or off.
void write_notification(Connection& connection, const NotificationRecord& record);
/// True when claim_notifications would find something.
[[nodiscard]] bool notification_due(Connection& connection, base::Instant now);
[[nodiscard]] std::vector<NotificationRecord> claim_notifications(Connection& connection, base::Instant now,
                                                                  base::Instant until, std::size_t count_max);
void note_delivery(Connection& connection, const DeliveryOutcome& outcome);
[[nodiscard]] std::size_t notifications_waiting(Connection& connection, std::string_view subscription);

}  // namespace gateway::sqlite
