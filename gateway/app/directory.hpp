// The facility directory of a rulebook: what was loaded into the store and what the rulebook itself lists.
#pragma once

#include <memory>

#include "base/result.hpp"
#include "gateway/store/store.hpp"
#include "precert/engine/directory.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace gateway {

/// The directory that a decision under `rulebook` uses: the store's facilities as they are now, and those of the
/// rulebook whose NPI the store does not have. Errors: store_unavailable.
[[nodiscard]] base::Result<std::shared_ptr<const precert::Directory>> directory_for(
    Store& store, const precert::Rulebook& rulebook);

}  // namespace gateway
