// How one request ended, as CMS-0057-F counts requests: read from all versions of its case, once, in words
// that only have to be added up. Pure. Names no patient.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "precert/engine/facts.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {

/// One version of a case as the report reads it.
struct ReportVersion {
  precert::ReviewRequest request;
  precert::Determination determination;
  base::Instant received{};  // of the message or decision that made it
  base::Instant decided{};
  bool by_message = false;  // the other side sent something
};

enum class ReportResult : std::uint8_t {
  approved,          // every service that was decided
  approved_in_part,  // some services not, or not as asked
  denied,            // every service that was decided
  withdrawn,         // by who asked, before a decision
  closed,            // without a decision: what was missing did not come (OR-I3)
  not_reviewed,      // no authorization needed, or another reviewer's
  open,              // no decision yet
  not_accepted,      // could not be reviewed as it was sent (AAA)
  drugs_only,        // no item or service that the rule counts (OR-M12)
  repeated,          // all of it had been asked before: that request counts, this one does not
};

enum class AppealResult : std::uint8_t { none, upheld, overturned };

/// Whether one promise of time was kept.
struct PromiseKept {
  std::string source;  // as the rulebook says it
  bool kept = false;
};

/// A service that was asked for.
struct ReportedItem {
  std::string code;
  bool approved = false, overturned = false, inpatient = false;
};

struct RequestOutcome {
  std::string case_id, reference;
  std::string level;  // Product::reported_as, else the product's id; "unknown" when the member has none
  precert::LineOfBusiness line_of_business = precert::LineOfBusiness::unspecified;
  bool expedited = false;
  ReportResult result = ReportResult::open;
  base::Instant received{};
  base::Instant decided{};  // first decision on all of it; of `withdrawn` and `closed` that end
  bool extended = false;    // its time for review was, before the decision
  AppealResult appeal = AppealResult::none;
  base::Instant appeal_decided{};
  bool overturned_by_talk = false;  // a denial taken back without an appeal (peer to peer)
  std::vector<PromiseKept> promises;
  std::optional<base::Instant> asked;     // when something was asked for first
  std::optional<base::Instant> complete;  // when the last of it came, if it was asked for
  bool asked_in_time = false;             // within two business days of receipt (OR-I1)
  bool decided_in_time = false;           // within two business days of `complete` (OR-I2)
  int business_days = 0;                  // from receipt to the decision, federal calendar
  int questions = 0, answers = 0;         // asked for in all; given in the end
  std::vector<ReportedItem> items;
};

/// `versions`: the first first, at least one. `member` may be nullptr. `promised`: the rulebook that the case
/// was received under, whose promises of time are kept or broken; nullptr = `rulebook`. Definitions:
/// docs/metrics.md.
[[nodiscard]] RequestOutcome outcome_of(const std::string& case_id, std::span<const ReportVersion> versions,
                                        const precert::MemberRecord* member,
                                        const precert::Rulebook& rulebook,
                                        const precert::Rulebook* promised = nullptr);

/// A drug by its code system (NDC), by the rulebook's category, or, when the rulebook does not know the code,
/// by being one of the HCPCS codes of injected drugs (J0000 to J9999).
[[nodiscard]] bool is_drug(const precert::Rulebook& rulebook, const precert::ReviewRequest& request,
                           const precert::ServiceLine& line);

}  // namespace gateway
