// What an access token allows on the FHIR side: scopes of SMART, version 2 ("system/Claim.rs").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/message.hpp"

namespace gateway {

/// One scope of a system: a type of resource, and what may be done with it.
struct Scope {
  std::string resource;      // "*" = every one; its case does not matter
  std::uint8_t actions = 0;  // bits: c 1, r 2, u 4, d 8, s 16

  friend bool operator==(const Scope&, const Scope&) = default;
};

/// "system/Claim.cr", "system/*.rs"; of version 1: "system/Claim.read", ".write", ".*". nullopt for all else:
/// there are no users and no launches here.
[[nodiscard]] std::optional<Scope> scope_from(std::string_view text);
/// As version 2 writes them, with blanks between them.
[[nodiscard]] std::string text_of(const std::vector<Scope>& scopes);
/// Those of a text with blanks between them; what is no scope here is left out.
[[nodiscard]] std::vector<Scope> scopes_from(std::string_view text);

/// What both sides agree on: each that is asked for, as far as it is allowed.
[[nodiscard]] std::vector<Scope> common_scopes(const std::vector<Scope>& asked,
                                               const std::vector<Scope>& allowed);

/// True when they allow a call of FHIR; scopes say nothing of other paths. An operation that only reads (such
/// as Claim/$inquire) wants r, others want c; one without a resource wants it of every type ("*").
[[nodiscard]] bool permits(const std::vector<Scope>& scopes, const HttpRequest& request);

}  // namespace gateway
