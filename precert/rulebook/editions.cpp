// Criteria and vendors change with the years: which edition speaks on which day.
#include <algorithm>
#include <string>
#include <vector>

#include "precert/rulebook/reading.hpp"

namespace precert {
namespace {

template <class Entry>
void order(const std::vector<Entry>& table, std::string_view kind,
           Rulebook::ByText<std::vector<Index>>& by_id, base::Issues& issues) {
  for (auto& [id, editions] : by_id) {
    std::ranges::stable_sort(editions, {}, [&](Index i) { return table[i].effective.start; });
    for (std::size_t i = 1; i < editions.size(); ++i) {
      const Entry &before = table[editions[i - 1]], &after = table[editions[i]];
      if (before.effective.end && *before.effective.end < after.effective.start) continue;
      issues.add(base::IssueCode::rule_invalid, after.where,
                 std::string(kind) + " \"" + id + "\" is in force at the same time as the one at " +
                     before.where + "; rename one, or end the earlier with effective: {to: …}");
    }
  }
}

/// The edition of a day; where none is in force the one before it, else the first.
template <class Entry>
Index edition_on(const std::vector<Entry>& table, const std::vector<Index>& editions, base::Date day) {
  Index found = editions.front();
  for (const Index i : editions) {
    if (table[i].effective.start <= day) found = i;
  }
  return found;
}

template <class Entry>
Index edition_on(const std::vector<Entry>& table, const Rulebook::ByText<std::vector<Index>>& by_id,
                 Index any, base::Date day) {
  return any == no_index ? no_index : edition_on(table, by_id.find(table[any].id)->second, day);
}

/// Days within the policy's time on which another edition begins to speak.
template <class Entry>
void add_cuts(const std::vector<Entry>& table, const Rulebook::ByText<std::vector<Index>>& by_id, Index any,
              const base::Period& within, std::vector<base::Date>& cuts) {
  if (any == no_index) return;
  const std::vector<Index>& editions = by_id.find(table[any].id)->second;
  for (std::size_t i = 1; i < editions.size(); ++i) {
    const base::Date start = table[editions[i]].effective.start;
    if (within.contains(start) && start != within.start) cuts.push_back(start);
  }
}

}  // namespace

void order_editions(Reading& reading) {
  Rulebook& book = reading.book;
  order(book.criteria, "criterion", book.criterion_editions, reading.issues);
  order(book.vendors, "vendor", book.vendor_editions, reading.issues);
  for (const auto& [id, editions] : book.criterion_editions) book.criterion_index[id] = editions.back();
}

void split_policies(Rulebook& book) {
  std::vector<Policy> rows;
  rows.reserve(book.policies.size());
  for (Policy& policy : book.policies) {
    std::vector<base::Date> cuts{policy.effective.start};
    add_cuts(book.criteria, book.criterion_editions, policy.criteria, policy.effective, cuts);
    add_cuts(book.vendors, book.vendor_editions, policy.vendor, policy.effective, cuts);
    std::ranges::sort(cuts);
    cuts.erase(std::ranges::unique(cuts).begin(), cuts.end());
    const base::Period whole = policy.effective;
    for (std::size_t i = 0; i < cuts.size(); ++i) {
      const bool last = i + 1 == cuts.size();
      Policy row = last ? std::move(policy) : policy;
      row.effective = base::Period{cuts[i], last ? whole.end : cuts[i + 1].plus_days(-1)};
      row.criteria = edition_on(book.criteria, book.criterion_editions, row.criteria, cuts[i]);
      row.vendor = edition_on(book.vendors, book.vendor_editions, row.vendor, cuts[i]);
      rows.push_back(std::move(row));
    }
  }
  book.policies = std::move(rows);
}

Index Rulebook::criterion_on(std::string_view id, base::Date day) const {
  const auto found = criterion_editions.find(id);
  return found == criterion_editions.end() ? no_index : edition_on(criteria, found->second, day);
}

}  // namespace precert
