#include "mappers/fhir/questionnaire.hpp"

#include <algorithm>

#include "mappers/fhir/questionnaire_items.hpp"
#include "mappers/fhir/questionnaire_library.hpp"
#include "mappers/fhir/questionnaire_parts.hpp"
#include "mappers/fhir/response_elements.hpp"

namespace mappers {
namespace {

using precert::Form;
using precert::FormItem;
using precert::Rulebook;

#define PRECERT_DTR "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/"
#define PRECERT_SDC "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
#define PRECERT_CORE "http://hl7.org/fhir/StructureDefinition/"

constexpr std::string_view shell_suffix = "-adaptive";

void write_display(json::Writer& out, std::string_view link, std::string_view text) {
  out.begin_object().field("linkId", link).field("text", text).field("type", "display").end_object();
}

// ---- The form as a whole

void write_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else {
      out += c;
    }
  }
}

void write_narrative(json::Writer& out, const FormSheet& sheet) {
  std::string div = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>";
  write_escaped(div, sheet.form.title + ". " + sheet.criterion().summary);
  div += "</p></div>";
  out.object_field("text").field("status", "generated").field("div", div).end_object();
}

void write_launch_context(json::Writer& out) {
  out.begin_object().field("url", PRECERT_SDC "sdc-questionnaire-launchContext").array_field("extension");
  out.begin_object().field("url", "name").object_field("valueCoding");
  out.field("system", "http://hl7.org/fhir/uv/sdc/CodeSystem/launchContext").field("code", "patient");
  out.end_object().end_object();
  write_form_extension(out, "type", "valueCode", "Patient");
  out.end_array().end_object();
}

/// The test kit for 2.0.1 compares the canonical with Library.url, so a version would not match; 2.2 wants
/// one.
void write_library_reference(json::Writer& out, const FormSheet& sheet) {
  std::string url = library_url(sheet.place, sheet.form);
  if (sheet.place.version != DtrVersion::v2_0_1) url += "|" + sheet.form.version;
  write_form_extension(out, PRECERT_CORE "cqf-library", "valueCanonical", url);
}

void write_adaptive_mark(json::Writer& out, const FormSheet& sheet) {
  write_form_extension(out, PRECERT_SDC "sdc-questionnaire-questionnaireAdaptive", "valueUrl",
                       std::string(sheet.place.base) + "/Questionnaire/$next-question");
}

void write_period(json::Writer& out, const FormSheet& sheet) {
  base::Period period = sheet.form.effective;
  if (period == precert::always()) period.start = sheet.rulebook.payer.list_date;
  out.key("effectivePeriod");
  write_period_value(out, period);
}

std::string name_of(const Form& form, std::string_view suffix) {
  std::string name = library_name(form);
  name.resize(name.size() - std::string_view("Prepopulation").size());
  return name + std::string(suffix);
}

/// Everything between the resource type and the items.
struct Head {
  std::string_view profile;
  std::string id, url, name;
  std::string derived_from;
  bool adaptive = false;
  bool library = true;
};

void write_head(json::Writer& out, const FormSheet& sheet, const Head& head) {
  out.begin_object().field("resourceType", "Questionnaire").field("id", head.id);
  out.object_field("meta").array_field("profile").string(head.profile).end_array().end_object();
  write_narrative(out, sheet);
  out.array_field("extension");
  if (head.library) write_library_reference(out, sheet);
  if (head.library && !head.adaptive) write_launch_context(out);
  if (head.adaptive) write_adaptive_mark(out, sheet);
  out.end_array();
  if (!head.url.empty()) out.field("url", head.url).field("version", sheet.form.version);
  out.field("name", head.name).field("title", sheet.form.title);
  if (!head.derived_from.empty()) out.array_field("derivedFrom").string(head.derived_from).end_array();
  out.field("status", "active").array_field("subjectType").string("Patient").end_array();
  out.field("publisher", sheet.criterion().owner).field("description", sheet.criterion().summary);
  write_period(out, sheet);
}

std::string about(const FormSheet& sheet, std::size_t questions) {
  return sheet.criterion().summary + " At most " + std::to_string(questions) +
         (questions == 1 ? " question." : " questions.");
}

FormItem item_for(const Form& form, precert::FactIndex fact) {
  const auto found = std::ranges::find(form.items, fact, &FormItem::fact);
  if (found == form.items.end()) return FormItem{fact, {}, false};
  return *found;
}

}  // namespace

std::string questionnaire_id(const Form& form) { return form.id; }
std::string adaptive_id(const Form& form) { return form.id + std::string(shell_suffix); }

std::string questionnaire_url(const FormPlace& place, const Form& form) {
  return std::string(place.base) + "/Questionnaire/" + questionnaire_id(form);
}
std::string adaptive_url(const FormPlace& place, const Form& form) {
  return std::string(place.base) + "/Questionnaire/" + adaptive_id(form);
}

FormName form_name_from(std::string_view base, std::string_view canonical) {
  FormName name;
  constexpr std::string_view folder = "/Questionnaire/";
  if (!canonical.starts_with(base) || !canonical.substr(base.size()).starts_with(folder)) return name;
  std::string_view rest = canonical.substr(base.size() + folder.size());
  if (const std::size_t bar = rest.find('|'); bar != std::string_view::npos) {
    name.version = rest.substr(bar + 1);
    rest = rest.substr(0, bar);
  }
  name.adaptive = rest.ends_with(shell_suffix);
  if (name.adaptive) rest.remove_suffix(shell_suffix.size());
  name.form_id = rest;
  return name;
}

void write_questionnaire(json::Writer& out, const Rulebook& rulebook, const Form& form,
                         const FormPlace& place) {
  const FormSheet sheet{rulebook, form, place};
  write_head(out, sheet,
             Head{PRECERT_DTR "dtr-std-questionnaire",
                  questionnaire_id(form),
                  questionnaire_url(place, form),
                  name_of(form, ""),
                  {}});
  out.array_field("item");
  write_display(out, about_link, about(sheet, form.items.size()));
  for (const FormItem& item : form.items) write_form_item(out, sheet, item);
  out.end_array().end_object();
}

void write_adaptive_shell(json::Writer& out, const Rulebook& rulebook, const Form& form,
                          const FormPlace& place) {
  const FormSheet sheet{rulebook, form, place, false};
  write_head(out, sheet,
             Head{PRECERT_DTR "dtr-questionnaire-adapt-search",
                  adaptive_id(form),
                  adaptive_url(place, form),
                  name_of(form, "Adaptive"),
                  {},
                  true,
                  true});
  out.end_object();
}

void write_adaptive_questionnaire(json::Writer& out, const Rulebook& rulebook, const Form& form,
                                  std::span<const precert::FactIndex> shown, std::string_view closing,
                                  const FormPlace& place, std::string_view id) {
  const FormSheet sheet{rulebook, form, place, false};
  write_head(out, sheet,
             Head{PRECERT_DTR "dtr-questionnaire-adapt",
                  id.empty() ? adaptive_id(form) : std::string(id),
                  {},
                  name_of(form, "Adaptive"),
                  adaptive_url(place, form) + "|" + form.version,
                  true,
                  true});
  if (!shown.empty() || !closing.empty()) {
    out.array_field("item");
    for (const precert::FactIndex fact : shown) write_form_item(out, sheet, item_for(form, fact));
    if (!closing.empty()) write_display(out, closing_link, closing);
    out.end_array();
  }
  out.end_object();
}

}  // namespace mappers
