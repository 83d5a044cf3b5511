// See on_top.hpp.
#include "precert/engine/on_top.hpp"

#include <algorithm>

namespace precert {

bool is_on_top(CertificationType type) {
  return type == CertificationType::extension || type == CertificationType::renewal;
}

bool opens_own_case(const ReviewRequest& request, const PriorCase& named) {
  if (!is_on_top(request.event.certification) || request.purpose == Purpose::cancellation) return false;
  const auto& lines = named.determination.lines;
  const auto any = [&](auto action) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const LineDetermination& line) { return line.action == action; });
  };
  const bool certified = any(ReviewAction::certified) || any(ReviewAction::modified);
  return certified || !any(ReviewAction::pended) || named.determination.closed_out;
}

bool stands_apart(const ReviewRequest& request, const Facts& facts) {
  // Numbers are drawn for each case, and kept when it is decided again.
  return facts.previous && facts.previous->determination.numbers.trace != facts.numbers.trace &&
         opens_own_case(request, *facts.previous);
}

bool bears_number(const Determination& determination, std::string_view number) {
  return !number.empty() && std::any_of(determination.lines.begin(), determination.lines.end(),
                                        [&](const LineDetermination& line) {
                                          return line.certification_number == number ||
                                                 line.reference_number == number;
                                        });
}

}  // namespace precert
