// One case as people who work on it see it.
#pragma once

#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// GET /review/{id}: one case whole. 200 with id, version, assignee, status (of the case and of each line,
/// with its sentence), dues with their sources, time waited for each side, request, determination,
/// explanation, history, events and pieces of work; 404.
[[nodiscard]] HttpReply case_view(const HttpRequest& request, const std::string& id, Services& services);

}  // namespace gateway
