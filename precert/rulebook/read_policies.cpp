// Section policies: what is required of a service.
#include <algorithm>
#include <array>

#include "precert/rulebook/reading.hpp"

namespace precert {
namespace {

constexpr std::array<std::pair<Requirement, std::string_view>, 4> requirements{
    {{Requirement::required, "required"},
     {Requirement::not_required, "not_required"},
     {Requirement::excluded, "excluded"},
     {Requirement::vendor_managed, "vendor_managed"}}};
enum class Exemption : std::uint8_t { emergency, inpatient };
constexpr std::array<std::pair<Exemption, std::string_view>, 2> exemptions{
    {{Exemption::emergency, "emergency"}, {Exemption::inpatient, "inpatient"}}};
using Span = QuantityLimit::Span;
constexpr std::array<std::pair<Span, std::string_view>, 6> spans{{{Span::request, "request"},
                                                                  {Span::day, "day"},
                                                                  {Span::week, "week"},
                                                                  {Span::month, "month"},
                                                                  {Span::year, "year"},
                                                                  {Span::lifetime, "lifetime"}}};

/// Services that a policy's "70551" or "hcpcs:G0299" names.
std::vector<Index> services_named(const Reading& reading, std::string_view text) {
  std::optional<CodeSystem> system;
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    system = from_word<CodeSystem>(text.substr(0, colon));
    text.remove_prefix(colon + 1);
    if (!system) return {};
  }
  const auto known = reading.services_by_code.find(text);
  if (known == reading.services_by_code.end()) return {};
  std::vector<Index> found;
  for (const Index i : known->second) {
    if (!system || reading.book.services[i].system == *system) found.push_back(i);
  }
  return found;
}

void read_codes(Reading& reading, Entry& entry, Policy& policy) {
  std::vector<std::string> codes;
  entry.texts("codes", codes);
  for (const std::string& code : codes) {
    const std::vector<Index> found = services_named(reading, code);
    if (found.size() == 1) {
      policy.codes.push_back(found.front());
    } else if (found.empty()) {
      entry.fault("codes",
                  "names \"" + code + "\", which is not in the catalogue; add it to services or remove it");
    } else {
      entry.fault("codes", "names \"" + code + "\", which several systems have; write system:code");
    }
  }
}

/// `adds: {code: "hcpcs:A4221", quantity: 1, unit: unit, words: …}`
void read_companion(Reading& reading, Entry& entry, Policy& policy) {
  const Placed placed = entry.child("adds");
  if (!placed.node.IsDefined()) return;
  Entry adds(placed, reading, "policies[].adds");
  Companion companion;
  std::string code;
  adds.need_text("code", code);
  const std::vector<Index> found = services_named(reading, code);
  if (found.size() == 1) {
    companion.code = found.front();
  } else {
    adds.fault("code",
               "names \"" + code + "\", which is not one service of the catalogue; write system:code");
  }
  adds.texts("modifiers", companion.modifiers);
  if (adds.has("quantity")) {
    Quantity quantity;
    adds.decimal("quantity", quantity.value);
    adds.word("unit", quantity.unit);
    companion.quantity = quantity;
  }
  adds.need_text("words", companion.words);
  adds.done();
  policy.adds = std::move(companion);
}

/// `companions: [{code: "97110", words: …}]`, and `alternatives` alike.
void read_suggestions(Reading& reading, Entry& entry, std::string_view key, std::vector<Suggestion>& into) {
  for (const Placed& placed : entry.children(key)) {
    Entry one(placed, reading, "policies[]." + std::string(key) + "[]");
    Suggestion suggestion;
    std::string code;
    one.need_text("code", code);
    const std::vector<Index> found = services_named(reading, code);
    if (found.size() == 1) {
      suggestion.code = found.front();
    } else {
      one.fault("code",
                "names \"" + code + "\", which is not one service of the catalogue; write system:code");
    }
    one.need_text("words", suggestion.words);
    one.done();
    into.push_back(std::move(suggestion));
  }
}

/// NPIs of providers of whom nothing is reviewed.
void read_gold_card(Entry& entry, Policy& policy) {
  entry.texts("gold_card", policy.gold_card);
  for (const std::string& npi : policy.gold_card) {
    const bool digits = npi.size() == 10 && npi.find_first_not_of("0123456789") == std::string::npos;
    if (!digits)
      entry.fault("gold_card", "names \"" + npi + "\", which is no NPI; write its ten digits in quotes");
  }
}

void read_limits(Reading& reading, Entry& entry, Policy& policy) {
  for (const Placed& placed : entry.children("limits")) {
    Entry one(placed, reading, "policies[].limits[]");
    QuantityLimit limit;
    one.decimal("most", limit.most);
    if (limit.most <= base::Decimal(0)) one.fault("most", "has to be a number above 0");
    one.word("unit", limit.unit);
    one.word("per", limit.span, spans);
    one.need_text("words", limit.words);
    one.done();
    policy.limits.push_back(std::move(limit));
  }
}

/// What a requirement needs, and what makes no sense with it.
void check_requirement(Entry& entry, const Policy& policy) {
  const bool vendor_managed = policy.requirement == Requirement::vendor_managed;
  if (vendor_managed && policy.vendor == no_index) entry.fault("vendor", "is needed; say who manages it");
  if (!vendor_managed && policy.vendor != no_index)
    entry.fault("vendor", "goes with requires: vendor_managed only");
  if (policy.requirement != Requirement::required && policy.criteria != no_index) {
    entry.fault("criteria", "go with requires: required only; they would never be asked");
  }
  if (policy.requirement != Requirement::required && (policy.adds || policy.second_opinion)) {
    entry.fault(policy.adds ? "adds" : "second_opinion",
                "goes with requires: required only; nothing else is certified");
  }
  if (policy.requirement != Requirement::required && !policy.gold_card.empty()) {
    entry.fault("gold_card", "goes with requires: required only; the plan asks nobody else");
  }
  if (policy.requirement != Requirement::required && !vendor_managed && policy.rendering_requests) {
    entry.fault("rendering_requests",
                "goes with requires: required or vendor_managed only; nothing has to be asked for");
  }
  if (policy.requirement == Requirement::excluded && policy.reason_code.empty()) {
    entry.fault("reason", "is needed for an exclusion; give the X12 886 code");
  }
}

void read_policy(Reading& reading, Entry& entry) {
  Policy policy;
  policy.where = entry.where();
  entry.need_text("id", policy.id);
  entry.need_text("title", policy.title);
  entry.need_text("words", policy.words);
  policy.products = reading.resolve_all(reading.book.product_index, entry, "products");
  std::string category, criteria, vendor;
  entry.text("category", category);
  policy.category = reading.resolve(reading.book.category_index, category, entry, "category");
  read_codes(reading, entry, policy);
  if (entry.has("category") == entry.has("codes"))
    entry.fault("", "needs either category or codes, not both");
  entry.word("requires", policy.requirement, requirements);
  if (!entry.has("requires")) entry.fault("requires", "is needed; say required, not_required, excluded …");
  entry.text("criteria", criteria);
  policy.criteria = reading.resolve(reading.book.criterion_index, criteria, entry, "criteria");
  entry.text("vendor", vendor);
  policy.vendor = reading.resolve(reading.vendor_index, vendor, entry, "vendor");
  policy.effective = always();
  entry.period("effective", policy.effective);
  std::vector<Exemption> exempt;
  entry.words("exempt", exempt, exemptions);
  policy.exempt_emergency = std::ranges::find(exempt, Exemption::emergency) != exempt.end();
  policy.exempt_inpatient = std::ranges::find(exempt, Exemption::inpatient) != exempt.end();
  read_limits(reading, entry, policy);
  entry.whole("by_rule_max", policy.by_rule_max, 1, 1'000'000);
  entry.whole("validity_days", policy.validity_days, 1, 3650);
  entry.flag("needs_network", policy.needs_network);
  entry.flag("lower_cost", policy.lower_cost);
  entry.text("turnaround", policy.turnaround);
  entry.texts("taxonomies", policy.taxonomies);
  entry.flag("necessity_after_service", policy.necessity_after_service);
  entry.flag("second_opinion", policy.second_opinion);
  read_gold_card(entry, policy);
  entry.flag("rendering_requests", policy.rendering_requests);
  read_companion(reading, entry, policy);
  read_suggestions(reading, entry, "companions", policy.companions);
  read_suggestions(reading, entry, "alternatives", policy.alternatives);
  entry.text("reason", policy.reason_code);
  check_requirement(entry, policy);
  reading.claim("policy", policy.id, entry.where());
  reading.book.policies.push_back(std::move(policy));
}

}  // namespace

std::string_view requirement_word(Requirement requirement) {
  for (const auto& [value, word] : requirements) {
    if (value == requirement) return word;
  }
  return {};
}

void read_policies(Reading& reading, const Placed& section) {
  for_each_entry(reading, section, "policies[]", [&](Entry& entry) { read_policy(reading, entry); });
}

}  // namespace precert
