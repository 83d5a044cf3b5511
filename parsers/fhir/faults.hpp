// Inside parsers/fhir: where the parts of check put what they find.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/issue.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/fhir/profile.hpp"

namespace fhir {

/// The faults of one Bundle. Of each severity only the first hundred are kept: nobody mends more in one go,
/// and naming a place costs time.
class Faults {
 public:
  explicit Faults(const Bundle& bundle) : bundle_(bundle) {}

  /// A fault at a value or, with `child`, at its member of that name.
  void report(base::Severity severity, base::IssueCode code, const json::Value& at, std::string_view child,
              std::string remedy) {
    std::size_t& reported = severity == base::Severity::error ? errors_ : warnings_;
    if (reported++ >= issues_max) return;
    issues_.add(base::Issue{code, bundle_.place(at, child), std::move(remedy), severity});
  }
  [[nodiscard]] base::Issues take() { return std::move(issues_); }

 private:
  static constexpr std::size_t issues_max = 100;

  const Bundle& bundle_;
  std::size_t errors_ = 0, warnings_ = 0;
  base::Issues issues_;
};

/// Reports every modifierExtension that the tables do not know at its place, and every implicitRules: both
/// turn the meaning of what they stand in around, so none may be skipped, wherever it is (PAS spec-25).
void check_modifiers(const Bundle& bundle, const ProfileTables& tables, Faults& faults);

}  // namespace fhir
