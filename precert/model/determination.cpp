#include "precert/model/determination.hpp"

#include <algorithm>

namespace precert {

bool Determination::final() const {
  return std::none_of(lines.begin(), lines.end(),
                      [](const LineDetermination& line) { return line.action == ReviewAction::pended; });
}

const LineDetermination* Determination::line(int sequence) const {
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [&](const LineDetermination& line) { return line.sequence == sequence; });
  return found == lines.end() ? nullptr : &*found;
}

ReviewAction summary_of(const std::vector<LineDetermination>& lines) {
  const auto count = [&](ReviewAction action) {
    return std::count_if(lines.begin(), lines.end(),
                         [&](const LineDetermination& line) { return line.action == action; });
  };
  if (lines.empty() || count(ReviewAction::pended) > 0) return ReviewAction::pended;
  const auto all = std::ssize(lines);
  for (const ReviewAction same :
       {ReviewAction::certified, ReviewAction::not_certified, ReviewAction::cancelled, ReviewAction::contact_payer,
        ReviewAction::not_required, ReviewAction::modified}) {
    if (count(same) == all) return same;
  }
  const auto usable =
      count(ReviewAction::certified) + count(ReviewAction::modified) + count(ReviewAction::not_required);
  if (usable == all) {  // nothing was refused: changed if anything was, else certified
    return count(ReviewAction::modified) > 0 ? ReviewAction::modified : ReviewAction::certified;
  }
  if (usable > 0) return ReviewAction::partially_certified;
  return count(ReviewAction::contact_payer) > 0 ? ReviewAction::contact_payer : ReviewAction::not_certified;
}

}  // namespace precert
