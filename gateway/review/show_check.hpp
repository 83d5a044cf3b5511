// A kept check shown to people: who asked what, when, by which rules, and what was answered (SC-12).
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/router.hpp"
#include "gateway/store/store.hpp"

namespace gateway {

/// Every asking that was given this reference, the first first; empty when there is none. A question that is
/// asked again on the same day has the same reference. Errors: store_unavailable.
[[nodiscard]] base::Result<std::vector<CheckRecord>> checks_with(const std::string& reference, Store& store);

/// As text, one paragraph an asking, then the answer rule by rule. Errors: data_invalid.
[[nodiscard]] base::Result<std::string> check_report(const std::vector<CheckRecord>& checks);

/// GET /review/checks/{reference}.
[[nodiscard]] std::vector<Route> check_routes();

}  // namespace gateway
