// The rulebook over HTTP: what is required of a service, for pages and programs that have no request yet.
#pragma once

#include <vector>

#include "gateway/http/router.hpp"

namespace gateway {

/// GET /rules/search?q=&product=&date=&count=: search_json. 400 without q, for an unknown product or a date
/// that is none. No member is looked at, and nothing is stored: no proof of having asked.
[[nodiscard]] std::vector<Route> rules_routes();

}  // namespace gateway
