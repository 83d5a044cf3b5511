// Talks and appeals about a reviewer's adverse decision. See after_pending.hpp.
#include <algorithm>

#include "precert/engine/after_pending.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/model/words.hpp"

namespace precert {
namespace {

using base::IssueCode;
using base::Issues;

constexpr std::string_view talk_words = "Peer-to-peer talk ";

Issues one_fault(IssueCode code, std::string where, std::string remedy) {
  return Issues(base::Issue{code, std::move(where), std::move(remedy)});
}

/// Decided against the request by a person.
bool adverse_by_reviewer(const LineDetermination& line) {
  return is_adverse(line.action) && !decided_by(line).empty();
}

std::string_view words_of(TalkStep step) {
  switch (step) {
    case TalkStep::requested: return "requested";
    case TalkStep::scheduled: return "scheduled";
    case TalkStep::upheld: return "held, the decision stands";
  }
  return {};
}

/// The newest word about the talk replaces the one before; the versions of the case keep them all.
void set_talk_note(Determination& determination, std::string text) {
  std::erase_if(determination.notes, [](const Note& one) { return one.kind == NoteKind::peer_to_peer; });
  determination.notes.push_back({std::move(text), 0, {}, NoteKind::peer_to_peer});
}

bool disputes(const std::vector<int>& lines, int sequence) {
  return lines.empty() || std::ranges::find(lines, sequence) != lines.end();
}

}  // namespace

bool is_adverse(ReviewAction action) {
  return action == ReviewAction::not_certified || action == ReviewAction::modified ||
         action == ReviewAction::partially_certified;
}

base::Result<Determination> talk_noted(const PriorCase& denied, TalkStep talk, const std::string& words,
                                       base::Instant now) {
  const Determination& before = denied.determination;
  if (std::ranges::none_of(before.lines, adverse_by_reviewer)) {
    return one_fault(IssueCode::conflict, "lines",
                     "No reviewer has decided against this request: there is nothing to talk about.");
  }
  Determination made = before;
  for (LineDetermination& line : made.lines) {
    if (adverse_by_reviewer(line)) step(line, "peer-to-peer", words_of(talk), words);
  }
  std::string text = std::string(talk_words) + std::string(words_of(talk));
  if (!words.empty()) text += " (" + words + ")";  // no colon: X12 would have to write around it
  text += '.';
  set_talk_note(made, std::move(text));
  made.decided = now;
  return made;
}

std::optional<Timeframe> talk_due(const Rulebook& rulebook, bool urgent, base::Instant asked) {
  const ClockEvent received{ClockKind::received, asked, 0, {}};
  ClockSubject subject;
  subject.subject = PromiseSubject::peer_to_peer;
  subject.urgent = urgent;
  std::vector<Timeframe> dues = dues_of(rulebook, subject, {&received, 1});
  if (dues.empty() && urgent) return talk_due(rulebook, false, asked);
  return dues.empty() ? std::nullopt : std::optional(std::move(dues.front()));
}

base::Result<Determination> overturned(const PriorCase& denied, const ReviewerDecision& decision,
                                       const Rulebook& rulebook, base::Instant now) {
  Issues issues;
  PriorCase reopened = denied;
  bool any = false;
  for (LineDetermination& line : reopened.determination.lines) {
    const bool named = std::ranges::any_of(decision.lines, [&](const LineDecision& one) {
      return one.sequence == 0 || one.sequence == line.sequence;
    });
    if (!named || !adverse_by_reviewer(line)) continue;
    any = true;
    step(line, "overturned", std::string(word(line.action)), decided_by(line) + " decided first");
    line.action = ReviewAction::pended;
    line.rights.reset();
  }
  if (decision.role != role_physician) {
    issues.add(IssueCode::data_invalid, "role", "Only a physician takes a denial back.");
  }
  for (std::size_t i = 0; i < decision.lines.size(); ++i) {
    const ReviewAction action = decision.lines[i].action;
    if (action == ReviewAction::certified || action == ReviewAction::modified) continue;
    issues.add(IssueCode::data_invalid, "lines[" + std::to_string(i) + "].action",
               "What is overturned is certified or modified.");
  }
  if (!any) {
    issues.add(IssueCode::conflict, "lines",
               "No line of this case was decided against the request by a reviewer.");
  }
  if (!issues.empty()) return issues;
  base::Result<Determination> made = decided(reopened, decision, rulebook, now);
  if (!made) return made;
  set_talk_note(*made, std::string(talk_words) + "held, the earlier decision was overturned.");
  return made;
}

base::Result<ReviewRequest> appeal_of(const PriorCase& denied, const Appeal& appeal, base::Date today) {
  ReviewRequest request = denied.request;
  bool any = false;
  bool late = false;
  for (const LineDetermination& line : denied.determination.lines) {
    if (!is_adverse(line.action) || !disputes(appeal.lines, line.sequence)) continue;
    any = true;
    late = late ||
           (line.rights && line.rights->appeal_until != base::Date{} && today > line.rights->appeal_until);
  }
  if (!any) {
    return one_fault(IssueCode::conflict, "lines", "No line named was decided against the request.");
  }
  if (late && appeal.late_cause.empty()) {
    return one_fault(IssueCode::data_invalid, "late_cause",
                     "The time to appeal is over; say why it is heard all the same.");
  }
  request.purpose = Purpose::request;
  request.event.certification = appeal.type;
  if (appeal.type == CertificationType::immediate_appeal && !request.event.level) {
    request.event.level = LevelOfService::urgent;  // X12 wants UM06 with an immediate appeal
  }
  for (ServiceLine& line : request.services) {
    line.change = Change::none;
    line.certification.reset();
    if (!disputes(appeal.lines, line.sequence)) line.certification = CertificationType::initial;
  }
  if (!appeal.words.empty()) request.notes.push_back({"Appeal: " + appeal.words, 0, {}});
  if (!appeal.late_cause.empty()) request.notes.push_back({"Heard late: " + appeal.late_cause, 0, {}});
  return request;
}

}  // namespace precert
