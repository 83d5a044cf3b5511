// What a representative reads when somebody calls: the request by its number or its member, in the words that
// its provider has been given (SC-69).
#pragma once

#include <vector>

#include "gateway/http/router.hpp"

namespace gateway {

/// GET /review/cases?number= (reference or authorization number, trace, id of the case; `reference=` is the
/// same) and POST /review/cases/_search {"number"?, "member_id"?}: who is meant stands in a body, never in a
/// URL.
[[nodiscard]] std::vector<Route> case_search_routes();

}  // namespace gateway
