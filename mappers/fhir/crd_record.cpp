#include "mappers/fhir/crd_record.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/writer.hpp"

namespace mappers {
namespace {

/// References to these say something that a rule may read.
constexpr std::array<std::string_view, 9> readable_types{
    "Practitioner", "PractitionerRole", "Organization", "Location",      "Condition",
    "Device",       "Medication",       "Coverage",     "ServiceRequest"};

/// Writes the entries of the record, each resource and each fullUrl once, and no more than a Bundle may have.
class Entries {
 public:
  Entries(json::Writer& out, const std::string& server) : out_(out), server_(server) {}

  /// A resource, or all that a Bundle holds.
  void add(const json::Value& given) {
    if (fhir::text(given, "resourceType") != "Bundle") return add_resource(given, {});
    for (const json::Value entry : fhir::list(given, "entry")) {
      add_resource(entry.find("resource"), fhir::text(entry, "fullUrl"));
    }
  }

 private:
  void add_resource(const json::Value& resource, std::string_view full_url) {
    const std::string_view type = fhir::text(resource, "resourceType");
    if (type.empty() || type == "OperationOutcome" || type == "Bundle") return;
    const std::string reference = reference_to(resource);
    std::string url(full_url);
    if (url.empty() && !server_.empty() && !reference.empty()) url = server_ + "/" + reference;
    if (count_ >= fhir::entries_max || seen_.contains(reference) || urls_.contains(url)) return;
    ++count_;
    if (!reference.empty()) seen_.insert(reference);
    out_.begin_object();
    if (!url.empty()) out_.field("fullUrl", *urls_.insert(url).first);
    out_.field("resource", resource).end_object();
  }

  json::Writer& out_;
  const std::string& server_;
  std::set<std::string> seen_, urls_;
  std::size_t count_ = 1;  // the call itself
};

/// A search that found nothing tells that there is none; one that failed tells nothing.
bool tells_coverage(const json::Value& answer) {
  const std::string_view type = fhir::text(answer, "resourceType");
  if (type != "Bundle") return type == "Coverage";
  bool failed = false;
  for (const json::Value entry : fhir::list(answer, "entry")) {
    const std::string_view held = fhir::text(entry.find("resource"), "resourceType");
    if (held == "Coverage") return true;
    failed = failed || held == "OperationOutcome";
  }
  return !failed;
}

/// The page that follows, relative to the client's server; "" where there is none, or somewhere else.
std::string next_page(const json::Value& answer, const std::string& server) {
  for (const json::Value link : fhir::list(answer, "link")) {
    std::string_view url = fhir::text(link, "url");
    if (fhir::text(link, "relation") != "next" || server.empty() || !url.starts_with(server)) continue;
    url.remove_prefix(server.size());
    if (url.starts_with('/')) return std::string(url.substr(1));
    if (url.starts_with('?')) return std::string(url);
  }
  return {};
}

bool promises_more(const json::Value& answer) {
  const json::Elements links = fhir::list(answer, "link");
  return std::any_of(links.begin(), links.end(),
                     [](const json::Value& link) { return fhir::text(link, "relation") == "next"; });
}

/// Reads one page of the answer to which coverage there is. An empty page before the last tells nothing.
void read_coverage_page(const json::Value& page, const std::string& server, HookRecord& record) {
  record.coverage_next = next_page(page, server);
  if (tells_coverage(page) && !promises_more(page)) record.coverage_delivered = true;
}

/// Queries in the order they were wanted, each once, up to a bound.
class Wanted {
 public:
  explicit Wanted(std::size_t most) : most_(most) {}
  [[nodiscard]] bool full() const { return list_.size() >= most_; }
  void add(std::string query) {
    if (!full() && seen_.insert(query).second) list_.push_back(std::move(query));
  }
  std::vector<std::string> take() { return std::move(list_); }

