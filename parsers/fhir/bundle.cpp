#include "parsers/fhir/bundle.hpp"

#include <algorithm>

#include "parsers/fhir/resource_view.hpp"

namespace fhir {

using base::Issue;
using base::IssueCode;
using base::Issues;

namespace {

constexpr std::string_view history_part = "/_history/";

/// The Bundle inside `document`: itself, or the `resource` parameter of a Parameters resource.
json::Value bundle_in(const json::Value& document) {
  const std::string_view type = document.find("resourceType").string();
  if (type == "Bundle") return document;
  if (type != "Parameters") return {};
  for (const json::Value parameter : document.find("parameter").elements()) {
    if (parameter.find("name").string() != "resource") continue;
    const json::Value inner = parameter.find("resource");
    if (inner.find("resourceType").string() == "Bundle") return inner;
  }
  return {};
}

/// A fullUrl without its version: ".../Patient/1/_history/2" -> ".../Patient/1".
std::string_view without_version(std::string_view url) {
  const std::size_t history = url.find(history_part);
  if (history != std::string_view::npos) return url.substr(0, history);
  return url.substr(0, url.find('|'));
}

/// "http://host/fhir/Patient/1" -> "http://host/fhir/", when it ends in Type/id; "" for urn: and anything
/// else.
std::string_view base_of(std::string_view full_url) {
  full_url = without_version(full_url);
  if (!full_url.starts_with("http://") && !full_url.starts_with("https://")) return {};
  const std::size_t id = full_url.rfind('/');
  if (id == std::string_view::npos || id == 0) return {};
  const std::size_t type = full_url.rfind('/', id - 1);
  return type == std::string_view::npos ? std::string_view{} : full_url.substr(0, type + 1);
}

bool is_absolute(std::string_view reference) {
  return reference.starts_with("urn:") || reference.find("://") != std::string_view::npos;
}

json::Value contained_in(const json::Value& resource, std::string_view id) {
  for (const json::Value one : resource.find("contained").elements()) {
    if (one.find("id").string() == id) return one;
  }
  return {};
}

bool carries(const json::Value& resource, const json::Value& identifier) {
  const auto same = [&](const json::Value& other) {
    return other.find("system").string() == identifier.find("system").string() &&
           other.find("value").string() == identifier.find("value").string();
  };
  const json::Value own = resource.find("identifier");
  if (own.is_object()) return same(own);
  const json::Elements all = own.elements();
  return std::any_of(all.begin(), all.end(), same);
}

}  // namespace

const Entry* Bundle::first(std::string_view type) const {
  for (const Entry& entry : entries_) {
    if (entry.type == type) return &entry;
  }
  return nullptr;
}

const Entry* Bundle::entry_of(const json::Value& value) const {
  if (!value) return nullptr;
  const auto after = std::partition_point(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.resource.stands_before(value) || entry.resource.same_place(value);
  });
  if (after == entries_.begin()) return nullptr;
  const Entry& entry = *std::prev(after);
  return entry.resource.holds(value) ? &entry : nullptr;
}

const Entry* Bundle::by_full_url(std::string_view base, std::string_view rest) const {
  const auto order = [base, rest](std::string_view url) {
    const int head = url.substr(0, base.size()).compare(base);
    return head != 0 ? head : url.substr(base.size()).compare(rest);
  };
  const auto found = std::partition_point(by_url_.begin(), by_url_.end(), [&](std::uint32_t place) {
    return order(entries_[place].full_url) < 0;
  });
  if (found == by_url_.end() || order(entries_[*found].full_url) != 0) return nullptr;
  return &entries_[*found];
}

const Entry* Bundle::by_type_and_id(std::string_view type, std::string_view id) const {
  const auto order = [type, id](const Entry& entry) {
    const int head = entry.type.compare(type);
    return head != 0 ? head : entry.id.compare(id);
  };
  const auto found = std::partition_point(by_id_.begin(), by_id_.end(),
                                          [&](std::uint32_t place) { return order(entries_[place]) < 0; });
  if (found == by_id_.end() || order(entries_[*found]) != 0) return nullptr;
  const auto next = std::next(found);
  // Two bases hold one such id: none of them is meant for certain.
  if (next != by_id_.end() && order(entries_[*next]) == 0) return nullptr;
  return &entries_[*found];
}

const Entry* Bundle::relative(std::string_view type_and_id, const Entry& from) const {
  const std::string_view base = base_of(from.full_url);
  if (!base.empty()) {
    const Entry* const exact = by_full_url(base, type_and_id);
    if (exact != nullptr) return exact;
  }
  const std::size_t slash = type_and_id.find('/');
  if (slash == std::string_view::npos) return nullptr;
  return by_type_and_id(type_and_id.substr(0, slash), type_and_id.substr(slash + 1));
}

const Entry* Bundle::by_identifier(const json::Value& reference) const {
  const json::Value identifier = reference.find("identifier");
  if (identifier.find("value").string().empty()) return nullptr;
  const std::string_view type = reference.find("type").string();
  const Entry* only = nullptr;
  for (const Entry& entry : entries_) {
    if (!type.empty() && entry.type != type) continue;
    if (!carries(entry.resource, identifier)) continue;
    if (only != nullptr) return nullptr;
    only = &entry;
  }
  return only;
}

