// Inside parsers/fhir: which tables of a package an entry of a Bundle has to keep to.
#pragma once

#include <string_view>
#include <vector>

#include "parsers/fhir/bundle.hpp"
#include "parsers/fhir/profile.hpp"

namespace fhir {

/// The tables for a Bundle itself: what its meta.profile claims, else the Bundle profiles (of inquiries or
/// not, as Purpose says) that have a slice for the resource type of its first entry, else all of those.
[[nodiscard]] std::vector<const Table*> bundle_candidates(const Bundle& bundle, const ProfileTables& tables,
                                                          Purpose purpose);

/// For every entry the tables of which it has to keep one: those of meta.profile and, from the first entry on
/// along all references, the target profiles of the element that refers to it. Empty where nothing is asked.
[[nodiscard]] std::vector<std::vector<const Table*>> entry_candidates(
    const Bundle& bundle, const ProfileTables& tables, const std::vector<const Table*>& of_bundle);

/// For one resource on its own: meta.profile, else every table for its type.
[[nodiscard]] std::vector<const Table*> resource_candidates(const json::Value& resource,
                                                            const ProfileTables& tables);

}  // namespace fhir
