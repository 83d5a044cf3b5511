#include "precert/engine/quantities.hpp"

#include <algorithm>
#include <string_view>

#include "precert/engine/line_rules.hpp"
#include "precert/engine/on_top.hpp"
#include "precert/engine/repeats.hpp"

namespace precert {
namespace {

using base::Decimal;
using Span = QuantityLimit::Span;

/// Days in the units of time that HSD knows (frequency DA WK MO; periods 7 day, 35 week, 34 month, 21 year).
/// A month is 30 days: the pattern says how care is spread, not which days.
int days_of(std::string_view unit) {
  if (unit == "DA" || unit == "7") return 1;
  if (unit == "WK" || unit == "35") return 7;
  if (unit == "MO" || unit == "34") return 30;
  if (unit == "21") return 365;
  return 0;
}

int days_of(Span span) {
  switch (span) {
    case Span::day: return 1;
    case Span::week: return 7;
    case Span::month: return 30;
    default: return 0;
  }
}

const std::optional<Delivery>& delivery_of(const ReviewRequest& request, const ServiceLine& line) {
  return line.delivery ? line.delivery : request.event.delivery;
}

/// How often the pattern repeats: over its own periods, else over the dates asked for. Empty when nothing
/// says.
std::optional<Decimal> occurrences(const ReviewRequest& request, const ServiceLine& line,
                                   const Delivery& delivery) {
  const int days = days_of(delivery.frequency_unit);
  if (delivery.frequency_unit.empty()) return Decimal(1);
  if (days == 0) return std::nullopt;
  const Decimal every = Decimal(days) * delivery.every.value_or(Decimal(1));
  if (every <= Decimal()) return std::nullopt;
  std::int64_t span = 0;
  if (delivery.periods && days_of(delivery.period_unit) > 0) {
    span = std::int64_t{*delivery.periods} * days_of(delivery.period_unit);
  } else if (const auto asked = dates_asked(request, line); asked && asked->end) {
    span = std::int64_t{asked->end->days()} - asked->start.days() + 1;
  }
  if (span <= 0) return std::nullopt;
  return std::max(Decimal(1), Decimal::quotient(Decimal(span), every, 0));
}

bool same_unit(Unit a, Unit b) { return a == b || a == Unit::unit || b == Unit::unit; }

std::optional<Decimal> delivered(const ReviewRequest& request, const ServiceLine& line, Unit unit) {
  const std::optional<Delivery>& delivery = delivery_of(request, line);
  if (!delivery || !delivery->quantity || delivery->unit.value_or(unit) != unit) return std::nullopt;
  const std::optional<Decimal> times = occurrences(request, line, *delivery);
  return times ? std::optional<Decimal>(*delivery->quantity * *times) : std::nullopt;
}

/// The asked rate within a span ("3 a week" against a limit a week); empty when there is no pattern.
std::optional<Decimal> asked_rate(const LineContext& context, const QuantityLimit& limit) {
  const std::optional<Delivery>& delivery = delivery_of(context.request(), context.line);
  const int span = days_of(limit.span);
  if (span == 0 || !delivery || !delivery->quantity || delivery->unit.value_or(limit.unit) != limit.unit)
    return {};
  const int days = days_of(delivery->frequency_unit);
  const Decimal every = Decimal(days) * delivery->every.value_or(Decimal(1));
  if (days == 0 || every <= Decimal()) return {};
  return Decimal::quotient(*delivery->quantity * Decimal(span), every, 2);
}

bool same_span(Span span, base::Date a, base::Date b) {
  switch (span) {
    case Span::request: return false;
    case Span::day: return a == b;
    case Span::week:  // from Sunday to Saturday
      return a.plus_days(-static_cast<int>(a.weekday())) == b.plus_days(-static_cast<int>(b.weekday()));
    case Span::month: return a.year == b.year && a.month == b.month;
    case Span::year: return a.year == b.year;
    case Span::lifetime: return true;
  }
  return false;
}

/// What a certified line used up; a line that never said how much used one.
Decimal certified_quantity(const ReviewRequest& request, const ServiceLine& line,
                           const LineDetermination& decided, Unit unit) {
  if (decided.action != ReviewAction::certified && decided.action != ReviewAction::modified) return {};
  if (is_repeat(decided)) return {};  // the original counts
  if (decided.quantity && same_unit(decided.quantity->unit, unit)) return decided.quantity->value;
  return total_asked(request, line, unit).value_or(Decimal(1));
}

/// What one decided line of a request used of the limit; nothing when it falls under another policy or span.
Decimal used_by(const LineContext& context, const QuantityLimit& limit, const ReviewRequest& request,
                const LineDetermination& decided, bool same_request) {
  const auto line = std::find_if(request.services.begin(), request.services.end(),
                                 [&](const ServiceLine& one) { return one.sequence == decided.sequence; });
  if (line == request.services.end()) return {};
  const base::Date day = date_of_service(request, *line, context.event.today);
  const bool counts = limit.span == Span::request
                          ? same_request && line->procedure.code == context.line.procedure.code
                          : same_span(limit.span, day, context.day);
  if (!counts) return {};
  const ServiceMatch match = match_of(context.rulebook(), request, *line);
  if (context.rulebook().policy_for(match, context.product, day) != context.policy) return {};
  return certified_quantity(request, *line, decided, limit.unit);
}

/// The same line of the continued case: an extension of one line comes on top of it, any other update replaces
/// it. An extension that is a case of its own finds what it extends among the other cases.
Decimal used_by_earlier_version(const LineContext& context, const QuantityLimit& limit) {
  const bool on_top = is_on_top(context.certification()) && !is_on_top(context.request().event.certification);
  if (!on_top || context.previous == nullptr || context.earlier == nullptr || context.earlier_line == nullptr)
    return {};
  const ReviewRequest& earlier = context.previous->request;
  base::Date day = date_of_service(earlier, *context.earlier_line, context.event.today);
  if (context.base && context.base->validity) day = context.base->validity->start;
  if (!same_span(limit.span, day, context.day)) return {};
  if (context.base) {  // the line of the continued case is the extension itself, which waits
    const std::optional<Quantity>& amount = context.base->quantity;
    return amount && same_unit(amount->unit, limit.unit) ? amount->value : Decimal(1);
  }
  return certified_quantity(earlier, *context.earlier_line, *context.earlier, limit.unit);
}

Decimal used_before(const LineContext& context, const QuantityLimit& limit) {
  const EventContext& event = context.event;
  Decimal used = used_by_earlier_version(context, limit);
  for (const LineDetermination& decided : event.decided) {
    used = used + used_by(context, limit, event.request, decided, true);
  }
  for (const PriorCase* const prior : event.other_cases()) {
    if (prior->request.predetermination) continue;  // advice uses nothing up
    if (!same_patient(event, prior->request)) continue;
    for (const LineDetermination& decided : prior->determination.lines) {
      used = used + used_by(context, limit, prior->request, decided, false);
    }
  }
  return used;
}

}  // namespace

std::optional<Decimal> total_asked(const ReviewRequest& request, const ServiceLine& line, Unit unit) {
  if (line.quantity && line.quantity->unit == unit) return line.quantity->value;
  if (const std::optional<Decimal> total = delivered(request, line, unit)) return total;
  if (line.quantity && same_unit(line.quantity->unit, unit)) return line.quantity->value;
  return std::nullopt;
}

std::optional<Decimal> care_asked(const ReviewRequest& request, const ServiceLine& line) {
  const std::optional<Delivery>& pattern = delivery_of(request, line);
  const Unit unit = line.quantity              ? line.quantity->unit
                    : pattern && pattern->unit ? *pattern->unit
                                               : Unit::unit;
  return total_asked(request, line, unit);
}

Decimal most_counted(const ReviewRequest& request, const ServiceLine& line) {
  const auto counts = [](Unit unit) {
    return unit == Unit::unit || unit == Unit::day || unit == Unit::month || unit == Unit::visit;
  };
  Decimal most;
  if (line.quantity && counts(line.quantity->unit)) most = line.quantity->value;
  const std::optional<Delivery>& pattern = delivery_of(request, line);
  if (!pattern || !pattern->quantity) return most;
  const Unit unit = pattern->unit.value_or(Unit::unit);
  if (!counts(unit)) return most;
  return std::max(most, delivered(request, line, unit).value_or(*pattern->quantity));
}

namespace {

/// An answer to the question "units", which is asked when the request does not say how much.
std::optional<Decimal> units_answered(const LineContext& context) {
  std::optional<Decimal> units;
  for (const Answer& answer : context.request().answers) {
    const Decimal* number = std::get_if<Decimal>(&answer.value);
    const bool here = answer.service == 0 || answer.service == context.line.sequence;
    if (number != nullptr && here && answer.question == "units") units = *number;
  }
  return units;
}

}  // namespace

std::vector<LimitFinding> limit_findings_of(const LineContext& context) {
  std::vector<LimitFinding> findings;
  if (context.policy == nullptr) return findings;
  for (const QuantityLimit& limit : context.policy->limits) {
    LimitFinding finding;
    finding.limit = &limit;
    if (const std::optional<Decimal> rate = asked_rate(context, limit)) {
      finding.rate = true;
      finding.asked = rate;
    } else {
      finding.asked = total_asked(context.request(), context.line, limit.unit);
      if (!finding.asked) finding.asked = units_answered(context);
      finding.used = used_before(context, limit);
    }
    finding.left = std::max(Decimal(), limit.most + finding.used * Decimal(-1));
    findings.push_back(finding);
  }
  return findings;
}

void reduce_to(const LineContext& context, const LimitFinding& finding, LineDetermination& out) {
  const QuantityLimit& limit = *finding.limit;
  const std::optional<Delivery>& asked = delivery_of(context.request(), context.line);
  if (finding.rate && asked) {
    Delivery reduced = *asked;
    reduced.quantity = finding.left;
    reduced.every.reset();
    reduced.frequency_unit = limit.span == Span::day ? "DA" : limit.span == Span::week ? "WK" : "MO";
    const bool counted = out.quantity.has_value();
    if (counted && out.quantity->unit == limit.unit) {
      if (const auto times = occurrences(context.request(), context.line, reduced)) {
        out.quantity->value = std::min(out.quantity->value, finding.left * *times);
      }
    }
    out.delivery = std::move(reduced);
    return;
  }
  const Unit unit = context.line.quantity ? context.line.quantity->unit : limit.unit;
  out.quantity = Quantity{finding.left, same_unit(unit, limit.unit) ? unit : limit.unit, {}};
  if (asked && asked->quantity) {  // the pattern would add up to more than is left
    Delivery reduced;
    reduced.unit = asked->unit;
    reduced.quantity = finding.left;
    out.delivery = std::move(reduced);
  }
}

}  // namespace precert
