#include "mappers/codes/procedure_codes.hpp"

#include <algorithm>

namespace mappers {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

precert::CodeSystem cpt_or_hcpcs(std::string_view code) {
  const bool starts_with_four_digits = code.size() == 5 && std::all_of(code.begin(), code.begin() + 4, digit);
  if (starts_with_four_digits) {
    // Category II F, III T, laboratory U, vaccine administration A, multianalyte M.
    constexpr std::string_view letters = "AFMTU";
    const char last = upper(code[4]);
    if (digit(last) || letters.find(last) != std::string_view::npos) return precert::CodeSystem::cpt;
  }
  return precert::CodeSystem::hcpcs;
}

std::string without_dot(std::string_view diagnosis) {
  std::string out;
  for (const char c : diagnosis) {
    if (c != '.') out += upper(c);
  }
  return out;
}

std::string with_dot(precert::CodeSystem system, std::string_view diagnosis) {
  if (system == precert::CodeSystem::drg) return std::string(diagnosis);
  const bool external_cause = system == precert::CodeSystem::icd9_cm && diagnosis.starts_with('E');
  const std::size_t before = external_cause ? 4 : 3;
  if (diagnosis.size() <= before) return std::string(diagnosis);
  std::string out(diagnosis.substr(0, before));
  out += '.';
  out += diagnosis.substr(before);
  return out;
}

}  // namespace mappers
