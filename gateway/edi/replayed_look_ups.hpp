// The access log of answers that are given again: what an X215 response shows is a look each time it leaves.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "gateway/store/records.hpp"
#include "gateway/store/store.hpp"

namespace gateway {

/// The entries that the inquiry responses (005010X215) of an answer deserve: each case it shows, found by the
/// numbers it shows it under; a search in vain for a response that shows none. Empty for every other answer.
/// Errors: store_unavailable.
[[nodiscard]] base::Result<std::vector<LookUp>> look_ups_in(std::string_view answer, const std::string& client,
                                                            base::Instant at, Store& store);

}  // namespace gateway
