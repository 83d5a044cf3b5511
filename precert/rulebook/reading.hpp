// The steps from YAML sections to tables; each section has its reader. Inside of precert/rulebook/.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "precert/rulebook/entry.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {

/// A rulebook while it is read.
struct Reading {
  Rulebook book;
  base::Issues issues;
  std::map<std::string, Index, std::less<>> vendor_index;
  std::shared_ptr<RulebookFacilities> facilities;         // as far as they are read; the book shares them
  Rulebook::ByText<std::vector<Index>> services_by_code;  // of every system; known once services are indexed
  std::vector<KeyUse>* keys = nullptr;                    // where the keys that are asked for are noted
  /// "policy mri" -> where it stands, to report a second one.
  std::map<std::string, std::string, std::less<>> ids;

  /// Reports a second definition of the same thing.
  void claim(std::string_view kind, const std::string& id, const std::string& where);
  /// Position of an id that is referred to; reports an unknown one with the nearest known.
  template <class Table>
  Index resolve(const Table& table, const std::string& id, Entry& from, std::string_view key) {
    if (id.empty()) return no_index;
    const auto found = table.find(id);
    if (found != table.end()) return found->second;
    std::string near;
    for (const auto& row : table) {
      if (edit_distance(row.first, id) <= 2) near = row.first;
    }
    from.fault(key, "refers to \"" + id + "\", which is defined nowhere" +
                        (near.empty() ? std::string("; define it or remove it")
                                      : "; did you mean \"" + near + "\"?"));
    return no_index;
  }
  template <class Table>
  std::vector<Index> resolve_all(const Table& table, Entry& from, std::string_view key) {
    std::vector<std::string> ids_given;
    from.texts(key, ids_given);
    std::vector<Index> all;
    for (const std::string& id : ids_given) {
      const Index found = resolve(table, id, from, key);
      if (found != no_index) all.push_back(found);
    }
    return all;
  }
};

using Read = void (*)(Reading& reading, const Placed& section);

void read_payer(Reading& reading, const Placed& section);
void read_products(Reading& reading, const Placed& section);
void read_categories(Reading& reading, const Placed& section);
void read_facilities(Reading& reading, const Placed& section);
void read_services(Reading& reading, const Placed& section);
void read_vendors(Reading& reading, const Placed& section);
void read_facts(Reading& reading, const Placed& section);
void read_criteria(Reading& reading, const Placed& section);
void read_policies(Reading& reading, const Placed& section);
void read_calendar(Reading& reading, const Placed& section);
void read_promises(Reading& reading, const Placed& section);
void read_reasons(Reading& reading, const Placed& section);
void read_rejects(Reading& reading, const Placed& section);

/// `from` of a fact (read_origins.cpp); without it an answer, of a document the paper itself.
void read_origins(Reading& reading, Entry& entry, Fact& fact);

/// The tree below `when` as a flat expression; reports unknown facts and comparisons that do not suit a
/// fact's type.
[[nodiscard]] Expression expression_from(Reading& reading, const Placed& when);

/// A postal address; `shape` names its place in the schema.
[[nodiscard]] Address address_from(Reading& reading, const Placed& placed, const std::string& shape);

/// Orders the editions of criteria and vendors by time; reports those that overlap.
void order_editions(Reading& reading);
/// One row of the table for each span of time in which a policy's criteria and vendor stay the same.
void split_policies(Rulebook& book);

/// Sorts the catalogue, builds the look-ups and ranks the policies of every service and category.
void index_services(Reading& reading);
void index_policies(Rulebook& book);

/// Walks a list section and reports one that is no list.
template <class Each>
void for_each_entry(Reading& reading, const Placed& section, const std::string& shape, const Each& each) {
  if (!section.node.IsSequence()) {
    reading.issues.add(base::IssueCode::rule_invalid, section.where(), "this section has to be a list");
    return;
  }
  for (const YAML::Node& one : section.node) {
    Entry entry(Placed{one, section.file}, reading, shape);
    each(entry);
    entry.done();
  }
}

}  // namespace precert
