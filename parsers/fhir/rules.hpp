// The rules of a profile that a table cannot say: check digits, full dates, periods, units.
#pragma once

#include <string_view>

#include "base/issue.hpp"
#include "parsers/fhir/profile.hpp"
#include "parsers/json/value.hpp"

namespace fhir {

/// What is wrong with an object, at its member `child` or, when that is empty, at itself; an empty remedy: nothing.
struct Breach {
  std::string_view child, remedy;
  base::IssueCode code = base::IssueCode::fhir_profile;
};

/// The invariants of FHIR, US Core and PAS that a table can call for (invariants.cpp names each by its key).
/// `object` is what stands around the line of the table.
[[nodiscard]] Breach breach(Rule rule, const json::Value& object);

/// What to do about `value` (a member of `parent`) when it breaks the rule; "" when it keeps it. A value of
/// the wrong JSON type keeps every rule: that fault has been reported already.
[[nodiscard]] std::string_view broken(Rule rule, const json::Value& parent, const json::Value& value);

/// True for a FHIR date, dateTime or instant (by shape) that names a real day and time.
[[nodiscard]] bool real_time(Shape shape, std::string_view text);

/// NPI check: ten digits, Luhn with the prefix 80840 (US Core us-core-16, us-core-17).
[[nodiscard]] bool is_npi(std::string_view text);
/// CLIA number: two digits, D, seven digits (us-core-18).
[[nodiscard]] bool is_clia(std::string_view text);
/// NAIC number: five digits (us-core-19).
[[nodiscard]] bool is_naic(std::string_view text);

}  // namespace fhir
