// The one walker over the profile tables.
#include "parsers/fhir/check.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "parsers/fhir/profile.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/fhir/rules.hpp"

namespace fhir {
namespace {

using base::IssueCode;
using base::Issues;
using base::Severity;

constexpr std::string_view plain_codes = "code";  // the system of code lists for elements of type code

/// "DateTime" of occurrenceDateTime is the type dateTime.
bool is_type(std::string_view suffix, std::string_view type) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return suffix.size() == type.size() && !type.empty() && lower(suffix[0]) == lower(type[0]) &&
         suffix.substr(1) == type.substr(1);
}

/// A primitive may be sent as its extensions only: `_birthDate` without `birthDate`.
bool has_companion(const json::Value& parent, std::string_view name) {
  for (const json::Member member : parent.members()) {
    if (member.key.size() == name.size() + 1 && member.key[0] == '_' && member.key.substr(1) == name)
      return true;
  }
  return false;
}

bool is_whole(std::string_view digits) {
  if (digits.starts_with('-')) digits.remove_prefix(1);
  return !digits.empty() &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view json_words(Shape shape) {
  switch (shape) {
    case Shape::complex: return "a JSON object";
    case Shape::boolean: return "true or false";
    case Shape::integer:
    case Shape::unsigned_integer:
    case Shape::positive:
    case Shape::decimal: return "a JSON number";
    case Shape::any:
    case Shape::text:
    case Shape::code:
    case Shape::date:
    case Shape::date_time:
    case Shape::instant: return "a JSON string";
  }
  return {};
}

bool has_shape(const json::Value& value, Shape shape) {
  switch (shape) {
    case Shape::any: return true;
    case Shape::complex: return value.is_object();
    case Shape::boolean: return value.is_boolean();
    case Shape::integer:
    case Shape::unsigned_integer:
    case Shape::positive:
    case Shape::decimal: return value.is_number();
    case Shape::text:
    case Shape::code:
    case Shape::date:
    case Shape::date_time:
    case Shape::instant: return value.is_string();
  }
  return false;
}

/// What to do about a primitive of the right JSON type and a value its FHIR type does not have; "" when it
/// has.
std::string_view impossible(const json::Value& value, Shape shape) {
  switch (shape) {
    case Shape::date: return real_time(shape, value.string()) ? "" : "Send a real day as CCYY-MM-DD.";
    case Shape::date_time:
      return real_time(shape, value.string()) ? ""
                                              : "Send a real date, or a date and time with its time zone.";
    case Shape::instant:
      return real_time(shape, value.string()) ? "" : "Send a date and time with its time zone.";
    case Shape::positive: return positive_of(value) ? "" : "Send a whole number of 1 or more.";
    case Shape::integer: return is_whole(value.number_text()) ? "" : "Send a whole number.";
    case Shape::unsigned_integer:
      return is_whole(value.number_text()) && value.number_text()[0] != '-'
                 ? ""
                 : "Send a whole number of 0 or more.";
    case Shape::complex:
    case Shape::any:
    case Shape::text:
    case Shape::code:
    case Shape::boolean:
    case Shape::decimal: return "";
  }
  return "";
}

bool holds_coding(const CodeList& list, const json::Value& coding) {
  const std::string_view system = text(coding, "system"), code = text(coding, "code");
  return std::any_of(list.codes.begin(), list.codes.end(), [&](const CodeList::Code& one) {
    return one.system == system && !code.empty() && (one.code.empty() || one.code == code);
  });
}

/// True when a code, Coding or CodeableConcept is inside the list.
bool in_list(const CodeList& list, const json::Value& value) {
  if (value.is_string()) {
    return std::any_of(list.codes.begin(), list.codes.end(), [&](const CodeList::Code& one) {
      return one.system == plain_codes && one.code == value.string();
    });
  }
  if (holds_coding(list, value)) return true;
  for (const json::Value coding : value.find("coding").elements()) {
    if (holds_coding(list, coding)) return true;
  }
  return false;
}

bool is_fixed(const Element& element, const json::Value& value) {
  if (value.is_boolean()) return value.boolean() == (element.fixed == "true");
  if (value.is_object()) return has_code(value, element.fixed_system, element.fixed);
  return value.string() == element.fixed;
}

/// True when a list element is of the slice.
bool in_slice(const Discriminator& where, const json::Value& value) {
  const json::Value own = value.find(where.element);
  return own.is_object() ? has_code(own, where.system, where.value) : own.string() == where.value;
}

class Walker {
 public:
  Walker(const Bundle& bundle, const ProfileTables& tables, Purpose purpose)
      : bundle_(bundle), tables_(tables), purpose_(purpose), entry_(&bundle.entries().front()) {}

  Issues walk() {
    modifiers();
    if (const Table* const table = tables_.of_resource("Bundle")) elements(bundle_.root(), table->elements);
    const std::span<const Entry> entries = bundle_.entries();
    if (entries.front().type != "Claim") {
      report(Severity::error, IssueCode::fhir_structure, entries.front().resource, {},
             "Put the Claim into the first entry.");
    }
    for (const Entry& entry : entries) resource(entry);
    return std::move(issues_);
  }

 private:
  void report(Severity severity, IssueCode code, const json::Value& at, std::string_view child,
              std::string remedy) {
    if (earlier_ && severity == Severity::error) severity = Severity::warning;
    issues_.add(base::Issue{code, bundle_.place(at, child), std::move(remedy), severity});
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

  /// The table of the entry's resource, or of the role it has for the first Claim.
  [[nodiscard]] const Table* table_of(const Entry& entry) const {
    const Entry& claim = bundle_.entries().front();
    for (const auto& [name, table] : tables_.tables) {
      if (table.role.empty() || table.resource != entry.type) continue;
      const Target target = bundle_.resolve(claim.resource.find(table.role), claim);
      if (target.entry == &entry) return &table;
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
      if (!has_companion(parent, one.name)) count(parent, one, 0);
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
      return report(Severity::error, IssueCode::fhir_value_invalid, value, {}, std::string(remedy));
    }
    if (const std::string_view remedy = broken(one.rule, parent, value); !remedy.empty()) {
      report(one.rule == Rule::after_start ? Severity::error : Severity::warning,
             IssueCode::fhir_value_invalid, value, {}, std::string(remedy));
    }
    const Severity wrong = one.strict ? Severity::error : Severity::warning;
    if (!one.fixed.empty() && !is_fixed(one, value)) {
      report(wrong, IssueCode::fhir_code_invalid, value, {}, "Send " + std::string(one.fixed) + " here.");
    } else if (one.codes != nullptr && type.name != "Reference" && !in_list(*one.codes, value)) {
      report(
          wrong, IssueCode::fhir_code_invalid, value, {},
          "Send a code of the list " + std::string(one.codes->name) + ": " + first_system(*one.codes) + ".");
    }
    if (type.name == "Reference") reference(one, value, type);
    if (!one.points_to.empty()) points(one, value);
    if (type.table != nullptr) elements(value, type.table->elements, &one.children);
    elements(value, one.children);
  }

  static std::string first_system(const CodeList& list) {
    const CodeList::Code& code = list.codes.front();
    return code.system == plain_codes ? std::string(code.code) + ", …" : "system " + std::string(code.system);
  }

  void reference(const Element& one, const json::Value& value, const Type& type) {
    // Where the profile wants no entry, a name in `display` or an identifier is all that a reader needs.
    if (!one.resolves && reference_of(value).empty()) return;
    const Target target = bundle_.resolve(value, *entry_);
    if (!target) {
      return report(one.resolves ? Severity::error : Severity::warning, IssueCode::fhir_reference_unresolved,
                    value, reference_of(value).empty() ? "" : "reference",
                    "Put the resource this refers to into the Bundle, with this as its fullUrl.");
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
    std::stable_sort(seen_.begin(), seen_.end(), [](const json::Value& a, const json::Value& b) {
      return a.number_text() < b.number_text();
    });
    for (std::size_t i = 1; i < seen_.size(); ++i) {
      if (seen_[i].number_text() != seen_[i - 1].number_text()) continue;
      report(Severity::error, IssueCode::fhir_duplicate, seen_[i], {},
             "Give every element of the list a " + std::string(child.name) + " of its own.");
    }
  }

  [[nodiscard]] std::size_t column() const { return static_cast<std::size_t>(kind_); }

  /// Modifiers turn the meaning of what they stand in around, so none may be skipped, wherever it is (PAS
  /// spec-25).
  void modifiers() {
    if (json::mentions(bundle_.root(), "modifierExtension") ||
        json::mentions(bundle_.root(), "implicitRules")) {
      modifiers_in(bundle_.root(), nullptr);
    }
  }

  void modifiers_in(const json::Value& object, const std::vector<Element>* known) {
    const std::string_view type = object.find("resourceType").string();
    if (!type.empty()) {
      const Table* const table = tables_.of_resource(type);
      known = table == nullptr ? nullptr : &table->elements;
    }
    for (const json::Member member : object.members()) {
      if (member.key == "modifierExtension") {
        for (const json::Value one : member.value.elements()) modifier(one, known);
      } else if (member.key == "implicitRules") {
        report(Severity::error, IssueCode::fhir_modifier_unknown, member.value, {},
               "Leave implicitRules out; this server knows none.");
      } else {
        const std::vector<Element>* const inner = children_of(known, member.key);
        if (member.value.is_object()) modifiers_in(member.value, inner);
        for (const json::Value item : member.value.elements()) modifiers_in(item, inner);
      }
    }
  }

  static const std::vector<Element>* children_of(const std::vector<Element>* elements,
                                                 std::string_view name) {
    if (elements == nullptr) return nullptr;
    for (const Element& one : *elements) {
      if (one.form == Form::plain && one.name == name) return &one.children;
    }
    return nullptr;
  }

  void modifier(const json::Value& extension, const std::vector<Element>* known) {
    const std::string_view url = extension.find("url").string();
    if (known != nullptr) {
      for (const Element& one : *known) {
        if (one.form == Form::modifier_extension && is_extension(url, one.url)) return;
      }
    }
    report(Severity::error, IssueCode::fhir_modifier_unknown, extension, {},
           "Leave this modifier extension out; this server does not understand it and must not ignore it.");
  }

  const Bundle& bundle_;
  const ProfileTables& tables_;
  Purpose purpose_;
  const Entry* entry_;    // whose resource is walked
  bool earlier_ = false;  // it is a Claim that the first one replaces
  Kind kind_ = Kind::request;
  std::vector<json::Value> seen_;  // scratch of all_differ
  std::map<std::string_view, std::vector<std::string_view>> sequences_;
  Issues issues_;
};

}  // namespace

base::Issues check(const Bundle& bundle, const Profiles& profiles, Purpose purpose) {
  return Walker(bundle, profiles.tables(), purpose).walk();
}

}  // namespace fhir
