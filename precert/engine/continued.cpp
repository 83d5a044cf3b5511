// See continued.hpp.
#include "precert/engine/continued.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "precert/engine/after_pending.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/merged_diagnoses.hpp"

namespace precert {
namespace {

const ServiceLine* service_with(const ReviewRequest& request, int sequence) {
  const auto found = std::ranges::find_if(request.services,
                                          [&](const ServiceLine& line) { return line.sequence == sequence; });
  return found == request.services.end() ? nullptr : &*found;
}

/// Facts of a line that does not exist are facts of nothing.
template <class Fact>
void drop_facts_of(int sequence, std::vector<Fact>& facts) {
  std::erase_if(facts, [&](const Fact& fact) { return fact.service == sequence; });
}

void drop_line(int sequence, ReviewRequest& request) {
  std::erase_if(request.services, [&](const ServiceLine& line) { return line.sequence == sequence; });
  drop_facts_of(sequence, request.answers);
  drop_facts_of(sequence, request.documents);
  drop_facts_of(sequence, request.notes);
}

/// What the refused line said, and what that replaced, is as it was.
template <class Fact>
void restore_facts_of(int sequence, const std::vector<Fact>& then, std::vector<Fact>& facts) {
  drop_facts_of(sequence, facts);
  std::ranges::copy_if(then, std::back_inserter(facts),
                       [&](const Fact& fact) { return fact.service == sequence; });
}

void restore_line(const PriorCase& earlier, int sequence, PriorCase& made) {
  const ServiceLine* const before = service_with(earlier.request, sequence);
  if (before == nullptr) return drop_line(sequence, made.request);
  ServiceLine restored = *before;
  keep_diagnoses_of(restored, earlier.request.event.diagnoses, made.request);
  for (ServiceLine& line : made.request.services) {
    if (line.sequence == sequence) line = restored;
  }
  restore_facts_of(sequence, earlier.request.answers, made.request.answers);
  restore_facts_of(sequence, earlier.request.documents, made.request.documents);
  restore_facts_of(sequence, earlier.request.notes, made.request.notes);
  const LineDetermination* const decided = earlier.determination.line(sequence);
  if (decided != nullptr && made.determination.line(sequence) == nullptr) {
    made.determination.lines.push_back(*decided);
  }
}

/// The clock counts the lines that are open now. A refused line of a case that was closed for want of
/// information stays closed with it, and waits again when another line opens the case.
void settle_restored(const PriorCase& earlier, Determination& made) {
  const bool open_anew = std::ranges::any_of(made.lines, [](const LineDetermination& line) {
    return line.action == ReviewAction::pended && !line.queue.empty();
  });
  made.closed_out = earlier.determination.closed_out && made.action == ReviewAction::pended;
  if (made.closed_out && !open_anew) {
    made.clock = earlier.determination.clock;
    return;
  }
  reopen(made);
  made.clock = clock_after(&earlier.determination, made, made.decided);
}

}  // namespace

bool asks_anew(const ReviewRequest& request, const PriorCase& named) {
  if (request.event.certification != CertificationType::initial || request.purpose == Purpose::cancellation) {
    return false;
  }
  const bool line_acts = std::ranges::any_of(request.services, [](const ServiceLine& line) {
    return line.change == Change::cancelled ||
           line.certification.value_or(CertificationType::initial) != CertificationType::initial;
  });
  const std::vector<LineDetermination>& lines = named.determination.lines;
  return !line_acts && !lines.empty() && std::ranges::all_of(lines, [](const LineDetermination& line) {
    return line.action == ReviewAction::cancelled;
  });
}

std::optional<PriorCase> without_refused_lines(const PriorCase& earlier, const ReviewRequest& request,
                                               const Determination& determination) {
  const auto of_line = [](const Refusal& one) {
    return (one.level == Level::service || one.level == Level::service_provider) && one.index > 0;
  };
  if (std::ranges::none_of(determination.refusals, of_line)) return std::nullopt;
  PriorCase made{earlier.id, earlier.version, request, determination};
  for (const Refusal& one : determination.refusals) {
    if (of_line(one)) restore_line(earlier, one.index, made);
  }
  std::erase_if(made.determination.refusals, of_line);
  std::ranges::stable_sort(made.determination.lines, {}, &LineDetermination::sequence);
  made.determination.action = summary_of(made.determination.lines);
  settle_restored(earlier, made.determination);
  return made;
}

std::optional<PriorCase> without_refused_lines(const PriorCase& earlier, const ReviewRequest& request,
                                               const Determination& determination, const Rulebook& rulebook,
                                               const Facts& facts) {
  std::optional<PriorCase> made = without_refused_lines(earlier, request, determination);
  if (!made || made->determination.closed_out) return made;
  Facts known = facts;
  known.previous = earlier;
  settle_clock(made->request, rulebook, known, made->determination);
  return made;
}

}  // namespace precert
