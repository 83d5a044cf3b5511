#include "precert/engine/companions.hpp"

#include <algorithm>
#include <span>

#include "precert/engine/outcome.hpp"

namespace precert {
namespace {

bool same_service(const Procedure& a, const Procedure& b) { return a.system == b.system && a.code == b.code; }

bool is_withdrawn(const ReviewRequest& request, const ServiceLine& line) {
  return line.change == Change::cancelled ||
         request.certification_of(line) == CertificationType::cancellation;
}

bool is_asked_for(const ReviewRequest& request, const Procedure& procedure) {
  return std::any_of(request.services.begin(), request.services.end(), [&](const ServiceLine& line) {
    return same_service(line.procedure, procedure) && !is_withdrawn(request, line);
  });
}

const LineDetermination* decision_of(std::span<const LineDetermination> lines, int sequence) {
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [&](const LineDetermination& one) { return one.sequence == sequence; });
  return found == lines.end() ? nullptr : &*found;
}

/// Lines that the case had from the payer before this request.
std::span<const LineDetermination> lines_before(const EventContext& event) {
  if (event.earlier_version() == nullptr) return {};
  return event.earlier_version()->determination.lines;
}

int free_sequence(const EventContext& event) {
  int last = 1;  // PAS answers an event without services as line 1
  for (const ServiceLine& line : event.request.services) last = std::max(last, line.sequence);
  for (const LineDetermination& line : event.decided) last = std::max(last, line.sequence);
  for (const LineDetermination& line : lines_before(event)) last = std::max(last, line.sequence);
  return last + 1;
}

/// The number it had before, when no line of the request bears it now.
int sequence_for(const EventContext& event, const Procedure& procedure) {
  for (const LineDetermination& line : lines_before(event)) {
    const bool same = line.added && same_service(line.added->procedure, procedure);
    if (same && decision_of(event.decided, line.sequence) == nullptr) return line.sequence;
  }
  return free_sequence(event);
}

ServiceLine service_of(const EventContext& event, const ServiceLine& line, const Companion& companion) {
  const ServiceCode& code = event.rulebook.services[companion.code];
  ServiceLine service;
  service.category = line.category;
  service.certification = CertificationType::initial;
  service.service_type = line.service_type;
  service.place = line.place;
  service.dates = line.dates;
  service.procedure.system = code.system;
  service.procedure.code = code.code;
  service.procedure.modifiers = companion.modifiers;
  service.quantity = companion.quantity;
  service.diagnosis_pointers = line.diagnosis_pointers;
  service.providers = line.providers;
  service.sequence = sequence_for(event, service.procedure);
  return service;
}

void add_companion(EventContext& event, const CompanionWanted& wanted) {
  const LineDetermination* const with = decision_of(event.decided, wanted.line->sequence);
  const bool certified =
      with != nullptr && (with->action == ReviewAction::certified || with->action == ReviewAction::modified);
  if (!certified) return;
  const Companion& adds = *wanted.policy->adds;
  const ServiceLine added = service_of(event, *wanted.line, adds);
  const auto there_already = [&](const LineDetermination& one) {
    return one.added && same_service(one.added->procedure, added.procedure);
  };
  if (is_asked_for(event.request, added.procedure) ||
      std::any_of(event.decided.begin(), event.decided.end(), there_already)) {
    return;
  }
  LineDetermination out;
  out.added = added;
  out.sequence = added.sequence;
  out.action = ReviewAction::certified;
  out.certification_number = with->certification_number;
  out.validity = with->validity;
  out.quantity = added.quantity;
  out.provider = with->provider;
  Reason reason;
  reason.rule = wanted.policy->id;
  reason.words = adds.words;
  out.reasons.push_back(std::move(reason));
  step(out, "added", "true",
       "goes with line " + std::to_string(wanted.line->sequence) + " (" + wanted.policy->id + ")");
  event.decided.push_back(std::move(out));
}

/// What the payer added before and does not add any more ends with what it belonged to.
void cancel_the_rest(EventContext& event) {
  for (const LineDetermination& before : lines_before(event)) {
    if (!before.added || decision_of(event.decided, before.sequence) != nullptr) continue;
    LineDetermination out = before;
    if (out.action != ReviewAction::cancelled) {
      out.action = ReviewAction::cancelled;
      out.validity.reset();
      out.reasons.assign(1, Reason{"", "Ended with the service it was added to.", "cancelled", "", {}});
      step(out, "cancelled", "true", "what it went with is not certified any more");
    }
    event.decided.push_back(std::move(out));
  }
}

}  // namespace

void add_companions(EventContext& event) {
  for (const CompanionWanted& wanted : event.companions) add_companion(event, wanted);
  cancel_the_rest(event);
}

}  // namespace precert
