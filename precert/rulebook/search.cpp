// Finding services the way people look for them: by code, keyword, synonym, category, with typing errors
// forgiven.
#include <algorithm>
#include <string>
#include <vector>

#include "precert/model/words.hpp"
#include "precert/rulebook/entry.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {
namespace {

/// Lower-case words of letters and digits.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept && !inside) words.emplace_back();
    if (kept) words.back() += upper ? static_cast<char>(c - 'A' + 'a') : c;
    inside = kept;
  }
  return words;
}

void add_words(std::vector<std::string>& words, std::string_view text) {
  for (std::string& one : words_of(text)) words.push_back(std::move(one));
}

/// Everything a service can be found by.
std::vector<std::string> words_of(const Rulebook& book, const ServiceCode& service) {
  std::vector<std::string> words;
  add_words(words, service.code);
  add_words(words, service.title);
  for (const std::string& synonym : service.synonyms) add_words(words, synonym);
  if (service.unlisted) words.emplace_back("unlisted");
  const Category& category = book.categories[service.category];
  add_words(words, category.id);
  add_words(words, category.title);
  for (const std::string& synonym : category.synonyms) add_words(words, synonym);
  return words;
}

constexpr std::size_t no_match = 1000;

/// 0 the same, 1 its beginning, 2 and 3 one or two typing errors. Short words and numbers forgive less: "CT"
/// is not "PT".
std::size_t cost_of(std::string_view wanted, std::string_view word) {
  if (word == wanted) return 0;
  if (wanted.size() >= 3 && word.starts_with(wanted)) return 1;
  const bool number = wanted.find_first_not_of("0123456789") == std::string_view::npos;
  if (number || wanted.size() < 4) return no_match;
  const std::size_t allowed = wanted.size() < 6 ? 1 : 2;
  const std::size_t distance = edit_distance(wanted, word);
  return distance <= allowed ? distance + 1 : no_match;
}

std::size_t cost_of(const std::vector<std::string>& wanted, const std::vector<std::string>& words) {
  std::size_t sum = 0;
  for (const std::string& one : wanted) {
    std::size_t best = no_match;
    for (const std::string& word : words) best = std::min(best, cost_of(one, word));
    if (best == no_match) return no_match;
    sum += best;
  }
  return sum;
}

std::string requirement_text(const Rulebook& book, const ServiceCode& service, Index product) {
  const ServiceMatch match{&service, service.category, false, false};
  const Policy* policy = book.policy_for(match, product, book.payer.list_date);
  if (policy == nullptr) return "not required (no policy)";
  std::string text(requirement_word(policy->requirement));
  if (policy->criteria != no_index) text += " (criteria " + book.criteria[policy->criteria].id + ")";
  if (policy->vendor != no_index) text += " (" + book.vendors[policy->vendor].name + ")";
  return text;
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  if (out.size() < width) out.append(width - out.size(), ' ');
  return out;
}

}  // namespace

std::vector<Index> services_found(const Rulebook& rulebook, std::string_view query) {
  const std::vector<std::string> wanted = words_of(query);
  if (wanted.empty()) return {};
  std::vector<std::pair<std::size_t, Index>> ranked;
  for (std::size_t i = 0; i < rulebook.services.size(); ++i) {
    const std::size_t cost = cost_of(wanted, words_of(rulebook, rulebook.services[i]));
    if (cost != no_match) ranked.emplace_back(cost, static_cast<Index>(i));
  }
  std::ranges::sort(ranked);
  std::vector<Index> found;
  found.reserve(ranked.size());
  for (const auto& [cost, index] : ranked) found.push_back(index);
  return found;
}

std::string search_report(const Rulebook& rulebook, std::string_view query, std::string_view product) {
  const Index only = rulebook.product(product);
  if (!product.empty() && only == no_index) return "There is no product " + std::string(product) + ".\n";
  const std::vector<Index> found = services_found(rulebook, query);
  if (found.empty()) {
    return "Nothing found for \"" + std::string(query) +
           "\". A valid code that is not listed: " + rulebook.payer.not_listed + "\n";
  }
  std::string report;
  for (const Index index : found) {
    const ServiceCode& service = rulebook.services[index];
    report += padded(service.code, 12) + padded(word(service.system), 11) + service.title + " [" +
              rulebook.categories[service.category].id + (service.unlisted ? ", unlisted" : "") + "]\n";
    for (std::size_t i = 0; i < rulebook.products.size(); ++i) {
      if (only != no_index && only != i) continue;
      report += "    " + padded(rulebook.products[i].id, 10) +
                requirement_text(rulebook, service, static_cast<Index>(i)) + "\n";
    }
  }
  return report;
}

}  // namespace precert
