// The route table: what this gateway serves, one line each.
#pragma once

#include <vector>

#include "gateway/http/router.hpp"

namespace gateway {

[[nodiscard]] std::vector<Route> all_routes();

}  // namespace gateway
