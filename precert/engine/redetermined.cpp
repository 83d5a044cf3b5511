// A case that is decided anew because something has arrived. See attached.hpp.
#include <algorithm>

#include "precert/engine/attached.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/determine.hpp"
#include "precert/engine/line_rules.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {
namespace {

void keep_number(std::string& number, const std::string& otherwise) {
  if (number.empty()) number = otherwise;
}

/// Sent under the number of the question; or, since a question that was answered loses its number, sent under
/// one of this case's numbers for this line as the kind of paper that is asked for.
bool has_arrived(const MissingInformation& asked, int line, const std::string& trace,
                 const std::vector<Document>& documents) {
  return std::ranges::any_of(documents, [&](const Document& one) {
    if (one.content_hash.empty() || one.change == Change::cancelled || one.control_number.empty())
      return false;
    if (one.control_number == asked.control_number) return true;
    return one.control_number.starts_with(trace + "-") && one.service == line && !one.report_type.empty() &&
           one.report_type == asked.report_type;
  });
}

/// The reason counts what is still asked for.
void count_anew(std::size_t arrived, LineDetermination& line) {
  if (line.reasons.empty()) return;
  std::string& words = line.reasons.front().words;
  const std::string counted = words_of_missing(line.missing.size() + arrived);
  const std::size_t at = words.find(counted);
  if (at == std::string::npos) return;
  words.replace(at, counted.size(), words_of_missing(line.missing.size()) + " What has come is being read.");
}

/// Papers that nobody has read yet are not asked for again.
void take_arrived(const ReviewRequest& now, const std::string& trace, LineDetermination& line) {
  if (line.action != ReviewAction::pended || trace.empty()) return;
  const auto arrived = std::erase_if(line.missing, [&](const MissingInformation& one) {
    return has_arrived(one, line.sequence, trace, now.documents);
  });
  if (arrived == 0) return;
  step(line, "arrived", "true",
       arrived == 1 ? "one paper to read" : std::to_string(arrived) + " papers to read");
  if (!line.missing.empty()) return count_anew(arrived, line);
  constexpr std::string_view waits_for_review = "0W";  // X12 886
  const bool is_heard = std::ranges::find(line.steps, step_appealed, &Step::rule) != line.steps.end();
  line.queue = is_heard ? "appeals" : "clinician";
  if (line.reasons.empty()) line.reasons.emplace_back();
  line.reasons.front().code = waits_for_review;
  line.reasons.front().words = "What was asked for has arrived and is being read.";
}

}  // namespace

Determination redetermined(const PriorCase& earlier, const ReviewRequest& now, const Rulebook& rulebook,
                           Facts facts) {
  const Determination& then = earlier.determination;
  if (then.refused()) return then;  // it has to be sent again
  Numbers numbers = then.numbers;
  keep_number(numbers.certification, facts.numbers.certification);
  keep_number(numbers.reference, facts.numbers.reference);
  keep_number(numbers.trace, facts.numbers.trace);
  facts.numbers = std::move(numbers);
  facts.previous = earlier;
  Determination made = determine(now, rulebook, facts);
  if (made.refused()) return then;
  for (LineDetermination& line : made.lines) {
    const LineDetermination* const before = then.line(line.sequence);
    if (before != nullptr && before->action != ReviewAction::pended) {
      line = *before;
      if (then.reviewer) made.reviewer = then.reviewer;
    } else {
      take_arrived(now, made.numbers.trace, line);
    }
  }
  made.action = summary_of(made.lines);
  settle_clock(now, rulebook, facts, made);  // papers that have come may be all that it waited for
  return made;
}

}  // namespace precert
