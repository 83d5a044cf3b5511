// What can happen to a case besides a decision: the kinds of CaseEvent, and how one is made.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "gateway/store/records.hpp"
#include "parsers/json/writer.hpp"

namespace gateway::work_event {

// Who works on it.
inline constexpr std::string_view claimed = "claimed";
inline constexpr std::string_view assigned = "assigned";
inline constexpr std::string_view released = "released";
// Decisions and what leads to them.
inline constexpr std::string_view decided = "decided";
inline constexpr std::string_view information_requested = "information_requested";
inline constexpr std::string_view information_arrived = "information_arrived";
inline constexpr std::string_view review_extended = "review_extended";
inline constexpr std::string_view closed_out = "closed_out";
inline constexpr std::string_view reopened = "reopened";
inline constexpr std::string_view overdue = "overdue";  // the answer is late: told to people, never denied
inline constexpr std::string_view place_changed = "place_changed";
inline constexpr std::string_view review_asked_for = "review_asked_for";
// Disputes.
inline constexpr std::string_view peer_to_peer_requested = "peer_to_peer_requested";
inline constexpr std::string_view peer_to_peer_scheduled = "peer_to_peer_scheduled";
inline constexpr std::string_view peer_to_peer_upheld = "peer_to_peer_upheld";
inline constexpr std::string_view peer_to_peer_overturned = "peer_to_peer_overturned";
inline constexpr std::string_view appeal_received = "appeal_received";
inline constexpr std::string_view appeal_upheld = "appeal_upheld";
inline constexpr std::string_view appeal_overturned = "appeal_overturned";
// The call about a place that costs less.
inline constexpr std::string_view outreach_opened = "outreach_opened";
inline constexpr std::string_view outreach_not_needed = "outreach_not_needed";
inline constexpr std::string_view outreach_result = "outreach_result";

/// The name under which workers of this program act.
inline constexpr std::string_view by_rule = "precert";

/// An event of this version of a case; `write_details` fills the JSON object of its details.
[[nodiscard]] inline CaseEvent event_of(const CaseRecord& record, std::string_view kind,
                                        std::string_view actor, base::Instant at,
                                        const std::function<void(json::Writer&)>& write_details = nullptr) {
  CaseEvent event;
  event.case_id = record.id;
  event.version = record.version;
  event.at = at;
  event.kind = kind;
  event.actor = actor;
  if (write_details) {
    json::Writer out(event.details);
    out.begin_object();
    write_details(out);
    out.end_object();
  }
  return event;
}

}  // namespace gateway::work_event
