// The facility directory: built once per snapshot, then searched for every request.
#include "precert/engine/directory.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace precert {
namespace {

/// Cheapest first; a preferred tier wins among equals, the NPI makes the order total.
bool before(const Facility& a, const Facility& b) {
  const auto key = [](const Facility& facility) {
    return std::tuple<int, bool, std::string_view>(facility.cost_tier, facility.network_tier != "preferred",
                                                   facility.npi);
  };
  return key(a) < key(b);
}

bool performs(const Facility& facility, std::string_view category) {
  return facility.service_categories.empty() ||
         std::find(facility.service_categories.begin(), facility.service_categories.end(), category) !=
             facility.service_categories.end();
}

}  // namespace

Directory::Directory(std::vector<Facility> facilities) : facilities_(std::move(facilities)) {
  std::sort(facilities_.begin(), facilities_.end(), before);
  for (std::size_t i = 0; i < facilities_.size(); ++i) {
    const Facility& facility = facilities_[i];
    by_npi_.emplace(facility.npi, i);
    if (facility.in_network) by_state_[facility.address.state].push_back(i);
  }
}

const Facility* Directory::find(std::string_view npi) const {
  const auto found = by_npi_.find(npi);
  return found == by_npi_.end() ? nullptr : &facilities_[found->second];
}

std::vector<const Facility*> Directory::cheaper(std::string_view category, std::string_view state,
                                                int cost_tier, std::size_t count_max) const {
  std::vector<const Facility*> found;
  const auto here = by_state_.find(state);
  if (here == by_state_.end()) return found;
  for (const std::size_t i : here->second) {
    const Facility& facility = facilities_[i];
    if (found.size() == count_max || facility.cost_tier >= cost_tier) break;
    if (performs(facility, category)) found.push_back(&facility);
  }
  return found;
}

}  // namespace precert
