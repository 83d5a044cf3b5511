#include "mappers/fhir/quantity_units.hpp"

#include <array>
#include <string>

#include "mappers/codes/fhir_systems.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace mappers {
namespace {

using precert::Unit;

struct UnitName {
  std::string_view name;
  Unit unit;
};
constexpr std::array<UnitName, 12> x12_units{{{"FL", Unit::unit},
                                              {"UN", Unit::unit},
                                              {"DY", Unit::day},
                                              {"DA", Unit::day},
                                              {"HS", Unit::hour},
                                              {"HR", Unit::hour},
                                              {"MN", Unit::month},
                                              {"MO", Unit::month},
                                              {"VS", Unit::visit},
                                              {"MJ", Unit::minute},
                                              {"F2", Unit::international_unit},
                                              {"EA", Unit::unit}}};
constexpr std::array<UnitName, 26> words{{{"unit", Unit::unit},
                                          {"units", Unit::unit},
                                          {"each", Unit::unit},
                                          {"{unit}", Unit::unit},
                                          {"day", Unit::day},
                                          {"days", Unit::day},
                                          {"d", Unit::day},
                                          {"hour", Unit::hour},
                                          {"hours", Unit::hour},
                                          {"h", Unit::hour},
                                          {"hr", Unit::hour},
                                          {"month", Unit::month},
                                          {"months", Unit::month},
                                          {"mo", Unit::month},
                                          {"visit", Unit::visit},
                                          {"visits", Unit::visit},
                                          {"{visit}", Unit::visit},
                                          {"minute", Unit::minute},
                                          {"minutes", Unit::minute},
                                          {"min", Unit::minute},
                                          {"international unit", Unit::international_unit},
                                          {"international units", Unit::international_unit},
                                          {"iu", Unit::international_unit},
                                          {"[iu]", Unit::international_unit},
                                          {"{each}", Unit::unit},
                                          {"1", Unit::unit}}};

template <std::size_t Size>
std::optional<Unit> among(const std::array<UnitName, Size>& table, std::string_view name) {
  for (const UnitName& one : table) {
    if (one.name == name) return one.unit;
  }
  return std::nullopt;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

struct Rhythm {
  std::string_view x12;
  std::string_view fhir;
};
constexpr std::array<Rhythm, 3> rhythms{{{"DA", "d"}, {"WK", "wk"}, {"MO", "mo"}}};

constexpr std::array<BoundUnit, 7> bound_units{{{"6", "h", "hour"},
                                                {"7", "d", "day"},
                                                {"21", "a", "year"},
                                                {"26", "", "episode"},
                                                {"27", "", "visit"},
                                                {"34", "mo", "month"},
                                                {"35", "wk", "week"}}};

}  // namespace

std::optional<Unit> unit_of(const json::Value& quantity) {
  const std::string_view code = fhir::text(quantity, "code");
  const bool x12 = fhir::text(quantity, "system").starts_with(systems::x12_base);
  if (const auto unit = x12 ? among(x12_units, code) : std::nullopt) return unit;
  // The guide's examples say "visit" beside the UCUM code 1: the word knows more.
  if (const auto unit = among(words, lower(fhir::text(quantity, "unit")))) return unit;
  if (const auto unit = among(words, lower(code))) return unit;
  if (const auto unit = among(x12_units, code)) return unit;
  return among(x12_units, fhir::text(quantity, "unit"));
}

bool names_unit(const json::Value& quantity) {
  return !fhir::text(quantity, "code").empty() || !fhir::text(quantity, "unit").empty();
}

std::string_view frequency_unit_from(std::string_view period_unit) {
  for (const Rhythm& one : rhythms) {
    if (one.fhir == period_unit) return one.x12;
  }
  return {};
}

std::string_view period_unit_from(std::string_view frequency_unit) {
  for (const Rhythm& one : rhythms) {
    if (one.x12 == frequency_unit) return one.fhir;
  }
  return {};
}

const BoundUnit* bound_unit_from_x12(std::string_view code) {
  for (const BoundUnit& one : bound_units) {
    if (one.x12 == code) return &one;
  }
  return nullptr;
}

const BoundUnit* bound_unit_of(const json::Value& duration) {
  const std::string_view code = fhir::text(duration, "code");
  const std::string word = lower(fhir::text(duration, "unit"));
  for (const BoundUnit& one : bound_units) {
    if (!one.code.empty() && (code == one.code || word == one.code)) return &one;
    if (word == one.word || word == std::string(one.word) + "s") return &one;
  }
  return nullptr;
}

}  // namespace mappers
