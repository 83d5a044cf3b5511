#include "gateway/workers/deliveries.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <exception>
#include <map>
#include <thread>

#include "gateway/fhir/client_rights.hpp"
#include "gateway/fhir/subscription_standing.hpp"
#include "gateway/telemetry/log.hpp"
#include "gateway/workers/notification_message.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
using std::chrono::seconds;

constexpr std::array<seconds, 6> first_waits{seconds(1),  seconds(5),  seconds(10),
                                             seconds(20), seconds(40), seconds(60)};
constexpr int minutes_after = 15;
constexpr seconds longest_wait{300};
constexpr seconds claim_margin{30};  // a claim outlasts the delivery it is for
constexpr std::size_t parallel_of_owner_max =
    4;  // so that slow endpoints of one client hold up that one only

seconds wait_number(int failure) {
  const auto index = static_cast<std::size_t>(failure - 1);
  if (index < first_waits.size()) return first_waits.at(index);
  return failure <= static_cast<int>(first_waits.size()) + minutes_after ? seconds(60) : longest_wait;
}

std::string_view word(NotificationKind kind) {
  switch (kind) {
    case NotificationKind::handshake: return "handshake";
    case NotificationKind::heartbeat: return "heartbeat";
    case NotificationKind::event: return "event";
  }
  return "event";
}

void log_outcome(const NotificationRecord& notification, const DeliveryOutcome& outcome) {
  const log::Fields fields{{"subscription", notification.subscription},
                           {"kind", word(notification.kind)},
                           {"event", notification.event_number},
                           {"attempts", notification.attempts + 1},
                           {"why", outcome.error}};
  if (outcome.state == NotificationState::delivered) return log::info("notification_delivered", fields);
  if (outcome.state == NotificationState::waiting) return log::warning("notification_failed", fields);
  log::error("notification_given_up", fields);
}

/// "" when the subscriber took it. The reply's text is nothing to keep: it is somebody else's.
std::string failure_of(const base::Result<HttpReply>& reply) {
  if (!reply) return reply.error().first().remedy;
  if (reply->status >= 200 && reply->status < 300) return {};
  return "the subscriber answered " + std::to_string(reply->status) + ".";
}

void note(const NotificationRecord& notification, const DeliveryOutcome& outcome, Services& services) {
  const base::Result<void> noted = services.store.note_delivery(outcome);
  if (!noted) {
    // It is claimed again and sent twice rather than lost.
    return log::error("notification_outcome_lost", {{"what", noted.error().first().remedy}});
  }
  services.metrics.notification(notification.kind, outcome.state);
  log_outcome(notification, outcome);
}

/// What becomes of a notification that cannot or must not go out.
DeliveryOutcome given_up(const NotificationRecord& notification, SubscriptionState subscription,
                         base::Instant at, std::string why) {
  DeliveryOutcome outcome;
  outcome.notification = notification.number;
  outcome.state = NotificationState::given_up;
  outcome.at = at;
  outcome.subscription = subscription;
  outcome.error = std::move(why);
  return outcome;
}

/// Nothing more goes to a client that has lost its rights: what waits for it is given up with this one.
void switch_off(SubscriptionRecord subscription, const NotificationRecord& notification, base::Instant at,
                Services& services) {
  const DeliveryOutcome outcome = given_up(notification, SubscriptionState::off, at,
                                           "its client may not hear of these organizations any more.");
  subscription.state = SubscriptionState::off;
  subscription.changed = at;
  subscription.error = outcome.error;
  subscription.version += 1;
  const base::Result<bool> saved = services.store.save_subscription(subscription, false);
  if (!saved) return log::error("notification_outcome_lost", {{"what", saved.error().first().remedy}});
  if (!*saved) return;  // its owner was faster: it is looked at again
  services.metrics.notification(notification.kind, outcome.state);
  log_outcome(notification, outcome);
}

/// One attempt, from the claimed record to the noted outcome. Values only: it is spawned.
asio::awaitable<void> delivered(NotificationRecord notification, Services& services,
                                const Outbound& outbound) {
  const base::Result<std::optional<SubscriptionRecord>> found =
      services.store.subscription(notification.subscription);
  if (!found || !*found) co_return;  // gone, or to be claimed again
  const SubscriptionRecord& subscription = **found;
  const base::Instant begun = services.clock.now();
  if (!may_hear(subscription.owner, subscription.organizations, services)) {
    switch_off(subscription, notification, begun, services);
    co_return;
  }
  const base::Result<NotificationMessage> message =
      notification_message(notification, subscription, begun, services);
  if (!message) {
    const SubscriptionState state = state_at(subscription, begun, services.config.subscriptions);
    const bool is_off = state == SubscriptionState::off;
    note(notification,
         given_up(notification, is_off ? state : SubscriptionState::error, begun,
                  message.error().first().remedy),
         services);
    co_return;
  }
  const base::Result<HttpReply> reply = co_await outbound.call(message->request);
  const DeliveryOutcome outcome = outcome_of(notification, failure_of(reply), services.clock.now(),
                                             services.config.subscriptions.give_up_after, message->heartbeat);
  note(notification, outcome, services);
}

}  // namespace

OutboundPolicy policy_of(const SubscriptionSettings& settings) {
  OutboundPolicy policy;
  policy.plain_http = settings.plain_http;
  policy.private_addresses = settings.plain_http;
  policy.hosts = settings.hosts;
  return policy;
}

std::optional<seconds> wait_after(int failures, seconds give_up_after) {
  seconds waited{0};
  for (int failure = 1; failure < failures; ++failure) {
    waited += wait_number(failure);
    if (waited >= give_up_after) return std::nullopt;
  }
  return wait_number(failures);
}

