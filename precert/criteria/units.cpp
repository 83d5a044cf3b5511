// See units.hpp.
#include "precert/criteria/units.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace precert {
namespace {

/// `in` and `factor`: so many of a base unit, for those that convert exactly.
struct FactUnit {
  std::string_view words, ucum, in;
  int factor;
};
constexpr std::array<FactUnit, 20> fact_units{{{"days", "d", "d", 1},
                                               {"weeks", "wk", "d", 7},
                                               {"months", "mo", "mo", 1},
                                               {"years", "a", "mo", 12},
                                               {"hours", "h", "min", 60},
                                               {"minutes", "min", "min", 1},
                                               {"percent", "%", "%", 1},
                                               {"mm hg", "mm[Hg]", "mm[Hg]", 1},
                                               {"kg/m2", "kg/m2", "kg/m2", 1},
                                               {"kg", "kg", "10 ug", 100'000'000},
                                               {"grams", "g", "10 ug", 100'000},
                                               {"pounds", "[lb_av]", "10 ug", 45'359'237},
                                               {"cm", "cm", "0.1 mm", 100},
                                               {"meters", "m", "0.1 mm", 10'000},
                                               {"millimeters", "mm", "0.1 mm", 10},
                                               {"inches", "[in_i]", "0.1 mm", 254},
                                               {"feet", "[ft_i]", "0.1 mm", 3'048},
                                               {"events an hour", "/h", "/h", 1},
                                               {"units", "1", "1", 1},
                                               {"injections", "{injections}", "1", 1}}};

const FactUnit* unit_with_code(std::string_view ucum) {
  const auto row = std::ranges::find(fact_units, ucum, &FactUnit::ucum);
  return row == fact_units.end() ? nullptr : &*row;
}

/// As the table writes it: lower case, and of many.
const FactUnit* unit_in_words(std::string_view words) {
  std::string plain(words);
  for (char& c : plain) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const auto row = std::ranges::find_if(fact_units, [&](const FactUnit& one) {
    return one.words == plain ||
           (one.words.ends_with('s') && one.words.substr(0, one.words.size() - 1) == plain);
  });
  return row == fact_units.end() ? nullptr : &*row;
}

/// UCUM: what stands in braces is a remark, and a remark alone is a bare count.
std::string without_remark(std::string_view unit) {
  std::string plain(unit);
  const std::size_t open = plain.find('{');
  const std::size_t close = plain.find('}', open == std::string::npos ? 0 : open);
  if (open != std::string::npos && close != std::string::npos) plain.erase(open, close - open + 1);
  return plain.empty() ? "1" : plain;
}

/// The unit as a code to compare; one that nobody knows stays as it is.
std::string code_of(std::string_view unit) {
  if (unit_with_code(unit) == nullptr) {
    if (const FactUnit* const row = unit_in_words(unit)) unit = row->ucum;
  }
  return without_remark(unit);
}

}  // namespace

std::string_view ucum_of(std::string_view words) {
  const FactUnit* const row = unit_in_words(words);
  return row == nullptr ? std::string_view() : row->ucum;
}

bool is_ucum(std::string_view unit) { return unit_with_code(unit) != nullptr; }

bool is_unit(std::string_view unit) {
  return unit_with_code(unit) != nullptr || unit_in_words(unit) != nullptr;
}

std::optional<base::Decimal> number_in(const base::Decimal& number, std::string_view unit,
                                       std::string_view words) {
  if (unit.empty() || unit == words) return number;
  const std::string said = code_of(unit);
  // What the rulebook counts in words of its own ("pack-years") is a bare count to UCUM.
  const std::string wanted = is_unit(words) ? code_of(words) : "1";
  if (said == wanted) return number;
  const FactUnit* const from = unit_with_code(said);
  const FactUnit* const to = unit_with_code(wanted);
  if (from == nullptr || to == nullptr || from->in != to->in) return std::nullopt;
  constexpr std::uint8_t places = 4;
  return base::Decimal::quotient(number * base::Decimal(from->factor), base::Decimal(to->factor), places);
}

std::optional<base::Decimal> number_in(const Answer& answer, std::string_view words) {
  if (const auto* number = std::get_if<base::Decimal>(&answer.value)) {
    return number_in(*number, answer.unit, words);
  }
  const auto* text = std::get_if<std::string>(&answer.value);
  if (text == nullptr || !answer.source.where.starts_with("MSG")) return std::nullopt;
  const std::size_t gap = text->find(' ');
  if (gap == std::string::npos || gap + 1 == text->size()) return std::nullopt;
  const std::string_view all = *text;
  const auto number = base::decimal_from(all.substr(0, gap));
  return number ? number_in(*number, all.substr(gap + 1), words) : std::nullopt;
}

}  // namespace precert
