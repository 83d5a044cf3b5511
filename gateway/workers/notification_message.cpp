#include "gateway/workers/notification_message.hpp"

#include <algorithm>

#include "gateway/fhir/subscription_standing.hpp"
#include "parsers/json/document.hpp"

namespace gateway {
namespace {

using mappers::NotificationContent;
using mappers::NotificationType;

base::Issues nothing_to_send(std::string why) {
  return base::Issues(
      base::Issue{base::IssueCode::data_invalid, "subscription", std::move(why), base::Severity::error});
}

NotificationType type_of(NotificationKind kind) {
  switch (kind) {
    case NotificationKind::handshake: return NotificationType::handshake;
    case NotificationKind::heartbeat: return NotificationType::heartbeat;
    case NotificationKind::event: return NotificationType::event_notification;
  }
  return NotificationType::event_notification;
}

/// The event: a Bundle that the notification holds whole, or the ClaimResponse that is to be asked for.
mappers::NotificationEvent event_from(const NotificationRecord& notification, NotificationContent content,
                                      const std::string& base_url) {
  mappers::NotificationEvent event;
  event.number = notification.event_number;
  event.at = notification.made;
  if (content == NotificationContent::id_only) {
    event.focus = base_url + "/ClaimResponse/" + notification.case_id.text();
    return event;
  }
  event.focus =
      base_url + "/Bundle/" + notification.case_id.text() + "." + std::to_string(notification.version);
  event.resource = notification.bytes;
  return event;
}

std::chrono::seconds timeout_of(const mappers::Subscription& asked, const SubscriptionSettings& settings) {
  return std::min(asked.timeout.value_or(settings.timeout), timeout_max);
}

}  // namespace

base::Result<NotificationMessage> notification_message(const NotificationRecord& notification,
                                                       const SubscriptionRecord& subscription,
                                                       base::Instant at, const Services& services) {
  const SubscriptionSettings& settings = services.config.subscriptions;
  if (state_at(subscription, at, settings) == SubscriptionState::off) {
    return nothing_to_send("the subscription has come to its end.");
  }
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(subscription.resource);
  if (!parsed) return parsed.error();
  mappers::SubscriptionRules rules = rules_for(version_of_base(subscription.base), settings, std::nullopt);
  rules.any_filter = true;  // it was taken when it was made, whatever the setting says now
  const base::Result<mappers::Subscription> asked = mappers::subscription_from(*parsed, rules);
  if (!asked) return asked.error();

  const SubscriptionState state = notification.kind == NotificationKind::handshake
                                      ? SubscriptionState::requested
                                      : SubscriptionState::active;
  const mappers::SubscriptionStatus status = status_from(subscription, state, services);
  std::optional<mappers::NotificationEvent> event;
  if (notification.kind == NotificationKind::event) {
    event = event_from(notification, asked->content, status.base_url);
  }
  NotificationMessage message;
  message.heartbeat = asked->heartbeat;
  message.request.url = asked->endpoint;
  message.request.content_type = asked->payload;
  message.request.headers = asked->headers;
  message.request.timeout = timeout_of(*asked, settings);
  message.request.reply_bytes_max = std::size_t{256} * 1024;
  message.request.body =
      mappers::notification_from(status, type_of(notification.kind), event ? &*event : nullptr, at,
                                 subscription.id + "/" + std::to_string(notification.number));
  return message;
}

}  // namespace gateway
