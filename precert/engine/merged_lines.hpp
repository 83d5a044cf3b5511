// The lines of an update paired with those of the case it continues. Used by merged().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "precert/engine/facts.hpp"

namespace precert {

/// PAS sends an update whole; a 278 revision sends only what changed. Only FHIR paths and identifiers tell
/// them apart.
[[nodiscard]] bool says_everything(const ReviewRequest& update);

/// What was not said now is as it was then.
template <class T>
void fill(std::optional<T>& now, const std::optional<T>& then) {
  if (!now) now = then;
}
inline void fill(std::string& now, const std::string& then) {
  if (now.empty()) now = then;
}
template <class T>
void fill(std::vector<T>& now, const std::vector<T>& then) {
  if (now.empty()) now = then;
}

/// Where the diagnosis pointers of a merged line come from.
enum class PointersOf { update, earlier_case };

/// A merged line and what it was made of.
struct MergedLine {
  ServiceLine line;
  bool carried_over = false;  // the update does not mention it
  PointersOf pointers = PointersOf::update;
};

/// Pairs the lines of an update with those of the case and builds the lines they mean together. A line that
/// is withdrawn means the one it names beyond doubt: by trace, number or code, never by its place alone. What
/// means no line of the case becomes a line of its own; determine() then tells whether that is an addition or
/// a fault.
class MergedLines {
 public:
  /// `last` is the highest number that the payer gave to a line of its own; `apart`: a case of its own, which
  /// leaves the other's lines where they are. Update and case have to outlive it.
  MergedLines(const ReviewRequest& update, const PriorCase& previous, int last, bool apart);

  /// Builds the lines, in order of their numbers; once.
  [[nodiscard]] std::vector<MergedLine> take();

  /// What a line number of the update became. 0 (the event) and numbers the update does not have stay.
  [[nodiscard]] int new_sequence(int sequence) const;

 private:
  template <class Fits>
  [[nodiscard]] std::size_t first_free(const Fits& fits) const;
  [[nodiscard]] std::size_t by_sequence(const ServiceLine& line) const;
  [[nodiscard]] std::size_t by_content(const ServiceLine& line) const;
  [[nodiscard]] std::size_t by_number(const ServiceLine& line) const;
  [[nodiscard]] std::size_t asked_for_already(const ServiceLine& line) const;
  [[nodiscard]] std::size_t withdrawn_by(const ServiceLine& line) const;
  [[nodiscard]] int agreement(const ServiceLine& line, const ServiceLine& one) const;
  [[nodiscard]] bool bears_quoted_number(const ServiceLine& line, const ServiceLine& one) const;
  [[nodiscard]] bool comes_beside(const ServiceLine& line, const ServiceLine& then) const;
  [[nodiscard]] MergedLine paired(const ServiceLine& line);
  void carry_over();
  void number();

  const ReviewRequest& update_;
  const ReviewRequest& then_;
  const Determination& decided_;
  int last_;
  bool apart_;
  bool whole_;
  std::vector<bool> taken_;
  std::vector<MergedLine> lines_;  // those of the update first, in its order
};

/// The same facts with the line numbers of the case.
template <class Fact>
std::vector<Fact> renumbered(std::vector<Fact> facts, const MergedLines& lines) {
  for (Fact& fact : facts) fact.service = lines.new_sequence(fact.service);
  return facts;
}

}  // namespace precert
