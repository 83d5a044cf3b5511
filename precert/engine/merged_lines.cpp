// See merged_lines.hpp.
#include "precert/engine/merged_lines.hpp"

#include <algorithm>

#include "precert/engine/content_checks.hpp"
#include "precert/engine/line_context.hpp"
#include "precert/engine/line_match.hpp"
#include "precert/engine/on_top.hpp"

namespace precert {
namespace {

bool shares_a_trace(const ServiceLine& a, const ServiceLine& b) {
  return std::any_of(a.traces.begin(), a.traces.end(), [&](const Trace& one) {
    return !one.number.empty() && std::find(b.traces.begin(), b.traces.end(), one) != b.traces.end();
  });
}

bool is_coded(const ServiceLine& line) { return !line.procedure.code.empty() || !line.revenue_code.empty(); }

bool is_added(const ReviewRequest& update, const ServiceLine& line) {
  if (line.change == Change::added) return true;
  return line.certification == CertificationType::initial &&
         update.event.certification != CertificationType::initial;
}

/// What a changed line of a 278 leaves out stays as it was. How much and when is never filled in for an
/// extension: it asks for more, not for the same again.
void fill_line(const ReviewRequest& update, ServiceLine& line, const ServiceLine& then) {
  fill(line.category, then.category);
  fill(line.service_type, then.service_type);
  fill(line.place, then.place);
  if (line.procedure.code.empty() && line.revenue_code.empty()) {
    line.procedure = then.procedure;
    line.revenue_code = then.revenue_code;
  }
  fill(line.diagnosis_pointers, then.diagnosis_pointers);
  fill(line.epsdt, then.epsdt);
  fill(line.nursing_home_level, then.nursing_home_level);
  fill(line.nursing_home_status, then.nursing_home_status);
  fill(line.dental, then.dental);
  fill(line.providers, then.providers);
  if (is_on_top(update.certification_of(line))) return;
  fill(line.dates, then.dates);
  if (same_code(line, then)) {  // another service has another price
    fill(line.amount, then.amount);
    fill(line.unit_rate, then.unit_rate);
  }
  fill(line.quantity, then.quantity);
  fill(line.delivery, then.delivery);
}

/// The dates that were said have a day in common, or none were said.
bool dates_meet(const ServiceLine& line, const ReviewRequest& then, const ServiceLine& one) {
  const std::optional<base::Period> held = dates_asked(then, one);
  if (!line.dates || !held) return true;
  return line.dates->start <= held->end.value_or(held->start) &&
         held->start <= line.dates->end.value_or(line.dates->start);
}

/// Whichever of the two is meant, the same is left.
bool alike(const ReviewRequest& then, const ServiceLine& a, const ServiceLine& b) {
  return same_code(a, b) && dates_asked(then, a) == dates_asked(then, b);
}

}  // namespace

bool says_everything(const ReviewRequest& update) {
  if (!update.reference_system.empty()) return true;
  return std::any_of(update.services.begin(), update.services.end(), [](const ServiceLine& line) {
    return line.source.where.starts_with("Claim") || line.source.where.starts_with("Bundle");
  });
}

MergedLines::MergedLines(const ReviewRequest& update, const PriorCase& previous, int last, bool apart)
    : update_(update),
      then_(previous.request),
      decided_(previous.determination),
      last_(last),
      apart_(apart),
      whole_(says_everything(update)),
      taken_(then_.services.size(), false) {}

std::vector<MergedLine> MergedLines::take() {
  lines_.reserve(update_.services.size() + then_.services.size());
  for (const ServiceLine& line : update_.services) lines_.push_back(paired(line));
  carry_over();
  number();
  std::vector<MergedLine> in_order = lines_;
  std::sort(in_order.begin(), in_order.end(),
            [](const MergedLine& a, const MergedLine& b) { return a.line.sequence < b.line.sequence; });
  return in_order;
}

MergedLine MergedLines::paired(const ServiceLine& line) {
  const std::size_t at = whole_ ? by_sequence(line) : by_content(line);
  MergedLine made{line, false, PointersOf::update};
  if (at == taken_.size()) {
    if (!whole_) made.line.sequence = 0;  // numbered below: its own number may mean another line of the case
    return made;
  }
  const ServiceLine& then = then_.services[at];
  const bool beside = !whole_ && comes_beside(line, then);
  if (!beside) taken_[at] = true;
  made.line.sequence = beside ? 0 : then.sequence;
  if (whole_) return made;
  if (line.diagnosis_pointers.empty()) made.pointers = PointersOf::earlier_case;
  fill_line(update_, made.line, then);
  return made;
}

int MergedLines::new_sequence(int sequence) const {
  for (std::size_t i = 0; i < update_.services.size(); ++i) {
    if (update_.services[i].sequence == sequence) return lines_[i].line.sequence;
  }
  return sequence;
}

template <class Fits>
std::size_t MergedLines::first_free(const Fits& fits) const {
  for (std::size_t i = 0; i < taken_.size(); ++i) {
    if (!taken_[i] && fits(then_.services[i])) return i;
  }
  return taken_.size();
}

std::size_t MergedLines::by_sequence(const ServiceLine& line) const {
  return first_free([&](const ServiceLine& one) { return one.sequence == line.sequence; });
}

std::size_t MergedLines::by_content(const ServiceLine& line) const {
  const std::size_t none = taken_.size();
  if (quotes_another(update_, line, decided_)) return none;
  if (is_withdrawal(update_, line)) return withdrawn_by(line);
  std::size_t at = first_free([&](const ServiceLine& one) { return shares_a_trace(one, line); });
  if (at == none) at = by_number(line);
  if (at == none && is_added(update_, line)) return asked_for_already(line);
  if (at == none && is_coded(line)) {
    at = first_free(
        [&](const ServiceLine& one) { return one.sequence == line.sequence && same_code(one, line); });
  }
  if (at == none && is_coded(line))
    at = first_free([&](const ServiceLine& one) { return same_code(one, line); });
  return at == none ? by_sequence(line) : at;
}

/// A line that is said to be added and is all that a line of the case asks for, on the same days, is that
/// line: the same is not certified twice. More care behind an authorization is another matter.
std::size_t MergedLines::asked_for_already(const ServiceLine& line) const {
  if (is_on_top(update_.event.certification) || !line.dates) return taken_.size();
  return first_free([&](const ServiceLine& one) {
    const LineDetermination* const decided = decided_.line(one.sequence);
    const bool wanted = decided == nullptr || decided->action != ReviewAction::cancelled;
    return wanted && same_code(one, line) && line.dates == dates_asked(then_, one) &&
           line.quantity == one.quantity && line.delivery == one.delivery &&
           line.providers == one.providers && update_.place_of(line) == then_.place_of(one);
  });
}

/// The one line that is meant, or none where nothing of it fits or several would do. Where the message lists
/// as many lines as the case has, their places count too.
std::size_t MergedLines::withdrawn_by(const ServiceLine& line) const {
  const std::size_t none = taken_.size();
  const std::size_t traced = first_free([&](const ServiceLine& one) { return shares_a_trace(one, line); });
  if (traced != none) return may_mean(line, then_.services[traced]) ? traced : none;
  const bool everything = cancels_everything(update_);  // then nothing that could be meant is left out
  std::size_t best = none;
  int most = -1;
  bool alone = false;
  for (std::size_t i = 0; i < none; ++i) {
    const ServiceLine& one = then_.services[i];
    if (taken_[i] || !may_mean(line, one)) continue;
    if (!everything && !dates_meet(line, then_, one)) continue;
    const int here = agreement(line, one);
    if (here > most) {
      most = here;
      best = i;
      alone = true;
    } else if (here == most) {
      alone = alone && alike(then_, then_.services[best], one);
    }
  }
  return alone || everything ? best : none;
}

/// How well a line that may be meant fits: what is still wanted before what is withdrawn already, then the
/// quoted number, the whole code, the same dates, the same place in the message.
int MergedLines::agreement(const ServiceLine& line, const ServiceLine& one) const {
  const LineDetermination* const decided = decided_.line(one.sequence);
  const bool wanted = decided == nullptr || decided->action != ReviewAction::cancelled;
  const bool listed = update_.services.size() == then_.services.size() && one.sequence == line.sequence;
  int points = wanted ? 16 : 0;
  if (bears_quoted_number(line, one)) points += 8;
  if (is_coded(line) && same_code(line, one)) points += 4;
  if (line.dates && line.dates == dates_asked(then_, one)) points += 2;
  return points + (listed ? 1 : 0);
}

/// More of a certified line, within a change of other lines: it stands beside that line. A PAS item keeps its
/// sequence, so it cannot.
bool MergedLines::comes_beside(const ServiceLine& line, const ServiceLine& then) const {
  if (is_on_top(update_.event.certification) || !is_on_top(update_.certification_of(line))) return false;
  const LineDetermination* const decided = decided_.line(then.sequence);
  return decided != nullptr &&
         (decided->action == ReviewAction::certified || decided->action == ReviewAction::modified);
}

bool MergedLines::bears_quoted_number(const ServiceLine& line, const ServiceLine& one) const {
  const LineDetermination* const decided = decided_.line(one.sequence);
  if (decided == nullptr) return false;
  const auto is = [&](const std::string& number) {
    return !number.empty() &&
           (number == decided->certification_number || number == decided->reference_number);
  };
  return is(line.previous_certification) || is(line.previous_reference);
}

/// A line that quotes a number means one that bears it.
std::size_t MergedLines::by_number(const ServiceLine& line) const {
  const auto bears = [&](const ServiceLine& one) { return bears_quoted_number(line, one); };
  const std::size_t same =
      first_free([&](const ServiceLine& one) { return bears(one) && same_code(one, line); });
  return same < taken_.size() || is_coded(line) ? same : first_free(bears);
}

/// Lines that the update does not mention stay. An update of the event alone speaks of all of them.
void MergedLines::carry_over() {
  const bool event_speaks = update_.services.empty() || update_.purpose == Purpose::cancellation ||
                            update_.event.certification == CertificationType::cancellation;
  if (apart_ && !event_speaks) return;
  for (std::size_t i = 0; i < taken_.size(); ++i) {
    if (taken_[i]) continue;
    MergedLine kept{then_.services[i], !event_speaks, PointersOf::earlier_case};
    if (kept.line.change != Change::cancelled) kept.line.change = Change::none;
    if (event_speaks) {
      kept.line.certification.reset();
      if (apart_) kept.line.dates.reset();  // as much again, at another time
    } else {
      kept.line.certification = then_.certification_of(then_.services[i]);
    }
    lines_.push_back(std::move(kept));
  }
}

void MergedLines::number() {
  int last = last_;  // a case apart leaves lines where they are: their numbers mean them, not its own
  for (const ServiceLine& line : then_.services) last = std::max(last, line.sequence);
  for (const MergedLine& one : lines_) last = std::max(last, one.line.sequence);
  for (MergedLine& one : lines_) {
    if (one.line.sequence == 0) one.line.sequence = ++last;
  }
}

}  // namespace precert
