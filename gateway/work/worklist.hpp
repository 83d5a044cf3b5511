// What waits for a person: cases, and other pieces of work.
#pragma once

#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// GET
/// /review/worklist[?queue=clinician|intake|…][&assignee=ID|none][&due_before=INSTANT][&count=50][&after=NEXT]:
/// pended cases, the one due first first, then by priority; each with its status, who works on it, what waits
/// and why, and the owner of its queue. 200 {"cases": […], "next": "…"}; 400.
[[nodiscard]] HttpReply worklist(const HttpRequest& request, Services& services);

/// GET
/// /review/work[?kind=…][&state=open|done|dropped|all][&queue=…][&assignee=…][&case=…][&due_before=…][&count=50]:
/// information requests, talks, appeals, calls. 200 {"work": […]}; 400.
[[nodiscard]] HttpReply work_list(const HttpRequest& request, Services& services);

/// GET /review/work/{id}. 404.
[[nodiscard]] HttpReply work_one(const HttpRequest& request, const std::string& id, Services& services);

/// GET /review/statuses: the published list of status words.
[[nodiscard]] HttpReply status_list(const HttpRequest& request, Services& services);

}  // namespace gateway
