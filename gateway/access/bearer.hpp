// "Authorization: Bearer TOKEN" (RFC 6750).
#pragma once

#include <string_view>

namespace gateway {

/// The token, "" when the header says something else. The scheme's case does not matter (RFC 9110). A view of
/// `authorization`.
[[nodiscard]] std::string_view bearer_of(std::string_view authorization);

}  // namespace gateway
