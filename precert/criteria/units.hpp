// Units that facts are counted in: words of a rulebook, UCUM codes of a message, and how they convert.
#pragma once

#include <optional>
#include <string_view>

#include "base/decimal.hpp"
#include "precert/model/clinical.hpp"

namespace precert {

/// The UCUM code of a unit in words, of any case, one or many ("weeks", "Week" -> "wk"); "" when none is
/// known.
[[nodiscard]] std::string_view ucum_of(std::string_view words);

/// True when this is the UCUM code of a unit that is known here.
[[nodiscard]] bool is_ucum(std::string_view unit);

/// True when a number may be read with this unit, a UCUM code or words, behind it ("wk", "weeks").
[[nodiscard]] bool is_unit(std::string_view unit);

/// A number that was said in `unit` (UCUM or words; "" = none was said), in the unit that a question counts
/// in (`words` of its rulebook; "" = a bare number): 42 d are 6 weeks. A bare count goes by 1 or by any
/// {annotation}. nullopt when the two measure different things or no exact factor is known (weeks in months).
[[nodiscard]] std::optional<base::Decimal> number_in(const base::Decimal& number, std::string_view unit,
                                                     std::string_view words);

/// The same of an answer. X12 does not tell a unit from text ("30 pack-years"): what came in a MSG is read as a
/// number when the question counts in its unit. Any other text ("8" of a form, "3 left") is no number.
[[nodiscard]] std::optional<base::Decimal> number_in(const Answer& answer, std::string_view words);

}  // namespace precert
