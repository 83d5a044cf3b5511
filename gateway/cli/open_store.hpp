// Commands that read or fill the store of a gateway open it here.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "gateway/store/store.hpp"

namespace gateway::cli {

/// Reading: nothing is created or written; a gateway may go on writing meanwhile.
enum class StoreUse : std::uint8_t { writing, reading };

/// "sqlite:PATH", or DATA/precert.db when `store` is empty. Errors: config_invalid, store_unavailable.
[[nodiscard]] base::Result<std::unique_ptr<Store>> open_store(const std::string& store, const std::string& data,
                                                              StoreUse use = StoreUse::writing);

}  // namespace gateway::cli
