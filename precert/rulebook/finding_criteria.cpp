// Criteria, questions and codes that do not hold together.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "precert/criteria/relevance.hpp"
#include "precert/rulebook/document_codes.hpp"
#include "precert/rulebook/finding_rows.hpp"

namespace precert {
namespace {

/// A fact that somebody would have to be asked for, and how to ask for it.
bool can_be_asked(const Fact& fact) {
  if (fact.type == FactType::document) return !fact.loinc.empty() || !fact.report_type.empty();
  return !fact.question.empty();
}

/// Age, sex, level, place: every request, the member record or the whole file of earlier services says it. What only
/// may be among the diagnoses, conditions or treatments has to be asked for where it is not.
bool is_always_known(const FactOrigin& origin) {
  using Kind = FactOrigin::Kind;
  constexpr std::array known{Kind::age,      Kind::sex,           Kind::level,     Kind::place,
                             Kind::quantity, Kind::certification, Kind::specialty, Kind::site};
  if (origin.kind == Kind::history) return origin.conclusive;
  return std::ranges::find(known, origin.kind) != known.end();
}

bool is_automatic(const Fact& fact) {
  const bool asks = std::ranges::any_of(fact.origins, [](const FactOrigin& origin) {
    using Kind = FactOrigin::Kind;
    return origin.kind == Kind::answer || origin.kind == Kind::observation || origin.kind == Kind::document;
  });
  return !asks && std::ranges::any_of(fact.origins, is_always_known);
}

void check_criterion(const Checked& checked, const Criterion& criterion) {
  const Rulebook& book = checked.book;
  const std::string name = "criterion " + criterion.id + ": ";
  FactValues nothing;
  nothing.values.resize(book.facts.size());
  nothing.today = book.payer.list_date;
  const Truth truth = assessment_of(criterion.expression, nothing).truth;
  if (truth == Truth::no)
    checked.error(criterion.where, name + "no answers can ever meet it; mend its conditions");
  if (truth == Truth::yes)
    checked.error(criterion.where, name + "every answer meets it; the policy should not require it");
  for (const Atom& atom : criterion.expression.atoms) {
    const Fact& fact = book.facts[atom.fact];
    if (fact.when_absent || is_automatic(fact) || can_be_asked(fact)) continue;
    checked.error(criterion.where,
                  name + "uses fact \"" + fact.id +
                      "\" that nobody can supply; give it a question (documents: loinc or report_type)");
  }
}

/// A policy that is in force on days when what it refers to is not.
template <class Entry>
void check_editions(const Checked& checked, const Policy& policy, const std::vector<Entry>& table, Index used,
                    std::string_view kind) {
  if (used == no_index) return;
  const Entry& entry = table[used];
  const base::Period &wanted = policy.effective, &given = entry.effective;
  const bool late = wanted.start < given.start;
  const bool short_ = given.end && (!wanted.end || *wanted.end > *given.end);
  if (!late && !short_) return;
  const std::string days = late ? "before " + base::iso(given.start) : "after " + base::iso(*given.end);
  checked.error(policy.where,
                "policy \"" + policy.id + "\" speaks on days " + days + " when no edition of " +
                    std::string(kind) + " \"" + entry.id + "\" (" + entry.where +
                    ") is in force; the nearest one is used. Add the edition or end the policy");
}

/// The beginning of an ICD-10-CM code: a letter, a digit, then letters and digits, no dot.
bool begins_a_diagnosis(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  return !text.empty() && text.size() <= 7 &&
         std::ranges::all_of(text, [&](char c) { return digit(c) || upper(c); });
}

bool is_taxonomy(std::string_view code) {
  return code.size() == 10 && code.back() == 'X' &&
         std::ranges::all_of(code, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

void check_codes_of(const Checked& checked, const Fact& fact) {
  if (!fact.loinc.empty() && !is_loinc(fact.loinc)) {
    checked.error(fact.where, "fact \"" + fact.id + "\": \"" + fact.loinc +
                                  "\" is no LOINC code (its check digit is wrong); correct it");
  }
  if (!fact.report_type.empty() && !is_report_type(fact.report_type)) {
    checked.error(fact.where, "fact \"" + fact.id + "\": \"" + fact.report_type +
                                  "\" is no report type (X12 755); correct it");
  }
  for (const FactOrigin& origin : fact.origins) {
    if (origin.kind != FactOrigin::Kind::diagnosis) continue;
    for (const std::string& name : origin.names) {
      if (begins_a_diagnosis(name)) continue;
      checked.error(fact.where, "fact \"" + fact.id + "\": \"" + name +
                                    "\" cannot begin a diagnosis; write it without a dot");
    }
  }
}

}  // namespace

void find_criteria_faults(const Checked& checked) {
  for (const Criterion& criterion : checked.book.criteria) check_criterion(checked, criterion);
  for (const Policy& policy : checked.book.policies) {
    check_editions(checked, policy, checked.book.criteria, policy.criteria, "criterion");
    check_editions(checked, policy, checked.book.vendors, policy.vendor, "vendor");
  }
}

void find_unused(const Checked& checked) {
  const Rulebook& book = checked.book;
  std::vector<bool> criterion_used(book.criteria.size(), false), fact_used(book.facts.size(), false);
  std::vector<bool> vendor_used(book.vendors.size(), false);
  std::set<std::string_view> turnarounds;
  for (const Policy& policy : book.policies) {
    if (policy.criteria != no_index) criterion_used[policy.criteria] = true;
    if (policy.vendor != no_index) vendor_used[policy.vendor] = true;
    turnarounds.insert(policy.turnaround);
  }
  for (std::size_t i = 0; i < book.criteria.size(); ++i) {
    for (const Atom& atom : book.criteria[i].expression.atoms) fact_used[atom.fact] = true;
    if (criterion_used[i]) continue;
    checked.warning(book.criteria[i].where,
                    "criterion " + book.criteria[i].id + ": no policy uses it; name it in one or remove it");
  }
  for (std::size_t i = 0; i < book.facts.size(); ++i) {
    if (fact_used[i]) continue;
    checked.warning(book.facts[i].where,
                    "fact " + book.facts[i].id + ": no criterion uses it; nobody will ever be asked");
  }
  for (std::size_t i = 0; i < book.vendors.size(); ++i) {
    if (vendor_used[i]) continue;
    checked.warning(book.vendors[i].where,
                    "vendor " + book.vendors[i].id + ": no policy uses it; name it in one or remove it");
  }
  for (const Promise& promise : book.promises) {
    for (const std::string& turnaround : promise.turnarounds) {
      if (turnarounds.contains(turnaround)) continue;
      checked.warning(promise.where, "promise " + promise.id + ": no policy has turnaround \"" + turnaround +
                                         "\"; correct it or remove it");
    }
  }
}

void find_strange_codes(const Checked& checked) {
  const Rulebook& book = checked.book;
  for (const Fact& fact : book.facts) check_codes_of(checked, fact);
  std::set<std::string_view> told;
  for (const Policy& policy : book.policies) {
    for (const std::string& taxonomy : policy.taxonomies) {
      if (is_taxonomy(taxonomy) || !told.insert(taxonomy).second) continue;
      checked.error(policy.where, "\"" + taxonomy + "\" is no taxonomy code (ten characters, the last an X)");
    }
  }
  // By edition: where the first stands, how many.
  std::map<std::string, std::pair<std::string, std::size_t>> old;
  for (const ServiceCode& service : book.services) {
    if (service.edition == book.edition || service.effective.end) continue;
    auto& [where, count] = old[service.edition];
    if (count++ == 0) where = service.where;
  }
  for (const auto& [edition, found] : old) {
    checked.warning(found.first, std::to_string(found.second) + " codes are of edition " + edition +
                                     ", others of " + book.edition +
                                     "; check that they still exist, or end " +
                                     "them with effective: {to: …}");
  }
}

}  // namespace precert
