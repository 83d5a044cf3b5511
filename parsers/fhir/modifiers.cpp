// Looks for modifiers everywhere in a Bundle, also inside elements that no table knows.
#include <algorithm>

#include "parsers/fhir/faults.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace fhir {
namespace {

class Modifiers {
 public:
  Modifiers(const ProfileTables& tables, Faults& faults) : tables_(tables), faults_(faults) {}

  /// `known` are the elements that a table describes for this object, nullptr where none does.
  void look_in(const json::Value& object, const std::vector<Element>* known) {
    const std::string_view type = object.find("resourceType").string();
    if (!type.empty()) {
      const Table* const table = tables_.of_resource(type);
      known = table == nullptr ? nullptr : &table->elements;
    }
    for (const json::Member member : object.members()) {
      if (member.key == "modifierExtension") {
        for (const json::Value one : member.value.elements()) modifier(one, known);
      } else if (member.key == "implicitRules") {
        faults_.report(base::Severity::error, base::IssueCode::fhir_modifier_unknown, member.value, {},
                       "Leave implicitRules out; this server knows none.");
      } else {
        const std::vector<Element>* const inner = children_of(known, member.key);
        if (member.value.is_object()) look_in(member.value, inner);
        for (const json::Value item : member.value.elements()) look_in(item, inner);
      }
    }
  }

 private:
  static const std::vector<Element>* children_of(const std::vector<Element>* elements,
                                                 std::string_view name) {
    if (elements == nullptr) return nullptr;
    for (const Element& one : *elements) {
      if (one.form == Form::plain && one.name == name) return &one.children;
    }
    return nullptr;
  }

  /// True when some element knows the modifier, at any depth.
  static bool holds(const std::vector<Element>& elements, std::string_view url) {
    return std::any_of(elements.begin(), elements.end(), [&](const Element& one) {
      return (one.form == Form::modifier_extension && is_extension(url, one.url)) || holds(one.children, url);
    });
  }

  void modifier(const json::Value& extension, const std::vector<Element>* known) {
    const std::string_view url = extension.find("url").string();
    // Several profiles of a package may describe the same place: it is enough that one knows the modifier.
    const auto knows = [&](const auto& named) { return holds(named.second.elements, url); };
    if (tables_.by_profile && std::any_of(tables_.tables.begin(), tables_.tables.end(), knows)) return;
    if (known != nullptr) {
      for (const Element& one : *known) {
        if (one.form == Form::modifier_extension && is_extension(url, one.url)) return;
      }
    }
    faults_.report(
        base::Severity::error, base::IssueCode::fhir_modifier_unknown, extension, {},
        "Leave this modifier extension out; this server does not understand it and must not ignore it.");
  }

  const ProfileTables& tables_;
  Faults& faults_;
};

}  // namespace

void check_modifiers(const json::Value& root, const ProfileTables& tables, Faults& faults) {
  if (!json::mentions(root, "modifierExtension", "implicitRules")) return;
  Modifiers(tables, faults).look_in(root, nullptr);
}

}  // namespace fhir
