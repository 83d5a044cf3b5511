#include "gateway/telemetry/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <map>
#include <mutex>

#include "precert/model/words.hpp"

namespace gateway {
namespace {

const prometheus::Histogram::BucketBoundaries seconds_buckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                              0.05,   0.1,   0.25,   0.5,   1.0,  5.0};
// CDS Hooks: the rule is 5 seconds.
const prometheus::Histogram::BucketBoundaries hook_buckets{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
                                                           1.0,   2.0,  3.0,   4.0,  5.0, 10.0};
constexpr std::array rejection_words{"interchange", "group", "transaction_set", "bundle", "business"};
constexpr std::array dialect_words{"x12", "fhir", "cds_hooks", "staff"};  // in the order of Transport
constexpr std::array notification_words{"handshake", "heartbeat", "event"};
constexpr std::array outcome_words{"failed", "delivered", "given_up"};

}  // namespace

struct Metrics::State {
  explicit State(const Store& from) : store(from) {
    auto& decided = prometheus::BuildCounter()
                        .Name("precert_decisions_total")
                        .Help("Service lines decided, by dialect and review action.")
                        .Register(registry);
    for (std::size_t dialect = 0; dialect < dialect_words.size(); ++dialect) {
      for (const auto& [action, word] : precert::Words<precert::ReviewAction>::all) {
        decisions.at(dialect).at(static_cast<std::size_t>(action)) =
            &decided.Add({{"dialect", dialect_words.at(dialect)}, {"action", std::string(word)}});
      }
    }
    auto& rejected = prometheus::BuildCounter()
                         .Name("precert_rejections_total")
                         .Help("Messages or parts of them that were not reviewed.")
                         .Register(registry);
    for (std::size_t i = 0; i < rejection_words.size(); ++i) {
      rejections.at(i) = &rejected.Add({{"kind", rejection_words.at(i)}});
    }
    replays = &prometheus::BuildCounter()
                   .Name("precert_replays_total")
                   .Help("Messages that were answered as before because they came before.")
                   .Register(registry)
                   .Add({});
    gaps = &prometheus::BuildCounter()
                .Name("precert_control_number_gaps_total")
                .Help("Interchanges whose control number left some out.")
                .Register(registry)
                .Add({});
    refused_acknowledgments = &prometheus::BuildCounter()
                                   .Name("precert_acknowledgments_refused_total")
                                   .Help("TA1 and 999 from partners that reject what they got from here.")
                                   .Register(registry)
                                   .Add({});
    profile_faults = &prometheus::BuildCounter()
                          .Name("precert_answer_faults_total")
                          .Help("Breaches of the FHIR profiles in answers, counted when they are checked.")
                          .Register(registry)
                          .Add({});
    auto& told = prometheus::BuildCounter()
                     .Name("precert_notifications_total")
                     .Help("Attempts to tell a subscriber, by kind and how they ended.")
                     .Register(registry);
    for (std::size_t kind = 0; kind < notification_words.size(); ++kind) {
      for (std::size_t outcome = 0; outcome < outcome_words.size(); ++outcome) {
        notifications.at(kind).at(outcome) =
            &told.Add({{"kind", notification_words.at(kind)}, {"outcome", outcome_words.at(outcome)}});
      }
    }
    auto& gauges = prometheus::BuildGauge()
                       .Name("precert_store")
                       .Help("The store's own counters since it was opened.")
                       .Register(registry);
    for (const char* name : {"committed", "groups", "unavailable", "queued", "checkpoints", "wal_pages"}) {
      store_gauges[name] = &gauges.Add({{"counter", name}});
    }
    hook_seconds = &prometheus::BuildHistogram()
                        .Name("precert_hook_seconds")
                        .Help("CDS Hooks calls, from the request read whole to its answer.")
                        .Register(registry);
    requests = &prometheus::BuildCounter()
                    .Name("precert_http_requests_total")
                    .Help("HTTP requests answered, by route and status.")
                    .Register(registry);
    durations = &prometheus::BuildHistogram()
                     .Name("precert_http_request_seconds")
                     .Help("From a request read whole to its reply, by route.")
                     .Register(registry);
  }

