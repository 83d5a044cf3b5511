// What is known of a hook call: the resources of its context, of its prefetch and those fetched for it, as
// one Bundle in which their references lead to each other.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "mappers/fhir/crd_request.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/json/document.hpp"

namespace mappers {

/// Owns its text and document; neither moves while the Bundle is in use.
struct HookRecord {
  json::Document document;
  std::optional<fhir::Bundle> bundle;
  bool coverage_delivered = false;  // somebody answered what coverage there is, and be it none
  std::string coverage_next;  // query of the next page of that answer; "" = there is none

  /// The resource "Type/id"; absent when it is not known.
  [[nodiscard]] json::Value resource(std::string_view reference) const;
};

/// What a read from the client's server brought.
struct Fetched {
  std::string query;  // as in wanted_of
  std::string body;   // a resource or a searchset Bundle
};

/// Puts the record together: of several resources with one type and id, or with one fullUrl, the first counts
/// (context, prefetch, then what was fetched). What is no resource (null, an OperationOutcome, text) is passed
/// over, and what comes after fhir::entries_max resources. Errors: json_limit.
[[nodiscard]] base::Result<std::unique_ptr<HookRecord>> hook_record_of(const HookRequest& request,
                                                                       std::span<const Fetched> fetched,
                                                                       const json::Limits& limits);

/// The queries, relative to fhirServer, that would tell what is not known yet, the most important first. New
/// ones may follow when these are answered. `most`: no more are collected. None when nothing is answered for.
[[nodiscard]] std::vector<std::string> wanted_of(const HookRequest& request, const HookRecord& record,
                                                 std::size_t most = fhir::entries_max);

/// True of a query without which nothing can be answered: coverage, and what is answered for.
[[nodiscard]] bool is_needed(const HookRequest& request, const HookRecord& record, std::string_view query);

/// What stands in the way of any answer: orders, or coverage, that neither came nor could be asked for
/// (not_found; HTTP 412, CRD found-32).
[[nodiscard]] base::Issues unknown_of(const HookRequest& request, const HookRecord& record);

}  // namespace mappers
