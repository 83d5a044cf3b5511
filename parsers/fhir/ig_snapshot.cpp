#include "parsers/fhir/ig_snapshot.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <tuple>
#include <utility>

#include "parsers/fhir/resource_view.hpp"

namespace fhir {
namespace {

constexpr std::string_view fhir_base = "http://hl7.org/fhir/StructureDefinition/";

std::uint32_t number_of(std::string_view digits) {
  std::uint32_t value = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return end.ec == std::errc() ? value : std::numeric_limits<std::uint32_t>::max();  // "*"
}

std::string_view last_part(std::string_view url) {
  const std::size_t slash = url.rfind('/');
  return slash == std::string_view::npos ? url : url.substr(slash + 1);
}

Element* child_named(std::vector<Element>& children, std::string_view label) {
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const Element& one) { return one.label == label; });
  return found == children.end() ? nullptr : &*found;
}

/// A full-date rule on the ends of a period is one rule on the period.
void lift_full_date(Element& made) {
  for (Element& child : made.children) {
    if (child.rule != Rule::full_date || made.form != Form::choice_slice) continue;
    made.rule = Rule::full_date;
    child.rule = Rule::none;
  }
}

/// A type that nothing more is known of.
Type bare(std::string_view name, Shape shape = Shape::complex) {
  Type type;
  type.name = type.in_fhir = name;
  type.shape = shape;
  return type;
}

/// The value of the first member whose name begins with "fixed" or "pattern".
json::Value fixed_of(const json::Value& element) {
  for (const json::Member member : element.members()) {
    if (member.key.starts_with("fixed") || member.key.starts_with("pattern")) return member.value;
  }
  return {};
}

/// "http://…/profile-claim|2.2.1" -> without the version.
std::string_view without_version_suffix(std::string_view canonical) {
  return canonical.substr(0, canonical.find('|'));
}

}  // namespace

struct SnapshotReader::Snapshot {
  std::vector<json::Value> elements;
  std::size_t next = 0;

  [[nodiscard]] std::string_view id() const {
    return next < elements.size() ? elements[next].find("id").string() : std::string_view{};
  }
};

struct SnapshotReader::Slicing {
  std::string_view list;  // label of the sliced element
  json::Value discriminators;
};

std::string_view SnapshotReader::keep(std::string_view text) {
  const auto known = kept_.find(text);
  if (known != kept_.end()) return known->second;
  const std::string_view made = tables_.kept.emplace_back(text);
  return kept_.emplace(made, made).first->second;
}

std::vector<Element> SnapshotReader::elements_of(const json::Value& definition) {
  Snapshot from;
  for (const json::Value element : definition.find("snapshot").find("element").elements()) {
    from.elements.push_back(element);
  }
  if (from.elements.empty()) return {};
  const std::string_view root = from.id();
  std::vector<Element> invariants;
  Rule ignored = Rule::none;
  constraints(from.elements.front(), root, ignored, invariants);
  from.next = 1;
  std::string_view url;
  std::vector<Element> made = below(from, root, url);
  std::move(invariants.begin(), invariants.end(), std::back_inserter(made));
  return made;
}

std::vector<Element> SnapshotReader::below(Snapshot& from, std::string_view prefix, std::string_view& url) {
  std::vector<Element> made;
  Slicing slicing;
  while (true) {
    const std::string_view id = from.id();
    if (id.size() <= prefix.size() || !id.starts_with(prefix) || id[prefix.size()] != '.') return made;
    const std::string_view label = id.substr(prefix.size() + 1);
    if (label.find('.') != std::string_view::npos) {  // below something that was left out
      ++from.next;
      continue;
    }
    one(from, label, made, slicing, url);
  }
}

void SnapshotReader::one(Snapshot& from, std::string_view label, std::vector<Element>& siblings,
                         Slicing& slicing, std::string_view& url) {
  constexpr std::array<std::string_view, 9> passed_over = {"id",        "extension", "modifierExtension",
                                                           "contained", "text",      "implicitRules",
                                                           "language",  "url",       "value"};
  const json::Value element = from.elements[from.next];
  const std::string_view id = from.id();
  ++from.next;
  if (label == "url" && fixed_of(element)) url = keep(fixed_of(element).string());
  const bool of_system =
      element.find("type").at(0).find("code").string().starts_with("http://hl7.org/fhirpath");
  const bool named_text = label == "text" && element.find("type").at(0).find("code").string() != "Narrative";
  const bool named_language =
      label == "language" && element.find("type").at(0).find("code").string() != "code";
  const bool own_url = label == "url" && !fixed_of(element) && !of_system;
  const bool own_value = label == "value" && !of_system;
  const bool passed = std::find(passed_over.begin(), passed_over.end(), label) != passed_over.end();
  std::string_view inner_url;
  if (of_system || (passed && !named_text && !named_language && !own_url && !own_value)) {
    (void)below(from, id, inner_url);
    return;
  }
  Element made;
  made.label = keep(label);
  describe(made, element);
  std::vector<Element> children = below(from, id, inner_url);
  if (made.form == Form::extension || made.form == Form::modifier_extension) {
    extension(made, element, std::move(children), inner_url);
  } else {
    std::move(children.begin(), children.end(), std::back_inserter(made.children));
    lift_full_date(made);
  }
  if (element.find("slicing")) slicing = {made.label, element.find("slicing").find("discriminator")};
  if (made.form == Form::slice && !discriminate(made, element, slicing)) return;
  siblings.push_back(std::move(made));
}

