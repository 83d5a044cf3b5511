// Writing QuestionnaireResponses: the draft of a package and the growing response of an adaptive form.
#include <algorithm>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/questionnaire_parts.hpp"
#include "mappers/fhir/questionnaire_response.hpp"
#include "mappers/fhir/response_elements.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace mappers {
namespace {

using precert::Fact;
using precert::FactIndex;
using precert::FactType;
using precert::Form;
using precert::Rulebook;

#define PRECERT_DTR "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/"

void write_reference_extension(json::Writer& out, std::string_view url, std::string_view reference) {
  out.begin_object().field("url", url).object_field("valueReference").field("reference", reference);
  out.end_object().end_object();
}

/// 2.0.1 counts the coverage among the contexts (at least two); 2.2 has an extension of its own for it.
void write_contexts(json::Writer& out, const DraftContext& draft, const FormPlace& place) {
  const bool old = place.version == DtrVersion::v2_0_1;
  for (const std::string& coverage : draft.coverages)
    write_reference_extension(out, old ? PRECERT_DTR "qr-context" : PRECERT_DTR "qr-coverage", coverage);
  for (const std::string& order : draft.orders)
    write_reference_extension(out, PRECERT_DTR "qr-context", order);
  out.begin_object().field("url", PRECERT_DTR "intendedUse").object_field("valueCodeableConcept");
  out.array_field("coding").begin_object();
  out.field("system", "http://hl7.org/fhir/us/davinci-crd/CodeSystem/temp").field("code", draft.intended_use);
  out.end_object().end_array().end_object().end_object();
}

/// Who said it: 2.0.1 knows "auto", 2.2 tells server and client apart.
void write_origin(json::Writer& out, const FormPlace& place) {
  out.array_field("extension").begin_object().field("url", PRECERT_DTR "information-origin");
  out.array_field("extension").begin_object().field("url", "source");
  out.field("valueCode", place.version == DtrVersion::v2_0_1 ? "auto" : "auto-server");
  out.end_object().end_array().end_object().end_array();
}

void write_coding(json::Writer& out, std::string_view system, std::string_view code,
                  std::string_view display) {
  out.object_field("valueCoding");
  if (!system.empty()) out.field("system", system);
  out.field("code", code);
  if (!display.empty()) out.field("display", display);
  out.end_object();
}

void write_value(json::Writer& out, const Fact& fact, const precert::AnswerValue& value) {
  if (const bool* yes = std::get_if<bool>(&value))
    return write_coding(out, systems::loinc, *yes ? answer_codes::yes : answer_codes::no,
                        *yes ? "Yes" : "No");
  if (const auto* number = std::get_if<base::Decimal>(&value)) {
    out.field("valueDecimal", *number);
  } else if (const auto* date = std::get_if<base::Date>(&value)) {
    out.field("valueDate", base::iso(*date));
  } else if (fact.choices.empty()) {
    out.field("valueString", std::get<std::string>(value));
  } else {
    write_coding(out, {}, std::get<std::string>(value), {});
  }
}

void write_known(json::Writer& out, const Fact& fact, const precert::FactValue& value,
                 const FormPlace& place) {
  if (!value.value || value.assumed) return;
  out.array_field("answer").begin_object();
  write_origin(out, place);
  write_value(out, fact, *value.value);
  out.end_object().end_array();
}

std::string_view text_of(const Fact& fact) { return fact.question.empty() ? fact.id : fact.question; }

void begin_item(json::Writer& out, std::string_view link, std::string_view text) {
  out.begin_object().field("linkId", link).field("text", text);
}

/// The item of a fact as its form has it: a paper stands in an item of its own, with its attestation in a
/// group.
void write_item(json::Writer& out, const Fact& fact, const precert::FactValue* known,
                const FormPlace& place) {
  const bool paper = fact.type == FactType::document;
  const bool group = paper && takes_answer(fact);
  if (group) begin_item(out, group_link(fact), text_of(fact));
  if (group) out.array_field("item");
  if (paper) {
    begin_item(out, document_link(fact), text_of(fact));
    out.end_object();
  }
  if (!paper || group) {
    begin_item(out, fact.id, text_of(fact));
    if (known != nullptr) write_known(out, fact, *known, place);
    out.end_object();
  }
  if (group) out.end_array().end_object();
}

/// Whether the item of a fact stands below, with its group or without.
bool stands_in(const json::Value& parent, const Fact& fact) {
  for (const json::Value item : fhir::list(parent, "item")) {
    const std::string_view link = fhir::text(item, "linkId");
    if (link == fact.id || link == document_link(fact) || stands_in(item, fact)) return true;
  }
  return false;
}

/// The items that stand in the response, and those of facts that were asked now and do not stand there.
void write_items(json::Writer& out, const json::Value& response, const Rulebook& rulebook,
                 std::span<const FactIndex> ask, const FormPlace& place) {
  if (response.find("item").empty() && ask.empty()) return;
  out.array_field("item");
  for (const json::Value item : fhir::list(response, "item")) out.raw(item);
  for (const FactIndex fact : ask) {
    if (!stands_in(response, rulebook.facts[fact])) write_item(out, rulebook.facts[fact], nullptr, place);
  }
  out.end_array();
}

}  // namespace

