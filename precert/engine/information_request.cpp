// What a reviewer asks for, what an extension needs, and when a case that waits in vain is closed. See
// after_pending.hpp.
#include <algorithm>

#include "precert/engine/after_pending.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/line_rules.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/rulebook/document_codes.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {
namespace {

using base::IssueCode;
using base::Issues;

constexpr std::chrono::hours a_year{24 * 366};
constexpr std::string_view information_needed = "0U", did_not_arrive = "0P";  // X12 886

std::string note_of_extension(int days, const std::string& reason) {
  return "The time for this review was extended by " + std::to_string(days) +
         (days == 1 ? " day. " : " days. ") + reason + " You may file a grievance against the extension.";
}

bool is_open(const LineDetermination& line) {
  return line.action == ReviewAction::pended && !line.queue.empty();
}

bool has_open_line(const Determination& determination) {
  return std::ranges::any_of(determination.lines, is_open);
}

bool asks_about(const std::vector<int>& lines, int sequence) {
  return lines.empty() || std::ranges::find(lines, sequence) != lines.end();
}

void check_wanted(const Wanted& one, const std::string& where, const Rulebook& rulebook, Issues& issues) {
  if (!one.fact.empty() && rulebook.fact(one.fact) == no_index) {
    issues.add(IssueCode::data_invalid, where + ".fact", "The rulebook has no such fact.");
  }
  if (one.fact.empty() && one.words.empty()) {
    issues.add(IssueCode::data_invalid, where + ".words",
               "Name a fact of the rulebook, or say what is wanted.");
  }
  if (one.fact.empty() && one.loinc.empty() && one.report_type.empty()) {
    issues.add(IssueCode::data_invalid, where + ".loinc",
               "Name the document by LOINC or report type (PWK01), so that it can be told on every channel.");
  }
  if (!one.loinc.empty() && !is_loinc(one.loinc)) {
    issues.add(IssueCode::data_invalid, where + ".loinc", "This is no LOINC: its check digit is wrong.");
  } else if (!one.loinc.empty() && !is_known_document(rulebook, one.loinc)) {
    issues.add(IssueCode::data_invalid, where + ".loinc",
               "No document of this payer has this LOINC: name one that a fact of the rulebook bears.");
  }
  if (!one.report_type.empty() && !is_report_type(one.report_type)) {
    issues.add(IssueCode::data_invalid, where + ".report_type", "This is no report type (PWK01, X12 755).");
  }
}

Issues faults_of(const PriorCase& open, const InformationRequest& request, const Rulebook& rulebook,
                 base::Instant now) {
  Issues issues;
  if (!has_open_line(open.determination)) {
    issues.add(IssueCode::conflict, "lines", "No line of this case waits for a decision.");
  }
  for (const int sequence : request.lines) {
    const LineDetermination* const line = open.determination.line(sequence);
    if (line == nullptr) {
      issues.add(IssueCode::data_invalid, "lines", "The case has no line " + std::to_string(sequence) + ".");
    } else if (!is_open(*line)) {
      issues.add(IssueCode::conflict, "lines",
                 "Line " + std::to_string(sequence) + " does not wait for a decision.");
    }
  }
  if (request.wanted.empty()) issues.add(IssueCode::data_invalid, "wanted", "Say what is wanted.");
  for (std::size_t i = 0; i < request.wanted.size(); ++i) {
    check_wanted(request.wanted[i], "wanted[" + std::to_string(i) + "]", rulebook, issues);
  }
  if (request.due != base::Instant{} && request.due <= now) {
    issues.add(IssueCode::data_invalid, "due", "The deadline has to lie in the future.");
  }
  if (request.due > now + a_year) {
    issues.add(IssueCode::data_invalid, "due", "The deadline lies more than a year ahead: check the year.");
  }
  return issues;
}

MissingInformation missing_from(const Wanted& wanted, const Rulebook& rulebook, base::Instant due) {
  MissingInformation missing;
  const Index known = wanted.fact.empty() ? no_index : rulebook.fact(wanted.fact);
  if (known != no_index) missing = rulebook.missing(known, due);
  if (!wanted.words.empty()) missing.question = wanted.words;
  if (!wanted.loinc.empty()) missing.loinc = wanted.loinc;
  if (!wanted.report_type.empty()) missing.report_type = wanted.report_type;
  if (missing.supplier.empty()) missing.supplier = "ordering provider";
  missing.due = due;
  return missing;
}

bool same_thing(const MissingInformation& a, const MissingInformation& b) {
  if (!a.fact.empty() || !b.fact.empty()) return a.fact == b.fact;
  return a.loinc == b.loinc && a.report_type == b.report_type && a.question == b.question;
}

/// "TRACE-R3-01": a reviewer's question (asked_by_reviewer), with the version that asks, so that no number
/// ever means two questions.
class ControlNumbers {
 public:
  explicit ControlNumbers(const PriorCase& open)
      : start_(open.determination.numbers.trace + "-R" + std::to_string(open.version + 1)) {}
  std::string next() {
    const int number = ++last_;
    return start_ + (number < 10 ? "-0" : "-") + std::to_string(number);
  }

