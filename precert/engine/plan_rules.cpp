// Rules of the plan: coverage, duplicates, exclusions, vendors, exemptions, and what needs no authorization.
#include <algorithm>
#include <array>

#include "precert/engine/line_match.hpp"
#include "precert/engine/line_rules.hpp"
#include "precert/engine/on_top.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/engine/patients.hpp"
#include "precert/engine/repeats.hpp"
#include "precert/model/words.hpp"

namespace precert {
namespace {

/// The places a line names, in the order they are named.
std::vector<std::string> place_npis(const ServiceLine& line, const ReviewRequest& request) {
  std::vector<std::string> npis;
  for (const Party& party : line.providers.empty() ? request.event.providers : line.providers) {
    if (is_place(party.role)) npis.push_back(party.npi());
  }
  return npis;
}

/// Whether this request says nothing that the earlier one did not say: a repeat with new facts is looked at
/// anew.
bool adds_nothing(const ReviewRequest& now, const ReviewRequest& then) {
  const auto all_in = [](const auto& some, const auto& more) {
    return std::all_of(some.begin(), some.end(), [&](const auto& one) {
      return std::find(more.begin(), more.end(), one) != more.end();
    });
  };
  return all_in(now.answers, then.answers) && all_in(now.documents, then.documents) &&
         all_in(now.notes, then.notes) && all_in(now.event.diagnoses, then.event.diagnoses) &&
         now.event.level == then.event.level;
}

bool same_requester(const Party& now, const Party& then) {
  if (!now.npi().empty() || !then.npi().empty()) return now.npi() == then.npi();
  return now.identifiers == then.identifiers;
}

}  // namespace

bool same_service(const LineContext& context, const ReviewRequest& then, const ServiceLine& line) {
  const ReviewRequest& now = context.request();
  return same_code(line, context.line) && line.quantity == context.line.quantity &&
         line.delivery == context.line.delivery &&
         now.service_type_of(context.line) == then.service_type_of(line) &&
         dates_asked(now, context.line) == dates_asked(then, line) &&
         now.place_of(context.line) == then.place_of(line) &&
         place_npis(context.line, now) == place_npis(line, then);
}

bool asks_for_the_same(const LineContext& context, const PriorCase& prior, const ServiceLine& line) {
  return same_service(context, prior.request, line) &&
         same_requester(context.request().requester, prior.request.requester) &&
         same_patient(context.event, prior.request);
}

bool is_open_or_valid(const LineDetermination& decided, base::Date today) {
  const bool certified =
      decided.action == ReviewAction::certified || decided.action == ReviewAction::modified;
  if (!certified) return decided.action == ReviewAction::pended;
  return !decided.validity || !decided.validity->end || *decided.validity->end >= today;
}

namespace {

/// True when the line asks for more behind that case: as much again is no repeat of it.
bool is_what_it_extends(const LineContext& context, const PriorCase& prior) {
  const PatientEvent& event = context.request().event;
  return is_on_top(context.certification()) &&
         (bears_number(prior.determination, event.previous_certification) ||
          bears_number(prior.determination, event.previous_reference));
}

/// An open or certified line of another case of the member that asks for the same; nullptr when there is
/// none. A repeat is no answer to a further repeat: it says what stood in the original once.
const LineDetermination* duplicate_in(const LineContext& context, const PriorCase& prior) {
  const ReviewRequest& then = prior.request;
  if (prior.determination.closed_out || then.predetermination != context.request().predetermination) {
    return nullptr;
  }
  if (is_what_it_extends(context, prior)) return nullptr;
  for (const ServiceLine& line : then.services) {
    const LineDetermination* decided = prior.determination.line(line.sequence);
    if (decided == nullptr || is_repeat(*decided)) continue;
    if (!asks_for_the_same(context, prior, line) || !is_open_or_valid(*decided, context.event.today)) continue;
    if (decided->action == ReviewAction::pended && !adds_nothing(context.request(), then)) continue;
    return decided;
  }
  return nullptr;
}

const std::string& number_of(const LineDetermination& decided) {
  return decided.certification_number.empty() ? decided.reference_number : decided.certification_number;
}

/// Which exemption of the policy holds; "" when none does.
std::string_view exemption_of(const LineContext& context) {
  const Policy& policy = *context.policy;
  const std::optional<Place>& place = context.request().place_of(context.line);
  const auto at = [&](PlaceKind kind, std::string_view code) {
    return place && place->kind == kind && place->code == code;
  };
  const PatientEvent& event = context.request().event;
  if (policy.exempt_emergency) {
    if (event.level == LevelOfService::emergency) return "an emergency";
    if (at(PlaceKind::place_of_service, "23")) return "done in the emergency room";
    for (const Party& party : context.providers()) {
      const Facility* facility = context.event.facts.directory == nullptr
                                     ? nullptr
                                     : context.event.facts.directory->find(party.npi());
      if (facility != nullptr && facility->kind == "emergency_room") return "done in the emergency room";
    }
  }
  const bool after_discharge = event.discharge && context.day > *event.discharge;
  if (policy.exempt_inpatient && !after_discharge &&
      (at(PlaceKind::place_of_service, "21") || at(PlaceKind::type_of_bill, "11"))) {
    return "done during a hospital stay";
  }
  return {};
}

/// Who is known to the policy by NPI: the requester, else who ordered or referred the service. nullptr =
/// nobody.
const Party* gold_carded(const LineContext& context) {
  const std::vector<std::string>& known = context.policy->gold_card;
  const auto holds = [&](const Party& party) {
    const std::string npi = party.npi();
    return !npi.empty() && std::find(known.begin(), known.end(), npi) != known.end();
  };
  if (known.empty()) return nullptr;
  if (holds(context.request().requester)) return &context.request().requester;
  for (const Party& party : context.request().event.providers) {
    const bool asks = party.role == PartyRole::ordering || party.role == PartyRole::referring;
    if (asks && holds(party)) return &party;
  }
  for (const Party& party : context.line.providers) {
    const bool asks = party.role == PartyRole::ordering || party.role == PartyRole::referring;
    if (asks && holds(party)) return &party;
  }
  return nullptr;
}

bool is(const LineContext& context, Requirement requirement) {
  return context.policy != nullptr && context.policy->requirement == requirement;
}

std::string joined(std::initializer_list<std::pair<std::string_view, const std::string*>> parts) {
  std::string all;
  for (const auto& [label, text] : parts) {
    if (text->empty()) continue;
    if (!all.empty()) all += ", ";
    all += std::string(label) + *text;
  }
  return all;
}

}  // namespace

bool same_patient(const EventContext& event, const ReviewRequest& then) {
  const ReviewRequest& now = event.request;
  if (now.dependent.has_value() != then.dependent.has_value()) return false;
  if (!now.dependent) return true;
  // A record may be made from the request itself where unknown members are taken: it knows of no twin.
  const MemberRecord* const file =
      event.rulebook.payer.unknown_members.empty() ? event.facts.member : nullptr;
  return same_dependent(now, then, file);
}

bool decide_not_covered(const LineContext& context, LineDetermination& out) {
  step(out, "coverage", context.covered ? "true" : "false",
       context.product == no_index ? std::string("no product of the rulebook")
                                   : context.rulebook().products[context.product].id);
  if (context.covered) return false;
  refuse_administratively(
      context, out, reason_of(context, "0M", "coverage", "Not covered by the plan on the date of service."));
  return true;
}

bool decide_duplicate(const LineContext& context, LineDetermination& out) {
  if (context.event_alone || context.rulebook().payer.repeats_decided_anew) return false;
  for (const PriorCase& prior : context.event.facts.history) {
    if (context.event.facts.previous && prior.id == context.event.facts.previous->id) continue;
    const LineDetermination* earlier = duplicate_in(context, prior);
    if (earlier == nullptr) continue;
    std::vector<Step> steps = std::move(out.steps);
    out = *earlier;
    out.sequence = context.line.sequence;
    out.steps = std::move(steps);
    out.queue.clear();  // the earlier request waits in the worklist, not this one
    out.lower_cost.clear();
    out.reasons.push_back(
        reason_of(context, "0Q", rule_duplicate,
                  "The same was asked before: this is the answer under " + number_of(*earlier) + "."));
    out.steps.push_back(step_of_repeat(prior.id, earlier->sequence));
    return true;
  }
  return false;
}

bool decide_excluded(const LineContext& context, LineDetermination& out) {
  if (!is(context, Requirement::excluded)) return false;
  const Policy& policy = *context.policy;
  step(out, policy.id, "excluded", policy.where);
  refuse_administratively(
      context, out,
      reason_of(context, policy.reason_code.empty() ? "0M" : policy.reason_code, policy.id,
                policy.words.empty() ? "Not a benefit of the plan." : policy.words));
  return true;
}

bool decide_vendor_managed(const LineContext& context, LineDetermination& out) {
  if (!is(context, Requirement::vendor_managed)) return false;
  const Policy& policy = *context.policy;
  step(out, policy.id, "vendor managed", policy.where);
  std::string words = policy.words;
  if (policy.vendor != no_index) {
    const Vendor& vendor = context.rulebook().vendors[policy.vendor];
    if (!words.empty()) words += ' ';
    words += "Managed by " + vendor.name + ": " +
             joined({{"call ", &vendor.phone}, {"fax ", &vendor.fax}, {"", &vendor.url}}) + ".";
  }
  settle(context, out, ReviewAction::contact_payer,
         reason_of(context, policy.reason_code.empty() ? "0J" : policy.reason_code, policy.id,
                   with_reference(context, words)));
  return true;
}

bool decide_exempt(const LineContext& context, LineDetermination& out) {
  if (context.policy == nullptr) return false;
  const Policy& policy = *context.policy;
  const Party* const known = gold_carded(context);
  const std::string_view exemption =
      known != nullptr ? std::string_view("the provider is exempt") : exemption_of(context);
  if (exemption.empty()) return false;
  step(out, policy.id, known != nullptr ? outcome_gold_card : std::string_view("exempt"),
       known != nullptr ? "gold card of " + known->npi() : std::string(exemption));
  const std::string words = "No pre-authorization required: " + std::string(exemption) + " (" +
                            (policy.title.empty() ? policy.id : policy.title) + ").";
  settle(context, out, ReviewAction::not_required,
         reason_of(context, "0H", policy.id, with_reference(context, words)));
  return true;
}

namespace {

/// Why nothing is required: by which list nobody reviews it (SC-37), and what the plan says of it. What is
/// looked at with the claim is reviewed, only later.
std::string not_required_words(const LineContext& context) {
  constexpr std::string_view plain = "No pre-authorization required";
  const Payer& payer = context.rulebook().payer;
  const bool later = context.policy != nullptr && context.policy->necessity_after_service;
  std::string_view more = context.policy == nullptr ? std::string_view(payer.not_listed)
                                                    : std::string_view(context.policy->words);
  std::string words(plain);
  if (more.starts_with(plain)) {  // the plan's own sentence; it may go on before it ends
    const std::size_t end = std::min(more.find(". "), more.size());
    words = more.substr(0, end);
    more.remove_prefix(std::min(end + 2, more.size()));
  }
  if (!words.ends_with('.')) words += '.';
  if (!later) words += " Not reviewed by this plan, list of " + base::iso(payer.list_date) + ".";
  if (!more.empty()) words.append(" ").append(more);
  const bool said = words.find("with the claim") != std::string::npos;  // by the policy's own words
  if (later && !said) words += " Medical necessity is looked at with the claim.";
  return words;
}

}  // namespace

bool decide_not_required(const LineContext& context, LineDetermination& out) {
  const bool by_default = context.policy == nullptr;
  if (!by_default && !is(context, Requirement::not_required)) return false;
  if (wants_review(context.request())) {
    step(out, "review-wanted", "pended", "no authorization is required");
    pend(context, out, "clinician",
         reason_of(context, "0V", "review-wanted",
                   "No authorization is required; a clinician reviews it because that was asked for."));
    return true;
  }
  const std::string_view rule =
      by_default ? std::string_view("not-listed") : std::string_view(context.policy->id);
  const Payer& payer = context.rulebook().payer;
  step(out, rule, "not required",
       by_default ? "no policy speaks of it; list of " + base::iso(payer.list_date) : context.policy->where);
  const std::string_view code = by_default || context.policy->reason_code.empty()
                                    ? std::string_view("0H")
                                    : context.policy->reason_code;
  settle(context, out, ReviewAction::not_required,
         reason_of(context, code, rule, with_reference(context, not_required_words(context))));
  return true;
}

}  // namespace precert
