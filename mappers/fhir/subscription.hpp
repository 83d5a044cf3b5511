// A FHIR R4 Subscription with the Subscriptions Backport's extensions: who wants to hear of whose decisions,
// and where. Rules: PAS spec-54 to spec-62, profile-subscription 2.2.1; for 2.0.1 the backport profile.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "parsers/json/value.hpp"
#include "parsers/json/writer.hpp"

namespace mappers {

inline constexpr std::string_view pas_subscription_topic =
    "http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic";

/// What a notification carries (extension backport-payload-content).
enum class NotificationContent : std::uint8_t { full_resource, id_only };

/// What an owner asks for.
struct Subscription {
  bool wanted = true;  // false: `off`
  std::string endpoint;
  std::string payload;  // media type of what is sent, as the owner wrote it
  NotificationContent content = NotificationContent::full_resource;
  std::vector<std::pair<std::string, std::string>> headers;  // sent with every notification
  std::vector<std::string> organizations;                    // values of the filter; empty = everybody's
  std::optional<base::Instant> end;
  std::optional<std::chrono::seconds> heartbeat;  // wanted when nothing else was sent for so long
  std::optional<std::chrono::seconds> timeout;    // of one delivery
};

/// What a server takes.
struct SubscriptionRules {
  PasVersion version = PasVersion::v2_2_1;
  bool any_filter = false;           // 2.0.1: filters besides org-identifier, and none, mean everybody
  std::optional<base::Instant> now;  // an `end` before it is refused; nullopt = none is
};

/// Reads a Subscription that its owner made or changed. Errors, all at once: fhir_structure (no Subscription,
/// something missing), fhir_value_invalid, fhir_code_invalid, fhir_profile, not_supported (other topic,
/// channel, content or filter); `where` is FHIRPath ("Subscription.channel.type").
[[nodiscard]] base::Result<Subscription> subscription_from(const json::Value& resource,
                                                           const SubscriptionRules& rules);

/// What the server adds to a Subscription.
struct SubscriptionStanding {
  std::string id;
  std::string_view status;  // requested, active, error, off
  std::string version = "1";  // meta.versionId
  base::Instant changed{};
  std::string error;  // Subscription.error; "" = none
};

/// Appends the Subscription as its owner sent it, channel headers included, with id, status, meta and error
/// as they stand now.
void write_subscription(json::Writer& out, const json::Value& as_sent, const SubscriptionStanding& standing);

}  // namespace mappers
