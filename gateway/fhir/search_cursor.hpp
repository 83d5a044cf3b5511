// Where a page of a search ended, as text for the link to the next one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/fhir/search_parameters.hpp"
#include "precert/model/ids.hpp"

namespace gateway {

/// A search that goes on. It names no patient and no provider, since links stand in logs: whose cases are
/// meant is read from the last case of the page before, which is of the same patient or requester.
struct SearchCursor {
  std::int64_t after = 0;  // CaseQuery::after
  precert::CaseId last;    // of the page before
  bool by_member = false, by_requester = false;
  ClaimResponseSearch narrower;  // states, outcomes, created, count, with_request, the systems; nothing else
};

/// URL-safe base64 without padding (RFC 4648, section 5): opaque to clients, and no escapes in links.
[[nodiscard]] std::string opaque(std::string_view text);
/// nullopt for a text that opaque() does not make.
[[nodiscard]] std::optional<std::string> plain(std::string_view text);

[[nodiscard]] std::string text_of(const SearchCursor& cursor);
/// nullopt for a text that text_of() does not make.
[[nodiscard]] std::optional<SearchCursor> cursor_from(std::string_view text);

}  // namespace gateway
