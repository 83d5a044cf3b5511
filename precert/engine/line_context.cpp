#include "precert/engine/line_context.hpp"

#include <algorithm>
#include <array>

#include "precert/engine/extended_base.hpp"
#include "precert/engine/on_top.hpp"
#include "precert/engine/repeats.hpp"

namespace precert {

const PriorCase* EventContext::earlier_version() const {
  return facts.previous && !stands_apart(request, facts) ? &*facts.previous : nullptr;
}

std::vector<const PriorCase*> EventContext::other_cases() const {
  std::vector<const PriorCase*> all;
  if (facts.previous && stands_apart(request, facts)) all.push_back(&*facts.previous);
  for (const PriorCase& prior : facts.history) {
    if (!facts.previous || prior.id != facts.previous->id) all.push_back(&prior);
  }
  return all;
}

bool EventContext::urgent() const {
  const auto level = request.event.level.value_or(LevelOfService::elective);
  return level != LevelOfService::elective ||
         request.event.certification == CertificationType::immediate_appeal;
}

std::optional<base::Period> dates_asked(const ReviewRequest& request, const ServiceLine& line) {
  if (line.dates) return line.dates;
  return request.event.dates ? request.event.dates : request.event.admission;
}

base::Date date_of_service(const ReviewRequest& request, const ServiceLine& line, base::Date today) {
  const std::optional<base::Period> asked = dates_asked(request, line);
  return asked ? asked->start : today;
}

ServiceMatch match_of(const Rulebook& rulebook, const ReviewRequest& request, const ServiceLine& line) {
  const RequestCategory category = line.category.value_or(request.event.category);
  if (line.procedure.system == CodeSystem::service_type && !line.procedure.code.empty()) {
    return rulebook.match(Procedure{CodeSystem::service_type, "", {}, "", "", {}}, line.procedure.code,
                          category);
  }
  return rulebook.match(line.procedure, request.service_type_of(line), category, line.revenue_code);
}

const CoverageSpan* coverage_on(const MemberRecord& member, base::Date day) {
  const auto found = std::find_if(member.coverage.begin(), member.coverage.end(),
                                  [&](const CoverageSpan& span) { return span.period.contains(day); });
  return found == member.coverage.end() ? nullptr : &*found;
}

namespace {

const ServiceLine* line_of(const PriorCase& earlier, int sequence) {
  for (const ServiceLine& line : earlier.request.services) {
    if (line.sequence == sequence) return &line;
  }
  return nullptr;
}

}  // namespace

const LineDetermination* LineContext::extended() const {
  if (!is_on_top(certification())) return nullptr;
  const PatientEvent& asked = request().event;
  const PriorCase* const own = event.earlier_version();
  // A line that keeps its number but names another service extends nothing.
  const bool same_before = earlier_line == nullptr || earlier_line->procedure.code == line.procedure.code;
  const LineDetermination* const kept = certified_earlier() ? earlier : base ? &*base : nullptr;
  const LineDetermination* const before = same_before ? kept : nullptr;
  if (own == nullptr || !is_on_top(asked.certification)) return before;
  for (const PriorCase* const other : event.other_cases()) {
    const Determination& then = other->determination;
    if (!bears_number(then, asked.previous_certification) && !bears_number(then, asked.previous_reference))
      continue;
    const LineDetermination* const decided = then.line(line.sequence);
    const ServiceLine* const service = line_of(*other, line.sequence);
    const bool certified = decided != nullptr && !decided->added && !is_repeat(*decided) &&
                           (decided->action == ReviewAction::certified || decided->action == ReviewAction::modified);
    const bool same = service == nullptr ? event_alone : service->procedure.code == line.procedure.code;
    if (certified && same) return decided;
  }
  return before;
}

ServiceLine event_as_line() {
  ServiceLine line;
  line.sequence = 0;
  line.procedure.system = CodeSystem::service_type;
  return line;
}

LineContext line_context_of(EventContext& event, const ServiceLine& line, bool event_alone) {
  LineContext context{event, line, event_alone, {}, no_index, false, {}, nullptr, nullptr, nullptr, nullptr};
  context.day = date_of_service(event.request, line, event.today);
  if (const CoverageSpan* span = coverage_on(*event.facts.member, context.day); span != nullptr) {
    context.covered = true;
    context.product = event.rulebook.product(span->product);
  }
  context.match = match_of(event.rulebook, event.request, line);
  context.policy = event.rulebook.policy_for(context.match, context.product, context.day);
  if (event.facts.previous) {
    const PriorCase& previous = *event.facts.previous;
    context.previous = &previous;
    const LineDetermination* earlier = previous.determination.line(line.sequence);
    // A number that the payer gave to a line of its own says nothing about the line that bears it now.
    context.earlier = earlier != nullptr && earlier->added ? nullptr : earlier;
    context.earlier_line = line_of(previous, line.sequence);
    if (context.earlier != nullptr && event.earlier_version() != nullptr) context.base = base_of(*context.earlier);
  }
  return context;
}

bool is_place(PartyRole role) {
  constexpr std::array places{PartyRole::facility, PartyRole::service_location, PartyRole::clinic};
  return std::find(places.begin(), places.end(), role) != places.end();
}

bool performs(PartyRole role) {
  constexpr std::array performers{PartyRole::performing,        PartyRole::service_provider,
                                  PartyRole::operating,         PartyRole::provider,
                                  PartyRole::purchased_service, PartyRole::group_practice};
  return is_place(role) || std::find(performers.begin(), performers.end(), role) != performers.end();
}

}  // namespace precert
