// Section facilities: places that a payer keeps with its rules instead of (or beside) loading them into the store.
#pragma once

#include <string>
#include <vector>

#include "precert/engine/directory.hpp"

namespace precert {

class Rulebook;

/// One entry of section facilities.
struct ListedFacility {
  Facility facility;
  std::string where;  // "facilities.yaml:12"
};

/// What the folder's facilities sections hold together, in the order in which they stand there.
struct RulebookFacilities {
  std::vector<ListedFacility> listed;
};

/// The facilities that determination knows: those that were loaded, and of the rulebook's those whose NPI was not
/// loaded. A loaded record is the newer word on a place: it wins whole, no field of the two is mixed.
[[nodiscard]] std::vector<Facility> facilities_known(std::vector<Facility> loaded, const Rulebook& rulebook);

}  // namespace precert
