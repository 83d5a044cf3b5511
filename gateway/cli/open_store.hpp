// Commands that read or fill the store of a gateway open it here.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "gateway/store/store.hpp"

namespace gateway::cli {

/// "sqlite:PATH", or DATA/precert.db when `store` is empty. Errors: config_invalid, store_unavailable.
[[nodiscard]] base::Result<std::unique_ptr<Store>> open_store(const std::string& store,
                                                              const std::string& data);

}  // namespace gateway::cli
