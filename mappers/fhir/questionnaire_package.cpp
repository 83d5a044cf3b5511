// Forms -> package Bundles and the answer of $questionnaire-package.
#include "mappers/fhir/questionnaire_package.hpp"

#include <algorithm>

#include "mappers/fhir/questionnaire_library.hpp"
#include "mappers/fhir/value_set_expansion.hpp"
#include "mappers/issues/wire.hpp"
#include "parsers/json/document.hpp"

namespace mappers {
namespace {

void add_value_sets(const json::Value& items, std::string_view base, std::vector<std::string>& ids) {
  for (const json::Value item : items.elements()) {
    std::string id = value_set_id_from(base, item.find("answerValueSet").string());
    if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
    add_value_sets(item.find("item"), base, ids);
  }
}

/// Ids of the value sets that a Questionnaire names, each once.
std::vector<std::string> value_sets_of(const std::string& questionnaire, std::string_view base) {
  std::vector<std::string> ids;
  json::Document document;
  const base::Result<json::Value> root = document.parse_copy(questionnaire);
  if (root) add_value_sets(root->find("item"), base, ids);
  return ids;
}

void write_entry(json::Writer& out, const std::string& full_url, std::string_view resource) {
  out.begin_object().field("fullUrl", full_url).key("resource").raw_text(resource).end_object();
}

void write_value_sets(json::Writer& out, const PackageForm& form, const std::string& questionnaire,
                      const PackageContext& context, const FormPlace& place) {
  const base::Date today = base::utc_date(context.at);
  for (const std::string& id : value_sets_of(questionnaire, place.base)) {
    const ExpansionWish wish{{}, 0, expansion_count_max, today, context.at};
    std::string text;
    json::Writer value_set(text);
    const bool written = write_expansion(value_set, *form.rulebook, id, wish, place);
    if (written) write_entry(out, std::string(place.base) + "/ValueSet/" + id, text);
  }
}

void write_draft(json::Writer& out, const PackageForm& form, const PackageContext& context,
                 const FormPlace& place, std::string_view full_url) {
  const std::string authored = base::iso(context.at);
  const std::string id = "draft-" + form.form.id;
  DraftContext draft;
  draft.id = id;
  draft.patient = context.patient;
  draft.coverages = context.coverages;
  draft.orders = form.orders;
  draft.authored = authored;
  if (!form.known.values.empty()) draft.known = &form.known;
  std::string text;
  json::Writer response(text);
  write_draft_response(response, *form.rulebook, form.form, form.adaptive, draft, place);
  write_entry(out, std::string(full_url), text);
}

std::string_view severity_word(base::Severity severity) {
  return severity == base::Severity::information ? "information" : "warning";
}

/// Whatever is said beside packages is no error; a note is not told like a fault.
void write_outcome(json::Writer& out, std::string_view name, const base::Issues& messages) {
  if (messages.empty()) return;
  out.begin_object().field("name", name).object_field("resource");
  out.field("resourceType", "OperationOutcome").array_field("issue");
  for (const base::Issue& one : messages) {
    const bool note = one.severity == base::Severity::information;
    out.begin_object().field("severity", severity_word(one.severity));
    out.field("code", note ? "informational" : wire(one.code).fhir);
    out.object_field("details").field("text", one.remedy).end_object();
    if (one.where.find('.') != std::string::npos) out.array_field("expression").string(one.where).end_array();
    out.end_object();
  }
  out.end_array().end_object().end_object();
}

/// Appends a package: Bundle (collection) of the Questionnaire, its Library, every ValueSet that it names and
/// the draft QuestionnaireResponse. Everything that is referred to is inside, once. Rule: DTR oper-12 to
/// oper-18.
void write_package_bundle(json::Writer& out, const PackageForm& form, const PackageContext& context,
                          const FormPlace& place) {
  std::string questionnaire;
  json::Writer writer(questionnaire);
  if (form.adaptive) {
    write_adaptive_shell(writer, *form.rulebook, form.form, place);
  } else {
    write_questionnaire(writer, *form.rulebook, form.form, place);
  }
  const std::string url =
      form.adaptive ? adaptive_url(place, form.form) : questionnaire_url(place, form.form);
  out.begin_object().field("resourceType", "Bundle").field("type", "collection");
  out.field("timestamp", base::iso(context.at)).array_field("entry");
  write_entry(out, url, questionnaire);
  std::string library;
  json::Writer library_writer(library);
  write_library(library_writer, *form.rulebook, form.form, place);
  write_entry(out, library_url(place, form.form), library);
  write_value_sets(out, form, questionnaire, context, place);
  write_draft(out, form, context, place,
              std::string(place.base) + "/QuestionnaireResponse/draft-" + form.form.id);
  out.end_array().end_object();
}

}  // namespace

std::string package_answer_from(std::span<const PackageForm> forms, const base::Issues& messages,
                                const PackageContext& context, const FormPlace& place) {
  const bool older = place.version == DtrVersion::v2_0_1;
  std::string body;
  json::Writer out(body);
  if (older && forms.size() == 1 && messages.empty()) {
    write_package_bundle(out, forms.front(), context, place);
    return body;
  }
  out.begin_object().field("resourceType", "Parameters");
  if (!forms.empty() || !messages.empty()) {
    out.array_field("parameter");
    for (const PackageForm& form : forms) {
      out.begin_object().field("name", older ? "PackageBundle" : "packagebundle").key("resource");
      write_package_bundle(out, form, context, place);
      out.end_object();
    }
    write_outcome(out, older ? "operationOutcome" : "outcome", messages);
    out.end_array();
  }
  out.end_object();
  return body;
}

}  // namespace mappers
