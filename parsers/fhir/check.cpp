// The ways into the walker: which table a Bundle, an entry or a resource has to keep to, and how strictly.
#include "parsers/fhir/check.hpp"

#include <algorithm>
#include <utility>

#include "parsers/fhir/faults.hpp"
#include "parsers/fhir/profile.hpp"
#include "parsers/fhir/select.hpp"
#include "parsers/fhir/walker.hpp"

namespace fhir {
namespace {

using base::IssueCode;
using base::Severity;
using Rigour = Walker::Rigour;
using Candidates = std::vector<const Table*>;

enum class Side : std::uint8_t { request, answer };

/// One Bundle of a request or an answer.
class BundleCheck {
 public:
  BundleCheck(const Bundle& bundle, const Profiles& profiles, Purpose purpose, Side side, Rigour rigour,
              Faults& faults)
      : bundle_(bundle),
        profiles_(profiles),
        tables_(profiles.tables()),
        purpose_(purpose),
        side_(side),
        rigour_(rigour),
        faults_(faults),
        walker_(&bundle, rigour, faults) {}

  void run() {
    if (tables_.by_profile) {
      const Candidates of_bundle = bundle_candidates(bundle_, tables_, purpose_);
      asked_ = entry_candidates(bundle_, tables_, of_bundle);
      nearest(of_bundle, bundle_.root(), nullptr, false);
    } else {
      roles();
      const Table* const table = tables_.of_bundle(side_ == Side::answer ? "answer" : "");
      if (table != nullptr) walker_.walk(bundle_.root(), nullptr, *table, kind_of({}));
    }
    if (!tables_.by_profile) first_entry();
    if (rigour_ == Rigour::strict) instances();
    for (const Entry& entry : bundle_.entries()) resource(entry);
  }

 private:
  struct RoleOf {
    const Entry* entry;
    const Table* table;
  };

  /// Claim or ClaimResponse comes first (PAS spec-12, spec-30; invariants ClaimFirst, ClaimResponseFirst).
  /// PAS 2.0.1 may answer an inquiry that finds nothing with an OperationOutcome alone.
  void first_entry() {
    const std::string_view lead = side_ == Side::answer ? "ClaimResponse" : "Claim";
    if (bundle_.entries().front().type == lead) return;
    const bool nothing_found = side_ == Side::answer && purpose_ == Purpose::inquire &&
                               profiles_.version() == Version::pas_2_0_1 && bundle_.first(lead) == nullptr;
    if (nothing_found) return;
    walker_.report(Severity::error, IssueCode::fhir_structure, bundle_.entries().front().resource, {},
                   "Put the " + std::string(lead) + " into the first entry.");
  }

  /// No instance twice, not even unchanged (PAS spec-14, spec-31; bdl-7).
  void instances() {
    std::vector<const Entry*> order;
    order.reserve(bundle_.entries().size());
    for (const Entry& entry : bundle_.entries()) {
      if (!entry.full_url.empty()) order.push_back(&entry);
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const Entry* a, const Entry* b) { return a->full_url < b->full_url; });
    for (std::size_t i = 1; i < order.size(); ++i) {
      if (order[i]->full_url != order[i - 1]->full_url) continue;
      walker_.report(Severity::error, IssueCode::fhir_duplicate, order[i]->entry, "fullUrl",
                     "Put every resource into the Bundle once.");
    }
  }

  void resource(const Entry& entry) {
    // Later Claims are what the first one replaces: they are read for comparison only.
    const bool earlier = side_ == Side::request && entry.type == "Claim" && entry.index > 0;
    if (tables_.by_profile) return nearest(asked_[entry.index], entry.resource, &entry, earlier);
    const Table* const table = table_of(entry);
    if (table != nullptr) walker_.walk(entry.resource, &entry, *table, kind_of(entry.resource), earlier);
  }

  /// Several profiles may be meant: the one with the fewest faults is taken as the one that was.
  void nearest(const Candidates& candidates, const json::Value& resource, const Entry* entry, bool earlier) {
    Faults best = faults_.aside();
    bool first = true;
    for (const Table* const table : candidates) {
      Faults tried = faults_.aside();
      walker_.report_to(tried);
      walker_.walk(resource, entry, *table, kind_of(resource), earlier);
      if (first || tried.count() < best.count()) best = std::move(tried);
      first = false;
    }
    walker_.report_to(faults_);
    faults_.adopt(std::move(best));
  }

  [[nodiscard]] Kind kind_of(const json::Value& resource) const {
    if (purpose_ == Purpose::inquire) return Kind::inquiry;
    return side_ == Side::request && !resource.find("related").empty() ? Kind::update : Kind::request;
  }

  /// Finds which entries have a role for the first Claim or ClaimResponse.
  void roles() {
    const Entry& lead = bundle_.entries().front();
    for (const auto& [name, table] : tables_.tables) {
      for (const RolePlace& place : table.role) {
        if (place.resource != lead.type) continue;
        const Target target = bundle_.resolve(lead.resource.find(place.element), lead);
        if (target && target.entry->type == table.resource) roles_.push_back({target.entry, &table});
      }
    }
  }

