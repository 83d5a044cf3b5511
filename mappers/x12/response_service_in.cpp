// See response_service_in.hpp.
#include "mappers/x12/response_service_in.hpp"

#include <algorithm>
#include <string>

#include "mappers/codes/clinical_codes.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/model/certified.hpp"
#include "mappers/x12/values.hpp"

namespace mappers {
namespace {

using precert::LineDetermination;
using precert::MissingInformation;
using precert::ReviewAction;
using precert::ServiceLine;
using x12::LoopView;
using x12::SegmentView;

/// "Fill in the payer's questionnaire" (PAS ainfo-3).

/// DTP of a date or a span; nullopt for anything that is none.
std::optional<base::Period> period_of(const SegmentView& dtp) {
  base::Issues unread;
  ValueReader read(unread);
  return dtp ? read.period(dtp, 2) : std::nullopt;
}

/// 007 as a span says it all; 007 of one day is the start, 036 the end.
std::optional<base::Period> validity_of(const LoopView& loop) {
  std::optional<base::Period> effective = period_of(loop.segment("DTP", "007"));
  const std::optional<base::Period> expires = period_of(loop.segment("DTP", "036"));
  const bool one_day = loop.segment("DTP", "007").element(2) == "D8";
  if (effective && one_day) effective->end = expires ? std::optional(expires->start) : std::nullopt;
  if (!effective && expires) {
    const std::optional<base::Period> issued = period_of(loop.segment("DTP", "102"));
    if (issued) effective = base::Period{issued->start, expires->start};
  }
  return effective;
}

void read_reasons(const SegmentView& hcr, LineDetermination& line) {
  for (std::uint32_t which = 1; which <= 5; ++which) {
    const std::string_view code = hcr.repetition(3, which);
    if (code.empty()) continue;
    precert::Reason reason;
    reason.code = code;
    line.reasons.push_back(std::move(reason));
  }
  line.second_opinion = yes_no(hcr.element(4));
}

/// One MissingInformation for each PWK, then for each LOINC that no PWK goes with.
void join_questions(std::vector<std::string>& codes, std::vector<MissingInformation> papers,
                    std::vector<MissingInformation>& missing) {
  const bool in_step = codes.size() == papers.size();
  for (MissingInformation& paper : papers) {
    const bool takes_code = in_step || paper.report_type == "77";
    if (takes_code && !codes.empty()) {
      paper.loinc = std::move(codes.front());
      codes.erase(codes.begin());
      if (paper.report_type == "77") paper.report_type.clear();
    }
    missing.push_back(std::move(paper));
  }
  for (std::string& code : codes) {
    MissingInformation& one = missing.emplace_back();
    if (code != questionnaire_loinc) one.loinc = std::move(code);
  }
}

const ServiceLine* line_of(const precert::ReviewRequest& request, int sequence) {
  for (const ServiceLine& line : request.services) {
    if (line.sequence == sequence) return &line;
  }
  return nullptr;
}

/// The asked line that a 2000F answers: nullptr when none does.
const ServiceLine* traced_line(const precert::ReviewRequest& asked,
                               const std::vector<precert::Trace>& traces) {
  for (const ServiceLine& line : asked.services) {
    for (const precert::Trace& own : line.traces) {
      const bool echoed = std::any_of(traces.begin(), traces.end(), [&](const precert::Trace& trace) {
        return trace.number == own.number;
      });
      if (echoed) return &line;
    }
  }
  return nullptr;
}

int next_free(const precert::ReviewRequest& asked, const std::vector<int>& taken) {
  int last = 0;
  for (const ServiceLine& line : asked.services) last = std::max(last, line.sequence);
  for (const int sequence : taken) last = std::max(last, sequence);
  return last + 1;
}

/// The next asked line in order that no 2000F answers so far; nullptr when all are answered.
const ServiceLine* next_unanswered(const precert::ReviewRequest& asked, const std::vector<int>& taken) {
  for (const ServiceLine& line : asked.services) {
    if (std::find(taken.begin(), taken.end(), line.sequence) == taken.end()) return &line;
  }
  return nullptr;
}

void read_line(const LoopView& loop, const ServiceLine& told, const ServiceLine* asked_line,
               const precert::ReviewRequest& asked, int sequence, precert::Determination& determination) {
  const bool refused = bool(loop.segment("AAA"));
  const std::string_view words = loop.segment("MSG").element(1);
  if (!words.empty() && !refused) determination.notes.push_back({std::string(words), sequence, {}});
  if (refused || !from_x12<ReviewAction>(loop.segment("HCR").element(1))) return;
  LineDetermination line = event_decision_from(loop);
  line.sequence = sequence;
  read_missing(loop, line);
  if (asked_line != nullptr) {
    keep_differences(told, *asked_line, asked, line);
    if (const std::string other = other_service(told, *asked_line); !other.empty()) {
      determination.notes.push_back({other, sequence, {}});
    }
  } else if (!asked.services
                  .empty()) {  // a cancellation of everything names no line: all of the case are answered
    line.added = told;
    line.added->sequence = sequence;
  }
  determination.lines.push_back(std::move(line));
}

}  // namespace

LineDetermination event_decision_from(const LoopView& loop) {
  const SegmentView hcr = loop.segment("HCR");
  LineDetermination line;
  line.action = from_x12<ReviewAction>(hcr.element(1)).value_or(ReviewAction::pended);
  // Some senders number what they do not certify too: that is no number to bill with.
  (is_usable(line.action) || line.action == ReviewAction::cancelled ? line.certification_number
                                                                    : line.reference_number) = hcr.element(2);
  if (line.reference_number.empty()) line.reference_number = loop.segment("REF", "NT").element(2);
  if (is_usable(line.action)) line.validity = validity_of(loop);
  read_reasons(hcr, line);
  return line;
}

void read_missing(const LoopView& loop, LineDetermination& line) {
  std::vector<std::string> codes;
  const SegmentView hi = loop.segment("HI");
  for (std::uint32_t at = 1; at <= hi.size(); ++at) {
    if (hi.component(at, 1) == "LOI" && !hi.component(at, 2).empty()) codes.emplace_back(hi.component(at, 2));
  }
  std::vector<MissingInformation> papers;
  loop.each_segment("PWK", [&](const SegmentView& pwk) {
    MissingInformation& paper = papers.emplace_back();
    paper.report_type = pwk.element(1);
    paper.control_number = pwk.element(6);
    paper.question = pwk.element(7);
  });
  join_questions(codes, std::move(papers), line.missing);
}

std::vector<int> sequences_of(const LoopView& event, const precert::ReviewRequest& asked) {
  std::vector<int> sequences;
  event.each_loop("2000F", [&](const LoopView& loop) {
    const std::vector<precert::Trace> traces = traces_of(loop, "2");
    const ServiceLine* line = traced_line(asked, traces);
    if (line == nullptr) line = next_unanswered(asked, sequences);
    // A trace that is not ours is a line of somebody's own, wherever it stands.
    const bool foreign =
        line != nullptr && !traces.empty() && !line->traces.empty() && traced_line(asked, traces) == nullptr;
    const bool answered =
        line != nullptr && std::find(sequences.begin(), sequences.end(), line->sequence) != sequences.end();
    sequences.push_back(line == nullptr || foreign || answered ? next_free(asked, sequences)
                                                               : line->sequence);
  });
  return sequences;
}

void read_lines(const LoopView& event, const precert::ReviewRequest& told,
                const precert::ReviewRequest* asked, precert::Determination& determination) {
  const precert::ReviewRequest& request = asked == nullptr ? told : *asked;
  const std::vector<int> sequences = sequences_of(event, request);
  std::size_t at = 0;
  event.each_loop("2000F", [&](const LoopView& loop) {
    const int sequence = sequences[at];
    read_line(loop, told.services[at++], line_of(request, sequence), request, sequence, determination);
  });
}

}  // namespace mappers
