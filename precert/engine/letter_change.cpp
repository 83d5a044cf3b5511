#include "precert/engine/letter_change.hpp"

#include <algorithm>

#include "precert/engine/line_rules.hpp"

namespace precert {
namespace {

constexpr std::string_view asked_before =
    "0Q";  // X12 886: the answer of then comes back; its letters are out

auto count_of_extensions(const Determination& one) {
  return std::count_if(one.clock.begin(), one.clock.end(),
                       [](const ClockEvent& event) { return event.kind == ClockKind::extended; });
}

bool is_heard_again(const LineDetermination& line) {
  return line.action == ReviewAction::pended &&
         std::any_of(line.steps.begin(), line.steps.end(),
                     [](const Step& one) { return one.rule == step_appealed; });
}

bool is_of_a_talk(const Note& note) { return note.kind == NoteKind::peer_to_peer; }

bool repeats(const LineDetermination& line) {
  return std::any_of(line.reasons.begin(), line.reasons.end(),
                     [](const Reason& reason) { return reason.code == asked_before; });
}

}  // namespace

bool LetterChange::is_new(const LineDetermination& line) const {
  const LineDetermination* const then = then_of(line);
  if (then == nullptr && repeats(line)) return false;
  if (then == nullptr || then->action != line.action) return true;
  return line.action != ReviewAction::pended &&
         (then->quantity != line.quantity || then->validity != line.validity ||
          then->certification_number != line.certification_number || then->provider != line.provider);
}

bool LetterChange::was(const LineDetermination& line, ReviewAction action) const {
  const LineDetermination* const then = then_of(line);
  return then != nullptr && then->action == action;
}

bool LetterChange::asks_anew(const LineDetermination& line, const MissingInformation& question) const {
  const LineDetermination* const then = then_of(line);
  if (then == nullptr) return !repeats(line);
  return std::none_of(then->missing.begin(), then->missing.end(), [&](const MissingInformation& one) {
    return one.fact == question.fact && one.control_number == question.control_number;
  });
}

const ClockEvent* LetterChange::extension() const {
  if (count_of_extensions(after_) <= (before_ == nullptr ? 0 : count_of_extensions(*before_))) return nullptr;
  const auto last = std::find_if(after_.clock.rbegin(), after_.clock.rend(),
                                 [](const ClockEvent& event) { return event.kind == ClockKind::extended; });
  return &*last;
}

const Note* LetterChange::talk() const {
  for (const Note& note : after_.notes) {
    if (!is_of_a_talk(note)) continue;
    const bool known = before_ != nullptr &&
                       std::find(before_->notes.begin(), before_->notes.end(), note) != before_->notes.end();
    return known ? nullptr : &note;
  }
  return nullptr;
}

bool LetterChange::hears(const LineDetermination& line) const {
  const LineDetermination* const then = then_of(line);
  return is_heard_again(line) && (then == nullptr || !is_heard_again(*then));
}

bool LetterChange::closes() const {
  return after_.closed_out && (before_ == nullptr || !before_->closed_out);
}

std::vector<LetterKind> kinds_owed(const LetterChange& change) {
  if (change.closes()) return {LetterKind::closed};
  if (change.after().closed_out) return {};
  bool approved = false, modified = false, denied = false, needless = false, asks = false, hears = false,
       waits = false;
  for (const LineDetermination& line : change.after().lines) {
    if (change.is_new(line)) {
      approved = approved || line.action == ReviewAction::certified;
      modified = modified || line.action == ReviewAction::modified;
      denied = denied || line.action == ReviewAction::not_certified;
      needless =
          needless || (line.action == ReviewAction::not_required && change.was(line, ReviewAction::pended));
    }
    if (line.action != ReviewAction::pended) continue;
    waits = true;
    hears = hears || change.hears(line);
    asks = asks || std::any_of(line.missing.begin(), line.missing.end(),
                               [&](const MissingInformation& one) { return change.asks_anew(line, one); });
  }
  std::vector<LetterKind> kinds;
  if (denied) {
    kinds.push_back(LetterKind::denial);
  } else if (modified) {
    kinds.push_back(LetterKind::modified);
  } else if (approved) {
    kinds.push_back(LetterKind::approval);
  } else if (needless) {
    kinds.push_back(LetterKind::not_required);
  }
  if (asks) kinds.push_back(LetterKind::information);
  if (hears) kinds.push_back(LetterKind::appeal_received);
  if (waits && change.extension() != nullptr) kinds.push_back(LetterKind::extension);
  if (change.talk() != nullptr) kinds.push_back(LetterKind::peer_to_peer);
  return kinds;
}

LetterTopic topic_of(LetterKind kind) {
  switch (kind) {
    case LetterKind::approval:
    case LetterKind::modified:
    case LetterKind::denial:
    case LetterKind::not_required: return LetterTopic::decision;
    case LetterKind::cover_sheet:
    case LetterKind::information: return LetterTopic::question;
    case LetterKind::extension: return LetterTopic::extension;
    case LetterKind::closed: return LetterTopic::closing;
    case LetterKind::peer_to_peer: return LetterTopic::talk;
    case LetterKind::appeal_received: return LetterTopic::appeal;
  }
  return LetterTopic::decision;
}

bool supersedes(const Determination& now, LetterKind kind, const Determination* before,
                const Determination& then) {
  if (now.refused()) return false;
  const LetterTopic topic = topic_of(kind);
  if (topic == LetterTopic::talk) return std::any_of(now.notes.begin(), now.notes.end(), is_of_a_talk);
  if (topic != LetterTopic::decision) return true;
  const LetterChange told(before, then);
  return std::none_of(then.lines.begin(), then.lines.end(), [&](const LineDetermination& line) {
    const LineDetermination* const current = now.line(line.sequence);
    const bool waits = current != nullptr && current->action == ReviewAction::pended;
    return line.action != ReviewAction::pended && told.is_new(line) && waits;
  });
}

}  // namespace precert
