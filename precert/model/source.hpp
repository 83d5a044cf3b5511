// Where a fact came from, so that a reason can point at its evidence.
#pragma once

#include <string>

namespace precert {

/// "UM-04 @15" (segment, element, position in the transaction set) or "Claim.item[0].quantity" (FHIR path within the
/// bundle); "" when a person or a rule supplied the fact. Two facts are equal whatever their sources: a request is
/// the same request in either dialect.
struct Source {
  std::string where;
  friend bool operator==(const Source&, const Source&) { return true; }
};

}  // namespace precert
