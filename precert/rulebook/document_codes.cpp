#include "precert/rulebook/document_codes.hpp"

#include <algorithm>
#include <array>

#include "precert/rulebook/tables.hpp"

namespace precert {
namespace {

/// In order. Source: X12 755, as PWK01 of 005010X217 uses it; read 2026.
constexpr std::array<std::string_view, 66> report_types{
    "03", "04", "05", "06", "07", "08", "09", "10", "11", "13", "15", "21", "48", "55", "59", "77", "A3",
    "A4", "AM", "AS", "AT", "B2", "B3", "BR", "BS", "BT", "CB", "CK", "D2", "DA", "DB", "DG", "DJ", "DS",
    "FM", "HC", "HR", "I5", "IR", "LA", "M1", "NN", "OB", "OC", "OD", "OE", "OX", "P4", "P5", "P6", "P7",
    "PE", "PN", "PO", "PQ", "PY", "PZ", "QC", "QR", "RB", "RR", "RT", "RX", "SG", "V5", "XP"};

/// Papers that reviews ask for everywhere: consultation, records, progress note, imaging study, procedure
/// note, history and physical, referral note. In order. Source: LOINC, read 2026.
constexpr std::array<std::string_view, 7> usual_papers{"11488-4", "11503-0", "11506-3", "18748-4",
                                                       "28570-0", "34117-2", "57133-1"};

}  // namespace

bool is_loinc(std::string_view code) {
  if (code.size() < 3 || code[code.size() - 2] != '-') return false;
  int sum = 0;
  bool doubled = true;
  for (std::size_t i = code.size() - 2; i-- > 0;) {
    if (code[i] < '0' || code[i] > '9') return false;
    const int digit = (code[i] - '0') * (doubled ? 2 : 1);
    sum += digit / 10 + digit % 10;
    doubled = !doubled;
  }
  return code.back() - '0' == (10 - sum % 10) % 10;
}

bool is_report_type(std::string_view code) { return std::ranges::binary_search(report_types, code); }

bool is_known_document(const Rulebook& rulebook, std::string_view loinc) {
  return std::ranges::binary_search(usual_papers, loinc) ||
         std::ranges::find(rulebook.facts, loinc, &Fact::loinc) != rulebook.facts.end();
}

}  // namespace precert
