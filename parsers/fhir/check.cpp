// The one walker over the profile tables.
#include "parsers/fhir/check.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "parsers/fhir/faults.hpp"
#include "parsers/fhir/profile.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/fhir/rules.hpp"
#include "parsers/fhir/values.hpp"

namespace fhir {
namespace {

using base::IssueCode;
using base::Severity;

class Walker {
 public:
  Walker(const Bundle& bundle, const ProfileTables& tables, Purpose purpose, Faults& faults)
      : bundle_(bundle),
        tables_(tables),
        purpose_(purpose),
        faults_(faults),
        entry_(&bundle.entries().front()) {}

  void walk() {
    roles();
    if (const Table* const table = tables_.of_resource("Bundle")) elements(bundle_.root(), table->elements);
    const std::span<const Entry> entries = bundle_.entries();
    if (entries.front().type != "Claim") {
      report(Severity::error, IssueCode::fhir_structure, entries.front().resource, {},
             "Put the Claim into the first entry.");
    }
    for (const Entry& entry : entries) resource(entry);
  }

 private:
  struct RoleOf {
    const Entry* entry;
    const Table* table;
  };

  void report(Severity severity, IssueCode code, const json::Value& at, std::string_view child,
              std::string remedy) {
    if (earlier_ && severity == Severity::error) severity = Severity::warning;
    faults_.report(severity, code, at, child, std::move(remedy));
  }

  void resource(const Entry& entry) {
    const Table* const table = table_of(entry);
    if (table == nullptr) return;
    entry_ = &entry;
    sequences_.clear();
    // Later Claims are what the first one replaces: they are read for comparison only.
    earlier_ = entry.type == "Claim" && entry.index > 0;
    kind_ = Kind::request;
    if (purpose_ == Purpose::inquire) {
      kind_ = Kind::inquiry;
    } else if (!entry.resource.find("related").empty()) {
      kind_ = Kind::update;
    }
    elements(entry.resource, table->elements);
    earlier_ = false;
  }

  /// Finds which entries have a role for the first Claim.
  void roles() {
    const Entry& claim = bundle_.entries().front();
    for (const auto& [name, table] : tables_.tables) {
      if (table.role.empty()) continue;
      const Target target = bundle_.resolve(claim.resource.find(table.role), claim);
      if (target && target.entry->type == table.resource) roles_.push_back({target.entry, &table});
    }
  }

  /// The table of the role that the entry has, or of its resource type; nullptr when there is none.
  [[nodiscard]] const Table* table_of(const Entry& entry) const {
    for (const RoleOf& role : roles_) {
      if (role.entry == &entry) return role.table;
    }
    return tables_.of_resource(entry.type);
  }

  /// Checks the members of `object` against a table; `except` leaves out what a nearer table describes.
  void elements(const json::Value& object, const std::vector<Element>& all,
                const std::vector<Element>* except = nullptr) {
    for (const Element& one : all) {
      const auto same = [&](const Element& nearer) { return nearer.label == one.label; };
      if (except != nullptr && std::any_of(except->begin(), except->end(), same)) continue;
      element(object, one);
    }
  }

  void element(const json::Value& parent, const Element& one) {
    switch (one.form) {
      case Form::plain: return plain(parent, one, parent.find(one.name), one.types.front());
      case Form::choice: return choice_of(parent, one, choice(parent, one.name));
      case Form::extension:
      case Form::modifier_extension: return extensions(parent, one);
      case Form::slice: return slice(parent, one);
    }
  }

  void plain(const json::Value& parent, const Element& one, const json::Value& value, const Type& type) {
    if (!value || value.is_null()) {
      if (one.cards.at(column()).min > 0 && !has_companion(parent, one.name)) count(parent, one, 0);
      return;
    }
    if (one.list != value.is_array() && type.shape != Shape::any) {
      return report(Severity::error, IssueCode::fhir_structure, value, {},
                    one.list ? "Make this a JSON array." : "Make this a single value, not a JSON array.");
    }
    if (!one.list) {
      count(parent, one, 1);
      return single(parent, one, value, type);
    }
    count(parent, one, value.size());
    for (const json::Value item : value.elements()) {
      if (item.is_null() && type.shape != Shape::complex) continue;  // its extensions stand in the `_` array
      single(parent, one, item, type);
    }
    for (const Element& child : one.children) {
      if (child.unique) all_differ(value, child);
    }
  }

