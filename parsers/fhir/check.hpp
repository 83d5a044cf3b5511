// Checks PAS Bundles and resources against the profiles: one walker over tables (profiles/*.profile, or those of a
// compiled package, see ig_package.hpp), all faults at once.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/issue.hpp"
#include "base/result.hpp"
#include "parsers/fhir/bundle.hpp"

namespace fhir {

enum class Version : std::uint8_t { pas_2_2_1, pas_2_0_1 };
enum class Purpose : std::uint8_t { submit, inquire };

struct ProfileTables;  // parsers/fhir/profile.hpp

/// The profiles of one PAS version, read from the embedded tables or from a package. Make once, share between threads
/// (read only).
class Profiles {
 public:
  /// Errors: data_invalid with file and line; only when the tables in the tree are broken.
  [[nodiscard]] static base::Result<Profiles> of(Version version);
  Profiles(Version version, std::shared_ptr<const ProfileTables> tables)
      : version_(version), tables_(std::move(tables)) {}

  [[nodiscard]] Version version() const { return version_; }
  [[nodiscard]] const ProfileTables& tables() const { return *tables_; }

 private:
  Version version_;
  std::shared_ptr<const ProfileTables> tables_;
};

/// All faults of the Bundle as a PAS request, in reading order, each with FHIRPath place and remedy. Severity
/// error only for what makes processing impossible: wrong Bundle type, first entry no Claim, use other than
/// preauthorization, a value of the wrong JSON type, a reference that has to resolve and does not, a sequence
/// twice, an impossible date, an unknown modifierExtension or implicitRules. Everything else is a warning
/// (PAS conf-14, spec-25). Purpose tells $submit (Claim, Claim Update) from $inquire.
[[nodiscard]] base::Issues check(const Bundle& bundle, const Profiles& profiles, Purpose purpose);

/// All faults of a PAS Response Bundle, or of an Inquiry Response Bundle, as the letter of the profiles has it: each
/// breach is an error, and so is what the specification says in words (references resolve, no instance twice, prof-1
/// to prof-3). For what this side sends.
[[nodiscard]] base::Issues check_response(const Bundle& bundle, const Profiles& profiles, Purpose purpose);

/// The same strictness for any PAS Bundle, told by what it is: a request (first entry a Claim), an answer or a
/// notification (type history). For files whose author wants to know.
[[nodiscard]] base::Issues check_strictly(const Bundle& bundle, const Profiles& profiles, Purpose purpose);

/// The same for one resource on its own; references are not followed. Places start with its type: "Task.input[0]".
/// A resource that no profile describes has no faults.
[[nodiscard]] base::Issues check_resource(const json::Value& resource, const Profiles& profiles,
                                          Purpose purpose = Purpose::submit);

/// Which must-support elements of a profile none of the resources has, as paths below the resource
/// ("item.extension:itemTraceNumber"), in the order of the table (PAS conf-6). `profile` is a table of
/// profiles/*.profile: "ClaimResponse", "Insurer", "AnswerBundle"; resources of another type are passed over.
/// Purpose picks the column. One element "PROFILE: no such profile" when there is none.
[[nodiscard]] std::vector<std::string> unsupported(const Profiles& profiles, std::string_view profile,
                                                   Purpose purpose, std::span<const json::Value> resources);

}  // namespace fhir
