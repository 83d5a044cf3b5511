// Checks a PAS request Bundle against the profiles: one walker over tables (profiles/*.profile), all faults
// at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/issue.hpp"
#include "base/result.hpp"
#include "parsers/fhir/bundle.hpp"

namespace fhir {

enum class Version : std::uint8_t { pas_2_2_1, pas_2_0_1 };
enum class Purpose : std::uint8_t { submit, inquire };

struct ProfileTables;  // parsers/fhir/profile.hpp

/// The profiles of one PAS version, read from the embedded tables. Make once, share between threads (read
/// only).
class Profiles {
 public:
  /// Errors: data_invalid with file and line; only when the tables in the tree are broken.
  [[nodiscard]] static base::Result<Profiles> of(Version version);

  [[nodiscard]] Version version() const { return version_; }
  [[nodiscard]] const ProfileTables& tables() const { return *tables_; }

 private:
  Profiles(Version version, std::shared_ptr<const ProfileTables> tables)
      : version_(version), tables_(std::move(tables)) {}

  Version version_;
  std::shared_ptr<const ProfileTables> tables_;
};

/// All faults of the Bundle as a PAS request, in reading order, each with FHIRPath place and remedy. Severity
/// error only for what makes processing impossible: wrong Bundle type, first entry no Claim, use other than
/// preauthorization, a value of the wrong JSON type, a reference that has to resolve and does not, a sequence
/// twice, an impossible date, an unknown modifierExtension or implicitRules. Everything else is a warning
/// (PAS conf-14, spec-25). Purpose tells $submit (Claim, Claim Update) from $inquire.
[[nodiscard]] base::Issues check(const Bundle& bundle, const Profiles& profiles, Purpose purpose);

}  // namespace fhir
