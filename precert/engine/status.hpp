// The plain words for where a request stands: one published table, so that list, page, print and letter say
// the same (SC-46). "With us" and "waiting for you" are never the same word.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace precert {

enum class Status : std::uint8_t {
  review,             // a clinician looks at it
  pending,            // something is missing
  denied,             // decided by a physician
  approved,           // all lines certified
  member_outreach,    // approved; a call about a place that costs less may come. No decision
  modified,           // approved with changes
  partly_approved,    // lines differ
  not_required,       // with a reference as proof
  not_a_benefit,      // refused by the plan's terms, not on clinical grounds
  managed_elsewhere,  // a vendor or another payer decides
  predetermination,   // advisory
  superseded,         // an earlier version, replaced by a change of place, date or code
  withdrawn,          // by the requester
  closed,             // nothing came; no denial
  expired,            // the approval's time is over
  not_accepted,       // could not be reviewed as it was sent
};

/// Who has to act next.
enum class WaitsFor : std::uint8_t { nobody, payer, provider };

/// One row of the table. In `sentence`, {due}, {missing}, {number}, {reference}, {until} and {phone} are
/// filled in by status_sentence.
struct StatusWords {
  Status status = Status::review;
  std::string_view id;    // "partly_approved": stable, for programs
  std::string_view word;  // "Partly approved"
  std::string_view sentence;
  std::string_view fhir;   // ClaimResponse: reviewAction and what goes with it
  std::string_view hcr01;  // "" = X12 has no word for it
  WaitsFor waits_for = WaitsFor::nobody;
  std::string_view leaves_when;
};

/// Every status, in the order of the published list.
[[nodiscard]] std::span<const StatusWords> status_table();
[[nodiscard]] const StatusWords& words_of(Status status);
/// "nobody", "payer", "provider".
[[nodiscard]] std::string_view waits_for_word(WaitsFor who);

/// Of one line; `today` tells expired approvals.
[[nodiscard]] Status status_of(const ReviewRequest& request, const Determination& determination,
                               const LineDetermination& line, base::Date today);
/// Of the case. `outreach`: a call to the member is open.
[[nodiscard]] Status status_of(const ReviewRequest& request, const Determination& determination,
                               base::Date today, bool outreach = false);

/// The sentence of a status for these lines (one, or all of the case).
[[nodiscard]] std::string status_sentence(Status status, const Determination& determination,
                                          std::span<const LineDetermination> lines);

/// How long a case has waited for whom. Rule: SC-56.
struct WaitingTimes {
  std::chrono::seconds payer{}, provider{};
};
/// `versions`: the first first. A closed or decided version waits for nobody.
[[nodiscard]] WaitingTimes waiting_times(std::span<const Determination> versions, base::Instant now);

}  // namespace precert
