// The routes under /review: worklist, cases, what is done about them.
#pragma once

#include <vector>

#include "gateway/http/router.hpp"

namespace gateway {

[[nodiscard]] std::vector<Route> work_routes();

}  // namespace gateway
