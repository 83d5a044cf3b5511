// The page that a provider puts in front of what is faxed for a request (SC-33).
#pragma once

#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// GET /review/cases/{id}/cover-sheet: one page as PDF, or as text with ?format=text, from the letter
/// template cover_sheet.txt. It names the request and nobody's patient. 404 no such case.
[[nodiscard]] HttpReply cover_sheet(const HttpRequest& request, const std::string& id, Services& services);

}  // namespace gateway
