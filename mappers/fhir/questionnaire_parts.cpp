#include "mappers/fhir/questionnaire_parts.hpp"

#include <algorithm>

namespace mappers {

std::string help_link(const precert::Fact& fact) { return fact.id + ".help"; }
std::string document_link(const precert::Fact& fact) { return fact.id + ".document"; }
std::string group_link(const precert::Fact& fact) { return fact.id + ".group"; }

bool takes_answer(const precert::Fact& fact) {
  return std::ranges::any_of(fact.origins, [](const precert::FactOrigin& origin) {
    return origin.kind == precert::FactOrigin::Kind::answer;
  });
}

bool is_coded(const precert::Fact& fact) {
  using precert::FactType;
  return fact.type == FactType::yes_no || fact.type == FactType::document || !fact.choices.empty();
}

bool is_required(const precert::Fact& fact) {
  return !fact.when_absent && takes_answer(fact) && is_coded(fact) &&
         fact.type != precert::FactType::document;
}

}  // namespace mappers
