// What people and clocks do to a case besides deciding it: ask for information, extend the review, close a
// case that waits in vain, talk with its doctor, hear an appeal, change its place. Pure: each gives the next
// determination, or the request that has to be determined anew, and says what keeps it from happening.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "precert/engine/determine.hpp"
#include "precert/engine/facts.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace precert {

/// One thing that a reviewer wants to know or see.
struct Wanted {
  std::string fact;         // of the rulebook; its question is asked, "" = something of the reviewer's own
  std::string loinc;        // of the document
  std::string report_type;  // PWK01 of the paper
  std::string words;        // the question; needed when there is no fact
};

struct InformationRequest {
  std::vector<int> lines;  // empty = every line that waits
  std::vector<Wanted> wanted;
  base::Instant due{};  // epoch = payer.information_days from now
};

/// The lines wait for what is wanted, in the intake queue, each thing under a control number of its own; what
/// was asked for already stays asked for. Errors: conflict (a line does not wait for a decision),
/// data_invalid. Rule: operating rules OR-D5, OR-I1; X12 HI (LOI), PWK.
[[nodiscard]] base::Result<Determination> information_requested(const PriorCase& open,
                                                                const InformationRequest& request,
                                                                const Rulebook& rulebook, const Facts& facts);

struct Extension {
  int days = 0;        // calendar days
  std::string reason;  // as provider and member are told
};

/// The review is formally extended: promises that allow it are due later, and a note says why. Errors:
/// conflict (nothing is under review, extended before), data_invalid (no reason, more days than any promise
/// allows, another promise stays due first so that nothing would move). Rule: 42 CFR 422.568, 438.210(d): up
/// to 14 days, with notice (OR-M3).
[[nodiscard]] base::Result<Determination> extended(const PriorCase& open, const Extension& extension,
                                                   const Rulebook& rulebook, const Facts& facts);

/// Takes the note of an extension away: it speaks of a decision that is still to come, and what decided the
/// case has the room. The clock keeps that the review was extended, by how much and why.
void drop_extension_note(Determination& determination);

/// When a case that waits for information may be closed: the end of the business day that close_out_days
/// after the latest question comes to, and never before the information is due. Nullopt when it does not
/// wait, somebody is looking at a line (a reviewer, or whoever hears an appeal), or the payer closes nothing.
/// Rule: OR-I3.
[[nodiscard]] std::optional<base::Instant> close_out_instant(const Determination& open,
                                                             const Rulebook& rulebook);

/// Closes what waits in vain: nobody works on it any more, nothing is denied, and what arrives later opens it
/// again. Errors: conflict when it does not wait or it is too early.
[[nodiscard]] base::Result<Determination> closed_out(const PriorCase& open, const Rulebook& rulebook,
                                                     base::Instant now);

/// Steps of a talk between the ordering doctor and the medical director.
enum class TalkStep : std::uint8_t { requested, scheduled, upheld };

/// Notes a step of the talk where everybody who reads the case sees it. Errors: conflict when no reviewer has
/// decided against the request.
[[nodiscard]] base::Result<Determination> talk_noted(const PriorCase& denied, TalkStep step,
                                                     const std::string& words, base::Instant now);

/// By when the talk has to be held, from when it was asked for; nullopt when the rulebook promises nothing.
[[nodiscard]] std::optional<Timeframe> talk_due(const Rulebook& rulebook, bool urgent, base::Instant asked);

/// A physician takes back a reviewer's adverse decision: the lines named are certified, the denial stays in
/// the case's history. Errors: conflict (a line is not adverse by a reviewer), data_invalid (as decided()).
[[nodiscard]] base::Result<Determination> overturned(const PriorCase& denied,
                                                     const ReviewerDecision& decision,
                                                     const Rulebook& rulebook, base::Instant now);

/// True for lines that may be appealed: not certified, or less than was asked for.
[[nodiscard]] bool is_adverse(ReviewAction action);

struct Appeal {
  CertificationType type = CertificationType::standard_appeal;  // immediate, standard or reconsideration
  std::vector<int> lines;                                       // empty = every adverse line
  std::string words;                                            // why the appellant disagrees
  std::string late_cause;  // why it comes after the time for it; "" = it may not
};

/// The request that an appeal by letter, telephone or page amounts to; determine it. Errors: conflict
/// (nothing to appeal), data_invalid (too late).
[[nodiscard]] base::Result<ReviewRequest> appeal_of(const PriorCase& denied, const Appeal& appeal,
                                                    base::Date today);

struct PlaceChange {
  std::vector<int> lines;  // empty = all
  Party place;             // facility with its NPI
  std::string place_code;  // place of service; "" = as it was
};

/// The request with another place, as a revision (UM02 S); determine it. Errors: conflict (no line is open or
/// certified), data_invalid.
[[nodiscard]] base::Result<ReviewRequest> place_change_of(const PriorCase& earlier,
                                                          const PlaceChange& change);

/// The request with the wish that a person looks at what needs no authorization (SC-36); determine it.
/// Errors: conflict when every line has been or is being looked at.
[[nodiscard]] base::Result<ReviewRequest> review_anyway_of(const PriorCase& earlier);

/// Whether a facility that costs less should be talked about with the member of a certified line.
struct OutreachFinding {
  int line = 0;
  std::string place;                  // NPI it is certified for, "" when the directory does not know it
  std::vector<FacilityOffer> offers;  // empty: no call
  std::string exception;              // why no call is made, "" when there are offers
};

/// One finding for every line that is certified today and whose policy wants facilities compared. The
/// decision stays as it is. Rule: SC-64, SC-66. `facts`: member, directory, now.
[[nodiscard]] std::vector<OutreachFinding> outreach_of(const ReviewRequest& request,
                                                       const Determination& determination,
                                                       const Rulebook& rulebook, const Facts& facts);

/// A decision opens a case that was closed for want of information: what it leaves undecided waits again.
void reopen(Determination& determination);

}  // namespace precert
