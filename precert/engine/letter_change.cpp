#include "precert/engine/letter_change.hpp"

#include <algorithm>

namespace precert {
namespace {

constexpr std::string_view asked_before =
    "0Q";  // X12 886: the answer of then comes back; its letters are out
constexpr std::string_view talk_begins = "Peer-to-peer talk ";  // as talk_noted() writes it

auto count_of_extensions(const Determination& one) {
  return std::count_if(one.clock.begin(), one.clock.end(),
                       [](const ClockEvent& event) { return event.kind == ClockKind::extended; });
}

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
    if (!note.text.starts_with(talk_begins)) continue;
    const bool known = before_ != nullptr &&
                       std::find(before_->notes.begin(), before_->notes.end(), note) != before_->notes.end();
    return known ? nullptr : &note;
  }
  return nullptr;
}

bool LetterChange::closes() const {
  return after_.closed_out && (before_ == nullptr || !before_->closed_out);
}

std::vector<LetterKind> kinds_owed(const LetterChange& change) {
  if (change.closes()) return {LetterKind::closed};
  if (change.after().closed_out) return {};
  bool approved = false, modified = false, denied = false, needless = false, asks = false;
  for (const LineDetermination& line : change.after().lines) {
    if (change.is_new(line)) {
      approved = approved || line.action == ReviewAction::certified;
      modified = modified || line.action == ReviewAction::modified;
      denied = denied || line.action == ReviewAction::not_certified;
      needless =
          needless || (line.action == ReviewAction::not_required && change.was(line, ReviewAction::pended));
    }
    if (line.action != ReviewAction::pended) continue;
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
  if (change.extension() != nullptr) kinds.push_back(LetterKind::extension);
  if (change.talk() != nullptr) kinds.push_back(LetterKind::peer_to_peer);
  return kinds;
}

}  // namespace precert
