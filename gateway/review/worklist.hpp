// What waits for a person, and what the person decides. JSON for the review page and for scripts.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// GET /review/worklist[?queue=clinician|intake|…][&count=50][&after=DUE,PRIORITY,ID]: pended cases, the one due first first, each
/// with what waits and why. 200 {"cases": […], "next": "…"}.
[[nodiscard]] HttpReply worklist(const HttpRequest& request, Services& services);

/// GET /review/{id}: one case whole: request, determination, explanation and every earlier version. 404.
[[nodiscard]] HttpReply review_case(const HttpRequest& request, const std::string& id, Services& services);

/// POST /review/{id}/decision with
///   {"reviewer": {"id", "npi"?, "specialty"?}, "role": "nurse"|"physician",
///    "lines": [{"sequence": 1, "action": "certified"|"modified"|"not_certified"|…, "reason"?: "0F", "words"?,
///               "criteria"?, "quantity"?: "4", "from"?: "2026-01-15", "until"?: "2026-04-15"}]}
/// 200 with the case as GET gives it; 400 for what is no decision, 409 when a line is not pended or somebody else was
/// faster, 422 when it lacks what a denial needs.
[[nodiscard]] boost::asio::awaitable<HttpReply> decide_case(const HttpRequest& request, const std::string& id,
                                                            Services& services);

}  // namespace gateway
