#include "parsers/fhir/ig_package.hpp"

#include <memory>
#include <vector>

#include "parsers/fhir/ig_snapshot.hpp"
#include "parsers/fhir/profile.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"

namespace fhir {
namespace {

using base::IssueCode;
using base::Issues;

/// "package/StructureDefinition-x.json" -> "StructureDefinition-x.json".
std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// The documents of a package, read while its tables are made.
class Package {
 public:
  [[nodiscard]] Issues read(std::span<const PackageFile> files) {
    Issues faults;
    for (const PackageFile& file : files) {
      const std::string_view name = file_name(file.name);
      const bool wanted =
          name == "package.json" || name.starts_with("StructureDefinition-") || name.starts_with("ValueSet-");
      if (!wanted || !name.ends_with(".json")) continue;
      json::Document& document = documents_.emplace_back();
      const base::Result<json::Value> read = document.parse_copy(file.bytes);
      if (!read) {
        faults.add(IssueCode::data_invalid, file.name,
                   "This file of the package is no JSON; fetch the package again.");
      } else if (name == "package.json") {
        version_ = text(*read, "version");
      } else {
        file_away(*read);
      }
    }
    if (faults.empty() && contents_.definitions.empty()) {
      faults.add(IssueCode::data_invalid, "package",
                 "Name a compiled FHIR package: a .tgz of StructureDefinitions with snapshots.");
    }
    return faults;
  }

  [[nodiscard]] const PackageContents& contents() const { return contents_; }
  [[nodiscard]] Version version() const {
    return version_.starts_with("2.0.") ? Version::pas_2_0_1 : Version::pas_2_2_1;
  }

 private:
  void file_away(const json::Value& resource) {
    const std::string_view type = text(resource, "resourceType"), url = text(resource, "url");
    if (type == "ValueSet") contents_.value_sets.emplace(url, resource);
    const bool profile = type == "StructureDefinition" && text(resource, "derivation") == "constraint";
    if (profile && !resource.find("snapshot").find("element").empty())
      contents_.definitions.emplace(url, resource);
  }

  std::vector<json::Document> documents_;
  PackageContents contents_;
  std::string_view version_;
};

/// The data types of FHIR, which a package takes for granted.
base::Result<ProfileTables> data_types(Version version) {
  base::Result<ProfileTables> own = tables_of(version);
  if (!own) return own.error();
  ProfileTables types = std::move(*own);
  std::erase_if(types.tables, [](const auto& named) {
    return !named.second.resource.empty() || named.second.name.starts_with("Pas");
  });
  return types;
}

/// Gives types and targets their tables, now that all are there.
void attach(std::vector<Element>& elements, const ProfileTables& tables) {
  const auto table_named = [&](std::string_view name) {
    const auto found = tables.tables.find(name);
    return found == tables.tables.end() ? nullptr : &found->second;
  };
  for (Element& one : elements) {
    for (Type& type : one.types) {
      if (type.shape == Shape::complex) type.table = table_named(type.name);
      for (TargetType& target : type.targets) target.table = table_named(target.profile);
    }
    attach(one.children, tables);
  }
}

}  // namespace

base::Result<Profiles> profiles_from_package(std::span<const PackageFile> files) {
  Package package;
  Issues faults = package.read(files);
  if (!faults.empty()) return faults;
  base::Result<ProfileTables> made = data_types(package.version());
  if (!made) return made.error();
  ProfileTables tables = std::move(*made);
  tables.by_profile = true;
  SnapshotReader reader(package.contents(), tables);
  for (const auto& [url, definition] : package.contents().definitions) {
    const std::string_view type = text(definition, "type");
    if (type == "Extension") continue;
    Table table;
    table.name = tables.kept.emplace_back(url);
    if (text(definition, "kind") == "resource") table.resource = tables.kept.emplace_back(type);
    table.elements = reader.elements_of(definition);
    tables.tables.emplace(table.name, std::move(table));
  }
  for (auto& [name, table] : tables.tables) {
    note_names(table.elements);
    attach(table.elements, tables);
  }
  return Profiles(package.version(), std::make_shared<const ProfileTables>(std::move(tables)));
}

}  // namespace fhir