  /// The table of the role that the entry has, or of its resource type; nullptr when there is none.
  [[nodiscard]] const Table* table_of(const Entry& entry) const {
    for (const RoleOf& role : roles_) {
      if (role.entry == &entry) return role.table;
    }
    const Table* const table = entry.type == "Bundle" ? nullptr : tables_.of_resource(entry.type);
    // What belongs to answers may come along in a request, but nobody reads it there.
    const bool of_answers = table != nullptr && !table->bundle.empty();
    return of_answers && side_ == Side::request ? nullptr : table;
  }

  const Bundle& bundle_;
  const Profiles& profiles_;
  const ProfileTables& tables_;
  Purpose purpose_;
  Side side_;
  Rigour rigour_;
  Faults& faults_;
  Walker walker_;
  std::vector<RoleOf> roles_;
  std::vector<Candidates> asked_;  // of every entry, for the tables of a package
};

base::Issues bundle_issues(const Bundle& bundle, const Profiles& profiles, Purpose purpose, Side side,
                           Rigour rigour) {
  Faults faults("Bundle", bundle.root());
  check_modifiers(bundle.root(), profiles.tables(), faults);
  BundleCheck(bundle, profiles, purpose, side, rigour, faults).run();
  return faults.take();
}

bool is_notification(const json::Value& resource) {
  return resource.find("resourceType").string() == "Bundle" && resource.find("type").string() == "history";
}

/// A notification: the Bundle, its status and, when it holds one, the whole answer inside it.
void notification(const json::Value& root, const Profiles& profiles, Faults& faults) {
  const ProfileTables& tables = profiles.tables();
  Walker walker(nullptr, Rigour::strict, faults);
  if (const Table* const table = tables.of_bundle("notification")) {
    walker.walk(root, nullptr, *table, Kind::request);
  }
  for (const json::Value entry : root.find("entry").elements()) {
    const json::Value resource = entry.find("resource");
    const std::string_view type = resource.find("resourceType").string();
    const Table* const table = type == "Bundle" ? nullptr : tables.of_resource(type);
    if (table != nullptr) walker.walk(resource, nullptr, *table, Kind::request);
    if (type != "Bundle") continue;
    const base::Result<Bundle> inner = bundle_from(resource);
    if (!inner) {
      walker.report(Severity::error, IssueCode::fhir_structure, resource, {},
                    "Send a complete PAS Response Bundle here.");
    } else {
      BundleCheck(*inner, profiles, Purpose::submit, Side::answer, Rigour::strict, faults).run();
    }
  }
}

void any_resource(const json::Value& resource, const Profiles& profiles, Purpose purpose, Faults& faults) {
  const ProfileTables& tables = profiles.tables();
  const Kind kind = purpose == Purpose::inquire        ? Kind::inquiry
                    : resource.find("related").empty() ? Kind::request
                                                       : Kind::update;
  const std::string_view type = resource.find("resourceType").string();
  Candidates candidates;
  if (tables.by_profile) {
    candidates = resource_candidates(resource, tables);
  } else if (const Table* const table = tables.of_resource(type)) {
    candidates.push_back(table);
  }
  Faults best = faults.aside();
  bool first = true;
  for (const Table* const table : candidates) {
    Faults tried = faults.aside();
    Walker(nullptr, Rigour::strict, tried).walk(resource, nullptr, *table, kind);
    if (first || tried.count() < best.count()) best = std::move(tried);
    first = false;
  }
  faults.adopt(std::move(best));
}

}  // namespace

base::Issues check(const Bundle& bundle, const Profiles& profiles, Purpose purpose) {
  return bundle_issues(bundle, profiles, purpose, Side::request, Rigour::lenient);
}

base::Issues check_response(const Bundle& bundle, const Profiles& profiles, Purpose purpose) {
  return bundle_issues(bundle, profiles, purpose, Side::answer, Rigour::strict);
}

base::Issues check_strictly(const Bundle& bundle, const Profiles& profiles, Purpose purpose) {
  if (is_notification(bundle.root())) return check_resource(bundle.root(), profiles, purpose);
  const bool answer = bundle.first("Claim") == nullptr || bundle.entries().front().type == "ClaimResponse";
  return bundle_issues(bundle, profiles, purpose, answer ? Side::answer : Side::request, Rigour::strict);
}

base::Issues check_resource(const json::Value& resource, const Profiles& profiles, Purpose purpose) {
  const std::string_view type = resource.find("resourceType").string();
  Faults faults(type.empty() ? std::string_view("Resource") : type, resource);
  if (type.empty()) {
    faults.report(Severity::error, IssueCode::fhir_structure, resource, "resourceType",
                  "Send a FHIR resource: a JSON object with a resourceType.");
    return faults.take();
  }
  check_modifiers(resource, profiles.tables(), faults);
  if (is_notification(resource)) {
    notification(resource, profiles, faults);
  } else {
    any_resource(resource, profiles, purpose, faults);
  }
  return faults.take();
}

}  // namespace fhir
