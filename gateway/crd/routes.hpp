// Routes of CRD: CDS Hooks services, their feedback, CRD's counts, and where Da Vinci clients find all of it.
#pragma once

#include <vector>

#include "gateway/http/router.hpp"

namespace gateway {

[[nodiscard]] std::vector<Route> crd_routes();

}  // namespace gateway