  /// The series of one route; made at its first request, then found under the lock.
  struct Route {
    prometheus::Histogram* seconds = nullptr;
    std::map<unsigned, prometheus::Counter*> statuses;
  };

  const Store& store;
  prometheus::Registry registry;
  std::array<std::array<prometheus::Counter*, 8>, dialect_words.size()> decisions{};
  std::array<prometheus::Counter*, rejection_words.size()> rejections{};
  std::array<std::array<prometheus::Counter*, outcome_words.size()>, notification_words.size()> notifications{};
  prometheus::Counter* replays = nullptr;
  prometheus::Counter* gaps = nullptr;
  prometheus::Counter* refused_acknowledgments = nullptr;
  prometheus::Counter* profile_faults = nullptr;
  std::map<std::string, prometheus::Gauge*> store_gauges;
  prometheus::Family<prometheus::Histogram>* hook_seconds = nullptr;
  prometheus::Family<prometheus::Counter>* requests = nullptr;
  prometheus::Family<prometheus::Histogram>* durations = nullptr;
  std::mutex mutex;
  std::map<std::string, Route, std::less<>> routes;
};

Metrics::Metrics(const Store& store) : state_(std::make_unique<State>(store)) {}
Metrics::~Metrics() = default;

void Metrics::request(std::string_view route, unsigned status, std::chrono::nanoseconds took) {
  const std::scoped_lock lock(state_->mutex);
  auto found = state_->routes.find(route);
  if (found == state_->routes.end()) {
    found = state_->routes.emplace(std::string(route), State::Route()).first;
    found->second.seconds = &state_->durations->Add({{"route", std::string(route)}}, seconds_buckets);
  }
  prometheus::Counter*& counter = found->second.statuses[status];
  if (counter == nullptr) {
    counter = &state_->requests->Add({{"route", std::string(route)}, {"status", std::to_string(status)}});
  }
  counter->Increment();
  found->second.seconds->Observe(std::chrono::duration<double>(took).count());
}

void Metrics::decision(Transport dialect, precert::ReviewAction action) {
  state_->decisions.at(static_cast<std::size_t>(dialect)).at(static_cast<std::size_t>(action))->Increment();
}

void Metrics::rejection(Rejection kind) { state_->rejections.at(static_cast<std::size_t>(kind))->Increment(); }
void Metrics::replay() { state_->replays->Increment(); }
void Metrics::control_number_gap() { state_->gaps->Increment(); }
void Metrics::notification(NotificationKind kind, NotificationState outcome) {
  state_->notifications.at(static_cast<std::size_t>(kind)).at(static_cast<std::size_t>(outcome))->Increment();
}
void Metrics::acknowledgment_refused() { state_->refused_acknowledgments->Increment(); }
void Metrics::answer_faults(std::size_t count) { state_->profile_faults->Increment(static_cast<double>(count)); }

void Metrics::hook_call(std::string_view hook, unsigned status, std::chrono::nanoseconds took) {
  const char* outcome = status < 300 ? "answered" : "refused";
  state_->hook_seconds->Add({{"hook", std::string(hook)}, {"outcome", outcome}}, hook_buckets)
      .Observe(std::chrono::duration<double>(took).count());
}

std::string Metrics::text() const {
  const StoreCounters counters = state_->store.counters();
  const auto set = [&](const char* name, auto value) {
    state_->store_gauges.at(name)->Set(static_cast<double>(value));
  };
  set("committed", counters.committed);
  set("groups", counters.groups);
  set("unavailable", counters.unavailable);
  set("queued", counters.queued);
  set("checkpoints", counters.checkpoints);
  set("wal_pages", counters.wal_pages);
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace gateway
