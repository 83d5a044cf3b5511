// Units of amounts and of time, as FHIR messages spell them: X12 codes, UCUM codes and plain words.
#pragma once

#include <optional>
#include <string_view>

#include "base/decimal.hpp"
#include "parsers/json/value.hpp"
#include "parsers/json/writer.hpp"
#include "precert/model/clinical.hpp"

namespace mappers {

/// The unit of a Quantity: its X12 code (673 or 355), else its word, else its UCUM code. nullopt when it says
/// none that the model knows ("mg").
[[nodiscard]] std::optional<precert::Unit> unit_of(const json::Value& quantity);
/// True when the Quantity names some unit, known or not.
[[nodiscard]] bool names_unit(const json::Value& quantity);

/// Timing.repeat.periodUnit <-> HSD03 (X12 355: DA, WK, MO); "" when the other side has no word.
[[nodiscard]] std::string_view frequency_unit_from(std::string_view period_unit);
[[nodiscard]] std::string_view period_unit_from(std::string_view frequency_unit);

/// boundsDuration <-> HSD05 (X12 615). `code` is UCUM, "" where UCUM has no unit (episode, visit); `word`
/// stands in Duration.unit.
struct BoundUnit {
  std::string_view x12;
  std::string_view code;
  std::string_view word;
};
/// nullptr when unknown.
[[nodiscard]] const BoundUnit* bound_unit_from_x12(std::string_view code);
[[nodiscard]] const BoundUnit* bound_unit_of(const json::Value& duration);

}  // namespace mappers
