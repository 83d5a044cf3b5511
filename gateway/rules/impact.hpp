// `rules impact`: what a draft rulebook would have decided differently, over the store's past requests.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "gateway/store/store.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace gateway {

/// One line that the draft decides differently.
struct ChangedLine {
  precert::CaseId id;
  int line = 0;  // service line; 0 = the request as a whole
  std::string code, product;
  std::string from, to;  // decision_text
  std::string from_action, to_action;
  std::string policy_before, policy_after;  // "" = no policy speaks
  std::string reason;                       // what the draft says, one sentence
};

struct Impact {
  std::size_t cases = 0, lines = 0;  // decided with both
  std::size_t unreadable = 0;        // stored requests that this program cannot read
  std::vector<ChangedLine> changed;  // in the order of the cases
  struct Row {
    std::string policy, from, to;  // of the draft, else of the current rulebook; actions
    auto operator<=>(const Row&) const = default;
  };
  std::map<Row, std::size_t> summary;
};

struct ImpactQuestion {
  const precert::Rulebook& current;
  const precert::Rulebook& draft;
  base::Instant from{}, until = base::Instant::max();  // of the cases' opening
  unsigned threads = 1;
  std::function<void(std::size_t)> progress = {};  // cases read so far; called from the calling thread
};

/// Decides the newest version of every case's request twice, as a new request at the time of its decision and
/// with the member's record of that time and today's directory, and compares. Earlier cases count where a
/// policy in question has limits or asks about them. Reads the store only. Errors: store_unavailable.
[[nodiscard]] base::Result<Impact> impact_of(Store& store, const ImpactQuestion& question);

/// For programs.
[[nodiscard]] std::string impact_json(const Impact& impact, const ImpactQuestion& question);
/// For people: the lines, then the sums.
[[nodiscard]] std::string impact_text(const Impact& impact, const ImpactQuestion& question);

}  // namespace gateway
