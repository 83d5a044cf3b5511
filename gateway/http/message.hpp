// A request and a reply as handlers see them: no sockets, no Beast types.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/access/looked_at.hpp"

namespace gateway {

enum class Method : unsigned char { get, post, put, del, options, other };

/// One HTTP request, read whole within its limits. Owns its bytes; lives until the reply has left.
struct HttpRequest {
  Method method = Method::get;
  std::string path;          // decoded, without the query: "/fhir/Claim/$submit"
  std::string query;         // as sent, after '?'
  std::string content_type;  // as sent
  std::string accept;
  std::string body;
  std::string authorization;                            // as sent
  std::string prefer, if_match, if_none_match, origin;  // as sent
  std::string client;               // who calls, as access control knows them; "" under open access
  std::string person;               // who sits behind that client, as it says (header Precert-Person); "" = unsaid
  std::string certificate;          // that the client showed: SHA-256 in base64url (RFC 8705 x5t#S256); "" = none
  std::filesystem::path body_file;  // where a spooled body is instead; the server removes it after the reply

  /// The value of one query parameter, percent-decoded; "" when absent.
  [[nodiscard]] std::string parameter(std::string_view name) const;
  /// All parameters in order, percent-decoded: a name may stand several times.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const;
};

struct HttpReply {
  unsigned status = 200;
  std::string content_type;
  std::string body;
  std::filesystem::path body_file;  // sent instead of `body` when it is set, then removed
  std::vector<std::pair<std::string, std::string>> headers;  // besides Content-Type and Content-Length
  std::vector<LookedAt> looked_at;  // what it shows of stored things: goes to the access log before it leaves
};

/// "%24submit" -> "$submit"; broken escapes are kept as they are.
[[nodiscard]] std::string percent_decoded(std::string_view text);

/// The media type without parameters, lower case: "application/fhir+json".
[[nodiscard]] std::string media_type(std::string_view header);

}  // namespace gateway
