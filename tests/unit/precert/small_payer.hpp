// The beginning of a rulebook that tests write: a payer, its calendar, reasons and promises.
#pragma once

#include <string>

namespace precert::test {

/// 9 lines.
inline const std::string small_payer = R"(payer:
  name: Test Plan
  ids: [T1]
  contact: {phone: "5550100"}
  intake: {organization: Test Intake, fax: "5550101"}
  appeal: Write to us.
  peer_to_peer: Call us.
  not_listed: No review.
  list_date: 2026-01-01
)";

/// The same with calendar, reasons and promises: 14 lines.
inline const std::string small_head = small_payer + R"(calendar: {time_zone: America/Los_Angeles}
reasons: {"0M": not covered}
promises:
  - {id: routine, within: business_days, count: 2, source: two days}
  - {id: urgent, urgent: true, within: same_day, source: same day}
)";

}  // namespace precert::test
