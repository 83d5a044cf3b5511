// A stored decision made again: with the rulebook that made it and the facts as of then.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "gateway/rules/kept_rulebooks.hpp"
#include "gateway/store/store.hpp"

namespace gateway {

struct ReplayedDecision {
  enum class Outcome : std::uint8_t {
    same,           // byte for byte
    different,      // see `differences`
    by_a_person,    // a reviewer or a worker made this version
    elsewhere,      // another payer decided
    rulebook_lost,  // the version that decided was never kept
  };
  Outcome outcome = Outcome::same;
  std::string rulebook;                  // version that decided
  std::vector<std::string> differences;  // "line 1: certified -> pended for weeks"
};

/// Determines one version of a case again. Request, time, numbers and rulebook are the stored ones, earlier
/// cases and the member's record are taken as they were then; the directory is today's, because what it was is
/// not kept: a difference may come from it. Errors: store_unavailable, data_invalid.
[[nodiscard]] base::Result<ReplayedDecision> replayed(const CaseRecord& record, Store& store,
                                                      KeptRulebooks& rulebooks);

}  // namespace gateway
