// A page of ClaimResponses that a search found.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "mappers/fhir/review_response.hpp"

namespace mappers {

struct SearchPage {
  std::span<const ReviewedCase> cases;           // each with its own context
  std::span<const fhir::Entry* const> included;  // entries of the Bundles they came with (_include)
  std::string self;                              // the search as the server understood it
  std::string next;                              // "" = this is the last page
  std::optional<std::size_t> total;              // of all pages, where it is known
};

/// Appends a Bundle of type searchset. Each ClaimResponse stands alone: what it refers to is contained.
/// `context` gives version, base URL and time. Rule: FHIR R4 bundle.html#searchset, http.html#paging.
void write_search_page(json::Writer& out, const SearchPage& page, const ResponseContext& context);

}  // namespace mappers