void SnapshotReader::describe(Element& made, const json::Value& element) {
  made.name = made.label;
  const std::size_t colon = made.label.find(':');
  if (made.label.starts_with("extension:")) {
    made.form = Form::extension;
  } else if (made.label.starts_with("modifierExtension:")) {
    made.form = Form::modifier_extension;
  } else if (colon != std::string_view::npos) {
    made.form = made.label.substr(0, colon).ends_with("[x]") ? Form::choice_slice : Form::slice;
  } else if (made.label.ends_with("[x]")) {
    made.form = Form::choice;
  }
  made.name = made.label.substr(0, colon);
  if (made.name.ends_with("[x]")) made.name.remove_suffix(3);
  const std::string_view max = element.find("max").string(),
                         base_max = element.find("base").find("max").string();
  made.cards.fill({number_of(element.find("min").number_text()), number_of(max), true});
  made.list = (base_max.empty() ? max : base_max) != "1";
  made.must_support = element.find("mustSupport").boolean();
  made.outside = true;  // where references lead is no business of a StructureDefinition
  types(made, element);
  pattern(made, element);
  binding(made, element);
  constraints(element, made.name, made.rule, made.children);
}

void SnapshotReader::types(Element& made, const json::Value& element) {
  constexpr std::size_t open_type = 20;  // value[x] of any type lists them all
  const json::Value said = element.find("type");
  if (said.size() > open_type) {
    made.types.push_back(bare("any", Shape::any));
    return;
  }
  for (const json::Value one : said.elements()) {
    Type type;
    type.name = type.in_fhir = keep(one.find("code").string());
    type.shape = shape_of(type.name);
    if (type.name == "Reference") reference_targets(type, one);
    for (const json::Value profile : one.find("profile").elements()) {
      const auto found = contents_.definitions.find(without_version_suffix(profile.string()));
      if (found == contents_.definitions.end()) continue;
      if (text(found->second, "kind") == "resource") {
        type.shape = Shape::any;
        type.profiles.push_back(keep(found->first));
      } else if (text(found->second, "type") != "Extension") {
        type.name = keep(found->first);
      }
    }
    made.types.push_back(std::move(type));
  }
  if (made.types.empty()) {  // the content of another element
    made.types.push_back(bare("BackboneElement"));
  }
}

void SnapshotReader::reference_targets(Type& type, const json::Value& said) {
  for (const json::Value target : said.find("targetProfile").elements()) {
    const std::string_view canonical = without_version_suffix(target.string());
    TargetType made;
    const auto found = contents_.definitions.find(canonical);
    if (found != contents_.definitions.end()) {
      made.resource = keep(text(found->second, "type"));
      made.profile = keep(canonical);
    } else if (canonical.starts_with(fhir_base) && last_part(canonical) != "Resource") {
      made.resource = keep(last_part(canonical));
    }  // else: a profile of another package, of any type
    type.targets.push_back(made);
  }
}

void SnapshotReader::pattern(Element& made, const json::Value& element) {
  const json::Value fixed = fixed_of(element);
  if (fixed.is_string()) {
    made.fixed = keep(fixed.string());
  } else if (fixed.is_boolean()) {
    made.fixed = fixed.boolean() ? "true" : "false";
  } else if (const json::Value coding = first(fixed, "coding")) {
    made.fixed_system = keep(text(coding, "system"));
    made.fixed = keep(text(coding, "code"));
  } else if (!text(fixed, "code").empty()) {
    made.fixed_system = keep(text(fixed, "system"));
    made.fixed = keep(text(fixed, "code"));
  }
}

