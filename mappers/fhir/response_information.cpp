// Requests for information: CommunicationRequest (one for each document and line) and PAS Task (one for each
// way to answer).
#include <algorithm>

#include "mappers/codes/clinical_codes.hpp"
#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/procedure_codes.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "mappers/fhir/response_claim.hpp"
#include "mappers/fhir/response_elements.hpp"
#include "mappers/fhir/response_resources.hpp"

namespace mappers {
namespace {

/// "Fill in the payer's questionnaire": PAS ainfo-3.
constexpr std::string_view electronically = "EL";  // X12 756

void write_payload_extensions(json::Writer& out, const ResponsePlan& plan, const PlannedQuestion& question) {
  Extensions extensions(out);
  if (!plan.is_2_2_1()) extensions.positive(extensions::service_line_number, question.sequence);
  const std::vector<precert::Diagnosis>& diagnoses = plan.request->event.diagnoses;
  if (!diagnoses.empty()) {
    const precert::Diagnosis& first = diagnoses.front();
    extensions.codeable(extensions::communicated_diagnosis, fhir_system_of(first.system),
                        with_dot(first.system, first.code));
  }
  extensions.codeable(extensions::content_modifier, systems::loinc, question.missing->loinc_modifier);
}

/// The content is a LOINC code; a paper that only X12 755 names is told by the category alone.
void write_payload(json::Writer& out, const ResponsePlan& plan, const PlannedQuestion& question) {
  if (question.as == AskedAs::report_type) return;
  const std::string_view loinc =
      question.as == AskedAs::questionnaire ? questionnaire_loinc : std::string_view(question.missing->loinc);
  out.array_field("payload").begin_object();
  write_payload_extensions(out, plan, question);
  out.field("contentString", loinc).end_object().end_array();
}

std::string control_system(const ResponsePlan& plan) {
  return plan.references->identifier_base() + "control-number";
}

/// What the asker quotes: the attachment control number, or our trace where none was drawn.
const std::string& control_number(const ResponsePlan& plan, const precert::MissingInformation& missing) {
  return missing.control_number.empty() ? plan.determination->numbers.trace : missing.control_number;
}

void write_communication_request(json::Writer& out, const ResponsePlan& plan,
                                 const PlannedQuestion& question) {
  const ResponseReferences& references = *plan.references;
  out.begin_object().field("resourceType", "CommunicationRequest");
  out.field("id", ResponseReferences::id_of(question.reference));
  write_profile(out, "communicationrequest");
  if (plan.is_2_2_1()) {
    Extensions extensions(out);
    extensions.positive(extensions::service_line_number, question.sequence);
  }
  const std::string& number = control_number(plan, *question.missing);
  if (!number.empty()) {
    write_identifier_value(out.array_field("identifier"), control_system(plan), number);
    out.end_array();
  }
  out.field("status", "active");
  write_codeable_list(out, "category", systems::report_type, question.missing->report_type);
  write_codeable_list(out, "medium", systems::report_transmission, electronically);
  write_reference(out, "subject", references.patient());
  write_payload(out, plan, question);
  write_reference(out, "requester", references.insurer());
  out.array_field("recipient").begin_object().field("reference", references.requestor_agent());
  out.end_object().end_array();
  const std::string& sender = references.requestor_organization();
  if (!sender.empty()) write_reference(out, "sender", sender);
  out.end_object();
}

void write_input_type(json::Writer& out, std::string_view type) {
  write_codeable(out, "type", systems::pas_temp, type);
}

/// Inputs are about a line; what the whole event needs is told at its first.
void write_line_number(Extensions& extensions, const ResponsePlan& plan, int sequence) {
  const int line = std::max(sequence, 1);
  if (plan.is_2_2_1()) {
    extensions.positive(extensions::service_line_number, line);
  } else {
    extensions.integer(extensions::pa_line_number, line);
  }
}

void write_attachment_input(json::Writer& out, const ResponsePlan& plan, const PlannedQuestion& question) {
  const precert::MissingInformation& missing = *question.missing;
  out.begin_object();
  {
    Extensions extensions(out);
    write_line_number(extensions, plan, question.sequence);
    if (plan.is_2_2_1())
      extensions.codeable(extensions::content_modifier, systems::loinc, missing.loinc_modifier);
  }
  write_input_type(out, "attachments-needed");
  const bool is_loinc = question.as == AskedAs::loinc_document;
  write_codeable(out, "valueCodeableConcept", is_loinc ? systems::loinc : systems::report_type,
                 is_loinc ? missing.loinc : missing.report_type);
  out.end_object();
}

/// The context is our trace number, which $questionnaire-package takes (ainfo-3).
void write_questionnaire_input(json::Writer& out, const ResponsePlan& plan, int sequence) {
  const std::string& context = plan.determination->numbers.trace;
  out.begin_object();
  {
    Extensions extensions(out);
    write_line_number(extensions, plan, sequence);
  }
  write_input_type(out, plan.is_2_2_1() ? "questionnaire-context" : "questionnaires-needed");
  if (plan.is_2_2_1()) {
    out.field("valueString", context);
  } else {
    write_identifier_value(out.key("valueIdentifier"), plan.references->identifier_base() + "trace", context);
  }
  out.end_object();
}

/// One Task's worth of questions, each line's questionnaire once.
struct Asked {
  AskedAs as;
  std::vector<const PlannedQuestion*> questions;
};

/// Documents by LOINC, documents by report type, and the questionnaire. The questionnaire takes every
/// question that can be answered in it, also those that a document would settle: the provider chooses.
std::vector<Asked> asked_of(const ResponsePlan& plan) {
  std::vector<Asked> all{
      {AskedAs::loinc_document, {}}, {AskedAs::report_type, {}}, {AskedAs::questionnaire, {}}};
  Asked& questionnaire = all.back();
  for (const PlannedQuestion& question : plan.questions) {
    for (Asked& one : all) {
      if (one.as == question.as && one.as != AskedAs::questionnaire) one.questions.push_back(&question);
    }
    const bool answerable = !question.missing->fact.empty() || question.as == AskedAs::questionnaire;
    const bool line_known =
        std::any_of(questionnaire.questions.begin(), questionnaire.questions.end(),
                    [&](const PlannedQuestion* other) { return other->sequence == question.sequence; });
    if (answerable && !line_known && !plan.determination->numbers.trace.empty()) {
      questionnaire.questions.push_back(&question);
    }
  }
  std::erase_if(all, [](const Asked& one) { return one.questions.empty(); });
  return all;
}

void write_restriction(json::Writer& out, const ResponsePlan& plan, const Asked& asked) {
  const auto earliest = std::min_element(
      asked.questions.begin(), asked.questions.end(),
      [](const PlannedQuestion* a, const PlannedQuestion* b) { return a->missing->due < b->missing->due; });
  const base::Instant due = (*earliest)->missing->due;
  if (due == base::Instant{}) return;
  out.object_field("restriction").object_field("period");
  if (plan.determination->decided != base::Instant{} && plan.determination->decided <= due) {
    out.field("start", base::iso(plan.determination->decided));
  }
  out.field("end", base::iso(due)).end_object().end_object();
}

void write_task_identifier(json::Writer& out, const ResponsePlan& plan, const Asked& asked) {
  const bool single = asked.questions.size() == 1 && asked.as != AskedAs::questionnaire;
  const std::string& number =
      single ? control_number(plan, *asked.questions.front()->missing) : plan.determination->numbers.trace;
  const std::string& given = number.empty() ? plan.context->case_id : number;
  const bool control = single && !asked.questions.front()->missing->control_number.empty();
  write_identifier_value(out.array_field("identifier"),
                         control ? control_system(plan) : plan.references->identifier_base() + "trace",
                         given);
  out.end_array();
}

void write_task_inputs(json::Writer& out, const ResponsePlan& plan, const Asked& asked) {
  out.array_field("input").begin_object();
  write_input_type(out, "payer-url");
  out.field("valueUrl", plan.context->base_url + "/$submit-attachment").end_object();
  for (const PlannedQuestion* question : asked.questions) {
    if (asked.as == AskedAs::questionnaire) {
      write_questionnaire_input(out, plan, question->sequence);
    } else {
      write_attachment_input(out, plan, *question);
    }
  }
  out.end_array();
}

void write_task(json::Writer& out, const ResponsePlan& plan, const Asked& asked, std::string_view id) {
  const bool questionnaire = asked.as == AskedAs::questionnaire;
  out.begin_object().field("resourceType", "Task").field("id", id);
  write_profile(out, "task");
  write_task_identifier(out, plan, asked);
  out.field("status", "requested");
  out.object_field("statusReason").field("text", "More information is needed to decide.").end_object();
  out.field("intent", "order");
  write_codeable(out, "code", systems::pas_temp,
                 questionnaire ? "attachment-request-questionnaire" : "attachment-request-code");
  write_reference(out, "for", plan.references->patient());
  out.field("authoredOn", base::iso(plan.context->at));
  write_party_identifier(out.object_field("requester").key("identifier"), plan.request->umo);
  write_party_identifier(out.end_object().object_field("owner").key("identifier"), plan.request->requester);
  out.end_object();
  write_codeable(out, "reasonCode", systems::pas_temp, "priorAuthorization");
  write_claim_reference(out, "reasonReference", plan);
  write_restriction(out, plan, asked);
  write_task_inputs(out, plan, asked);
  out.end_object();
}

}  // namespace

void make_communication_requests(const ResponsePlan& plan) {
  if (plan.for_inquiry()) return;
  for (const PlannedQuestion& question : plan.questions) {
    std::string text;
    json::Writer out(text);
    write_communication_request(out, plan, question);
    plan.references->take(question.reference, std::move(text));
  }
}

void make_tasks(const ResponsePlan& plan) {
  int number = 0;
  for (const Asked& asked : asked_of(plan)) {
    std::string reference = plan.references->own("task-" + std::to_string(++number));
    std::string text;
    json::Writer out(text);
    write_task(out, plan, asked, ResponseReferences::id_of(reference));
    plan.references->take(std::move(reference), std::move(text));
  }
}

}  // namespace mappers
