// One hook call's orders answered by the rules, with the checks that prove it: what is stored and what is
// said.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "mappers/fhir/crd_response.hpp"

namespace gateway {

/// The answers keep their place: AssertedOrder points at them.
struct AssertedCall {
  std::vector<mappers::OrderQuestion> questions;
  std::deque<precert::CoverageAnswer> answers;
  std::deque<std::vector<mappers::CoverageInformation>> informations;
  std::vector<mappers::AssertedOrder> orders;
  std::vector<CheckRecord> checks;

  AssertedCall() = default;
  AssertedCall(const AssertedCall&) = delete;
  AssertedCall& operator=(const AssertedCall&) = delete;
};

/// Answers every question; the reference of each check is the coverage-assertion-id. A question that cannot
/// be answered for a reason of this side is asserted as that (Finding::technical). Errors: store_unavailable.
[[nodiscard]] base::Result<void> assert_orders(AssertedCall& into,
                                               std::vector<mappers::OrderQuestion> questions,
                                               const mappers::AssertionContext& context,
                                               const ReceivedMessage& message, const Snapshot& knowledge,
                                               Services& services);

/// HookCall::details: what was asserted, for CRD's metrics (logical model CRDMetricData).
[[nodiscard]] std::string details_of(const AssertedCall& call, const mappers::HookRequest& request,
                                     const mappers::HookAnswer& answer, const Snapshot& knowledge);
/// The same of a call that was refused.
[[nodiscard]] std::string details_of(const base::Issues& issues);

}  // namespace gateway
