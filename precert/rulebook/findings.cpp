// What is legal in a rulebook and still wrong: policies that contradict each other or never speak.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "precert/rulebook/finding_rows.hpp"

namespace precert {
namespace {

bool overlap(const base::Period& a, const base::Period& b) {
  const bool a_first = !a.end || *a.end >= b.start;
  const bool b_first = !b.end || *b.end >= a.start;
  return a_first && b_first;
}

bool share(const std::vector<Index>& a, const std::vector<Index>& b) {
  return std::ranges::any_of(a, [&](Index one) { return std::ranges::find(b, one) != b.end(); });
}

/// Equally close to a service that both speak of. Rows of one policy are spans of time of the same.
bool contradict(const Policy& a, const Policy& b) {
  if (a.id == b.id || !overlap(a.effective, b.effective)) return false;
  if (a.products.empty() != b.products.empty() || a.codes.empty() != b.codes.empty()) return false;
  return a.products.empty() || share(a.products, b.products);
}

using Pairs = std::set<std::pair<Index, Index>>;

void add_contradictions(const Rulebook& book, const std::vector<Index>& ranked, Pairs& pairs) {
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    for (std::size_t j = i + 1; j < ranked.size(); ++j) {
      if (contradict(book.policies[ranked[i]], book.policies[ranked[j]])) {
        pairs.insert(std::minmax(ranked[i], ranked[j]));
      }
    }
  }
}

/// Marks the policies that can speak at all: asks for every service and category, product, and day on which
/// one of its policies begins or another has just ended.
class Speaking {
 public:
  explicit Speaking(const Rulebook& book) : book_(book), speaks_(book.policies.size(), false) {
    for (std::size_t i = 0; i < book.services.size(); ++i) {
      const ServiceCode& service = book.services[i];
      ask(ServiceMatch{&service, service.category, false, false}, book.policies_of_service[i]);
    }
    for (Index i = 0; i < book.categories.size(); ++i) {
      const Category& category = book.categories[i];
      const bool by_type = !category.service_types.empty() || !category.revenue_codes.empty();
      if (by_type) ask(ServiceMatch{nullptr, i, false, true}, book.policies_of_category[i]);
    }
  }
  [[nodiscard]] bool of(std::size_t policy) const { return speaks_[policy]; }

 private:
  void ask(const ServiceMatch& match, const std::vector<Index>& ranked) {
    days_.clear();
    for (const Index i : ranked) {
      const base::Period& effective = book_.policies[i].effective;
      days_.push_back(effective.start);
      if (effective.end) days_.push_back(effective.end->plus_days(1));
    }
    std::ranges::sort(days_);
    days_.erase(std::ranges::unique(days_).begin(), days_.end());
    for (Index product = 0; product < book_.products.size(); ++product) {
      for (const base::Date day : days_) {
        const Policy* policy = book_.policy_for(match, product, day);
        if (policy != nullptr) speaks_[static_cast<std::size_t>(policy - book_.policies.data())] = true;
      }
    }
  }

  const Rulebook& book_;
  std::vector<bool> speaks_;
  std::vector<base::Date> days_;
};

bool is_over(const Policy& policy, base::Date today) {
  return policy.effective.end && *policy.effective.end < today;
}

}  // namespace

void find_contradictions(const Checked& checked) {
  const Rulebook& book = checked.book;
  Pairs pairs;
  for (const auto& ranked : book.policies_of_service) add_contradictions(book, ranked, pairs);
  for (const auto& ranked : book.policies_of_category) add_contradictions(book, ranked, pairs);
  std::set<std::pair<std::string, std::string>> told;  // the ids: rows of one policy count once
  for (const auto& [a, b] : pairs) {
    const Policy &first = book.policies[a], &second = book.policies[b];
    if (!told.emplace(first.id, second.id).second) continue;
    checked.error(second.where, "policy \"" + second.id +
                                    "\" speaks of the same service, product and time as \"" + first.id +
                                    "\" (" + first.where + "); narrow one of them");
  }
}

void find_unreachable(const Checked& checked) {
  const Rulebook& book = checked.book;
  const Speaking speaking(book);
  for (std::size_t i = 0; i < book.policies.size();) {
    std::size_t end = i;  // one past the rows of this policy
    bool speaks = false;
    for (; end < book.policies.size() && book.policies[end].id == book.policies[i].id; ++end) {
      speaks = speaks || speaking.of(end);
    }
    if (!speaks) {
      checked.error(book.policies[i].where,
                    "policy \"" + book.policies[i].id +
                        "\" never speaks: closer policies cover all of it; remove or widen it");
    }
    i = end;
  }
}

void find_idle(const Checked& checked) {
  const std::vector<Policy>& policies = checked.book.policies;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const Policy& policy = policies[i];
    const bool last_row = i + 1 == policies.size() || policies[i + 1].id != policy.id;
    if (!last_row) continue;
    if (is_over(policy, checked.today)) {
      checked.warning(policy.where, "policy \"" + policy.id + "\" ended on " +
                                        base::iso(*policy.effective.end) +
                                        "; remove it when requests of that time come no more");
    }
    if (policy.requirement != Requirement::required && !policy.limits.empty()) {
      checked.warning(policy.where, "policy \"" + policy.id +
                                        "\" has limits that never count: they go with " +
                                        "requires: required; remove them");
    }
  }
}

base::Issues findings_of(const Rulebook& rulebook, std::optional<base::Date> today) {
  base::Issues issues;
  const Checked checked{rulebook, today.value_or(rulebook.payer.list_date), issues};
  find_contradictions(checked);
  find_unreachable(checked);
  find_idle(checked);
  find_gaps(checked);
  find_unpromised(checked);
  find_criteria_faults(checked);
  find_idle_comparisons(checked);
  find_strange_policies(checked);
  find_unused(checked);
  find_strange_codes(checked);
  find_strange_facilities(checked);
  return issues;
}

}  // namespace precert
