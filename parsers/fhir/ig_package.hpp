// Profile tables out of a compiled implementation guide (the FHIR package that its publisher makes), instead
// of profiles/*.profile: StructureDefinition snapshots and value sets, walked by the same walker.
//
// What is read: cardinality, types with their profiles and targets, fixed and pattern values, required
// bindings to value sets that the package itself lists, slices (by url, value, pattern, type and the boolean
// value of an extension), must-support, and those constraints for which rules.hpp has a rule of the same key.
// What a package cannot say for itself (value sets and profiles of other packages) is not checked.
#pragma once

#include <span>
#include <string>

#include "base/result.hpp"
#include "parsers/fhir/check.hpp"

namespace fhir {

/// One file of a package: "package/StructureDefinition-profile-claim.json" and its bytes.
struct PackageFile {
  std::string name;
  std::string bytes;
};

/// The profiles of a package; its package.json says the version (2.0.x is PAS 2.0.1, everything else 2.2.1).
/// Files that are neither StructureDefinition nor ValueSet are passed over. Errors: data_invalid with the
/// file's name, when one of those is no JSON; when there is no StructureDefinition with a snapshot at all.
[[nodiscard]] base::Result<Profiles> profiles_from_package(std::span<const PackageFile> files);

}  // namespace fhir
