#include "gateway/workers/deliveries.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <thread>

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

/// One attempt, from the claimed record to the noted outcome. Values only: it is spawned.
asio::awaitable<void> delivered(NotificationRecord notification, Services& services,
                                const Outbound& outbound) {
  const base::Result<std::optional<SubscriptionRecord>> found =
      services.store.subscription(notification.subscription);
  if (!found || !*found) co_return;  // gone, or to be claimed again
  const base::Instant begun = services.clock.now();
  const base::Result<NotificationMessage> message =
      notification_message(notification, **found, begun, services);
  DeliveryOutcome outcome;
  if (message) {
    const base::Result<HttpReply> reply = co_await outbound.call(message->request);
    outcome = outcome_of(notification, failure_of(reply), services.clock.now(),
                         services.config.subscriptions.give_up_after, message->heartbeat);
  } else {
    outcome.notification = notification.number;
    outcome.state = NotificationState::given_up;
    outcome.at = begun;
    outcome.error = message.error().first().remedy;
    const SubscriptionState state = state_at(**found, begun, services.config.subscriptions);
    outcome.subscription = state == SubscriptionState::off ? state : SubscriptionState::error;
  }
  const base::Result<void> noted = services.store.note_delivery(outcome);
  if (!noted) {
    log::error("notification_outcome_lost", {{"what", noted.error().first().remedy}});
    co_return;  // it is claimed again and sent twice rather than lost
  }
  services.metrics.notification(notification.kind, outcome.state);
  log_outcome(notification, outcome);
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

  /// Claims as much as there is room for and sets it going; each that ends makes room for the next.
  void look() {
    if (stopping || running >= parallel_max) return;
    const base::Instant now = services.clock.now();
    const base::Instant until = now + timeout_max + claim_margin;
    base::Result<std::vector<NotificationRecord>> claimed =
        services.store.claim_notifications(now, until, parallel_max - running);
    if (!claimed) return log::error("notifications_unread", {{"what", claimed.error().first().remedy}});
    for (NotificationRecord& one : *claimed) {
      ++running;
      ++attempts;
      asio::co_spawn(context, delivered(std::move(one), services, outbound),
                     [this](const std::exception_ptr& thrown) { ended(thrown); });
    }
  }

  void ended(const std::exception_ptr& thrown) {
    --running;
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
