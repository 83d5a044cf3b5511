// GET /capabilities: what this gateway declares to do, in the terms of the checklist that payers are asked
// for.
#pragma once

#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

inline constexpr const char* declaration_path = "/capabilities";

/// The list of capabilities with their proofs (docs/conformance/capabilities.md) as it was when this program
/// was built, as Markdown.
[[nodiscard]] HttpReply declaration(const HttpRequest& request, const std::string& id, Services& services);

}  // namespace gateway
