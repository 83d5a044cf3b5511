#include "mappers/fhir/review_response.hpp"

#include <algorithm>
#include <deque>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/response_claim.hpp"
#include "mappers/fhir/response_elements.hpp"
#include "mappers/fhir/uuid.hpp"
#include "mappers/issues/operation_outcome.hpp"

namespace mappers {
namespace {

using Place = ResponseReferences::Place;

const std::string& seed_of(const ResponseContext& context) {
  return context.uuid_seed.empty() ? context.case_id : context.uuid_seed;
}

std::string claim_response_url(const ResponseContext& context) {
  if (context.base_url.empty()) return "urn:uuid:" + uuid_from(seed_of(context), "claim-response");
  return context.base_url + "/ClaimResponse/" + context.case_id;
}

bool has_remarks(const ResponseContext& context) {
  return context.remarks != nullptr && !context.remarks->empty();
}

/// Entries of a Bundle, each fullUrl once.
class Entries {
 public:
  explicit Entries(json::Writer& out) : out_(&out), list_(out, "entry") {}

  /// The writer, standing at the resource's value, or nullptr when the Bundle has it.
  json::Writer* begin(const std::string& full_url) {
    if (std::find(urls_.begin(), urls_.end(), full_url) != urls_.end()) return nullptr;
    urls_.push_back(full_url);
    return &list_.next().begin_object().field("fullUrl", full_url).key("resource");
  }
  void end() { out_->end_object(); }
  void add(const ResponseReferences::Resource& resource) {
    json::Writer* const at = begin(resource.full_url);
    if (at == nullptr) return;
    if (resource.echo) {
      at->raw(resource.echo);
    } else {
      at->raw_text(resource.made);
    }
    end();
  }
  void add_remarks(const ResponseContext& context) {
    if (!has_remarks(context)) return;
    json::Writer* const at = begin("urn:uuid:" + uuid_from(seed_of(context), "operation-outcome"));
    if (at == nullptr) return;
    write_operation_outcome(*at, *context.remarks);
    end();
  }

 private:
  json::Writer* out_;
  OptionalArray list_;
  std::vector<std::string> urls_;
};

/// A case with all that its answer refers to. Not copied: the plan points into it.
struct AnsweredCase {
  AnsweredCase(const precert::ReviewRequest& request, const precert::Determination& determination,
         const ResponseContext& given, Place place)
      : context(given),
        references(request, determination, context, place),
        plan(plan_of(request, determination, context, references)) {
    make_communication_requests(plan);
    if (place == Place::entries) make_tasks(plan);  // nothing in a ClaimResponse points to a Task
  }
  AnsweredCase(const AnsweredCase&) = delete;
  AnsweredCase& operator=(const AnsweredCase&) = delete;
  ~AnsweredCase() = default;