  void choice_of(const json::Value& parent, const Element& one, const Choice& found) {
    if (!found) {
      if (one.cards.at(column()).min > 0) count(parent, one, 0);
      return;
    }
    count(parent, one, 1);
    for (const Type& type : one.types) {
      if (type.shape == Shape::any) return;
      if (is_type(found.type, type.in_fhir)) return single(parent, one, found.value, type);
    }
    report(Severity::warning, IssueCode::fhir_profile, found.value, {},
           "Send this as one of the types the profile allows; this one is not read.");
  }

  void extensions(const json::Value& parent, const Element& one) {
    std::size_t seen = 0;
    for (const json::Value extension : parent.find(one.name).elements()) {
      if (!is_extension(extension.find("url").string(), one.url)) continue;
      ++seen;
      if (one.types.front().name == "Extension") {
        elements(extension, one.children);
        continue;
      }
      const Choice value = choice(extension, "value");
      if (!value) {
        report(Severity::warning, IssueCode::fhir_profile, extension, "value",
               "Send the value of this extension.");
        continue;
      }
      const auto type = std::find_if(one.types.begin(), one.types.end(), [&](const Type& allowed) {
        return is_type(value.type, allowed.in_fhir);
      });
      if (type == one.types.end()) {
        report(Severity::warning, IssueCode::fhir_profile, value.value, {},
               "Send the value as " + std::string(one.types.front().in_fhir) + "; this type is not read.");
      } else {
        single(extension, one, value.value, *type);
      }
    }
    count(parent, one, seen);
  }

  void slice(const json::Value& parent, const Element& one) {
    std::size_t seen = 0;
    for (const json::Value item : parent.find(one.name).elements()) {
      if (!in_slice(one.where, item)) continue;
      ++seen;
      elements(item, one.children);
    }
    count(parent, one, seen);
  }

  void count(const json::Value& parent, const Element& one, std::size_t seen) {
    const Cardinality& card = one.cards.at(column());
    if (seen < card.min) {
      report(one.needed ? Severity::error : Severity::warning,
             one.needed ? IssueCode::fhir_structure : IssueCode::fhir_profile, parent, one.name,
             "Send " + std::string(one.label) +
                 (card.min > 1 ? " at least " + std::to_string(card.min) + " times." : "."));
    } else if (seen > card.max) {
      report(Severity::warning, IssueCode::fhir_profile, parent, one.name,
             card.max == 0 ? "Leave " + std::string(one.label) + " out; the profile does not allow it here."
                           : "Send " + std::string(one.label) + " at most " + std::to_string(card.max) +
                                 (card.max == 1 ? " time." : " times."));
    }
  }

  /// One value of an element: JSON type, content, code, reference, and what is inside it.
  void single(const json::Value& parent, const Element& one, const json::Value& value, const Type& type) {
    if (!has_shape(value, type.shape)) {
      return report(
          Severity::error, IssueCode::fhir_structure, value, {},
          "Send " + std::string(json_words(type.shape)) + " here (" + std::string(type.in_fhir) + ").");
    }
    if (const std::string_view remedy = impossible(value, type.shape); !remedy.empty()) {
      const Severity severity = is_vague(value, type.shape) ? Severity::warning : Severity::error;
      return report(severity, IssueCode::fhir_value_invalid, value, {}, std::string(remedy));
    }
    if (value.is_string() && value.string().empty()) {
      report(Severity::warning, IssueCode::fhir_value_invalid, value, {},
             "Send a text here, or leave this out.");
    }
    if (const std::string_view remedy = broken(one.rule, parent, value); !remedy.empty()) {
      report(one.rule == Rule::after_start ? Severity::error : Severity::warning,
             IssueCode::fhir_value_invalid, value, {}, std::string(remedy));
    }
    const Severity wrong = one.strict ? Severity::error : Severity::warning;
    if (!one.fixed.empty() && !is_fixed(one, value)) {
      report(wrong, IssueCode::fhir_code_invalid, value, {},
             "Send " + std::string(one.fixed) + " here; the profile allows nothing else.");
    } else if (one.codes != nullptr && type.name != "Reference" && !in_list(*one.codes, value)) {
      report(wrong, IssueCode::fhir_code_invalid, value, {}, codes_wanted(*one.codes, value.is_string()));
    }
    if (type.name == "Reference") reference(one, value, type);
    if (!one.points_to.empty()) points(one, value);
    if (type.table != nullptr) elements(value, type.table->elements, &one.children);
    elements(value, one.children);
  }

