// The order of a determination: parties, the event as a whole, then line by line through the ordered rules.
#include "precert/engine/determine.hpp"

#include <algorithm>
#include <span>

#include "precert/engine/clock.hpp"
#include "precert/engine/companions.hpp"
#include "precert/engine/content_checks.hpp"
#include "precert/engine/line_rules.hpp"
#include "precert/engine/on_file.hpp"
#include "precert/engine/on_top.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/engine/parties.hpp"
#include "precert/engine/plan_contact.hpp"
#include "precert/engine/provider_checks.hpp"

namespace precert {
namespace {

/// A continued case keeps its numbers; one that stands beside the case it names gets its own. What the case
/// never had is drawn now.
Numbers numbers_for(const ReviewRequest& request, const Facts& facts) {
  if (!facts.previous || stands_apart(request, facts)) return facts.numbers;
  Numbers numbers = facts.previous->determination.numbers;
  if (numbers.certification.empty()) numbers.certification = facts.numbers.certification;
  if (numbers.reference.empty()) numbers.reference = facts.numbers.reference;
  if (numbers.trace.empty()) numbers.trace = facts.numbers.trace;
  return numbers;
}

/// Not covered on any date that is asked for, among the lines that are still wanted.
bool nowhere_covered(EventContext& event, std::span<const ServiceLine> lines) {
  bool wanted = false;
  for (const ServiceLine& line : lines) {
    if (line.change == Change::cancelled ||
        event.request.certification_of(line) == CertificationType::cancellation) {
      continue;
    }
    if (coverage_on(*event.facts.member, date_of_service(event.request, line, event.today)) != nullptr)
      return false;
    wanted = true;
  }
  return wanted;
}

LineDetermination line_determination_of(const LineContext& context) {
  constexpr std::size_t steps_usual = 10;  // more than 1 KiB at once is dear to come by
  LineDetermination out;
  out.sequence = context.line.sequence;
  out.steps.reserve(steps_usual);
  for (const NamedRule& rule : line_rules()) {
    if (!rule.decide(context, out)) continue;
    if (rule.id == rule_criteria) compare_with_what_is_on_file(context, out);
    break;
  }
  keep_reviewers_questions(context, out);
  say_what_stays_valid(context, out);
  return out;
}

/// Decides the lines one after the other: a later line sees what the earlier ones used up.
void decide_lines(EventContext& event, std::span<const ServiceLine> lines, Determination& determination) {
  event.decided.reserve(lines.size());
  const bool event_alone = event.request.services.empty();
  for (const ServiceLine& line : lines) {
    const LineContext context = line_context_of(event, line, event_alone);
    const bool withdrawn = cancels_everything(event.request) || line.change == Change::cancelled;
    std::vector<Refusal> refusals = withdrawn ? reference_refusals_of(context) : line_refusals_of(context);
    if (!withdrawn && refusals.empty()) refusals = naming_refusals_of(context);
    if (refusals.empty()) {
      event.decided.push_back(line_determination_of(context));
      if (context.policy != nullptr && context.policy->adds) {
        event.companions.push_back({&line, context.policy});
      }
      continue;
    }
    for (Refusal& refusal : refusals) determination.refusals.push_back(std::move(refusal));
  }
}

void note_pointers(const ReviewRequest& request, Determination& determination) {
  const auto count = std::ssize(request.event.diagnoses);
  for (const ServiceLine& line : request.services) {
    const bool empty_pointer = std::any_of(line.diagnosis_pointers.begin(), line.diagnosis_pointers.end(),
                                           [&](int pointer) { return pointer < 1 || pointer > count; });
    if (empty_pointer) {
      determination.notes.push_back(
          Note{"A diagnosis pointer of this line points to no diagnosis.", line.sequence, line.source});
    }
  }
}

Determination begun(const Rulebook& rulebook, const Facts& facts) {
  Determination determination;
  determination.decided = facts.now;
  determination.intake = rulebook.payer.intake;
  determination.rulebook = version_of(rulebook);
  return determination;
}

void finish(EventContext& event, Determination& determination) {
  add_companions(event);
  determination.lines = std::move(event.decided);
  determination.action = summary_of(determination.lines);
  settle_clock(event, determination);
  if (!event.facts.previous) return;
  const bool kept = std::any_of(determination.lines.begin(), determination.lines.end(), [](const auto& line) {
    return std::any_of(line.steps.begin(), line.steps.end(),
                       [](const Step& one) { return one.rule == "kept"; });
  });
  if (kept) determination.reviewer = event.facts.previous->determination.reviewer;
}

/// A function of its own so that its only result is built where the caller wants it.
Determination determined(const ReviewRequest& request, const Rulebook& rulebook, const Facts& facts) {
  Determination determination = begun(rulebook, facts);
  PartyFindings parties = party_findings_of(request, rulebook, facts);
  determination.notes = std::move(parties.notes);
  determination.refusals = std::move(parties.refusals);
  determination.numbers = numbers_for(request, facts);
  if (!determination.refusals.empty()) {
    determination.umo_contact = rulebook.payer.contact;
    return determination;
  }

  EventContext event{request,
                     rulebook,
                     facts,
                     parties.patient,
                     determination.numbers,
                     rulebook.calendar.local_date(facts.now),
                     {},
                     0};
  std::optional<ServiceLine> alone;
  if (request.services.empty()) alone = event_as_line();
  const std::span<const ServiceLine> lines =
      alone ? std::span<const ServiceLine>(&*alone, 1) : std::span<const ServiceLine>(request.services);
  determination.umo_contact =
      contact_of_member(rulebook, facts.member, date_of_service(request, lines.front(), event.today));
  determination.refusals = event_refusals_of(event);
  if (!cancels_everything(request)) {
    for (Refusal& one : naming_refusals_of(event)) determination.refusals.push_back(std::move(one));
  }
  if (!determination.refusals.empty()) return determination;

  if (!cancels_everything(request) && nowhere_covered(event, lines)) {
    determination.refusals.push_back(refusal_of(rulebook, Level::subscriber, "95", FollowUp::do_not_resubmit,
                                                "No coverage on the dates of service."));
    determination.refusals.back().source = request.subscriber.source;
    return determination;
  }
  note_pointers(request, determination);
  if (request.predetermination) {
    determination.notes.push_back({"Pre-determination: advisory, not an authorization.", 0, {}});
  }
  decide_lines(event, lines, determination);
  // A withdrawal that names what the case does not have may mean another case: then nothing is withdrawn.
  if (cancels_everything(request) && !determination.refusals.empty()) return determination;
  finish(event, determination);
  return determination;
}

}  // namespace

Determination determine(const ReviewRequest& request, const Rulebook& rulebook, const Facts& facts) {
  const auto assumed = facts.member == nullptr ? member_as_named(request, rulebook) : std::nullopt;
  if (!assumed) return determined(request, rulebook, facts);
  Facts known = facts;
  known.member = &*assumed;
  return determined(request, rulebook, known);
}

}  // namespace precert
