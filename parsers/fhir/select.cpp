#include "parsers/fhir/select.hpp"

#include <algorithm>

#include "parsers/fhir/element_values.hpp"

namespace fhir {
namespace {

using Tables = std::vector<const Table*>;

void add(Tables& to, const Table* table) {
  if (table != nullptr && std::find(to.begin(), to.end(), table) == to.end()) to.push_back(table);
}

const Table* table_named(const ProfileTables& tables, std::string_view canonical) {
  const auto found = tables.tables.find(canonical.substr(0, canonical.find('|')));
  return found == tables.tables.end() ? nullptr : &found->second;
}

/// The tables that meta.profile names and that are for this type.
Tables claimed(const json::Value& resource, const ProfileTables& tables) {
  Tables found;
  const std::string_view type = resource.find("resourceType").string();
  for (const json::Value profile : resource.find("meta").find("profile").elements()) {
    const Table* const table = table_named(tables, profile.string());
    if (table != nullptr && table->resource == type) add(found, table);
  }
  return found;
}

/// Follows the references of one resource along one of its tables.
class References {
 public:
  References(const Bundle& bundle, std::vector<Tables>& found) : bundle_(bundle), found_(found) {}

  /// Entries that got a table since the last call.
  std::vector<std::uint32_t> take_reached() { return std::exchange(reached_, {}); }

  void reach(const Entry& entry, const Table* table) {
    Tables& known = found_[entry.index];
    const std::size_t before = known.size();
    if (table != nullptr && table->resource == entry.type) add(known, table);
    if (known.size() > before) reached_.push_back(entry.index);
  }

  void follow(const Entry& entry) {
    const Tables of_entry = found_[entry.index];  // a copy: an entry may refer to itself
    for (const Table* const table : of_entry) elements(entry, entry.resource, table->elements);
  }

 private:
  void elements(const Entry& entry, const json::Value& object, const std::vector<Element>& all) {
    for (const Element& one : all) {
      for_each_value(object, one, [&](const json::Value& value, const Type* type) {
        const bool of_extension = one.form == Form::extension || one.form == Form::modifier_extension;
        refer(entry, of_extension ? value_x(value, "value") : value, type);
        elements(entry, inside(object, one, value), one.children);
      });
    }
  }

  void refer(const Entry& entry, const json::Value& value, const Type* type) {
    if (type == nullptr || type->targets.empty()) return;
    const Target target = bundle_.resolve(value, entry);
    // A contained resource stands inside its entry and is not one.
    if (!target || !target.resource.same_place(target.entry->resource)) return;
    for (const TargetType& one : type->targets) reach(*target.entry, one.table);
  }

  const Bundle& bundle_;
  std::vector<Tables>& found_;
  std::vector<std::uint32_t> reached_;
};

/// The profiles that a Bundle profile wants of its first entry.
Tables of_first_entry(const Bundle& bundle, const Tables& of_bundle, const ProfileTables& tables) {
  Tables found;
  const Entry& first = bundle.entries().front();
  for (const Table* const table : of_bundle) {
    for (const Element& one : table->elements) {
      if (one.form != Form::slice || !in_slice(one.where, first.entry)) continue;
      for (const Element& child : one.children) {
        for (const Type& type : child.types) {
          for (const std::string_view profile : type.profiles) add(found, table_named(tables, profile));
        }
      }
    }
  }
  return found;
}

}  // namespace

std::vector<const Table*> resource_candidates(const json::Value& resource, const ProfileTables& tables) {
  Tables found = claimed(resource, tables);
  if (!found.empty()) return found;
  const std::string_view type = resource.find("resourceType").string();
  for (const auto& [name, table] : tables.tables) {
    if (!type.empty() && table.resource == type) found.push_back(&table);
  }
  return found;
}

std::vector<const Table*> bundle_candidates(const Bundle& bundle, const ProfileTables& tables,
                                            Purpose purpose) {
  Tables found = claimed(bundle.root(), tables);
  if (!found.empty()) return found;
  const Entry& first = bundle.entries().front();
  Tables others;
  for (const auto& [name, table] : tables.tables) {
    const bool inquiry = name.find("inquiry") != std::string_view::npos;
    if (table.resource != "Bundle" || inquiry != (purpose == Purpose::inquire)) continue;
    const auto takes_first = [&](const Element& one) {
      return one.form == Form::slice && in_slice(one.where, first.entry);
    };
    const bool takes = std::any_of(table.elements.begin(), table.elements.end(), takes_first);
    (takes ? found : others).push_back(&table);
  }
  return found.empty() ? others : found;
}

std::vector<std::vector<const Table*>> entry_candidates(const Bundle& bundle, const ProfileTables& tables,
                                                        const std::vector<const Table*>& of_bundle) {
  std::vector<Tables> found(bundle.entries().size());
  References references(bundle, found);
  for (const Table* const table : of_first_entry(bundle, of_bundle, tables)) {
    references.reach(bundle.entries().front(), table);
  }
  for (const Entry& entry : bundle.entries()) {
    for (const Table* const table : claimed(entry.resource, tables)) references.reach(entry, table);
  }
  for (std::vector<std::uint32_t> next = references.take_reached(); !next.empty();
       next = references.take_reached()) {
    for (const std::uint32_t index : next) references.follow(bundle.entries()[index]);
  }
  return found;
}

}  // namespace fhir