 private:
  std::string start_;
  int last_ = 0;
};

void ask(const InformationRequest& request, base::Instant due, const Rulebook& rulebook,
         ControlNumbers& numbers, LineDetermination& line) {
  for (const Wanted& wanted : request.wanted) {
    MissingInformation missing = missing_from(wanted, rulebook, due);
    const auto asked = std::ranges::find_if(
        line.missing, [&](const MissingInformation& one) { return same_thing(one, missing); });
    if (asked != line.missing.end()) {
      missing.control_number = asked->control_number;
      *asked = std::move(missing);
    } else {
      missing.control_number = numbers.next();
      line.missing.push_back(std::move(missing));
    }
  }
  if (line.reasons.empty()) line.reasons.emplace_back();
  line.reasons.front().code = information_needed;
  line.reasons.front().words =
      with_what_stays(line, line.missing.size() == 1 ? "A reviewer asks for one more piece of information."
                                                     : "A reviewer asks for more information.");
  line.queue = "intake";
  step(line, step_reviewer, "asked for information", std::to_string(request.wanted.size()) + " wanted");
}

bool is_heard(const LineDetermination& line) {
  return is_open(line) &&
         std::ranges::any_of(line.steps, [](const Step& one) { return one.rule == step_appealed; });
}

/// Somebody works on a line of the case: nothing of it is closed.
bool is_worked_on(const Determination& open) {
  return std::ranges::any_of(open.lines, [](const LineDetermination& line) {
    return (is_open(line) && line.missing.empty()) || is_heard(line);
  });
}

/// By when somebody has to answer first; nullopt when no promise runs.
std::optional<base::Instant> earliest_due(const Determination& determination) {
  std::optional<base::Instant> due;
  for (const LineDetermination& line : determination.lines) {
    if (is_open(line) && line.timeframe && (!due || line.timeframe->due < *due)) due = line.timeframe->due;
  }
  return due;
}

/// Every line waits for the same as before, until the same deadlines.
bool asks_nothing_new(const Determination& now, const Determination& before) {
  return std::ranges::equal(now.lines, before.lines, {}, &LineDetermination::missing,
                            &LineDetermination::missing);
}

Facts with_previous(const PriorCase& open, const Facts& facts) {
  Facts known = facts;
  known.previous = open;
  return known;
}

}  // namespace

base::Result<Determination> information_requested(const PriorCase& open, const InformationRequest& request,
                                                  const Rulebook& rulebook, const Facts& facts) {
  Issues issues = faults_of(open, request, rulebook, facts.now);
  if (!issues.empty()) return issues;
  const Calendar& calendar = rulebook.calendar;
  const base::Instant due =
      request.due != base::Instant{}
          ? request.due
          : calendar.end_of_day(calendar.local_date(facts.now).plus_days(rulebook.payer.information_days));
  Determination made = open.determination;
  ControlNumbers numbers(open);
  for (LineDetermination& line : made.lines) {
    if (is_open(line) && asks_about(request.lines, line.sequence)) ask(request, due, rulebook, numbers, line);
  }
  if (asks_nothing_new(made, open.determination)) {
    return Issues(base::Issue{IssueCode::conflict, "wanted",
                              "This is asked for already, with the same deadline: wait for it, or give another."});
  }
  made.decided = facts.now;
  made.rulebook = version_of(rulebook);
  settle_clock(open.request, rulebook, with_previous(open, facts), made);
  return made;
}

