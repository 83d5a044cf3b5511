// One fault, as a value: what kind, where, and how to mend it. Every reader in the project reports with these;
// mappers/issues/ turns them into the words of each wire (TA1, 999, OperationOutcome).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace base {

/// What is wrong, in the order of precedence of the answer it gets. mappers/issues/wire.hpp says each on every wire.
enum class IssueCode : std::uint8_t {
  // Transport: nothing of the message can be trusted.
  body_too_large,
  media_type_unsupported,
  message_unreadable,  // neither an X12 interchange nor JSON
  // X12 interchange (TA1) and functional group (999 AK9).
  x12_interchange,
  x12_group,
  // X12 transaction set (999 IK5), segment (IK3) and element (IK4).
  x12_set,
  x12_segment,
  x12_element,
  // JSON and FHIR structure.
  json_syntax,
  json_limit,
  fhir_structure,             // not a Bundle, wrong first entry, required element absent, wrong type
  fhir_reference_unresolved,  // a reference that the Bundle has to hold
  fhir_duplicate,             // one instance twice, one sequence twice
  fhir_code_invalid,          // outside a required value set
  fhir_value_invalid,         // not a date, not an NPI, out of range
  fhir_modifier_unknown,      // a modifierExtension nobody here understands
  fhir_profile,               // any other rule of a profile
  // Configuration and data files that people write.
  config_unknown_key,
  config_invalid,
  rule_invalid,
  data_invalid,
  // The business of a request: answered inside the 278 response or ClaimResponse.
  not_supported,
  not_found,
  conflict,
  // This side failed.
  limit_exceeded,
  store_unavailable,
  upstream_unavailable,
};

enum class Severity : std::uint8_t { error, warning, information };

/// One fault. `where` is a place ("2000E/UM-02 @15", "Bundle.entry[0].resource.item[1].sequence",
/// "rulebook/products.yaml:12"); `remedy` tells a person what to do. Neither ever holds a patient's value.
struct Issue {
  IssueCode code = IssueCode::message_unreadable;
  std::string where;
  std::string remedy;
  Severity severity = Severity::error;
};

/// All faults of one message, in reading order. A class of its own so that Result<T> stays unambiguous.
class Issues {
 public:
  Issues() = default;
  Issues(Issue one) { all_.push_back(std::move(one)); }  // NOLINT(google-explicit-constructor): `return Issue{…};`
  Issues(std::initializer_list<Issue> some) : all_(some) {}

  void add(Issue one) { all_.push_back(std::move(one)); }
  void add(IssueCode code, std::string where, std::string remedy) {
    all_.push_back(Issue{code, std::move(where), std::move(remedy), Severity::error});
  }
  void add(Issues&& more) {
    for (Issue& one : more.all_) all_.push_back(std::move(one));
  }

  [[nodiscard]] bool empty() const { return all_.empty(); }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  [[nodiscard]] const Issue& first() const { return all_.front(); }
  [[nodiscard]] auto begin() const { return all_.begin(); }
  [[nodiscard]] auto end() const { return all_.end(); }
  /// True when at least one is an error (warnings alone do not stop a message).
  [[nodiscard]] bool fatal() const {
    for (const Issue& one : all_) {
      if (one.severity == Severity::error) return true;
    }
    return false;
  }

 private:
  std::vector<Issue> all_;
};

/// The code's stable name, as printed by `precert validate --json` and in logs: "x12_element".
[[nodiscard]] std::string_view name(IssueCode code);

}  // namespace base
