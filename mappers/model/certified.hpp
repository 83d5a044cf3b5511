// What a reviewer certified against what was asked for: both readers of answers keep only the difference, so
// that the same decision in either dialect gives the same model.
#pragma once

#include <string>

#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// Certified, partially certified or modified: something may be used.
[[nodiscard]] constexpr bool is_usable(precert::ReviewAction action) {
  return action == precert::ReviewAction::certified || action == precert::ReviewAction::partially_certified ||
         action == precert::ReviewAction::modified;
}

/// One provider named twice: by NPI, else by the first identifier, else by name.
[[nodiscard]] bool same_party(const precert::Party& a, const precert::Party& b);

/// Quantity, delivery, dates and provider of `told` into `line` where they are others than those of `asked`.
/// Nothing unless the line is usable. A provider counts as asked for when it is among the line's, else the
/// event's, else the requester (whom an answer names when there is nobody else).
void keep_differences(const precert::ServiceLine& told, const precert::ServiceLine& asked,
                      const precert::ReviewRequest& request, precert::LineDetermination& line);

/// An event without services as the line it stands for.
[[nodiscard]] precert::ServiceLine event_line(const precert::PatientEvent& event);

/// A sentence that names the certified service where its code is another than was asked for; "" when it is
/// not.
[[nodiscard]] std::string other_service(const precert::ServiceLine& told, const precert::ServiceLine& asked);

/// The note of a line that is certified in part or with changes, where the answer does not say with which.
inline constexpr const char* unsaid_change =
    "The reviewer certified in part or with changes and does not say which of this line; ask it.";

/// A line of the request that the answer neither decides nor refuses is pended, with a note: silence is no
/// decision. Nothing when the request as a whole is refused. Puts the lines in order.
void pend_unanswered(const precert::ReviewRequest& asked, precert::Determination& determination);

}  // namespace mappers
