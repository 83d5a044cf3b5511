// See coverage_candidates.hpp.
#include "precert/engine/coverage_candidates.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "precert/rulebook/tables.hpp"

namespace precert {

std::vector<CoverageItem> items_for_words(const CoverageItem& item, std::string_view words,
                                          const Rulebook& rulebook) {
  constexpr std::size_t candidates_max = 12;
  const std::vector<Index> found = services_found(rulebook, words);
  std::vector<CoverageItem> items;
  for (std::size_t i = 0; i < std::min(found.size(), candidates_max); ++i) {
    const ServiceCode& service = rulebook.services[found[i]];
    CoverageItem& candidate = items.emplace_back(item);
    candidate.procedure.system = service.system;
    candidate.procedure.code = service.code;
    candidate.procedure.description = words;
  }
  return items;
}

CoverageQuestion with_candidates(CoverageQuestion question, const Rulebook& rulebook) {
  std::vector<CoverageItem> items;
  for (CoverageItem& item : question.items) {
    std::vector<CoverageItem> meant;
    if (item.in_words()) meant = items_for_words(item, item.procedure.description, rulebook);
    if (meant.empty()) meant.push_back(std::move(item));
    std::move(meant.begin(), meant.end(), std::back_inserter(items));
  }
  for (std::size_t i = 0; i < items.size(); ++i) items[i].sequence = static_cast<int>(i) + 1;
  question.items = std::move(items);
  return question;
}

}  // namespace precert
