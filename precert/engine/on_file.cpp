// See on_file.hpp.
#include "precert/engine/on_file.hpp"

#include <algorithm>

#include "precert/engine/inquiry_access.hpp"
#include "precert/engine/line_match.hpp"
#include "precert/engine/line_rules.hpp"
#include "precert/engine/on_top.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/engine/repeats.hpp"

namespace precert {
namespace {

constexpr std::string_view step_on_file = "on-file";

/// A line of another case.
struct OnFile {
  const PriorCase* of = nullptr;
  const ServiceLine* asked = nullptr;
  const LineDetermination* decided = nullptr;
};

bool is_certified_now(const LineDetermination& line) {
  return line.action == ReviewAction::certified || line.action == ReviewAction::modified;
}

/// The line before this one that asks for the same and was certified; nullptr when there is none.
const ServiceLine* certified_before(const LineContext& context) {
  const ReviewRequest& request = context.request();
  for (const LineDetermination& decided : context.event.decided) {
    if (!is_certified_now(decided)) continue;
    const auto asked = std::ranges::find(request.services, decided.sequence, &ServiceLine::sequence);
    if (asked != request.services.end() && same_service(context, request, *asked)) return &*asked;
  }
  return nullptr;
}

/// True when a limit of the policy counts what other requests used: how often is then its matter.
bool counts_across_requests(const Policy& policy) {
  return std::ranges::any_of(
      policy.limits, [](const QuantityLimit& limit) { return limit.span != QuantityLimit::Span::request; });
}

bool share_a_day(const base::Period& one, const base::Period& other) {
  return one.start <= other.end.value_or(other.start) && other.start <= one.end.value_or(one.start);
}

/// The days asked for; of a service that was certified without any, those on which it is valid.
base::Period days_on_file(const OnFile& line, base::Date today) {
  if (const std::optional<base::Period> said = dates_asked(line.of->request, *line.asked)) return *said;
  if (line.decided->validity) return *line.decided->validity;
  return base::Period::of(date_of_service(line.of->request, *line.asked, today));
}

bool is_in_the_way(const LineContext& context, const OnFile& line) {
  const base::Date today = context.event.today;
  if (is_repeat(*line.decided) || !is_open_or_valid(*line.decided, today)) return false;
  if (!same_code(*line.asked, context.line)) return false;
  const base::Period days =
      dates_asked(context.request(), context.line).value_or(base::Period::of(context.day));
  return share_a_day(days, days_on_file(line, today));
}

/// The line of another case that is in the way, a certified one before one that waits; nothing when there is
/// none.
OnFile found_on_file(const LineContext& context) {
  OnFile waiting;
  for (const PriorCase* const prior : context.event.other_cases()) {
    const ReviewRequest& then = prior->request;
    if (prior->determination.closed_out || then.predetermination) continue;
    if (!same_patient(context.event, then)) continue;
    for (const ServiceLine& line : then.services) {
      const OnFile one{prior, &line, prior->determination.line(line.sequence)};
      if (one.decided == nullptr || !is_in_the_way(context, one)) continue;
      if (is_certified_now(*one.decided)) return one;
      if (waiting.of == nullptr) waiting = one;
    }
  }
  return waiting;
}

std::string words_on_file(const LineContext& context, const OnFile& line) {
  if (!may_be_told(context.request(), *line.of, line.decided->sequence))
    return "A person looks at this request.";
  const std::string days = "The same service for these days ";
  if (!is_certified_now(*line.decided)) {
    return days + "waits for a decision under " + line.decided->reference_number +
           ": a person decides both. To change that request, quote its number.";
  }
  return days + "is authorized under " + line.decided->certification_number +
         ": a person decides whether this is another. To change that authorization, quote its number.";
}

/// To a person, in place of what the rules decided.
void leave_to_clinician(const LineContext& context, LineDetermination& out, std::string words) {
  LineDetermination left;
  left.sequence = out.sequence;
  left.steps = std::move(out.steps);
  pend(context, left, "clinician", reason_of(context, "0V", step_on_file, std::move(words)));
  out = std::move(left);
}

}  // namespace

void compare_with_what_is_on_file(const LineContext& context, LineDetermination& out) {
  const Payer& payer = context.rulebook().payer;
  if (payer.repeats_decided_anew || payer.overlaps_decided_anew || !is_certified_now(out)) return;
  const bool coded = !context.event_alone && !context.line.procedure.code.empty();
  if (!coded || context.certified_earlier() || is_on_top(context.certification())) return;
  const bool limited = !context.policy->limits.empty();  // how much is then a limit's matter
  if (const ServiceLine* const before = limited ? nullptr : certified_before(context)) {
    const std::string line = "line " + std::to_string(before->sequence);
    step(out, step_on_file, "certified", line);
    leave_to_clinician(context, out,
                       "The same as " + line + ": a person decides whether it is asked for twice.");
    return;
  }
  const Facts& facts = context.event.facts;
  if (facts.history.empty() && !facts.previous) return;  // as most are
  if (counts_across_requests(*context.policy)) return;
  const OnFile found = found_on_file(context);
  if (found.of == nullptr) return;
  const bool waits = !is_certified_now(*found.decided);
  if (waits && asks_for_the_same(context, *found.of, *found.asked)) {
    out.reasons.push_back(reason_of(
        context, "", step_on_file,
        "The same request still waits under " + found.decided->reference_number + ": please withdraw it."));
    return;
  }
  step(out, step_on_file, waits ? "waits" : "certified",
       "case " + found.of->id.text() + " line " + std::to_string(found.decided->sequence));
  leave_to_clinician(context, out, words_on_file(context, found));
}

}  // namespace precert
