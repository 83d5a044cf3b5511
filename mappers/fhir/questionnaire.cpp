#include "mappers/fhir/questionnaire.hpp"

#include <algorithm>
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/questionnaire_library.hpp"
#include "mappers/fhir/questionnaire_parts.hpp"
#include "mappers/fhir/response_elements.hpp"

namespace mappers {
namespace {

using precert::Criterion;
using precert::Fact;
using precert::FactType;
using precert::Form;
using precert::FormItem;
using precert::Rulebook;

#define PRECERT_DTR "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/"
#define PRECERT_SDC "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
#define PRECERT_CORE "http://hl7.org/fhir/StructureDefinition/"

constexpr std::string_view shell_suffix = "-adaptive";
/// What a paper may come as.
constexpr std::array<std::string_view, 4> paper_types{"application/pdf", "image/jpeg", "image/png",
                                                      "text/plain"};

/// A form while it is written.
struct Sheet {
  const Rulebook& rulebook;
  const Form& form;
  const FormPlace& place;
  bool conditions = true;  // adaptive forms have none

  [[nodiscard]] const Criterion& criterion() const { return rulebook.criteria[form.criterion]; }
};

void write_extension(json::Writer& out, std::string_view url, std::string_view key, std::string_view value) {
  out.begin_object().field("url", url).field(key, value).end_object();
}

void write_expression(json::Writer& out, std::string_view url, std::string_view language,
                      std::string_view text) {
  out.begin_object().field("url", url).object_field("valueExpression");
  out.field("language", language).field("expression", text).end_object().end_object();
}

void write_option(json::Writer& out, std::string_view system, std::string_view code,
                  std::string_view display) {
  out.begin_object().object_field("valueCoding");
  if (!system.empty()) out.field("system", system);
  out.field("code", code).field("display", display).end_object().end_object();
}

std::string words_of(std::string_view choice) {
  std::string out(choice);
  std::ranges::replace(out, '_', ' ');
  return out;
}

// ---- Items

std::string_view type_of(const Fact& fact) {
  if (is_coded(fact)) return "choice";
  if (fact.type == FactType::number) return "decimal";
  return fact.type == FactType::date ? "date" : "text";
}

void write_options(json::Writer& out, const Fact& fact) {
  if (!is_coded(fact)) return;
  out.array_field("answerOption");
  if (fact.choices.empty()) {
    write_option(out, systems::loinc, answer_codes::yes, "Yes");
    write_option(out, systems::loinc, answer_codes::no, "No");
  }
  for (const std::string& choice : fact.choices) write_option(out, {}, choice, words_of(choice));
  write_option(out, systems::data_absent, answer_codes::unknown, "Unknown");
  out.end_array();
}

/// Why it is asked, how to say that nobody knows, and which criterion asks.
std::string help_of(const Sheet& sheet, const Fact& fact, bool required) {
  std::string help = fact.help;
  if (!help.empty()) help += " ";
  if (!required) {
    help += "Leave it empty when it is not in the record. ";
  } else {
    help += "Choose Unknown when it is not in the record. ";
  }
  return help + "Criterion: " + sheet.criterion().citation() + ".";
}

void write_help(json::Writer& out, const Sheet& sheet, const Fact& fact, bool required) {
  out.array_field("item").begin_object();
  out.array_field("extension").begin_object().field("url", PRECERT_CORE "questionnaire-itemControl");
  out.object_field("valueCodeableConcept").array_field("coding").begin_object();
  out.field("system", "http://hl7.org/fhir/questionnaire-item-control").field("code", "help");
  out.end_object().end_array().end_object().end_object().end_array();
  out.field("linkId", help_link(fact)).field("text", help_of(sheet, fact, required)).field("type", "display");
  out.end_object().end_array();
}

void write_unit(json::Writer& out, const Fact& fact) {
  if (fact.type != FactType::number || fact.unit.empty()) return;
  out.begin_object().field("url", PRECERT_CORE "questionnaire-unit").object_field("valueCoding");
  const std::string_view code = ucum_of(fact.unit);
  if (!code.empty()) out.field("system", systems::ucum).field("code", code);
  out.field("display", fact.unit).end_object().end_object();
}

/// The condition stands at the outermost item of a question.
void write_condition(json::Writer& out, const Sheet& sheet, const FormItem& item) {
  if (sheet.conditions && enabled_by_expression(sheet.rulebook, item))
    write_expression(out, PRECERT_SDC "sdc-questionnaire-enableWhenExpression", "text/fhirpath",
                     enabling_path(sheet.rulebook, item));
}

void write_support(json::Writer& out, const Sheet& sheet) {
  write_extension(out, PRECERT_CORE "questionnaire-supportLink", "valueUri", sheet.criterion().link);
}

void write_initial(json::Writer& out, const Sheet& sheet, const Fact& fact) {
  const std::string define = prepopulation_define(sheet.rulebook, fact);
  if (define.empty()) return;
  write_expression(out, PRECERT_SDC "sdc-questionnaire-initialExpression", "text/cql",
                   "\"" + library_name(sheet.form) + "\"." + define);
}

void write_code(json::Writer& out, const Fact& fact) {
  if (fact.loinc.empty()) return;
  out.array_field("code").begin_object().field("system", systems::loinc).field("code", fact.loinc);
  out.end_object().end_array();
}

std::string question_of(const Fact& fact) {
  return fact.question.empty() ? words_of(fact.id) : fact.question;
}

/// A question by itself; `grouped`: inside the group of a paper, whose condition and code stand at the group.
void write_question(json::Writer& out, const Sheet& sheet, const FormItem& item, bool grouped) {
  const Fact& fact = sheet.rulebook.facts[item.fact];
  const bool required = !item.optional && !grouped && is_required(fact);
  out.begin_object();
  out.array_field("extension");
  write_support(out, sheet);
  write_unit(out, fact);
  write_initial(out, sheet, fact);
  if (!grouped) write_condition(out, sheet, item);
  out.end_array();
  out.field("linkId", fact.id);
  if (!grouped) write_code(out, fact);
  out.field("text",
            grouped ? std::string("Is it on file? (Attest it instead of attaching it.)") : question_of(fact));
  out.field("type", type_of(fact));
  if (!grouped && sheet.conditions) write_enabling(out, sheet.rulebook, item);
  out.field("required", required).field("repeats", false);
  write_options(out, fact);
  if (!grouped) write_help(out, sheet, fact, required);
  out.end_object();
}

void write_attachment(json::Writer& out, const Sheet& sheet, const FormItem& item, bool grouped) {
  const Fact& fact = sheet.rulebook.facts[item.fact];
  out.begin_object().array_field("extension");
  if (!grouped) write_support(out, sheet);
  for (const std::string_view type : paper_types)
    write_extension(out, PRECERT_CORE "mimeType", "valueCode", type);
  if (!grouped) write_condition(out, sheet, item);
  out.end_array();
  out.field("linkId", document_link(fact));
  write_code(out, fact);
  out.field("text", question_of(fact)).field("type", "attachment");
  if (!grouped && sheet.conditions) write_enabling(out, sheet.rulebook, item);
  out.field("required", false).field("repeats", true);
  if (!grouped) write_help(out, sheet, fact, false);
  out.end_object();
}

/// A paper, or the word that it is on file (DTR spec-51, spec-52).
void write_paper_group(json::Writer& out, const Sheet& sheet, const FormItem& item) {
  const Fact& fact = sheet.rulebook.facts[item.fact];
  out.begin_object().array_field("extension");
  write_support(out, sheet);
  write_condition(out, sheet, item);
  out.end_array();
  out.field("linkId", group_link(fact)).field("text", help_of(sheet, fact, false)).field("type", "group");
  if (sheet.conditions) write_enabling(out, sheet.rulebook, item);
  out.array_field("item");
  write_attachment(out, sheet, item, true);
  write_question(out, sheet, item, true);
  out.end_array().end_object();
}

void write_item(json::Writer& out, const Sheet& sheet, const FormItem& item) {
  const Fact& fact = sheet.rulebook.facts[item.fact];
  if (fact.type != FactType::document) return write_question(out, sheet, item, false);
  if (takes_answer(fact)) return write_paper_group(out, sheet, item);
  write_attachment(out, sheet, item, false);
}

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

void write_narrative(json::Writer& out, const Sheet& sheet) {
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
  write_extension(out, "type", "valueCode", "Patient");
  out.end_array().end_object();
}

/// The test kit for 2.0.1 compares the canonical with Library.url, so a version would not match; 2.2 wants
/// one.
void write_library_reference(json::Writer& out, const Sheet& sheet) {
  std::string url = library_url(sheet.place, sheet.form);
  if (sheet.place.version != DtrVersion::v2_0_1) url += "|" + sheet.form.version;
  write_extension(out, PRECERT_CORE "cqf-library", "valueCanonical", url);
}

void write_adaptive_mark(json::Writer& out, const Sheet& sheet) {
  write_extension(out, PRECERT_SDC "sdc-questionnaire-questionnaireAdaptive", "valueUrl",
                  std::string(sheet.place.base) + "/Questionnaire/$next-question");
}

void write_period(json::Writer& out, const Sheet& sheet) {
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

void write_head(json::Writer& out, const Sheet& sheet, const Head& head) {
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

std::string about(const Sheet& sheet, std::size_t questions) {
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
  const Sheet sheet{rulebook, form, place};
  write_head(out, sheet,
             Head{PRECERT_DTR "dtr-std-questionnaire",
                  questionnaire_id(form),
                  questionnaire_url(place, form),
                  name_of(form, ""),
                  {}});
  out.array_field("item");
  write_display(out, about_link, about(sheet, form.items.size()));
  for (const FormItem& item : form.items) write_item(out, sheet, item);
  out.end_array().end_object();
}

void write_adaptive_shell(json::Writer& out, const Rulebook& rulebook, const Form& form,
                          const FormPlace& place) {
  const Sheet sheet{rulebook, form, place, false};
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
  const Sheet sheet{rulebook, form, place, false};
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
    for (const precert::FactIndex fact : shown) write_item(out, sheet, item_for(form, fact));
    if (!closing.empty()) write_display(out, closing_link, closing);
    out.end_array();
  }
  out.end_object();
}

}  // namespace mappers
