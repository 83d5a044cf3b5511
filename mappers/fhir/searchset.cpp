#include "mappers/fhir/searchset.hpp"

#include <algorithm>
#include <vector>

#include "mappers/fhir/response_elements.hpp"
#include "mappers/fhir/uuid.hpp"

namespace mappers {
namespace {

void write_links(json::Writer& out, const SearchPage& page) {
  out.array_field("link");
  out.begin_object().field("relation", "self").field("url", page.self).end_object();
  if (!page.next.empty()) {
    out.begin_object().field("relation", "next").field("url", page.next).end_object();
  }
  out.end_array();
}

void write_mode(json::Writer& out, std::string_view mode) {
  out.object_field("search").field("mode", mode).end_object().end_object();
}

void write_entries(json::Writer& out, const SearchPage& page, const ResponseContext& context) {
  OptionalArray entries(out, "entry");
  for (const ReviewedCase& one : page.cases) {
    entries.next().begin_object();
    out.field("fullUrl", context.base_url + "/ClaimResponse/" + one.context.case_id).key("resource");
    write_claim_response(out, *one.request, *one.determination, one.context);
    write_mode(out, "match");
  }
  std::vector<std::string_view> seen;
  for (const fhir::Entry* const entry : page.included) {
    if (std::ranges::find(seen, entry->full_url) != seen.end()) continue;
    seen.push_back(entry->full_url);
    entries.next().begin_object().field("fullUrl", entry->full_url).field("resource", entry->resource);
    write_mode(out, "include");
  }
}

}  // namespace

void write_search_page(json::Writer& out, const SearchPage& page, const ResponseContext& context) {
  out.begin_object().field("resourceType", "Bundle");
  out.field("id", uuid_from(context.uuid_seed, "searchset")).field("type", "searchset");
  out.field("timestamp", base::iso(context.at));
  if (page.total) out.field("total", *page.total);
  write_links(out, page);
  write_entries(out, page, context);
  out.end_object();
}

}  // namespace mappers
