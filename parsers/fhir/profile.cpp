// The embedded profile tables, put together for one PAS version.
#include "parsers/fhir/profile.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "parsers/json/value.hpp"

namespace fhir {

namespace profiles {
std::string_view embedded(std::string_view name);  // generated, see cmake/EmbedText.cmake
}

namespace {

using base::IssueCode;
using base::Issues;

constexpr auto files = std::to_array<std::string_view>(
    {"types.profile", "bundle.profile", "claim.profile", "coverage.profile", "people.profile", "places.profile",
     "orders.profile", "documents.profile", "response.profile", "requests.profile", "subscription.profile"});

}  // namespace

void note_names(std::vector<Element>& elements) {
  for (Element& one : elements) {
    const bool choice = one.form == Form::choice || one.form == Form::choice_slice;
    one.bit = choice ? json::first_bit_of(json::tag_of(one.name)) : json::bit_of(one.name);
    note_names(one.children);
  }
}

namespace {

/// Marks the elements whose values Walker::content need not look at.
void note_contents(std::vector<Element>& elements) {
  for (Element& one : elements) {
    const auto is_reference = [](const Type& type) { return type.in_fhir == "Reference"; };
    one.any_content = one.rule == Rule::none && one.fixed.empty() && one.codes == nullptr &&
                      one.points_to.empty() && std::none_of(one.types.begin(), one.types.end(), is_reference);
    note_contents(one.children);
  }
}

}  // namespace

std::string_view resolve_types(std::vector<Element>& elements, const ProfileTables& tables) {
  constexpr std::array<std::string_view, 5> bare = {"BackboneElement", "Element", "Extension", "Ratio", "Age"};
  for (Element& element : elements) {
    for (Type& type : element.types) {
      const auto table = tables.tables.find(type.name);
      if (table != tables.tables.end()) {
        type.table = &table->second;
      } else if (type.shape == Shape::complex &&
                 std::find(bare.begin(), bare.end(), type.name) == bare.end()) {
        return type.name;
      }
    }
    const std::string_view below = resolve_types(element.children, tables);
    if (!below.empty()) return below;
  }
  return {};
}

const Table* ProfileTables::of_resource(std::string_view type) const {
  const auto found = tables.find(type);
  return found == tables.end() || found->second.resource != type ? nullptr : &found->second;
}

const Table* ProfileTables::of_bundle(std::string_view what) const {
  for (const auto& [name, table] : tables) {
    if (table.resource == "Bundle" && table.bundle == what) return &table;
  }
  return nullptr;
}

base::Result<ProfileTables> tables_of(Version version) {
  ProfileTables tables;
  Issues faults = read_profile("codes.txt", profiles::embedded("codes.txt"), version, tables);
  for (const std::string_view file : files) {
    const std::string_view text = profiles::embedded(file);
    if (text.empty())
      faults.add(IssueCode::data_invalid, std::string(file), "This profile is not in the binary.");
    faults.add(read_profile(file, text, version, tables));
  }
  for (auto& [name, table] : tables.tables) {
    note_names(table.elements);
    note_contents(table.elements);
    const std::string_view type = resolve_types(table.elements, tables);
    if (!type.empty()) {
      faults.add(IssueCode::data_invalid, std::string(name), "Describe the type " + std::string(type) + ".");
    }
  }
  if (!faults.empty()) return faults;
  return tables;
}

base::Result<Profiles> Profiles::of(Version version) {
  base::Result<ProfileTables> tables = tables_of(version);
  if (!tables) return tables.error();
  return Profiles(version, std::make_shared<const ProfileTables>(std::move(*tables)));
}

}  // namespace fhir
