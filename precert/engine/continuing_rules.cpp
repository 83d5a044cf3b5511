// Rules for a request that continues an earlier case: cancellation, what stays as it was, a change of place,
// an appeal.
#include <algorithm>

#include "precert/engine/line_rules.hpp"
#include "precert/engine/on_top.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/engine/repeats.hpp"
#include "precert/model/words.hpp"

namespace precert {
namespace {

bool is_appeal(CertificationType type) {
  return type == CertificationType::immediate_appeal || type == CertificationType::standard_appeal ||
         type == CertificationType::reconsideration;
}

/// A line without what an update may repeat differently: traces, numbers, its own kind of certification.
ServiceLine content_of(const ReviewRequest& request, ServiceLine line) {
  line.place = request.place_of(line);
  line.service_type = request.service_type_of(line);
  line.traces.clear();
  line.category.reset();
  line.certification.reset();
  line.previous_certification.clear();
  line.previous_reference.clear();
  line.change = Change::none;
  return line;
}

ServiceLine content_without_place(const ReviewRequest& request, const ServiceLine& line) {
  ServiceLine content = content_of(request, line);
  content.place.reset();
  content.providers.clear();
  return content;
}

/// The clinical part of an event is the same when nothing of it was taken away or changed; diagnoses may be
/// added.
bool same_event(const PatientEvent& now, const PatientEvent& then) {
  const bool diagnoses_kept = then.diagnoses.size() <= now.diagnoses.size() &&
                              std::equal(then.diagnoses.begin(), then.diagnoses.end(), now.diagnoses.begin());
  return diagnoses_kept && now.category == then.category && now.dates == then.dates &&
         now.admission == then.admission && now.delivery == then.delivery &&
         now.conditions == then.conditions;
}

bool same_place_of_event(const PatientEvent& now, const PatientEvent& then) {
  return now.place == then.place && now.providers == then.providers && now.service_type == then.service_type;
}

/// Nothing about the line changed since it was decided. An event alone is its own line.
bool unchanged(const LineContext& context) {
  const ReviewRequest& now = context.request();
  const ReviewRequest& then = context.previous->request;
  if (!same_event(now.event, then.event) || !(now.dependent.has_value() == then.dependent.has_value()))
    return false;
  if (context.event_alone) return same_place_of_event(now.event, then.event);
  if (context.earlier_line == nullptr) return false;
  const bool own_providers = !context.line.providers.empty();
  return content_of(now, context.line) == content_of(then, *context.earlier_line) &&
         (own_providers || now.event.providers == then.event.providers);
}

bool only_place_changed(const LineContext& context) {
  const ReviewRequest& now = context.request();
  const ReviewRequest& then = context.previous->request;
  if (!same_event(now.event, then.event)) return false;
  if (context.event_alone) return now.event.service_type == then.event.service_type;
  return context.earlier_line != nullptr &&
         content_without_place(now, context.line) == content_without_place(then, *context.earlier_line);
}

/// Takes over the earlier determination of the line, its steps included.
void take_over(const LineContext& context, LineDetermination& out, std::string why) {
  std::vector<Step> steps = std::move(out.steps);
  out = *context.earlier;
  steps.insert(steps.begin(), out.steps.begin(), out.steps.end());
  out.steps = std::move(steps);
  step(out, "kept", "as decided before", std::move(why));
}

/// Who made the decisions about this line that led to the appeal: each is heard by somebody else.
std::vector<std::string> first_decided_by(const LineContext& context) {
  std::vector<std::string> who;
  if (context.earlier == nullptr) return who;
  for (const Step& one : context.earlier->steps) {
    if (one.rule == step_first_decision) who.push_back(one.outcome);
  }
  std::string last = decided_by(*context.earlier);
  if (!last.empty() && std::find(who.begin(), who.end(), last) == who.end()) who.push_back(std::move(last));
  return who;
}

}  // namespace

bool decide_cancelled(const LineContext& context, LineDetermination& out) {
  const ReviewRequest& request = context.request();
  const bool everything = request.purpose == Purpose::cancellation ||
                          request.event.certification == CertificationType::cancellation;
  const bool line =
      context.certification() == CertificationType::cancellation || context.line.change == Change::cancelled;
  if (!everything && !line) return false;
  out.action = ReviewAction::cancelled;
  if (context.earlier != nullptr) {
    out.certification_number = context.earlier->certification_number;
    out.reference_number = context.earlier->reference_number;
  }
  if (out.certification_number.empty() && out.reference_number.empty()) {
    out.reference_number = context.event.numbers.reference;
  }
  out.reasons.push_back(reason_of(context, "", "cancelled",
                                  context.earlier == nullptr
                                      ? "Withdrawn by the requester; nothing was on file."
                                      : "Withdrawn by the requester."));
  step(out, "cancelled", "true", everything ? "the whole request" : "this line");
  return true;
}

namespace {

/// A line that an extension only repeats, as PAS wants of every update: it stands where it stood.
bool stays_in_the_other_case(const LineContext& context, LineDetermination& out) {
  const bool apart = stands_apart(context.request(), context.event.facts);
  if (!apart || context.earlier == nullptr || is_on_top(context.certification()) || !unchanged(context))
    return false;
  take_over(context, out, "the extension is of other lines");
  out.queue.clear();
  if (is_repeat(out)) return true;  // of a third case
  out.steps.push_back(step_of_repeat(context.previous->id, context.earlier->sequence));
  const std::string& number =
      out.certification_number.empty() ? out.reference_number : out.certification_number;
  out.reasons.push_back(
      reason_of(context, "0Q", rule_duplicate, "This is the answer under " + number + ", as it was."));
  return true;
}

/// What is taken over may say it already.
void say_once(Reason reason, LineDetermination& out) {
  const bool said = std::ranges::any_of(
      out.reasons, [&](const Reason& one) { return one.rule == reason.rule && one.words == reason.words; });
  if (!said) out.reasons.push_back(std::move(reason));
}

}  // namespace

bool decide_kept(const LineContext& context, LineDetermination& out) {
  if (stays_in_the_other_case(context, out)) return true;
  if (context.earlier == nullptr || context.earlier->action == ReviewAction::pended) return false;
  const ReviewAction action = context.earlier->action;
  const CertificationType type = context.certification();
  if (is_on_top(type) && action != ReviewAction::cancelled) return false;
  if (is_appeal(type)) {
    const bool adverse = action != ReviewAction::certified && action != ReviewAction::not_required &&
                         action != ReviewAction::cancelled;
    if (adverse) return false;
    take_over(context, out, "there is nothing to appeal");
    return true;
  }
  if (action == ReviewAction::not_required && wants_review(context.request()) &&
      !wants_review(context.previous->request)) {
    return false;
  }
  if (unchanged(context)) {
    take_over(context, out, "nothing about the line changed");
    return true;
  }
  if (action == ReviewAction::cancelled) {
    take_over(context, out, "an update does not bring back what was withdrawn");
    say_once(reason_of(context, "", "kept", "This line was withdrawn: send a new request."), out);
    return true;
  }
  const bool denied_by_reviewer =
      action == ReviewAction::not_certified && !decided_by(*context.earlier).empty();
  if (!denied_by_reviewer) return false;
  take_over(context, out, "an update does not reopen a denial");
  say_once(reason_of(context, out.reasons.empty() ? "0F" : out.reasons.front().code, "kept",
                     "An update does not reopen a denial: appeal it or send a new request."),
           out);
  return true;
}

bool decide_place_changed(const LineContext& context, LineDetermination& out) {
  const CertificationType type = context.certification();
  // A change that waits may be sent again, or with what was asked for: what is certified is what it changes.
  const bool waits = context.earlier != nullptr && !number_that_stays(*context.earlier).empty();
  if (!context.certified_earlier() && !waits) return false;
  if (is_on_top(type) || is_appeal(type) || !only_place_changed(context)) return false;
  const bool needs_network = context.policy != nullptr && context.policy->needs_network;
  std::string who;
  const NetworkStatus status = needs_network ? network_status_of(context, who) : NetworkStatus::in;
  const bool named =
      std::ranges::any_of(context.providers(), [](const Party& party) { return performs(party.role); });
  if (status == NetworkStatus::out || (status == NetworkStatus::unknown && named)) {
    step(out, "place-changed", "pended", who);
    if (network_exception_said(context)) {
      pend_for_network_exception(context, out);
      return true;
    }
    std::vector<MissingInformation> missing{network_exception_asked(context)};
    pend_for(context, out, std::move(missing), "place-changed",
             status == NetworkStatus::out ? "The new place is outside the network."
                                          : "The new place is not known to be in the network.");
    return true;
  }
  if (waits) return false;
  // The other rules look at the line again: the earlier certification did not judge these facts of the place.
  if (specialty_of(context) != Truth::yes || place_dependent_criteria(context) != Truth::yes) return false;
  take_over(context, out, "only the place changed: it keeps its number");
  out.provider = provider_of(context);
  out.lower_cost.clear();
  add_lower_cost(context, out);
  return true;
}

bool decide_appealed(const LineContext& context, LineDetermination& out) {
  if (!is_appeal(context.certification())) return false;
  step(out, step_appealed, "true", std::string(word(context.certification())));
  for (const std::string& who : first_decided_by(context)) {
    step(out, step_first_decision, who, "somebody else hears the appeal");
  }
  pend(context, out, "appeals",
       reason_of(context, "0W", "appealed",
                 "The appeal is with a clinician who did not make the first decision."));
  return true;
}

void say_what_stays_valid(const LineContext& context, LineDetermination& out) {
  if (out.action != ReviewAction::pended || context.earlier == nullptr || out.reasons.empty()) return;
  if (!number_that_stays(out).empty()) return;  // taken over with its words
  std::string number =
      context.certified_earlier() ? context.earlier->certification_number : number_that_stays(*context.earlier);
  if (number.empty()) return;
  step(out, step_stays_valid, number, "until this is decided");
  out.reasons.front().words = with_what_stays(out, std::move(out.reasons.front().words));
}

}  // namespace precert