void write_draft_response(json::Writer& out, const Rulebook& rulebook, const Form& form, bool adaptive,
                          const DraftContext& draft, const FormPlace& place) {
  const std::size_t contexts = draft.coverages.size() + draft.orders.size();
  // The profile of 2.0.1 wants items, a patient and two contexts: what does not have them does not claim it.
  const bool complete = !adaptive && !draft.patient.empty() && contexts >= 2;
  out.begin_object().field("resourceType", "QuestionnaireResponse");
  if (!draft.id.empty()) out.field("id", draft.id);
  if (complete) {
    out.object_field("meta").array_field("profile").string(PRECERT_DTR "dtr-questionnaireresponse");
    out.end_array().end_object();
  }
  out.array_field("extension");
  write_contexts(out, draft, place);
  out.end_array();
  out.field("questionnaire",
            (adaptive ? adaptive_url(place, form) : questionnaire_url(place, form)) + "|" + form.version);
  out.field("status", "in-progress");
  if (!draft.patient.empty()) out.object_field("subject").field("reference", draft.patient).end_object();
  if (!draft.authored.empty()) out.field("authored", draft.authored);
  if (!adaptive) {
    out.array_field("item");
    for (const precert::FormItem& item : form.items) {
      const precert::FactValue* known = draft.known == nullptr ? nullptr : &draft.known->values[item.fact];
      write_item(out, rulebook.facts[item.fact], known, place);
    }
    out.end_array();
  }
  out.end_object();
}

std::string next_response_from(const json::Value& response, const Rulebook& rulebook, const Form& form,
                               std::span<const FactIndex> shown, std::span<const FactIndex> ask,
                               std::string_view closing, const FormPlace& place) {
  std::vector<FactIndex> all(shown.begin(), shown.end());
  for (const FactIndex fact : ask) {
    if (std::ranges::find(all, fact) == all.end()) all.push_back(fact);
  }
  std::string id = adaptive_id(form);
  std::string text;
  json::Writer out(text);
  out.begin_object().field("resourceType", "QuestionnaireResponse");
  std::vector<json::Value> others;
  for (const json::Value one : fhir::list(response, "contained")) {
    const bool is_form = fhir::text(one, "resourceType") == "Questionnaire";
    if (!is_form) others.push_back(one);
    if (is_form && !fhir::text(one, "id").empty()) id = fhir::text(one, "id");
  }
  out.array_field("contained");
  write_adaptive_questionnaire(out, rulebook, form, all, closing, place, id);
  for (const json::Value& one : others) out.raw(one);
  out.end_array();
  for (const json::Member member : response.members()) {
    const bool ours = member.key == "resourceType" || member.key == "contained" ||
                      member.key == "questionnaire" || member.key == "status" || member.key == "item";
    if (!ours) out.field(member.key, member.value);
  }
  out.field("questionnaire", "#" + id).field("status", ask.empty() ? "completed" : "in-progress");
  write_items(out, response, rulebook, ask, place);
  out.end_object();
  return text;
}

}  // namespace mappers
