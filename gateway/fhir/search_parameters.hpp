// What a search for ClaimResponses may say, and what one says: one table serves the search and /metadata.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "gateway/http/message.hpp"
#include "gateway/store/records.hpp"
#include "mappers/fhir/capability_statement.hpp"

namespace gateway {

inline constexpr std::size_t page_size_max = 100;  // _count

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// Of a GET those of the query, of a POST to _search those of the form too.
[[nodiscard]] Parameters parameters_of(const HttpRequest& request);
/// A name or value as it stands in the query of a link.
[[nodiscard]] std::string url_encoded(std::string_view text);

/// A search as this server understands it; what is not said does not matter.
struct ClaimResponseSearch {
  // Whose or which: one of them at least, or a cursor.
  std::string member;                    // patient
  std::string requester;                 // requestor
  std::optional<std::string> member_system;     // of the number, where the search says one; "" = it has none
  std::optional<std::string> requester_system;  // the same of the requester's
  std::vector<std::string> identifiers;  // tokens, any of them
  std::string claim;                     // request: fullUrl of the Claim
  std::vector<std::string> ids;          // _id, any of them

  std::vector<CaseState> states;                             // state: any of these
  std::vector<std::string> outcomes;                         // any of these
  std::optional<base::Instant> created_from, created_until;  // both inclusive
  bool nothing = false;  // a value is asked for that no ClaimResponse of this server has

  std::size_t count = 20;     // _count
  std::size_t offset = 0;     // _offset: of searches by identifier, request or _id
  std::string cursor;         // _cursor: where the page before ended, see search_cursor.hpp; with one of the
                              // three: whose they are
  bool with_request = false;  // _include=ClaimResponse:request
  Parameters understood;      // for the self link

  [[nodiscard]] bool by_key() const { return !identifiers.empty() || !claim.empty() || !ids.empty(); }
};

/// Reads the parameters of a search. What is not known is ignored, or, when `strict` (Prefer:
/// handling=strict), refused. Errors: not_supported (a modifier, a prefix, two patients at once, more than 50
/// values of one parameter), fhir_value_invalid; `where` is the parameter's name, never its value.
[[nodiscard]] base::Result<ClaimResponseSearch> claim_response_search(const Parameters& parameters,
                                                                      bool strict);

/// Both inclusive.
struct TimeSpan {
  std::optional<base::Instant> from, until;
};
/// Narrows a span by one value of a FHIR date search ("ge2026-01-05", "2026-01"). Errors: fhir_value_invalid,
/// not_supported.
[[nodiscard]] base::Result<void> narrow(TimeSpan& span, std::string_view value);

/// True for a parameter whose value is a patient's number.
[[nodiscard]] bool names_patient(std::string_view parameter);

/// The parameters that claim_response_search() reads, and what _include may name.
[[nodiscard]] std::vector<mappers::SearchParameter> claim_response_parameters();
[[nodiscard]] std::vector<std::string> claim_response_includes();

/// The code of a token search value: "system|code", "code".
[[nodiscard]] inline std::string_view code_of(std::string_view token) {
  const std::size_t bar = token.rfind('|');
  return bar == std::string_view::npos ? token : token.substr(bar + 1);
}

}  // namespace gateway
