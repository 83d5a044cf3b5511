// Whose decision a case holds: this gateway's, or that of a payer it forwards to.
#pragma once

#include "precert/model/determination.hpp"

namespace gateway {

/// True for what an upstream has decided: it names the upstream as its rulebook (Forwarded::asked). Such a
/// case is never decided anew here.
[[nodiscard]] inline bool decided_elsewhere(const precert::Determination& determination) {
  return determination.rulebook.starts_with("upstream:");
}

}  // namespace gateway
