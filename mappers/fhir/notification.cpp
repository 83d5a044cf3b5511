#include "mappers/fhir/notification.hpp"

#include "mappers/fhir/subscription.hpp"
#include "mappers/fhir/uuid.hpp"

namespace mappers {
namespace {

constexpr std::string_view status_profile =
    "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4";
constexpr std::string_view notification_profile =
    "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-notification-r4";

std::string_view word(NotificationType type) {
  switch (type) {
    case NotificationType::handshake: return "handshake";
    case NotificationType::heartbeat: return "heartbeat";
    case NotificationType::event_notification: return "event-notification";
    case NotificationType::query_status: return "query-status";
  }
  return "query-status";
}

std::string url_of(const SubscriptionStatus& subscription) {
  return subscription.base_url + "/Subscription/" + subscription.id;
}

void write_parameter(json::Writer& out, std::string_view name, std::string_view type,
                     std::string_view value) {
  out.begin_object().field("name", name).field(type, value).end_object();
}

void write_reference_parameter(json::Writer& out, std::string_view name, std::string_view reference) {
  out.begin_object().field("name", name);
  out.object_field("valueReference").field("reference", reference).end_object().end_object();
}

void write_event(json::Writer& out, const NotificationEvent& event) {
  out.begin_object().field("name", "notification-event").array_field("part");
  write_parameter(out, "event-number", "valueString", std::to_string(event.number));
  write_parameter(out, "timestamp", "valueInstant", base::iso(event.at));
  write_reference_parameter(out, "focus", event.focus);
  out.end_array().end_object();
}

void write_meta(json::Writer& out, std::string_view profile) {
  out.object_field("meta").array_field("profile").string(profile).end_array().end_object();
}

/// request and response, which every entry of a history Bundle has (bdl-3, bdl-4).
void write_got(json::Writer& out, std::string_view url) {
  out.object_field("request").field("method", "GET").field("url", url).end_object();
  out.object_field("response").field("status", "200").end_object();
}

void write_event_entry(json::Writer& out, const NotificationEvent& event) {
  out.begin_object().field("fullUrl", event.focus);
  if (!event.resource.empty()) out.key("resource").raw_text(event.resource);
  write_got(out, event.focus);
  out.end_object();
}

/// Appends the Parameters of backport-subscription-status-r4. `id` is theirs; "" = none.
void write_subscription_status(json::Writer& out, const SubscriptionStatus& subscription,
                               NotificationType type, const NotificationEvent* event, std::string_view id) {
  out.begin_object().field("resourceType", "Parameters");
  if (!id.empty()) out.field("id", id);
  write_meta(out, status_profile);
  out.array_field("parameter");
  write_reference_parameter(out, "subscription", url_of(subscription));
  write_parameter(out, "topic", "valueCanonical", pas_subscription_topic);
  write_parameter(out, "status", "valueCode", subscription.status);
  write_parameter(out, "type", "valueCode", word(type));
  const std::int64_t events = event == nullptr ? subscription.events : event->number;
  write_parameter(out, "events-since-subscription-start", "valueString", std::to_string(events));
  if (event != nullptr) write_event(out, *event);
  if (!subscription.error.empty()) {
    out.begin_object().field("name", "error").object_field("valueCodeableConcept");
    out.field("text", subscription.error).end_object().end_object();
  }
  out.end_array().end_object();
}

}  // namespace

std::string notification_from(const SubscriptionStatus& subscription, NotificationType type,
                              const NotificationEvent* event, base::Instant at, std::string_view seed) {
  std::string bytes;
  json::Writer out(bytes);
  out.begin_object().field("resourceType", "Bundle").field("id", uuid_from(seed, "notification"));
  write_meta(out, notification_profile);
  out.field("type", "history").field("timestamp", base::iso(at)).array_field("entry");
  const std::string status_id = uuid_from(seed, "status");
  out.begin_object().field("fullUrl", "urn:uuid:" + status_id).key("resource");
  write_subscription_status(out, subscription, type, event, status_id);
  write_got(out, url_of(subscription) + "/$status");
  out.end_object();
  if (event != nullptr) write_event_entry(out, *event);
  out.end_array().end_object();
  return bytes;
}

std::string status_searchset_from(std::span<const SubscriptionStatus> subscriptions, std::string_view self,
                                  base::Instant at) {
  std::string bytes;
  json::Writer out(bytes);
  out.begin_object().field("resourceType", "Bundle").field("type", "searchset");
  out.field("timestamp", base::iso(at)).field("total", subscriptions.size());
  out.array_field("link")
      .begin_object()
      .field("relation", "self")
      .field("url", self)
      .end_object()
      .end_array();
  if (!subscriptions.empty()) out.array_field("entry");
  for (const SubscriptionStatus& one : subscriptions) {
    const std::string id = uuid_from(url_of(one) + base::iso(at), "status");
    out.begin_object().field("fullUrl", "urn:uuid:" + id).key("resource");
    write_subscription_status(out, one, NotificationType::query_status, nullptr, id);
    out.object_field("search").field("mode", "match").end_object().end_object();
  }
  if (!subscriptions.empty()) out.end_array();
  out.end_object();
  return bytes;
}

}  // namespace mappers
