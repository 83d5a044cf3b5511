#include "mappers/fhir/questionnaire_parts.hpp"

#include <algorithm>
#include <array>

namespace mappers {
namespace {

bool takes(const precert::Fact& fact, precert::FactOrigin::Kind kind) {
  return std::ranges::any_of(fact.origins,
                             [&](const precert::FactOrigin& origin) { return origin.kind == kind; });
}

/// Units that facts are counted in. `in` and `factor`: so many of a base unit, for those that convert
/// exactly.
struct FormUnit {
  std::string_view words, ucum, in;
  int factor;
};
constexpr std::array<FormUnit, 14> units{{{"days", "d", "d", 1},
                                          {"weeks", "wk", "d", 7},
                                          {"months", "mo", "mo", 1},
                                          {"years", "a", "mo", 12},
                                          {"hours", "h", "min", 60},
                                          {"minutes", "min", "min", 1},
                                          {"percent", "%", "%", 1},
                                          {"mm Hg", "mm[Hg]", "mm[Hg]", 1},
                                          {"kg/m2", "kg/m2", "kg/m2", 1},
                                          {"kg", "kg", "kg", 1},
                                          {"cm", "cm", "cm", 1},
                                          {"events an hour", "/h", "/h", 1},
                                          {"units", "1", "1", 1},
                                          {"injections", "{injections}", "{injections}", 1}}};

const FormUnit* unit_with(std::string_view ucum) {
  const auto found = std::ranges::find(units, ucum, &FormUnit::ucum);
  return found == units.end() ? nullptr : &*found;
}

}  // namespace

std::string help_link(const precert::Fact& fact) { return fact.id + ".help"; }
std::string document_link(const precert::Fact& fact) { return fact.id + ".document"; }
std::string group_link(const precert::Fact& fact) { return fact.id + ".group"; }

bool takes_paper(const precert::Fact& fact) { return takes(fact, precert::FactOrigin::Kind::document); }
bool takes_answer(const precert::Fact& fact) { return takes(fact, precert::FactOrigin::Kind::answer); }

bool is_coded(const precert::Fact& fact) {
  using precert::FactType;
  return fact.type == FactType::yes_no || fact.type == FactType::document || !fact.choices.empty();
}

bool is_required(const precert::Fact& fact) {
  return !fact.when_absent && takes_answer(fact) && is_coded(fact) &&
         fact.type != precert::FactType::document;
}

std::string_view ucum_of(std::string_view words) {
  const auto found = std::ranges::find(units, words, &FormUnit::words);
  return found == units.end() ? std::string_view() : found->ucum;
}

std::optional<Ratio> ratio_between(std::string_view from, std::string_view to) {
  if (from == to) return Ratio{};
  const FormUnit* left = unit_with(from);
  const FormUnit* right = unit_with(to);
  if (left == nullptr || right == nullptr || left->in != right->in) return std::nullopt;
  return Ratio{left->factor, right->factor};
}

}  // namespace mappers
