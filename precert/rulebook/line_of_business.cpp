// Words of the lines of business, as products.yaml and reports say them.
#include <array>
#include <utility>

#include "precert/rulebook/tables.hpp"

namespace precert {
namespace {

using LineWord = std::pair<LineOfBusiness, std::string_view>;
constexpr std::array<LineWord, 6> line_words{{{LineOfBusiness::unspecified, ""},
                                              {LineOfBusiness::medicare_advantage, "medicare_advantage"},
                                              {LineOfBusiness::medicaid, "medicaid"},
                                              {LineOfBusiness::medicaid_managed, "medicaid_managed"},
                                              {LineOfBusiness::qualified_health_plan, "qualified_health_plan"},
                                              {LineOfBusiness::commercial, "commercial"}}};

}  // namespace

std::string_view line_of_business_word(LineOfBusiness line) {
  for (const auto& [candidate, word] : line_words) {
    if (candidate == line) return word;
  }
  return {};
}

std::optional<LineOfBusiness> line_of_business_from(std::string_view word) {
  for (const auto& [line, candidate] : line_words) {
    if (candidate == word) return line;
  }
  return std::nullopt;
}

}  // namespace precert
