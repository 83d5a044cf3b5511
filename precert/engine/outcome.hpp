// Writing a line's determination: each outcome with everything it has to carry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "precert/engine/line_context.hpp"

namespace precert {

/// The step that a person leaves on a line: the outcome is the action (or a question), the detail "role id".
inline constexpr std::string_view step_reviewer = "reviewer";

/// The step of a line that is looked at again though it is certified: the outcome is the number that stays valid.
inline constexpr std::string_view step_stays_valid = "stays-valid";

/// The number under which something certified earlier stays valid while the line waits; "" = there is none.
[[nodiscard]] std::string number_that_stays(const LineDetermination& line);
/// The words, and what stays valid meanwhile.
[[nodiscard]] std::string with_what_stays(const LineDetermination& line, std::string words);

/// Records one applied rule for `explain`.
void step(LineDetermination& out, std::string_view rule, std::string_view outcome, std::string detail = {});

/// "2 facts are missing.", "One fact is missing."
[[nodiscard]] std::string words_of_missing(std::size_t count);

/// A reason with the words of its code in front of what is said about this line.
[[nodiscard]] Reason reason_of(const LineContext& context, std::string_view code, std::string_view rule,
                               std::string words);

/// A1: certification number, validity, quantity and provider as asked.
void certify(const LineContext& context, LineDetermination& out);
/// Any final outcome that bears the administrative reference instead of a certification number.
void settle(const LineContext& context, LineDetermination& out, ReviewAction action, Reason reason);
/// A3 for an administrative reason, with the rights that go with it.
void refuse_administratively(const LineContext& context, LineDetermination& out, Reason reason);
/// A4: queue and reason; by when the reviewer answers is set when all lines are decided (settle_clock).
void pend(const LineContext& context, LineDetermination& out, std::string_view queue, Reason reason);
/// A4 0U: asks for exactly these, each under a control number that a repeat of the question keeps.
void pend_for(const LineContext& context, LineDetermination& out, std::vector<MissingInformation> missing,
              std::string_view rule, std::string words);

/// By when missing information should be here.
[[nodiscard]] base::Instant information_due(const LineContext& context);
/// A question of the rulebook by the fact's id; these words when the rulebook has no such fact.
[[nodiscard]] MissingInformation missing_of(const LineContext& context, std::string_view fact,
                                            std::string_view question, std::string_view report_type,
                                            std::string_view loinc);
/// Validity of a certification that starts on the date of service (of an extension: when the earlier one
/// ends).
[[nodiscard]] base::Period validity_of(const LineContext& context);
/// The place a line is asked for, else who performs it.
[[nodiscard]] std::optional<Party> provider_of(const LineContext& context);
/// Id of the person who decided this line last; "" when no person did. A question is no decision.
[[nodiscard]] std::string decided_by(const LineDetermination& line);
[[nodiscard]] Rights rights_of(const Payer& payer, base::Date today);
/// The words and the administrative reference that proves them; the words alone when no number was drawn.
[[nodiscard]] std::string with_reference(const LineContext& context, std::string words);
/// Where to call: the product's number, else the payer's; "" when neither is known.
[[nodiscard]] std::string phone_of(const LineContext& context);

}  // namespace precert
