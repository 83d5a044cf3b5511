// Where a rulebook is silent: services, products, days and promises that nobody wrote a rule for.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "precert/rulebook/finding_rows.hpp"

namespace precert {
namespace {

bool for_product(const std::vector<Index>& products, Index product) {
  return products.empty() || std::ranges::find(products, product) != products.end();
}

/// "70551" or "70551 and 12 others".
std::string codes_text(const std::string& first, std::size_t count) {
  if (count == 1) return "code " + first;
  return "code " + first + " and " + std::to_string(count - 1) + (count == 2 ? " other" : " others");
}

void find_silent_categories(const Checked& checked, std::vector<bool>& silent) {
  const Rulebook& book = checked.book;
  silent.assign(book.categories.size(), true);
  for (std::size_t i = 0; i < silent.size(); ++i) silent[i] = book.policies_of_category[i].empty();
  for (std::size_t i = 0; i < book.services.size(); ++i) {
    if (!book.policies_of_service[i].empty()) silent[book.services[i].category] = false;
  }
  for (std::size_t i = 0; i < silent.size(); ++i) {
    if (!silent[i]) continue;
    checked.warning(
        book.categories[i].where,
        "category " + book.categories[i].id +
            ": has no policy; everything in it is \"not required\". Say so with requires: " + "not_required");
  }
}

void find_silent_products(const Checked& checked, std::vector<bool>& silent) {
  const Rulebook& book = checked.book;
  silent.assign(book.products.size(), true);
  for (const Policy& policy : book.policies) {
    for (Index i = 0; i < silent.size(); ++i) silent[i] = silent[i] && !for_product(policy.products, i);
  }
  for (std::size_t i = 0; i < silent.size(); ++i) {
    if (!silent[i]) continue;
    checked.warning(book.products[i].where,
                    "no policy speaks of product " + book.products[i].id +
                        "; nothing is reviewed for it. Name it in a policy or remove it");
  }
}

/// Time frames and the CMS-0057-F report go by the line of business.
void find_products_of_no_line(const Checked& checked) {
  for (const Product& product : checked.book.products) {
    if (product.line_of_business != LineOfBusiness::unspecified) continue;
    checked.warning(product.where, "product " + product.id +
                                       ": has no line_of_business; no promise to a line of business holds for it, and "
                                       "the CMS-0057-F report counts it under none. Add it");
  }
}

/// What many codes have in common: told once.
struct Silence {
  std::string first;
  std::size_t count = 0;
  std::string where;
};
void note(Silence& silence, const ServiceCode& service) {
  if (silence.count++ == 0) {
    silence.first = service.code;
    silence.where = service.where;
  }
}

/// The days of one service and product on which no policy speaks though one did before and one does after.
class Holes {
 public:
  using Key =
      std::tuple<std::string, std::string, Index>;  // places of the policies before and after, product

  void look(const Rulebook& book, const ServiceCode& service, const std::vector<Index>& ranked,
            Index product) {
    spans_.clear();
    for (const Index i : ranked) {
      if (for_product(book.policies[i].products, product)) spans_.push_back(&book.policies[i]);
    }
    std::ranges::sort(spans_, {}, [](const Policy* policy) { return policy->effective.start; });
    const Policy* latest = nullptr;  // that ends last, so far
    for (const Policy* policy : spans_) {
      if (latest != nullptr && latest->effective.end &&
          latest->effective.end->plus_days(1) < policy->effective.start) {
        note(found[Key{latest->where, policy->where, product}].silence, service);
        found[Key{latest->where, policy->where, product}].days =
            base::Period{latest->effective.end->plus_days(1), policy->effective.start.plus_days(-1)};
      }
      const bool longer =
          latest == nullptr || (latest->effective.end &&
                                (!policy->effective.end || *policy->effective.end > *latest->effective.end));
      if (longer) latest = policy;
    }
  }
  [[nodiscard]] bool any() const { return !spans_.empty(); }

  struct Hole {
    Silence silence;
    base::Period days;
  };
  std::map<Key, Hole> found;

 private:
  std::vector<const Policy*> spans_;
};

void find_silent_codes(const Checked& checked, const std::vector<bool>& silent_category,
                       const std::vector<bool>& silent_product) {
  const Rulebook& book = checked.book;
  Holes holes;
  std::map<std::pair<Index, Index>, Silence> silences;  // by category and product
  for (std::size_t i = 0; i < book.services.size(); ++i) {
    const ServiceCode& service = book.services[i];
    if (silent_category[service.category]) continue;
    for (Index product = 0; product < book.products.size(); ++product) {
      if (silent_product[product]) continue;
      holes.look(book, service, book.policies_of_service[i], product);
      if (!holes.any()) note(silences[{service.category, product}], service);
    }
  }
  for (const auto& [key, silence] : silences) {
    checked.warning(silence.where, codes_text(silence.first, silence.count) + " of category " +
                                       book.categories[key.first].id + " stand under no policy for product " +
                                       book.products[key.second].id +
                                       "; they are \"not required\". Say so with requires: not_required");
  }
  for (const auto& [key, hole] : holes.found) {
    checked.warning(std::get<1>(key),
                    "from " + base::iso(hole.days.start) + " to " + base::iso(*hole.days.end) +
                        " no policy speaks of " + codes_text(hole.silence.first, hole.silence.count) +
                        " for product " + book.products[std::get<2>(key)].id + ": the one before (" +
                        std::get<0>(key) + ") has ended; let the periods meet");
  }
}

bool promised(const Rulebook& book, const std::string& turnaround, bool urgent, Index product,
              base::Date day) {
  return std::ranges::any_of(book.promises, [&](const Promise& promise) {
    const bool of_kind = promise.turnarounds.empty() ||
                         std::ranges::find(promise.turnarounds, turnaround) != promise.turnarounds.end();
    return promise.subject == PromiseSubject::review && promise.urgent == urgent && of_kind &&
           for_product(promise.products, product) && promise.effective.contains(day);
  });
}

}  // namespace

void find_gaps(const Checked& checked) {
  std::vector<bool> silent_category, silent_product;
  find_silent_categories(checked, silent_category);
  find_silent_products(checked, silent_product);
  find_products_of_no_line(checked);
  find_silent_codes(checked, silent_category, silent_product);
}

void find_unpromised(const Checked& checked) {
  const Rulebook& book = checked.book;
  std::vector<base::Date> days{checked.today};  // on which what is promised may change
  for (const Promise& promise : book.promises) {
    if (promise.effective.start > checked.today) days.push_back(promise.effective.start);
    if (promise.effective.end && *promise.effective.end >= checked.today)
      days.push_back(promise.effective.end->plus_days(1));
  }
  std::ranges::sort(days);
  std::map<std::tuple<std::string, bool, Index>, bool> asked;  // turnaround, urgency, product
  for (const Policy& policy : book.policies) {
    if (policy.requirement != Requirement::required) continue;
    for (const bool urgent : {false, true}) {
      for (Index product = 0; product < book.products.size(); ++product) {
        if (!for_product(policy.products, product)) continue;
        if (!asked.emplace(std::tuple(policy.turnaround, urgent, product), true).second) continue;
        const auto day = std::ranges::find_if(
            days, [&](base::Date one) { return !promised(book, policy.turnaround, urgent, product, one); });
        if (day == days.end()) continue;
        checked.error(policy.where, std::string("from ") + base::iso(*day) + " no promise says how long " +
                                        (urgent ? "urgent" : "routine") + " requests of turnaround \"" +
                                        policy.turnaround + "\" may take for product " +
                                        book.products[product].id + "; add one");
      }
    }
  }
}

}  // namespace precert
