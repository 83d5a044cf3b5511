// See repeats.hpp.
#include "precert/engine/repeats.hpp"

#include <algorithm>
#include <string_view>

#include "precert/engine/line_rules.hpp"

namespace precert {
namespace {

constexpr std::string_view case_mark = "case ";
constexpr std::string_view line_mark = " line ";

}  // namespace

bool is_repeat(const LineDetermination& line) {
  return std::any_of(line.reasons.begin(), line.reasons.end(),
                     [](const Reason& reason) { return reason.rule == rule_duplicate; });
}

bool is_repeat(const Determination& determination) {
  const auto& lines = determination.lines;
  return !lines.empty() && std::all_of(lines.begin(), lines.end(),
                                       [](const LineDetermination& line) { return is_repeat(line); });
}

CaseId original_of(const LineDetermination& line) {
  if (!is_repeat(line)) return {};
  for (auto one = line.steps.rbegin(); one != line.steps.rend(); ++one) {
    if (one->rule != rule_duplicate || !one->detail.starts_with(case_mark)) continue;
    const std::size_t end = one->detail.rfind(line_mark);
    if (end == std::string::npos || end < case_mark.size()) return {};
    return CaseId(one->detail.substr(case_mark.size(), end - case_mark.size()));
  }
  return {};
}

Step step_of_repeat(const CaseId& original, int line) {
  std::string detail(case_mark);
  detail.append(original.text()).append(line_mark).append(std::to_string(line));
  return Step{std::string(rule_duplicate), "true", std::move(detail)};
}

bool stands_for(const PriorCase& repeat, const PriorCase& original) {
  const auto same = [](const ServiceLine& a, const ServiceLine& b) {
    return a.sequence == b.sequence && a.procedure.system == b.procedure.system &&
           a.procedure.code == b.procedure.code;
  };
  const auto& some = repeat.request.services;
  const auto& more = original.request.services;
  return is_repeat(repeat.determination) &&
         std::equal(some.begin(), some.end(), more.begin(), more.end(), same);
}

PriorCase own_lines_of(PriorCase found) {
  const auto repeated = [&](int sequence) {
    const LineDetermination* const line = found.determination.line(sequence);
    return line != nullptr && is_repeat(*line);
  };
  std::erase_if(found.request.services, [&](const ServiceLine& line) { return repeated(line.sequence); });
  std::erase_if(found.determination.lines, [](const LineDetermination& line) { return is_repeat(line); });
  return found;
}

}  // namespace precert
