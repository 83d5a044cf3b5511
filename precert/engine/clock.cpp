#include "precert/engine/clock.hpp"

#include <algorithm>
#include <optional>

#include "precert/engine/outcome.hpp"
#include "precert/engine/parties.hpp"

namespace precert {
namespace {

constexpr std::string_view timeframe_rule = "timeframe";

/// What the events say, read once: when the clock started, how long it has waited, whether it waits.
struct Reading {
  base::Instant received{};
  std::optional<base::Instant> waits_since, answered;
  std::chrono::seconds waited{};
  std::vector<std::pair<base::Instant, base::Instant>> waits;  // each from, until
  int extended_days = 0;
};

Reading reading_of(std::span<const ClockEvent> clock) {
  Reading read;
  for (const ClockEvent& event : clock) {
    switch (event.kind) {
      case ClockKind::received: read = Reading{event.at, {}, {}, {}, {}, 0}; break;
      case ClockKind::asked:  // a further question does not begin the wait anew
        if (!read.waits_since) read.waits_since = event.at;
        break;
      case ClockKind::answered:
        if (read.waits_since) {
          read.waited += event.at - *read.waits_since;
          read.waits.emplace_back(*read.waits_since, event.at);
        }
        read.answered = event.at;
        read.waits_since.reset();
        break;
      case ClockKind::extended: read.extended_days += event.days; break;
    }
  }
  return read;
}

/// The end of the local day so many days after the one of `due`; hours of the day stay for terms in hours.
base::Instant later_by_days(const Calendar& calendar, const Term& term, base::Instant due, int days) {
  LocalTime local = local_from(due, calendar.zone());
  local.day = local.day.plus_days(days);
  if (term.unit != Term::Unit::hours) return calendar.end_of_day(local.day);
  return instant_from(local, calendar.zone());
}

/// A pause moves terms in hours by the time waited, terms in days by the local days between.
base::Instant after_waiting(const Calendar& calendar, const Term& term, base::Instant due,
                            const Reading& read) {
  if (term.unit == Term::Unit::hours) return due + read.waited;
  int days = 0;
  for (const auto& [from, until] : read.waits) {
    days += calendar.local_date(until).days() - calendar.local_date(from).days();
  }
  return days == 0 ? due : later_by_days(calendar, term, due, days);
}

/// Nullopt while the promise waits.
std::optional<Timeframe> due_of(const Calendar& calendar, const Promise& promise, const Reading& read) {
  if (read.waits_since && promise.when_asked != WhenAsked::runs) return std::nullopt;
  const bool again = promise.when_asked == WhenAsked::restarts && read.answered;
  const base::Instant from = again ? *read.answered : read.received;
  const base::Instant start = promise.from_opening ? calendar.next_open(from, promise.term.holidays) : from;
  Timeframe due{promise.urgent ? "urgent" : "routine", calendar.due(promise.term, start), promise.source};
  if (again) due.source += ", from the day everything was there";
  if (promise.when_asked == WhenAsked::pauses && read.waited.count() > 0) {
    due.due = after_waiting(calendar, promise.term, due.due, read);
    due.source += ", moved by the wait for information";
  }
  const int days = std::min(read.extended_days, promise.extension_days);
  if (days > 0) {
    due.due = later_by_days(calendar, promise.term, due.due, days);
    due.source += ", extended by " + std::to_string(days) + (days == 1 ? " day" : " days");
  }
  return due;
}

template <class T>
bool speaks_of(const std::vector<T>& some, const auto& one) {
  return some.empty() || std::find(some.begin(), some.end(), one) != some.end();
}

/// Calls `visit` with each promise that applies to what was received then.
template <class Visit>
void each_promise(const Rulebook& rulebook, const ClockSubject& subject, base::Date received, Visit visit) {
  const auto applies = [&](const Promise& promise) {
    return promise.subject == subject.subject && promise.urgent == subject.urgent &&
           speaks_of(promise.turnarounds, subject.turnaround) &&
           speaks_of(promise.products, subject.product) && promise.effective.contains(received);
  };
  for (const Promise& promise : rulebook.promises) {
    if (applies(promise)) visit(promise);
  }
}

bool is_appeal(CertificationType type) {
  return type == CertificationType::immediate_appeal || type == CertificationType::standard_appeal ||
         type == CertificationType::reconsideration;
}

ClockSubject subject_of(const LineContext& context) {
  ClockSubject subject;
  subject.subject = is_appeal(context.certification()) ? PromiseSubject::appeal : PromiseSubject::review;
  if (context.policy != nullptr) subject.turnaround = context.policy->turnaround;
  subject.urgent = context.event.urgent();
  subject.product = context.product;
  return subject;
}

bool is_open(const LineDetermination& line) {
  return line.action == ReviewAction::pended && !line.queue.empty();
}

/// An event without services, or a line that the payer has added, is its own line. `alone` keeps the event's.
const ServiceLine& line_asked(const ReviewRequest& request, const LineDetermination& line,
                              std::optional<ServiceLine>& alone) {
  for (const ServiceLine& one : request.services) {
    if (one.sequence == line.sequence) return one;
  }
  if (line.added) return *line.added;
  alone.emplace();
  alone->sequence = line.sequence;
  alone->procedure.system = CodeSystem::service_type;
  return *alone;
}

/// The due of the case before, when neither an event nor another queue has moved it since.
std::optional<Timeframe> standing_due(const EventContext& event, const LineDetermination& line,
                                      const std::vector<ClockEvent>& clock) {
  if (event.earlier_version() == nullptr) return std::nullopt;
  const Determination& before = event.earlier_version()->determination;
  const LineDetermination* const earlier = before.line(line.sequence);
  const bool same = earlier != nullptr && is_open(*earlier) && earlier->queue == line.queue;
  if (!same || (!before.clock.empty() && before.clock != clock)) return std::nullopt;
  return earlier->timeframe;
}

void settle_line(EventContext& event, const std::vector<ClockEvent>& clock, LineDetermination& line) {
  std::optional<ServiceLine> alone;
  const ServiceLine& asked = line_asked(event.request, line, alone);
  const LineContext context = line_context_of(event, asked, event.request.services.empty());
  std::vector<Timeframe> dues = dues_of(event.rulebook, subject_of(context), clock);
  std::erase_if(line.steps, [](const Step& one) { return one.rule == timeframe_rule; });
  for (const Timeframe& one : dues) step(line, timeframe_rule, base::iso(one.due), one.source);
  line.timeframe.reset();
  if (!dues.empty()) line.timeframe = std::move(dues.front());
  const std::optional<Timeframe> standing = standing_due(event, line, clock);
  if (standing && (!line.timeframe || standing->due < line.timeframe->due)) {
    line.timeframe = standing;
    step(line, timeframe_rule, base::iso(standing->due), "the case was due then already");
  }
}

}  // namespace

std::vector<Timeframe> dues_of(const Rulebook& rulebook, const ClockSubject& subject,
                               std::span<const ClockEvent> clock) {
  std::vector<Timeframe> dues;
  if (clock.empty()) return dues;
  const Reading read = reading_of(clock);
  bool promised = false;
  each_promise(rulebook, subject, rulebook.calendar.local_date(read.received), [&](const Promise& promise) {
    promised = true;
    if (std::optional<Timeframe> due = due_of(rulebook.calendar, promise, read))
      dues.push_back(std::move(*due));
  });
  if (!promised && subject.subject == PromiseSubject::appeal) {
    ClockSubject review = subject;
    review.subject = PromiseSubject::review;
    return dues_of(rulebook, review, clock);
  }
  if (!std::ranges::is_sorted(dues, {}, &Timeframe::due)) std::ranges::stable_sort(dues, {}, &Timeframe::due);
  return dues;
}

bool waits_for_information(const Determination& determination) {
  return std::ranges::any_of(determination.lines, [](const LineDetermination& line) {
    return is_open(line) && !line.missing.empty();
  });
}

namespace {

bool is_asked_in(const Determination& determination, const MissingInformation& question) {
  return std::ranges::any_of(determination.lines, [&](const LineDetermination& line) {
    return is_open(line) && std::ranges::any_of(line.missing, [&](const MissingInformation& one) {
             return one.control_number == question.control_number && one.fact == question.fact &&
                    one.question == question.question;
           });
  });
}

/// True when `made` asks something that `before` did not.
bool asks_more(const Determination& before, const Determination& made) {
  return std::ranges::any_of(made.lines, [&](const LineDetermination& line) {
    return is_open(line) && std::ranges::any_of(line.missing, [&](const MissingInformation& one) {
             return !is_asked_in(before, one);
           });
  });
}

}  // namespace

std::vector<ClockEvent> clock_after(const Determination* before, const Determination& made,
                                    base::Instant now) {
  std::vector<ClockEvent> clock;
  const bool goes_on =
      before != nullptr && !before->closed_out &&
      std::ranges::any_of(before->lines, [](const LineDetermination& line) { return is_open(line); });
  if (goes_on) clock = before->clock;
  if (goes_on && clock.empty()) clock.push_back({ClockKind::received, before->decided, 0, {}});
  if (!goes_on) clock.push_back({ClockKind::received, now, 0, {}});
  const bool waited = reading_of(clock).waits_since.has_value();
  const bool waits = waits_for_information(made);
  if (waits && (!waited || asks_more(*before, made))) clock.push_back({ClockKind::asked, now, 0, {}});
  if (!waits && waited) clock.push_back({ClockKind::answered, now, 0, {}});
  return clock;
}

void name_time_zone(const Rulebook& rulebook, Determination& determination) {
  if (determination.time_zone.empty()) determination.time_zone = rulebook.calendar.zone().name;
}

void settle_clock(EventContext& event, Determination& determination) {
  const PriorCase* const version = event.earlier_version();
  const Determination* const before = version != nullptr ? &version->determination : nullptr;
  determination.clock = clock_after(before, determination, event.facts.now);
  determination.time_zone = event.rulebook.calendar.zone().name;
  for (LineDetermination& line : determination.lines) {
    if (is_open(line)) settle_line(event, determination.clock, line);
  }
}

namespace {

/// Calls `use` with the context of a decision that is not being made; people who are not on file are as they
/// were named.
template <class Use>
void in_context(const ReviewRequest& request, const Rulebook& rulebook, const Facts& facts,
                const Numbers& numbers, Use use) {
  Facts known = facts;
  const auto assumed = known.member == nullptr ? member_as_named(request, rulebook) : std::nullopt;
  if (assumed) known.member = &*assumed;
  const MemberRecord nobody;
  if (known.member == nullptr) known.member = &nobody;
  EventContext event{request, rulebook, known, {}, numbers, rulebook.calendar.local_date(known.now), {}};
  use(event);
}

}  // namespace

void settle_clock(const ReviewRequest& request, const Rulebook& rulebook, const Facts& facts,
                  Determination& determination) {
  in_context(request, rulebook, facts, determination.numbers,
             [&](EventContext& event) { settle_clock(event, determination); });
}

int extension_days_of(const ReviewRequest& request, const Rulebook& rulebook, const Facts& facts,
                      const Determination& determination) {
  int most = 0;
  in_context(request, rulebook, facts, determination.numbers, [&](EventContext& event) {
    for (const LineDetermination& line : determination.lines) {
      if (!is_open(line)) continue;
      std::optional<ServiceLine> alone;
      const ServiceLine& asked = line_asked(request, line, alone);
      const LineContext context = line_context_of(event, asked, request.services.empty());
      each_promise(rulebook, subject_of(context), event.today,
                   [&](const Promise& promise) { most = std::max(most, promise.extension_days); });
    }
  });
  return most;
}

}  // namespace precert
