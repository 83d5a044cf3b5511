#include "mappers/fhir/response_claim.hpp"

#include <algorithm>
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/response_elements.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "precert/model/taxonomy.hpp"

namespace mappers {
namespace {

/// Sender and receiver of the request, the other way round. PAS wants both application codes or none.
void write_transmission_back(Extensions& extensions, const precert::Transmission& request) {
  if (request.application_sender.empty() || request.application_receiver.empty()) return;
  Extensions parts(extensions, extensions::transmission);
  parts.text("applicationSenderCode", request.application_receiver);
  parts.text("applicationReceiverCode", request.application_sender);
  parts.text("interchangeSenderID", request.interchange_receiver);
  parts.text("interchangeReceiverID", request.interchange_sender);
}

/// Who decided, or that nobody did: rules alone. Nothing while no line is decided.
void write_reviewer(Extensions& extensions, const precert::Determination& determination) {
  const bool decided =
      std::any_of(determination.lines.begin(), determination.lines.end(),
                  [](const auto& line) { return line.action != precert::ReviewAction::pended; });
  if (!determination.reviewer && !decided) return;
  const precert::Reviewer reviewer = determination.reviewer.value_or(precert::Reviewer{});
  Extensions parts(extensions, extensions::claim_response_reviewer);
  parts.boolean("wasHumanReviewedFlag", reviewer.human);
  parts.identifier("reviewerNPI", systems::npi, reviewer.npi);
  if (reviewer.specialty.empty() || precert::is_taxonomy_code(reviewer.specialty)) {
    parts.codeable("reviewerSpecialty", systems::taxonomy, reviewer.specialty);
  } else {  // the binding is extensible: words stand as words, not as a code that no list has
    parts.begin("reviewerSpecialty")
        .object_field("valueCodeableConcept")
        .field("text", reviewer.specialty)
        .end_object();
    parts.end();
  }
}

/// Who is authorized for the request as a whole: those who are for every line that is certified. Their type
/// stays at the lines, since the extension for it is not allowed here.
void write_common_providers(Extensions& extensions, const ResponsePlan& plan) {
  const auto first = std::find_if(plan.lines.begin(), plan.lines.end(),
                                  [](const PlannedLine& line) { return !line.providers.empty(); });
  if (first == plan.lines.end()) return;
  for (const AuthorizedProvider& one : first->providers) {
    const bool everywhere = std::all_of(first, plan.lines.end(), [&](const PlannedLine& line) {
      return line.providers.empty() ||
             std::any_of(line.providers.begin(), line.providers.end(),
                         [&](const AuthorizedProvider& other) { return other.reference == one.reference; });
    });
    if (!everywhere) continue;
    Extensions parts(extensions, extensions::item_authorized_provider);
    parts.reference("provider", one.reference);
  }
}

void write_trace_identifiers(json::Writer& out, const ResponsePlan& plan) {
  OptionalArray list(out, "identifier");
  const json::Value claim = plan.references->claim();
  if (claim) {
    for (const json::Value one : fhir::list(claim, "identifier")) list.next().raw(one);
  } else {
    for (const precert::Trace& trace : plan.request->event.traces) write_trace_value(list.next(), trace);
  }
  const std::string& own = plan.determination->numbers.trace;
  if (!own.empty()) write_identifier_value(list.next(), plan.references->identifier_base() + "trace", own);
}

/// Claim.type where there is no Claim: by service type, as X12 keeps no such grouping.
std::string_view claim_type_of(const precert::ReviewRequest& request) {
  constexpr std::array<std::string_view, 13> oral{"23", "24", "25", "26", "27", "28", "35",
                                                  "36", "37", "38", "39", "40", "41"};
  constexpr std::array<std::string_view, 9> institutional{"47", "48", "49", "50", "51",
                                                          "52", "53", "A7", "AB"};
  const auto holds = [](const auto& list, std::string_view code) {
    return std::find(list.begin(), list.end(), code) != list.end();
  };
  const auto any_line = [&](const auto& test) {
    return std::any_of(request.services.begin(), request.services.end(), test);
  };
  if (holds(oral, request.event.service_type) || any_line([](const precert::ServiceLine& line) {
        return line.procedure.system == precert::CodeSystem::cdt;
      })) {
    return "oral";
  }
  const bool in_facility =
      holds(institutional, request.event.service_type) ||
      any_line([](const precert::ServiceLine& line) { return !line.revenue_code.empty(); });
  return in_facility ? "institutional" : "professional";
}

void write_type(json::Writer& out, const ResponsePlan& plan) {
  const json::Value type = plan.references->claim().find("type");
  if (type) {
    out.field("type", type);
  } else {
    write_codeable(out, "type", systems::claim_type, claim_type_of(*plan.request));
  }
}

std::string_view outcome_of(const precert::Determination& determination) {
  if (determination.refusals.empty()) return "complete";  // a pended answer is complete too: PAS section g
  return determination.lines.empty() ? "error" : "partial";
}

/// The number of the whole. The code stays out: PAS allows extension-reviewActionCode at lines only.
void write_header_adjudication(json::Writer& out, const ResponsePlan& plan) {
  if (!plan.is_2_2_1() || plan.certification.empty()) return;
  out.array_field("adjudication");
  write_adjudication_value(out, {"", plan.certification, {}});
  out.end_array();
}

void write_process_notes(json::Writer& out, const ResponsePlan& plan) {
  OptionalArray list(out, "processNote");
  int number = 0;
  for (const std::string& text : plan.notes.texts()) {
    list.next().begin_object().field("number", ++number).field("text", text).end_object();
  }
}

void write_error(json::Writer& out, const ResponsePlan& plan, const PlannedError& error) {
  const precert::Refusal& refusal = *error.refusal;
  out.begin_object();
  {
    Extensions extensions(out);
    extensions.codeable(extensions::error_follow_up, systems::follow_up, x12_code(refusal.follow_up));
    if (plan.is_2_2_1()) {
      Extensions parts(extensions, extensions::error_element);
      parts.positive("processNote", error.note);
      parts.text("error", error.element);
    } else {
      extensions.text(extensions::error_element, error.element);
    }
    extensions.text(extensions::error_path, error.path);
  }
  if (refusal.level == precert::Level::service && refusal.index > 0) out.field("itemSequence", refusal.index);
  write_codeable(out, "code", systems::reject_reason, refusal.code);
  out.end_object();
}

void write_communication_references(json::Writer& out, const ResponsePlan& plan) {
  if (plan.for_inquiry()) return;
  OptionalArray list(out, "communicationRequest");
  for (const PlannedQuestion& question : plan.questions) {
    list.next().begin_object().field("reference", question.reference).end_object();
  }
}

void write_contained(json::Writer& out, const ResponsePlan& plan) {
  OptionalArray list(out, "contained");
  for (const ResponseReferences::Resource& one : plan.references->resources()) {
    if (one.full_url.starts_with('#')) list.next().raw_text(one.made);
  }
}

void write_root_extensions(json::Writer& out, const ResponsePlan& plan) {
  if (!plan.is_2_2_1()) return;
  Extensions extensions(out);
  write_transmission_back(extensions, plan.request->transmission);
  write_reviewer(extensions, *plan.determination);
  write_common_providers(extensions, plan);
}

}  // namespace

void write_claim_reference(json::Writer& out, std::string_view name, const ResponsePlan& plan) {
  const std::string_view url = plan.references->claim_url();
  // A urn names the Claim inside the Bundle that brought it only, and the answer holds no Claim.
  const bool names_it = !url.empty() && !url.starts_with("urn:");
  out.object_field(name);
  if (!names_it) {
    Extensions extensions(out);
    extensions.code(extensions::data_absent_reason, "unknown");
  } else {
    out.field("reference", url);
  }
  if (!url.empty()) {
    if (!names_it) out.field("type", "Claim");
    const json::Value identifier = fhir::first(plan.references->claim(), "identifier");
    if (identifier) out.field("identifier", identifier);
  }
  out.end_object();
}

void write_claim_response_resource(json::Writer& out, const ResponsePlan& plan) {
  const precert::Determination& determination = *plan.determination;
  const base::Instant created =
      determination.decided == base::Instant{} ? plan.context->at : determination.decided;
  out.begin_object().field("resourceType", "ClaimResponse").field("id", plan.context->case_id);
  write_profile(out, plan.for_inquiry() ? "claiminquiryresponse" : "claimresponse");
  write_contained(out, plan);
  write_root_extensions(out, plan);
  write_trace_identifiers(out, plan);
  out.field("status", "active");
  write_type(out, plan);
  out.field("use", plan.request->predetermination ? "predetermination" : "preauthorization");
  write_reference(out, "patient", plan.references->patient());
  out.field("created", base::iso(created));
  write_reference(out, "insurer", plan.references->insurer());
  write_reference(out, "requestor", plan.references->requestor());
  write_claim_reference(out, "request", plan);
  out.field("outcome", outcome_of(determination));
  if (!plan.certification.empty()) out.field("preAuthRef", plan.certification);
  if (plan.validity) write_period_value(out.key("preAuthPeriod"), *plan.validity);
  write_items(out, plan);
  write_add_items(out, plan);
  write_header_adjudication(out, plan);
  write_process_notes(out, plan);
  write_communication_references(out, plan);
  {
    OptionalArray errors(out, "error");
    for (const PlannedError& error : plan.errors) write_error(errors.next(), plan, error);
  }
  out.end_object();
}

}  // namespace mappers
