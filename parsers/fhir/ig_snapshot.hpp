// Inside parsers/fhir: the elements of one StructureDefinition snapshot as the elements of a table.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "parsers/fhir/profile.hpp"
#include "parsers/json/value.hpp"

namespace fhir {

/// What a package has, by canonical URL without version. The values live as long as the package's documents.
struct PackageContents {
  std::map<std::string_view, json::Value> definitions;  // StructureDefinitions with a snapshot
  std::map<std::string_view, json::Value> value_sets;
};

/// The rule of a constraint by its key, at the element of that name (one key may mean two things); none when
/// there is no rule for it.
[[nodiscard]] Rule rule_of_constraint(std::string_view key, std::string_view at);

/// Reads snapshots into elements whose texts are kept in the tables. Types are not resolved yet.
class SnapshotReader {
 public:
  SnapshotReader(const PackageContents& contents, ProfileTables& tables)
      : contents_(contents), tables_(tables) {}

  [[nodiscard]] std::vector<Element> elements_of(const json::Value& definition);

 private:
  struct Snapshot;  // a cursor over the elements
  struct Slicing;   // how the list read last tells its slices

  /// The elements below `prefix`; an extension's fixed url goes to `url`.
  [[nodiscard]] std::vector<Element> below(Snapshot& from, std::string_view prefix, std::string_view& url);
  void one(Snapshot& from, std::string_view label, std::vector<Element>& siblings, Slicing& slicing,
           std::string_view& url);
  void describe(Element& made, const json::Value& element);
  void types(Element& made, const json::Value& element);
  void reference_targets(Type& type, const json::Value& said);
  void pattern(Element& made, const json::Value& element);
  void binding(Element& made, const json::Value& element);
  void constraints(const json::Value& element, std::string_view name, Rule& of_value,
                   std::vector<Element>& below);
  void extension(Element& made, const json::Value& element, std::vector<Element> children,
                 std::string_view url);
  void fill_extension(Element& made, std::vector<Element> children);
  [[nodiscard]] bool discriminate(Element& made, const json::Value& element, const Slicing& slicing);
  /// A text that outlives the package's documents.
  [[nodiscard]] std::string_view keep(std::string_view text);

  const PackageContents& contents_;
  ProfileTables& tables_;
  std::map<std::string_view, std::string_view> kept_;
};

}  // namespace fhir