  void reference(const Element& one, const json::Value& value, const Type& type) {
    // Where the profile wants no entry, a name in `display` or an identifier is all that a reader needs.
    if (!one.resolves && reference_of(value).empty()) return;
    const Target target = bundle_.resolve(value, *entry_);
    if (!target) {
      const bool named = !reference_of(value).empty();
      return report(one.resolves ? Severity::error : Severity::warning, IssueCode::fhir_reference_unresolved,
                    value, named ? "reference" : "",
                    named ? "Put the one resource this refers to into the Bundle, with this as its fullUrl."
                          : "Send a reference, and the resource it leads to as an entry of the Bundle.");
    }
    if (type.targets.empty()) return;
    if (std::find(type.targets.begin(), type.targets.end(), target.type()) != type.targets.end()) return;
    std::string allowed;
    for (const std::string_view name : type.targets)
      allowed += (allowed.empty() ? "" : " or ") + std::string(name);
    report(one.strict ? Severity::error : Severity::warning, IssueCode::fhir_structure, value, {},
           "Refer to a resource of type " + allowed + ".");
  }

  void points(const Element& one, const json::Value& value) {
    const std::vector<std::string_view>& known = sequences(one.points_to);
    if (std::binary_search(known.begin(), known.end(), value.number_text())) return;
    report(Severity::warning, IssueCode::fhir_profile, value, {},
           "Send the " + std::string(one.points_to) + " with this sequence, or leave the number out.");
  }

  /// The sequences of a list of the current resource, sorted; kept until the next resource.
  const std::vector<std::string_view>& sequences(std::string_view list) {
    const auto [place, is_new] = sequences_.try_emplace(list);
    std::vector<std::string_view>& found = place->second;
    if (is_new) {
      for (const json::Value item : entry_->resource.find(list).elements()) {
        found.push_back(item.find("sequence").number_text());
      }
      std::sort(found.begin(), found.end());
    }
    return found;
  }

  void all_differ(const json::Value& list, const Element& child) {
    seen_.clear();
    for (const json::Value item : list.elements()) {
      const json::Value value = item.find(child.name);
      if (value.is_number()) seen_.push_back(value);
    }
    std::sort(seen_.begin(), seen_.end(), [](const json::Value& a, const json::Value& b) {
      const int order = a.number_text().compare(b.number_text());
      return order != 0 ? order < 0 : a.stands_before(b);
    });
    for (std::size_t i = 1; i < seen_.size(); ++i) {
      if (seen_[i].number_text() != seen_[i - 1].number_text()) continue;
      report(Severity::error, IssueCode::fhir_duplicate, seen_[i], {},
             "Give every element of the list a " + std::string(child.name) + " of its own.");
    }
  }

  [[nodiscard]] std::size_t column() const { return static_cast<std::size_t>(kind_); }

  const Bundle& bundle_;
  const ProfileTables& tables_;
  Purpose purpose_;
  Faults& faults_;
  std::vector<RoleOf> roles_;
  const Entry* entry_;    // whose resource is walked
  bool earlier_ = false;  // it is a Claim that the first one replaces
  Kind kind_ = Kind::request;
  std::vector<json::Value> seen_;  // scratch of all_differ
  std::map<std::string_view, std::vector<std::string_view>> sequences_;
};

}  // namespace

base::Issues check(const Bundle& bundle, const Profiles& profiles, Purpose purpose) {
  Faults faults(bundle);
  check_modifiers(bundle, profiles.tables(), faults);
  Walker(bundle, profiles.tables(), purpose, faults).walk();
  return faults.take();
}

}  // namespace fhir