base::Result<Determination> extended(const PriorCase& open, const Extension& extension,
                                     const Rulebook& rulebook, const Facts& facts) {
  Issues issues;
  const Determination& before = open.determination;
  if (!has_open_line(before))
    issues.add(IssueCode::conflict, "lines", "Nothing of this case is under review.");
  if (extension.reason.empty()) {
    issues.add(IssueCode::data_invalid, "reason", "Say why, as provider and member will read it.");
  }
  const int most = extension_days_of(open.request, rulebook, facts, before);
  if (most == 0) {
    issues.add(IssueCode::data_invalid, "days", "No rule of time of this case allows an extension.");
  } else if (extension.days < 1 || extension.days > most) {
    issues.add(IssueCode::data_invalid, "days", "An extension is 1 to " + std::to_string(most) + " days.");
  }
  if (std::ranges::any_of(before.clock, [](const auto& one) { return one.kind == ClockKind::extended; })) {
    issues.add(IssueCode::conflict, "days", "The review was extended before; that can be done once.");
  }
  if (!issues.empty()) return issues;
  Facts known = with_previous(open, facts);
  // NOLINTNEXTLINE(bugprone-unchecked-optional-access): with_previous has set it
  Determination& kept = known.previous->determination;
  kept.clock = clock_after(&before, before, facts.now);
  kept.clock.push_back({ClockKind::extended, facts.now, extension.days, extension.reason});
  for (LineDetermination& line : kept.lines) line.timeframe.reset();
  Determination made = before;
  made.decided = facts.now;
  made.rulebook = version_of(rulebook);
  settle_clock(open.request, rulebook, known, made);
  const std::optional<base::Instant> due = earliest_due(before);
  if (due && earliest_due(made) <= due) {
    return Issues(base::Issue{IssueCode::data_invalid, "days",
                              "A promise that allows no extension is due first: nothing would be due later."});
  }
  made.notes.push_back({note_of_extension(extension.days, extension.reason), 0, {}});
  return made;
}

void drop_extension_note(Determination& determination) {
  for (const ClockEvent& event : determination.clock) {
    if (event.kind != ClockKind::extended) continue;
    const std::string told = note_of_extension(event.days, event.reason);
    std::erase_if(determination.notes, [&](const Note& note) { return note.text == told; });
  }
}

std::optional<base::Instant> close_out_instant(const Determination& open, const Rulebook& rulebook) {
  if (rulebook.payer.close_out_days == 0 || !waits_for_information(open)) return std::nullopt;
  if (is_worked_on(open)) return std::nullopt;
  base::Instant asked = open.decided;
  for (const ClockEvent& event : open.clock) {
    if (event.kind == ClockKind::asked) asked = event.at;
  }
  const Calendar& calendar = rulebook.calendar;
  const base::Date last = calendar.plus_business_days(calendar.local_date(asked),
                                                      rulebook.payer.close_out_days, HolidaySet::plan);
  base::Instant closes = calendar.end_of_day(last);
  for (const LineDetermination& line : open.lines) {
    for (const MissingInformation& missing : line.missing) closes = std::max(closes, missing.due);
  }
  return closes;
}

base::Result<Determination> closed_out(const PriorCase& open, const Rulebook& rulebook, base::Instant now) {
  const std::optional<base::Instant> when = close_out_instant(open.determination, rulebook);
  if (!when || now <= *when) {
    return Issues(base::Issue{IssueCode::conflict, "case",
                              when                               ? "The information may still come."
                              : is_worked_on(open.determination) ? "Somebody is looking at a line of this case."
                                                                 : "The case does not wait for information."});
  }
  Determination made = open.determination;
  const std::string day = base::iso(rulebook.calendar.local_date(*when));
  for (LineDetermination& line : made.lines) {
    if (!is_open(line)) continue;
    if (line.reasons.empty()) line.reasons.emplace_back();
    line.reasons.front().code = did_not_arrive;
    line.reasons.front().words =
        with_what_stays(line, "Closed, not denied. What was asked for had not come by " + day +
                                  ". Send it to open the request again.");
    line.queue.clear();
    line.timeframe.reset();
    step(line, "close-out", "closed", "no information by " + day);
  }
  made.closed_out = true;
  made.decided = now;
  made.rulebook = version_of(rulebook);
  return made;
}

}  // namespace precert
