// A gateway whose time a test moves, and the conversations of a subscriber with it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/workers/deliveries.hpp"
#include "tests/support/temporary_folder.hpp"

namespace subscription_test {

class MovingClock final : public base::Clock {
 public:
  [[nodiscard]] base::Instant now() const override { return now_; }
  void advance(std::chrono::seconds by) { now_ += by; }

 private:
  base::Instant now_ = *base::instant_from_iso("2026-01-05T17:30:00Z");
};

/// A Subscription to the decisions of these organizations ("A,B").
std::string subscription_json(const std::string& url, const std::string& organizations = "CLEARTEST1",
                              const std::string& content = "full-resource");

/// Deliveries are driven by hand: time passes only by `clock`.
class Subscribed : public testing::Test {
 protected:

  /// Opens the same folder anew: a restart.
  void open(gateway::Config config = {});
  [[nodiscard]] gateway::HttpReply send(gateway::Method method, const std::string& path,
                                        const std::string& body = "", const std::string& token = "",
                                        const std::string& if_match = "");
  /// The id of a new Subscription.
  std::string subscribe(const std::string& json, const std::string& base = "/fhir");
  /// The same, and its handshake delivered.
  std::string subscribe_and_shake(const std::string& json, const std::string& base = "/fhir");
  /// A pended case, each number another one. Returns its id.
  std::string pended_case(int number = 1);
  void certify(const std::string& case_id);
  std::size_t deliver() { return gateway::Deliveries(gateway_->services()).deliver_due(); }
  std::size_t deliver_after(std::chrono::seconds wait) {
    clock_.advance(wait);
    return deliver();
  }
  /// What $status of it says.
  std::string status(const std::string& id, const std::string& base = "/fhir");

  MovingClock clock_;
  std::string patient_url_;  // fullUrl of the patient of the Claim sent last
  support::TemporaryFolder folder_;
  std::unique_ptr<gateway::Gateway> gateway_;
};

}  // namespace subscription_test
