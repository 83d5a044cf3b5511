// Section facilities: the same records that `precert load facilities` takes.
#include <array>
#include <memory>
#include <unordered_set>
#include <utility>

#include "precert/rulebook/facilities.hpp"
#include "precert/rulebook/reading.hpp"

namespace precert {
namespace {

enum class NetworkTier : std::uint8_t { preferred, standard, none };
constexpr std::array<std::pair<NetworkTier, std::string_view>, 3> network_tiers{
    {{NetworkTier::preferred, "preferred"}, {NetworkTier::standard, "standard"}, {NetworkTier::none, "none"}}};
constexpr int cost_tier_most = 9;

Facility facility_from(Reading& reading, Entry& entry) {
  Facility facility;
  entry.need_text("npi", facility.npi);
  entry.need_text("name", facility.name);
  entry.text("kind", facility.kind);
  entry.flag("in_network", facility.in_network);
  NetworkTier tier = facility.in_network ? NetworkTier::standard : NetworkTier::none;
  entry.word("network_tier", tier, network_tiers);
  facility.network_tier = network_tiers[static_cast<std::size_t>(tier)].second;
  entry.whole("cost_tier", facility.cost_tier, 1, cost_tier_most);
  for (const Index category : reading.resolve_all(reading.book.category_index, entry, "service_categories")) {
    facility.service_categories.push_back(reading.book.categories[category].id);
  }
  const Placed address = entry.child("address");
  if (address.node.IsDefined()) facility.address = address_from(reading, address, "facilities[].address");
  entry.text("phone", facility.phone);
  entry.text("fax", facility.fax);
  return facility;
}

}  // namespace

Address address_from(Reading& reading, const Placed& placed, const std::string& shape) {
  Entry entry(placed, reading, shape);
  Address address;
  entry.texts("lines", address.lines);
  entry.text("city", address.city);
  entry.text("state", address.state);
  entry.text("postal_code", address.postal_code);
  entry.text("country", address.country);
  entry.text("subdivision", address.subdivision);
  entry.done();
  return address;
}

void read_facilities(Reading& reading, const Placed& section) {
  if (reading.facilities == nullptr) reading.facilities = std::make_shared<RulebookFacilities>();
  reading.book.facilities = reading.facilities;
  for_each_entry(reading, section, "facilities[]", [&](Entry& entry) {
    ListedFacility one{facility_from(reading, entry), entry.where()};
    reading.claim("facility", one.facility.npi, one.where);
    reading.facilities->listed.push_back(std::move(one));
  });
}

std::vector<Facility> facilities_known(std::vector<Facility> loaded, const Rulebook& rulebook) {
  if (rulebook.facilities == nullptr) return loaded;
  std::unordered_set<std::string> npis;
  for (const Facility& facility : loaded) npis.insert(facility.npi);
  for (const ListedFacility& one : rulebook.facilities->listed) {
    if (!npis.contains(one.facility.npi)) loaded.push_back(one.facility);
  }
  return loaded;
}

}  // namespace precert
