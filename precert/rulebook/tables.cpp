// Look-ups of the compiled rulebook.
#include "precert/rulebook/tables.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "precert/rulebook/reading.hpp"

namespace precert {
namespace {

/// X12's HC names CPT and HCPCS alike, so both share one space.
CodeSystem space_of(CodeSystem system) { return system == CodeSystem::hcpcs ? CodeSystem::cpt : system; }

auto key_of(const ServiceCode& service) {
  return std::tuple(space_of(service.system), std::string_view(service.code));
}

/// FNV-1a over a code and the space it belongs to.
std::size_t hash_of(CodeSystem space, std::string_view code) {
  std::uint64_t hash = 0xCBF29CE484222325U ^ static_cast<std::uint64_t>(space);
  for (const char c : code) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash ^ (hash >> 32U);
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

/// Category I 70551, II 0001F, III 0042T, laboratory 0001U, vaccine administration 0001A, multianalyte 0001M.
bool is_cpt(std::string_view code) {
  if (code.size() != 5 || !all_digits(code.substr(0, 4))) return false;
  constexpr std::string_view letters = "AFMTU";
  return is_digit(code[4]) || letters.find(code[4]) != std::string_view::npos;
}

/// A letter A-V and four digits.
bool is_hcpcs(std::string_view code) {
  return code.size() == 5 && code[0] >= 'A' && code[0] <= 'V' && all_digits(code.substr(1));
}

/// Seven characters, digits and letters without I and O.
bool is_icd10_pcs(std::string_view code) {
  return code.size() == 7 && std::ranges::all_of(code, [](char c) {
           return is_digit(c) || (is_upper(c) && c != 'I' && c != 'O');
         });
}

/// A letter, a digit, then up to five characters; the dot is not carried.
bool is_icd10_cm(std::string_view code) {
  return code.size() >= 3 && code.size() <= 7 && is_upper(code[0]) && is_digit(code[1]) &&
         std::ranges::all_of(code.substr(2), [](char c) { return is_digit(c) || is_upper(c); });
}

bool is_alphanumeric(std::string_view code) {
  return !code.empty() && std::ranges::all_of(code, [](char c) { return is_digit(c) || is_upper(c); });
}

bool contains(const std::vector<std::string>& texts, std::string_view text) {
  return std::ranges::find(texts, text) != texts.end();
}

bool contains(const std::vector<Index>& indices, Index index) {
  return std::ranges::find(indices, index) != indices.end();
}

template <class Map>
Index found_or_none(const Map& map, std::string_view id) {
  const auto found = map.find(id);
  return found == map.end() ? no_index : found->second;
}

std::string_view words_or_none(const Rulebook::ByText<std::string>& words, std::string_view code) {
  const auto found = words.find(code);
  return found == words.end() ? std::string_view() : std::string_view(found->second);
}

/// How closely a policy looks at a service: its own code before its category, a product before all products.
int closeness(const Policy& policy) {
  return (policy.codes.empty() ? 0 : 2) + (policy.products.empty() ? 0 : 1);
}

void rank(const std::vector<Policy>& policies, std::vector<Index>& indices) {
  std::ranges::stable_sort(indices, std::ranges::greater{}, [&](Index i) { return closeness(policies[i]); });
}

/// The category that a service type means for a line without a code; one made for the request category comes
/// first.
Index category_by_type(const Rulebook& book, std::string_view service_type, RequestCategory wanted) {
  Index any = no_index;
  for (std::size_t i = 0; i < book.categories.size(); ++i) {
    const Category& category = book.categories[i];
    if (!contains(category.service_types, service_type)) continue;
    const std::vector<RequestCategory>& made_for = category.request_categories;
    if (std::ranges::find(made_for, wanted) != made_for.end()) return static_cast<Index>(i);
    if (made_for.empty() && any == no_index) any = static_cast<Index>(i);
  }
  return any;
}

Index category_by_revenue(const Rulebook& book, std::string_view revenue_code) {
  if (revenue_code.empty()) return no_index;
  for (std::size_t i = 0; i < book.categories.size(); ++i) {
    const bool means_it =
        std::ranges::any_of(book.categories[i].revenue_codes,
                            [&](const std::string& start) { return revenue_code.starts_with(start); });
    if (means_it) return static_cast<Index>(i);
  }
  return no_index;
}

constexpr char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool well_formed(CodeSystem system, std::string_view code) {
  switch (system) {
    case CodeSystem::cpt:
    case CodeSystem::hcpcs: return is_cpt(code) || is_hcpcs(code);
    case CodeSystem::ndc: return code.size() == 11 && all_digits(code);
    case CodeSystem::icd10_pcs: return is_icd10_pcs(code);
    case CodeSystem::icd9_procedure: return code.size() >= 2 && code.size() <= 4 && all_digits(code);
    case CodeSystem::cdt: return code.size() == 5 && code[0] == 'D' && all_digits(code.substr(1));
    case CodeSystem::home_infusion: return is_hcpcs(code);
    case CodeSystem::alternative_medicine: return code.size() == 5 && is_alphanumeric(code);
    case CodeSystem::service_type: return code.size() <= 2 && is_alphanumeric(code);
    case CodeSystem::icd10_cm: return is_icd10_cm(code);
    case CodeSystem::icd9_cm: return code.size() >= 3 && code.size() <= 5 && is_alphanumeric(code);
    case CodeSystem::drg: return code.size() <= 4 && is_alphanumeric(code);
  }
  return false;
}

bool Rulebook::is_payer(std::string_view id) const {
  return std::ranges::any_of(
      payer.ids, [&](const std::string& one) { return std::ranges::equal(one, id, {}, lower, lower); });
}

Index Rulebook::product(std::string_view id) const { return found_or_none(product_index, id); }
Index Rulebook::category(std::string_view id) const { return found_or_none(category_index, id); }
Index Rulebook::fact(std::string_view id) const { return found_or_none(fact_index, id); }
Index Rulebook::criterion(std::string_view id) const { return found_or_none(criterion_index, id); }

const ServiceCode* Rulebook::service(CodeSystem system, std::string_view code) const {
  if (service_slots.empty()) return nullptr;
  const CodeSystem space = space_of(system);
  const std::size_t mask = service_slots.size() - 1;
  for (std::size_t slot = hash_of(space, code) & mask; service_slots[slot] != no_index; slot = (slot + 1) & mask) {
    const ServiceCode& one = services[service_slots[slot]];
    if (one.code == code && space_of(one.system) == space) return &one;
  }
  return nullptr;
}

ServiceMatch Rulebook::match(const Procedure& procedure, std::string_view service_type,
                             RequestCategory wanted, std::string_view revenue_code) const {
  ServiceMatch match;
  const bool coded = !procedure.code.empty() && procedure.system != CodeSystem::service_type;
  if (coded) {
    match.code = service(procedure.system, procedure.code);
    if (match.code != nullptr) match.category = match.code->category;
    match.malformed = match.code == nullptr && !well_formed(procedure.system, procedure.code);
    return match;
  }
  match.by_type = true;
  match.category = category_by_revenue(*this, revenue_code);
  if (match.category != no_index) return match;
  const std::string_view type = procedure.code.empty() ? service_type : std::string_view(procedure.code);
  match.category = category_by_type(*this, type, wanted);
  return match;
}

const Policy* Rulebook::policy_for(const ServiceMatch& match, Index product,
                                   base::Date date_of_service) const {
  if (match.code == nullptr && match.category == no_index) return nullptr;
  const std::vector<Index>& ranked =
      match.code != nullptr ? policies_of_service[static_cast<std::size_t>(match.code - services.data())]
                            : policies_of_category[match.category];
  for (const Index at : ranked) {
    const Policy& policy = policies[at];
    const bool for_product = policy.products.empty() || contains(policy.products, product);
    if (for_product && policy.effective.contains(date_of_service)) return &policy;
  }
  return nullptr;
}

std::vector<Timeframe> Rulebook::timeframes(std::string_view turnaround, bool urgent, base::Instant receipt,
                                            Index product) const {
  std::vector<Timeframe> all;
  const base::Date day = calendar.local_date(receipt);
  for (const Promise& promise : promises) {
    const bool of_kind = promise.turnarounds.empty() || contains(promise.turnarounds, turnaround);
    const bool for_product = promise.products.empty() || contains(promise.products, product);
    if (promise.subject != PromiseSubject::review || promise.urgent != urgent || !of_kind || !for_product ||
        !promise.effective.contains(day)) {
      continue;
    }
    const base::Instant start =
        promise.from_opening ? calendar.next_open(receipt, promise.term.holidays) : receipt;
    all.push_back(
        Timeframe{urgent ? "urgent" : "routine", calendar.due(promise.term, start), promise.source});
  }
  std::ranges::stable_sort(all, {}, &Timeframe::due);
  return all;
}

std::string_view Rulebook::reason_words(std::string_view code) const { return words_or_none(reasons, code); }
std::string_view Rulebook::reject_words(std::string_view code) const { return words_or_none(rejects, code); }

MissingInformation Rulebook::missing(FactIndex wanted, base::Instant due) const {
  const Fact& asked = facts[wanted];
  return MissingInformation{asked.id, asked.question,      asked.loinc, asked.report_type, asked.supplier, {},
                            due,      asked.loinc_modifier};
}

void index_services(Reading& reading) {
  Rulebook& book = reading.book;
  std::ranges::stable_sort(book.services, {}, key_of);
  std::size_t slots = 16;
  while (slots < book.services.size() * 2) slots *= 2;
  book.service_slots.assign(slots, no_index);
  for (std::size_t i = 0; i < book.services.size(); ++i) {
    const ServiceCode& service = book.services[i];
    std::size_t slot = hash_of(space_of(service.system), service.code) & (slots - 1);
    while (book.service_slots[slot] != no_index) slot = (slot + 1) & (slots - 1);
    book.service_slots[slot] = static_cast<Index>(i);
    reading.services_by_code[service.code].push_back(static_cast<Index>(i));
  }
}

void index_policies(Rulebook& book) {
  std::vector<std::vector<Index>> services_of(book.categories.size());
  for (std::size_t i = 0; i < book.services.size(); ++i) {
    services_of[book.services[i].category].push_back(static_cast<Index>(i));
  }
  std::vector<std::vector<Index>>& of_service = book.policies_of_service;
  std::vector<std::vector<Index>>& of_category = book.policies_of_category;
  of_service.assign(book.services.size(), {});
  of_category.assign(book.categories.size(), {});
  for (std::size_t at = 0; at < book.policies.size(); ++at) {
    const Policy& policy = book.policies[at];
    const auto index = static_cast<Index>(at);
    for (const Index code : policy.codes) of_service[code].push_back(index);
    if (policy.category == no_index) continue;
    of_category[policy.category].push_back(index);
    for (const Index service : services_of[policy.category]) of_service[service].push_back(index);
  }
  for (std::vector<Index>& indices : of_service) rank(book.policies, indices);
  for (std::vector<Index>& indices : of_category) rank(book.policies, indices);
}

}  // namespace precert
