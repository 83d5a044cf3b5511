#include "gateway/fhir/subscription_standing.hpp"

#include "gateway/fhir/claim_submit.hpp"

namespace gateway {

SubscriptionState state_at(const SubscriptionRecord& record, base::Instant at,
                           const SubscriptionSettings& settings) {
  const bool over = record.end && *record.end <= at && !settings.past_end;
  return over ? SubscriptionState::off : record.state;
}

std::string_view word(SubscriptionState state) {
  switch (state) {
    case SubscriptionState::requested: return "requested";
    case SubscriptionState::active: return "active";
    case SubscriptionState::error: return "error";
    case SubscriptionState::off: return "off";
  }
  return "off";
}

mappers::PasVersion version_of_base(std::string_view base) {
  return base == "/fhir/2.0.1" ? mappers::PasVersion::v2_0_1 : mappers::PasVersion::v2_2_1;
}

mappers::SubscriptionRules rules_for(mappers::PasVersion version, const SubscriptionSettings& settings,
                                     std::optional<base::Instant> now) {
  mappers::SubscriptionRules rules;
  rules.version = version;
  rules.any_filter = settings.any_filter;
  if (!settings.past_end) rules.now = now;
  return rules;
}

mappers::SubscriptionStatus status_from(const SubscriptionRecord& record, SubscriptionState state,
                                        const Services& services) {
  mappers::SubscriptionStatus status;
  status.id = record.id;
  status.base_url = fhir_base(services, version_of_base(record.base));
  status.status = word(state);
  status.events = record.events;
  if (state == SubscriptionState::error) status.error = record.error;
  return status;
}

}  // namespace gateway
