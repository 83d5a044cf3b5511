// Inside parsers/fhir: what one JSON value is, measured by the types, codes and slices of a profile table.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "parsers/fhir/profile.hpp"
#include "parsers/json/value.hpp"

namespace fhir {

/// "DateTime" of occurrenceDateTime is the type dateTime.
[[nodiscard]] bool is_type(std::string_view suffix, std::string_view type);
/// True when `_name` is there: a primitive may be sent as its extensions only.
[[nodiscard]] bool has_companion(const json::Value& parent, std::string_view name);
/// The `_name` member: what FHIR JSON has beside a primitive; absent when there is none.
[[nodiscard]] json::Value companion(const json::Value& parent, std::string_view name);
/// "a JSON number".
[[nodiscard]] std::string_view json_words(Shape shape);
/// True when the JSON type is one that values of the shape have.
[[nodiscard]] inline bool has_shape(const json::Value& value, Shape shape) {
  using json::Kind;
  constexpr std::array<Kind, 12> kinds = {Kind::object, Kind::absent, Kind::string, Kind::string,
                                          Kind::boolean, Kind::number, Kind::number, Kind::number,
                                          Kind::number, Kind::string, Kind::string, Kind::string};
  static_assert(static_cast<std::size_t>(Shape::instant) + 1 == kinds.size());
  return shape == Shape::any || value.kind() == kinds[static_cast<std::size_t>(shape)];
}
/// What to do about a primitive of the right JSON type whose value its FHIR type does not have; "" when it
/// has.
[[nodiscard]] std::string_view impossible(const json::Value& value, Shape shape);
/// False for shapes of which every value is possible: there is no need to ask.
[[nodiscard]] constexpr bool may_be_impossible(Shape shape) {
  return shape >= Shape::integer && shape != Shape::decimal;
}
/// True for a date or time that names a real moment less exactly than its type wants: no zone, or no time at
/// all.
[[nodiscard]] bool is_vague(const json::Value& value, Shape shape);
/// True when a code, Coding or CodeableConcept is inside the list.
[[nodiscard]] bool in_list(const CodeList& list, const json::Value& value);
/// "Send one of: male, female." or "Send a code of the system URL or URL."; `plain` for elements of type
/// code.
[[nodiscard]] std::string codes_wanted(const CodeList& list, bool plain);
[[nodiscard]] bool is_fixed(const Element& element, const json::Value& value);
/// True when a list element is of the slice.
[[nodiscard]] bool in_slice(const Discriminator& where, const json::Value& value);

}  // namespace fhir
