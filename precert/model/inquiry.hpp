// A question about reviews that exist (X12 278 X215, PAS Claim/$inquire): query by example.
#pragma once

#include <optional>
#include <vector>

#include "base/date.hpp"
#include "precert/model/codes.hpp"
#include "precert/model/review_request.hpp"

namespace precert {

/// What an inquiry may search by and a request cannot say, for the event (sequence 0) or for one line.
struct SearchKeys {
  int sequence = 0;                                // of the line in `example`; 0 = the event
  std::optional<RequestCategory> category;         // UM01, requestType; the example's own value is no key
  std::optional<CertificationType> certification;  // UM02, certificationType; likewise
  std::optional<base::Period> discharged;          // DTP*096 as a span; one day is event.discharge
  std::optional<base::Period> issued;              // DTP*102, certIssueDate
  std::optional<base::Period> expires;             // DTP*036, certExpirationDate
  std::optional<base::Period> effective;           // DTP*007, certEffectiveDate
  std::optional<ReviewAction> action;              // HCR01, reviewActionCode

  friend bool operator==(const SearchKeys&, const SearchKeys&) = default;
};

/// One inquiry. `example` is the request that is looked for, as far as the asker describes it:
/// - umo, requester (who asks), subscriber and dependent (whose reviews), transmission, reference, submitted;
/// - event.previous_certification (REF*BB, authorizationNumber) and event.previous_reference (REF*NT,
///   administrationReferenceNumber), also of a line: the numbers that are looked for;
/// - event.dates (DTP*AAH, billablePeriod): the span in which the review is looked for; admission, discharge;
/// - event.service_type, place, diagnoses (any of them), providers (all of them);
/// - services: alternatives, each with code ("" = any service), modifiers, end of range, revenue code, dates,
///   service type, place, providers;
/// - traces name the inquiry itself: they are echoed and never searched by. All else in it is no key.
struct Inquiry {
  ReviewRequest example;
  std::vector<SearchKeys> keys;  // at most one per level

  friend bool operator==(const Inquiry&, const Inquiry&) = default;

  /// The keys of a level; empty ones when it has none.
  [[nodiscard]] const SearchKeys& keys_at(int sequence) const {
    static const SearchKeys none;
    for (const SearchKeys& one : keys) {
      if (one.sequence == sequence) return one;
    }
    return none;
  }
};

}  // namespace precert
