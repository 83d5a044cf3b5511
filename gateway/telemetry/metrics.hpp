// What the gateway counts, in Prometheus format. Labels are enums and route names: the number of series is fixed.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/store/store.hpp"
#include "precert/model/codes.hpp"

namespace gateway {

/// Where a set, bundle or message went wrong (precert_rejections_total{kind}).
enum class Rejection : unsigned char { interchange, group, transaction_set, bundle, business };

class Metrics {
 public:
  explicit Metrics(const Store& store);
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  /// precert_http_requests_total{route,status} and precert_http_request_seconds{route}. `route` is a pattern of the
  /// route table, never a path.
  void request(std::string_view route, unsigned status, std::chrono::nanoseconds took);
  /// precert_decisions_total{dialect,action}: one for every service line.
  void decision(Transport dialect, precert::ReviewAction action);
  void rejection(Rejection kind);
  void replay();
  /// precert_control_number_gaps_total: a sender left out interchange control numbers.
  void control_number_gap();
  /// precert_notifications_total{kind,outcome}: attempts to tell a subscriber, by how they ended; `failed` is
  /// one that is tried again.
  void notification(NotificationKind kind, NotificationState outcome);
  /// precert_acknowledgments_refused_total: a partner rejected something it got from here.
  void acknowledgment_refused();
  /// precert_answer_faults_total: breaches of the FHIR profiles in what this side sends (check_responses).
  void answer_faults(std::size_t count);

  /// precert_hook_seconds{hook,outcome}: from the request read whole to its answer; outcome is "answered" or
  /// "refused". `hook` is a name of the table of hooks, "unknown" for every other.
  void hook_call(std::string_view hook, unsigned status, std::chrono::nanoseconds took);

  /// The text of /metrics.
  [[nodiscard]] std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gateway