DeliveryOutcome outcome_of(const NotificationRecord& notification, const std::string& failure,
                           base::Instant at, seconds give_up_after, std::optional<seconds> heartbeat) {
  DeliveryOutcome outcome;
  outcome.notification = notification.number;
  outcome.at = at;
  outcome.error = failure;
  if (failure.empty()) {
    outcome.state = NotificationState::delivered;
    if (notification.kind == NotificationKind::handshake) outcome.subscription = SubscriptionState::active;
    if (heartbeat) outcome.heartbeat = at + *heartbeat;
    return outcome;
  }
  const std::optional<seconds> wait = wait_after(notification.attempts + 1, give_up_after);
  outcome.state = wait ? NotificationState::waiting : NotificationState::given_up;
  if (wait) {
    outcome.due = at + *wait;
  } else {
    outcome.subscription = SubscriptionState::error;
  }
  return outcome;
}

/// Everything below runs on the one thread of `context`, but for bell and stop.
struct Deliveries::Worker {
  Worker(Services& with, std::size_t most)
      : services(with), outbound(policy_of(with.config.subscriptions)), parallel_max(most) {}

  /// A claimed notification whose owner has as many on their way as one may have.
  struct Waiting {
    NotificationRecord notification;
    std::string owner;
    base::Instant until;  // of the claim
  };

  /// Claims as much as there is room for and sets it going; each that ends makes room for the next.
  void look() {
    if (stopping) return;
    begin_waiting();
    while (running < parallel_max) {
      const std::size_t room = parallel_max - running;
      const base::Instant now = services.clock.now();
      const base::Instant until = now + timeout_max + claim_margin;
      base::Result<std::vector<NotificationRecord>> claimed =
          services.store.claim_notifications(now, until, room);
      if (!claimed) return log::error("notifications_unread", {{"what", claimed.error().first().remedy}});
      const bool are_all = claimed->size() < room;
      for (NotificationRecord& one : *claimed) {
        std::string owner = owner_of(one);
        if (has_room(owner)) {
          begin(std::move(one), std::move(owner));
        } else {
          waiting.push_back({std::move(one), std::move(owner), until});
        }
      }
      if (are_all) return;
    }
  }

  /// Sets going what waited for its owner's turn; lets go of what would outlast its claim: it is claimed
  /// again.
  void begin_waiting() {
    const base::Instant now = services.clock.now();
    const auto is_late = [now](const Waiting& one) { return now + timeout_max > one.until; };
    const auto may_go = [this](const Waiting& one) { return running < parallel_max && has_room(one.owner); };
    std::erase_if(waiting, is_late);
    while (true) {  // from the start each time: what begins may end at once, and come back here
      const auto next = std::find_if(waiting.begin(), waiting.end(), may_go);
      if (next == waiting.end()) return;
      Waiting one = std::move(*next);
      waiting.erase(next);
      begin(std::move(one.notification), std::move(one.owner));
    }
  }

  /// "" when it has none: under open access nobody is told from anybody.
  std::string owner_of(const NotificationRecord& notification) {
    base::Result<std::optional<SubscriptionRecord>> found =
        services.store.subscription(notification.subscription);
    return found && *found ? std::move((*found)->owner) : std::string();
  }

  bool has_room(const std::string& owner) const {
    const auto found = running_of.find(owner);
    return owner.empty() || found == running_of.end() || found->second < parallel_of_owner_max;
  }

  void begin(NotificationRecord notification, std::string owner) {
    ++running;
    ++attempts;
    ++running_of[owner];
    asio::co_spawn(
        context, delivered(std::move(notification), services, outbound),
        [this, owner = std::move(owner)](const std::exception_ptr& thrown) { ended(owner, thrown); });
  }

  void ended(const std::string& owner, const std::exception_ptr& thrown) {
    --running;
    if (--running_of[owner] == 0) running_of.erase(owner);
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const std::exception& failure) {
      log::error("delivery_failed", {{"what", failure.what()}});
    }
    if (stopping && running == 0) context.stop();
    look();
  }

  void tick() {
    look();
    timer.expires_after(seconds(1));
    timer.async_wait([this](const boost::system::error_code& error) {
      if (!error && !stopping) tick();
    });
  }

  Services& services;
  const Outbound outbound;
  const std::size_t parallel_max;
  std::size_t running = 0, attempts = 0;
  std::map<std::string, std::size_t, std::less<>> running_of;  // by owner
  std::deque<Waiting> waiting;
  bool stopping = false;
  asio::io_context context{1};
  asio::steady_timer timer{context};
  std::thread thread;
};

Deliveries::Deliveries(Services& services, std::size_t parallel_max)
    : worker_(std::make_unique<Worker>(services, parallel_max)) {}

Deliveries::~Deliveries() { stop(); }

void Deliveries::start() {
  Worker* const worker = worker_.get();
  worker->services.notifications.listen(
      [worker] { asio::post(worker->context, [worker] { worker->look(); }); });
  worker->thread = std::thread([worker] {
    worker->tick();
    worker->context.run();
  });
}

void Deliveries::stop(std::chrono::milliseconds patience) {
  Worker* const worker = worker_.get();
  if (!worker->thread.joinable()) return;
  worker->services.notifications.listen(nullptr);
  asio::post(worker->context, [worker, patience] {
    worker->stopping = true;
    if (worker->running == 0) return worker->context.stop();
    worker->timer.expires_after(patience);
    worker->timer.async_wait([worker](const boost::system::error_code& error) {
      if (!error) worker->context.stop();
    });
  });
  worker->thread.join();
}

std::size_t Deliveries::deliver_due() {
  const std::size_t before = worker_->attempts;
  worker_->context.restart();
  worker_->look();
  worker_->context.run();
  return worker_->attempts - before;
}

}  // namespace gateway
