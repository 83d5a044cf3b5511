#include "precert/rulebook/search.hpp"

#include <algorithm>
#include <array>

#include "precert/model/words.hpp"
#include "precert/rulebook/search_index.hpp"

namespace precert {
namespace {

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  if (out.size() < width) out.append(width - out.size(), ' ');
  return out;
}

/// Plans that are asked about: the one, else all that are offered on the day.
std::vector<Index> products_asked(const Rulebook& book, Index product, base::Date day) {
  if (product != no_index) return {product};
  std::vector<Index> all;
  for (Index i = 0; i < book.products.size(); ++i) {
    if (book.products[i].effective.contains(day)) all.push_back(i);
  }
  return all;
}

void count(PlanSummary& summary, Requirement requirement) {
  switch (requirement) {
    case Requirement::required: ++summary.required; break;
    case Requirement::not_required: ++summary.not_required; break;
    case Requirement::excluded: ++summary.excluded; break;
    case Requirement::vendor_managed: ++summary.vendor_managed; break;
  }
}

/// A query that is one word of the form of a code.
bool could_be_a_code(std::string_view query) {
  constexpr std::array systems{CodeSystem::cpt, CodeSystem::ndc, CodeSystem::icd10_pcs,
                               CodeSystem::home_infusion};
  std::string upper(query);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return std::ranges::any_of(systems, [&](CodeSystem system) { return well_formed(system, upper); });
}

std::string words_for_nothing(const Rulebook& book, std::string_view query) {
  const bool has_digit = query.find_first_of("0123456789") != std::string_view::npos;
  if (could_be_a_code(query)) return "This code is in no rule of the plan. " + book.payer.not_listed;
  if (has_digit && query.find(' ') == std::string_view::npos) {
    return "This is no code of the code lists of edition " + book.edition + "; check how it is written.";
  }
  return "No service of the catalogue has these words. Try one word, or the code. A valid code that is not "
         "listed: " +
         book.payer.not_listed;
}

/// " (may do instead: 78814 78816)"; nothing when nothing is suggested.
std::string suggested_text(const Rulebook& book, const char* as, const std::vector<Suggestion>& suggestions) {
  std::string codes;
  for (const Suggestion& one : suggestions) codes += " " + book.services[one.code].code;
  return codes.empty() ? codes : " (" + std::string(as) + ":" + codes + ")";
}

std::string requirement_text(const Rulebook& book, const PlanRequirement& plan) {
  if (plan.policy == nullptr) return "not required (no policy)";
  const Policy& policy = *plan.policy;
  std::string text(requirement_word(plan.requirement()));
  if (plan.criterion != nullptr) text += " (criteria " + plan.criterion->id + ")";
  if (plan.vendor != nullptr) text += " (" + plan.vendor->name + ")";
  for (const QuantityLimit& limit : policy.limits) text += " (" + limit.words + ")";
  if (policy.rendering_requests) text += " (who does it has to ask)";
  if (!policy.gold_card.empty())
    text += " (not of " + std::to_string(policy.gold_card.size()) + " with a gold card)";
  text += suggested_text(book, "usually with it", policy.companions);
  return text + suggested_text(book, "may do instead", policy.alternatives);
}

/// How a code system is called beside a code: it finds nothing itself.
bool names_a_system(std::string_view word) {
  constexpr std::array<std::string_view, 9> names{"cdt",   "code", "cpt", "hcpcs",    "icd",
                                                  "icd10", "ndc",  "pcs", "procedure"};
  return std::ranges::find(names, word) != names.end();
}

std::string joined_words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// What people meant when nothing has all the words as they were written: a code with its system in front
/// ("HCPCS E0601"), or one word in two ("wheel chair").
std::vector<Index> found_as_meant(const Rulebook& book, std::string_view query) {
  std::vector<std::string> words = search_words_of(query);
  constexpr std::size_t words_max = 6;
  if (words.size() < 2 || words.size() > words_max) return {};
  const std::size_t all = words.size();
  std::erase_if(words, names_a_system);
  if (!words.empty() && words.size() < all) {
    std::vector<Index> found = services_found(book, joined_words(words));
    if (!found.empty()) return found;
  }
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    std::vector<std::string> one_word_less = words;
    one_word_less[i] += words[i + 1];
    one_word_less.erase(one_word_less.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    std::vector<Index> found = services_found(book, joined_words(one_word_less));
    if (!found.empty()) return found;
  }
  return {};
}

}  // namespace

