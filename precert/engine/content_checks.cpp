#include "precert/engine/content_checks.hpp"

#include <algorithm>

#include "precert/engine/line_match.hpp"
#include "precert/engine/on_top.hpp"
#include "precert/engine/parties.hpp"

namespace precert {
namespace {

Refusal fault(const EventContext& event, Level level, std::string_view code, std::string_view element,
              std::string_view remedy, const Source& source) {
  Refusal refusal = refusal_of(event.rulebook, level, code, FollowUp::correct_and_resubmit, remedy);
  refusal.element = element;
  refusal.source = source;
  return refusal;
}

bool reversed(const std::optional<base::Period>& period) {
  return period && period->end && *period->end < period->start;
}

/// Zero and below: no limit and no criterion of "at most" may ever see it.
bool nothing(const base::Decimal& amount) { return amount <= base::Decimal(); }

bool asks_for_nothing(const std::optional<Delivery>& delivery) {
  return delivery && delivery->quantity && nothing(*delivery->quantity);
}

/// Kinds of request that mean nothing without an earlier case. Renewals and revisions that carry their
/// content are reviewed as new requests: their predecessor may have been decided elsewhere.
bool acts_on_earlier(const ReviewRequest& request) {
  switch (request.event.certification) {
    case CertificationType::cancellation:
    case CertificationType::extension:
    case CertificationType::immediate_appeal:
    case CertificationType::standard_appeal:
    case CertificationType::reconsideration: return true;
    case CertificationType::initial:
    case CertificationType::renewal:
    case CertificationType::revision: return request.purpose == Purpose::cancellation;
  }
  return false;
}

bool quotes_a_number(const ReviewRequest& request) {
  const auto quotes = [](const auto& level) {
    return !level.previous_certification.empty() || !level.previous_reference.empty();
  };
  return quotes(request.event) || std::any_of(request.services.begin(), request.services.end(), quotes);
}

bool says_something(const ReviewRequest& request) {
  if (!request.services.empty() || !request.event.service_type.empty()) return true;
  return request.event.category == RequestCategory::admission ||
         request.event.category == RequestCategory::reservation;
}

void check_event_dates(const EventContext& event, std::vector<Refusal>& found) {
  const PatientEvent& asked = event.request.event;
  const bool discharged_before =
      asked.admission && asked.discharge && *asked.discharge < asked.admission->start;
  if (discharged_before || reversed(asked.admission)) {
    found.push_back(
        fault(event, Level::event, "56", "DTP-03", "The discharge is before the admission.", asked.source));
  }
  if (reversed(asked.dates)) {
    found.push_back(
        fault(event, Level::event, "57", "DTP-03", "The last date is before the first.", asked.source));
  }
  const std::optional<base::Period>& dates = asked.dates ? asked.dates : asked.admission;
  if (dates && event.patient.birth_date && dates->start < *event.patient.birth_date) {
    found.push_back(
        fault(event, Level::event, "60", "DTP-03", "The patient was born after this date.", asked.source));
  }
}

/// What was withdrawn is neither changed nor appealed; a denial is not changed.
bool acts_on(ReviewAction action, CertificationType type) {
  switch (type) {
    case CertificationType::revision: return true;
    case CertificationType::immediate_appeal:
    case CertificationType::standard_appeal:
    case CertificationType::reconsideration: return action == ReviewAction::cancelled;
    case CertificationType::initial:
    case CertificationType::cancellation:
    case CertificationType::extension:
    case CertificationType::renewal: return false;
  }
  return false;
}

bool all_were(ReviewAction action, const PriorCase& earlier) {
  const std::vector<LineDetermination>& lines = earlier.determination.lines;
  return !lines.empty() && std::all_of(lines.begin(), lines.end(),
                                       [&](const LineDetermination& line) { return line.action == action; });
}

/// Everything of the case was `action` (denied, withdrawn): it may be asked for anew, but nothing of it is
/// changed. Rule: PAS spec-64.
bool updates_what_was(ReviewAction action, const EventContext& event) {
  return event.facts.previous && acts_on(action, event.request.event.certification) &&
         all_were(action, *event.facts.previous);
}

/// Nothing is left of the authorization that is to be extended.
bool extends_what_was_cancelled(const EventContext& event) {
  return event.facts.previous && stands_apart(event.request, event.facts) &&
         all_were(ReviewAction::cancelled, *event.facts.previous);
}

/// The case that this request continues asked for the same day: whether it is reviewed was decided then. An
/// appeal or an answer may come a year later.
bool day_is_on_file(const LineContext& context) {
  if (context.previous == nullptr) return false;
  const ServiceLine* const earlier = context.event_alone ? &context.line : context.earlier_line;
  return earlier != nullptr &&
         date_of_service(context.previous->request, *earlier, context.event.today) == context.day;
}

}  // namespace

bool cancels_everything(const ReviewRequest& request) {
  return request.purpose == Purpose::cancellation ||
         request.event.certification == CertificationType::cancellation;
}

std::vector<Refusal> event_refusals_of(const EventContext& event) {
  std::vector<Refusal> found;
  const ReviewRequest& request = event.request;
  if (!event.facts.previous &&
      (acts_on_earlier(request) || (event.facts.previous_wanted && !says_something(request)))) {
    found.push_back(fault(event, Level::event, "AA", "REF-02",
                          quotes_a_number(request) || !request.reference_system.empty()  // FHIR names the Claim
                              ? "No earlier authorization of this member has the number that was sent."
                              : "Quote the number of the authorization that this is about.",
                          request.event.source));
    return found;
  }
  if (extends_what_was_cancelled(event)) {
    found.push_back(fault(event, Level::event, "AA", "REF-02",
                          "The authorization that was named is cancelled: send a new request.",
                          request.event.source));
    return found;
  }
  if (cancels_everything(request)) return found;  // whatever is wrong with it is withdrawn too
  const bool withdrawn = updates_what_was(ReviewAction::cancelled, event);
  if (withdrawn || updates_what_was(ReviewAction::not_certified, event)) {
    found.push_back(
        refusal_of(event.rulebook, Level::event, "33", FollowUp::do_not_resubmit,
                   withdrawn ? "A withdrawn request is neither changed nor appealed: send a new request."
                             : "A denied request is not updated: appeal the denial or send a new request."));
    found.back().source = request.event.source;
    return found;
  }
  if (!says_something(request)) {
    found.push_back(
        fault(event, Level::event, "T5", "UM-03", "Say which service is asked for.", request.event.source));
  }
  check_event_dates(event, found);
  if (request.event.delivery && asks_for_nothing(request.event.delivery)) {
    found.push_back(fault(event, Level::event, "33", "HSD-02",
                          "Ask for more than nothing, or withdraw the request.",
                          request.event.delivery->source));
  }
  for (const Diagnosis& diagnosis : request.event.diagnoses) {
    if (well_formed(diagnosis.system, diagnosis.code)) continue;
    found.push_back(
        fault(event, Level::event, "AF", "HI", "The code cannot be one of its list.", diagnosis.source));
  }
  return found;
}

std::vector<Refusal> reference_refusals_of(const LineContext& context) {
  std::vector<Refusal> found;
  const auto add = [&](std::string_view element, std::string_view remedy) {
    found.push_back(fault(context.event, Level::service, "AA", element, remedy, context.line.source));
    found.back().index = context.line.sequence;
  };
  const ReviewRequest& request = context.request();
  const ServiceLine& line = context.line;
  if (context.event_alone) return found;
  if (context.previous == nullptr) {
    if (line.certification == CertificationType::cancellation)
      add("REF-02", "Nothing to withdraw is on file.");
    return found;
  }
  const Determination& then = context.previous->determination;
  if (then.lines.empty()) return found;  // nothing of it was reviewed
  const ServiceLine* const held = context.earlier_line;
  const bool quoted_before = held != nullptr && held->previous_certification == line.previous_certification &&
                             held->previous_reference == line.previous_reference;
  const bool added = held == nullptr && line.change == Change::added;  // what it quotes is its own past
  if (!quoted_before && !added && quotes_another(request, line, then)) {
    add("REF-02", "The number is not one of this review: send a request of its own.");
  } else if (is_withdrawal(request, line) && (held == nullptr || !may_mean(line, *held))) {
    add("SV1-01", "No service of this review fits, or several do: name it as it was asked for.");
  }
  return found;
}

std::vector<Refusal> line_refusals_of(const LineContext& context) {
  std::vector<Refusal> found = reference_refusals_of(context);
  if (!found.empty()) return found;
  const EventContext& event = context.event;
  const Level level = context.event_alone ? Level::event : Level::service;
  const auto add = [&](std::string_view code, std::string_view element, std::string_view remedy) {
    found.push_back(fault(event, level, code, element, remedy, context.line.source));
    found.back().index = context.line.sequence;
  };
  if (context.match.malformed) {
    add("AG", "SV1-01", "Not a code of edition " + event.rulebook.edition + ": check the code and its list.");
  }
  const std::optional<Quantity>& quantity = context.line.quantity;
  if (quantity && nothing(quantity->value)) {
    add("33", "SV1-04", "Ask for more than nothing, or withdraw the line.");
  } else if (asks_for_nothing(context.line.delivery)) {
    add("33", "HSD-02", "Ask for more than nothing, or withdraw the line.");
  }
  if (reversed(context.line.dates)) add("57", "DTP-03", "The last date is before the first.");
  const std::optional<base::Period>& dates = context.line.dates;
  if (dates && event.patient.birth_date && dates->start < *event.patient.birth_date) {
    add("60", "DTP-03", "The patient was born after this date.");
  }
  const Payer& payer = event.rulebook.payer;
  const bool asked_before = day_is_on_file(context);
  const bool old = payer.past_days_max > 0 && context.day < event.today.plus_days(-payer.past_days_max);
  const bool far = payer.future_days_max > 0 && context.day > event.today.plus_days(payer.future_days_max);
  if (!asked_before && (old || far)) {
    add("62", "DTP-03",
        old ? "The date of service is too long ago." : "The date of service is too far ahead.");
  }
  return found;
}

}  // namespace precert
