// The REST form: one JSON object with the metadata names of the other forms. The rule's member names and
// paths are not public; these are this project's convention.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "gateway/core/envelope.hpp"

namespace gateway {

/// The envelope of a JSON object; other members are ignored. Errors: json_syntax (also for a member that
/// stands twice), json_limit, message_unreadable when it is no object.
[[nodiscard]] base::Result<CoreEnvelope> envelope_from_json(std::string body);

/// The fields that are there, in wire order.
[[nodiscard]] std::string json_from(const CoreEnvelope& envelope);

/// HTTP Basic credentials (RFC 7617) as UserName and Password, where the envelope names none itself.
void take_basic(std::string_view authorization, CoreEnvelope& envelope);

/// The HTTP status that goes with an ErrorCode: 200, 400, 401, 403, 503.
[[nodiscard]] unsigned rest_status(std::string_view error_code);

}  // namespace gateway
