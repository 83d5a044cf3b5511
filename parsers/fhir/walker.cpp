#include "parsers/fhir/walker.hpp"

#include <algorithm>
#include <utility>

#include "parsers/fhir/resource_view.hpp"
#include "parsers/fhir/rules.hpp"
#include "parsers/fhir/values.hpp"

namespace fhir {

using base::IssueCode;
using base::Severity;

void Walker::walk(const json::Value& resource, const Entry* entry, const Table& table, Kind kind,
                  bool earlier) {
  resource_ = resource;
  entry_ = entry;
  kind_ = kind;
  earlier_ = earlier;
  numbers_.clear();
  elements(resource, table.elements);
  earlier_ = false;
}

void Walker::report(Severity severity, IssueCode code, const json::Value& at, std::string_view child,
                    std::string remedy) {
  if (earlier_ && severity == Severity::error) severity = Severity::warning;
  faults_->report(severity, code, at, child, std::move(remedy));
}

void Walker::complain(IssueCode code, const json::Value& at, std::string_view child, std::string remedy) {
  report(strict_ ? Severity::error : Severity::warning, code, at, child, std::move(remedy));
}

namespace {

/// False when the object has no such member for certain: most of what a table describes is not sent.
bool may_be_in(const json::Value::Names& names, const Element& one) {
  const bool choice = one.form == Form::choice || one.form == Form::choice_slice;
  return ((choice ? names.first : names.whole) & one.bit) != 0;
}

}  // namespace

/// Checks the members of `object` against a table; `except` leaves out what a nearer table describes.
void Walker::elements(const json::Value& object, const std::vector<Element>& all,
                      const std::vector<Element>* except) {
  const json::Value::Names names = object.names();
  for (const Element& one : all) {
    if (!may_be_in(names, one) && one.cards.at(column()).min == 0 && one.form != Form::invariant) continue;
    const auto same = [&](const Element& nearer) { return nearer.label == one.label; };
    if (except != nullptr && std::any_of(except->begin(), except->end(), same)) continue;
    element(object, one);
  }
}

void Walker::element(const json::Value& parent, const Element& one) {
  switch (one.form) {
    case Form::plain: return plain(parent, one, parent.find(one.name), one.types.front());
    case Form::choice: return choice_of(parent, one);
    case Form::choice_slice: return choice_slice(parent, one);
    case Form::extension:
    case Form::modifier_extension: return extensions(parent, one);
    case Form::slice: return slice(parent, one);
    case Form::invariant: return invariant(parent, one);
  }
}

void Walker::plain(const json::Value& parent, const Element& one, const json::Value& value,
                   const Type& type) {
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

void Walker::choice_of(const json::Value& parent, const Element& one) {
  const Choice found = choice(parent, one.name);
  if (!found) {
    if (one.cards.at(column()).min > 0) count(parent, one, 0);
    return;
  }
  count(parent, one, 1);
  for (const Type& type : one.types) {
    if (type.shape == Shape::any) return;
    if (is_type(found.type, type.in_fhir) && allowed(type)) return single(parent, one, found.value, type);
  }
  complain(IssueCode::fhir_profile, found.value, {},
           "Send this as one of the types the profile allows; this one is not read.");
}

/// One type of a choice that has rules of its own.
void Walker::choice_slice(const json::Value& parent, const Element& one) {
  const Choice found = choice(parent, one.name);
  const Type& type = one.types.front();
  if (!found || !is_type(found.type, type.in_fhir)) {
    if (one.cards.at(column()).min > 0) count(parent, one, 0);
    return;
  }
  count(parent, one, 1);
  // The choice itself has looked at the value and its type already.
  if (!has_shape(found.value, type.shape)) return;
  content(parent, one, found.value, type);
  children(parent, one, found.value);
}

void Walker::extensions(const json::Value& parent, const Element& one) {
  std::size_t seen = 0;
  for (const json::Value extension : parent.find(one.name).elements()) {
    if (!is_extension(extension.find("url").string(), one.url)) continue;
    ++seen;
    this->extension(extension, one);
  }
  count(parent, one, seen);
}

void Walker::extension(const json::Value& extension, const Element& one) {
  if (one.types.front().name == "Extension") return elements(extension, one.children);
  if (one.types.front().shape == Shape::any) return;
  // A modifier that cannot be read must not be passed over: what it stands on would be read as if it was not.
  const auto amiss = [&](const json::Value& at, std::string_view child, std::string remedy) {
    if (one.form != Form::modifier_extension)
      return complain(IssueCode::fhir_profile, at, child, std::move(remedy));
    report(Severity::error, IssueCode::fhir_profile, at, child, std::move(remedy));
  };
  const Choice value = choice(extension, "value");
  if (!value) return amiss(extension, "value", "Send the value of this extension.");
  for (const Type& type : one.types) {
    if (is_type(value.type, type.in_fhir) && allowed(type)) return single(extension, one, value.value, type);
  }
  amiss(value.value, {},
        "Send the value as " + std::string(one.types.front().in_fhir) + "; this type is not read.");
}

void Walker::slice(const json::Value& parent, const Element& one) {
  std::size_t seen = 0;
  for (const json::Value item : parent.find(one.name).elements()) {
    if (!in_slice(one.where, item)) continue;
    ++seen;
    elements(item, one.children);
  }
  count(parent, one, seen);
}

void Walker::invariant(const json::Value& parent, const Element& one) {
  const Breach found = breach(one.rule, parent);
  if (!found.remedy.empty()) complain(found.code, parent, found.child, std::string(found.remedy));
}

void Walker::miscount(const json::Value& parent, const Element& one, std::size_t seen) {
  const Cardinality& card = one.cards.at(column());
  if (seen < card.min) {
    const bool error = one.needed || strict_;
    report(error ? Severity::error : Severity::warning,
           one.needed ? IssueCode::fhir_structure : IssueCode::fhir_profile, parent, one.name,
           "Send " + std::string(one.label) +
               (card.min > 1 ? " at least " + std::to_string(card.min) + " times." : "."));
  } else if (seen > card.max) {
    complain(IssueCode::fhir_profile, parent, one.name,
             card.max == 0 ? "Leave " + std::string(one.label) + " out; the profile does not allow it here."
                           : "Send " + std::string(one.label) + " at most " + std::to_string(card.max) +
                                 (card.max == 1 ? " time." : " times."));
  }
}

bool Walker::readable(const json::Value& value, const Type& type) {
  if (!has_shape(value, type.shape)) {
    report(Severity::error, IssueCode::fhir_structure, value, {},
           "Send " + std::string(json_words(type.shape)) + " here (" + std::string(type.in_fhir) + ").");
    return false;
  }
  const std::string_view remedy = may_be_impossible(type.shape) ? impossible(value, type.shape) : "";
  if (!remedy.empty()) {
    const bool warn = !strict_ && is_vague(value, type.shape);
    report(warn ? Severity::warning : Severity::error, IssueCode::fhir_value_invalid, value, {},
           std::string(remedy));
    return false;
  }
  if (value.is_string() && value.string().empty()) {
    complain(IssueCode::fhir_value_invalid, value, {}, "Send a text here, or leave this out.");
  }
  return true;
}

/// One value of an element: JSON type, content, code, reference, and what is inside it.
void Walker::single(const json::Value& parent, const Element& one, const json::Value& value,
                    const Type& type) {
  if (!readable(value, type)) return;
  if (!one.any_content) content(parent, one, value, type);
  if (type.table != nullptr) elements(value, type.table->elements, &one.children);
  children(parent, one, value);
}

void Walker::own_rule(const json::Value& parent, const Element& one, const json::Value& value) {
  const std::string_view remedy = broken(one.rule, parent, value);
  if (remedy.empty()) return;
  report(strict_ || one.rule == Rule::after_start ? Severity::error : Severity::warning,
         IssueCode::fhir_value_invalid, value, {}, std::string(remedy));
}

void Walker::content(const json::Value& parent, const Element& one, const json::Value& value,
                     const Type& type) {
  if (one.rule != Rule::none) own_rule(parent, one, value);
  const Severity wrong = strict_ || one.strict ? Severity::error : Severity::warning;
  if (!one.fixed.empty() && one.cards.at(column()).stated && !is_fixed(one, value)) {
    const bool taken = !strict_ && !one.tolerated.empty() && value.string() == one.tolerated;
    report(taken ? Severity::warning : wrong, IssueCode::fhir_code_invalid, value, {},
           "Send " + std::string(one.fixed) + " here; the profile allows nothing else.");
  } else if (one.codes != nullptr && type.name != "Reference" && !in_list(*one.codes, value)) {
    report(wrong, IssueCode::fhir_code_invalid, value, {}, codes_wanted(*one.codes, value.is_string()));
  }
  if (type.in_fhir == "Reference") reference(one, value, type);
  if (!one.points_to.empty()) points(one, value);
}

void Walker::children(const json::Value& parent, const Element& one, const json::Value& value) {
  if (one.children.empty()) return;
  // What a profile says below a primitive is about its extensions, which stand beside it in JSON.
  const json::Value beside = value.is_object() ? json::Value{} : companion(parent, one.name);
  elements(beside ? beside : value, one.children);
}

void Walker::reference(const Element& one, const json::Value& value, const Type& type) {
  if (bundle_ == nullptr) return;
  // Where the profile wants no entry, a name in `display` or an identifier is all that a reader needs.
  const bool named = !reference_of(value).empty();
  if (!one.resolves && !named) return;
  const Target target = entry_ == nullptr ? bundle_->resolve(value) : bundle_->resolve(value, *entry_);
  if (!target) {
    if (one.outside) return;
    return report(one.resolves || strict_ ? Severity::error : Severity::warning,
                  IssueCode::fhir_reference_unresolved, value, named ? "reference" : "",
                  named ? "Put the one resource this refers to into the Bundle, with this as its fullUrl."
                        : "Send a reference, and the resource it leads to as an entry of the Bundle.");
  }
  if (type.targets.empty()) return;
  for (const TargetType& one_of : type.targets) {
    if (strict_ && one_of.tolerated) continue;
    if (one_of.resource.empty() || one_of.resource == target.type()) return;
  }
  std::string wanted;
  for (const TargetType& one_of : type.targets) {
    if (!one_of.tolerated) wanted += (wanted.empty() ? "" : " or ") + std::string(one_of.resource);
  }
  report(strict_ || one.strict ? Severity::error : Severity::warning, IssueCode::fhir_structure, value, {},
         "Refer to a resource of type " + wanted + ".");
}

void Walker::points(const Element& one, const json::Value& value) {
  const std::vector<std::string_view>& known = numbers(one.points_to, one.points_key);
  if (std::binary_search(known.begin(), known.end(), value.number_text())) return;
  complain(IssueCode::fhir_profile, value, {},
           "Send the " + std::string(one.points_to) + " with this " + std::string(one.points_key) +
               ", or leave the number out.");
}

/// The numbers of a list of the current resource, sorted; kept until the next resource.
const std::vector<std::string_view>& Walker::numbers(std::string_view list, std::string_view key) {
  const auto [place, is_new] = numbers_.try_emplace(list);
  std::vector<std::string_view>& found = place->second;
  if (is_new) {
    for (const json::Value item : resource_.find(list).elements())
      found.push_back(item.find(key).number_text());
    std::sort(found.begin(), found.end());
  }
  return found;
}

void Walker::all_differ(const json::Value& list, const Element& child) {
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

}  // namespace fhir