  ResponseContext context;
  ResponseReferences references;
  ResponsePlan plan;
};

void write_bundle_identifier(json::Writer& out, const precert::ReviewRequest& request,
                             const ResponseContext& context, const std::string& id) {
  const json::Value asked =
      context.request == nullptr ? json::Value{} : context.request->root().find("identifier");
  out.key("identifier");
  if (asked.is_object() && !asked.empty()) {
    out.raw(asked);
  } else if (!request.reference.empty()) {
    const std::string own =
        context.base_url.empty() ? std::string() : context.base_url + "/identifier/reference";
    write_identifier_value(out, request.reference_system.empty() ? own : request.reference_system,
                           request.reference);
  } else {
    write_identifier_value(out, systems::uri, "urn:uuid:" + id);
  }
}

std::string bundle_id_of(const ResponseContext& context) {
  return context.bundle_id.empty() ? uuid_from(seed_of(context), "bundle") : context.bundle_id;
}

void begin_bundle(json::Writer& out, const ResponseContext& context, const std::string& id) {
  const bool inquiry = context.kind == ResponseKind::inquire;
  out.begin_object().field("resourceType", "Bundle").field("id", id);
  write_profile(out, inquiry ? "pas-inquiry-response-bundle" : "pas-response-bundle");
}

/// The ClaimResponses first, then what they refer to.
void write_entries(json::Writer& out, const std::deque<AnsweredCase>& answers, const ResponseContext& context) {
  Entries entries(out);
  for (const AnsweredCase& answer : answers) {
    json::Writer* const at = entries.begin(claim_response_url(answer.context));
    if (at == nullptr) continue;
    write_claim_response_resource(*at, answer.plan);
    entries.end();
  }
  for (const AnsweredCase& answer : answers) {
    for (const ResponseReferences::Resource& one : answer.references.resources()) entries.add(one);
  }
  entries.add_remarks(context);
}

ResponseContext context_of_case(const ReviewedCase& one, const ResponseContext& whole) {
  ResponseContext context = one.context;
  context.version = whole.version;
  context.kind = ResponseKind::inquire;
  context.at = whole.at;
  if (context.base_url.empty()) context.base_url = whole.base_url;
  return context;
}

void write_return_bundles(json::Writer& out, std::span<const ReviewedCase> cases,
                          const ResponseContext& context) {
  out.begin_object().field("resourceType", "Parameters");
  OptionalArray parameters(out, "parameter");
  for (const ReviewedCase& one : cases) {
    parameters.next().begin_object().field("name", "return").key("resource");
    write_review_response(out, *one.request, *one.determination, context_of_case(one, context));
    out.end_object();
  }
  if (has_remarks(context)) {
    parameters.next().begin_object().field("name", "remark").key("resource");
    write_operation_outcome(out, *context.remarks);
    out.end_object();
  }
}

void write_one_bundle(json::Writer& out, std::span<const ReviewedCase> cases,
                      const ResponseContext& context) {
  std::deque<AnsweredCase> answers;
  for (const ReviewedCase& one : cases) {
    answers.emplace_back(*one.request, *one.determination, context_of_case(one, context), Place::entries);
  }
  begin_bundle(out, context, bundle_id_of(context));
  out.field("type", "collection").field("timestamp", base::iso(context.at));
  const base::Issues nothing_found{base::Issue{base::IssueCode::not_found, "",
                                               "No prior authorization matches the inquiry.",
                                               base::Severity::information}};
  ResponseContext remarks = context;
  if (answers.empty() && !has_remarks(context)) remarks.remarks = &nothing_found;
  write_entries(out, answers, remarks);
  out.end_object();
}

}  // namespace

void write_review_response(json::Writer& out, const precert::ReviewRequest& request,
                           const precert::Determination& determination, const ResponseContext& context) {
  std::deque<AnsweredCase> answers;
  answers.emplace_back(request, determination, context, Place::entries);
  const std::string id = bundle_id_of(context);
  begin_bundle(out, context, id);
  write_bundle_identifier(out, request, context, id);
  out.field("type", "collection").field("timestamp", base::iso(context.at));
  write_entries(out, answers, context);
  out.end_object();
}

std::string review_response_from(const precert::ReviewRequest& request,
                                 const precert::Determination& determination,
                                 const ResponseContext& context) {
  std::string text;
  json::Writer out(text);
  write_review_response(out, request, determination, context);
  return text;
}

void write_claim_response(json::Writer& out, const precert::ReviewRequest& request,
                          const precert::Determination& determination, const ResponseContext& context) {
  const AnsweredCase answer(request, determination, context, Place::contained);
  write_claim_response_resource(out, answer.plan);
}

void write_inquiry_response(json::Writer& out, std::span<const ReviewedCase> cases,
                            const ResponseContext& context) {
  ResponseContext inquiry = context;
  inquiry.kind = ResponseKind::inquire;
  if (inquiry.version == PasVersion::v2_0_1) {
    write_one_bundle(out, cases, inquiry);
  } else {
    write_return_bundles(out, cases, inquiry);
    out.end_object();
  }
}

}  // namespace mappers
