// RFC 4648 section 5, without padding.
#pragma once

#include <string>
#include <string_view>

namespace gateway {

[[nodiscard]] std::string base64url_of(std::string_view bytes);
/// The bytes of what base64url_of made. Of anything else it makes something: look at a MAC before.
[[nodiscard]] std::string bytes_of_base64url(std::string_view text);

}  // namespace gateway
