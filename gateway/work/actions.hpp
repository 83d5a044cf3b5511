// What people do about a case: one function a route. Every body names who acts, {"actor": {"id", "role"}},
// and may name the version that was seen, {"version": 2}: then 409 when somebody else has changed the case
// since. All answer with the case as GET /review/{id} gives it; 400 for a body that cannot be read, 404, 409
// when the case is not in a state for it, 422 when something is lacking. Every change is stored with its
// event, its announcements (X12 outbox, FHIR notifications) and its pieces of work in one commit.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

using CaseAction = boost::asio::awaitable<HttpReply>;

/// POST /review/{id}/claim, /assign (with "to"), /release: who works on it.
[[nodiscard]] CaseAction claim_case(const HttpRequest& request, const std::string& id, Services& services);
[[nodiscard]] CaseAction assign_case_to(const HttpRequest& request, const std::string& id,
                                        Services& services);
[[nodiscard]] CaseAction release_case(const HttpRequest& request, const std::string& id, Services& services);

/// POST /review/{id}/decision with
///   {"reviewer": {"id", "npi"?, "specialty"?}, "role": "nurse"|"physician", "version"?,
///    "lines": [{"sequence": 1, "action": "certified"|"modified"|"not_certified"|…, "reason"?: "0F",
///               "words"?, "criteria"?, "quantity"?: "4", "from"?: "2026-01-15", "until"?: "2026-04-15"}]}
/// Only a physician denies, with reason, words and criteria; an appeal is heard by somebody else than who
/// denied.
[[nodiscard]] CaseAction decide_case(const HttpRequest& request, const std::string& id, Services& services);

/// POST /review/{id}/information-request with
///   {"actor", "lines"?: [1], "due"?: INSTANT, "wanted": [{"fact"?, "loinc"?, "report_type"?, "words"?}]}
[[nodiscard]] CaseAction request_information(const HttpRequest& request, const std::string& id,
                                             Services& services);

/// POST /review/{id}/extension with {"actor", "days", "reason"}.
[[nodiscard]] CaseAction extend_review(const HttpRequest& request, const std::string& id, Services& services);

/// POST /review/{id}/peer-to-peer with {"actor", "step": "requested"|"scheduled"|"held", "words"?,
/// "at"? (scheduled), "outcome"? (held): "upheld"|"overturned", "lines"? (overturned, as in a decision)}.
[[nodiscard]] CaseAction peer_to_peer(const HttpRequest& request, const std::string& id, Services& services);

/// POST /review/{id}/appeal with {"actor", "kind": "expedited"|"standard"|"reconsideration", "lines"?,
/// "words"?, "late_cause"?}. It is then decided with /decision.
[[nodiscard]] CaseAction receive_appeal(const HttpRequest& request, const std::string& id,
                                        Services& services);

/// POST /review/{id}/place with {"actor", "facility": {"npi", "name"?}, "place_of_service"?, "lines"?}.
[[nodiscard]] CaseAction change_place(const HttpRequest& request, const std::string& id, Services& services);

/// POST /review/{id}/review-anyway with {"actor"}: a person looks at what needs no authorization.
[[nodiscard]] CaseAction review_anyway(const HttpRequest& request, const std::string& id, Services& services);

/// POST /review/work/{id}/claim and /release with {"actor"}: answers with the piece of work.
[[nodiscard]] CaseAction claim_work(const HttpRequest& request, const std::string& id, Services& services);
[[nodiscard]] CaseAction release_work(const HttpRequest& request, const std::string& id, Services& services);

/// POST /review/work/{id}/outcome of a call with {"actor", "result":
/// "reached"|"declined"|"changed"|"not_reached", "words"?, "facility"? and "place_of_service"? (changed: the
/// place changes under the same number)}.
[[nodiscard]] CaseAction note_outreach(const HttpRequest& request, const std::string& id, Services& services);

}  // namespace gateway
