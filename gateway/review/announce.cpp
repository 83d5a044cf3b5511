#include "gateway/review/announce.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "gateway/edi/outbox.hpp"
#include "gateway/fhir/claim_submit.hpp"
#include "gateway/fhir/client_rights.hpp"
#include "gateway/fhir/original_bundle.hpp"
#include "gateway/fhir/subscription_standing.hpp"
#include "mappers/fhir/review_response.hpp"

namespace gateway {
namespace {

/// True when a line that waited waits no more.
bool has_moved(const precert::Determination& was, const precert::Determination& is) {
  return std::any_of(was.lines.begin(), was.lines.end(), [&is](const precert::LineDetermination& before) {
    if (before.action != precert::ReviewAction::pended) return false;
    const precert::LineDetermination* now = is.line(before.sequence);
    return now == nullptr || now->action != precert::ReviewAction::pended;
  });
}

/// The same codes and words; what they were read from may have come again.
bool same_reasons(const precert::LineDetermination& a, const precert::LineDetermination& b) {
  return std::equal(a.reasons.begin(), a.reasons.end(), b.reasons.begin(), b.reasons.end(),
                    [](const precert::Reason& x, const precert::Reason& y) {
                      return x.code == y.code && x.words == y.words;
                    });
}

/// What an answer says of a decided line; not when and how it was reached.
bool says_the_same(const precert::LineDetermination& a, const precert::LineDetermination& b) {
  return a.action == b.action && a.certification_number == b.certification_number &&
         a.validity == b.validity && a.quantity == b.quantity && a.delivery == b.delivery &&
         a.dates == b.dates && a.provider == b.provider && same_reasons(a, b) && a.added == b.added;
}

/// True when a line is decided otherwise than it was, or now at all.
bool has_news(const precert::Determination& was, const precert::Determination& is) {
  if (was.refusals != is.refusals) return true;
  return std::any_of(is.lines.begin(), is.lines.end(), [&was](const precert::LineDetermination& now) {
    if (now.action == precert::ReviewAction::pended) return false;
    const precert::LineDetermination* const before = was.line(now.sequence);
    return before == nullptr || !says_the_same(*before, now);
  });
}

/// The Response Bundles of one change, made once for each base that somebody listens at.
class Bundles {
 public:
  Bundles(const CaseChange& change, const fhir::Bundle* asked, base::Instant at, const Services& services)
      : change_(change), asked_(asked), at_(at), services_(services) {}

  const std::string& of(const std::string& base) {
    std::string& bundle = made_[base];
    if (bundle.empty()) bundle = mappers::review_response_from(change_.request, change_.is, context(base));
    return bundle;
  }

 private:
  [[nodiscard]] mappers::ResponseContext context(const std::string& base) const {
    mappers::ResponseContext context;
    context.version = version_of_base(base);
    context.request = asked_;
    context.case_id = change_.after.id.text();
    context.base_url = fhir_base(services_, context.version);
    context.at = at_;
    context.uuid_seed = context.case_id + "." + std::to_string(change_.after.version);
    context.bundle_id = context.uuid_seed;
    return context;
  }

  const CaseChange& change_;
  const fhir::Bundle* asked_;
  base::Instant at_;
  const Services& services_;
  std::map<std::string, std::string, std::less<>> made_;
};

NotificationRecord event_for(const SubscriptionRecord& subscription, const CaseChange& change,
                             base::Instant at, std::string bytes) {
  NotificationRecord event;
  event.subscription = subscription.id;
  event.case_id = change.after.id;
  event.version = change.after.version;
  event.made = at;
  event.due = at;
  event.bytes = std::move(bytes);
  return event;
}

/// The version that `made` changes: what this very message has made of the case before, else what is stored.
base::Result<std::optional<CaseRecord>> version_before(const Exchange& exchange, const Reviewed& made,
                                                       Services& services) {
  const auto same = [&made](const CaseWrite& one) { return one.record.id == made.write.record.id; };
  const auto pending = std::find_if(exchange.cases.begin(), exchange.cases.end(), same);
  if (pending != exchange.cases.end()) return std::optional(pending->record);
  return services.store.find_case(made.write.record.id);
}

}  // namespace

std::vector<std::string> organizations_of(const precert::ReviewRequest& request) {
  std::vector<std::string> all;
  const auto add = [&all](std::string_view value) {
    while (value.ends_with(' ')) value.remove_suffix(1);  // ISA06 is padded
    if (!value.empty() && std::find(all.begin(), all.end(), value) == all.end()) all.emplace_back(value);
  };
  add(request.transmission.interchange_sender);
  for (const precert::Identifier& identifier : request.requester.identifiers) add(identifier.value);
  return all;
}

namespace {

/// What FHIR subscribers get of a change: one event each, with the whole PAS Response Bundle, when a line
/// that was pended is so no more, even if others still wait. Nothing for what was decided at once. Rules: PAS
/// spec-51, spec-60, spec-61. Errors: store_unavailable.
base::Result<void> announce_to_subscribers(Exchange& exchange, const CaseChange& change, base::Instant at,
                                           Services& services) {
  if (!change.told_always && !has_moved(change.was, change.is)) return {};
  const base::Result<std::vector<SubscriptionRecord>> subscriptions =
      services.store.subscriptions_for(organizations_of(change.request));
  if (!subscriptions) return subscriptions.error();
  if (subscriptions->empty()) return {};
  const base::Result<std::unique_ptr<OriginalBundle>> asked = original_bundle(change.after, services.store);
  if (!asked) return asked.error();
  Bundles bundles(change, bundle_of(*asked), at, services);
  for (const SubscriptionRecord& one : *subscriptions) {
    if (state_at(one, at, services.config.subscriptions) == SubscriptionState::off) continue;
    if (!may_hear(one.owner, one.organizations, services)) continue;  // rights change after it was made
    exchange.notifications.push_back(event_for(one, change, at, bundles.of(one.base)));
  }
  return {};
}

}  // namespace

base::Result<void> announce(Exchange& exchange, const CaseChange& change, const Snapshot& knowledge,
                            base::Instant at, Services& services) {
  if (change.told_always || change.came_to_nothing || has_news(change.was, change.is)) {
    base::Result<std::optional<OutboxEntry>> unasked =
        unsolicited_response(change.after, change.request, change.is, services, *knowledge.partners, at);
    if (!unasked) return unasked.error();
    if (*unasked) exchange.outbox.push_back(std::move(**unasked));
  }
  return announce_to_subscribers(exchange, change, at, services);
}

base::Result<void> announce_update(Exchange& exchange, const Reviewed& made, base::Instant at,
                                   Services& services) {
  if (made.write.expected_version == 0) return {};
  const base::Result<std::optional<CaseRecord>> earlier = version_before(exchange, made, services);
  if (!earlier) return earlier.error();
  if (!*earlier) return {};
  const base::Result<precert::PriorCase> before = prior_from(**earlier);
  if (!before) return before.error();
  const CaseChange change{made.write.record, made.request, before->determination, made.determination};
  return announce_to_subscribers(exchange, change, at, services);
}

}  // namespace gateway
