// Inside parsers/fhir: where the parts of check put what they find.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/issue.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/fhir/profile.hpp"

namespace fhir {

/// The faults of one Bundle or resource. Of each severity only the first hundred are kept: nobody mends more
/// in one go, and naming a place costs time.
class Faults {
 public:
  /// Places are FHIRPath from `root`, which renders as `name`.
  Faults(std::string_view name, const json::Value& root) : name_(name), root_(root) {}

  /// A fault at a value or, with `child`, at its member of that name.
  void report(base::Severity severity, base::IssueCode code, const json::Value& at, std::string_view child,
              std::string remedy) {
    std::size_t& reported = severity == base::Severity::error ? errors_ : warnings_;
    if (reported >= issues_max) {
      ++reported;
      return;
    }
    base::Issue made{code, path_of(name_, root_, at, child), std::move(remedy), severity};
    // A slice may say again what its list has said.
    const auto same = [&](const base::Issue& one) {
      return one.code == made.code && one.where == made.where && one.remedy == made.remedy;
    };
    if (std::any_of(issues_.begin(), issues_.end(), same)) return;
    ++reported;
    issues_.add(std::move(made));
  }
  /// How many were reported, also those that were not kept.
  [[nodiscard]] std::size_t count() const { return errors_ + warnings_; }
  [[nodiscard]] base::Issues take() { return std::move(issues_); }
  /// Another list over the same root: for a profile that may or may not be the one meant.
  [[nodiscard]] Faults aside() const { return {name_, root_}; }
  /// Takes over what the other list has.
  void adopt(Faults&& other) {
    errors_ += other.errors_;
    warnings_ += other.warnings_;
    issues_.add(std::move(other.issues_));
  }

 private:
  static constexpr std::size_t issues_max = 100;

  std::string_view name_;
  json::Value root_;
  std::size_t errors_ = 0, warnings_ = 0;
  base::Issues issues_;
};

/// Reports every modifierExtension that the tables do not know at its place, and every implicitRules: both
/// turn the meaning of what they stand in around, so none may be skipped, wherever it is (PAS spec-25).
void check_modifiers(const json::Value& root, const ProfileTables& tables, Faults& faults);

}  // namespace fhir
