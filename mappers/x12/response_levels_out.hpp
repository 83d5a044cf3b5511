// Determination -> 2000E and 2000F of a response.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mappers/x12/segments_out.hpp"
#include "precert/model/determination.hpp"

namespace mappers {

/// What is answered, and where it is written.
struct Answering {
  const precert::ReviewRequest& request;
  const precert::Determination& determination;
  Output& out;
  bool inquired = false;  // an inquiry is told of providers as well, whatever was decided
};

/// 2000A and 2000B: UMO with contact, requester, refusals. The HL of 2000B; 0 when the answer ends at an AAA.
[[nodiscard]] int write_asked_levels(Answering& answering, Levels& levels);
/// 2000C and 2000D below `parent`. The HL of the patient; 0 when the answer ends at an AAA.
[[nodiscard]] int write_patient_levels(Answering& answering, Levels& levels, int parent);
/// 2000E with its 2000F below `parent`. The event's HL04 is 1 when a line is answered.
void write_event_levels(Answering& answering, Levels& levels, int parent);

/// Certified, partially certified or modified: something may be used.
[[nodiscard]] constexpr bool usable(precert::ReviewAction action) {
  return action == precert::ReviewAction::certified || action == precert::ReviewAction::partially_certified ||
         action == precert::ReviewAction::modified;
}

/// The segments of 2000E after HL, then 2010EA, EB, EC. HCR is the summary of the lines; where the event
/// itself is refused AAA stands instead. Rule: 005010X217 response 2000E.
void write_answered_event(Answering& answering);

/// The segments of 2000F after HL, then 2010FA, FB. Rule: 005010X217 response 2000F.
void write_answered_service(Answering& answering, const precert::ServiceLine& line);

/// Whether the response has a 2000F for this line: it was decided or refused.
[[nodiscard]] bool is_answered(const precert::Determination& determination, const precert::ServiceLine& line);

/// Refusals of the line's own level; those of its provider when the line has none to put them at.
[[nodiscard]] std::vector<const precert::Refusal*> refusals_of(const Answering& answering,
                                                               const precert::ServiceLine& line,
                                                               precert::Level level);

/// HCR02 of what is certified without a number of its own: the case's certification number, else the one it
/// goes on with; never a reference, which nobody can bill with. "" when there is none.
[[nodiscard]] std::string_view number_of_case(const Answering& answering);

/// The determination with every usable line pended that has no number to bill with, neither its own nor the
/// case's nor one it goes on with, and a note that says so; nullopt when all have one, which is the rule.
/// X12 cannot say "certified" without one. Rule: 005010X217: A1, A2 and A6 have HCR02.
[[nodiscard]] std::optional<precert::Determination> unnumbered_pended(
    const precert::ReviewRequest& request, const precert::Determination& decided);

/// HCR; `codes` are its reasons, of which five travel, and only with an action that has reasons.
void write_decision(Output& out, precert::ReviewAction action, std::string_view number,
                    const std::vector<std::string_view>& codes,
                    const std::optional<bool>& second_opinion = std::nullopt);

/// DTP 102, 036 and 007: issued, expires, effective. Only for what may be used.
void write_validity(Output& out, base::Date issued, const std::optional<base::Period>& validity);

/// HI with LOI for each LOINC that is asked for, at most twelve.
void write_loinc(Output& out, const std::vector<precert::MissingInformation>& missing);
/// PWK for each paper that is asked for, at most ten: EL, AC and the control number a 275 has to quote.
void write_papers(Output& out, const std::vector<precert::MissingInformation>& missing);
/// 2010EB or 2010FB: where the papers go. Nothing when nothing is missing or nobody is named.
void write_intake(Answering& answering, const std::vector<precert::MissingInformation>& missing);

/// Distinct codes of the reasons, in order.
void add_codes(const precert::LineDetermination& line, std::vector<std::string_view>& codes);

/// MSG of the event or of a line, "" when there is nothing to say. At most 264 characters, most needed first.
[[nodiscard]] std::string event_message(const Answering& answering);
[[nodiscard]] std::string line_message(const Answering& answering, const precert::ServiceLine& line);

}  // namespace mappers
