// GET /x12/guide: what a trading partner has to know, beside the X12 guides themselves.
#pragma once

#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

inline constexpr const char* companion_guide_path = "/x12/guide";

/// The companion guide (docs/clearinghouse.md) as it was when this program was built, as Markdown.
[[nodiscard]] HttpReply companion_guide(const HttpRequest& request, const std::string& id,
                                        Services& services);

}  // namespace gateway