std::vector<Index> services_found(const Rulebook& rulebook, std::string_view query) {
  return rulebook.search == nullptr ? std::vector<Index>() : rulebook.search->found(query);
}

PlanRequirement requirement_of(const Rulebook& book, const ServiceCode& service, Index product,
                               base::Date day) {
  const ServiceMatch match{&service, service.category, false, false};
  PlanRequirement plan;
  plan.product = product;
  plan.policy = book.policy_for(match, product, day);
  if (plan.policy == nullptr) return plan;
  if (plan.policy->criteria != no_index) plan.criterion = &book.criteria[plan.policy->criteria];
  if (plan.policy->vendor != no_index) plan.vendor = &book.vendors[plan.policy->vendor];
  return plan;
}

RuleSearch search_rules(const Rulebook& rulebook, std::string_view query, Index product, base::Date day,
                        std::size_t count_max) {
  RuleSearch result;
  std::vector<Index> found = services_found(rulebook, query);
  if (found.empty()) found = found_as_meant(rulebook, query);
  result.total = found.size();
  if (found.empty()) result.words = words_for_nothing(rulebook, query);
  const std::vector<Index> products = products_asked(rulebook, product, day);
  for (const Index one : products) result.summary.push_back(PlanSummary{one});
  result.services.reserve(std::min(found.size(), count_max));
  for (const Index index : found) {
    const ServiceCode& service = rulebook.services[index];
    const bool in_full = result.services.size() < count_max;
    if (in_full) result.services.push_back(ServiceFound{&service, {}});
    for (std::size_t i = 0; i < products.size(); ++i) {
      const PlanRequirement plan = requirement_of(rulebook, service, products[i], day);
      count(result.summary[i], plan.requirement());
      if (in_full) result.services.back().plans.push_back(plan);
    }
  }
  return result;
}

std::string report_of(const Rulebook& rulebook, const RuleSearch& found) {
  if (found.total == 0) return found.words + "\n";
  std::string report;
  for (const ServiceFound& one : found.services) {
    const ServiceCode& service = *one.service;
    report += padded(service.code, 12) + padded(word(service.system), 11) + service.title + " [" +
              rulebook.categories[service.category].id + (service.unlisted ? ", unlisted" : "") + "]\n";
    for (const PlanRequirement& plan : one.plans) {
      report += "    " + padded(rulebook.products[plan.product].id, 10) + requirement_text(rulebook, plan) + "\n";
    }
  }
  if (found.total > found.services.size()) {
    report += "… " + std::to_string(found.total - found.services.size()) + " more\n";
  }
  if (found.total > 1) {
    for (const PlanSummary& plan : found.summary) {
      report += padded(rulebook.products[plan.product].id, 10) + "of " + std::to_string(found.total) +
                " services: " + std::to_string(plan.required) + " required, " +
                std::to_string(plan.vendor_managed) + " through a vendor, " + std::to_string(plan.excluded) +
                " excluded, " + std::to_string(plan.not_required) + " not required\n";
    }
  }
  return report;
}

std::string search_report(const Rulebook& rulebook, std::string_view query, std::string_view product) {
  const Index only = rulebook.product(product);
  if (!product.empty() && only == no_index) return "There is no product " + std::string(product) + ".\n";
  constexpr std::size_t all = SIZE_MAX;
  return report_of(rulebook, search_rules(rulebook, query, only, rulebook.payer.list_date, all));
}

}  // namespace precert
