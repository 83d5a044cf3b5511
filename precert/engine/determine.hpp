// The decision. Pure: the same request, rulebook and facts give the same determination, byte for byte.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "precert/engine/facts.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace precert {

/// What a request means together with the case it continues: a line that was only added, an answer to a
/// question, a cancellation. Without a previous case it is the request itself.
/// Rule: PAS Claim Update sends everything again; a 278 revision (UM02 = S) sends only what changed, and so
/// does a PAS 2.0.1 update marked SUBSETTED, line by line: `differential`. What opens a case of its own
/// (on_top.hpp) has the lines it speaks of and no others.
[[nodiscard]] ReviewRequest merged(const ReviewRequest& update, const PriorCase* previous, bool differential = false);

/// Decides every service line (or the event, when there are none).
/// Order: parties and member, the event and what it refers to, coverage on the date; then each line by the
/// rules of line_rules.hpp, of which the first that speaks decides. Criteria: true certifies, unknown pends
/// with exactly the facts that could still matter, false goes to a clinician. Nothing is denied on clinical
/// grounds.
[[nodiscard]] Determination determine(const ReviewRequest& request, const Rulebook& rulebook, const Facts& facts);

/// A reviewer's decision on one line.
struct LineDecision {
  int sequence = 0;  // 0 = every pended line
  ReviewAction action = ReviewAction::certified;
  std::string reason_code;  // X12 886; required for not_certified and modified
  std::string words;        // required for not_certified: the specific reason (specific_words.hpp)
  std::string criteria;     // criteria that were applied; required for not_certified
  std::optional<base::Decimal> quantity;
  std::optional<base::Period> validity;
  std::string vendor{};  // contact_payer: id of the rulebook's vendor who decides it; needed unless `words` say who
};

/// Who may decide. Only a physician denies, gives less than was asked for, or decides an appeal.
inline constexpr std::string_view role_nurse = "nurse", role_physician = "physician";
[[nodiscard]] constexpr bool decides(std::string_view role) {
  return role == role_nurse || role == role_physician;
}

struct ReviewerDecision {
  Reviewer reviewer;  // human = true
  std::string role;   // role_nurse or role_physician
  std::vector<LineDecision> lines;
};

/// Applies it to a pended case. Errors (conflict, data_invalid): line not pended, denial without physician,
/// reason, criteria or words that say why, an appeal without one, more than was asked for, a validity from
/// before the request came (unless asked for).
[[nodiscard]] base::Result<Determination> decided(const PriorCase& pended, const ReviewerDecision& decision,
                                                  const Rulebook& rulebook, base::Instant now);

/// The decision as people read it, rule by rule and fact by fact: `precert explain` and `precert determine`.
[[nodiscard]] std::string explanation_of(const ReviewRequest& request, const Determination& determination);

}  // namespace precert
