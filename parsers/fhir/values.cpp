#include "parsers/fhir/values.hpp"

#include <algorithm>

#include "parsers/fhir/resource_view.hpp"
#include "parsers/fhir/rules.hpp"

namespace fhir {
namespace {

constexpr std::string_view plain_codes = "code";  // the system of code lists for elements of type code

bool is_whole(std::string_view digits) {
  if (digits.starts_with('-')) digits.remove_prefix(1);
  return !digits.empty() &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool holds_coding(const CodeList& list, const json::Value& coding) {
  const std::string_view system = text(coding, "system"), code = text(coding, "code");
  return std::any_of(list.codes.begin(), list.codes.end(), [&](const CodeList::Code& one) {
    return one.system == system && !code.empty() && (one.code.empty() || one.code == code);
  });
}

}  // namespace

bool is_type(std::string_view suffix, std::string_view type) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return suffix.size() == type.size() && !type.empty() && lower(suffix[0]) == lower(type[0]) &&
         suffix.substr(1) == type.substr(1);
}

json::Value companion(const json::Value& parent, std::string_view name) {
  for (const json::Member member : parent.members()) {
    if (member.key.size() == name.size() + 1 && member.key[0] == '_' && member.key.substr(1) == name)
      return member.value;
  }
  return {};
}

bool has_companion(const json::Value& parent, std::string_view name) {
  return companion(parent, name).exists();
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
  if (value.is_string()) return value.string() == element.fixed;
  if (text(value, "system") == element.fixed_system && text(value, "code") == element.fixed) return true;  // Coding
  return has_code(value, element.fixed_system, element.fixed);
}

bool in_slice(const Discriminator& where, const json::Value& value) {
  if (where.element.starts_with("extension-") || where.element.starts_with("http")) {
    const json::Value flag = extension_value(value, where.element);
    return flag.is_boolean() && flag.boolean() == (where.value == "true");
  }
  json::Value own = value;
  for (std::string_view path = where.element; !path.empty();) {
    const std::size_t dot = path.find('.');
    own = own.find(path.substr(0, dot));
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
  }
  return own.is_object() ? has_code(own, where.system, where.value) : own.string() == where.value;
}

bool is_vague(const json::Value& value, Shape shape) {
  if (shape != Shape::date_time && shape != Shape::instant) return false;
  return real_time(Shape::date_time, value.string()) ||
         real_time(Shape::date_time, std::string(value.string()) + "Z");
}

std::string codes_wanted(const CodeList& list, bool plain) {
  std::string codes, systems;
  for (const CodeList::Code& one : list.codes) {
    if (plain != (one.system == plain_codes)) continue;
    if (!one.code.empty()) codes.append(codes.empty() ? "" : ", ").append(one.code);
    if (systems.find(one.system) != std::string::npos) continue;
    systems.append(systems.empty() ? "" : " or ").append(one.system);
  }
  if (plain) return "Send one of: " + codes + ".";
  if (codes.empty()) return "Send a code of the system " + systems + ".";
  return "Send one of: " + codes + ", with the system " + systems + ".";
}

}  // namespace fhir