void SnapshotReader::binding(Element& made, const json::Value& element) {
  const json::Value said = element.find("binding");
  if (text(said, "strength") != "required") return;
  const auto found = contents_.value_sets.find(without_version_suffix(text(said, "valueSet")));
  if (found == contents_.value_sets.end()) return;
  const bool plain = made.types.front().shape == Shape::code;
  CodeList list;
  for (const json::Value include : found->second.find("compose").find("include").elements()) {
    if (include.find("valueSet")) return;  // of another package: the list would not be whole
    const std::string_view system = plain ? std::string_view("code") : keep(text(include, "system"));
    for (const json::Value concept_ : include.find("concept").elements()) {
      list.codes.push_back({system, keep(text(concept_, "code"))});
    }
    if (!include.find("concept")) {
      if (plain) return;  // a whole code system is not in the package
      list.codes.push_back({system, {}});
    }
  }
  if (list.codes.empty()) return;
  list.name = keep(std::string(found->first) + (plain ? "#code" : ""));
  made.codes = &tables_.lists.try_emplace(list.name, std::move(list)).first->second;
}

void SnapshotReader::constraints(const json::Value& element, std::string_view name, Rule& of_value,
                                 std::vector<Element>& below) {
  for (const json::Value one : element.find("constraint").elements()) {
    if (text(one, "severity") != "error") continue;
    const Rule rule = rule_of_constraint(text(one, "key"), name);
    if (rule == Rule::none) continue;
    if (rule < Rule::first_invariant) {
      of_value = rule;
      continue;
    }
    Element made;
    made.form = Form::invariant;
    made.label = keep("invariant " + std::string(text(one, "key")));
    made.rule = rule;
    below.push_back(std::move(made));
  }
}

void SnapshotReader::extension(Element& made, const json::Value& element, std::vector<Element> children,
                               std::string_view url) {
  made.name = made.form == Form::extension ? "extension" : "modifierExtension";
  const std::string_view profile =
      without_version_suffix(element.find("type").at(0).find("profile").at(0).string());
  made.url = profile.empty() ? url : keep(profile);
  const auto found = contents_.definitions.find(profile);
  made.types.assign(1, bare("any", Shape::any));
  if (found != contents_.definitions.end()) fill_extension(made, elements_of(found->second));
  if (!children.empty()) fill_extension(made, std::move(children));
}

/// Takes what is below an extension over: its value, or its parts.
void SnapshotReader::fill_extension(Element& made, std::vector<Element> children) {
  if (Element* const value = child_named(children, "value[x]"); value != nullptr && value->cards[0].max > 0) {
    made.types = value->types;
    if (value->codes != nullptr) made.codes = value->codes;
    if (!value->fixed.empty())
      std::tie(made.fixed_system, made.fixed) = std::tie(value->fixed_system, value->fixed);
    if (value->rule != Rule::none) made.rule = value->rule;
    for (const Element& one : children) {
      if (one.form != Form::choice_slice) continue;
      if (one.rule != Rule::none) made.rule = one.rule;
      if (one.codes != nullptr) made.codes = one.codes;
      if (!one.fixed.empty()) std::tie(made.fixed_system, made.fixed) = std::tie(one.fixed_system, one.fixed);
    }
    return;
  }
  const auto is_part = [](const Element& one) {
    return one.form == Form::extension || one.form == Form::invariant;
  };
  if (std::none_of(children.begin(), children.end(), is_part)) return;
  made.types.assign(1, bare("Extension"));
  for (Element& one : children) {
    if (is_part(one)) made.children.push_back(std::move(one));
  }
}

/// Finds how the slice is told from others; false when nothing in the package says so.
bool SnapshotReader::discriminate(Element& made, const json::Value& element, const Slicing& slicing) {
  if (made.label.substr(0, made.label.find(':')) != slicing.list) return false;
  const json::Value how = slicing.discriminators.at(0);
  const std::string_view path = text(how, "path");
  Discriminator& where = made.where;
  if (text(how, "type") == "type") {
    Element* const resource = child_named(made.children, path);
    if (resource == nullptr || resource->types.front().shape != Shape::any || path != "resource")
      return false;
    where = {"resource.resourceType", {}, resource->types.front().in_fhir};
  } else if (path == "$this") {
    const json::Value fixed = fixed_of(element);
    if (const json::Value coding = first(fixed.find("type"), "coding")) {
      where = {"type", keep(text(coding, "system")), keep(text(coding, "code"))};
    } else if (made.fixed.empty()) {
      where = {"system", {}, keep(text(fixed, "system"))};
    } else {
      where = {"", made.fixed_system, made.fixed};
    }
  } else if (path.starts_with("extension(")) {
    for (const Element& one : made.children) {
      if (one.form == Form::extension && path.find(one.url) != std::string_view::npos) {
        where = {one.url, {}, one.fixed};
      }
    }
  } else if (const Element* const child = child_named(made.children, path)) {
    where = {child->name, child->fixed_system, child->fixed};
  }
  return !where.value.empty();
}

}  // namespace fhir
