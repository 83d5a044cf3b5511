// Which pieces of work a case calls for. They follow from its newest version alone, whoever made it (a
// message of either dialect, a reviewer, a worker), so the same case asked twice calls for the same.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "gateway/store/store.hpp"
#include "precert/engine/facts.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace gateway {

/// What is looked at. All of it outlives the call.
struct CaseAtWork {
  const CaseRecord& record;
  const precert::PriorCase& now;  // the same, read
  const precert::Rulebook& rulebook;
  const precert::Facts& facts;     // member, directory
  std::span<const WorkItem> work;  // all of the case, done ones too
  base::Instant at{};
  std::string actor;  // who brought it about
};

/// What has to be written so that work and case agree. Versions of changed items are one more than before.
struct Reconciled {
  std::vector<WorkItem> work;
  std::vector<CaseEvent> events;
};

/// - an information request while something is missing (due when it may be closed out, OR-I3);
/// - an appeal while one is heard (due as promised); its end says upheld or overturned;
/// - a peer-to-peer talk ends when nothing adverse is left;
/// - a call to the member for each certified line at a place where another of the network costs less (SC-64),
///   else the reason why none is made, once for each line and place (SC-66).
/// `store` is asked for earlier events where that matters. Errors: store_unavailable.
[[nodiscard]] base::Result<Reconciled> reconciled(const CaseAtWork& about, Store& store);

}  // namespace gateway
