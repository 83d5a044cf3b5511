// fhir::Bundle: an index over a parsed FHIR Bundle that finds what its references point to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "parsers/json/value.hpp"

namespace fhir {

/// One Bundle.entry. The views are valid as long as the document the Bundle was made from.
struct Entry {
  std::string_view full_url;
  std::string_view type;    // resource.resourceType
  std::string_view id;      // resource.id, "" when absent
  json::Value resource;     // the resource object
  json::Value entry;        // the entry object around it
  std::uint32_t index = 0;  // position in Bundle.entry
};

/// What a reference leads to: a whole entry or a contained resource (then `entry` is the one that contains
/// it).
struct Target {
  json::Value resource;
  const Entry* entry = nullptr;

  [[nodiscard]] explicit operator bool() const { return entry != nullptr; }
  [[nodiscard]] std::string_view type() const { return resource.find("resourceType").string(); }
  [[nodiscard]] std::string_view id() const { return resource.find("id").string(); }
  /// What a copied reference has to say: the entry's fullUrl.
  [[nodiscard]] std::string_view full_url() const {
    return entry == nullptr ? std::string_view{} : entry->full_url;
  }
};

/// More resources than any request has use for.
inline constexpr std::size_t entries_max = 2'000;

class Bundle {
 public:
  [[nodiscard]] std::span<const Entry> entries() const { return entries_; }
  /// The Bundle object itself (inside Parameters when it was sent so).
  [[nodiscard]] json::Value root() const { return root_; }
  [[nodiscard]] std::string_view type() const { return root_.find("type").string(); }
  [[nodiscard]] std::string_view identifier_system() const {
    return root_.find("identifier").find("system").string();
  }
  [[nodiscard]] std::string_view identifier_value() const {
    return root_.find("identifier").find("value").string();
  }
  [[nodiscard]] std::string_view timestamp() const { return root_.find("timestamp").string(); }

  /// The first entry of that resource type, nullptr when there is none.
  [[nodiscard]] const Entry* first(std::string_view type) const;
  /// The entry whose resource holds `value`, nullptr when none does.
  [[nodiscard]] const Entry* entry_of(const json::Value& value) const;

  /// Finds what `reference` (a Reference object or its `reference` string) in the entry `from` points to:
  /// "#id" contained; an exact fullUrl (absolute or urn:uuid/oid); `Type/id` against the base of from's
  /// fullUrl, else the only entry of that type and id; "/_history/n" and "|version" are ignored when the
  /// exact text is not found; with no `reference`, the only entry that carries `identifier` (same system and
  /// value, and `type` when given). Gives an empty Target when nothing, or no single one, fits. Rule: FHIR R4
  /// bundle.html#references, PAS spec.
  [[nodiscard]] Target resolve(const json::Value& reference, const Entry& from) const;
  [[nodiscard]] Target resolve(std::string_view reference, const Entry& from) const;
  /// The same; `from` is found as the entry around `reference` itself.
  [[nodiscard]] Target resolve(const json::Value& reference) const;

  /// FHIRPath of a value for Issue::where, e.g. "Bundle.entry[2].resource.item[0].extension[1]"; `child` is
  /// appended as one more step (for something that is absent).
  [[nodiscard]] std::string place(const json::Value& value, std::string_view child = {}) const;

  /// Indexes a Bundle, bare or as `resource` parameter of a Parameters resource (FHIR operation call).
  /// Errors: fhir_structure: not an object, no Bundle, `entry` absent, empty or no array, an entry without
  /// resource or resourceType; fhir_duplicate: one fullUrl twice with different content (equal content counts
  /// once). An entry without fullUrl is kept (check() warns).
  friend base::Result<Bundle> bundle_from(const json::Value& document);

 private:
  /// The entry whose fullUrl is `base` and `rest` put together.
  [[nodiscard]] const Entry* by_full_url(std::string_view base, std::string_view rest) const;
  [[nodiscard]] const Entry* by_type_and_id(std::string_view type, std::string_view id) const;
  [[nodiscard]] const Entry* relative(std::string_view type_and_id, const Entry& from) const;
  [[nodiscard]] const Entry* by_identifier(const json::Value& reference) const;
  void index();

  json::Value root_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> by_url_;  // places in entries_, ordered by fullUrl
  std::vector<std::uint32_t> by_id_;   // the same, ordered by type and id
};

[[nodiscard]] base::Result<Bundle> bundle_from(const json::Value& document);

/// FHIRPath of `inner` below `root`, which renders as `root_name`: array steps get an index, the type suffix
/// of a choice ("valueCodeableConcept") and the underscore of a primitive's extension are dropped.
[[nodiscard]] std::string path_of(std::string_view root_name, const json::Value& root,
                                  const json::Value& inner, std::string_view child = {});

}  // namespace fhir
