// What is legal in section facilities and still wrong: numbers that are none, places that are never offered.
#include <algorithm>

#include "precert/engine/parties.hpp"
#include "precert/rulebook/facilities.hpp"
#include "precert/rulebook/finding_rows.hpp"

namespace precert {

void find_strange_facilities(const Checked& checked) {
  if (checked.book.facilities == nullptr) return;
  for (const ListedFacility& one : checked.book.facilities->listed) {
    const Facility& facility = one.facility;
    if (!npi_is_valid(facility.npi)) {
      checked.error(one.where, "facility \"" + facility.npi +
                                   "\": this is no NPI (ten digits, the last of them a check digit); correct it");
    }
    if (facility.in_network && facility.address.state.empty()) {
      checked.warning(one.where, "facility \"" + facility.npi +
                                     "\": without a state in its address it is never offered; add it");
    }
    if (facility.in_network && facility.network_tier == "none") {
      checked.warning(one.where, "facility \"" + facility.npi +
                                     "\" is in the network and has tier none; say in_network: false, or which tier");
    }
  }
}

}  // namespace precert
