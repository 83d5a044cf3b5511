// See answered_elsewhere.hpp.
#include "gateway/review/answered_elsewhere.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace gateway {
namespace {

using precert::Determination;
using precert::LineDetermination;
using precert::PriorCase;
using precert::ReviewAction;
using precert::ServiceLine;

bool same_trace(const ServiceLine& one, const ServiceLine& other) {
  return std::ranges::any_of(one.traces, [&](const precert::Trace& trace) {
    return !trace.number.empty() && std::ranges::any_of(other.traces, [&](const precert::Trace& held) {
      return held.number == trace.number;
    });
  });
}

bool same_service(const ServiceLine& one, const ServiceLine& other) {
  return !one.procedure.code.empty() && one.procedure.code == other.procedure.code &&
         one.procedure.modifiers == other.procedure.modifiers;
}

/// True when the payer answered that line as the one it was asked about.
bool answered_as_asked(const Determination& decided, int sequence) {
  return std::ranges::any_of(
      decided.lines, [&](const LineDetermination& line) { return !line.added && line.sequence == sequence; });
}

/// The line of the case that an unasked one is; nullptr when it is the payer's own.
const ServiceLine* line_meant(const ServiceLine& told, const Determination& decided,
                              const PriorCase& earlier) {
  const ServiceLine* alike = nullptr;
  int count = 0;
  for (const ServiceLine& held : earlier.request.services) {
    if (answered_as_asked(decided, held.sequence)) continue;
    if (same_trace(told, held)) return &held;
    if (!same_service(told, held)) continue;
    alike = &held;
    ++count;
  }
  return count == 1 ? alike : nullptr;
}

bool has_line(const PriorCase& earlier, int sequence) {
  return std::ranges::find(earlier.request.services, sequence, &ServiceLine::sequence) !=
         earlier.request.services.end();
}

int next_free(const Determination& decided, const PriorCase& earlier) {
  int last = 0;
  for (const LineDetermination& line : decided.lines) last = std::max(last, line.sequence);
  for (const LineDetermination& line : earlier.determination.lines) last = std::max(last, line.sequence);
  return last + 1;
}

/// What the payer did add keeps no number that a line of the case has.
void know_lines_again(Determination& decided, const PriorCase& earlier) {
  std::vector<std::pair<int, int>> moved;  // sequence it was read under, sequence of the case
  const auto move = [&](LineDetermination& line, int sequence) {
    moved.emplace_back(line.sequence, sequence);
    line.sequence = sequence;
  };
  for (LineDetermination& line : decided.lines) {
    const ServiceLine* const meant = line.added ? line_meant(*line.added, decided, earlier) : nullptr;
    if (meant == nullptr) continue;
    move(line, meant->sequence);
    line.added.reset();
  }
  for (LineDetermination& line : decided.lines) {
    if (!line.added || !has_line(earlier, line.sequence)) continue;
    move(line, next_free(decided, earlier));
    line.added->sequence = line.sequence;
  }
  for (precert::Note& note : decided.notes) {
    const auto at = std::ranges::find(moved, note.service, &std::pair<int, int>::first);
    if (at != moved.end()) note.service = at->second;
  }
}

void spread_withdrawal(Determination& decided, const PriorCase& earlier) {
  const LineDetermination* const event = decided.line(0);
  if (event == nullptr || event->action != ReviewAction::cancelled || decided.lines.size() != 1) return;
  const LineDetermination whole = *event;
  std::vector<LineDetermination> lines;
  for (const LineDetermination& line : earlier.determination.lines) {
    LineDetermination& one = lines.emplace_back(whole);
    one.sequence = line.sequence;
    one.certification_number = line.certification_number;
    one.reference_number = line.reference_number;
  }
  if (!lines.empty()) decided.lines = std::move(lines);
}

}  // namespace

void complete_answer(Determination& decided, const PriorCase* earlier, const std::string& trace) {
  if (decided.numbers.trace.empty()) decided.numbers.trace = trace;
  if (earlier != nullptr && !decided.refused()) {
    know_lines_again(decided, *earlier);
    spread_withdrawal(decided, *earlier);
    for (const LineDetermination& line : earlier->determination.lines) {
      if (decided.line(line.sequence) == nullptr) decided.lines.push_back(line);
    }
    std::stable_sort(decided.lines.begin(), decided.lines.end(),
                     [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
    decided.action = precert::summary_of(decided.lines);
  }
  for (LineDetermination& line : decided.lines) {
    if (line.action == ReviewAction::pended && line.queue.empty()) line.queue = "upstream";
  }
}

}  // namespace gateway