Target Bundle::resolve(const json::Value& reference, const Entry& from) const {
  if (reference.is_string()) return resolve(reference.string(), from);
  const std::string_view text = reference_of(reference);
  if (!text.empty()) return resolve(text, from);
  const Entry* const entry = by_identifier(reference);
  return entry == nullptr ? Target{} : Target{entry->resource, entry};
}

Target Bundle::resolve(std::string_view reference, const Entry& from) const {
  if (reference.starts_with('#')) {
    if (reference.size() == 1) return Target{from.resource, &from};  // "#" alone is the container itself
    const json::Value inner = contained_in(from.resource, reference.substr(1));
    return inner ? Target{inner, &from} : Target{};
  }
  const Entry* entry = nullptr;
  if (is_absolute(reference)) {
    entry = by_full_url(reference, {});
    if (entry == nullptr) entry = by_full_url(without_version(reference), {});
  } else if (!reference.empty()) {
    entry = relative(reference, from);
    if (entry == nullptr) entry = relative(without_version(reference), from);
  }
  return entry == nullptr ? Target{} : Target{entry->resource, entry};
}

Target Bundle::resolve(const json::Value& reference) const {
  const Entry* const from = entry_of(reference);
  return from == nullptr ? Target{} : resolve(reference, *from);
}

void Bundle::index() {
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    if (!entries_[i].full_url.empty()) by_url_.push_back(i);
    if (!entries_[i].id.empty()) by_id_.push_back(i);
  }
  std::sort(by_url_.begin(), by_url_.end(), [this](std::uint32_t a, std::uint32_t b) {
    const int order = entries_[a].full_url.compare(entries_[b].full_url);
    return order != 0 ? order < 0 : a < b;
  });
  std::sort(by_id_.begin(), by_id_.end(), [this](std::uint32_t a, std::uint32_t b) {
    const int order = entries_[a].type.compare(entries_[b].type);
    return order != 0 ? order < 0 : entries_[a].id < entries_[b].id;
  });
}

namespace {

/// Why `list` cannot be the entries of a request; nothing when it can.
Issues entry_faults(const json::Value& root) {
  const json::Value list = root.find("entry");
  if (!list)
    return Issue{IssueCode::fhir_structure, "Bundle.entry", "Send the request's resources as Bundle.entry."};
  if (!list.is_array())
    return Issue{IssueCode::fhir_structure, "Bundle.entry", "Make Bundle.entry a JSON array."};
  if (list.empty()) {
    return Issue{IssueCode::fhir_structure, "Bundle.entry",
                 "Send at least the Claim; the Bundle has no entries."};
  }
  if (list.size() > entries_max) {
    return Issue{IssueCode::json_limit, "Bundle.entry",
                 "Send at most " + std::to_string(entries_max) + " entries in one Bundle."};
  }
  Issues faults;
  std::size_t index = 0;
  for (const json::Value entry : list.elements()) {
    const std::string place = "Bundle.entry[" + std::to_string(index++) + "]";
    if (!entry.is_object()) {
      faults.add(IssueCode::fhir_structure, place, "Make every entry a JSON object.");
    } else if (!entry.find("resource").is_object()) {
      faults.add(IssueCode::fhir_structure, place + ".resource", "Put a resource into every entry.");
    } else if (entry.find("resource").find("resourceType").string().empty()) {
      faults.add(IssueCode::fhir_structure, place + ".resource", "Give the resource a resourceType.");
    }
  }
  return faults;
}

Entry entry_from(const json::Value& entry, std::uint32_t index) {
  const json::Value resource = entry.find("resource");
  return Entry{.full_url = entry.find("fullUrl").string(),
               .type = resource.find("resourceType").string(),
               .id = resource.find("id").string(),
               .resource = resource,
               .entry = entry,
               .index = index};
}

}  // namespace

base::Result<Bundle> bundle_from(const json::Value& document) {
  if (!document.is_object()) {
    return Issue{IssueCode::fhir_structure, "Bundle", "Send one JSON object: a FHIR Bundle."};
  }
  Bundle bundle;
  bundle.root_ = bundle_in(document);
  if (!bundle.root_) {
    return Issue{IssueCode::fhir_structure, "Bundle.resourceType",
                 "Send a Bundle, or Parameters with a Bundle in the parameter `resource`."};
  }
  Issues faults = entry_faults(bundle.root_);
  if (!faults.empty()) return faults;
  const json::Value list = bundle.root_.find("entry");
  bundle.entries_.reserve(list.size());
  std::uint32_t index = 0;
  for (const json::Value entry : list.elements()) bundle.entries_.push_back(entry_from(entry, index++));
  bundle.index();
  const auto same_url = [&](std::uint32_t a, std::uint32_t b) {
    return bundle.entries_[a].full_url == bundle.entries_[b].full_url;
  };
  const auto& order = bundle.by_url_;
  for (auto twice = std::adjacent_find(order.begin(), order.end(), same_url); twice != order.end();
       twice = std::adjacent_find(std::next(twice), order.end(), same_url)) {
    const Entry &one = bundle.entries_[*twice], &other = bundle.entries_[*std::next(twice)];
    if (json::same_content(one.resource, other.resource)) continue;
    faults.add(IssueCode::fhir_duplicate, bundle.place(other.entry, "fullUrl"),
               "Give every resource a fullUrl of its own; entry " + std::to_string(one.index) +
                   " has this one with other content.");
  }
  if (!faults.empty()) return faults;
  return bundle;
}

}  // namespace fhir
