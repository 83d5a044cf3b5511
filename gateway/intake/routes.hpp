// Papers and requests that people at the plan hand in for others; docs/intake.md.
#pragma once

#include <vector>

#include "gateway/http/router.hpp"

namespace gateway {

[[nodiscard]] std::vector<Route> intake_routes();

}  // namespace gateway
