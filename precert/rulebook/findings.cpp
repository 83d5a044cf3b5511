// What is legal in a rulebook and still wrong: rules that contradict each other, never speak or can never be
// met.
#include <algorithm>
#include <string>
#include <vector>

#include "precert/criteria/relevance.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {
namespace {

void add(base::Issues& issues, std::string where, std::string remedy, base::Severity severity) {
  issues.add(base::Issue{base::IssueCode::rule_invalid, std::move(where), std::move(remedy), severity});
}

bool overlap(const base::Period& a, const base::Period& b) {
  const bool a_first = !a.end || *a.end >= b.start;
  const bool b_first = !b.end || *b.end >= a.start;
  return a_first && b_first;
}

bool share(const std::vector<Index>& a, const std::vector<Index>& b) {
  return std::ranges::any_of(a, [&](Index one) { return std::ranges::find(b, one) != b.end(); });
}

/// Two policies that look equally closely at the same service, product and date: the order in the file would
/// decide.
bool contradict(const Policy& a, const Policy& b) {
  if (!overlap(a.effective, b.effective) || a.products.empty() != b.products.empty()) return false;
  if (!a.products.empty() && !share(a.products, b.products)) return false;
  if (a.codes.empty() != b.codes.empty()) return false;
  return a.codes.empty() ? a.category == b.category : share(a.codes, b.codes);
}

void find_contradictions(const Rulebook& book, base::Issues& issues) {
  for (std::size_t i = 0; i < book.policies.size(); ++i) {
    for (std::size_t j = i + 1; j < book.policies.size(); ++j) {
      const Policy &first = book.policies[i], &second = book.policies[j];
      if (!contradict(first, second)) continue;
      add(issues, second.where,
          "policy \"" + second.id + "\" speaks of the same service, product and time as \"" + first.id +
              "\" (" + first.where + "); narrow one of them",
          base::Severity::error);
    }
  }
}

/// Marks the policies that can speak at all: asks for every service and category, product, and day on which
/// one begins.
std::vector<bool> speaking(const Rulebook& book) {
  std::vector<base::Date> days;
  for (const Policy& policy : book.policies) {
    days.push_back(policy.effective.start);
    if (policy.effective.end) days.push_back(policy.effective.end->plus_days(1));
  }
  std::ranges::sort(days);
  days.erase(std::ranges::unique(days).begin(), days.end());
  std::vector<bool> speaks(book.policies.size(), false);
  const auto ask = [&](const ServiceMatch& match) {
    for (Index product = 0; product < book.products.size(); ++product) {
      for (const base::Date day : days) {
        const Policy* policy = book.policy_for(match, product, day);
        if (policy != nullptr) speaks[static_cast<std::size_t>(policy - book.policies.data())] = true;
      }
    }
  };
  for (const ServiceCode& service : book.services)
    ask(ServiceMatch{&service, service.category, false, false});
  for (Index i = 0; i < book.categories.size(); ++i) {
    const bool by_type =
        !book.categories[i].service_types.empty() || !book.categories[i].revenue_codes.empty();
    if (by_type) ask(ServiceMatch{nullptr, i, false, true});
  }
  return speaks;
}

void find_unreachable(const Rulebook& book, base::Issues& issues) {
  const std::vector<bool> speaks = speaking(book);
  for (std::size_t i = 0; i < speaks.size(); ++i) {
    if (speaks[i]) continue;
    add(issues, book.policies[i].where,
        "policy \"" + book.policies[i].id +
            "\" never speaks: closer policies cover all of it; remove or widen it",
        base::Severity::error);
  }
}

void find_silent_categories(const Rulebook& book, base::Issues& issues) {
  for (std::size_t i = 0; i < book.categories.size(); ++i) {
    const bool by_category = !book.policies_of_category[i].empty();
    bool by_code = false;
    for (std::size_t k = 0; k < book.services.size(); ++k) {
      by_code = by_code || (book.services[k].category == i && !book.policies_of_service[k].empty());
    }
    if (by_category || by_code) continue;
    add(issues, "category " + book.categories[i].id,
        "has no policy; everything in it is \"not required\". Say so with requires: not_required",
        base::Severity::warning);
  }
}

/// A fact that somebody would have to be asked for, and how to ask for it.
bool can_be_asked(const Fact& fact) {
  if (fact.type == FactType::document) return !fact.loinc.empty() || !fact.report_type.empty();
  return !fact.question.empty();
}

/// Age, sex, level, place: the request itself or the member record says it.
bool is_automatic(const Fact& fact) {
  return std::ranges::all_of(fact.origins, [](const FactOrigin& origin) {
    using Kind = FactOrigin::Kind;
    return origin.kind != Kind::answer && origin.kind != Kind::observation && origin.kind != Kind::document;
  });
}

void check_criterion(const Rulebook& book, const Criterion& criterion, base::Issues& issues) {
  const std::string where = "criterion " + criterion.id;
  FactValues nothing;
  nothing.values.resize(book.facts.size());
  nothing.today = book.payer.list_date;
  const Truth truth = assessment_of(criterion.expression, nothing).truth;
  if (truth == Truth::no)
    add(issues, where, "no answers can ever meet it; mend its conditions", base::Severity::error);
  if (truth == Truth::yes)
    add(issues, where, "every answer meets it; the policy should not require it", base::Severity::error);
  for (const Atom& atom : criterion.expression.atoms) {
    const Fact& fact = book.facts[atom.fact];
    if (fact.when_absent || is_automatic(fact) || can_be_asked(fact)) continue;
    add(issues, where,
        "uses fact \"" + fact.id +
            "\" that nobody can supply; give it a question (documents: loinc or report_type)",
        base::Severity::error);
  }
}

void find_unused(const Rulebook& book, base::Issues& issues) {
  std::vector<bool> criterion_used(book.criteria.size(), false), fact_used(book.facts.size(), false);
  for (const Policy& policy : book.policies) {
    if (policy.criteria != no_index) criterion_used[policy.criteria] = true;
  }
  for (std::size_t i = 0; i < book.criteria.size(); ++i) {
    for (const Atom& atom : book.criteria[i].expression.atoms) fact_used[atom.fact] = true;
    if (criterion_used[i]) continue;
    add(issues, "criterion " + book.criteria[i].id, "no policy uses it; name it in one or remove it",
        base::Severity::warning);
  }
  for (std::size_t i = 0; i < book.facts.size(); ++i) {
    if (fact_used[i]) continue;
    add(issues, "fact " + book.facts[i].id, "no criterion uses it; nobody will ever be asked",
        base::Severity::warning);
  }
}

}  // namespace

base::Issues findings_of(const Rulebook& rulebook) {
  base::Issues issues;
  find_contradictions(rulebook, issues);
  find_unreachable(rulebook, issues);
  find_silent_categories(rulebook, issues);
  for (const Criterion& criterion : rulebook.criteria) check_criterion(rulebook, criterion, issues);
  find_unused(rulebook, issues);
  return issues;
}

}  // namespace precert
