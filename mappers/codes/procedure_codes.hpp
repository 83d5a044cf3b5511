// Which code system a procedure code belongs to, and how each dialect writes codes.
#pragma once

#include <string>
#include <string_view>

#include "precert/model/codes.hpp"

namespace mappers {

/// X12 qualifier HC covers CPT and HCPCS. CPT: five digits, or four and a letter A, F, M, T or U; HCPCS: a
/// letter first.
[[nodiscard]] precert::CodeSystem cpt_or_hcpcs(std::string_view code);

/// "M54.16" or "M5416" -> "M5416" (upper case): the model's form, which is also X12's.
[[nodiscard]] std::string without_dot(std::string_view diagnosis);
/// "M5416" -> "M54.16" as FHIR wants ICD-10-CM (after three characters); ICD-9-CM E codes after four.
[[nodiscard]] std::string with_dot(precert::CodeSystem system, std::string_view diagnosis);

/// The answers convention: a MSG that begins with "Q:" (or "Q/", where ISA16 is the colon) holds answers,
/// `Q/conservative-care-weeks=6;red-flag=N`.
/// A value is Y or N, a number, a date CCYY-MM-DD, or text without ';'. See docs/answers.md.
inline constexpr std::string_view answer_mark = "Q:";

}  // namespace mappers
