// The PAS request Bundle that a case came with, read again for the answers that are given later.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "gateway/store/store.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/json/document.hpp"

namespace gateway {

/// Bytes, what was read from them, and the index over that: `bundle` points into the other two, so the three
/// stay together and in place.
struct OriginalBundle {
  std::string buffer;
  json::Document document;
  std::optional<fhir::Bundle> bundle;  // always set in what original_bundle() gives
};

/// The Bundle of the newest version of this case that a $submit made, for mappers::ResponseContext::request:
/// an answer that is given later ($inquire, a notification, a read) repeats the client's own resources with
/// their fullUrls (PAS spec-33). nullptr when no version came as FHIR. Errors: store_unavailable.
[[nodiscard]] base::Result<std::unique_ptr<OriginalBundle>> original_bundle(const CaseRecord& record,
                                                                            Store& store);

/// original_bundle() as ResponseContext::request wants it.
[[nodiscard]] inline const fhir::Bundle* bundle_of(const std::unique_ptr<OriginalBundle>& original) {
  return original == nullptr ? nullptr : &*original->bundle;
}

}  // namespace gateway
