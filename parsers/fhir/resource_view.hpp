// Small questions that every mapper asks of a FHIR element. All take json::Values, allocate nothing and
// answer with an absent Value, "" or nullopt when something is missing. For a place in an Issue use
// Bundle::place(value).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "parsers/json/value.hpp"

namespace fhir {

/// Base of the names in PAS' own extensions: url = pas_base + "extension-levelOfServiceCode".
inline constexpr std::string_view pas_base = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/";

/// True when `url` is the extension `name`: the complete URL or sub-extension name, or, for a name that
/// starts with "extension-" or "modifierextension-", the PAS extension of that name.
[[nodiscard]] bool is_extension(std::string_view url, std::string_view name);

/// The first extension object with that url (see is_extension); absent when there is none.
[[nodiscard]] json::Value extension(const json::Value& element, std::string_view url);
/// The same among modifierExtension.
[[nodiscard]] json::Value modifier_extension(const json::Value& element, std::string_view url);
/// The value[x] of that extension; absent when there is none. Works for sub-extensions too.
[[nodiscard]] json::Value extension_value(const json::Value& element, std::string_view url);
[[nodiscard]] json::Value modifier_extension_value(const json::Value& element, std::string_view url);

/// Calls visit(json::Value extension) for every extension with that url.
template <class Visit>
void for_each_extension(const json::Value& element, std::string_view url, Visit visit) {
  for (const json::Value one : element.find("extension").elements()) {
    if (is_extension(one.find("url").string(), url)) visit(one);
  }
}

/// A choice element: "value" of {"valueDate": …} is {type "Date", value}. Absent value when there is none.
struct Choice {
  std::string_view type;  // as in the member's name: "CodeableConcept", "Date", "Period", "Reference"
  json::Value value;

  [[nodiscard]] explicit operator bool() const { return value.exists(); }
};
/// True when `key` is `base` with the name of a FHIR type behind it ("diagnosisSequence" is none of
/// "diagnosis").
[[nodiscard]] bool is_choice(std::string_view key, std::string_view base);
[[nodiscard]] Choice choice(const json::Value& element, std::string_view base);
/// Only the value of the choice.
[[nodiscard]] json::Value value_x(const json::Value& element, std::string_view base);

// These take literals as well: see json::Value::find.

/// The elements of element[name]: a FHIR list. A single object where a list is due is an empty range (check
/// reports).
[[nodiscard]] json::Elements list(const json::Value& element, std::string_view name);
template <std::size_t size>
[[nodiscard, gnu::always_inline]] inline json::Elements list(const json::Value& element,
                                                             const char (&name)[size]) {
  return element.find(name).elements();
}
/// The first element of that list; absent when there is none.
[[nodiscard]] json::Value first(const json::Value& element, std::string_view name);
template <std::size_t size>
[[nodiscard, gnu::always_inline]] inline json::Value first(const json::Value& element,
                                                           const char (&name)[size]) {
  return element.find(name).at(0);
}
/// The string element[name], "" when absent.
[[nodiscard]] std::string_view text(const json::Value& element, std::string_view name);
template <std::size_t size>
[[nodiscard, gnu::always_inline]] inline std::string_view text(const json::Value& element,
                                                               const char (&name)[size]) {
  return element.find(name).string();
}
/// The first string of the list element[name] (`HumanName.given`, `Address.line`), "" when absent.
[[nodiscard]] std::string_view first_text(const json::Value& element, std::string_view name);

/// The first coding of a CodeableConcept with that system; absent when there is none.
[[nodiscard]] json::Value coding_of(const json::Value& codeable, std::string_view system);
/// Its code, "" when absent.
[[nodiscard]] std::string_view code_of(const json::Value& codeable, std::string_view system);
/// The first coding that has a code, whatever its system; absent when there is none.
[[nodiscard]] json::Value first_coding(const json::Value& codeable);
/// True when any coding is (system, code).
[[nodiscard]] bool has_code(const json::Value& codeable, std::string_view system, std::string_view code);

/// The Identifier object of resource.identifier (a list, or one as in Bundle) with that system; absent if
/// none.
[[nodiscard]] json::Value identifier_by_system(const json::Value& resource, std::string_view system);
/// The first Identifier whose type has that code (any system): "MB", "NPI", "PLAC"; absent when there is
/// none.
[[nodiscard]] json::Value identifier_by_type(const json::Value& resource, std::string_view type_code);
/// US NPI: identifier of system http://hl7.org/fhir/sid/us-npi; "" when absent.
[[nodiscard]] std::string_view npi_of(const json::Value& resource);

/// `reference` of a Reference element, "" when absent.
[[nodiscard]] std::string_view reference_of(const json::Value& reference);

/// A full date ("2026-05" is none).
[[nodiscard]] std::optional<base::Date> date_of(const json::Value& date);
/// Period or date/dateTime element -> Period of full dates: {start,end}, a date alone is one day, a dateTime
/// gives the day it names in its own zone. nullopt when the start is absent or no full date.
[[nodiscard]] std::optional<base::Period> period_of(const json::Value& date_or_period);
/// A positiveInt (1 … 2^31-1).
[[nodiscard]] std::optional<std::uint32_t> positive_of(const json::Value& number);
/// A decimal with its digits.
[[nodiscard]] std::optional<base::Decimal> decimal_of(const json::Value& number);

}  // namespace fhir
