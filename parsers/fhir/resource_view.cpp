#include "parsers/fhir/resource_view.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace fhir {
namespace {

/// The types that a choice element of PAS and US Core resources may have.
constexpr std::array<std::string_view, 27> choice_types = {
    "CodeableConcept", "Reference", "Date",       "Period",   "Boolean", "String",      "Quantity",
    "Identifier",      "Code",      "DateTime",   "Timing",   "Integer", "PositiveInt", "UnsignedInt",
    "Decimal",         "Address",   "Coding",     "Money",    "Uri",     "Url",         "Instant",
    "Range",           "Ratio",     "Attachment", "Duration", "Age",     "Canonical"};

json::Value among(const json::Value& extensions, std::string_view url) {
  for (const json::Value one : extensions.elements()) {
    if (is_extension(one.find("url").string(), url)) return one;
  }
  return {};
}

template <class Fits>
json::Value coding_where(const json::Value& codeable, Fits fits) {
  for (const json::Value coding : codeable.find("coding").elements()) {
    if (fits(coding)) return coding;
  }
  return {};
}

template <class Fits>
json::Value identifier_where(const json::Value& resource, Fits fits) {
  const json::Value own = resource.find("identifier");
  if (own.is_object()) return fits(own) ? own : json::Value{};
  for (const json::Value one : own.elements()) {
    if (fits(one)) return one;
  }
  return {};
}

}  // namespace

bool is_extension(std::string_view url, std::string_view name) {
  if (url.size() == name.size()) return url == name;
  if (url.size() != pas_base.size() + name.size() || !url.ends_with(name)) return false;
  return (name.starts_with("extension-") || name.starts_with("modifierextension-")) &&
         url.starts_with(pas_base);
}

json::Value extension(const json::Value& element, std::string_view url) {
  return among(element.find("extension"), url);
}

json::Value modifier_extension(const json::Value& element, std::string_view url) {
  return among(element.find("modifierExtension"), url);
}

json::Value extension_value(const json::Value& element, std::string_view url) {
  return value_x(extension(element, url), "value");
}

json::Value modifier_extension_value(const json::Value& element, std::string_view url) {
  return value_x(modifier_extension(element, url), "value");
}

bool is_choice(std::string_view key, std::string_view base) {
  if (key.size() <= base.size() || !key.starts_with(base)) return false;
  return std::find(choice_types.begin(), choice_types.end(), key.substr(base.size())) != choice_types.end();
}

Choice choice(const json::Value& element, std::string_view base) {
  for (const json::Member member : element.members()) {
    if (is_choice(member.key, base)) return {member.key.substr(base.size()), member.value};
  }
  return {};
}

json::Value value_x(const json::Value& element, std::string_view base) { return choice(element, base).value; }

json::Elements list(const json::Value& element, std::string_view name) {
  return element.find(name).elements();
}

json::Value first(const json::Value& element, std::string_view name) { return element.find(name).at(0); }

std::string_view text(const json::Value& element, std::string_view name) {
  return element.find(name).string();
}

std::string_view first_text(const json::Value& element, std::string_view name) {
  return first(element, name).string();
}

json::Value coding_of(const json::Value& codeable, std::string_view system) {
  return coding_where(codeable, [&](const json::Value& one) { return text(one, "system") == system; });
}

std::string_view code_of(const json::Value& codeable, std::string_view system) {
  return text(coding_of(codeable, system), "code");
}

json::Value first_coding(const json::Value& codeable) {
  return coding_where(codeable, [](const json::Value& one) { return !text(one, "code").empty(); });
}

bool has_code(const json::Value& codeable, std::string_view system, std::string_view code) {
  return coding_where(codeable,
                      [&](const json::Value& one) {
                        return text(one, "system") == system && text(one, "code") == code;
                      })
      .exists();
}

json::Value identifier_by_system(const json::Value& resource, std::string_view system) {
  return identifier_where(resource, [&](const json::Value& one) { return text(one, "system") == system; });
}

json::Value identifier_by_type(const json::Value& resource, std::string_view type_code) {
  return identifier_where(resource, [&](const json::Value& one) {
    return coding_where(one.find("type"),
                        [&](const json::Value& coding) { return text(coding, "code") == type_code; })
        .exists();
  });
}

std::string_view npi_of(const json::Value& resource) {
  return text(identifier_by_system(resource, "http://hl7.org/fhir/sid/us-npi"), "value");
}

std::string_view reference_of(const json::Value& reference) { return text(reference, "reference"); }

std::optional<base::Date> date_of(const json::Value& date) { return base::date_from_iso(date.string()); }

std::optional<base::Period> period_of(const json::Value& date_or_period) {
  const auto day_of = [](const json::Value& when) {
    return base::date_from_iso(when.string().substr(0, 10));
  };
  const bool single = date_or_period.is_string();
  const auto start = day_of(single ? date_or_period : date_or_period.find("start"));
  if (!start) return std::nullopt;
  if (single) return base::Period::of(*start);
  return base::Period{*start, day_of(date_or_period.find("end"))};
}

std::optional<std::uint32_t> positive_of(const json::Value& number) {
  const std::string_view digits = number.number_text();
  std::uint32_t value = 0;
  const std::from_chars_result read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return std::nullopt;
  if (value == 0 || value > 2'147'483'647U) return std::nullopt;
  return value;
}

std::optional<base::Decimal> decimal_of(const json::Value& number) {
  return base::decimal_from(number.number_text());
}

}  // namespace fhir
