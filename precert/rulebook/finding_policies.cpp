// What stands in a policy and does nothing, or is written wrongly: limits behind limits, gold cards of
// nobody, suggestions of what is already asked for, a turnaround that is another one misspelt.
#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "precert/engine/parties.hpp"
#include "precert/rulebook/entry.hpp"
#include "precert/rulebook/finding_rows.hpp"

namespace precert {
namespace {

/// How many of the shorter span touch the longer one at most. What a request asks for lies within a year, as
/// a rule; of days, weeks and months it may fill several.
struct SpanWithin {
  LimitSpan shorter, longer;
  int most_times;  // 0 = any number of them
};
constexpr std::array spans_within{
    SpanWithin{LimitSpan::day, LimitSpan::week, 7},
    SpanWithin{LimitSpan::day, LimitSpan::month, 31},
    SpanWithin{LimitSpan::day, LimitSpan::year, 366},
    SpanWithin{LimitSpan::day, LimitSpan::lifetime, 0},
    SpanWithin{LimitSpan::week, LimitSpan::month, 6},
    SpanWithin{LimitSpan::week, LimitSpan::year, 54},
    SpanWithin{LimitSpan::week, LimitSpan::lifetime, 0},
    SpanWithin{LimitSpan::month, LimitSpan::year, 12},
    SpanWithin{LimitSpan::month, LimitSpan::lifetime, 0},
    SpanWithin{LimitSpan::year, LimitSpan::lifetime, 0},
    SpanWithin{LimitSpan::request, LimitSpan::year, 0},
    SpanWithin{LimitSpan::request, LimitSpan::lifetime, 0},
};

/// True when `other` is used up before `idle` can be.
bool is_behind(const QuantityLimit& idle, const QuantityLimit& other) {
  if (idle.unit != other.unit) return false;
  if (idle.span == other.span) return idle.most > other.most;
  return std::ranges::any_of(spans_within, [&](const SpanWithin& one) {
    if (one.shorter == idle.span && one.longer == other.span) return idle.most >= other.most;
    const bool fills = one.shorter == other.span && one.longer == idle.span && one.most_times > 0;
    return fills && idle.most >= other.most * base::Decimal(one.most_times);
  });
}

void check_limits(const Checked& checked, const Policy& policy) {
  for (const QuantityLimit& idle : policy.limits) {
    const auto before = std::ranges::find_if(
        policy.limits, [&](const QuantityLimit& other) { return &other != &idle && is_behind(idle, other); });
    if (before == policy.limits.end()) continue;
    checked.warning(policy.where, "policy \"" + policy.id + "\": the limit \"" + idle.words +
                                      "\" never counts: \"" + before->words +
                                      "\" is used up first; correct or remove it");
  }
}

/// A policy whose criteria certify any amount: a slip of the keyboard goes through.
void check_unbounded(const Checked& checked, const Policy& policy) {
  const bool by_rule = policy.requirement == Requirement::required && policy.criteria != no_index;
  const bool bounded = !policy.limits.empty() || policy.by_rule_max > 0 || checked.book.payer.by_rule_max > 0;
  if (!by_rule || bounded) return;
  checked.warning(policy.where, "policy \"" + policy.id +
                                    "\": nothing bounds how much its criteria certify; add limits, or by_rule_max "
                                    "here or in payer");
}

void check_gold_cards(const Checked& checked, const Policy& policy) {
  for (const std::string& npi : policy.gold_card) {
    if (npi_is_valid(npi)) continue;
    checked.error(policy.where, "policy \"" + policy.id + "\": gold card \"" + npi +
                                    "\" is no NPI (its check digit is wrong): nobody holds it; correct it");
  }
}

/// True when the policy speaks of this code alone, or refuses it along with others.
bool is_its_own(const Policy& policy, Index code, const ServiceCode& service) {
  const bool named = std::ranges::find(policy.codes, code) != policy.codes.end();
  if (named && policy.codes.size() == 1) return true;
  const bool spoken_of = named || (policy.codes.empty() && policy.category == service.category);
  return spoken_of && policy.requirement == Requirement::excluded;
}

void check_suggestions(const Checked& checked, const Policy& policy, const std::vector<Suggestion>& all,
                       const char* what) {
  for (const Suggestion& one : all) {
    const ServiceCode& service = checked.book.services[one.code];
    if (!is_its_own(policy, one.code, service)) continue;
    checked.error(policy.where, "policy \"" + policy.id + "\": " + what + " \"" + service.code +
                                    "\" is what the policy itself speaks of; name another code");
  }
}

/// By turnaround: how many policies have it, and where the first stands.
struct TurnaroundUse {
  std::size_t count = 0;
  const Policy* first = nullptr;
};

/// Most turnarounds are named by no promise: the promises to all hold for them. One that is nearly written as
/// another, and rarer, is a slip.
void check_turnarounds(const Checked& checked) {
  std::map<std::string, TurnaroundUse> used;
  std::set<std::string> seen;  // a policy may have several rows
  for (const Policy& policy : checked.book.policies) {
    if (policy.turnaround.empty() || !seen.insert(policy.id).second) continue;
    TurnaroundUse& use = used[policy.turnaround];
    if (use.count++ == 0) use.first = &policy;
  }
  std::set<std::string> promised;
  for (const Promise& promise : checked.book.promises) {
    promised.insert(promise.turnarounds.begin(), promise.turnarounds.end());
  }
  constexpr std::size_t slip_max = 2, letters_least = 5;
  for (const auto& [name, use] : used) {
    if (promised.contains(name) || name.size() < letters_least) continue;
    const auto meant = [&](const std::string& other, std::size_t count) {
      return other != name && count > use.count && edit_distance(name, other) <= slip_max;
    };
    const std::string* other = nullptr;
    for (const auto& [known, all] : used) other = meant(known, all.count) ? &known : other;
    for (const std::string& known : promised) other = meant(known, use.count + 1) ? &known : other;
    if (other == nullptr) continue;
    checked.warning(use.first->where, "policy \"" + use.first->id + "\": turnaround \"" + name +
                                          "\" is no other policy's and no promise's; did you mean \"" +
                                          *other + "\"?");
  }
}

}  // namespace

void find_strange_policies(const Checked& checked) {
  const std::vector<Policy>& policies = checked.book.policies;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    if (i + 1 < policies.size() && policies[i + 1].id == policies[i].id)
      continue;  // rows of one policy
    check_limits(checked, policies[i]);
    check_unbounded(checked, policies[i]);
    check_gold_cards(checked, policies[i]);
    check_suggestions(checked, policies[i], policies[i].alternatives, "alternative");
    check_suggestions(checked, policies[i], policies[i].companions, "companion");
  }
  check_turnarounds(checked);
}

}  // namespace precert
