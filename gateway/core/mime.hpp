// multipart messages (RFC 2046), read strictly and within bounds: a part is where the boundary says, or
// nowhere.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "gateway/core/envelope.hpp"

namespace gateway {

struct MimeLimits {
  std::size_t parts_max = 64;
  std::size_t header_bytes_max = std::size_t{8} * 1024;  // of one part
};

/// One part; `body` points into the message it was read from.
struct MimePart {
  std::string disposition;   // Content-Disposition as sent
  std::string content_type;  // as sent
  std::string content_id;    // without < and >
  std::string_view body;     // between the header's empty line and the line end of the next boundary
};

/// The parts in order. Lines end CRLF; a boundary counts only as a whole line; the preamble and the epilogue
/// are ignored. Errors (message_unreadable): no or an ambiguous boundary, no closing one, broken or repeated
/// part headers, an encoding other than 7bit, 8bit or binary, a limit.
[[nodiscard]] base::Result<std::vector<MimePart>> mime_parts(std::string_view body,
                                                             std::string_view content_type,
                                                             const MimeLimits& limits = {});

/// The value of `name` in "type; name=value; name=\"value\"", unquoted; nullopt when it is absent, stands
/// twice, or the header is malformed.
[[nodiscard]] std::optional<std::string> header_parameter(std::string_view header, std::string_view name);

/// A boundary that no line of these texts can be mistaken for; the same texts give the same one.
[[nodiscard]] std::string boundary_for(const std::vector<std::string_view>& texts);

/// Appends "--BOUNDARY CRLF headers CRLF body CRLF". `headers` ends with CRLF.
void append_part(std::string& out, std::string_view boundary, std::string_view headers,
                 std::string_view body);
void append_end(std::string& out, std::string_view boundary);

/// The vC2.2.0 form: a multipart/form-data with a part for every field, in any order;
/// unknown parts are ignored, a repeated one is noted. Errors: message_unreadable.
[[nodiscard]] base::Result<CoreEnvelope> envelope_from_form(std::string_view body,
                                                            std::string_view content_type);

struct FormMessage {
  std::string content_type;
  std::string body;
};
/// The fields that are there, in wire order.
[[nodiscard]] FormMessage form_from(const CoreEnvelope& envelope);

}  // namespace gateway
