// One item of a coverage answer: what the rules of determine() say of it, and everything that goes with that.
#include <algorithm>
#include <array>
#include <limits>

#include "precert/engine/coverage_held.hpp"
#include "precert/engine/coverage_parts.hpp"
#include "precert/engine/form.hpp"
#include "precert/engine/line_rules.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/engine/plan_contact.hpp"
#include "precert/engine/quantities.hpp"

namespace precert {
namespace {

constexpr std::size_t offers_max = 3;

/// What it means for benefit and authorization that a rule of line_rules() decided with an action.
struct Meaning {
  std::string_view rule;
  ReviewAction action;  // only looked at where the rule stands twice
  Benefit benefit;
  AuthorizationNeed authorization;
};
constexpr std::array<Meaning, 8> meanings{{
    {"coverage", ReviewAction::not_certified, Benefit::not_covered, AuthorizationNeed::unknown},
    {"excluded", ReviewAction::not_certified, Benefit::excluded, AuthorizationNeed::unknown},
    {"vendor", ReviewAction::contact_payer, Benefit::covered, AuthorizationNeed::vendor_managed},
    {"exempt", ReviewAction::not_required, Benefit::covered, AuthorizationNeed::not_required},
    {"not-required", ReviewAction::not_required, Benefit::covered, AuthorizationNeed::not_required},
    {"network", ReviewAction::not_certified, Benefit::not_covered, AuthorizationNeed::unknown},
    {"network", ReviewAction::contact_payer, Benefit::covered, AuthorizationNeed::required},
    {"criteria", ReviewAction::pended, Benefit::covered, AuthorizationNeed::required},
}};

void read_meaning(Ruling& ruling) {
  // A code that is looked at one by one is decided like one with criteria.
  const std::string_view rule = ruling.rule == "unlisted" ? std::string_view("criteria") : ruling.rule;
  const auto of_rule = [&](const Meaning& one) { return one.rule == rule; };
  const auto exact = [&](const Meaning& one) { return of_rule(one) && one.action == ruling.line.action; };
  auto found = std::find_if(meanings.begin(), meanings.end(), exact);
  if (found == meanings.end()) found = std::find_if(meanings.begin(), meanings.end(), of_rule);
  if (found == meanings.end()) return;
  ruling.benefit = found->benefit;
  ruling.authorization = found->authorization;
}

PolicyReference policy_reference(const LineContext& context) {
  const Payer& payer = context.rulebook().payer;
  PolicyReference reference;
  reference.list_date = payer.list_date;
  reference.list_url = payer.list_url;
  if (context.policy == nullptr) {
    reference.id = "not-listed";
    reference.words = payer.not_listed;
    return reference;
  }
  const Policy& policy = *context.policy;
  reference.id = policy.id;
  reference.title = policy.title;
  reference.words = policy.words;
  reference.where = policy.where;
  reference.effective = policy.effective;
  return reference;
}

/// Nobody applies them where nothing is required, in an emergency say, or where nothing is covered (SC-55).
void add_criteria(const LineContext& context, CoverageItemAnswer& answer) {
  if (!answer.needs_authorization() || context.policy == nullptr || context.policy->criteria == no_index)
    return;
  const Criterion& criterion = context.rulebook().criteria[context.policy->criteria];
  answer.criteria = CriteriaReference{criterion.id,      criterion.owner, criterion.title,
                                      criterion.edition, criterion.link,  criterion.summary};
  for (const Step& step : answer.steps) {  // the last step of the criterion is its outcome
    if (step.rule != criterion.id) continue;
    answer.criteria_met.reset();
    if (step.outcome == truth_word(Truth::yes)) answer.criteria_met = true;
    if (step.outcome == truth_word(Truth::no)) answer.criteria_met = false;
  }
}

/// A question has no deadline and no attachment to number.
std::vector<MissingInformation> asked_for(const LineDetermination& line) {
  std::vector<MissingInformation> needed = line.missing;
  for (MissingInformation& one : needed) {
    one.control_number.clear();
    one.due = {};
  }
  return needed;
}

std::vector<CoverageLimit> limits_of(const LineContext& context) {
  std::vector<CoverageLimit> limits;
  for (const LimitFinding& finding : limit_findings_of(context)) {
    const QuantityLimit& limit = *finding.limit;
    limits.push_back(CoverageLimit{limit.most, limit.unit, limit.span, limit.words, finding.rate,
                                   finding.used, finding.left, finding.asked});
  }
  return limits;
}

/// Routine and urgent, the earliest promise of each.
std::vector<Timeframe> turnaround_of(const LineContext& context) {
  std::vector<Timeframe> found;
  const std::string_view turnaround =
      context.policy == nullptr ? std::string_view() : std::string_view(context.policy->turnaround);
  for (const bool urgent : {false, true}) {
    const std::vector<Timeframe> promises =
        context.rulebook().timeframes(turnaround, urgent, context.event.facts.now, context.product);
    if (!promises.empty()) found.push_back(promises.front());
  }
  return found;
}

FacilityOffer offer_of(const Facility& facility) {
  return FacilityOffer{facility.npi, facility.name, facility.network_tier, facility.cost_tier};
}

void add_facilities(const LineContext& context, const Ruling& ruling, CoverageItemAnswer& answer) {
  const Directory* directory = context.event.facts.directory;
  if (directory == nullptr || answer.benefit == Benefit::excluded || context.match.category == no_index)
    return;
  if (stays_where_it_is(context)) return;
  const bool named = std::any_of(context.providers().begin(), context.providers().end(),
                                 [](const Party& party) { return performs(party.role); });
  if (named) {
    LineDetermination offered;  // certified lines have had their offers already
    if (ruling.line.lower_cost.empty()) add_lower_cost(context, offered);
    answer.lower_cost = ruling.line.lower_cost.empty() ? offered.lower_cost : ruling.line.lower_cost;
  }
  const bool helps =
      context.policy != nullptr && (context.policy->needs_network || context.policy->lower_cost);
  if (!helps || (named && answer.network == NetworkStatus::in)) return;
  const std::string& category = context.rulebook().categories[context.match.category].id;
  const std::string& state = context.event.facts.member->address.state;
  for (const Facility* one :
       directory->cheaper(category, state, std::numeric_limits<int>::max(), offers_max)) {
    answer.in_network.push_back(offer_of(*one));
  }
}

bool gold_carded_by(const LineDetermination& line) {
  return std::any_of(line.steps.begin(), line.steps.end(),
                     [](const Step& one) { return one.outcome == outcome_gold_card; });
}

/// The rendering site has to ask, and it is not the one that asks here.
bool for_the_site_to_request(const LineContext& context) {
  if (context.policy == nullptr || !context.policy->rendering_requests) return false;
  const std::string asker = context.request().requester.npi();
  return std::none_of(context.providers().begin(), context.providers().end(), [&](const Party& party) {
    return performs(party.role) && !asker.empty() && party.npi() == asker;
  });
}

/// What else the policy would have people think of. What was asked for as well is not suggested.
void add_suggestions(const LineContext& context, CoverageItemAnswer& answer) {
  if (context.policy == nullptr || context.match.by_type) return;
  const auto asked = [&](const ServiceCode& code) {
    const auto& lines = context.request().services;
    return std::any_of(lines.begin(), lines.end(), [&](const ServiceLine& line) {
      return line.procedure.system == code.system && line.procedure.code == code.code;
    });
  };
  const auto add = [&](const Suggestion& one, bool instead) {
    const ServiceCode& code = context.rulebook().services[one.code];
    if (asked(code)) return;
    ServiceSuggestion made;
    made.procedure.system = code.system;
    made.procedure.code = code.code;
    made.title = code.title;
    made.words = one.words;
    made.instead = instead;
    answer.suggestions.push_back(std::move(made));
  };
  const bool covered = answer.benefit == Benefit::covered;
  if (covered) {
    for (const Suggestion& one : context.policy->companions) add(one, false);
  }
  if (!covered && answer.benefit != Benefit::excluded) return;
  for (const Suggestion& one : context.policy->alternatives) add(one, true);
}

NecessityReview necessity_of(const LineContext& context, const CoverageItemAnswer& answer) {
  if (answer.needs_authorization()) return NecessityReview::before_service;
  const bool after = context.policy != nullptr && context.policy->necessity_after_service;
  return after && answer.benefit == Benefit::covered ? NecessityReview::after_service : NecessityReview::none;
}

}  // namespace

Ruling ruling_of(const LineContext& context) {
  Ruling ruling;
  ruling.line.sequence = context.line.sequence;
  for (const NamedRule& rule : line_rules()) {
    if (!rule.of_plan || !rule.decide(context, ruling.line)) continue;
    ruling.rule = rule.id;
    break;
  }
  read_meaning(ruling);
  return ruling;
}

Party reviewer_of(const LineContext& context) {
  const Rulebook& rulebook = context.rulebook();
  Party reviewer;
  reviewer.role = PartyRole::umo;
  Contact contact;
  if (context.policy != nullptr && context.policy->vendor != no_index) {
    const Vendor& vendor = rulebook.vendors[context.policy->vendor];
    reviewer.organization = vendor.name;
    for (const auto& [kind, value] :
         {std::pair(ContactKind::phone, &vendor.phone), std::pair(ContactKind::fax, &vendor.fax),
          std::pair(ContactKind::url, &vendor.url)}) {
      if (!value->empty()) contact.points.push_back({kind, *value, {}});
    }
  } else {
    reviewer.organization = rulebook.payer.name;
    contact = contact_of_product(rulebook, context.product);
  }
  reviewer.contact = std::move(contact);
  return reviewer;
}

CoverageItemAnswer item_answer_of(const LineContext& context) {
  const Ruling ruling = ruling_of(context);
  CoverageItemAnswer answer;
  answer.sequence = context.line.sequence;
  answer.day = context.day;
  if (context.match.category != no_index) {
    const Category& category = context.rulebook().categories[context.match.category];
    answer.category = category.id;
    answer.category_title = category.title;
  }
  answer.benefit = ruling.benefit;
  answer.authorization = ruling.authorization;
  answer.reasons = ruling.line.reasons;
  answer.steps = ruling.line.steps;
  answer.policy = policy_reference(context);
  answer.necessity = necessity_of(context, answer);
  answer.needed = asked_for(ruling.line);
  answer.network = network_status_of(context, answer.network_words);
  answer.urgent = context.event.urgent();
  add_criteria(context, answer);
  if (answer.needs_authorization() && context.policy != nullptr)
    answer.form = form_id_of(context.rulebook(), context.match, *context.policy);
  if (answer.benefit == Benefit::covered) {
    answer.limits = limits_of(context);
    answer.held = held_authorizations(context);
  }
  answer.gold_card = gold_carded_by(ruling.line);
  answer.rendering_requests = answer.needs_authorization() && for_the_site_to_request(context);
  add_suggestions(context, answer);
  if (answer.needs_authorization()) answer.reviewer = reviewer_of(context);
  const bool by_telephone = ruling.rule == "network" && context.product != no_index;
  if (by_telephone && answer.reviewer && answer.reviewer->contact) {
    set_phone(*answer.reviewer->contact, context.rulebook().products[context.product].out_of_network_phone);
  }
  if (answer.authorization == AuthorizationNeed::required) {
    answer.validity_days = context.policy == nullptr ? 0 : context.policy->validity_days;
    answer.turnaround = turnaround_of(context);
    answer.time_zone = context.rulebook().calendar.zone().name;
  }
  add_facilities(context, ruling, answer);
  return answer;
}

}  // namespace precert
