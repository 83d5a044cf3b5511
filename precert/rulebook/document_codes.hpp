// What papers and questions are called outside: LOINC, and the report types of X12 (element 755, PWK01). One
// table for what a rulebook asks for and what a reviewer asks for, so that nobody is asked for a paper that
// does not exist.
#pragma once

#include <string_view>

namespace precert {

class Rulebook;

/// Digits, a hyphen and a check digit by Luhn's rule (LOINC Users' Guide, appendix B).
[[nodiscard]] bool is_loinc(std::string_view code);

/// A paper that a request can bring (X12 755 as PWK01 of 005010X217 allows it).
[[nodiscard]] bool is_report_type(std::string_view code);

/// The known-document table (OR-D5): papers that are asked for everywhere, and every LOINC that a fact of the
/// rulebook bears.
[[nodiscard]] bool is_known_document(const Rulebook& rulebook, std::string_view loinc);

}  // namespace precert
