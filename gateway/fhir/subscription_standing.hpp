// Where a subscription stands, in the words of the store, of FHIR and of the settings.
#pragma once

#include <string>
#include <string_view>

#include "gateway/app/services.hpp"
#include "gateway/store/records.hpp"
#include "mappers/fhir/notification.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "mappers/fhir/subscription.hpp"

namespace gateway {

/// As stored, but off once `end` has passed (Subscription.end), unless the settings say that it does not
/// count.
[[nodiscard]] SubscriptionState state_at(const SubscriptionRecord& record, base::Instant at,
                                         const SubscriptionSettings& settings);
/// "requested", "active", "error", "off".
[[nodiscard]] std::string_view word(SubscriptionState state);

/// Of SubscriptionRecord::base.
[[nodiscard]] mappers::PasVersion version_of_base(std::string_view base);
/// The rules a Subscription of that version is read by; what is stored is read with `now` absent.
[[nodiscard]] mappers::SubscriptionRules rules_for(mappers::PasVersion version,
                                                   const SubscriptionSettings& settings,
                                                   std::optional<base::Instant> now);

/// What $status and notifications say of it.
[[nodiscard]] mappers::SubscriptionStatus status_from(const SubscriptionRecord& record,
                                                      SubscriptionState state, const Services& services);

}  // namespace gateway