 private:
  std::size_t most_;
  std::vector<std::string> list_;
  std::set<std::string> seen_;
};

/// "Practitioner/d1" of a reference that leads to the client's server; "" for any other.
std::string relative(std::string_view reference, const std::string& server) {
  if (!server.empty() && reference.starts_with(server) && reference.substr(server.size()).starts_with('/')) {
    reference.remove_prefix(server.size() + 1);
  }
  reference = reference.substr(0, reference.find("/_history/"));
  const std::size_t slash = reference.find('/');
  if (slash == std::string_view::npos || !is_fhir_id(reference.substr(slash + 1))) return {};
  const std::string_view type = reference.substr(0, slash);
  const bool known = std::find(readable_types.begin(), readable_types.end(), type) != readable_types.end();
  return known ? std::string(reference) : std::string();
}

/// Adds the references inside `value` that lead to nothing yet.
void add_unresolved(const json::Value& value, const HookRequest& request, const HookRecord& record,
                    Wanted& wanted) {
  if (wanted.full()) return;
  for (const json::Member member : value.members()) {
    if (member.key == "reference" && member.value.is_string()) {
      std::string target = relative(member.value.string(), request.server);
      if (target.empty() || record.resource(target).exists()) continue;
      wanted.add(std::move(target));
    } else {
      add_unresolved(member.value, request, record, wanted);
    }
  }
  for (const json::Value one : value.elements()) add_unresolved(one, request, record, wanted);
}

}  // namespace

json::Value HookRecord::resource(std::string_view reference) const {
  if (!bundle || reference.empty()) return {};
  return bundle->resolve(reference, bundle->entries().front()).resource;
}

base::Result<std::unique_ptr<HookRecord>> hook_record_of(const HookRequest& request,
                                                         std::span<const Fetched> fetched,
                                                         const json::Limits& limits) {
  auto record = std::make_unique<HookRecord>();
  std::string text;
  json::Writer out(text);
  out.begin_object().field("resourceType", "Bundle").field("type", "collection").array_field("entry");
  // The call itself, so that there is always one entry.
  out.begin_object().object_field("resource").field("resourceType", "Parameters").end_object().end_object();
  Entries entries(out, request.server);
  for (const json::Member field : request.context.members()) entries.add(field.value);
  for (const json::Member one : request.prefetch.members()) entries.add(one.value);
  read_coverage_page(request.prefetch.find("coverage"), request.server, *record);
  json::Document document;
  for (const Fetched& one : fetched) {
    const base::Result<json::Value> parsed = document.parse_copy(one.body, limits);
    if (!parsed) continue;
    entries.add(*parsed);
    if (one.query.starts_with("Coverage?") || one.query == record->coverage_next) {
      read_coverage_page(*parsed, request.server, *record);
    }
  }
  out.end_array().end_object();
  const base::Result<json::Value> parsed = record->document.parse_copy(text, limits);
  if (!parsed) return parsed.error();
  base::Result<fhir::Bundle> bundle = fhir::bundle_from(*parsed);
  if (!bundle) return bundle.error();
  record->bundle.emplace(std::move(*bundle));
  if (record->bundle->first("Coverage") != nullptr) record->coverage_delivered = true;
  return record;
}

std::vector<std::string> wanted_of(const HookRequest& request, const HookRecord& record, std::size_t most) {
  Wanted wanted(most);
  if (request.focus.empty()) return wanted.take();
  const auto want = [&](const std::string& reference) {
    if (!reference.empty() && !record.resource(reference).exists()) wanted.add(reference);
  };
  if (!record.coverage_next.empty()) {
    wanted.add(record.coverage_next);
  } else if (!record.coverage_delivered) {
    wanted.add("Coverage?patient=" + request.patient + "&status=active");
  }
  for (const std::string& one : request.focus) want(one);
  want("Patient/" + request.patient);
  if (!request.encounter.empty()) want("Encounter/" + request.encounter);
  want(request.performer);
  for (const std::string& one : request.focus) {
    add_unresolved(record.resource(one), request, record, wanted);
  }
  for (const fhir::Entry& entry : record.bundle->entries()) {
    if (wanted.full()) break;
    const bool followed = entry.type == "PractitionerRole" || entry.type == "ServiceRequest";
    if (entry.type == "Coverage") add_unresolved(entry.resource.find("payor"), request, record, wanted);
    if (entry.type == "Encounter")
      add_unresolved(entry.resource.find("serviceProvider"), request, record, wanted);
    if (followed) add_unresolved(entry.resource, request, record, wanted);
  }
  if (request.user.starts_with("Practitioner")) want(request.user);
  return wanted.take();
}

bool is_needed(const HookRequest& request, const HookRecord& record, std::string_view query) {
  const bool coverage = query.starts_with("Coverage?") || query == record.coverage_next;
  if (coverage) return !record.coverage_delivered;
  return std::find(request.focus.begin(), request.focus.end(), query) != request.focus.end();
}

base::Issues unknown_of(const HookRequest& request, const HookRecord& record) {
  base::Issues issues;
  if (request.focus.empty()) return issues;
  for (const std::string& one : request.focus) {
    if (record.resource(one).exists()) continue;
    issues.add(base::IssueCode::not_found, one.substr(0, one.find('/')),
               "Send it in prefetch, or name a fhirServer where it can be read.");
  }
  if (!record.coverage_delivered) {
    issues.add(base::IssueCode::not_found, "prefetch.coverage",
               "Send it in prefetch, or name a fhirServer where it can be read.");
  }
  return issues;
}

}  // namespace mappers
