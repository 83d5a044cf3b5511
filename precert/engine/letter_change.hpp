// What a version of a case has changed that people have to be told of by letter; used by letter.cpp only.
#pragma once

#include <vector>

#include "precert/engine/letter.hpp"

namespace precert {

/// Line by line against the version before. Both outlive it.
class LetterChange {
 public:
  /// `before` is nullptr for a new case.
  LetterChange(const Determination* before, const Determination& after) : before_(before), after_(after) {}

  [[nodiscard]] const Determination& after() const { return after_; }
  /// Decided so by this version.
  [[nodiscard]] bool is_new(const LineDetermination& line) const;
  [[nodiscard]] bool was(const LineDetermination& line, ReviewAction action) const;
  /// Asked by this version for the first time.
  [[nodiscard]] bool asks_anew(const LineDetermination& line, const MissingInformation& question) const;
  /// The extension that this version took; nullptr when it took none.
  [[nodiscard]] const ClockEvent* extension() const;
  /// The step of a talk that this version notes; nullptr when it notes none.
  [[nodiscard]] const Note* talk() const;
  /// Under appeal since this version.
  [[nodiscard]] bool hears(const LineDetermination& line) const;
  /// Closed by this version without a decision.
  [[nodiscard]] bool closes() const;

 private:
  [[nodiscard]] const LineDetermination* then_of(const LineDetermination& line) const {
    return before_ == nullptr ? nullptr : before_->line(line.sequence);
  }

  const Determination* before_;
  const Determination& after_;
};

/// Which kinds of letters it owes, the decision first.
[[nodiscard]] std::vector<LetterKind> kinds_owed(const LetterChange& change);

}  // namespace precert
