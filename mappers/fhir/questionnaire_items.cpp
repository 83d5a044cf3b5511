#include "mappers/fhir/questionnaire_items.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/questionnaire_library.hpp"
#include "mappers/fhir/questionnaire_parts.hpp"
#include "precert/criteria/units.hpp"

namespace mappers {
namespace {

using precert::Fact;
using precert::FactType;
using precert::FormItem;

#define PRECERT_SDC "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
#define PRECERT_CORE "http://hl7.org/fhir/StructureDefinition/"

/// What a paper may come as.
constexpr std::array<std::string_view, 4> paper_types{"application/pdf", "image/jpeg", "image/png",
                                                      "text/plain"};

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
std::string help_of(const FormSheet& sheet, const Fact& fact, bool required) {
  std::string help = fact.help;
  if (!help.empty()) help += " ";
  if (!required) {
    help += "Leave it empty when it is not in the record. ";
  } else {
    help += "Choose Unknown when it is not in the record. ";
  }
  return help + "Criterion: " + sheet.criterion().citation() + ".";
}

void write_help(json::Writer& out, const FormSheet& sheet, const Fact& fact, bool required) {
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
  const std::string_view code = precert::ucum_of(fact.unit);
  if (!code.empty()) out.field("system", systems::ucum).field("code", code);
  out.field("display", fact.unit).end_object().end_object();
}

/// What a form filler lets people answer.
void write_number_bounds(json::Writer& out, const Fact& fact) {
  if (fact.least) out.begin_object().field("url", PRECERT_CORE "minValue").field("valueDecimal", *fact.least).end_object();
  if (fact.most) out.begin_object().field("url", PRECERT_CORE "maxValue").field("valueDecimal", *fact.most).end_object();
}

/// The condition stands at the outermost item of a question.
void write_condition(json::Writer& out, const FormSheet& sheet, const FormItem& item) {
  if (sheet.conditions && enabled_by_expression(sheet.rulebook, item))
    write_expression(out, PRECERT_SDC "sdc-questionnaire-enableWhenExpression", "text/fhirpath",
                     enabling_path(sheet.rulebook, item));
}

void write_support(json::Writer& out, const FormSheet& sheet) {
  write_form_extension(out, PRECERT_CORE "questionnaire-supportLink", "valueUri", sheet.criterion().link);
}

void write_initial(json::Writer& out, const FormSheet& sheet, const Fact& fact) {
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
void write_question(json::Writer& out, const FormSheet& sheet, const FormItem& item, bool grouped) {
  const Fact& fact = sheet.rulebook.facts[item.fact];
  const bool required = !item.optional && !grouped && is_required(fact);
  out.begin_object();
  out.array_field("extension");
  write_support(out, sheet);
  write_unit(out, fact);
  write_number_bounds(out, fact);
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

void write_attachment(json::Writer& out, const FormSheet& sheet, const FormItem& item, bool grouped) {
  const Fact& fact = sheet.rulebook.facts[item.fact];
  out.begin_object().array_field("extension");
  if (!grouped) write_support(out, sheet);
  for (const std::string_view type : paper_types)
    write_form_extension(out, PRECERT_CORE "mimeType", "valueCode", type);
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
void write_paper_group(json::Writer& out, const FormSheet& sheet, const FormItem& item) {
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

}  // namespace

void write_form_extension(json::Writer& out, std::string_view url, std::string_view key,
                          std::string_view value) {
  out.begin_object().field("url", url).field(key, value).end_object();
}

void write_form_item(json::Writer& out, const FormSheet& sheet, const FormItem& item) {
  const Fact& fact = sheet.rulebook.facts[item.fact];
  if (fact.type != FactType::document) return write_question(out, sheet, item, false);
  if (takes_answer(fact)) return write_paper_group(out, sheet, item);
  write_attachment(out, sheet, item, false);
}

}  // namespace mappers
