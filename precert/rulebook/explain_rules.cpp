#include "precert/rulebook/explain_rules.hpp"

#include <algorithm>
#include <vector>

#include "precert/model/words.hpp"
#include "precert/rulebook/explain_entries.hpp"

namespace precert {
namespace {

std::string line(int depth, std::string text) {
  return std::string(static_cast<std::size_t>(depth) * 2, ' ') + std::move(text) + "\n";
}

std::string period_text(const base::Period& period) {
  const bool since_ever = period.start == always().start;
  if (since_ever && !period.end) return "always";
  std::string text = since_ever ? std::string() : "from " + base::iso(period.start);
  if (period.end) text += (text.empty() ? "until " : " until ") + base::iso(*period.end);
  return text;
}

std::string product_names(const Rulebook& book, const std::vector<Index>& products) {
  if (products.empty()) return "all products";
  std::string names;
  for (const Index i : products) names += (names.empty() ? "" : ", ") + book.products[i].id;
  return names;
}

std::string subject_of(const Rulebook& book, const Policy& policy) {
  if (policy.category != no_index) return "category " + book.categories[policy.category].id;
  constexpr std::size_t shown_max = 12;
  std::string text = policy.codes.size() == 1 ? "code" : "codes";
  for (std::size_t i = 0; i < std::min(policy.codes.size(), shown_max); ++i) {
    text += (i > 0 ? ", " : " ") + book.services[policy.codes[i]].code;
  }
  if (policy.codes.size() > shown_max)
    text += " and " + std::to_string(policy.codes.size() - shown_max) + " more";
  return text;
}

/// What a fact counts as while nobody says. A date cannot be assumed.
std::string assumed_words(const AnswerValue& value) {
  if (const bool* const flag = std::get_if<bool>(&value)) return *flag ? "yes" : "no";
  if (const auto* const number = std::get_if<base::Decimal>(&value)) return number->text();
  const auto* const text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : *text;
}

/// One comparison with the question behind it.
std::string atom_lines(const Rulebook& book, const Atom& atom, int depth) {
  const Fact& fact = book.facts[atom.fact];
  std::string text = line(depth, atom.words);
  if (!fact.question.empty()) text += line(depth + 2, "asks: " + fact.question);
  if (fact.type == FactType::document && !fact.loinc.empty())
    text += line(depth + 2, "document: LOINC " + fact.loinc);
  if (fact.when_absent)
    text += line(depth + 2, "counts as " + assumed_words(*fact.when_absent) + " while nobody says");
  return text;
}

/// The tree below node `at`; `at` becomes the node after it.
std::string tree_lines(const Rulebook& book, const Expression& expression, std::uint32_t& at, int depth) {
  const Expression::Node& node = expression.nodes[at++];
  using Kind = Expression::Kind;
  if (node.kind == Kind::atom) return atom_lines(book, expression.atoms[node.atom], depth);
  std::string text = line(depth, node.kind == Kind::all   ? "all of:"
                                 : node.kind == Kind::any ? "any of:"
                                                          : "not:");
  while (at < node.end) text += tree_lines(book, expression, at, depth + 1);
  return text;
}

std::string criterion_lines(const Rulebook& book, const Criterion& criterion, int depth) {
  std::string text = line(depth, "criteria " + criterion.id + ": " + criterion.citation() + " (" +
                                     criterion.where + "), " + period_text(criterion.effective));
  text += line(depth + 1, criterion.summary);
  text += line(depth + 1, criterion.link);
  if (criterion.expression.nodes.empty()) return text + line(depth + 1, "always met");
  std::uint32_t at = 0;
  return text + tree_lines(book, criterion.expression, at, depth + 1);
}

std::string limit_lines(const Policy& policy, int depth) {
  std::string text;
  for (const QuantityLimit& limit : policy.limits) text += line(depth, "limit: " + limit.words);
  return text;
}

std::string due_lines(const Rulebook& book, const Policy& policy, Index product, base::Instant now,
                      int depth) {
  std::string text;
  for (const bool urgent : {false, true}) {
    for (const Timeframe& frame : book.timeframes(policy.turnaround, urgent, now, product)) {
      text += line(depth, std::string(urgent ? "urgent" : "routine") + " request received now: due " +
                              local_text(frame.due, book.calendar.zone()) + " (" + frame.source + ")");
    }
  }
  return text;
}

/// Who is spared or has to ask, and what else people are told of in cards: neither changes what is certified, save for
/// who holds a gold card.
std::string asker_lines(const Rulebook& book, const Policy& policy, int depth) {
  std::string text;
  if (!policy.gold_card.empty()) {
    std::string holders;
    for (const std::string& npi : policy.gold_card) holders += " " + npi;
    text += line(depth, "not required when one of these asks or orders (gold card):" + holders);
  }
  if (policy.rendering_requests) text += line(depth, "the provider who does the service has to ask for it");
  const auto suggested = [&](const char* as, const Suggestion& one) {
    const ServiceCode& service = book.services[one.code];
    text += line(depth, std::string(as) + service.code + " " + service.title + ": " + one.words);
  };
  for (const Suggestion& one : policy.companions) suggested("usually goes with it: ", one);
  for (const Suggestion& one : policy.alternatives) suggested("may do instead: ", one);
  return text;
}

/// What it requires, in full.
std::string policy_lines(const Rulebook& book, const Policy& policy, Index product, base::Instant now,
                         int depth) {
  std::string text = line(depth, policy.words);
  if (policy.exempt_emergency || policy.exempt_inpatient) {
    text +=
        line(depth, std::string("not required ") + (policy.exempt_emergency ? "in the emergency room" : "") +
                        (policy.exempt_emergency && policy.exempt_inpatient ? " and " : "") +
                        (policy.exempt_inpatient ? "during a hospital stay" : ""));
  }
  text += asker_lines(book, policy, depth) + limit_lines(policy, depth);
  if (!policy.taxonomies.empty()) {
    std::string specialties;
    for (const std::string& one : policy.taxonomies) specialties += " " + one;
    text += line(depth, "performing specialties:" + specialties);
  }
  if (policy.needs_network)
    text += line(depth, "a performer out of network, or whom the directory does not know, is not simply certified");
  if (policy.necessity_after_service) text += line(depth, "medical necessity is looked at with the claim");
  if (policy.second_opinion) text += line(depth, "a second surgeon has to see the patient first");
  if (policy.adds)
    text += line(depth, "certified along with it: " + book.services[policy.adds->code].code + ", " +
                            policy.adds->words);
  if (!policy.reason_code.empty())
    text += line(depth,
                 "reason " + policy.reason_code + ": " + std::string(book.reason_words(policy.reason_code)));
  if (policy.vendor != no_index) {
    const Vendor& vendor = book.vendors[policy.vendor];
    text += line(
        depth, "vendor " + vendor.name + ", " + vendor.phone + (vendor.url.empty() ? "" : ", " + vendor.url));
  }
  if (policy.requirement == Requirement::required) {
    text += line(depth, "a certification is valid for " + std::to_string(policy.validity_days) + " days");
    const int most = policy.by_rule_max > 0 ? policy.by_rule_max : book.payer.by_rule_max;
    if (most > 0 && policy.limits.empty() && policy.criteria != no_index)
      text += line(depth, "more than " + std::to_string(most) + " at once is looked at by a person");
    text += due_lines(book, policy, product, now, depth);
    text += policy.criteria == no_index
                ? line(depth, policy.limits.empty() ? "a clinician looks at every request"
                                                    : "certified within the limits")
                : criterion_lines(book, book.criteria[policy.criteria], depth);
  }
  return text;
}

std::string headline(const Rulebook& book, const Policy& policy) {
  return "policy " + policy.id + " (" + policy.where +
         "): " + std::string(requirement_word(policy.requirement)) + ", " + subject_of(book, policy) + ", " +
         product_names(book, policy.products) + ", " + period_text(policy.effective);
}

/// Why a policy that names the service does not speak.
std::string silence_of(const Policy& policy, const Policy* speaker, Index product, base::Date day) {
  const auto& products = policy.products;
  if (!products.empty() && std::ranges::find(products, product) == products.end())
    return "is not for this product";
  if (day < policy.effective.start) return "begins on " + base::iso(policy.effective.start);
  if (policy.effective.end && day > *policy.effective.end)
    return "ended on " + base::iso(*policy.effective.end);
  if (speaker != nullptr && !speaker->codes.empty() && policy.codes.empty())
    return "speaks of the category, the other of the code";
  return "speaks of all products, the other of this one";
}

std::string code_for_product(const Rulebook& book, const ServiceCode& service, Index product,
                             const RuleQuestion& question) {
  const Policy* speaker =
      book.policy_for(ServiceMatch{&service, service.category, false, false}, product, question.day);
  std::string text = line(0, book.products[product].id + " on " + base::iso(question.day));
  if (speaker == nullptr) {
    text += line(1, "no policy speaks: not required. " + book.payer.not_listed);
  } else {
    text += line(1, headline(book, *speaker)) + policy_lines(book, *speaker, product, question.now, 2);
  }
  for (const Index i : book.policies_of_service[static_cast<std::size_t>(&service - book.services.data())]) {
    const Policy& policy = book.policies[i];
    if (&policy == speaker) continue;
    text += line(1, "silent: policy " + policy.id + " (" + policy.where + ") " +
                        silence_of(policy, speaker, product, question.day));
  }
  return text;
}

std::string explained(const Rulebook& book, const ServiceCode& service, const RuleQuestion& question) {
  const Category& category = book.categories[service.category];
  std::string text = line(0, std::string(word(service.system)) + " " + service.code + ": " + service.title +
                                 " [" + category.id + ", " + category.title + "], edition " +
                                 service.edition + " (" + service.where + ")");
  if (service.unlisted)
    text += line(1, "unlisted: needs a description and is looked at one by one where it is reviewed");
  for (Index product = 0; product < book.products.size(); ++product) {
    if (question.product == no_index || question.product == product)
      text += code_for_product(book, service, product, question);
  }
  return text;
}

/// "70551" of any system, or "hcpcs:G0299".
std::vector<const ServiceCode*> services_named(const Rulebook& book, std::string_view name) {
  const std::size_t colon = name.find(':');
  std::vector<const ServiceCode*> found;
  for (const auto& [system, text] : Words<CodeSystem>::all) {
    if (colon != std::string_view::npos && name.substr(0, colon) != text) continue;
    const ServiceCode* one =
        book.service(system, colon == std::string_view::npos ? name : name.substr(colon + 1));
    if (one != nullptr && std::ranges::find(found, one) == found.end()) found.push_back(one);
  }
  return found;
}

}  // namespace

std::string rule_explanation_of(const Rulebook& book, const RuleQuestion& question) {
  std::string text;
  for (const Policy& policy : book.policies) {
    if (policy.id != question.name) continue;
    text += line(0, headline(book, policy)) + policy_lines(book, policy, question.product, question.now, 1);
  }
  const auto editions = book.criterion_editions.find(question.name);
  if (editions != book.criterion_editions.end()) {
    const Index speaks = book.criterion_on(question.name, question.day);
    for (const Index i : editions->second) {
      text += criterion_lines(book, book.criteria[i], 0);
      if (i == speaks && editions->second.size() > 1)
        text += line(1, "this edition speaks on " + base::iso(question.day));
    }
    for (const Policy& policy : book.policies) {
      if (policy.criteria == speaks) text += line(1, "used by " + headline(book, policy));
    }
  }
  for (const ServiceCode* service : services_named(book, question.name))
    text += explained(book, *service, question);
  return text + entry_explanation_of(book, question);
}

}  // namespace precert
