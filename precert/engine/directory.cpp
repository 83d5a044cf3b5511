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

/// Key of the facilities of a state that perform a category; "" = those that perform any.
std::string place_key(std::string_view state, std::string_view category) {
  std::string key;
  key.reserve(state.size() + 1 + category.size());
  key += state;
  key += '\n';
  key += category;
  return key;
}

}  // namespace

Directory::Directory(std::vector<Facility> facilities) : facilities_(std::move(facilities)) {
  std::sort(facilities_.begin(), facilities_.end(), before);
  for (std::size_t i = 0; i < facilities_.size(); ++i) {
    const Facility& facility = facilities_[i];
    by_npi_.emplace(facility.npi, i);
    if (!facility.in_network) continue;
    const std::string& state = facility.address.state;
    if (facility.service_categories.empty()) by_state_[place_key(state, "")].push_back(i);
    for (const std::string& category : facility.service_categories) {
      std::vector<std::size_t>& here = by_state_[place_key(state, category)];
      if (here.empty() || here.back() != i) here.push_back(i);
    }
  }
}

const Facility* Directory::find(std::string_view npi) const {
  const auto found = by_npi_.find(npi);
  return found == by_npi_.end() ? nullptr : &facilities_[found->second];
}

std::vector<const Facility*> Directory::cheaper(std::string_view category, std::string_view state,
                                                int cost_tier, std::size_t count_max) const {
  static const std::vector<std::size_t> none;
  const auto list_of = [&](std::string_view performed) -> const std::vector<std::size_t>& {
    const auto here = by_state_.find(place_key(state, performed));
    return here == by_state_.end() ? none : here->second;
  };
  const std::vector<std::size_t>& specialised = list_of(category);
  const std::vector<std::size_t>& general = category.empty() ? none : list_of("");
  std::vector<const Facility*> found;
  std::size_t a = 0, b = 0;  // both lists are cheapest first: merged, the result is too
  while (found.size() < count_max && (a < specialised.size() || b < general.size())) {
    const bool from_general = a == specialised.size() || (b < general.size() && general[b] < specialised[a]);
    const Facility& facility = facilities_[from_general ? general[b++] : specialised[a++]];
    if (facility.cost_tier >= cost_tier) break;
    found.push_back(&facility);
  }
  return found;
}

}  // namespace precert
