// What a payer has to be able to tell of its exchanges: one record for each authorization, after the logical
// model PASMetricData (PAS metric-1, metric-2), made from what is stored anyway. Only what is known is said.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "gateway/store/store.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace gateway {

/// One version of a case, read.
struct MeasuredVersion {
  CaseRecord record;
  precert::ReviewRequest request;
  precert::Determination determination;
  /// Of the answer to its message; nullopt when there was none at once (batches, reviewers).
  std::optional<int> status;
  bool documents = false;  // its message brought documents for an earlier request
};

/// Gives `write` the record of each case opened in [from, until), in order of opening, until it returns
/// false. Inquiries and messages that opened no case are not among them. Errors: store_unavailable,
/// data_invalid.
[[nodiscard]] base::Result<void> each_metrics_record(Store& store, base::Instant from, base::Instant until,
                                                     const std::function<bool(std::string_view)>& write);

}  // namespace gateway
